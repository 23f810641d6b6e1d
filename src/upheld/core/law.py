"""What a law, a contract or a promise gives on these facts: every remedy it knows is looked at.

A law is tables. Its table `owed` is asked once for each remedy, so each remedy is owed, is not
owed and says why, or waits for a fact. Nothing here can name the customer, and a fact that nobody
knows is never taken for a no.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from upheld.tables import Policy

from .calendars import Calendar
from .case import Facts
from .law_facts import LawFactsError, Span
from .limits import MOST_DAYS
from .money import Money
from .ruling import Inquiry, Ruling


class LawBasis(StrEnum):
    """What binds the firm. Guidance binds nobody: it says what others would find fair."""

    LAW = "law"
    SCHEME = "scheme"
    CONTRACT = "contract"
    GUIDANCE = "guidance"


class Answer(StrEnum):
    """What the table `owed` says of one remedy."""

    OWED = "owed"
    NOT_OWED = "not_owed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Law:
    """One regime as it is run. `spans` are facts worked out from dates, `in_order` pairs of dates
    of which the second is not before the first, `whole` the facts that are counted in whole
    numbers, `when_not_given` the dates for which others stand,
    and at last the day of asking, when they are not given, `questions` how a fact is asked."""

    name: str
    title: str
    basis: LawBasis
    policy: Policy
    calendar: Calendar
    zone: ZoneInfo
    spans: tuple[Span, ...] = ()
    in_order: tuple[tuple[str, str], ...] = ()
    whole: tuple[str, ...] = ()
    when_not_given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def remedies(self) -> tuple[str, ...]:
        return self.policy.inputs["remedy"].values

    def question(self, fact: str) -> str:
        return self.questions.get(fact) or f"{self.policy.names[fact].means}?"


@dataclass(frozen=True, slots=True)
class Remedy:
    """One remedy that a law gives. `amount` is None for one in kind, or while it is not known.

    `waits` says that it is money and that a fact, asked for in the reading, is missing for it.
    `low` and `high` bound what guidance finds fair; `perform_by` is None where the law gives no
    day but `perform` in words. Remedies with the same `choice` are alternatives: one of them.
    """

    regime: str
    basis: LawBasis
    kind: str
    gives: str
    amount: Money | None
    currency: str
    waits: bool
    low: Money | None
    high: Money | None
    chooser: str | None
    perform_by: date | None
    perform: str
    burden: str | None
    choice: str
    because: str
    clause: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Considered:
    """A remedy that was looked at and does not apply, with the fact that decided."""

    regime: str
    kind: str
    because: str
    clause: str
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact without which the remedies `kinds`, or their amounts, cannot be worked out."""

    regime: str
    fact: str
    text: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one law says of one set of facts. Each remedy stands once in `entitlements`, `guidance`
    or `considered`, or waits in `questions`; one whose amount alone is open stands in both."""

    regime: str
    title: str
    version: str
    entitlements: tuple[Remedy, ...]
    guidance: tuple[Remedy, ...]
    considered: tuple[Considered, ...]
    questions: tuple[MissingFact, ...]


def read(law: Law, facts: Facts, on: date) -> Reading:
    """What `law` gives on typed `facts` (law_facts.read_facts), as of the day `on`.

    Days to perform are counted from `on`. Raises LawFactsError where facts make them a slip.
    """
    known = _workings(law.policy, facts)
    rulings = {remedy: _ask(law.policy, known, remedy) for remedy in law.remedies}
    owed = tuple(_remedy(law, kind, ruling, on) for kind, ruling in _that(rulings, Answer.OWED))
    binding = law.basis is not LawBasis.GUIDANCE
    return Reading(
        regime=law.name,
        title=law.title,
        version=law.policy.version,
        entitlements=owed if binding else (),
        guidance=() if binding else owed,
        considered=tuple(
            _considered(law, kind, ruling) for kind, ruling in _that(rulings, Answer.NOT_OWED)
        ),
        questions=_questions(law, rulings),
    )


def _workings(policy: Policy, facts: Facts) -> Facts:
    """The facts with what the tables say that is the same for every remedy, asked once."""
    inquiry = Inquiry(policy, facts)
    by_remedy = {"remedy"}
    for table in policy.tables.values():
        if table.reads & by_remedy:
            by_remedy |= table.outputs.keys()
        else:
            inquiry.ask(table.name)
    return inquiry.facts


def _ask(policy: Policy, known: Facts, remedy: str) -> Ruling:
    return Inquiry(policy, {**known, "remedy": remedy}, remedy).ask("owed")


def _that(rulings: Mapping[str, Ruling], answer: Answer) -> Iterable[tuple[str, Ruling]]:
    return (pair for pair in rulings.items() if pair[1].gave["owed.answer"] == answer)


def _remedy(law: Law, kind: str, ruling: Ruling, on: date) -> Remedy:
    gave = ruling.gave
    return Remedy(
        regime=law.name,
        basis=law.basis,
        kind=kind,
        gives=gave["owed.gives"] or kind,
        amount=_money(law, gave["owed.amount"]),
        currency=law.policy.currency,
        waits=gave["owed.amount"] is None and gave["owed.ask"] is not None,
        low=_money(law, gave.get("owed.low")),
        high=_money(law, gave.get("owed.high")),
        chooser=gave["owed.chooser"],
        perform_by=_perform_by(kind, ruling, on),
        perform=gave["owed.perform"] or "",
        burden=gave["owed.burden"],
        choice=gave["owed.choice"] or kind,
        because=ruling.because,
        clause=gave["owed.clause"] or "",
        source=ruling.source,
        verified=bool(gave["owed.verified"]),
    )


def _perform_by(kind: str, ruling: Ruling, on: date) -> date | None:
    """What a rule works out from the facts is bounded here, as for a decision."""
    days = ruling.gave["owed.days"]
    if days is None:
        return None
    if not 0 <= days <= MOST_DAYS:
        amiss = "less than nothing" if days < 0 else f"past {MOST_DAYS:,} days, the most that count"
        told = f"{kind}: {ruling.because} Its owed.days is {amiss}: look for a slip in the facts"
        raise LawFactsError([f"{told}, or in the rule."])
    return on + timedelta(days=int(days))


def _money(law: Law, amount: Decimal | None) -> Money | None:
    return None if amount is None else Money(amount, law.policy.currency)


def _considered(law: Law, kind: str, ruling: Ruling) -> Considered:
    gave = ruling.gave
    return Considered(
        regime=law.name,
        kind=kind,
        because=ruling.because,
        clause=gave["owed.clause"] or "",
        source=ruling.source,
        verified=bool(gave["owed.verified"]),
    )


def _questions(law: Law, rulings: Mapping[str, Ruling]) -> tuple[MissingFact, ...]:
    waiting: dict[str, list[str]] = {}
    for kind, ruling in rulings.items():
        if fact := ruling.gave["owed.ask"]:
            waiting.setdefault(fact, []).append(kind)
    return tuple(
        MissingFact(law.name, fact, law.question(fact), tuple(kinds))
        for fact, kinds in waiting.items()
    )
