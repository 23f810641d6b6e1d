"""Whose link a `sub` is: a directory gives out each once, and another may give out the same (OpenID
Connect Core 1.0, 2), so that a link is of its issuer alone."""

import logging
from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialAccount

_LOG = logging.getLogger(__name__)


def let_go_of_another(found: SocialAccount) -> None:
    """Of a link of the same `sub` to another issuer than who says it now, where the firm changed
    its directory. One that names no issuer is of the present one, which is kept with it by this."""
    now = _issuer(found.extra_data)
    for link in SocialAccount.objects.filter(provider=found.provider, uid=found.uid):
        if (before := _issuer(link.extra_data)) not in ("", now):
            _LOG.warning("a link to %s is let go: the directory is %s now", before, now)
            link.delete()


def _issuer(kept: Mapping[str, Any]) -> str:
    """Without the stroke at its end, as in UPHELD_OIDC_ISSUER. Of a link from before it alone was
    kept it stands in the token."""
    return str(kept.get("iss") or (kept.get("id_token") or {}).get("iss") or "").rstrip("/")
