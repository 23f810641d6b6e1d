"""What a case has beside its story: promises, what an assistant claims, what was merged into it."""

from datetime import date
from typing import Any

from pydantic import Field

from upheld.core.commitments import CommitmentState
from upheld.core.given import Given
from upheld.core.references import reference
from upheld.core.words import AllegationKind
from upheld.store import load, their_part
from upheld.store import models as rows

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
    amount: Amount | None = Field(description="Null for what is done in kind.")
    on: date = Field(description="The day on which it was promised.")


def still_promised(found: rows.Case) -> list[StandsTold]:
    row = next(iter(found.decisions.all()), None)
    told = their_part.told(row, found).promised if row else ()
    return [
        StandsTold(
            allegation=each.allegation, kind=each.kind, on=each.on,
            amount=amount(each.amount, each.currency) if each.amount else None,
        )
        for each in told
    ]  # fmt: skip


def _given(each: Given) -> GivenTold:
    told = amount(each.amount, each.currency) if each.amount else None
    return GivenTold(
        allegation=each.allegation, kind=each.kind, amount=told, on=each.on, how=each.how
    )


class NoteOfStaff(Told):
    """What staff said among themselves: no letter, portal or answer reads it."""

    at: Moment
    by: str
    text: str


def merge(row: rows.Merge) -> MergeTold:
    names = ("id", "as_history", "why", "at", "by")
    return MergeTold(case=row.case.reference, **{name: getattr(row, name) for name in names})
