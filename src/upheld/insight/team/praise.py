"""Praise: what people said well of how they were treated, in their own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from pydantic import TypeAdapter

from upheld.store import cases_counted
from upheld.store import models as rows
from upheld.store.data_files import read_yaml
from upheld.store.sql.asked_again import AskedAgain

# From this mark on, of five, what they wrote beside it is read for praise.
_WELL = 4
_NEAR = 3
_WORD = re.compile(r"[^\W_]+")
_LISTS = TypeAdapter(dict[str, list[str]])


@dataclass(frozen=True, slots=True)
class Praise:
    """What somebody wrote, of which case, and whose case it is; None where it is nobody's."""

    case: int
    at: datetime
    words: str
    owner: int | None


def praises(since: datetime, until: datetime) -> list[Praise]:
    """The newest first: beside an answer that they accepted, or a mark of four or five for how
    they were treated. Two statements."""
    written = (*_accepted(since, until), *_felt(since, until))
    found = (each for each in written if is_praise(each.words))
    return sorted(found, key=lambda each: (each.at, each.case), reverse=True)


def _accepted(since: datetime, until: datetime) -> Iterator[Praise]:
    for case, at, words, owner in _ACCEPTED(since, until):
        yield Praise(case, at, words, owner)


def _of_accepted(since: datetime, until: datetime) -> "QuerySet[rows.Acceptance, Any]":
    told = rows.Acceptance.objects.filter(accepted=True, at__gte=since, at__lt=until)
    counted = told.exclude(words="").filter(case__in=cases_counted.counted(until).values("pk"))
    return counted.values_list("case", "at", "words", "case__owner")


_ACCEPTED = AskedAgain(_of_accepted)


def _felt(since: datetime, until: datetime) -> Iterator[Praise]:
    told = rows.Satisfaction.objects.filter(interactional__gte=_WELL, at__gte=since, at__lt=until)
    written = told.exclude(interactional_words="")
    names = ("case", "at", "interactional_words", "case__owner")
    for case, at, words, owner in written.values_list(*names):
        yield Praise(case, at, words, owner)


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
