"""A part of the report: its own page, what it taught, and its numbers of the first page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from upheld.insight.learnt import Learnt

from .span import Span
from .told import NOWHERE, Figure, Place, Section

Learns = Callable[[datetime, datetime, datetime], list[Learnt]]


@dataclass(frozen=True, slots=True)
class Told:
    """`failed`: it is not there, for a fault of ours."""

    section: Section
    learnt: tuple[Learnt, ...] = ()
    figures: tuple[Figure, ...] = ()
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """`tells` makes all of a part. One of which only `learns` is given has a page of what it
    taught, and leads to `place`."""

    key: str
    title: str
    tells: Callable[[Span], Told] | None = None
    learns: Learns | None = None
    place: Place = NOWHERE

    def told(self, span: Span) -> Told:
        if self.tells:
            return self.tells(span)
        assert self.learns, "a part tells or learns"
        learnt = tuple(self.learns(span.since, span.until, span.now))
        said = "" if learnt else "Nothing was found here that these days bear out."
        return Told(Section(self.key, self.title, said, place=self.place), learnt)
