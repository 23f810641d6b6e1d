"""How each thing that identifies a person is written, and the check that it is one."""

# ruff: noqa: E501 (a pattern is read whole)

import ipaddress
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import redaction_addresses as addresses
from . import redaction_births as births
from . import redaction_devices as devices
from . import redaction_numbers as numbers
from . import redaction_postcodes as postcodes
from .checks.privacy import ACCOUNT, CARD, IBAN, NATIONAL, luhn
from .known_words import (
    bare,
    is_common_abroad,
    is_listed,
    is_make,
    is_of_letters,
    is_unknown,
)
from .pieces import UP, one_of
from .word_lists import words

# A room of a hotel or a hospital, a year, a page: its number is of no house.
_NO_STREETS = frozenset(
    "january february march april june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec tier level band stage phase step grade ward terminal gate bay platform seat row aisle till queue bus tram wifi hub version year form class kiosk locker so dn wo zimmer jahrgang raum gleis seite tisch chambre page quai habitacion pagina camera binario kamer kamernummer spoor pokoj pokoju tgv ice treno zug pociag tog vuelo vol flug volo lot voo vlucht linie ligne linea lijn linia linha linje".split()  # noqa: SIM905
)
_WRITTEN_OUT = 4  # signs of a word that stands for nothing else
_SHORTEST = 3  # signs of a word that tells of what language it is
_PAGES = 1_000  # a span of more pages is none


class Found(NamedTuple):
    """A place in a text, and what stands there."""

    start: int
    end: int
    what: str


# A word of a name or a street is bounded below ({0,40}): where it may go on for ever, a letter of
# nothing but A'A'A' is read from each of its signs to its end, and a long one takes hours.
# No more than 64 signs stand before the @ (RFC 5321, 4.5.3.1.1).
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
# An address that carries a secret or leads to somebody: what follows ? or #, or a long token.
_LINK = r"\bhttps?://[^\s<>\"]+"
_LEADS_TO_SOMEBODY = re.compile(r"(?<=.)(?:[?#].|/[\w-]{16})")
# A number that is dialled: with its country, with the nought before the area, or in groups.
# A day may follow it: +447393 510 228 06/02 09:12.
_ABROAD = r"\+(?<![\d.+-].)\d{1,3}(?:(?! \d\d?/\d\d?(?!\d))[ ./-]?\(?\d{1,5}\)?){2,6}(?:(?: ?x| ?ext(?:ension|\.)? ?)\d{1,6})?(?![\w-])"
# A letter may be glued to it: tel0115.
_EXTENSION = r"(?:(?: ?x| ?ext(?:ension|\.)? ?)\d{1,6})?"
_AT_HOME = rf"(?:\((?<![\dA-Z.-]\()0|0(?<![\dA-Z.(-]0)(?<!\d\d/0))\d(?:[ ()./-]{{0,3}}\d){{6,13}}{_EXTENSION}(?!\d)"
_AMERICAN = rf"[(\d](?<![\dA-Z.-].)(?:(?<=0)01[ -]?|(?<=1)[ .-])?\(?\d{{2,3}}\)?[ .-]{{0,2}}\d{{3}}[ .-]\d{{4}}{_EXTENSION}(?!\d)"
_CALLED = one_of(
    "phone", "tel(?:ephone)?", "mobile", "cell", "call me (?:on|at)", "ring me (?:on|at)", "reach me (?:on|at)", "number is",
    "contact number", "return number", "call-?back number", "landline", "pager", "beeper", "whatsapp", "fax", "rang (?:\\w+ )?(?:from|on|at)", "called (?:\\w+ )?(?:from|on|at)",
    "calls? (?:\\w+ )?(?:from|on|at)", "texted (?:\\w+ )?(?:from|on|at)", "diall?ed (?:\\w+ )?(?:from|on|at)",
    "call", "contacts?", "callback", "voicemail", "reach(?:ed|able)?", "p(?=: ?[\\d(+])", "f(?=: ?[\\d(+])", "t(?=: ?[\\d(+])", "m(?=: ?[\\d(+])", "telef\\w{0,14}", "t[eé]l[eé]phone", "handy", "mobil\\w{0,8}", "cellulare",
    "mob", "ph", "cel", "zap", "wasap", "natel", "tlf", "telem", "gsm", "portable", "m[oó]vil", "telem[oó]vel", "celular", "kom[oó]rk\\w{1,4}", "rufnummer", "r[uü]ckruf\\w{0,8}", "puhelin\\w{0,8}", "matkapuhelin\\w{0,8}",
    "τηλ[εέ]?\\w{0,6}", "κινητ\\w{1,3}", "телефон\\w{0,3}", "тел[.]?", "t[aā]lru\\w{1,8}", "cep(?: telefonu)?", "num[eé]ro",
)  # fmt: skip
_NUMBER = r"[.]?[^\d\n+(.]{0,30}(?P<it>\+?\(?\d(?:[ ()./|·–-]{0,3}\d){5,13}(?:(?: ?x| ?ext(?:ension|\.)? ?)\d{1,6})?)"
# Beside an address of mail, or with an extension.
_BEFORE_MAIL = r"\d(?<![\w.,+-]\d)[\d ()-]{7,14}\d(?= ?[;/|] ?[\w.+-]{1,64}@)"
_BESIDE_MAIL = r"@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}>?(?: ?[;/|]| or| and| -) ?(?P<it>\(?\d[\d ()-]{7,14}\d)(?![\w-])"
_BRAZILIAN = r"\((?<![\dA-Z.-]\()\d\d\) ?9?\d{4}[ -]\d{4}(?![\w-])"
_EXTENDED = r"\d(?<![\w.,+-]\d)\d{9} ?(?:x|ext\.?) ?\d{2,6}(?!\w)"
_PHONE, _PHONE_SIGN = rf"{_CALLED}(?!\w){_NUMBER}", rf"[☎☏📞📱]{_NUMBER}"
_GROUPS = r"[(\d](?<![\dA-Z_.£$€+].)(?<!\d,.)(?<!\w[/-].)(?:(?<=\()\d{1,4}\)|(?<=\d)\d{1,3})(?:[ -]\d{2,4}(?:-\d{2,4})?){1,4}(?:[ ]?\d{3,6})?(?![\w%]|/\w|-\d|[.,]\d| ?\d[A-Z]{2}(?!\w)| ?(?:[€£]|EUR\b|PLN\b|zł|kr\b))"
_SSN = r"[0-8](?<![\d-].)\d\d(?<!000|666)-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"
# No letters of a parcel stand before it.
_NHS = r"\d(?<![\d+A-RT-Z].)(?<!\+\d .)(?<!\+\d\d .)(?<!\+\d{3} .)\d\d ?\d{3} ?\d{4}(?!\d)"
_ABN = r"[aA](?<!\w.)(?i:BN:? ?)(?P<it>\d{2} ?\d{3} ?\d{3} ?\d{3})\b"
# As Poland writes it at home: the two check digits and six groups of four.
_POLISH_ACCOUNT = r"\d(?<![\w.,+-]\d)\d(?:(?: \d{4}){6}|\d{24})(?![\w-])"
# What is called an account or a card is one, though somebody mistyped it.
_CALLED_IBAN = r"[iI](?<!\w.)(?i:BAN)(?i: (?:number|no\.?|is|was|of))*[ :#=\"']{1,5}(?P<it>[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){2,8})(?!\w)"
_CALLED_CARD = (
    rf"{one_of('card', 'cc', 'visa', 'mastercard', 'maestro', 'amex', 'kreditkarte', 'karte', 'carte', 'tarjeta', 'carta', 'cartão', 'ov-chipkaart', 'chipkaart', 'kaart(?:nummer)?', 'kartennummer', 'tessera', 'karta', 'kort(?:nummer)?')}"
    r"(?i: (?:number|num|no\.?|nr\.?|is|was|ending))*[ :#=\"']{1,5}(?P<it>\d{3,4}(?:[ -]?\d{2,6}){2,5})(?![\w-])"
)
_TFN = r"[tT](?<!\w.)(?i:(?:FN|ax file number):? ?)(?P<it>\d{3} ?\d{3} ?\d{3})\b"
_IP = (
    r"\d(?<![\w.:].)\d{0,2}(?:\.\d{1,3}){3}(?![\w:])",
    r"[0-9A-Fa-f:](?<![\w.:].)[0-9A-Fa-f]{0,3}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])",
)
_NINO = r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-DT]\b"
# The shortest cards have twelve digits (Maestro).
_SHORT_CARD = r"\d(?<![\d.,+-].)(?<!\+\d\d .)(?<!\+\d .)(?:[ -]?\d){11}(?![\d.,-]?\d)"
PART = r"(?:[A-Z]\.|(?:in|op|uit|aan) (?:den?|'t)|de|da|di|du|del(?:l?a|os)?|van|von|der|den|la|le|el|al|bin|ten|ter|te|do|dos|'t|zu|y|e)"
DEGREES = (
    r"(?:(?:Dr|Prof|Dipl\.-Ing|Ing|Mag|Sig|Dott|Dott\.ssa|Univ\.Prof|B\.Sc|B\.Eng|MBA)\.? ){1,4}"
)
_PERSON = (
    rf"(?:{DEGREES})?"
    rf"[{UP}][\w'’À-ÿ-]{{0,40}}[\wÀ-ÿ](?: (?:{PART} )*(?:[{UP}]|d'|l')[\w'’À-ÿ-]{{0,40}}){{0,4}}"
    r"(?:,? (?:[BM]\.(?:A|Sc|Eng|Ed)|Ph\.?D|M\.?D|D\.?D\.?S|MBA|Jr|Sr|Esq|I{2,3}|IV)\b\.?)?"
)
_BARE_PERSON = rf"[{UP}](?<![\w.'’-].)[\w'’À-ÿ-]{{0,40}}[\wÀ-ÿ](?: (?:{PART} )*(?:[{UP}]|d'|l')[\w'’À-ÿ-]{{0,40}}){{0,4}}"
_TITLE = r"(?:pani?|Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Lady|Herr|Frau|Monsieur|Madame|Mme|Señor|Señora|Sig\.ra|Sig)\.? "
# A name says itself: after a title, a greeting, "my name is", or under "regards".
_TITLED = (
    rf"{one_of('pani?', 'Mrs?', 'Ms', 'Miss', 'Mx', 'Dr', 'Prof', 'Professor', 'Sir', 'Lady', 'Herr', 'Frau', 'Monsieur', 'Madame', 'Mme', 'Señora?', 'Sig(?:[.]ra)?', small=False)}[.]? (?:[{UP}][.]? ){{0,3}}{_PERSON}"
    rf"|{one_of('mrs?', 'ms', 'dr', small=False)}[.] {_PERSON}"
)
# What is somebody's; a line of its own as in the head of a letter or on a card.
_OWNER = rf"{_BARE_PERSON}(?=['’]s? (?:(?:e-?mail |home |new |old )?address|(?:tele)?phone|number|account|card|e-?mail|wife|husband|son|daughter|mother|father|house)\b)"
_ON_A_LINE = rf"(?m:^)[ \t]{{0,9}}(?P<it>[{UP}][^\W\d_A-Z]+(?: [{UP}]\.)?(?: [{UP}][^\W\d_A-Z]+(?:-[{UP}][^\W\d_A-Z]+)?){{1,2}})[ \t]{{0,9}}(?=\n|$)"
_GREETED = rf"(?m:^)[ \t]{{0,9}}(?i:dear|hello|hi|hey|good (?:morning|afternoon|evening)),? (?P<it>(?!Sir|Madam|Team|All|There|Customer|To\b|Friend|Colleague|Credit|Company|(?:[\w'’]{{1,20}} ){{0,3}}(?:Team|Department|Dept|Ombudsman|Manager|Office|Services?|Desk|Relations)\b)(?:{_TITLE})?{_PERSON})(?=[,:!.\n])"
_SAYS = one_of(
    "my (?:full |legal |own )?name(?:'s| is|:)", "maiden name(?: is|:|,)?", "named (?:him|her|them)", "first name(?: is|:|,)?", "last name(?: is|:|,)?", "full name(?: is|:|,)?",
    "surname(?: is|:|,)?", "badge(?: said| read|:)?,? [\"“'‘]?", "name ?(?:tag|badge)(?: said| read|:)?,? [\"“'‘]?", "introduced (?:him|her|them)sel(?:f|ves) as", "name was", "goes by", "nicknamed", "attn[.:]?", "fao[.:]?", "formerly", "n[ée]e(?= [A-Z])", "by the name of", "answers to", "asked for", "ask for", "i am", "i'm", "this is", "name(?:: | is|\\?)", "call(?:s|ed)? me", "signed(?: by)?:?", "spoke (?:to|with)", "belongs to", "account holder(?: is)?",
    "on behalf of", "in the name of", "under the name(?: of)?", "my (?:wife|husband|partner|son|daughter|mother|father|brother|sister|friend|colleague|neighbou?r),?",
)  # fmt: skip
_SELF = rf"{_SAYS} ?(?P<it>(?:{_TITLE})?{_PERSON})"
_CLOSES = one_of(
    "kind regards", "best regards", "warm regards", "many regards", "regards", "sincerely", "faithfully", "truly", "respectfully", "thank you", "thanks", "cheers", "yours",
)  # fmt: skip
_SIGNED = rf"{_CLOSES}(?i: yours)?[,.!]?\s*\n\s*(?P<it>(?:{_TITLE})?{_PERSON})"

# Whoever told, promised or refused something: two words with capitals before it.
_SPOKE = (
    _BARE_PERSON
    + r"(?= (?:(?:at|from|in|of) (?:the|your|my|their) [\w ]{3,30}? )?(?:told|said|informed|advised"
    r"|promised|explained|called|answered|wrote|refused|assured|confirmed|claimed|stated|hung)\b)"
)


def _is_card(found: str) -> bool:
    return luhn(re.sub(r"\D", "", found))


def _is_iban(found: str) -> bool:
    """The check digits of an account (ISO 13616): letters count from 10, and the rest is 1."""
    plain = found.replace(" ", "").upper()
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1


def _weighed(found: str, weights: Sequence[int]) -> int:
    digits = map(int, re.sub(r"\D", "", found))
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def _is_nhs(found: str) -> bool:
    """The tenth digit of an NHS number checks the nine before it (modulus 11)."""
    check = 11 - _weighed(found, range(10, 1, -1)) % 11
    return (0 if check == 11 else check) == int(found[-1])


def _is_abn(found: str) -> bool:
    """An Australian Business Number: weighed, with one off its first digit, it divides by 89."""
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    return (_weighed(found, weights) - 10) % 89 == 0


def _is_tfn(found: str) -> bool:
    """An Australian tax file number: weighed it divides by 11."""
    return _weighed(found, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def _is_ip(found: str) -> bool:
    try:
        ipaddress.ip_address(found)
    except ValueError:
        return False
    return "." in found or found.count(":") >= 3


def _is_dialled(found: str) -> bool:
    """From 7 to 15 digits (ITU-T E.164), and neither a day nor a time."""
    digits = re.sub(r"\D", "", re.split(r"x|ext", found)[0])
    timed = _DAY.match(found) or _DAY_AND_HOUR.fullmatch(found) or _HOURS.fullmatch(found)
    return 7 <= len(digits) <= 15 and not timed


_DAY = re.compile(
    r"\d{4}-\d{2}-\d{2}|0\d/(?:19|20)\d\d\b|\d{1,2}([./-])\d{1,2}\1(?:(?:19|20)\d\d\b|\d\d(?: \d{1,2})?$)"
)
_HOURS = re.compile(r"[0-2]\d[0-5][05]-[0-2]\d[0-5][05]")  # 0800-1800
# What stands before the minutes: 24/02/26 09:40, and 13/02/2026 15:50.
_DAY_AND_HOUR = re.compile(
    r"(?:[0-3]?\d([./-])[01]?\d\1\d\d|[01]?\d[./-](?:19|20)\d\d|(?:19|20)?\d\d([./-])[01]?\d\2[0-3]?\d)[ ,]{1,2}[0-2]?\d"
)


def _is_grouped(found: str) -> bool:
    """From 6 to 12 digits, and no year among the groups."""
    digits = re.sub(r"\D", "", found)
    years = re.search(r"\b(?:19|20)\d\d\b", found)  # a day, a span of years
    # Two with a dash between are pages, days or the number of a court's case; but two of four digits
    # that are no pages a telephone.
    pair = re.fullmatch(r"(\d+)-(\d+)", found)
    pages = pair and not (len(found) == 9 and abs(int(pair[2]) - int(pair[1])) > _PAGES)
    return 6 <= len(digits) <= 12 and not (years or pages or _HOURS.fullmatch(found))


def _is_place(found: str) -> bool:
    """None of its words is of a firm or a law, and none is a word that a sentence goes on with."""
    told = re.findall(r"[^\W\d_][\w'’.-]*", found)
    small = {word for word in told if word.islower()}
    parts = {part.casefold() for word in told for part in (word.replace(".", ""), *word.split("-"))}
    of_firms = words("nobody") & parts
    if not any(len(word) >= _WRITTEN_OUT or not word.isupper() for word in told):
        return False  # BP 146/82
    if told[0] == "DOB" or bare(told[0]) in _NO_STREETS:
        return False
    return "XX" not in found and not of_firms and not (small - addresses.SMALL) & words("english")


def _is_named_place(found: str) -> bool:
    """The same, and one of them is no word of the language and no firm's."""
    written = re.findall(r"[^\W\d_]{2,}", found)
    # What is short and in capitals is a measure or a mark: RR 18.
    told = {
        word.casefold() for word in written if not (word.isupper() and len(word) < _WRITTEN_OUT)
    }
    strange = told - words("english") - words("firms")
    strange = {word for word in strange if len(word) >= _SHORTEST}
    # 2 Seiten, Durchwahl 14: one word, and a number.
    counted = len(written) == 1 and all(map(is_common_abroad, strange))
    return bool(strange) and not counted and _is_place(found)


def is_person(found: str) -> bool:
    """At least one word that is no label of ours, and nothing that was blacked out before; what
    has capitals throughout is more than words of the language."""
    told = [word for word in found.casefold().split() if word not in _TITLES]
    shouted = found.isupper() and words("english").issuperset(told)
    named = bool(told) and told[0].strip(".,") not in NO_NAMES and not is_make(found)
    return named and "XX" not in found and not shouted


_TITLES = frozenset({"mr.", "mrs.", "ms.", "dr.", "mr", "mrs", "ms", "dr", "miss"})
NO_NAMES = frozenset(
    """
a about after again against all also although always an and are as ask at bank be because been
before being between both but by can could credit customer dear did do does during each either
equifax even ever every experian first for from furthermore had has have having hello her here
hey hi his how however i if in is it just last later many might more moreover most must my
neither never next no nor not now of on once one only or our out over per please re regarding
requesting said second shall should since so some sorry spoke still such tell than thank thanks
that the their then there therefore these they this those though through to today tomorrow too
rs transunion under unless unlike until upon us very via was we well were what when where whether
which while who whom whose why with within without would writing yes yesterday yet you your
""".split()  # noqa: SIM905 (a list of words is read as one)
)


def _is_somebody(found: str) -> bool:
    """Two words at least, none of them of a firm or a law."""
    told = [word.casefold().strip(".'’") for word in found.split()]
    letters = all(map(is_of_letters, map(bare, told)))  # Freundliche Grüße
    called = is_person(found) and words("nobody").isdisjoint(told)
    if all(map(is_common_abroad, told)) and not any(map(is_listed, told)):
        return False  # Ispettorato Sinistri
    # What somebody is to a firm: Guest Relations Assistant.
    office = told[-1] in words("roles", "parts") and told[0] in words("english", "roles", "parts")
    # A house or a shop: Seaview Lodge Whitianga.
    house = not words("trades").isdisjoint(told[1:]) and told[0] not in words("given", "given_too")
    return len(told) > 1 and called and not (letters or office or house)


def _is_greeted(found: str) -> bool:
    """Somebody, and no firm: one is known by its name, by its last word, by what is somebody's in
    it, or by words of the language of which none is a name."""
    told = [word for word in found.split() if word.casefold() not in _TITLES]
    if not is_person(found) or len(told) < len(found.split()):
        return is_person(found)
    plain = [*map(bare, told)]
    firms = words("firms", "brands", "trades", "nobody")
    listed = any(map(is_listed, told))
    if plain[-1] in words("never_alone"):
        return False  # Hey Leute
    if len(told) == 1:
        return listed or plain[0] not in firms
    if any(word.endswith(("'s", "’s")) for word in told[:-1]):
        return False
    led = any(plain[0] in words(of) for of in ("given", "given_too"))
    return led or (firms.isdisjoint(plain) and (listed or any(map(is_unknown, told))))


def _is_of_somebody(mail: str) -> bool:
    """No letter box of a firm: kundenservice@, atencion.cliente@."""
    box = {bare(word) for word in re.split(r"[._+-]|(?<=\D)(?=\d)", mail.partition("@")[0]) if word}
    return not box or not box <= words("boxes")


def _always(_found: str) -> bool:
    return True


# Checks of what has a figure in it.
OF_FIGURES = (_is_place, _is_named_place)


def _is_secret(link: str) -> bool:
    return bool(_LEADS_TO_SOMEBODY.search(link.partition("://")[2]))


# In this order: what is found first in a place counts.
WHAT: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("e-mail", re.compile(_MAIL), _is_of_somebody),
    ("link", re.compile(_LINK), _is_secret),
    ("telephone", re.compile(_ABROAD), _is_dialled),
    *(("number", each, so) for each, so in devices.DEVICES),
    ("account", IBAN, _is_iban),
    ("account", re.compile(_CALLED_IBAN), _always),
    ("account", re.compile(_POLISH_ACCOUNT), _always),
    ("card", CARD, _is_card),
    ("card", re.compile(_SHORT_CARD), _is_card),
    ("card", re.compile(_CALLED_CARD), lambda found: 12 <= sum(map(str.isdigit, found)) <= 19),
    ("number", NATIONAL, _always),
    ("number", re.compile(_NINO), _always),
    ("number", re.compile(_SSN), _always),
    ("number", re.compile(_NHS), _is_nhs),
    ("number", re.compile(_ABN), _is_abn),
    ("number", re.compile(_TFN), _is_tfn),
    ("account", ACCOUNT, _always),
    *(("number", each, so) for each, so in numbers.NUMBERS),
    *(("birthday", re.compile(each), _always) for each in births.BORN),
    *(("ip", re.compile(each), _is_ip) for each in _IP),
    *(
        ("telephone", re.compile(each), _is_dialled)
        for each in (
            _AT_HOME,
            _AMERICAN,
            _BRAZILIAN,
            _PHONE,
            _PHONE_SIGN,
            _BESIDE_MAIL,
            _BEFORE_MAIL,
            _EXTENDED,
        )
    ),
    *(("address", each, _always) for each in addresses.ALWAYS),
    *(("address", each, _is_place) for each in addresses.NAMED),
    *(("address", each, _is_named_place) for each in addresses.NAMED_ALONE),
    ("telephone", re.compile(_GROUPS), _is_grouped),
    ("postcode", re.compile(postcodes.POSTCODE), postcodes.is_postcode),
    ("postcode", re.compile(postcodes.POSTCODE_ABROAD), _always),
    ("postcode", re.compile(postcodes.ZIP), _always),
    ("name", re.compile(_GREETED), _is_greeted),
    ("name", re.compile(_TITLED), is_person),
    ("name", re.compile(_SELF), is_person),
    ("name", re.compile(_SIGNED), is_person),
    ("name", re.compile(_SPOKE), _is_somebody),
    ("name", re.compile(_OWNER), is_person),
    ("name", re.compile(_ON_A_LINE), _is_somebody),
)
