"""The whale curve and failure demand as data; amounts are text with two decimals."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from upheld.core.money import Money
from upheld.core.serving import CausedBy
from upheld.store.sight.withheld import withheld

from .accounts import Account
from .curve import Curve, Mark
from .failure import Failure, Group
from .whale import Sums


def whale_data(found: Curve) -> dict[str, Any]:
    """The curve by tenths, its peak, and who is marked; shares of the whole are None where all
    together bring nothing."""
    currency = found.currency
    return {
        "until": found.until.isoformat(),
        "since": found.since and found.since.isoformat(),
        "currency": currency,
        "margin_of_a_sale": float(found.margin),
        "verified": found.verified,
        "source": found.source,
        "total": _sums(found.total, currency),
        "peak": {
            "customers": found.peak,
            "profit": _money(found.at_peak, currency),
            "share": _share(found.peak_share),
        },
        "deciles": [
            {
                "decile": each.number,
                **_sums(each.sums, currency),
                "so_far": _money(each.so_far, currency),
                "share_so_far": _share(each.share),
            }
            for each in found.deciles
        ],
        "costly": _shown(found, Mark.COSTLY),
        "spared": _shown(found, Mark.SPARED),
        "limits": list(found.limits),
    }


def _shown(found: Curve, mark: Mark) -> list[int]:
    """Without those of whom a finding is awaited by now."""
    first = [each.customer for each in found.marks[mark].first]
    kept_back = withheld(first)
    return [customer for customer in first if customer not in kept_back]


def account_data(each: Account, currency: str) -> dict[str, Any]:
    """A customer's line: what they bring, and what serving them cost, ours apart."""
    return {
        "customer": each.customer,
        "orders": each.orders,
        "sales": _money(each.sales, currency),
        "margin": _money(each.margin, currency),
        "neutral": _money(each.neutral, currency),
        "customer_caused": _money(each.own, currency),
        "profit": _money(each.profit, currency),
        "firm_caused": _money(each.firm, currency),
        "contacts": each.contacts(),
        "contacts_firm_caused": each.contacts(CausedBy.FIRM),
        "costly": each.costly,
    }


def failure_data(found: Failure) -> dict[str, Any]:
    """Failure demand by month, touchpoint and topic, each with its interval."""
    return {
        "total": found.total and _group(found.total),
        "months": _groups(found.months),
        "touchpoints": _groups(found.touchpoints),
        "topics": _groups(found.topics),
        "callers": [
            {
                "customer": each.customer,
                "contacts": each.contacts,
                "firm_caused": each.ours,
                "topic": each.topic,
            }
            for each in found.callers
        ],
    }


def _sums(sums: Sums, currency: str) -> dict[str, Any]:
    return {
        "customers": sums.customers,
        "orders": sums.orders,
        "sales": _money(sums.sales, currency),
        "margin": _money(sums.margin, currency),
        "neutral": _money(sums.neutral, currency),
        "customer_caused": _money(sums.own, currency),
        "profit": _money(sums.profit, currency),
        "firm_caused": _money(sums.firm, currency),
    }


def _groups(groups: Sequence[Group]) -> list[dict[str, Any]]:
    return [_group(each) for each in groups]


def _group(group: Group) -> dict[str, Any]:
    return {
        "key": group.key,
        "contacts": group.contacts,
        "firm_caused": group.ours,
        "customers": group.customers,
        "share": round(group.share, 4),
        "low": round(group.low, 4),
        "high": round(group.high, 4),
    }


def _share(share: Decimal | None) -> float | None:
    return None if share is None else round(float(share), 6)


def _money(amount: Decimal, currency: str) -> str:
    return str(Money(amount, currency).amount)
