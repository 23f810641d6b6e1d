"""Who was unhappy and said nothing, as its pages show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from upheld.core.faults import Declared, Fault, of_declared
from upheld.core.intervals import told, told_share
from upheld.core.kindly import AskedAnswer, why_not
from upheld.core.letter_text import plain
from upheld.desk.charts.whisker import Whisker, scale, whisker
from upheld.desk.forms.answer import NothingToFill
from upheld.desk.forms.silent import FaultForm
from upheld.desk.templatetags.desk import word
from upheld.steps import may
from upheld.steps.ask_kindly import draft_kind_question
from upheld.store import asked, faults, hit, journey
from upheld.store import models as rows

from .fold import Fold, Opened, fold
from .told_back import interval, money
from .told_back import lost as told_lost

_A_PAGE = 50
_RESTS = {
    "records": "our own records",
    "others": "what others measured",
    "unverified": "what nobody has checked",
}


@dataclass(frozen=True, slots=True)
class KindLine:
    kind: str
    complaints: str
    shown: str
    complains: str
    silent: str
    rests_on: str
    because: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class PointLine:
    name: str
    complaints: str
    silent: str
    bar: Whisker | None
    rests_on: str
    kinds: list[KindLine]


@dataclass(frozen=True, slots=True)
class FaultLine:
    name: str
    says: str
    sign: bool
    orders: str
    said: str
    quiet: str
    url: str
    lost: str
    because: str
    sales: str
    answers: str


def silent_page(data: Mapping[str, Any]) -> dict[str, Any]:
    edge = scale(interval(each["silent"]) for each in data["touchpoints"])
    quiet = sorted(data["touchpoints"], key=_least, reverse=True)
    points = [_point(each, edge) for each in quiet]
    so_far = asked.so_far()
    return {
        "headline": _headline(data["touchpoints"]),
        "since": date.fromisoformat(data["since"]),
        "until": date.fromisoformat(data["until"]),
        "points": points,
        "faults": [_fault(each, so_far.get(each["key"], {})) for each in data["faults"]],
        "limits": data["limits"],
    }


@dataclass(frozen=True, slots=True)
class DeclaredPart:
    """A fault that somebody declared; `end` is the form that puts it away."""

    fault: Declared
    url: str
    end: Fold | None


def declared_parts(by: may.Actor, opened: Opened) -> dict[str, Any]:
    """What was declared, and the form that declares another for whoever may."""
    keeps = may.allowed_any("keep_faults", by)
    parts = [
        DeclaredPart(
            each,
            reverse("desk:silent_people", args=[of_declared(each).key]),
            _ending(each, opened) if keeps else None,
        )
        for each in faults.declared()
    ]
    if not keeps:
        return {"declared": parts}
    form = FaultForm(key="declare", points=journey.touchpoints())
    address = reverse("desk:fault_declare")
    declare = fold(opened, "declare", "Declare a fault", "Declare it", address, form)
    return {"declared": parts, "declare": declare}


def _ending(each: Declared, opened: Opened) -> Fold:
    key, address = f"end-{each.key}", reverse("desk:fault_end", args=[each.key])
    label = "Look at it no more"
    return fold(opened, key, label, label, address, NothingToFill(key=key))


def _least(each: Mapping[str, Any]) -> float:
    """How many said nothing at the least, by which the touchpoints stand in order."""
    return float(each["silent"]["low"]) if each["silent"] else -1.0


def _headline(points: Sequence[Mapping[str, Any]]) -> str:
    known = [each for each in points if each["silent"]]
    if not known:
        return "Who said nothing cannot be told yet"
    most = max(known, key=_least)
    low = int(most["silent"]["low"])
    return f"At least {low:,} people said nothing: {most['name']}"


def _point(each: Mapping[str, Any], edge: float) -> PointLine:
    rests = {kind["rests_on"] for kind in each["kinds"] if kind["silent"]}
    return PointLine(
        name=each["name"],
        complaints=f"{each['complaints']:,}",
        silent=told(interval(each["silent"]), 0),
        bar=whisker(interval(each["silent"]), edge),
        rests_on=", ".join(words for name, words in _RESTS.items() if name in rests),
        kinds=[_kind(kind) for kind in each["kinds"]],
    )


def _kind(each: Mapping[str, Any]) -> KindLine:
    return KindLine(
        kind=word(each["kind"]),
        complaints=f"{each['complaints']:,}",
        shown=f"{each['shown_by_our_records']:,}",
        complains=told_share(interval(each["complains"])),
        silent=told(interval(each["silent"]), 0),
        rests_on=_RESTS[each["rests_on"]] if each["silent"] else "",
        because=each["because"],
        source=each["source"],
        verified=each["verified"],
    )


def _fault(each: Mapping[str, Any], answers: Mapping[str, int]) -> FaultLine:
    lost = each["lost"]
    return FaultLine(
        name=each["name"],
        says=each["says"],
        sign=not each["shown_by_our_records"],
        orders=f"{each['orders']:,}",
        said=f"{each['complained_of']:,}",
        quiet=f"{each['silent_customers']:,}",
        url=reverse("desk:silent_people", args=[each["key"]]),
        lost=told_lost(lost),
        because=_because(lost),
        sales=money(lost["sales"], lost["currency"]) if lost and lost["sure"] else "",
        answers=_answers(answers),
    )


def _because(lost: Mapping[str, Any] | None) -> str:
    if lost is None:
        return "Too few can be compared with others like them."
    more = told_share(interval(lost["more_of_each_hundred"]).times(0.01))  # type: ignore[union-attr]
    return f"{more} more than like customers ordered nothing within {lost['days']} days."


def _answers(counted: Mapping[str, int]) -> str:
    """What came of asking, so that the next letter is written knowing it."""
    if not counted:
        return ""
    said = [f"{sum(counted.values()):,} asked"]
    words = {
        AskedAnswer.WELL: "all well",
        AskedAnswer.WRONG: "complained",
        AskedAnswer.NO_MORE: "not again",
    }
    said += [f"{counted[name]:,} {told_as}" for name, told_as in words.items() if counted.get(name)]
    return ", ".join(said)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody who was hit, and why they may not be asked; `alone` may be asked by themselves,
    `failed` says why a letter to them did not leave."""

    person: int
    name: str
    order: str
    item: str
    on: date
    why_not: str
    alone: bool
    failed: str


def people_page(fault: Fault, number: str | None, by: may.Actor, now: datetime) -> dict[str, Any]:
    """Whom it hit and who said nothing, a page at a time, with the letter that they would get."""
    page: Page[hit.Hit] = Paginator(hit.quiet(fault, now), _A_PAGE).get_page(number)
    hits = list(page.object_list)
    named = list(hit.named(hits))
    standings = asked.standings(hits)
    today, every = timezone.localdate(now), asked.every()
    lines = [_person(one, order, standings[one.person], today, every) for one, order in named]
    letter = draft_kind_question(fault, *named[0], by) if named else None
    return {
        "fault": fault,
        "lines": lines,
        "page": page,
        "letter": letter,
        "said": plain(letter.body) if letter else "",
        "every": every.days,
        "may_ask": may.allowed_any("ask_kindly", by) and any(not each.why_not for each in lines),
    }


def _person(one: hit.Hit, order: rows.Order, standing: Any, today: date, every: Any) -> PersonLine:
    together = why_not(standing, today, every, alone=False)
    return PersonLine(
        person=one.person,
        name=str(order.customer.merged_into or order.customer),
        order=order.reference,
        item=order.item,
        on=one.on,
        why_not=why_not(standing, today, every),
        alone=bool(together),
        failed=order.failed or "",  # type: ignore[attr-defined]
    )
