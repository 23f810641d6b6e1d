"""What a line gives away in the languages of Europe: the field of a form, the head of a mail, a
greeting, and what stands under the last words of a letter."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import bare, is_common_abroad, is_listed, is_unknown
from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import phrases, words

from .checks import is_person
from .patterns import PART, Found

_WORD = (
    rf"(?:[{UP}]\.(?:-?[{UP}]\.)?|(?:St|Dr|Prof|Ing|Dott|Mag|Mgr|Sr|Sra)\.|[{UP}][\w'’-]{{0,40}})"
)
NAME = (
    rf"(?:[{UP}][a-zà-ž]{{1,3}}\. ){{0,3}}{_WORD}(?: (?:{PART} )*(?:{_WORD}|d['’]\w{{1,40}}|l['’]\w{{1,40}})){{0,4}}"
    r"(?:,? (?:B|M|Ph)\.[A-Z][a-z]{0,3}\.?)?"
)
# To the end of the field, which another may follow on the same line.
_FIELD = re.compile(
    r"(?:^|(?<=[;|\t,{(]))[ \t>*•#\"'_–-]{0,9}(?P<label>[^\W\d_][^:=;|\t\n,]{0,40}?)[\"'* ]{0,4}[:=]{1,2}"
    r"[\"'* \t]{0,6}(?P<it>[^\W\d_](?:[^;|\t\n:=<>@\"(){},\d#]{0,60}?|[^;|\t\n:=<>@\"(){}\d#]{0,60}))"
    r"(?=[ \t*]{0,9}(?:[;|\t\n,<>@\"(){}]|$)|\s{1,9}[^\W\d_]{1,20} ?[:=])",
    re.MULTILINE,
)
# The name of a field, and what has a number in it up to the end of the line.
_STREET = re.compile(
    r"(?:^|(?<=[;|\t])|(?<=[.] ))[ \t>*•#\"'_–-]{0,9}(?P<label>[^\W\d_][^:=;|\t\n.]{0,40})[:=][\"'* \t]{0,6}"
    r"(?P<it>(?=[^\n;|\t]{0,60}\d)[^\W_][^\n;|\t@<>]{3,80}?)(?=[ \t.\"*]{0,9}(?:[;|\t\n]|$|[.] [A-Z]))",
    re.MULTILINE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r" [/–—-] ")
_BEGINS = re.compile(r"(?:^|[.!?] )[ \t>]{0,9}", re.MULTILINE)
_ADDRESS = re.compile(r"[\"'”]? ?[<(\[](?:mailto:)?[\w.+-]{1,64}@")
_BEFORE_AN_ADDRESS = re.compile(rf"(?:^|[\s\"'“>:;,(])(?P<it>{NAME})$")
_OF_AN_OFFICE = 4  # signs
_NEAR = 80  # signs before an address of mail that are looked at
_QUOTED = re.compile(
    rf"\b(?:schrieb|skrev) (?P<it>{NAME})(?= ?[:<(])"
    rf"|(?<=[,\d] )(?P<them>{NAME}) (?:wrote|a écrit|escribió|ha scritto|schreef|escreveu|napsal\(a\)|napisał\(a\)) ?:"
)


def _either(of: str) -> str:
    """Any of these phrases, the longest first, with its accents or without them."""
    told = {
        each for phrase in phrases(of) for each in (phrase, bare(phrase), phrase.replace("ß", "ss"))
    }
    return one_of(*sorted(map(re.escape, told), key=len, reverse=True))


_GREETS = re.compile(rf"{_either('greetings')},? (?P<it>{NAME})(?=[ \t]?[,!:.;–-]|[ \t]*(?:\n|$))")
_CLOSES = re.compile(
    rf"{_either('closings')}\b(?:[^\n\d@:]{{0,100}}\n[\s>|]{{0,9}}|,? |,|[.!] )(?P<it>{NAME})"
    r"(?=[ \t]*(?:[,.(\n]|$))"
)
_SAYS = re.compile(
    rf"{one_of(*map(re.escape, dict.fromkeys(phrases('introductions'))))},? (?P<it>{NAME})"
)
# The same in small letters, to the end of the sentence where more than the given name follows.
_SMALL = r"(?P<it>(?P<first>[a-zà-ÿ]{3,20})(?!\w)(?:(?: [a-zà-ÿ'’-]{2,20}){1,3}(?=\s{0,9}(?:[,.;!?\n]|$)))?)"
_SAYS_SMALL = re.compile(
    rf"{one_of(*map(re.escape, dict.fromkeys(phrases('introductions'))))},? {_SMALL}"
)
_CLOSES_SMALL = re.compile(rf"{_either('closings')},? {_SMALL}\s{{0,9}}\Z")
# With a capital too, as the Dutch write them: mevrouw De Graaf.
_PARTICLES = r"(?:(?:van|von|vom|zu|zum|zur|de|den|der|het|ter|ten|de l[ao]s?|du|des|del|della|di|da|do|dos|das|af|av|el|al|'t) ){0,3}"
_TITLED = re.compile(
    rf"{one_of(*map(re.escape, phrases('titles')), small=False)}\.? (?P<it>{_PARTICLES}{NAME})"
)
SURE = frozenset(map(bare, phrases("name_fields")))
# Whatever stands in such a field is somebody's, be it a firm's name as well: Nachname: Kroger.
_OF_PERSONS = SURE - frozenset(
    "name name(s) naam namn navn nimi nom nombre nome nume nev ime jmeno meno titular titulaire".split()  # noqa: SIM905
)
OR_MORE = frozenset(map(bare, phrases("names_or_more")))
_MAYBE = OR_MORE | words("parts")
STREETS = frozenset(map(bare, words("address_words")))
TITLES = frozenset(map(bare, phrases("titles"))) | {
    "herr", "frau", "madame", "monsieur", "mme", "señor", "senor", "senora", "dr", "prof", "mr",
    "mrs", "ms", "sig", "sig.ra", "dona", "don",
}  # fmt: skip


def in_lines(text: str) -> Iterator[Found]:
    """Names of fields, after a greeting and under a closing, and before an address of mail."""
    if ":" in text or "=" in text:
        yield from _of_fields(text)
    for begins in _BEGINS.finditer(text):
        for pattern in (_GREETS, _CLOSES):
            match = pattern.match(text, begins.end())
            if match and _is_given(match["it"]):
                yield _found(match)
    if "@" in text:
        yield from _before_addresses(text)
    for match in _QUOTED.finditer(text) if ":" in text else ():
        said = "it" if match["it"] else "them"
        if is_somebody(match[said]) and not _is_short(match[said]):
            yield _found(match, said)


def after_words(text: str) -> Iterator[Found]:
    """Names after a title or after what says that a name follows, in a text that is not English."""
    for pattern, is_one in ((_SAYS, _is_said), (_TITLED, _is_titled)):
        for match in pattern.finditer(text):
            if is_one(match["it"]):
                yield _found(match)
    for match in (*_SAYS_SMALL.finditer(text), *_CLOSES_SMALL.finditer(text)):
        if bare(match["first"]) in words("given") - TITLES:
            yield Found(*match.span("it"), "name")


def _is_short(said: str) -> bool:
    """In capitals for an office: BOK napisał."""
    return said.isupper() and len(said) <= _OF_AN_OFFICE


def _found(match: re.Match[str], part: str = "it") -> Found:
    """The name without the full stop of its sentence."""
    start, end = match.span(part)
    return Found(start, end - match[part].endswith("."), "name")


def _of_fields(text: str) -> Iterator[Found]:
    for match in _FIELD.finditer(text):
        label = bare(" ".join(_PARTS.split(match["label"])[-1].replace("_", " ").split()))
        of_name = (
            _is_called
            if label in _OF_PERSONS
            else _is_given
            if label in SURE
            else _is_named
            if label in _MAYBE
            else None
        )
        if of_name and of_name(match["it"]):
            yield _found(match)
    for match in _STREET.finditer(text):
        told = set(_LETTERS.findall(bare(match["label"])))
        if told & STREETS and not told & words("no_street"):
            yield Found(*match.span("it"), "address")


def _before_addresses(text: str) -> Iterator[Found]:
    for address in _ADDRESS.finditer(text):
        start = max(0, address.start() - _NEAR)
        found = _BEFORE_AN_ADDRESS.search(text[start : address.start()])
        if found and is_somebody(found["it"], led=" " in found["it"]):
            yield Found(start + found.start("it"), start + found.end("it"), "name")


def _is_called(said: str) -> bool:
    """The surname of somebody may begin as an article: LE GOFF."""
    first, _, rest = said.partition(" ")
    if bare(said) in words("desk_words"):
        return False  # Sehr geehrte Hausverwaltung
    return is_somebody(said, led=True) or (
        bare(first) in words("articles") and is_somebody(rest, led=True)
    )


def _is_said(said: str) -> bool:
    """Somebody, and no desk: me atendió Recepción."""
    return is_somebody(said) and bare(said) not in words("desk_words")


def _is_titled(said: str) -> bool:
    """A particle before it leads to no word of the language: meine Frau zu Hause."""
    first = next(word for word in said.split() if word[0].isupper())
    known = said[0].islower() and is_common_abroad(first) and not is_listed(first)
    return _is_called(said) and not known


def _is_given(said: str) -> bool:
    """What stands in a field for a name: no firm."""
    return _is_called(said) and bare(said.strip()) not in words("firms")


_IS_NAMED = re.compile(NAME)


def _is_named(said: str) -> bool:
    """What can be somebody as well as a firm: it is written as a name, and a word of it is one, or
    it has two words of which none is known."""
    if not _IS_NAMED.fullmatch(said.strip()) or not is_somebody(said):
        return False
    told = [bare(word.strip(".,")) for word in said.split()]
    if words("firms").intersection(told) or (len(told) == 1 and told[0] in _towns()):
        return False
    if any(map(is_common_abroad, told)) and told[0] not in words("given"):
        return False  # Biuro Obsługi Klienta
    known = ("given", "surnames", "given_too", "surnames_too")
    listed = any(word in words(of) for word in told for of in known)
    strange = len(told) > 1 or said.strip().istitle()
    return listed or (strange and any(is_unknown(word) for word in said.split()))


def _towns() -> frozenset[str]:
    return words("places", "towns", "cities", "towns_too")


def is_somebody(said: str, *, led: bool = False) -> bool:
    """A word of it is no title; none is of a firm; and it begins with no article. Where somebody is
    `led` to, a word that begins a sentence of English may be a name: Per."""
    told = [bare(word.strip(".,")) for word in said.split()]
    rest = [word for word in told if word and word not in TITLES]
    if (
        not rest
        or rest[0] in words("articles")
        or not (is_person(said) or (led and "XX" not in said))
    ):
        return False
    called = len(rest) > 1 and any(rest[0] in words(of) for of in ("given", "given_too"))
    return words("nobody").isdisjoint(rest[1 if called else 0 : -1 if called else None])
