"""A statement that is kept, with its own words written into it.

Where a word is compared with a column that an index is limited by, such as the state of a case,
SQLite plans the whole statement again at every asking if the word stands in a place: it may be
another word this time. Written into the statement it is planned once.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

_PLACE = re.compile(r"(?<!%)%s")


def spelt_out(
    sql: str, given: Iterable[Any], stays: Callable[[Any], bool] = lambda value: False
) -> tuple[str, list[Any]]:
    """The statement with each given word in its place, and what is left to be given: what is no
    plain word, and what `stays` because it differs from asking to asking."""
    first, *rest = _PLACE.split(sql)
    told, left = [first], []
    for value, after in zip(given, rest, strict=True):
        if _is_word(value) and not stays(value):
            told += [_written(value), after]
        else:
            left.append(value)
            told += ["%s", after]
    return "".join(told), left


def _is_word(value: object) -> bool:
    """Words of our own; PostgreSQL reads a backslash in more than one way, and no NUL at all."""
    return isinstance(value, str) and "\\" not in value and "\0" not in value


def _written(value: str) -> str:
    return "'" + str.__str__(value).replace("'", "''").replace("%", "%%") + "'"
