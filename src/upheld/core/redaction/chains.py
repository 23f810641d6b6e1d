"""Addresses of several parts, one after another: a flat and its house, a street and its town, in
whatever order a country has them, after a word that leads to where somebody lives."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterable, Iterator

from upheld.core.known_words import bare
from upheld.core.naming.runs import roles
from upheld.core.pieces import MONTHS, UP, one_of
from upheld.core.word_lists import words

from .addresses import to_its_end
from .checks import NO_NAMES, is_plan
from .patterns import Found
from .postcodes import is_postcode

_FIGURE = re.compile(r"\d")
# Of a house: what has a number or a letter of its own.
_ROOM = (
    r"(?i:flat|apt|apartment|unit|room|rm|suite|ste|plot|bldg|building|block|blk|box|po box|no|door|studio|chalet|caravan|pitch|lot|rr|floor)"
    r"\.? ?#?[A-Z]{0,2}\d{1,5}[A-Za-z]?(?:[/-]\d{1,4}[A-Za-z]?)?(?!\w)|(?i:flat|apt|apartment|unit|block|blk|suite)\.? [A-Z](?!\w)"
)
_WORD = rf"(?:(?:St|Mt|Sta|Sto|Brgy|Bgy|Gen|Co|[{UP}])\.(?= )|[{UP}](?:[\w'’-]|\.(?=\w)){{0,40}}+)"
_SMALL = r"(?:of|the|on|under|upon|in|by|le|la|de|del|della|di|do|da|dos|du|des|van|der|den|het|ten|am|an|im|zum|zur|y|na|nad|u\.|út|utca|tér|d['’])"
_NAMED = rf"\"?(?:(?:[Tt]he|by|rear of|van|het) )?{_WORD}(?: (?:{_SMALL} )*{_WORD}){{0,4}}(?: (?:út|utca|tér|u\.))?\"?"
_NUMBER = r"\d{1,5}[A-Za-z]?(?!\d)(?:[/-](?:\d{1,4}[A-Za-z]?|bis|[A-Z])(?!\w))?(?: bis\b)?"
_NUMBERED = rf"{_NUMBER}(?:st|nd|rd|th)?,? {_NAMED}(?: [A-Z]{{2}})?(?: #\w{{1,4}})?"
_WORDED = rf"{_NAMED},? (?:n[.º°o]{{1,3}} ?|nr\.? ?|nos? )?{_NUMBER}(?:[. ][A-Z](?!\w))?(?:[. ]{{1,2}}(?:m\. ?)?(?:\d{{1,4}}(?!\d)|[IVX]{{1,4}}/\d))?\.?(?:[–-]\d{{1,4}})?"
_CODE = r"(?:[A-Z]{1,2}\d[A-Z\d]?(?: ?\d[A-Z]{2})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d\d ?[A-Z\d]{4}|(?:[A-Z]{1,2}-)?\d{4,6}(?:-\d{3,4})?(?: [A-Z]{2}\b)?|\d{2}-\d{3}|\d{3} \d{2})(?![\w-])"
_TOWN = rf"(?:{_CODE},? {_NAMED}|{_NAMED},? (?:[A-Z]{{2,3}},? )?{_CODE}|{_CODE})"
_DOOR = r"(?i:\d{1,2}(?:er?|[èe]me)?\.?[ºª°o]?\.? ?(?:izda|izq|dcha|og|stock|etage|etg|tv|th|mf|dto|esq|piso|floor|emelet|tr|étage)\.?(?: (?:links|rechts|mitte))?|(?:int(?:erno)?|bât|bat|appt?|esc|lgh|vh|hh|vorderhaus|hinterhaus|scala|bl|sc|et|ap|m)\.? ?\w{0,4}|[IVX]{1,4}/\d{1,3})\.?(?!\w)"
_PART = rf"(?:{_ROOM}|{_TOWN}|{_NUMBERED}|{_WORDED}|{_DOOR}|{_NAMED})"
_CHAIN = re.compile(
    rf"(?P<first>{_PART})(?:(?:,\s{{1,2}}|/(?=[{UP}\d])| [–-] |(?<=\w)  ?(?={_CODE})){_PART}){{0,7}}"
)
# What leads to where somebody lives, in the languages of Europe: it is an address if it has a figure.
_TO = one_of(
        "lives? (?:at|in|on)", "lived (?:at|in|on)", "living (?:at|in|on)", "moved (?:in)?to", "r/o", "c/o", "resid(?:e|es|ing|ent) (?:at|in|of)", "address(?:es)?(?: is| to)?", "home(?: is)?", "property(?: is)?", "premises", "house", "addr", "addy", "based at",
        "registered at", "i['’]m at", "she['’]s at", "he['’]s at", "they['’]re at", "wohn(?:e|en|haft|ung)(?: in(?: der)?| bei)?", "adresse", "adres", "adr[.]?", "anschrift", "habite(?: au)?", "demeurant(?: au)?", "habitons(?: au)?", "vivo en", "vive en", "vivimos en", "domicilio(?: en)?", "domicilié(?:e)?(?: au)?",
        "direcci[oó]n", "mi casa", "casa", "abito in", "abita in", "abitiamo in", "residente in", "indirizzo", "moro na", "moro no", "moramos na", "morada", "resido na", "woon(?:t|en|achtig)?(?: (?:op|aan|in))?(?: de| het)?", "langs op (?:de|het)", "bor (?:på|i)", "bosatt (?:på|i)", "adressen?", "asun(?:mme)?", "osoitte\\w{2,5}", "osoite",
        "bydl[ií]\\w{1,3}(?: na)?", "adresa", "mieszka\\w{1,3}(?: na| przy)?", "stau (?:pe|în)", "locui\\w{1,4} (?:pe|în)", "c[ií]mem", "c[ií]m", "lakom", "lak[oó]hely\\w{0,3}", "živim u", "adrese", "adresas",
    )  # fmt: skip
_LEADS = re.compile(
    rf"(?:{_TO}|(?i:μένουμε|μένω|διεύθυνση|адреса?))(?!\w)(?:[:=]| is)?[ \t]{{1,2}}(?:(?:in|at|op|aan|de) )?"
)
# What is of a place where somebody travels or buys is nobody's home.
_PUBLIC = frozenset(
    "tier gate terminal platform seat row ward bay page clause section flight coach carriage aisle desk table checkout order invoice level step item line zone track deck stage chapter".split()  # noqa: SIM905
)
_MONTH = re.compile(one_of(*MONTHS))
# Houses that have a name.
_HOUSE = re.compile(
    r"\b(?:Hall|House|Cottages?|Farm(?:house)?|Lodge|Mains|Manor|Mill|Barn|Rectory|Vicarage|Grange|Croft|Bothy|Stables|Granary|Forge|Villa|Court|Mews|Row|Towers?|Box|Place|Rise|Chalet|Gatehouse|Schoolhouse|Maltings)\b"
)
_OF_A_NAME = re.compile(
    rf"(?:(?<=of )|(?<=at )|(?<=, )|(?<=\? )|(?<=\n)|(?<=: ))(?P<it>\"?{_NAMED}),\s{{1,2}}(?P<town>(?:by )?[{UP}][\w'’-]{{2,30}}(?: [{UP}][\w'’-]{{2,30}})?)"
    rf"(?:,\s(?P<state>[{UP}][\w'’-]{{2,30}}))?(?=[.,;)\n]|$)"
)
# A room, a number or a word of a street begins one that nothing leads to.
_BEGINS = re.compile(
    rf"(?<![\w/.-])(?:{_ROOM})(?=,\s|/[{UP}]| \d| [{UP}])|(?<=[a-z]/)\d{{1,4}}[A-Za-z]? [{UP}]|(?<![\w./,£$€-])\d{{1,5}}[A-Za-z]?(?:/\d{{1,4}})?,? (?=[{UP}])"
)
_STREET_FIRST = re.compile(
    rf"(?<!\w)(?:[vV]ia|[vV]iale|[vV]\.le|[pP]iazza|[pP]\.zza|[cC]orso|[cC]\.so|[vV]icolo|[cC]ontrà|[lL]argo|[rR]ue|[iI]mp(?:asse|\.)|[aA]ll(?:ée|\.)|[cC]hemin|[cC]h\.|[bB]ld?\.|[rR]ésidence|[cC]alle|[cC]/|[rR]ua|[tT]rav\.|[uU]l\.|[sS]tr\.|[bB]d\.) ?(?:(?:d[eiu]l?|dei|degli|delle|dello|des|della|la|les|los|da|do|dos) )?(?=[{UP}])"
)
_STRONG = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d\d ?(?=[A-Z\d]{0,3}\d)[A-Z\d]{4}|[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{2,3} \d{4})(?!\w)"
)
_SMALL_STREET = re.compile(
    r"(?<![\w.,/-])(?:(?:flat|apt|unit) )?\d{1,4}[a-z]?(?:,? ?(?:flat|apt) \w{1,3},?)? (?:[nsew] )?(?:[a-z][a-z'’]{2,20} |\d{1,3}(?:st|nd|rd|th) ){1,2}(?:road|rd|street|st|lane|ln|avenue|ave|close|crescent|cres|terrace|gardens|grove|mews|lanes|court|drive|walk|vale|parade|blvd)(?:,? (?:apt|unit|flat) \w{1,4})?(?:, [a-z]{3,20}(?=[.,!?\n]|$))?(?![\w-])"
)
# The same where a street is one word with its name, or stands before it.
_SMALL_ABROAD = re.compile(
    r"(?<![\w.-])[a-zß-ÿ]{3,20}(?:straat|straße|strasse|gasse|gracht|laan|plein|gatan|vägen|allee) \d{1,4}[a-z]?(?!\w)"
    r"|(?<![\w.,/-])\d{1,4}(?: bis| ter)?,? (?:rue|av\.?|avenue|imp\.?|impasse|bd|boulevard|allée|chemin|quai) (?:(?:du|des|de la|de l['’]|de|d['’]) ?)?[a-zà-ÿ'’-]{3,20}(?:, [a-zà-ÿ-]{3,25}(?=[.,;\n]|$))?"
    r"|(?<![\w.-])(?:c/|calle|av\.|avda\.?|avenida|ul\.|via) ?(?:(?:del?|la|las|los|san|santa) ){0,2}[a-zà-ż]{3,20}(?: [a-zà-ż]{3,20})?,? \d{1,4}(?!\w)"
)
_FLAT = re.compile(
    r"(?<=\b(?:at|in|to) )(?i:flat|apartment|apt\.?) \d{1,4}[A-Za-z]?(?=[.,;)\n]|$| (?:is|was|has|who|and|below|above|next)\b)"
)
# What stands near it, where no number says where it is: off Abak Road, opp. the Total filling station.
_NEARBY = r"(?i:off|near|nr\.?|opp(?:osite|\.)?|behind|beside|adjacent to|next to|by|after|before) (?:the )?"
_REST = re.compile(
    rf"(?:(?:, {{1,2}}|/(?=[{UP}\d])| [–-] | (?=[^\w]?(?:{_CODE})))(?:{_ROOM}|{_TOWN}|{_DOOR}|{_NUMBERED}|(?:{_NEARBY})?{_NAMED}(?=[.,;)\n]|\s[–(]|$))){{1,6}}"
)
_LEFT = re.compile(
    rf"(?:(?:{_ROOM}|\"?(?:[Tt]he )?{_WORD}(?: {_WORD}){{0,3}}\"?|[Rr]ear of)(?:,\s{{1,2}}|,? (?:rear of )?)){{1,3}}$"
)
# Before "no" it is of what is called so, and of no house: acc no 551, supply no. 21.
_OF_A_NUMBER = re.compile(
    r"(?<![\w/])(?!(?i:at|is|to|in|from|near|of|and|or|house|door|plot|flat|box|lives?|outside)\b)[A-Za-z][A-Za-z/]{1,13}[.:]? $"
)
_LONGEST = 16  # signs of such a word
_NEAR = 70  # signs before an address that are looked at


def in_chains(text: str, *, english: bool) -> Iterator[Found]:
    """Where somebody lives, with what belongs to it."""
    yield from _named_houses(text)
    if not _FIGURE.search(text):
        return
    for leads in _LEADS.finditer(text):
        chain = _CHAIN.match(text, leads.end())
        if chain and not is_plan(chain[0]) and _is_led_home(leads[0], chain[0]):
            yield Found(chain.start(), to_its_end(text, chain.end()), "address")
    for begins in _BEGINS.finditer(text):
        before = text[max(0, begins.start() - _LONGEST) : begins.start()]
        if begins[0][:2].casefold() == "no" and _OF_A_NUMBER.search(before):
            continue
        chain = _CHAIN.match(text, begins.start())
        if chain and _is_home(chain[0]) and _is_whole(chain[0], begins[0]):
            yield Found(chain.start(), chain.end(), "address")
    for street in () if english else _STREET_FIRST.finditer(text):
        chain = _CHAIN.match(text, street.end())
        if chain and _is_home(chain[0]):
            yield Found(street.start(), to_its_end(text, chain.end()), "address")
    for pattern in (_SMALL_STREET, _SMALL_ABROAD, _FLAT):
        yield from (Found(*small.span(), "address") for small in pattern.finditer(text))


def _is_led_home(leads: str, said: str) -> bool:
    return _is_home(said) or _is_named_home(leads, said)


def _is_named_home(leads: str, said: str) -> bool:
    """House: Low Farm, Mill Lane, Dent: two parts at least, the first of which is no town."""
    parts = [part.strip() for part in said.split(",") if part.strip()]
    told = [bare(word.strip('."')) for word in said.replace(",", " ").split()]
    first = bare(parts[0]) if parts else ""
    of_others = words("nobody") | _PUBLIC | NO_NAMES
    led = leads.rstrip().endswith((":", " at", "r/o", "c/o"))
    named = first not in words("places") and first not in words("towns")
    return (
        led
        and named
        and len(parts) > 1
        and " " in parts[0]
        and not (of_others.intersection(told) or _is_dated(told))
    )


def behind_names(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """What stands behind a name at the end of a letter, or at the beginning of a line."""
    for found in told:
        if found.what != "name":
            continue
        comma = _COMMA.match(text, found.end)
        chain = _CHAIN.match(text, comma.end()) if comma else None
        if comma and _OF_A_ROW.match(text, comma.end()):
            continue
        if chain is None or not _is_at_the_end(text, chain.end()):
            continue
        said = _before_a_telephone(chain[0])
        if said and not _is_no_place(said) and (_is_home(said) or _is_named_home(":", said)):
            yield Found(chain.start(), chain.start() + len(said), "address")


def _before_a_telephone(said: str) -> str:
    """Its parts up to a number that is longer than a code of the post: Leeds, 0113 496 0442."""
    dialled = _DIALLED.search(said)
    return said[: max(0, said.rfind(",", 0, dialled.start()))] if dialled else said


def _is_no_place(said: str) -> bool:
    """What somebody is, with a day, or a sign of one word: Ann Ask, Team Leader 05/12/2026."""
    first = bare(said.split()[0].strip(".,"))
    is_sign = _SIGN.fullmatch(said) and not is_postcode(said)
    is_office = first in roles() and not _FIGURE.search(said)
    return is_office or first in _PUBLIC or bool(_DAY.search(said) or is_sign)


_SIGN = re.compile(r"[A-Z]+\d+[A-Z]*")
_DIALLED = re.compile(
    r"\d(?!\d{4}-\d{4}(?!\d))(?:[ /-]?\d){8}"
)  # a code and four more is of a town
_DAY = re.compile(r"\d[./-]\d\d?[./-](?:19|20)?\d\d(?!\d)")
_OF_A_ROW = re.compile(r"[A-Z]{1,4}-?\d{5}")  # the next line of a table: JD0002884720
_COMMA = re.compile(r",\s{1,2}|\n|\s[–-]\s")


def _is_at_the_end(text: str, end: int) -> bool:
    """Only a number or an address of mail comes after it."""
    return len(text) - end < _NEAR or text[end : end + 1] == "\n"


def _is_whole(said: str, begins: str) -> bool:
    """It has a code of the post, or a room and a house."""
    room = begins[:1].isalpha() and len(said.split()) > 3
    slashes = said.count("/") > 0 and begins[:1].isdigit() and "/" not in begins
    return bool(_STRONG.search(said)) or room or (slashes and len(said.split()) > 3)


def widened(text: str, told: Iterable[Found]) -> Iterator[Found]:
    """Addresses with what belongs to them: the room before the house, town and code behind."""
    for place in told:
        if place.what != "address":
            continue
        rest, start = _REST.match(text, place.end), place.start
        near = max(0, start - _NEAR)
        left = _LEFT.search(text[near:start])
        if left and _is_of_a_house(left[0]):
            start = near + left.start()
        end = rest.end() if rest and _goes_on(rest[0]) else place.end
        if (start, end) != (place.start, place.end):
            yield Found(start, end, "address")


def _is_of_a_house(said: str) -> bool:
    named = _ROOM_BEFORE.match(said) or _HOUSE.search(said) or _QUOTED.match(said)
    return bool(named) and "XX" not in said


_ROOM_BEFORE = re.compile(_ROOM)
_QUOTED = re.compile(r"\"[^\"\n]{3,40}\"")  # "Rosemount", 3 Church Lane


def _goes_on(said: str) -> bool:
    told = {bare(word.strip('.,"')) for word in said.split()}
    return "XX" not in said and words("nobody").isdisjoint(told)


def _is_home(said: str) -> bool:
    """It has a figure, and no word of it is of a firm or a place where somebody travels or buys."""
    told = [bare(word.strip('.,"')) for word in said.split()]
    figures = _FIGURE.search(said) is not None and _PUBLIC.isdisjoint(told)
    others = words("nobody").isdisjoint(told) and not _is_dated(told)
    return figures and others and "XX" not in said and any(map(str.isalpha, said))


def _is_dated(told: Iterable[str]) -> bool:
    return any(map(_MONTH.fullmatch, told))


def _named_houses(text: str) -> Iterator[Found]:
    """The Old Signal Box, Hebden Bridge: a house that has a name, before its town."""
    for match in _OF_A_NAME.finditer(text) if _HOUSE.search(text) else ():
        last = match["it"].strip('"').split()
        told = {bare(word) for word in last}
        if len(last) > 1 and _HOUSE.fullmatch(last[-1]) and words("nobody").isdisjoint(told):
            yield Found(match.start("it"), match.end(), "address")
