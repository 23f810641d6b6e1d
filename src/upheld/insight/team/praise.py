"""Praise: what people said well of how they were treated, in their own words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter

from upheld.store import models as rows
from upheld.store.counted import cases_counted
from upheld.store.policy_files.data_files import read_yaml
from upheld.store.sql.asked_again import AskedAgain

# From this mark on, of five, what they wrote beside it is read for praise.
_WELL = 4
_NEAR = 3
# Nobody reads more of it at a time, of their own or of all.
_MOST = 30
_WORD = re.compile(r"[^\W_]+")
_LISTS = TypeAdapter(dict[str, list[str]])


class Beside(StrEnum):
    """What it was written beside: an answer that they accepted, or a mark for how it was."""

    ANSWER = "answer"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Praise:
    """Where it is written, and not its words, which are no figure: beside what, under which number,
    of which case, and whose case it is; None where it is nobody's."""

    beside: Beside
    number: int
    case: int
    at: datetime
    owner: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """Praise in its words."""

    case: int
    at: datetime
    words: str


def praises(since: datetime, until: datetime) -> list[Praise]:
    """The newest first: beside an answer that they accepted, or a mark of four or five for how
    they were treated. Two statements."""
    written = (*_accepted(since, until), *_felt(since, until))
    found = (praise for praise, words in written if is_praise(words))
    return sorted(found, key=_when, reverse=True)


def _when(each: Praise) -> tuple[datetime, int]:
    return each.at, each.case


def newest(found: Iterable[Praise]) -> list[Praise]:
    """As many as somebody reads."""
    return sorted(found, key=_when, reverse=True)[:_MOST]


def of_each(found: Sequence[Praise]) -> Iterator[Praise]:
    """The newest of each person's cases; among them are the newest of all."""
    named: defaultdict[int | None, list[Praise]] = defaultdict(list)
    for each in found:
        named[each.owner].append(each)
    for some in named.values():
        yield from newest(some)


def in_words(found: Sequence[Praise]) -> list[Said]:
    """As it stands there now, in the same order; what is there no more, or is kept from whoever
    looks, is not told. Two statements at most."""
    cases = rows.Case.objects.filter(pk__in={each.case for each in found}).values("pk")
    told = {beside: _WORDS[beside](_numbers(found, beside), cases) for beside in Beside}
    return [
        Said(each.case, each.at, words)
        for each in found
        if (words := told[each.beside].get(each.number))
    ]


def _numbers(found: Sequence[Praise], beside: Beside) -> list[int]:
    return [each.number for each in found if each.beside is beside]


def _beside_answers(numbers: Sequence[int], cases: Any) -> dict[int, str]:
    found = rows.Acceptance.objects.filter(pk__in=numbers, case__in=cases)
    return dict(found.values_list("pk", "words"))


def _beside_marks(numbers: Sequence[int], cases: Any) -> dict[int, str]:
    found = rows.Satisfaction.objects.filter(pk__in=numbers, case__in=cases)
    return dict(found.values_list("pk", "interactional_words"))


_WORDS = {Beside.ANSWER: _beside_answers, Beside.MARK: _beside_marks}


def _accepted(since: datetime, until: datetime) -> Iterator[tuple[Praise, str]]:
    for number, case, at, owner, words in _ACCEPTED(since, until):
        yield Praise(Beside.ANSWER, number, case, at, owner), words


def _of_accepted(since: datetime, until: datetime) -> "QuerySet[rows.Acceptance, Any]":
    told = rows.Acceptance.objects.filter(accepted=True, at__gte=since, at__lt=until)
    counted = told.exclude(words="").filter(case__in=cases_counted.counted(until).values("pk"))
    return counted.values_list("pk", "case", "at", "case__owner", "words")


_ACCEPTED = AskedAgain(_of_accepted)


def _felt(since: datetime, until: datetime) -> Iterator[tuple[Praise, str]]:
    told = rows.Satisfaction.objects.filter(interactional__gte=_WELL, at__gte=since, at__lt=until)
    written = told.exclude(interactional_words="")
    names = ("pk", "case", "at", "case__owner", "interactional_words")
    for number, case, at, owner, words in written.values_list(*names):
        yield Praise(Beside.MARK, number, case, at, owner), words


def is_praise(text: str) -> bool:
    """Whether a word of praise stands in it that nothing before it takes back."""
    lists = _lists()
    told = text.lower().replace("’", "'")
    for phrase in lists["but"]:
        told = told.replace(phrase, "")
    words = _WORD.findall(told.replace("n't", " not"))
    good, bad = set(lists["words"]), set(lists["not"])
    return any(
        word in good and not bad & set(words[max(0, at - _NEAR) : at])
        for at, word in enumerate(words)
    )


@cache
def _lists() -> dict[str, list[str]]:
    return read_yaml(Path(__file__).with_name("praise.yaml"), _LISTS)
