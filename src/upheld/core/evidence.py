"""Evidence: what a finding may rely on, whose file keeps its name and its contents as they came."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

# Characters that a path, a header or a terminal reads as something else than part of a name.
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_HIDDEN = ("Cc", "Cf", "Cs")
_LONGEST_NAME = 150
_MOST_OF_A_NAME = 1_000  # its end is read: to order accents takes the square of how many there are
_LONGEST_ENDING = 20
RELIED_ON_BY_FINDING = "finding"


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is kept: `size` in bytes, found again by its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """Of a message, a call or a visit: when it was (aware) and with whom; and what rests on it.

    `relied_on_by` is the name of a fact, the word "finding", or nothing.
    """

    happened_at: datetime | None = None
    with_whom: str = ""
    relied_on_by: str = ""


def safe_name(given: str) -> str:
    """The name of a file, safe to show and to save: no path, no control or direction signs.

    Unicode has signs that turn the reading direction and so hide what a file is (UTR 36, 2.11).
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given[-_MOST_OF_A_NAME:]))[-1]
    plain = _NOT_IN_A_NAME.sub(" ", last)
    shown = "".join(sign for sign in plain if unicodedata.category(sign) not in _HIDDEN)
    name = " ".join(shown.split()).strip(". ")
    if len(name) <= _LONGEST_NAME:
        return name or "file"
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > _LONGEST_ENDING:
        return name[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
