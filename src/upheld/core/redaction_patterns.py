"""How each thing that identifies a person is written, and the check that it is one."""

# ruff: noqa: E501 (a pattern is read whole)

import ipaddress
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from .checks.privacy import ACCOUNT, CARD, IBAN, NATIONAL, luhn


class Found(NamedTuple):
    """A place in a text, and what stands there."""

    start: int
    end: int
    what: str


# A word of a name or a street is bounded below ({0,40}): where it may go on for ever, a letter of
# nothing but A'A'A' is read from each of its signs to its end, and a long one takes hours.
# Capitals of the languages of Europe.
UP = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽΑ-ΩΆΈΉΊΌΎΏ"
# No more than 64 signs stand before the @ (RFC 5321, 4.5.3.1.1).
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
# An address that carries a secret or leads to somebody: what follows ? or #, or a long token.
_LINK = r"\bhttps?://[^\s<>\"]+(?:[?#][^\s<>\"]+|/[\w-]{16,}[^\s<>\"]*)"
# A number that is dialled: with its country, with the nought before the area, or in groups.
_PHONE = (
    r"(?<![\w.+-])\+\d{1,3}(?:[ ./-]?\(?\d{1,5}\)?){2,6}(?:(?: ?x| ?ext\.? ?)\d{1,6})?(?![\w-])"
    r"|(?<![\w.-])(?:\(0\d|0\d)(?:[ ()./-]{0,3}\d){6,13}(?:(?: ?x| ?ext\.? ?)\d{1,6})?(?!\d)"
    r"|(?<![\w.-])(?:001[ -]?|1[ .-])?\(?\d{3}\)?[ .-]{0,2}\d{3}[ .-]\d{4}(?:(?: ?x| ?ext\.? ?)\d{1,6})?(?!\d)"
    r"|(?i:\b(?:phone|tel(?:ephone)?|mobile|cell|call me (?:on|at)|ring me (?:on|at)|reach me (?:on|at)"
    r"|number is|contact number|whatsapp|(?:rang|ring|called|calls?|texted|dialled|dialed) (?:\w+ )?(?:from|on|at))\b[^\d\n+(]{0,20})"
    r"(?P<it>\+?\(?\d(?:[ ()./-]{0,3}\d){5,13}(?: ?x\d{1,6})?)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
# Two to five groups of digits by spaces, as most of Europe writes a number: 72 734 13 01.
_GROUPS = r"(?<![\w.,£$€/+-])(?:\(\d{1,4}\)|\d{2,4})(?:[ -]\d{2,4}(?:-\d{2,4})?){1,4}(?:[ ]?\d{3,6})?(?![\w%/-]|[.,]\d)"
# A street that says nothing of being one: its name and a number, or the other way about, before a
# town with its code, or after a word that leads to a place.
_STREET_NAME = rf"(?:ul\. )?[{UP}][\w'’.-]{{0,40}}(?: (?:[{UP}][\w'’.-]{{0,40}}|d[aeou]s?|del|di|van|der|den|la|el|al|u\.|utca|ulica|tee)){{0,3}}"
_NAMED_PLACE = (
    rf"(?<![\w.-])(?P<it>(?:{_STREET_NAME} \d{{1,5}}[A-Za-z]?\.?|\d{{1,5}}[A-Za-z]?,? {_STREET_NAME}))"
    rf"(?=,\s{{1,2}}[{UP}][^\n,\d]{{1,30}} (?:\d{{2,6}}|\d{{2,4}}-\d{{2,4}})\b"
    rf"|,?\s{{1,6}}(?i:apt|flat|suite|unit)\b)"
    rf"|(?i:\b(?:at|to|address(?:es)?(?: is|:)|in|and) |, |\n\W{{0,6}})"
    rf"(?P<it2>{_STREET_NAME} \d{{1,5}}[A-Za-z]?(?=,\s{{1,2}}[{UP}])"
    rf"|\d{{1,5}} (?!(?:{_MONTH})\b)[{UP}][^\W\d_]{{3,}}(?: [{UP}][^\W\d_]+){{0,2}}(?=[,.?!]?\s|$))"
)
_POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"
_ZIP = r"\b(?:[A-Z]{2},? )(?P<it>\d{5}(?:-\d{4})?)\b"
_SSN = r"(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])"
_NHS = r"(?<![\d+])(?<!\+\d )(?<!\+\d\d )(?<!\+\d{3} )\d{3} ?\d{3} ?\d{4}(?!\d)"
_ABN = r"(?i:\bABN:? ?)(?P<it>\d{2} ?\d{3} ?\d{3} ?\d{3})\b"
_TFN = r"(?i:\b(?:TFN|tax file number):? ?)(?P<it>\d{3} ?\d{3} ?\d{3})\b"
_IP = r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7})(?![\w:])"
_DAY = (
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)
_BORN = (
    r"(?i:\b(?:born|dob|d\.o\.b|date of birth|birth ?date|birthday))"
    rf"\W{{1,3}}(?:[^\W\d]+\W{{1,2}}){{0,4}}?(?P<it>(?i:{_DAY}))"
)
_STREET = (
    r"street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|place|pl|way|crescent|terrace"
    r"|gardens?|grove|square|sq|hill|park|mews|boulevard|blvd|parkway|pkwy|highway|hwy|circle|cir"
    r"|row|walk|rise|view|green|trail|plaza|route|ways?|lodge|harbou?rs?|islands?|estates?|ford"
    r"|plains?|keys?|points?|ports?|villages?|crossing|junctions?|stravenue|passage|roads|streets"
    r"|isle|common|valley|meadows?|shores?|springs?|heights?|ridges?|forks?|mills?|brooks?|knolls?"
    r"|lakes?|manors?|oval|path|pike|ramp|ranch|rapids?|rest|rue|run|shoals?|skyway|spurs?|summit"
    r"|throughway|trace|track|tunnel|turnpike|underpass|union|viaduct|vista|wall|well|wells|alley"
    r"|annex|arcade|bayou|beach|bend|bluffs?|bottom|branch|bridge|burgs?|bypass|camp|canyon|cape"
    r"|causeway|centers?|cliffs?|club|corners?|course|courts|cove|coves|creek|crest|curve|dale|dam"
    r"|divide|drives|expressway|extensions?|fall|falls|ferry|fields?|flats?|forest|forge|fort"
    r"|freeway|gateway|glens?|greens|groves|haven|hills|hollow|inlet|land|light|lights|loaf|locks?"
    r"|loop|mall|mission|motorway|mount|mountains?|neck|orchard|overpass|parks|pass|pine|pines|prairie"
    r"|quadrangle|pocket|entrance|thoroughfare|reserve|concourse|crossroad|knoll|radial|river|stream|squares|station|via|ville"
)
_NINO = r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-DT]\b"
# The shortest cards have twelve digits (Maestro).
_SHORT_CARD = r"(?<![\d.,+-])(?<!\+\d\d )(?<!\+\d )\d(?:[ -]?\d){11}(?![\d.,-]?\d)"
_ROOM = r"(?i:flat|apt\.?|apartment|suite|unit|studio|level|room)"
# A house by number and street; what follows on the same or the next line up to a code belongs to it.
_ADDRESS = (
    r"(?<![\w.,/-])(?:(?i:flat|apt\.?|apartment|suite|unit|studio|level|room) \d{1,4}\w?[,\s/]+)?"
    r"\d{1,6}[A-Za-z]?(?:[/-]\d{1,4})?,? (?:[A-ZÀ-Þ][\w'’.-]{0,40}\s){1,4}"
    rf"(?i:{_STREET})\b\.?(?:,? (?i:apt|suite|unit|flat)\.? \d{{1,5}})?"
    rf"|\b{_ROOM} \d{{1,4}}[A-Za-z]?,? (?:\d{{1,5}}[A-Za-z]? )?[A-Z][\w'’-]+ [A-Z][\w'’-]+"
    r"|(?i:\b(?:lives? at|living at|address(?: is|:)?|moved to|resid(?:e|ing) at|sent to|mailed to) )"
    r"(?P<it>\d{1,6}[A-Za-z]?(?:/\d{1,4})?,? [A-ZÀ-Þ][\w'’À-ÿ-]+(?: [A-ZÀ-Þ][\w'’À-ÿ-]+){0,3}"
    r"(?:[.,]{0,2} ?(?i:apt|suite|unit|flat|piano)?[., ]{0,2}\d{1,5})?)"
    r"|\b(?:[A-ZÄÖÜ][\w'’äöüß.-]{0,40}(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|[Gg]asse|[Ww]eg|[Aa]llee|[Pp]latz|[Rr]ing|[Uu]fer)"
    r"|[A-ZÄÖÜ][\wäöüß-]{0,40}[ -](?:Straße|Strasse|Platz|Allee|Gasse)) \d{1,4}[a-z]?(?:/\d{1,3})?"
    r"|(?<!\d)\d{0,4},? ?(?:bis )?\b(?:[Rr]ue|avenue|boulevard|chemin|place|allée|impasse) (?:d[eu]s? |de la |de l'|d')?"
    r"[A-ZÀ-Þ][\w'’À-ÿ-]{0,40}(?: (?:d[eu] |[A-ZÀ-Þ])[\w'’À-ÿ-]{0,40}){0,3}"
    r"|\b(?:Calle|C/|Avenida|Avda\.?|Plaza|Pasadizo|Paseo|Camino|Cañada|Callejón|Cuesta|Glorieta|Pasaje"
    r"|Rambla|Ronda|Urbanización|Vial|Alameda|Acceso|Via|Viale|Piazza|Corso|Vicolo|Largo|Contrada|Strada|Borgo|Rotonda"
    r"|Canale|Incrocio|Stretto) (?:d[ei]l?(?:la|le|gli)? )?[A-ZÀ-Þ][\w'’À-ÿ-]{0,40}(?: [\w'’À-ÿ-]+){0,4},? \d{1,4}(?:,? (?:Piano|Appartamento|Apt\.|Piso|Puerta) ?\d{1,3})?"
    r"|\b[A-Z][\w'’-]{1,40}(?:straat|laan|weg|plein|gracht|kade|dreef|hof|ring|pad|steeg|baan|boulevard|singel) ?\d{1,4}\b"
    r"|\b(?:[A-ZÅÄÖÆØ][\w'’.-]{0,40} ){0,2}(?:[A-ZÅÄÖÆØ][\w'’-]{0,40})?(?:gatan|vägen|gränd|stigen|torget|backen|gata|vegen|veien|vei|gate|gaten|svingen|bakken"
    r"|vej|vejen|gade|gaden|allé|stræde|toften|parken|haven|katu|tie|kuja|polku|väg|plan|torg)(?: \d{1,4}(?: ?[A-Za-z])?)\b"
    r"|(?i:\b(?:rua|avenida|av\.|travessa|praceta|praça|estrada|largo|beco|ul\.|ulica|al\.|aleja|plac|pl\.|os\.) )[^\n,]{2,40},? (?:n\.º ?)?(?:\d{1,5}[A-Za-z]?(?:/\d{1,4})?|S/N)\b"
    r"|(?i:\b(?:h\. ?no\.?|house no\.?|door no\.?|plot no\.?|p\.? ?o\.? box) ?)\d{1,5}(?:,? [A-Z][\w'’-]+){0,4}"
)
# Words that lead to a place: whatever stands there with a number is one.
_LEADS_TO = rf"(?i:\b(?:lives? at|living at|address(?: is|:)?|moved to|resid(?:e|ing) at|sent to|mailed to) )(?P<it>[{UP}][\w'’.-]{{0,40}}(?: [\w'’.-]+){{0,4}},? \d{{1,5}}[A-Za-z]?(?:/\d{{1,4}})?\b)"
PART = (
    r"(?:[A-Z]\.|de|da|di|du|del|della|van|von|der|den|la|le|el|al|bin|ten|ter|te|do|dos|'t|zu|y)"
)
_PERSON = (
    rf"(?:(?:Dr|Prof|Dipl\.-Ing|Ing|Mag|Sig|Dott|Dott\.ssa|Univ\.Prof|B\.Sc|B\.Eng|MBA)\.? ){{0,4}}"
    rf"[A-ZÀ-Þ][\w'’À-ÿ-]{{0,40}}[\wÀ-ÿ](?: (?:{PART} )*(?:[A-ZÀ-Þ]|d'|l')[\w'’À-ÿ-]{{0,40}}){{0,4}}"
    r"(?:,? (?:[BM]\.(?:A|Sc|Eng|Ed)|Ph\.?D|M\.?D|D\.?D\.?S|MBA|Jr|Sr|Esq|I{2,3}|IV)\b\.?)?"
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Lady|Herr|Frau|Monsieur|Madame|Mme|Señor|Señora|Sig\.ra|Sig)\.? "
# A name says itself: after a title, a greeting, "my name is", or under "regards".
_TITLED = rf"\b(?:{_TITLE}|(?:mr|mrs|ms|dr)\. )+{_PERSON}"
# What is somebody's; a line of its own as in the head of a letter or on a card.
_OWNER = rf"(?<![\w'’-])(?P<it>{_PERSON})(?=['’]s? (?:(?:e-?mail |home |new |old )?address|(?:tele)?phone|number|account|card|e-?mail|wife|husband|son|daughter|mother|father|house)\b)"
_ON_A_LINE = rf"(?m:^)[ \t]{{0,9}}(?P<it>[{UP}][^\W\d_A-Z]+(?: [{UP}]\.)?(?: [{UP}][^\W\d_A-Z]+(?:-[{UP}][^\W\d_A-Z]+)?){{1,2}})[ \t]{{0,9}}(?=\n|$)"
_GREETED = rf"(?m:^)[ \t]{{0,9}}(?i:dear|hello|hi|hey|good (?:morning|afternoon|evening)),? (?P<it>(?!Sir|Madam|Team|All|There|Customer|To\b|Friend|Colleague|Credit|Company)(?:{_TITLE})?{_PERSON})(?=[,:!.\n])"
_SELF = (
    r"(?i:\b(?:my (?:full |legal |own )?name(?:'s| is|:)|maiden name(?: is|:|,)?|named (?:him|her|them)|(?:'s|first|last) name(?: is|:|,)?|i am|i'm|this is|name:|signed(?: by)?:?|spoke (?:to|with)|belongs to"
    r"|account holder(?: is)?|on behalf of|in the name of|under the name(?: of)?|my (?:wife|husband|partner|son|daughter|mother"
    rf"|father|brother|sister|friend),?) )(?P<it>(?:{_TITLE})?{_PERSON})"
)
_SIGNED = (
    r"(?i:\b(?:(?:kind|best|warm|many)? ?regards|sincerely|faithfully|truly|respectfully|thank you|thanks|cheers|yours)"
    rf"(?: yours)?[,.!]?\s*\n\s*)(?P<it>(?:{_TITLE})?{_PERSON})"
)

# Whoever told, promised or refused something: two words with capitals before it.
_SPOKE = (
    rf"(?<![\w.])(?P<it>{_PERSON})"
    r"(?= (?:(?:at|from|in|of) (?:the|your|my|their) [\w ]{3,30}? )?(?:told|said|informed|advised"
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
    return 7 <= len(digits) <= 15 and not re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", found)


def _is_grouped(found: str) -> bool:
    """From 6 to 12 digits, and no year among the groups."""
    digits = re.sub(r"\D", "", found)
    years = re.search(r"\b(?:19|20)\d\d\b", found)  # a day, a span of years
    # Two with a dash between are pages, days or the number of a court's case.
    pair = re.fullmatch(r"\d+-\d+", found)
    return 6 <= len(digits) <= 12 and not years and not pair


def _is_place(found: str) -> bool:
    """None of its words is of a firm or a law."""
    words = re.findall(r"[^\W\d_][\w'’.-]*", found)
    return not NOBODY & {word.casefold().strip(".") for word in words}


def _is_person(found: str) -> bool:
    """At least one word that is no label of ours, and nothing that was blacked out before."""
    return "XX" not in found and found.split()[0].casefold() not in NO_NAMES


NO_NAMES = frozenset({
    "yesterday", "today", "tomorrow", "then", "later", "since", "my", "our", "ask", "tell", "his", "her",
    "a", "about", "after", "again", "all", "an", "and", "also", "at", "bank", "because", "being", "but", "by",
    "credit", "customer", "equifax", "experian", "for", "from", "having", "here", "how", "i", "if",
    "in", "it", "just", "no", "not", "now", "on", "one", "only", "please", "requesting", "so", "sorry",
    "that", "the", "their", "there", "they", "this", "to", "transunion", "very", "we", "what",
    "when", "where", "who", "why", "with", "writing", "you", "your",
})  # fmt: skip


# Words of firms, offices and laws: with one of them it is no person.
NOBODY = frozenset({
    "account", "accuracy", "act", "agency", "america", "american", "apple", "bank", "being",
    "branch", "bureau", "capital", "card", "cares", "cash", "chase", "citi", "city", "claims",
    "code", "collection", "collections", "company", "complaint", "consumer", "corp",
    "corporation", "credit", "customer", "debt", "department", "dept", "discover", "dispute",
    "equifax", "experian", "express", "fair", "fargo", "fcra", "federal", "file", "finance",
    "financial", "first", "fraud", "freedom", "general", "google", "group", "home", "honda",
    "identity", "inc", "innovis", "insurance", "landlord", "law", "lexis", "lexisnexis", "llc",
    "loan", "loans", "loss", "lynch", "mae", "manager", "mastercard", "maximum", "mitigation", "mortgage",
    "mosaic", "national", "navient", "navy", "nelnet", "ocwen", "office", "one", "pay", "paypal",
    "plaid", "privacy", "problem", "proof", "recovery", "reg", "remedy", "report", "reporting",
    "rights", "sallie", "santander", "schwab", "section", "service", "services", "solutions", "stanley", "state",
    "states", "subject", "supervisor", "synchrony", "systems", "team", "theft", "title", "trans",
    "transunion", "trust", "union", "united", "usaa", "usc", "venmo", "verizon", "visa", "vs",
    "well", "wells", "western", "zelle",
})  # fmt: skip


def _is_somebody(found: str) -> bool:
    """Two words at least, none of them of a firm or a law."""
    words = [word.casefold().strip(".'’") for word in found.split()]
    return len(words) > 1 and _is_person(found) and not NOBODY & {*words}


def _always(_found: str) -> bool:
    return True


# In this order: what is found first in a place counts.
WHAT: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("e-mail", re.compile(_MAIL), _always),
    ("link", re.compile(_LINK), _always),
    ("account", IBAN, _is_iban),
    ("card", CARD, _is_card),
    ("card", re.compile(_SHORT_CARD), _is_card),
    ("number", NATIONAL, _always),
    ("number", re.compile(_NINO), _always),
    ("number", re.compile(_SSN), _always),
    ("number", re.compile(_NHS), _is_nhs),
    ("number", re.compile(_ABN), _is_abn),
    ("number", re.compile(_TFN), _is_tfn),
    ("account", ACCOUNT, _always),
    ("birthday", re.compile(_BORN), _always),
    ("ip", re.compile(_IP), _is_ip),
    ("telephone", re.compile(_PHONE), _is_dialled),
    ("address", re.compile(_ADDRESS), _always),
    ("address", re.compile(_NAMED_PLACE), _is_place),
    ("address", re.compile(_LEADS_TO), _always),
    ("telephone", re.compile(_GROUPS), _is_grouped),
    ("postcode", re.compile(_POSTCODE), _always),
    ("postcode", re.compile(_ZIP), _always),
    ("name", re.compile(_GREETED), _is_person),
    ("name", re.compile(_TITLED), _is_person),
    ("name", re.compile(_SELF), _is_person),
    ("name", re.compile(_SIGNED), _is_person),
    ("name", re.compile(_SPOKE), _is_somebody),
    ("name", re.compile(_OWNER), _is_person),
    ("name", re.compile(_ON_A_LINE), _is_somebody),
)
