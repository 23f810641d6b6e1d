"""What an assistant says is alleged or so: kept apart from the facts until a person takes it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .as_seen import is_blank
from .intake import unreadable
from .spans import Span
from .words import AllegationKind

# A source is named in a line, such as "the carrier's record of 30 October"; it is no letter.
LONGEST_SOURCE = 300
LONGEST_STATEMENT = 1_000


class ClaimError(ValueError):
    """A claim that cannot be kept or settled as it stands; the message says what to mend."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One statement with the facts said to be so, as JSON, each with the `sources` it came from.

    `allegation` is the number of the allegation that they are about; None for one that nobody has
    alleged yet, which `spans` then show in the complaint's text.
    """

    kind: AllegationKind
    statement: str
    allegation: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    spans: Sequence[Span] = ()


def problems_of(claim: Claimed, told: str) -> Iterator[str]:
    """What is amiss with a claim on the complaint `told`, apart from the facts' own types."""
    said = claim.statement
    if is_blank(said) or len(said) > LONGEST_STATEMENT or unreadable(said):
        yield f"statement: say in at most {LONGEST_STATEMENT:,} characters what went wrong"
    if claim.allegation is None and not claim.spans:
        yield "words: quote the sentence of the complaint that says it"
    if any(not 0 <= span.start < span.end <= len(told) for span in claim.spans):
        yield "words: they are not in the complaint: quote them as they stand there"
    if claim.allegation is not None and not claim.facts:
        yield "facts: nothing is said to be so: give at least one fact"
    yield from _unsourced(claim.facts, claim.sources)


def _unsourced(facts: Collection[str], sources: Mapping[str, str]) -> Iterator[str]:
    for name in facts:
        source = sources.get(name, "")
        if is_blank(source):
            yield f"facts.{name}: say where it comes from, such as the carrier's record of 2 May"
        elif len(source) > LONGEST_SOURCE or unreadable(source):
            yield f"facts.{name}: name its source in at most {LONGEST_SOURCE} characters of text"
