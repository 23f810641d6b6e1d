"""What a decision gives in another way than what stands promised: the two are never compared, so
one comes beside the other, and nobody is to overlook that."""

from collections.abc import Iterator

from upheld.core.decision import Decision
from upheld.core.money import Money

from .given import EXCEPTION, GOODWILL, Given


def comes_beside(stands: Given, decided: Decision) -> list[str]:
    """What is decided of the same by another kind or in another currency, such as "voucher of
    £25.00": another remedy of the point, or other goodwill."""
    return list(_goodwill(stands, decided) if not stands.allegation else _owed(stands, decided))


def _goodwill(stands: Given, decided: Decision) -> Iterator[str]:
    gesture = decided.goodwill
    same = (stands.kind, stands.currency) == (f"{GOODWILL}{gesture.kind}", gesture.currency)
    if gesture.amount and not same and not stands.kind.startswith(EXCEPTION):
        yield _told(gesture.kind, gesture.money)


def _owed(stands: Given, decided: Decision) -> Iterator[str]:
    for item in decided.entitlement:
        abroad = bool(stands.amount and item.amount) and item.currency != stands.currency
        if item.allegation == stands.allegation and (item.kind != stands.kind or abroad):
            yield _told(item.kind, item.money if item.amount else None)


def _told(kind: str, money: Money | None) -> str:
    return f"{kind.replace('_', ' ')}{f' of {money}' if money else ''}"
