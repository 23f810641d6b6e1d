"""Who is led to in the languages of Europe: by who served or rang, by the name on a door, by the head
of a mail, by what stands before the words of a chat."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import bare
from upheld.core.naming.runs import roles
from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import phrases, words

from .desk import is_called
from .lines import TITLES
from .patterns import Found

_WORD = rf"[{UP}][^\W\d_]{{1,30}}(?:[-'’][{UP}]?[^\W\d_]{{1,30}}){{0,2}}"
_PARTICLE = r"(?:van|von|vom|zu|zur|de|den|der|het|ter|ten|la|le|du|des|del|della|di|da|do|dos|das|af|av|el|al|'t|y|e)"
_NAME = rf"{_WORD}(?: (?:{_PARTICLE} ){{0,3}}{_WORD}){{0,3}}"
_PARTED = re.compile(rf" (?:{_PARTICLE} ){{0,3}}")
_CHOICE = re.compile(r"\(\?:([^()]*)\)(.*)")


def _unfolded(lead: str) -> list[str]:
    """Each way of one that begins with a choice, so that all begin with a letter."""
    choice = _CHOICE.fullmatch(lead)
    return [f"{way}{choice[2]}" for way in choice[1].split("|")] if choice else [lead]


_LEADS = one_of(*(way for lead in phrases("leads") for way in _unfolded(lead)))
_LED = re.compile(
    rf"{_LEADS}(?!\w)[ \t]?[:=]?[ \t]?[\"“„«'(]?(?<=[ \t\"“„«'(:=])(?P<it>{_NAME})(?![\w@])"
)
# A mail has several of its heads beneath each other.
_HEAD = r"[ \t>]{0,9}[^\W\d_]{1,12}\.?(?: [^\W\d_]{1,12})? ?:[^\n]{0,200}"
_HEADED = re.compile(
    rf"(?m:^)[ \t>]{{0,9}}(?:An|Von|Kopie|À|De|Pour|Copie|Para|A|Da|Aan|Van|Do|Od|DW|Till|Från|Kopia|Per|C[cC]|B[cC][cC]) ?: ?(?P<it>{_NAME})[ \t]{{0,9}}(?=\n|$)"
)
_AFTER_A_HEAD, _BEFORE_A_HEAD = (
    re.compile(rf"{_HEAD}\n$"),
    re.compile(rf"[ \t]{{0,9}}\n{_HEAD}(?:\n|$)"),
)
_LONGEST = 220  # signs of the head of a mail
_HOUR = r"[\[(]?(?:\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?,? (?:- )?)?\d{1,2}[:.h]\d\d(?::\d\d)?[\])]?"
_CHAT = re.compile(
    rf"(?m:^)[ \t>]{{0,9}}(?:{_HOUR}[ \t–-]{{1,3}}(?P<it>{_NAME})(?: \([^)\n]{{1,30}}\))?|(?P<before>{_NAME}) {_HOUR}) ?:"
)


# Who is of a desk: Svenja von der Hotline, Anouk van facturatie.
_OF_A_DESK = re.compile(
    rf"(?P<it>[{UP}](?<![\w@.-].){_WORD.partition(']')[2]}) (?:vom|von der|aus der|aus dem|du|de la|de|del|della|dal|dalla|van de|van het|van|ze?|da|på|från|hos) (?:[a-zà-ž]{{2,12}} )?"
    r"(?i:hotline|kundendienst|kundenservice|service|support|technik|buchhaltung|vertrieb|zentrale|rezeption|empfang|werkstatt|facturation|comptabilité|accueil|guichet|sav"
    r"|facturación|contabilidad|recepción|atención|caja|taller|almacén|oficina|fatturazione|contabilità|cassa|magazzino|officina|assistenza|sportello|facturatie|administratie"
    r"|klantenservice|receptie|magazijn|werkplaats|balie|infolinii|kasy|recepcji|biura|serwisu|obsługi|faturação|contabilidade|caixa|balcão|apoio|oficina|receção|kundtjänst|kassan|växeln|receptionen|verkstaden|lagret)(?!\w)"
)


def led_to(text: str) -> Iterator[Found]:
    """Names in a text that is not English."""
    for match in (*_LED.finditer(text), *_OF_A_DESK.finditer(text)):
        yield from _found(match)
    for match in _HEADED.finditer(text):
        if _is_among_heads(match):
            yield from _found(match)
    told = {said for match in _CHAT.finditer(text) for said in _said(match)}
    if told:
        of_any = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(map(re.escape, told)))})(?!\w)")
        yield from (Found(*match.span(), "name") for match in of_any.finditer(text))


def _said(match: re.Match[str]) -> Iterator[str]:
    """Who speaks in a chat."""
    yield from (match.string[found.start : found.end] for found in _found(match))


def _found(match: re.Match[str]) -> Iterator[Found]:
    """The words from the first on that can be somebody's."""
    part = match.lastgroup or "it"
    start, said = match.start(part), match[part]
    end = 0
    for word in re.finditer(_WORD, said):
        if not _is_somebody(word[0]) or not (
            end == 0 or _PARTED.fullmatch(said, end, word.start())
        ):
            break
        end = word.end()
    if end:
        yield Found(start, start + end, "name")


def _is_somebody(word: str) -> bool:
    plain = bare(word)
    others = roles() | words("articles", "speakers") | TITLES
    short = word.isupper() and len(word) <= _SHORT
    return plain not in others and not short and is_called(word)


_SHORT = 4  # signs of what stands in capitals for something else


def _is_among_heads(match: re.Match[str]) -> bool:
    text, start = match.string, match.start()
    above = _AFTER_A_HEAD.search(
        text, text.rfind("\n", max(0, start - _LONGEST), max(0, start - 1)) + 1, start
    )
    return bool(above or _BEFORE_A_HEAD.match(text, match.end()))
