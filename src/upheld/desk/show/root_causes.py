"""Root causes as their owners read them: what a year of each costs, and what is done about it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import reverse

from upheld.core.changes import About, RootCauseState, Verdict
from upheld.core.money import Money
from upheld.desk.forms.changes import Choices, RootCauseForm, WhyForm, told_key
from upheld.insight.effects.cost import Cost
from upheld.insight.effects.kept import COSTS
from upheld.steps import may
from upheld.store import causes, changes, journey, themes
from upheld.store import models as rows
from upheld.store.counted import gathered
from upheld.store.counted.gathered import Gathered

from .fold import Fold, Opened, fold

STATES = {
    RootCauseState.OPEN: "Nothing is being changed",
    RootCauseState.CHANGING: "Changed; not told yet whether it worked",
    RootCauseState.CHECKED: "Changed and checked",
    RootCauseState.CLOSED: "Closed",
}
VERDICTS = {
    Verdict.WORKED: "Worked",
    Verdict.RETURNED: "Returned",
    Verdict.DID_NOT: "Did not",
    Verdict.CANNOT_TELL: "Cannot tell yet",
}
_ABOUT = {
    About.CAUSE: "Closed with the cause",
    About.THEME: "In the theme",
    About.TOUCHPOINT: "At",
    About.TOPIC: "Complaints about",
    About.CONTACTS: "Contacts about",
    About.CASE: "The case",
}
# Of the newest cases and contacts; to count all would take longer the older the firm is.
_MOST_TOPICS, _NEWEST = 60, 10_000


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """What a year costs, and between which two amounts a year like it lies."""

    amount: str
    between: str


@dataclass(frozen=True, slots=True)
class CostPart:
    complaints: int
    people: int
    contacts: int
    money: tuple[MoneyPart, ...]
    without_handling: bool


@dataclass(frozen=True, slots=True)
class ChangePart:
    """A change in a line: what its newest check said, if there was one."""

    row: rows.Change
    verdict: str
    told: str


@dataclass(frozen=True, slots=True)
class RootCausePart:
    row: rows.RootCause
    state: str
    cost: CostPart | None
    changes: tuple[ChangePart, ...]


def root_causes_page(now: datetime, by: may.Actor) -> dict[str, Any]:
    """The dearest first, those that are closed last."""
    worked = COSTS.worked(now)
    found = worked.told or {}
    dear = sorted(
        changes.listed(),
        key=lambda row: (row.state == RootCauseState.CLOSED, -_amount(found.get(row.pk))),
    )
    return {
        "section": "root_causes",
        "worked": worked,
        "parts": [_part(row, found.get(row.pk)) for row in dear],
        "may_change": may.allowed_any("keep_root_causes", by),
        "now": now,
    }


def _amount(cost: Cost | None) -> Decimal:
    return cost.dearest.amount if cost and cost.dearest else Decimal(0)


def _part(row: rows.RootCause, cost: Cost | None) -> RootCausePart:
    made = tuple(change_part(*each) for each in changes.verdicts(row))
    return RootCausePart(row, STATES[RootCauseState(row.state)], cost_part(cost), made)


def change_part(row: rows.Change, verdict: str) -> ChangePart:
    return ChangePart(row, verdict, VERDICTS[Verdict(verdict)] if verdict else "Never checked")


def cost_part(cost: Cost | None) -> CostPart | None:
    """None where it was not worked out since the root cause was opened."""
    if cost is None:
        return None
    money = tuple(
        MoneyPart(str(amount), f"{_round(interval.low, amount)} to {_round(interval.high, amount)}")
        for amount, interval in cost.money
    )
    return CostPart(cost.complaints, cost.people, cost.contacts, money, cost.without_handling)


def _round(value: float, like: Money) -> str:
    return str(Money(Decimal(round(value)), like.currency)).removesuffix(".00")


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """What gathers complaints, in words, and where they are listed."""

    about: str
    label: str
    url: str


def root_cause_page(
    row: rows.RootCause, opened: Opened, now: datetime, by: may.Actor
) -> dict[str, Any]:
    worked = COSTS.worked(now)
    may_change = may.allowed_any("keep_root_causes", by)
    known = gathered.labels()
    return {
        "section": "root_causes",
        "root_cause": row,
        "state": STATES[RootCauseState(row.state)],
        "worked": worked,
        "cost": cost_part((worked.told or {}).get(row.pk)),
        "evidence": [_evidence(each, known) for each in changes.gathered(row)],
        "changes": [change_part(*each) for each in changes.verdicts(row)],
        "folds": _folds(row, opened) if may_change else [],
        "may_change": may_change,
        "now": now,
    }


def _evidence(of: Gathered, known: Mapping[Gathered, str]) -> EvidencePart:
    return EvidencePart(_ABOUT[of.about], gathered.label(of, known), _listed(of))


def _listed(of: Gathered) -> str:
    """Where the complaints are that it gathers; empty where no list shows just those."""
    match of.about:
        case About.THEME:
            return reverse("desk:theme", args=[int(of.key)])
        case About.CASE:
            return reverse("desk:case", args=[int(of.key)])
        case About.TOUCHPOINT:
            return f"{reverse('desk:complaints')}?touchpoint={of.key}"
    return ""


def _folds(row: rows.RootCause, opened: Opened) -> list[Fold]:
    if row.state == RootCauseState.CLOSED:
        made = (("reopen", "Open it again", "Open it again"),)
    elif row.state != RootCauseState.CHANGING:
        made = (("close", "Nothing more is to be done", "Close it"),)
    else:
        return []
    return [
        fold(opened, key, label, submit, reverse("desk:root_cause_step", args=[row.pk, key]),
             WhyForm(key=key))
        for key, label, submit in made
    ]  # fmt: skip


def choices() -> Choices:
    """What may gather complaints, by kind, as a form offers it."""
    cases, contacts = rows.Case.objects.order_by("-received_at", "-pk"), _newest_contacts()
    topics = _common(cases.values_list("topic", flat=True)[:_NEWEST])
    said = _common(topic for topic, case, inbound in contacts if inbound and case is None)
    found: tuple[tuple[str, Sequence[tuple[Gathered, str]]], ...] = (
        ("Causes", [(Gathered(About.CAUSE, each.key), each.label) for each in causes.listed()]),
        ("Touchpoints", [(Gathered(About.TOUCHPOINT, each.key), each.name)
                         for each in journey.touchpoints() if not each.retired]),
        ("Themes", [(Gathered(About.THEME, str(each.pk)), each.name) for each in themes.shown()]),
        ("What complaints are about", [(Gathered(About.TOPIC, each), each) for each in topics]),
        ("What contacts are about", [(Gathered(About.CONTACTS, each), each) for each in said]),
    )  # fmt: skip
    return [(name, [(told_key(of), label) for of, label in each]) for name, each in found if each]


def _newest_contacts() -> Any:
    newest = rows.Contact.objects.order_by("-at", "-pk")
    return newest.values_list("topic", "case", "inbound")[:_NEWEST]


def _common(topics: Iterable[str]) -> list[str]:
    """Those that come up most, in the order of the alphabet."""
    ranked = sorted(Counter(filter(None, topics)).items(), key=lambda item: (-item[1], item[0]))
    return sorted(topic for topic, _ in ranked[:_MOST_TOPICS])


def people() -> list[rows.Person]:
    """Who is here and may see to one."""
    here = rows.Person.objects.filter(is_active=True, role__in=may.roles_of("keep_root_causes"))
    return list(here.order_by("name", "pk"))


def as_begun(row: rows.RootCause) -> dict[str, Any]:
    """A root cause as the form that writes it anew begins."""
    of = changes.gathered(row)
    return {
        "label": row.label,
        "owner": row.owner_id,
        "shown_by": [told_key(each) for each in of if each.about is not About.CASE],
        "cases": ", ".join(gathered.label(each, {}) for each in of if each.about is About.CASE),
    }


def root_cause_form(row: rows.RootCause | None, sent: Any = None) -> RootCauseForm:
    told = as_begun(row) if row is not None else {}
    return RootCauseForm(sent, key="root-cause", shown=choices(), people=people(), initial=told)
