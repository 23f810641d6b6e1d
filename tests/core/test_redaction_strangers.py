"""Sixty short texts as strangers write them: chat and text messages without capitals, transcripts,
forms, forwarded mail, people of many countries, and numbers of things that are nobody's; and forty
letters of complaint in seven languages, to shops, networks, airlines, hospitals, banks, councils.

The sixty were written before the patterns were mended by one half of them, the forty when the
patterns were finished: measured once they had .894 at .22, and the patterns were mended by them
after that. A hundred and fifty letters of the world were written after those, before a pattern was
mended by them: one half was read while it was mended by, of the other the totals alone were seen.
Ninety of a complaints desk in English (notes, exports, transcripts, forms) were written by somebody
who had not seen the patterns, and read and mended by after that; so were sixty more by another.
‹kind:value› marks what is to go, ‹either:value› what may; a file parts its texts by lines of three
dashes.
"""

import re
from pathlib import Path

import pytest

from upheld.core.redaction.apart import apart
from upheld.core.redaction.places import places

_MARK = re.compile(r"‹([\w-]+):([^›]*)›")
_FOLDER = Path(__file__).parent / "texts"
Span = tuple[int, int]
Marked = tuple[int, int, bool]  # whether it is to go, or may


def _texts(file: str) -> list[str]:
    parts = (_FOLDER / file).read_text("utf-8").split("\n---\n")
    return [told.strip() for told in parts if told.strip(" -\n")]


_TOLD, _LETTERS, _MORE = map(_texts, ("strangers.txt", "letters.txt", "letters_more.txt"))
_WORLD = {"read": _texts("letters_world.txt"), "read at last": _texts("letters_world_unread.txt")}
_NEW = _texts("letters_new.txt")
_DESK = _texts("letters_desk.txt")
_SIXTY = _texts("letters_desk_more.txt")
# By strangers too, read and mended by at last: thirty in English, thirty and sixty in eight other
# languages. And as they come, whose totals alone were ever seen: sixty in English, sixty that
# name firms and places as often as people, and sixty-four such in those languages.
_AS_THEY_COME = {
    "letters_desk_unread.txt": (30, 0.99, 0.2),
    "letters_desk_europe_last.txt": (30, 0.99, 0.35),
    "letters_desk_europe_more.txt": (60, 0.99, 0.4),
    "letters_desk_new.txt": (60, 0.89, 0.8),
    "letters_desk_firms.txt": (60, 0.89, 3.0),
    "letters_desk_europe_firms.txt": (64, 0.9, 1.4),
}
_FOUND_OF_WORLD = {"read": 0.96, "read at last": 0.9}
_HALVES = {"read": _TOLD[0::2], "not read": _TOLD[1::2]}


def _spans(told: str) -> tuple[str, list[Marked]]:
    """The text without its marks, and where the values stand."""
    spans, shift = list[Marked](), 0
    for match in _MARK.finditer(told):
        start = match.start() - shift
        shift += len(match[0]) - len(match[2])
        spans.append((start, start + len(match[2]), match[1] != "either"))
    return _MARK.sub(r"\2", told), spans


def _overlap(a: Span, b: Span) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _measured(told: str) -> tuple[int, int, int]:
    """How many values there are, how many of them are found (four fifths), and false places."""
    text, marked = _spans(told)
    spans = [(start, end) for start, end, goes in marked if goes]
    taken = [(found.start, found.end) for found in apart(places(text))]
    found = sum(
        sum(_overlap(span, each) for each in taken) >= 0.8 * (span[1] - span[0]) for span in spans
    )
    false = sum(not any(_overlap(each, (s, e)) for s, e, _ in marked) for each in taken)
    return len(spans), found, false


def test_there_are_as_many_texts_as_are_told_of() -> None:
    assert (len(_TOLD), len(_LETTERS), len(_MORE)) == (60, 40, 96)
    assert [*map(len, _WORLD.values())] == [75, 75]
    assert (len(_DESK), len(_SIXTY)) == (90, 60)


def test_what_ninety_texts_of_a_complaints_desk_tell_of_somebody_is_found_and_little_else() -> None:
    values, found, false = map(sum, zip(*map(_measured, _DESK), strict=True))
    assert found >= 0.99 * values
    assert false <= 0.35 * len(_DESK)


def test_what_sixty_more_of_a_complaints_desk_tell_of_somebody_is_found_and_little_else() -> None:
    values, found, false = map(sum, zip(*map(_measured, _SIXTY), strict=True))
    assert found >= 0.99 * values
    assert false <= 0.35 * len(_SIXTY)


@pytest.mark.parametrize("file", _AS_THEY_COME)
def test_of_texts_of_desks_as_they_come_so_much_is_found(file: str) -> None:
    many, recall, most = _AS_THEY_COME[file]
    values, found, false = map(sum, zip(*map(_measured, _texts(file)), strict=True))
    assert len(_texts(file)) == many
    assert found >= recall * values
    assert false <= most * many


@pytest.mark.parametrize("half", _WORLD)
def test_what_letters_of_the_world_tell_of_somebody_is_found_and_little_else(half: str) -> None:
    values, found, false = map(sum, zip(*map(_measured, _WORLD[half]), strict=True))
    assert found >= _FOUND_OF_WORLD[half] * values
    assert false <= 0.3 * len(_WORLD[half])


def test_what_forty_new_letters_that_were_never_read_tell_of_somebody_is_found() -> None:
    values, found, false = map(sum, zip(*map(_measured, _NEW), strict=True))
    assert found >= 0.93 * values
    assert false <= 0.4 * len(_NEW)


def test_what_twenty_four_of_their_kind_that_were_read_tell_of_somebody_is_found() -> None:
    values, found, false = map(
        sum, zip(*map(_measured, _texts("letters_new_read.txt")), strict=True)
    )
    assert found >= 0.96 * values
    assert false <= 0.55 * len(_texts("letters_new_read.txt"))


def test_what_forty_letters_in_seven_languages_tell_of_somebody_is_found_and_little_else() -> None:
    values, found, false = map(sum, zip(*map(_measured, _LETTERS), strict=True))
    assert found >= 0.97 * values
    assert false <= 0.1 * len(_LETTERS)


def test_what_ninety_six_more_letters_tell_of_somebody_is_found_and_little_else() -> None:
    values, found, false = map(sum, zip(*map(_measured, _MORE), strict=True))
    assert found >= 0.95 * values
    assert false <= 0.15 * len(_MORE)


@pytest.mark.parametrize("half", _HALVES)
def test_what_strangers_write_is_found_and_little_else(half: str) -> None:
    values, found, false = map(sum, zip(*map(_measured, _HALVES[half]), strict=True))
    assert found >= 0.98 * values
    assert false <= 0.25 * len(_HALVES[half])
