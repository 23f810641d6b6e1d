"""What stands in a line of its own beside others: the head of a letter, whose street is above the town
with its code and whose name is above the street; a signature; a surname before the given name."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterable, Iterator

from upheld.core.known_words import bare, is_name, is_unknown
from upheld.core.naming.abroad import of_the_language
from upheld.core.pieces import UP
from upheld.core.word_lists import phrases, words

from .addresses import TOWN_LINE
from .checks import NO_NAMES
from .lines import NAME, is_somebody
from .patterns import PART, Found

_CODE_LINE = re.compile(
    r"(?m:^)[ \t>]{0,9}(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z](?:\d\d|6W) ?[0-9AC-FHKNPRTV-Y]{4})[ \t,.]{0,9}(?=\n|$)"
)
_FIGURE = re.compile(r"\d")
_MOST_LINES = 5
_ENDS = frozenset(
    {"yours", "sincerely", "faithfully", "regards", "thanks", "dear", "cheers", "wishes"}
)
_LONGEST = 60  # signs of such a line
_MOST = 8  # words of it
_LONG_WORD = 9  # signs
_STREET = re.compile(rf"(?=[^\n]{{0,40}}[{UP}])[\w'’\"„(][^\n@:?!<>{{}}=]{{2,60}}(?<![.;])")
_NAMED = re.compile(NAME)
_SIGNED = re.compile(
    rf"(?m:^)--[ \t]?\n[ \t]{{0,9}}(?P<it>{NAME})(?=[ \t]{{0,9}}[,|]?[ \t]{{0,9}}(?:\n|$))"
)
_IS = re.compile(r" is an? |,? (?:aged|born|DOB)\b")
_LAST = rf"[{UP}](?<!\w.)[\w'’]{{1,40}}+(?:[- ][{UP}][\w'’]{{1,40}}+)?"
_FIRST = rf"(?P<first>[{UP}][\w'’]{{1,40}}(?:-[{UP}][\w'’]{{1,40}})?(?: [{UP}]\.)?)"
_GOES_ON = r"(?=[ \t]?[,;|\])\".\n(/]|$| (?:is|was|has|had|in|at|who|born|aged|DOB|\d|[A-Z]{3,}|[a-z]{2,20}ed)\b)"
_INVERTED = re.compile(
    rf"(?:(?m:^)[ \t]{{0,9}}(?:[-•*\d][.)]? )?|(?P<label>[:|\[(/;\"=>] |: ?\"))"
    rf"(?P<it>(?P<last>{_LAST}), {_FIRST}){_GOES_ON}"
)
# Within a sentence: after a part that people have, or a word that leads to somebody, which may begin
# it (For Ask, Zev).
_ROLES = (
    "name", "doctor", "physician", "nurse", "patient", "customer", "client", "member", "subscriber",
    "holder", "claimant", "tenant", "agent", "driver", "student", "insured", "employee", "guest",
    "passenger", "user", "resident", "caller", "carer",
)  # fmt: skip
_TO = ("for", "by", "with", "from", "to")
_WITHIN = re.compile(
    rf"(?P<it>(?P<last>[{UP}](?<!\w.)(?!(?:{'|'.join(word[1:] for word in (*_ROLES, *_TO))}) )"
    rf"[\w'’]{{1,40}}+(?:[- ][{UP}][\w'’]{{1,40}}+)?), {_FIRST}){_GOES_ON}"
)
_LEADS = re.compile(
    rf"\b(?i:(?P<label>{'|'.join(_ROLES)})|{'|'.join(_TO)}) (?P<parts>(?:{PART} )*)$"
)
_BEFORE_IT = re.compile(rf"(?:(?m:^)|[.!?:,a-zß-ÿ] |\n)(?P<it>{NAME}),\s{{1,2}}(?!\s)$")
_AROUND = 40  # signs before a name that are looked at


def in_blocks(text: str) -> Iterator[Found]:
    """Streets and names by the lines that they stand above or under, and inverted names."""
    for town in TOWN_LINE.finditer(text):
        yield from _above(text, town.start())
    for code in _CODE_LINE.finditer(text):
        yield from _above_a_code(text, code.start())
    for match in _SIGNED.finditer(text) if "--" in text else ():
        if _is_called(match["it"]):
            yield Found(*match.span("it"), "name")
    for match in _INVERTED.finditer(text):
        if _is_inverted(match, led=bool(match["label"])):
            yield Found(*match.span("it"), "name")
    for match in _WITHIN.finditer(text):
        leads = _LEADS.search(text, max(0, match.start() - _AROUND), match.start())
        if leads and _is_inverted(match, led=bool(leads["label"])):
            yield Found(leads.start("parts"), match.end("it"), "name")


def before_addresses(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """Who is named at the beginning of a sentence or a line, before an address: Ann Ask, Elm Row 4."""
    for place in told:
        if place.what == "address":
            match = _BEFORE_IT.search(text, max(0, place.start - _LONGEST), place.start)
            if match and " " in match["it"] and _is_called(match["it"]):
                yield Found(*match.span("it"), "name")


def _above(text: str, start: int) -> Iterator[Found]:
    """The street, with what belongs to it, and the name above it."""
    for _ in range(3):
        place = _line_above(text, start)
        if place is None:
            return
        start, end = place
        said = text[start:end]
        if _is_called(said):
            yield Found(start, end, "name")
            return
        if not _STREET.fullmatch(said) or len(said.split()) > _MOST or _is_of_others(said):
            return
        if _is_of_an_office(said):
            return
        yield Found(start, end, "address")


def _is_of_an_office(said: str) -> bool:
    """A line without a figure that begins with a long word of the language: Schadenabteilung Kfz."""
    told = tuple(said.split())
    begins = of_the_language(told[:1]) and len(told[0]) >= _LONG_WORD
    return begins and not _FIGURE.search(said)


def _above_a_code(text: str, start: int) -> Iterator[Found]:
    """House, street, town and county above a line that has only a code of the post, and the name
    at their head."""
    lines = list[tuple[int, int]]()
    while len(lines) < _MOST_LINES and (place := _line_above(text, start)):
        said = text[place[0] : place[1]]
        told = {bare(word.strip(".,")) for word in said.split()}
        street = _STREET.fullmatch(said) and len(told) <= _MOST and "(" not in said
        if not street or told & _ENDS or _is_of_others(said.removeprefix("Co. ")):
            break
        lines.append(place)
        start = place[0]
        if any(map(is_name, said.split())) and _is_called(said):
            break
    for place in lines:
        said = text[place[0] : place[1]]
        head = place == lines[-1] and len(lines) > 1 and _is_called(said)
        yield Found(*place, "name" if head and any(map(is_name, said.split())) else "address")


def _line_above(text: str, start: int) -> tuple[int, int] | None:
    """Where the words of the line above a line stand; none where it is long or empty."""
    end = text.rfind("\n", max(0, start - _LONGEST), start)
    if end <= 0:
        return None
    begins = text.rfind("\n", max(0, end - _LONGEST - 1), end) + 1
    line = text[begins:end]
    said = line.strip(" \t>,.")
    if not said or len(line) > _LONGEST:
        return None
    at = begins + line.index(said)
    return at, at + len(said)


def _is_of_others(said: str) -> bool:
    told = {bare(word.strip(".,")) for word in said.split()}
    return not words("nobody").isdisjoint(told) or not words("firms").isdisjoint(told)


def _is_called(said: str) -> bool:
    """It is written as the name of somebody, of two words at least, or is a name."""
    told = said.split()
    if not (_NAMED.fullmatch(said) or _NAMED.fullmatch(said.rstrip("."))):
        return False
    if _is_given(told[0]) and len(told) > 1:
        return words("nobody").isdisjoint(map(bare, told[1:-1]))
    sure = (len(told) > 1 and not of_the_language(tuple(told))) or is_name(said)
    return sure and not _is_of_others(said) and is_somebody(said, led=True)


def _is_given(word: str) -> bool:
    return any(bare(word) in words(of) for of in ("given", "given_too"))


def _is_inverted(match: re.Match[str], *, led: bool) -> bool:
    """One word of it is a name, or none of them is known."""
    last, first = re.split(r"[- ]", match["last"])[-1], re.split(r"[- ]", match["first"])[0]
    told = {bare(last), bare(first)}
    if not told.isdisjoint(NO_NAMES) or not told.isdisjoint(_of_others()):
        return False
    given = _is_given(first)
    known = bare(last) in words("english") and not is_name(last)
    if known:
        is_told = led or _IS.match(match.string, match.end())
        return bool(is_told) and not last.endswith("ly") and (given or is_unknown(first))
    return is_name(last) or given or (is_unknown(last) and is_unknown(first))


def _of_others() -> frozenset[str]:
    return words("places") | words("firms") | words("nobody") | _CLOSING


_CLOSING = frozenset(bare(word) for phrase in phrases("closings") for word in phrase.split())
