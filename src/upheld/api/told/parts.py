"""What a case has beside its story: promises, what an assistant claims, what was merged into it."""

from datetime import date
from typing import Any

from pydantic import Field

from upheld.core.decision import Decision
from upheld.core.promises.comes_beside import comes_beside
from upheld.core.promises.commitments import CommitmentState
from upheld.core.promises.given import Given
from upheld.core.promises.why_stands import why_stands
from upheld.core.references import reference
from upheld.core.words import AllegationKind
from upheld.store import load
from upheld.store import models as rows
from upheld.store.merged import their_part

from .base import Amount, Moment, Reference, Told, amount


class SpanTold(Told):
    """Characters of the complaint's text, from `start` to before `end`."""

    start: int
    end: int


def spans(found: list[tuple[int, int]]) -> list[SpanTold]:
    return [SpanTold(start=start, end=end) for start, end in found]


class PromiseTold(Told):
    """What we promised and by when; a person says what came of it."""

    id: int
    letter_id: int | None = Field(description="The letter that said it; null for another way.")
    words: str
    due: Moment
    due_on: date
    source: str = Field(description="Why it is due on this day.")
    state: CommitmentState
    at: Moment
    by: str
    note: str
    settled_at: Moment | None
    settled_by: str


class PromiseLine(PromiseTold):
    """A promise as it stands in a list."""

    case: Reference


def promise_line(row: rows.Commitment) -> PromiseLine:
    told = PromiseTold.model_validate(row).model_dump()
    return PromiseLine(**told, case=row.case.reference)


class ClaimTold(Told):
    """What an assistant says is alleged or so. Nothing reads it until a person takes it: `taken`
    is null while it waits. `sources` names for each fact where it is said to come from."""

    id: int
    allegation_id: int | None
    kind: AllegationKind
    statement: str
    spans: list[SpanTold]
    facts: dict[str, Any]
    sources: dict[str, str]
    at: Moment
    by: str
    taken: bool | None
    settled_at: Moment | None
    settled_by: str
    why: str


def claim(row: rows.Claim) -> ClaimTold:
    told = {name: getattr(row, name) for name in ClaimTold.model_fields}
    return ClaimTold.model_validate({**told, "spans": spans(row.spans)})


class MergeTold(Told):
    """Another case that was merged into this one; `as_history` had its answer before that."""

    id: int
    case: Reference
    as_history: bool
    why: str
    at: Moment
    by: str


class PaidTold(Told):
    """Another case that paid on the same order: a loss is made good once."""

    case: Reference
    owed: Amount


def paid_before(found: rows.Case) -> PaidTold | None:
    if (paid := load.paid_before(found)) is None:
        return None
    paid_by, owed = paid
    return PaidTold(case=reference(paid_by), owed=amount(owed.amount, owed.currency))


class GivenTold(Told):
    """What a promise that was kept gave in this case: it is given once, whatever is decided again.
    The decision still says all that is owed."""

    allegation: str = Field(description="Such as a12; empty for what goes beyond what is owed.")
    kind: str = Field(description="The remedy; what goes beyond begins with goodwill or exception.")
    called: str = Field(description="The same in plain words, such as apology.")
    words: str = Field(description="What an exception gave that is no money; else empty.")
    amount: Amount | None = Field(description="Null for what was done in kind.")
    on: date = Field(description="The day on which a person recorded it.")
    how: str


def given_before(found: rows.Case) -> list[GivenTold]:
    every = their_part.given_before(their_part.together(found))
    return [_given(each) for each in every]


class StandsTold(Told):
    """What was promised in this case before and is not given yet, where the latest decision gives
    none of it, or less: it stands, and nothing less is promised of it."""

    allegation: str = Field(description="Such as a12; empty for what goes beyond what is owed.")
    kind: str = Field(description="The remedy; what goes beyond begins with goodwill or exception.")
    called: str = Field(description="The same in plain words, such as apology.")
    words: str = Field(description="What an exception gives that is no money; else empty.")
    amount: Amount | None = Field(description="Null for what is done in kind.")
    open: Amount | None = Field(description="Without what came back since, as the facts know.")
    on: date = Field(description="The day on which it was promised.")
    beside: list[str] = Field(
        description="What the latest decision gives of another kind: the answer gives both."
    )
    why: str = Field(description="Why it stands beside what is decided, and what to do.")


def still_promised(found: rows.Case) -> list[StandsTold]:
    row = next(iter(found.decisions.all()), None)
    if row is None:
        return []
    told, decided = their_part.told(row, found), their_part.theirs(row, their_part.together(found))
    return [_stands(each, decided, comes_beside(each, told)) for each in told.promised]


def _stands(each: Given, decided: Decision, beside: list[str]) -> StandsTold:
    is_money = bool(each.amount)
    return StandsTold(
        allegation=each.allegation,
        kind=each.kind,
        called=each.called,
        words=each.words,
        amount=amount(each.amount, each.currency) if is_money else None,
        open=amount(each.open.amount, each.currency) if is_money else None,
        on=each.on,
        beside=beside,
        why=why_stands(each, decided),
    )


def _given(each: Given) -> GivenTold:
    told = amount(each.amount, each.currency) if each.amount else None
    names = ("allegation", "kind", "called", "words", "on", "how")
    return GivenTold(amount=told, **{name: getattr(each, name) for name in names})


class NoteOfStaff(Told):
    """What staff said among themselves: no letter, portal or answer reads it."""

    at: Moment
    by: str
    text: str


def merge(row: rows.Merge) -> MergeTold:
    names = ("id", "as_history", "why", "at", "by")
    return MergeTold(case=row.case.reference, **{name: getattr(row, name) for name in names})
