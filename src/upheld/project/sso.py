"""The firm's own directory at the sign-in, as allauth wants it told: OpenID Connect and SAML."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# In our addresses: accounts/oidc/firm/login/ and accounts/saml/firm/login/.
FIRM = "firm"
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def openid(issuer: str, client: str, secret: str, name: str) -> dict[str, Any]:
    """Nothing without an issuer. Raises ImproperlyConfigured for what nobody should trust."""
    if not issuer:
        return {}
    _secure("UPHELD_OIDC_ISSUER", issuer)
    if not client or not secret:
        raise ImproperlyConfigured("UPHELD_OIDC_ISSUER needs UPHELD_OIDC_CLIENT and its secret")
    told = {"server_url": issuer, "oauth_pkce_enabled": True}
    app = {"provider_id": FIRM, "name": name, "client_id": client, "secret": secret}
    return {"openid_connect": {"APPS": [{**app, "settings": told}]}}


def saml(entity: str, address: str, certificate: str, name: str) -> dict[str, Any]:
    """Nothing without the directory's name. Its assertions count when its own key signed them."""
    if not entity:
        return {}
    _secure("UPHELD_SAML_URL", address)
    told = {
        "idp": {"entity_id": entity, "sso_url": address, "x509cert": _read(certificate)},
        "advanced": {"strict": True, "want_assertion_signed": True,
                     "reject_idp_initiated_sso": True},
        # It is the firm's own, and says who works there; nobody enters an address of their own.
        "verified_email": True,
    }  # fmt: skip
    app = {"provider_id": entity, "name": name, "client_id": FIRM, "settings": told}
    return {"saml": {"APPS": [app]}}


def origins(providers: Mapping[str, Any]) -> list[str]:
    """Where the sign-in leads a browser: https://id.example.org for each directory."""
    told = [app["settings"] for kind in providers.values() for app in kind["APPS"]]
    found = [each.get("server_url") or each["idp"]["sso_url"] for each in told]
    return [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, found)]


class NotOurs:
    """An address at which allauth would hear a directory that the firm has not named: anybody may
    write to it, and what they write is kept in a session before anything of it is checked."""

    regex = r"(?:saml|oidc)/.*"

    def to_python(self, value: str) -> str:
        """Raises ValueError where the address is one of the firm's directory."""
        kind, _, rest = value.partition("/")
        if _KINDS[kind] in settings.SOCIALACCOUNT_PROVIDERS and rest.startswith(f"{FIRM}/"):
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


_KINDS = {"saml": "saml", "oidc": "openid_connect"}


def _secure(name: str, address: str) -> None:
    parts = urlsplit(address)
    ours = parts.scheme == "http" and parts.hostname in _THIS_MACHINE
    if parts.scheme != "https" and not ours:
        raise ImproperlyConfigured(f"{name} is {address!r}: it must begin with https://")


def _read(certificate: str) -> str:
    """The certificate, from a file where one is named."""
    path = Path(certificate)
    if not certificate or not path.is_file():
        told = f"UPHELD_SAML_CERTIFICATE is {certificate!r}: name the file of its certificate"
        raise ImproperlyConfigured(told)
    return path.read_text()
