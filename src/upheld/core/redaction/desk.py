"""Names as desks write them in the languages of Europe: with initials, before an age, in brackets after
what somebody is, after the title of a trade, beside another with a stroke between."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterable, Iterator
from functools import cache

from upheld.core.known_words import bare, is_common, is_german, is_listed, is_of_letters
from upheld.core.naming.runs import roles
from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import phrases, words

from .checks import NO_NAMES
from .patterns import Found

_WORD = rf"[{UP}][^\W\d_]{{0,40}}[a-zà-ž][\w'’-]{{0,30}}"
_PARTICLE = r"(?:van|von|vom|zu|zum|zur|de|den|der|het|ter|ten|la|le|du|des|del|della|di|da|do|dos|das|af|av|te|in|'t|v\.|d\.)"
_INITIALED = re.compile(
    rf"(?<![\w.'’/-])(?P<it>(?P<letters>(?:[{UP}](?:[a-z])?\.[ -]?){{1,3}})(?<=[ .-])(?P<particles>(?:{_PARTICLE} )*)(?P<last>{_WORD})(?:[ -]{_WORD})?|(?:v\.|v\.d\.|vd|v/d) ?(?:d\. ?)?(?P<dutch>{_WORD}))(?!\w)"
)
# What stands behind a name; the name itself is looked for before it.
_INITIAL = re.compile(
    rf"(?P<more> (?:[{UP}]\.){{1,4}})(?=[ \t]?[,;:.)|\]\"”\n]|$| [–-]| [{UP}a-zà-ž])"
)
_AGE = re.compile(
    r"(?:,| \(|, \()\s?\d{1,2} (?:años|añitos|ans|anni|jaar|lata?|anos|år|Jahre|J\.|mesi|mois|meses|maanden|Monate|månader|miesi\w+)(?!\w)"
)
_BEFORE_IT = re.compile(rf"(?<![\w.'’/-])(?P<it>{_WORD})$")
_IN_BRACKETS = re.compile(rf"\((?P<it>{_WORD}(?: {_WORD})?)(?=\)|, )")
_TRADES = one_of(
    *sorted(map(re.escape, phrases("trade_titles")), key=len, reverse=True), small=False
)
_DEGREES = r"(?:(?:med|dent|vet|jur|rer|phil|nat|h|c|n|hab|inż|Dr|dr|lek|mr|ir|drs|ing|DI|DDr|Mag)\.? ){0,4}"
_POLITE_TITLES = one_of(r'Dott\.ssa', r'Sig\.ra', 'Herrn?', 'Panem', 'panem', 'Prof', 'pani', 'Exma', 'Pani', 'Exmo', 'Frau', 'pana', 'Pana', 'Dott', 'mevr', 'pan', 'Mme', 'Sra', 'Dra', 'Srª', 'Sig', 'dhr', 'Pan', 'Dª', 'Sr', 'Dr', 'Fr', 'mw', 'Hr', 'p', 'D', 'M', small=False)  # fmt: skip
_TITLES = re.compile(
    rf"(?:{_TRADES}(?:[ºª]|\.[ºª]?a?)? {_DEGREES}(?P<alone>(?:{_PARTICLE} ){{0,3}}{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,2}})"
    rf"|{_POLITE_TITLES}\.?[ªº]? "
    rf"(?:(?:Eng|Arq|Ing|Avv|Dott|Dr|Dra|Prof|Mag|Dipl|DI|med|dent|jur|mgr|inż|drs|ir|mr|doutora?|le Dr|notaire)\.?[ªºoa]?(?:-Ing\.)?[ª]? ){{1,3}}(?P<it>{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,2}}))"
)
_SIGNED = re.compile(rf"(?<=[\s?!.])/ ?(?P<it>{_WORD})(?=,|[ \t]?\n|[ \t]?$| (?:på|från|hos)\b)")
# Who signs for a firm, and a word of politeness before a surname.
_YOURS = re.compile(
    rf"(?m:^)[ \t>|]{{0,9}}(?:Ihre?|Eure?|Dein|Deine|Votre|Uw|Su|Je|Twój|Din) (?P<it>{_WORD} (?:{_PARTICLE} )*{_WORD})[ \t]{{0,9}}$"
)
_POLITE = re.compile(
    rf"(?<![\w.'’])(?:p|ks|kol|sig|sra?|s\.ra)\. (?P<it>{_WORD}(?: {_WORD})?)(?!\w)"
)
_LETTERS = re.compile(
    rf"{one_of('voorletters?', 'initialen', 'initiales?', 'iniziali', 'iniciales', 'iniciais', 'inicja[łl]y', 'initialer')}[ \t]?[:=][ \t]?(?P<it>(?:[{UP}]\.? ?){{1,4}})(?=[ \t]?[\n,;|]|$)"
)
_BEHIND_A_NAME = re.compile(r", (?P<it>\d{6,12})(?=[\s.,;)]|$)")
_STROKE = re.compile(rf"[\"”]?/ ?[\"“]?(?P<it>{_WORD})(?![\w./-])")
_BEFORE_STROKE = re.compile(rf"(?<![\w./-])(?P<it>{_WORD})/$")
_REACH = 45  # signs before a name in brackets in which a part is told
_NEAR = 32
_OF_OFFICES = frozenset(
    {"U.O. ", "P.O. ", "D.G. ", "C.C. ", "A.S. ", "S.A. ", "St. ", "Sw. ", "Św. ", "Fa. ", "Nr. "}
)
_WITHIN_A_WORD = frozenset(".@")
_FORMS_OF_FIRMS = frozenset(
    {" S.A.", " S.L.", " S.R.L.", " B.V.", " N.V.", " S.C.", " S.S.", " E.V.", " K.G."}
)
_VOWEL = re.compile("[aeiouy]")
_UNSURE = frozenset("NSCPLDRZKI")  # letters that stand for a word: C. Fiscale


def by_strokes(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """Who shares a door, or an account, with somebody: Nowak/Brandt."""
    for found in told:
        if found.what != "name":
            continue
        if match := _BEHIND_A_NAME.match(text, found.end):
            yield Found(*match.span("it"), "number")
        behind = _STROKE.match(text, found.end)
        before = _BEFORE_STROKE.search(text, max(0, found.start - _NEAR), found.start)
        for match in (behind, before):
            if match and is_called(match["it"]):
                yield Found(*match.span("it"), "name")


def at_desks(text: str) -> Iterator[Found]:
    """Names in a text that is not English."""
    for match in _INITIALED.finditer(text):
        if _has_initials(match):
            yield Found(*match.span("it"), "name")
    yield from _before_signs(text)
    for pattern in (_SIGNED, _YOURS):
        for match in pattern.finditer(text):
            if is_called(match["it"].split()[0]):
                yield Found(*match.span("it"), "name")
    yield from (Found(*match.span("it"), "name") for match in _LETTERS.finditer(text))
    yield from _after_titles(text)
    german = is_german(text)
    for match in _IN_BRACKETS.finditer(text):
        named = is_listed(match["it"].split()[0]) or not german
        if named and _is_after_a_part(match) and not _is_of_others(match["it"]):
            yield Found(*match.span("it"), "name")


def _after_titles(text: str) -> Iterator[Found]:
    """Names after a title: geom. Alaimo, mgr inż. Nowak, p. Kowal."""
    for match in (*_TITLES.finditer(text), *_POLITE.finditer(text)):
        part = match.lastgroup or "it"
        if match.string[match.start() - 1 : match.start()] in _WITHIN_A_WORD:
            continue  # @uol.com.br. Já
        if not _is_of_others(match[part]) and (part == "it" or _is_titled(match[part])):
            yield Found(*match.span(part), "name")


def _before_signs(text: str) -> Iterator[Found]:
    """Names before an initial or an age: Nowak K., Unax (4 años)."""
    for behind in (*_INITIAL.finditer(text), *_AGE.finditer(text)):
        name = _BEFORE_IT.search(text, max(0, behind.start() - _NEAR), behind.start())
        if name and is_called(name["it"]) and behind[0] not in _FORMS_OF_FIRMS:
            more = behind.end("more") if behind.re is _INITIAL else name.end()
            yield Found(name.start(), more, "name")


def _has_initials(match: re.Match[str]) -> bool:
    if match["dutch"]:
        return words("nobody", "firms").isdisjoint({bare(match["dutch"])})
    unsure = match["letters"][:1] in _UNSURE and not match["particles"]
    if match["letters"] in _OF_OFFICES or not _VOWEL.search(bare(match["last"])):
        return False
    known = is_common(match["last"]) and not is_listed(match["last"])
    return not _is_of_others(match["last"]) and not (unsure and known)


def _is_titled(said: str) -> bool:
    """Its first word with a capital is no frequent word of a language: dr Haddad, geom. Alaimo."""
    first = next(word for word in said.split() if word[0].isupper())
    return is_listed(first) or bare(first) not in words("common_abroad", "desk_words", "english")


def is_called(word: str) -> bool:
    return is_listed(word) or not (is_common(word) or _is_of_others(word))


def _is_of_others(said: str) -> bool:
    told = [*map(bare, said.split())]
    return any(word in _others() or is_of_letters(word) for word in told)


@cache
def _others() -> frozenset[str]:
    return words("nobody", "firms", "brands", "places", "towns", "cities") | NO_NAMES


def _is_after_a_part(match: re.Match[str]) -> bool:
    """In its sentence a part that people have is told before it."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    told = re.findall(r"[^\W\d_]{3,}", re.split(r"[.!?\n()]", before)[-1])
    return not (roles() | words("people")).isdisjoint(map(bare, told))
