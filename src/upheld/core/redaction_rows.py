"""Rows of a table that somebody put into a letter: where a field is an address of mail, the row is
about somebody, and so is every long number of it and every field that reads like a street."""

import re
from collections.abc import Iterator

from .pieces import UP
from .redaction_patterns import Found

_FEWEST = 4  # fields of a row
_FIELD = re.compile(r"[^,;|\t\"]+")
_NUMBER = re.compile(r"\+?[A-Z]{0,4}[-\d ()./]{6,40}")
_AMOUNT = re.compile(r"\d+[.]\d\d?")
_STREET = re.compile(
    rf"\d{{1,5}}[A-Za-z]? [{UP}][^\d]{{3,40}}|[{UP}][^\d]{{3,40}} \d{{1,5}}[A-Za-z]?"
)
_MAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{3,64}")
_DIGITS = 6


def in_rows(text: str) -> Iterator[Found]:
    """What stands in such rows and is known by nothing else."""
    at = 0
    for line in text.splitlines(keepends=True) if "@" in text else ():
        fields = list(_FIELD.finditer(line)) if "@" in line else []
        if len(fields) >= _FEWEST and any(_MAIL.fullmatch(field[0].strip()) for field in fields):
            yield from _of_a_row(fields, at)
        at += len(line)


def _of_a_row(fields: list[re.Match[str]], at: int) -> Iterator[Found]:
    for field in fields:
        said = field[0].strip()
        start = at + field.start() + field[0].index(said)
        if sum(map(str.isdigit, said)) >= _DIGITS and _NUMBER.fullmatch(said):
            if not _AMOUNT.fullmatch(said):
                yield Found(start, start + len(said), "number")
        elif _STREET.fullmatch(said) and said.count(" ") < _FEWEST:
            yield Found(start, start + len(said), "address")
