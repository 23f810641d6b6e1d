"""How each thing that identifies a person is written, and the check that it is one."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Callable
from typing import NamedTuple

from upheld.core.checks.privacy import ACCOUNT, CARD, IBAN, NATIONAL
from upheld.core.pieces import UP, one_of

from . import addresses, births, checks, devices, numbers, postcodes


class Found(NamedTuple):
    """A place in a text, and what stands there."""

    start: int
    end: int
    what: str


# A word of a name or a street is bounded below ({0,40}): where it may go on for ever, a letter of
# nothing but A'A'A' is read from each of its signs to its end, and a long one takes hours.
# No more than 64 signs stand before the @ (RFC 5321, 4.5.3.1.1).
_MAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_LINK = r"\bhttps?://[^\s<>\"]+"
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
# A sort code and the account after it are one.
_SORTED = r"\d(?<![\w.,+-]\d)\d[ -]\d\d[ -]\d\d\W{1,3}(?i:and |account|acct?|a/c)(?i:and |account|acct?|a/c|number|no|\W){1,6}\d{8}(?!\w)"
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


# In this order: what is found first in a place counts.
WHAT: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("e-mail", re.compile(_MAIL), checks.is_of_somebody),
    ("link", re.compile(_LINK), checks.is_secret),
    ("telephone", re.compile(_ABROAD), checks.is_dialled),
    *(("number", each, so) for each, so in devices.DEVICES),
    ("account", IBAN, checks.is_iban),
    ("account", re.compile(_CALLED_IBAN), checks.always),
    ("account", re.compile(_POLISH_ACCOUNT), checks.always),
    ("card", CARD, checks.is_card),
    ("card", re.compile(_SHORT_CARD), checks.is_card),
    ("card", re.compile(_CALLED_CARD), lambda found: 12 <= sum(map(str.isdigit, found)) <= 19),
    ("number", NATIONAL, checks.always),
    ("number", re.compile(_NINO), checks.always),
    ("number", re.compile(_SSN), checks.always),
    ("number", re.compile(_NHS), checks.is_nhs),
    ("number", re.compile(_ABN), checks.is_abn),
    ("number", re.compile(_TFN), checks.is_tfn),
    ("account", re.compile(_SORTED), checks.always),
    ("account", ACCOUNT, checks.always),
    *(("number", each, so) for each, so in numbers.NUMBERS),
    *(("birthday", re.compile(each), checks.always) for each in births.BORN),
    *(("ip", re.compile(each), checks.is_ip) for each in _IP),
    *(
        ("telephone", re.compile(each), checks.is_dialled)
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
    *(("address", each, checks.always) for each in addresses.ALWAYS),
    *(("address", each, checks.is_place) for each in addresses.NAMED),
    ("address", addresses.LED_TO, checks.is_led_to),
    *(("address", each, checks.is_named_place) for each in addresses.NAMED_ALONE),
    ("telephone", re.compile(_GROUPS), checks.is_grouped),
    ("postcode", re.compile(postcodes.POSTCODE), postcodes.is_postcode),
    ("postcode", re.compile(postcodes.POSTCODE_ABROAD), checks.always),
    ("postcode", re.compile(postcodes.ZIP), checks.always),
    ("name", re.compile(_GREETED), checks.is_greeted),
    ("name", re.compile(_TITLED), checks.is_person),
    ("name", re.compile(_SELF), checks.is_person),
    ("name", re.compile(_SIGNED), checks.is_person),
    ("name", re.compile(_SPOKE), checks.is_somebody),
    ("name", re.compile(_OWNER), checks.is_person),
    ("name", re.compile(_ON_A_LINE), checks.is_somebody),
)
