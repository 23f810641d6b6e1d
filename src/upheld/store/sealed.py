"""What is sealed at rest under the firm's secret: where it is, under which, and sealed anew."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model, QuerySet

from . import secret
from .rows.api import Webhook
from .secret import Under

OF_FACTORS = "upheld.second-factor"
OF_WEBHOOKS = "upheld.webhook.sealed"
_SEALED_OF_FACTORS = ("secret", "seed", "migrated_codes")


@dataclass(frozen=True, slots=True)
class Kind:
    """Rows that hold something sealed. `renew` seals what a row holds anew, and is to be saved."""

    name: str
    rows: "Callable[[], QuerySet[Any]]"
    sealed: Callable[[Any], Iterable[str]]
    renew: Callable[[Any], None]
    salt: str
    fields: tuple[str, ...]

    def under(self, row: Model) -> Under:
        """The worst of what the row holds."""
        found = [secret.under(self.salt, each) for each in self.sealed(row)]
        return max(found, key=[*Under].index, default=Under.IN_FORCE)

    def where(self, wanted: Under) -> list[int]:
        every = self.rows().order_by("pk").iterator()
        return [row.pk for row in every if self.under(row) is wanted]


def _in_factors(data: Mapping[str, Any]) -> Iterator[str]:
    """Of an app, of recovery codes, and of those that came from elsewhere; a passkey has none."""
    for name in _SEALED_OF_FACTORS:
        told = data.get(name, [])
        yield from [told] if isinstance(told, str) else told


def _renew_factor(row: Authenticator) -> None:
    def anew(told: Any) -> Any:
        return [*map(anew, told)] if isinstance(told, list) else secret.resealed(OF_FACTORS, told)

    renewed = {name: anew(row.data[name]) for name in _SEALED_OF_FACTORS if name in row.data}
    row.data = {**row.data, **renewed}


def _renew_webhook(row: Webhook) -> None:
    """What it was worked out from goes: under the secret of before it would give it still."""
    row.sealed, row.salt = secret.resealed(OF_WEBHOOKS, row.sealed or ""), ""


KINDS = (
    Kind(
        "second_factors",
        lambda: Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN),
        lambda row: _in_factors(row.data),
        _renew_factor,
        OF_FACTORS,
        ("data",),
    ),
    Kind(
        "webhooks",
        lambda: Webhook.objects.filter(ended_at=None).exclude(sealed=None),
        lambda row: [row.sealed],
        _renew_webhook,
        OF_WEBHOOKS,
        ("sealed", "salt"),
    ),
)


def counted(wanted: Under) -> Counter[str]:
    """How many rows of each kind are under this; kinds without any are left out."""
    return Counter({kind.name: n for kind in KINDS if (n := len(kind.where(wanted)))})
