"""What identifies a person, taken out of a text before anybody sees it who need not know.

What has a check digit is checked by it. References of orders and cases stay: they are what a
complaint is about. A name that no sign gives away is found by a model of names, where one is
installed (insight/names.py).
"""

# ruff: noqa: E501 (a pattern is read whole)

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from .guesses import Likely, as_it_stands, told_or_guessed
from .known_words import is_english
from .naming import Place
from .naming_pets import without_pets
from .naming_signs import with_signs
from .plain_signs import as_read, as_typed
from .redaction_addresses import to_its_end
from .redaction_again import again, is_full_name
from .redaction_answers import answered
from .redaction_asides import beside_asides
from .redaction_blocks import before_addresses, in_blocks
from .redaction_called import born_beside, by_any_name
from .redaction_chains import behind_names, in_chains, widened
from .redaction_checks import OF_FIGURES
from .redaction_countries import of_countries
from .redaction_cues import in_small_letters
from .redaction_desk import at_desks, by_strokes
from .redaction_ends import at_the_end, named_places
from .redaction_held import held
from .redaction_led import led_to
from .redaction_lines import after_words, in_lines
from .redaction_near import beside_births, beside_what_they_are
from .redaction_pairs import handles, in_pairs
from .redaction_patterns import WHAT, Found
from .redaction_rows import in_rows
from .redaction_spoken import in_words
from .redaction_titles import by_titles
from .redaction_torn import in_torn_fields

NAME = "[name]"
_SHORTEST = 3  # signs that are left of a place that meets another
_LABEL = re.compile(r"\[([\w-]+)(?: \d+)?\]")
# What there is none of in a text without a figure.
_OF_FIGURES = frozenset({"telephone", "account", "card", "number", "ip", "postcode"})
_FIGURE = re.compile(r"\d")
# As few digits as a telephone has, as far apart as they are in one; a card has more.
_OF_SIX = frozenset({"telephone", "card"})
_DIALLED = re.compile(r"\d(?:[ ()./-]{0,3}\d){5}")
# After a name: ten figures as they are dialled in North America.
_AFTER_NAME = re.compile(r"(?:[,:]| -| at| on| via)? (?P<it>[2-9]\d\d[2-9]\d{6})(?![\w-]|[.,]\d)")
# And the eight of Singapore or Hong Kong.
_EIGHT_AFTER = re.compile(r" ?[/|,:] ?(?P<it>[3689]\d{3} ?\d{4})(?![\w-]|[.,]\d)")
_IN_BRACKETS = re.compile(r",? ?[(\[](?P<it>[A-Z]{0,4}-?\d(?:[ /-]?\d){5,11})[)\]]")
# Whoever stands in brackets with a day was born then, where it is long ago: Ann Ask (3.8.2012).
_BORN = re.compile(r",? [(\[](?:\* ?)?(?P<it>\d{1,2}[./-]\d{1,2}[./-](?:19\d\d|20[01]\d))[)\]]")
# The same without brackets, before what else is told of them: Ann Ask, 3.8.61, card 4929 …
_BORN_BEHIND = re.compile(
    r"(?:,|;| [–-])? (?P<it>\d{1,2}[./-]\d{1,2}[./-](?:[3-9]\d|19\d\d|200\d|201[0-2]))"
    r"(?=[,;)\n]|$| [^\d\s])"
)
_BESIDE_NAMES = (
    (_BORN, "birthday"),
    (_BORN_BEHIND, "birthday"),
    (_IN_BRACKETS, "number"),
    (_AFTER_NAME, "telephone"),
    (_EIGHT_AFTER, "telephone"),
)
_OF_A_THING = re.compile(
    r"(?i:\b(?:order|form|auth|session|chat|claim|dispute|complaint|escalation|enquiry|inquiry|quotation|thread|transcript|company|co|store|device|product|event|survey|template|asset|tag|docket|voucher code|part|vat|company|transaction|txn|upi|consignment|conf|confirmation|police|report|fault|incident|crime|reference|ref|invoice|case|ticket|tracking|parcel|booking|receipt|article|art|item|sku"
    r"|feedback|interpreter|product|serial|batch|artikel|beleg\w*|kassenbon|quittung|reçu|scontrino|kvitto|kvittering|bestell\w*|auftrag\w*"
    r"|rechnung\w*|sendung\w*|aktenzeichen|commande|facture|dossier|colis|pedido|factura|expediente"
    r"|ordine|fattura|pratica|encomenda|fatura|factuur\w*|zam[oó]wieni\w*|faktur\w*|ordre\w*"
    r"|\w{0,20}ärende\w*|zaak\w*|melding\w*|reclama\w+|r[eé]clamation|reclamo|klacht\w*|reklamacj\w*"
    r"|hojas? de reclamaciones|listu przewozow\w*|prot(?:ocollo|okol\w*)?|folha(?: vermelha)?"
    r"|cmd|cde|segnalazion\w*|skad\w*|szkod\w*|schaden\w*|interacci[oó]n|interazione|interakcj\w*|interactie|incidencia|expte|exp|zlecen\w*|commessa|vorgang\w*|sinistr[eo]|siniestro|zg[łl]oszeni\w*|zam|lrar"
    r"|buchung\w*|reservier\w*|r[ée]servation|litige|prenotazione|reserva|rezerwacj\w*|bokning\w*|boeking\w*|formul[aá]?r\w*(?: \w+)?|best[aä]llning\w*|tilaus\w*|objedn[aá]v\w*|rendel[eé]s\w*|comand[aă]|narud[zž]b\w*)"
    r"\W{0,3}(?:n[or]?[°º.]?|num\w*|id)?\W{0,4}(?:[A-Z]{0,4}\d{2,6}[ -]){0,3})$"
)
# A line that a firm tells everybody.
_OF_A_FIRM = re.compile(
    r"\b(?i:helpline|hotline|switchboard|customer (?:services?|care|support)|(?:call|ring|phone|contact|text) us"
    r"|(?:your|the|their) (?:[a-z]{3,12} ){0,2}(?:help ?line|line|call cent(?:re|er)))(?: number)?\W{0,3}(?:on |at |is )?$"
)
# Before eleven figures that have the check digits of some state by chance.
_OF_A_BARE_ONE = re.compile(
    r"(?i:\b(?:order|police|crime|incident|fault|tracking|parcel|ticket|booking|invoice|conf|docket|case|reference|ref|imei|serial|transaction|txn|payment|urn|frn)"
    r"\W{0,3}(?:n[or]?[°º.]?|num\w*|ref\w*|id)?\W{0,3}(?:is |was )?#?)$"
)
# The day of a law: Loi n° 89-462 du 6 juillet 1989.
_OF_A_LAW = re.compile(
    r"\b(?i:loi|ley|legge|lei|lag|wet|gesetz|ustaw[ay]|d[ée]cret|decreto|dekret\w?|arr[êe]té|r[èe]glement|reglamento|regolamento|regulamento|verordnung|verordening|förordning|directiv\w|direttiva|richtlijn|richtlinie)\b[^.\n]{0,30}$"
)
_BARE = 8  # figures
_BEGIN_CARDS = "3456"  # ISO/IEC 7812-1: of banks and of journeys
_WORD = re.compile(r"[^\W\d_][\w'’-]+")


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without them; `taken` has what stood in the place of each label. The same words have
    the same label, others of the kind another: [e-mail], [e-mail 2]."""

    text: str
    taken: Mapping[str, str] = field(default_factory=dict)

    def back_in(self, text: str) -> str:
        """Another text that was made of this one, with what was taken out where its label is."""
        for label in sorted(self.taken, key=len, reverse=True):
            text = text.replace(label, self.taken[label])
        return text

    def out_of(self, text: str) -> str:
        """Another text, without what was taken out of this one, where it stands as whole words."""
        for label, words in sorted(self.taken.items(), key=lambda each: -len(each[1])):
            text = _whole(words).sub(lambda _, label=label: label, text)  # type: ignore[misc]
        return text

    def whole_in(self, *texts: str) -> "Redacted":
        """With those labels alone that stand in each of these texts as often, and nowhere within a
        longer word: put back in there, what was taken out could not be told from the rest of it."""
        taken = {
            label: words
            for label, words in self.taken.items()
            if len({n for each in texts for n in _times(label, each)}) == 1
        }
        return Redacted(self.text, taken)


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _times(label: str, text: str) -> tuple[int, int]:
    """How often it stands in a text, and how often as a word of its own."""
    return text.count(label), len(_whole(label).findall(text))


def redacted(
    text: str, name: str = "", names: Iterable[Place] = (), *, guessed: bool = True
) -> str:
    """The text with addresses, numbers and names as [what it was], and without the words of the
    customer's `name`. `names` are the places of others that were found by other means. Where none
    is `guessed`, a word that nobody knows is not taken for a name."""
    return taken_out(text, name, names, guessed=guessed).text


def taken_out(
    text: str,
    name: str = "",
    names: Iterable[Place] = (),
    *,
    guessed: bool = True,
    likely: Likely | None = None,
) -> Redacted:
    """The same, with what was taken out beside it. What is only guessed to be a name stays where
    it is not `likely` to be one, as far as a model tells."""
    own = {word.casefold() for word in _WORD.findall(name)}
    # Whatever form their own name has, it is one label: the first.
    labels = {("name", name): NAME} if any(_named(text, name)) else {}
    many, parts, at = Counter(kind for kind, _ in labels), [], 0
    for found in apart(places(text, name, names, guessed=guessed, likely=likely)):
        told_there = text[found.start : found.end]
        is_own = bool(own) and own >= {word.casefold() for word in _WORD.findall(told_there)}
        said = name if is_own and found.what == "name" else told_there
        label = _label(labels, many, found.what, said)
        parts += [text[at : found.start], label]
        at = found.end
    told = {label: words for (_, words), label in labels.items()}
    return Redacted("".join([*parts, text[at:]]), told)


def without_numbers(text: str) -> str:
    """Labels as they are in a text that was redacted alone: [e-mail 2] is [e-mail]."""
    return _LABEL.sub(r"[\1]", text)


def places(
    text: str,
    name: str = "",
    names: Iterable[Place] = (),
    *,
    guessed: bool = True,
    likely: Likely | None = None,
) -> Iterator[Found]:
    """Every place that identifies somebody; what is found first in a place counts."""
    read, stands = as_read(text)
    told = as_it_stands(likely, stands) if likely and stands else likely
    found = without_pets(read, _places(read, as_typed(name), guessed, told))
    yield from (Found(stands[a], stands[b], what) for a, b, what in found) if stands else found
    yield from (Found(start, end, "name") for start, end in names)


def _places(text: str, name: str, guessed: bool, likely: Likely | None) -> Iterator[Found]:
    english = is_english(text)
    told = [*_of_patterns(text), *_named(text, name), *in_lines(text), *in_blocks(text)]
    told += [*beside_what_they_are(text), *in_pairs(text), *handles(text), *in_words(text)]
    told += [
        *in_torn_fields(text),
        *by_titles(text),
        *at_the_end(text),
        *named_places(text),
        *in_chains(text, english=english),
    ]
    told += [*by_any_name(text), *with_signs(text), *of_countries(text), *beside_asides(text)]
    told += answered(text)
    told += [] if english else [*after_words(text), *at_desks(text), *led_to(text)]
    told += held(text, english=english)
    yield from told
    wide = [*widened(text, told)]
    yield from wide
    yield from in_small_letters(text)
    yield from in_rows(text)
    others = told_or_guessed(text, english, guessed, likely)
    homes = [each for each in (*told, *wide) if each.what == "address"]
    guesses = [Found(start, end, "name") for start, end in others]
    guesses = [each for each in guesses if not _is_within(each, homes)]
    yield from guesses
    sure = (each for each in guesses if english or is_full_name(text[each.start : each.end]))
    yield from again(text, [*told, *sure])
    yield from _beside_names(text, [*told, *guesses])
    yield from behind_names(text, [*told, *guesses])
    yield from by_strokes(text, [*told, *guesses])
    yield from born_beside(text, [*told, *guesses])
    yield from beside_births(text, told)
    yield from before_addresses(text, told)


def _is_within(name: Found, homes: list[Found]) -> bool:
    """A word of an address that reads like a name is a town or a street wherever it stands again."""
    return any(home.start <= name.start < home.end for home in homes)


def _of_patterns(text: str) -> Iterator[Found]:
    of_figures, dialled = bool(_FIGURE.search(text)), bool(_DIALLED.search(text))
    for what, pattern, so in WHAT:
        needs_figures = what in _OF_FIGURES or so in OF_FIGURES
        if (what == "e-mail" and "@" not in text) or (needs_figures and not of_figures):
            continue
        if what in _OF_SIX and not dialled:
            continue
        at = 0
        while match := pattern.search(text, at):
            start, end = next(
                (match.span(n) for n, v in match.groupdict().items() if v), match.span()
            )
            found = end > start and so(text[start:end])
            found = found and not _is_of_a_thing(text, match.start(), start, what)
            if found:
                yield Found(start, to_its_end(text, end) if what == "address" else end, what)
            # A street may begin among words that were taken for a part of it.
            at = match.end() if found or what != "address" else match.start() + 1
            at += match.end() == match.start()


def _beside_names(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """The number of somebody beside the name: Maria Lopez (MR4067938), Maria Lopez, 2025550191."""
    for found in told:
        for pattern, what in _BESIDE_NAMES if found.what == "name" else ():
            if match := pattern.match(text, found.end):
                yield Found(*match.span("it"), what)


def _is_of_a_thing(text: str, called: int, start: int, what: str) -> bool:
    """The number of an order, a parcel or a case, which a complaint is about; a telephone by what
    stands before it, and what is called an ID by what stands before that."""
    is_id = what == "number" and text[called : called + 3] in ("ID ", "id ", "ID:", "id:")
    is_bare = what == "number" and called == start and text[start : start + _BARE].isdigit()
    is_short = what == "card" and text[start] not in _BEGIN_CARDS
    if what == "birthday":
        return bool(_OF_A_LAW.search(text, max(0, start - 40), start))
    if what != "telephone" and not is_id and not is_bare and not is_short:
        return False
    at = called if is_id else start
    if what == "telephone" and _OF_A_FIRM.search(text, max(0, at - 40), at):
        return True
    return bool((_OF_A_BARE_ONE if is_bare else _OF_A_THING).search(text, max(0, at - 40), at))


def apart(found: Iterable[Found]) -> list[Found]:
    """None within another: of two that meet the one that was found first, with what stands of the
    other before and after it; and both as one where they are of one kind."""
    taken: list[Found] = []
    for each in found:
        # Those taken do not meet, so those that reach it stand beside each other.
        end = start = bisect_left(taken, each.end, key=attrgetter("start"))
        while start and taken[start - 1].end > each.start:
            start -= 1
        met = taken[start:end]
        if all(other.what == each.what for other in met) or _is_longer(each, met):
            first, last = min([each, *met]), max(other.end for other in [each, *met])
            taken[start:end] = [Found(first.start, last, each.what)]
        else:
            taken[start:end] = sorted([*met, *_beside(each, met)])
    return taken


def _is_longer(each: Found, met: list[Found]) -> bool:
    """Groups of a number were taken for a telephone: 3 117 942 R."""
    within = all(each.start <= other.start and other.end <= each.end for other in met)
    within = within and (each.start, each.end) != met[0][:2]
    return each.what == "number" and within and {other.what for other in met} == {"telephone"}


def _beside(each: Found, met: list[Found]) -> Iterator[Found]:
    """What is left of a place before the first and after the last that it meets."""
    for start, end in ((each.start, met[0].start), (met[-1].end, each.end)):
        if end - start >= _SHORTEST:
            yield Found(start, end, each.what)


def _label(labels: dict[tuple[str, str], str], many: Counter[str], what: str, words: str) -> str:
    """`many` counts the labels of each kind."""
    key = (what, words)
    if key not in labels:
        many[what] += 1
        labels[key] = f"[{what}]" if many[what] == 1 else f"[{what} {many[what]}]"
    return labels[key]


def _named(text: str, name: str) -> Iterator[Found]:
    """As a name is written: "Will" is one, "will" is a word."""
    words = tuple(word for word in _WORD.findall(name) if len(word) > 2)
    if words:
        for match in _as_written(words).finditer(text):
            yield Found(match.start(), match.end(), "name")


@lru_cache(maxsize=256)
def _as_written(words: tuple[str, ...]) -> re.Pattern[str]:
    written = {form for word in words for form in (word, word.capitalize(), word.upper())}
    either = "|".join(sorted(map(re.escape, written), key=len, reverse=True))
    return re.compile(rf"\b(?:{either})(?: (?:{either}))*\b")
