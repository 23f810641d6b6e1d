"""Investigating: what an assistant says is so waits for a person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, Field, FiniteFloat

from upheld.core import claims as core
from upheld.core.document import DocumentError
from upheld.core.quoting import sentence_of
from upheld.core.words import AllegationKind, CaseId
from upheld.insight import names
from upheld.steps.claim import claim
from upheld.store import models as rows
from upheld.store.called import names_of

from .answers import Claimed
from .assistant import Assistant
from .cases import case_of

# As long as what the API takes.
Line = Annotated[str, Field(max_length=300)]
Words = Annotated[str, Field(max_length=20_000)]
FactValue = bool | int | FiniteFloat | Words


class StatedFact(BaseModel):
    """One fact and where it is said to come from."""

    name: Annotated[Line, Field(description="As read_case names it, such as days_late.")]
    value: FactValue
    source: Annotated[
        Words, Field(description="Where it comes from: the carrier's record of 30 October.")
    ]


def state(
    by: Assistant,
    now: datetime,
    reference: str,
    facts: list[StatedFact],
    allegation: str,
    kind: AllegationKind | None,
    words: str,
) -> Claimed:
    case = case_of(reference, by)
    known = {fact.name: fact.value for fact in facts}
    sources = {fact.name: fact.source for fact in facts}
    told = _about(case, allegation, known, sources) if allegation else None
    told = told or _new(case, kind, words, known, sources)
    pk = claim(CaseId(case.pk), told, by, now)
    next = "It is kept as a claim. Nothing is decided by it until a person here takes it."
    return Claimed(claim=pk, case=case.reference, next=next)


def _about(
    case: rows.Case, allegation: str, facts: Mapping[str, Any], sources: Mapping[str, str]
) -> core.Claimed:
    row = next((row for row in case.allegations.all() if f"a{row.pk}" == allegation), None)
    if row is None:
        raise DocumentError(["allegation: the case has none of that name: take it from read_case"])
    kind = AllegationKind(row.kind)
    return core.Claimed(kind, row.statement, row.pk, facts, sources)


def _new(
    case: rows.Case,
    kind: AllegationKind | None,
    words: str,
    facts: Mapping[str, Any],
    sources: Mapping[str, str],
) -> core.Claimed:
    called = names_of(case)
    said = names.redact(case.text, *called).back_in(words)
    span = sentence_of(said, case.text, *called) or sentence_of(words, case.text, *called)
    if kind is None:
        raise DocumentError(["kind: name the allegation, or say of which kind a new one is"])
    if span is None:
        raise DocumentError(["words: no sentence of the complaint says that: quote one whole"])
    statement = " ".join(span.of(case.text).split())[: core.LONGEST_STATEMENT]
    return core.Claimed(kind, statement, None, facts, sources, (span,))
