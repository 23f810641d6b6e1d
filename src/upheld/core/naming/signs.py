"""Names with something between their words: a nickname, letters, an Arab's or a Welshman's father."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import bare, is_common_abroad, is_listed
from upheld.core.pieces import UP
from upheld.core.redaction.checks import NO_NAMES
from upheld.core.redaction.patterns import Found
from upheld.core.word_lists import words

_WORD = rf"[{UP}][\w'’-]{{1,30}}"
_NICK = re.compile(
    rf"[{UP}](?<![\w'’.-].)[\w'’-]{{1,30}} (?:\"[^\"\n]{{2,20}}\"|“[^”\n]{{2,20}}”|'[^'\n]{{2,20}}'|‘[^’\n]{{2,20}}’|\([{UP}][^)\n\d]{{1,15}}\)) {_WORD}(?: {_WORD})?"
)
_LETTERED = re.compile(
    rf"(?:(?<=[\"“(:/•] )|(?<=[\"“(/])|(?<=\n)|(?<=by )|(?<=from )|(?<=as )|(?<=of )|(?<=\. ))(?P<it>[A-HJ-Z] (?:[A-Z] ){{0,3}}[{UP}][a-zà-ž'’-]{{2,30}}(?:-[{UP}][a-zà-ž]{{2,20}})?)(?=[ \t]*[\"”,.;:)\n(/]|$| \d| [A-Z][a-z]+ \d)"
)
_OF_A_FATHER = re.compile(
    rf"[{UP}](?<![\w'’.-].)[\w'’-]{{1,30}} (?:(?:ibn|bin|bint|binti|ben|ap|ab|ferch|ould|i|abu|al|el|ud|af|[sdwSDW]/[oO]|[aA]/[lLpP]|anak) ){{1,2}}(?:[aeu]l-)?{_WORD}(?: (?:[aeu]l-|al )?{_WORD})?(?: [aeu]l-{_WORD})?|[{UP}](?<![\w'’.-].)[\w'’-]{{1,30}} (?:[aeu]l-){_WORD}"
)
# Two people of one surname, and whoever is named as a ticket has it.
_COUPLE = re.compile(
    rf"[{UP}](?<![\w'’.-].)[\w'’-]{{1,20}} (?:&|and|und|et|y|e|i|en) {_WORD} {_WORD}(?![\w’'-])"
)
_ON_A_TICKET = re.compile(
    r"[A-Z](?<![\w/-].)[A-Z'-]{1,30}/[A-Z]{2,30}(?: [A-Z]{2,20})?(?: ?(?:MRS?|MS|MISS|MSTR|DR|CHD|INF))\b"
)
_CALLED = re.compile(
    rf"(?<!\w)(?:[oO]ld|[lL]ittle|[bB]ig|[yY]oung|[wW]ee|[aA]unt(?:ie|y)?|[uU]ncle|[nN]an(?:na|ny)?|[gG]ran(?:ny|dma|dpa|dad)?|[cC]ousin|[iI]nspector|[cC]onstable|[sS]ergeant|[nN]urse|[sS]ister|[bB]rother|[fF]ather|[cC]anon|[mM]atron|[cC]ouncillor|[bB]aroness|[lL]ord|[rR]abbi|[iI]mam|[pP]astor|[rR]ev(?:erend|'d)?|[cC]aptain|[mM]ajor|[cC]olonel|[oO]fficer) (?P<it>{_WORD}(?: {_WORD}){{0,2}})"
)
_SHORT = 4  # signs of what stands in capitals for something else
_NEVER = frozenset("ben english street town city data bank day night boys girls".split())  # noqa: SIM905


def with_signs(text: str) -> Iterator[Found]:
    """Names of several words that no other pattern reads as one."""
    for pattern in (_NICK, _OF_A_FATHER):
        for match in pattern.finditer(text):
            if _is_called(match[0]) and not _is_of_a_language(match[0]):
                yield Found(*match.span(), "name")
    for match in _COUPLE.finditer(text):
        if _is_a_couple(match[0]):
            yield Found(*match.span(), "name")
    yield from (Found(*match.span(), "name") for match in _ON_A_TICKET.finditer(text))
    for match in (*_LETTERED.finditer(text), *_CALLED.finditer(text)):
        if _is_called(match["it"]):
            yield Found(*match.span("it"), "name")


def _is_of_a_language(said: str) -> bool:
    """Its first or its last word is, or a town, and neither is a name: Atención al Paciente."""
    told = said.split()
    ends = told[0], told[-1]
    if any(end.isupper() and len(end) <= _SHORT for end in ends) and not said.isupper():
        return True  # Rzecznik Finansowy i KNF
    towns = words("places", "towns", "cities", "towns_too")
    known = any(is_common_abroad(word) or bare(word) in towns for word in ends)
    return known and not any(map(is_listed, ends))


def _is_a_couple(said: str) -> bool:
    """Both given names are in a list, and the surname is none of a firm."""
    first, _, second, last = said.split()
    given, others = words("given", "given_too"), words("nobody", "firms", "trades", "places")
    known = given.issuperset((bare(first), bare(second)))
    return known and bare(last) not in others and bare(last) not in NO_NAMES


def _is_called(said: str) -> bool:
    """Its first or its last word is a name or none that is known, and none is of a firm."""
    told = [word for word in re.findall(r"[^\W\d_][\w'’-]*", said) if len(word) > 1]
    plain = {*map(bare, told)}
    others = NO_NAMES | words("nobody", "firms", "places", "breeds") | _NEVER
    ends = [told[0], told[-1]] if told else []
    named = any(is_listed(word) or bare(word) not in words("english") for word in ends)
    of_others = others.intersection(map(bare, ends)) or words("nobody").intersection(plain)
    return named and "XX" not in said and not of_others
