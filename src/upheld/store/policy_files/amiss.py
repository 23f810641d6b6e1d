"""Which of the files that a firm edits cannot be used, and what waits until they are mended: told
on the first page and by `upheld doctor`, and in words wherever one is needed. All else goes on.

What a process has read stays in force there until it ends; what it could not read it reads anew
each time, so that a mended file is used at once."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from django.conf import settings

from upheld.core.doctrine import DoctrineError
from upheld.store import placing, policies
from upheld.store.policies import PolicyMissing
from upheld.tables import PolicyError

from . import (
    behaviours,
    costs_file,
    fit_files,
    laws,
    portal_file,
    retention_files,
    silence_files,
    suggestions_file,
)
from .data_files import BadData

# What a file raises that cannot be used, or that is not there.
UNUSABLE = (BadData, DoctrineError, PolicyError, PolicyMissing)


@dataclass(frozen=True, slots=True)
class Amiss:
    """`waits` is what cannot be done meanwhile; each of `lines` says where it is and the mend."""

    waits: str
    lines: tuple[str, ...]

    @property
    def told(self) -> str:
        """Where to begin: a column that is gone is amiss in each row."""
        more = len(self.lines) - 1
        return f"{self.lines[0]} (and {more} more)" if more else self.lines[0]


@dataclass(frozen=True, slots=True)
class _File:
    """What is read of `folder`, and what waits where that fails."""

    waits: str
    folder: str
    read: Callable[[], object]

    def amiss(self) -> Amiss | None:
        try:
            self.read()
        except UNUSABLE as error:
            return Amiss(self.waits, lines_of(error, self.folder))
        return None


def found() -> list[Amiss]:
    """Everything that cannot be used. What can was read once a process: it costs little."""
    told = (each.amiss() for each in (*_to_decide(), *_rules(), *_beside()))
    return [each for each in told if each]


def deciding() -> str:
    """Why no case can be decided; empty where one can."""
    return next((told.told for each in _to_decide() if (told := each.amiss())), "")


def lines_of(error: Exception, folder: str) -> tuple[str, ...]:
    """What is amiss in a file of this folder, one line each."""
    if isinstance(error, PolicyError):
        return tuple(f"{folder}/{problem}" for problem in error.problems)
    if isinstance(error, DoctrineError):
        return tuple(f"{folder}: {problem}" for problem in error.problems)
    return (" ".join(str(error).split()),)


def _to_decide() -> Iterator[_File]:
    waits, own = "No case can be decided", policies.folder()
    yield _File(waits, own.name, partial(policies.read_policy, own))
    yield _File(waits, own.name, partial(laws.sold_under, None))
    with suppress(*UNUSABLE):
        for name in laws.sold_under(None):
            yield _File(waits, name, partial(laws.read_law, name))


def _rules() -> Iterator[_File]:
    for name in sorted({settings.REGIME, *policies.regimes()}):
        waits = f"No deadline under {name} can be worked out"
        yield _File(waits, name, partial(policies.regime, name))


def _beside() -> Iterator[_File]:
    own, facts = policies.folder().name, Path(settings.FACTS)
    yield _File("No letter can be written", own, policies.voice)
    yield _File("No case can be closed", own, policies.causes)
    yield _File("No conduct can be recorded", own, behaviours.listed)
    yield _File("No fit is assessed anew", own, fit_files.rules)
    yield _File("No fit is assessed anew", own, fit_files.limits)
    yield _File("What serving somebody costs is not worked out", own, _costs)
    yield _File("How long a record is kept is not known", own, retention_files.everywhere)
    yield _File("Nothing is suggested", own, suggestions_file.trust)
    yield _File("The portal says less of us", own, portal_file.words)
    yield _File("Nothing is placed in the journey", "journey", placing.placing_files)
    yield _File("Who stays silent is not estimated", "silence", silence_files.shares)
    if policies.records_connected():
        written = facts.stat().st_mtime_ns
        yield _File("Our own records are not asked", facts.parent.name, partial(_facts, written))


def _costs() -> None:
    with suppress(costs_file.CostsMissing):
        costs_file.rates()


@lru_cache(maxsize=1)
def _facts(written: int) -> None:
    """Looked at once for each time that the file was `written`: every first page asks."""
    policies.fact_sources(policies.read_policy(policies.folder()))
