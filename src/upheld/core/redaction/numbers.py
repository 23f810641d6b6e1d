"""Numbers that states and firms give to somebody: by their check digits, or by their name."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Callable, Iterable

from upheld.core.checks.privacy import luhn
from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import phrases, words

_DIGITS = re.compile(r"\D")


def _weighed(digits: str, weights: Iterable[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _is_pesel(found: str) -> bool:
    """Poland: weighed by 1, 3, 7, 9 the eleven digits divide by 10; the month tells the century."""
    weighed = _weighed(found, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1))
    return weighed % 10 == 0 and int(found[2:4]) % 20 in range(1, 13)


def _is_cpf(found: str) -> bool:
    """Brazil: the last two of eleven digits check those before them (modulus 11)."""
    digits = _DIGITS.sub("", found)
    checks = (_weighed(digits[:n], tuple(range(n + 1, 1, -1))) * 10 % 11 % 10 for n in (9, 10))
    return all(check == int(digits[n]) for n, check in zip((9, 10), checks, strict=True))


def _is_nir(found: str) -> bool:
    """France: the key is 97 less the rest of the thirteen signs before it by 97; Corsica has letters."""
    plain = found.replace(" ", "").upper().replace("2A", "19").replace("2B", "18")
    return 97 - int(plain[:13]) % 97 == int(plain[13:15])


def _is_hetu(found: str) -> bool:
    """Finland: the sign at the end is told by the rest of the nine digits by 31."""
    digits = found[:6] + found[7:10]
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(digits) % 31] == found[10].upper()


def _is_dni(found: str) -> bool:
    """Spain: the letter is told by the rest of the number by 23; X, Y and Z stand for 0, 1 and 2."""
    plain = found.replace("-", "").replace(" ", "").upper()
    digits = plain[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == plain[-1]


def _is_norwegian(found: str) -> bool:
    """Norway: both of the last two of eleven digits are checks (modulus 11)."""
    digits = _DIGITS.sub("", found)
    first = _weighed(digits, (3, 7, 6, 1, 8, 9, 4, 5, 2, 1))
    return first % 11 == _weighed(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0


def _is_belgian(found: str) -> bool:
    """Belgium: the last two of eleven digits are 97 less the rest by 97, from 2000 on with a 2."""
    digits = _DIGITS.sub("", found)
    return int(digits[9:]) in {97 - int(century + digits[:9]) % 97 for century in ("", "2")}


def _is_cnp(found: str) -> bool:
    """Romania: the last of thirteen digits is told by the others (modulus 11); month and day are."""
    check = _weighed(found, (2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)) % 11
    return (1 if check == 10 else check) == int(found[12])


def _is_emso(found: str) -> bool:
    """What was Yugoslavia: the last of thirteen digits makes the weighed sum divide by 11."""
    check = 11 - _weighed(found, (7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return (0 if check > 9 else check) == int(found[12])


def _is_egn(found: str) -> bool:
    """Bulgaria: the last of ten digits (modulus 11); the month tells the century."""
    check = _weighed(found, (2, 4, 8, 5, 10, 9, 7, 3, 6)) % 11 % 10
    return check == int(found[9]) and int(found[2:4]) % 20 in range(1, 13)


def _is_hungarian(found: str) -> bool:
    """Hungary's number of a taxpayer: begins with 8, the last of ten digits (modulus 11)."""
    return found[0] == "8" and _weighed(found, tuple(range(1, 10))) % 11 == int(found[9])


def _is_11_10(found: str) -> bool:
    """Germany's number of a taxpayer and Croatia's OIB: ISO 7064, modulus 11, 10."""
    rest = 10
    for digit in map(int, found[:-1]):
        rest = ((rest + digit) % 10 or 10) * 2 % 11
    return (11 - rest) % 10 == int(found[-1])


def _is_turkish(found: str) -> bool:
    """Turkey: the tenth of eleven digits is told by those before it, the last by their sum."""
    digits = [*map(int, found)]
    tenth = (7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10
    return digits[0] > 0 and digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def _is_greek(found: str) -> bool:
    """Greece's AMKA: a day of birth, and eleven digits that Luhn's formula checks."""
    return 1 <= int(found[:2]) <= 31 and 1 <= int(found[2:4]) <= 12 and luhn(found)


def _is_irish(found: str) -> bool:
    """Ireland's PPS number: the letter is told by the weighed digits, and the second letter, by 23."""
    second = "WABCDEFGHI".find(found[8:9] or "W")
    return (
        "WABCDEFGHIJKLMNOPQRSTUV"[(_weighed(found[:7], range(8, 1, -1)) + 9 * second) % 23]
        == found[7]
    )


def _is_cuil(found: str) -> bool:
    """Argentina: the last of eleven digits (modulus 11); the first two tell whose it is."""
    digits = _DIGITS.sub("", found)
    rest = 11 - _weighed(digits, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return {11: 0, 10: 9}.get(rest, rest) == int(digits[10])


def _is_rut(found: str) -> bool:
    """Chile: the sign behind the dash is told by the figures before it, from the last, by 2 to 7
    again and again (modulus 11)."""
    body, _, check = found.replace(".", "").partition("-")
    rest = 11 - _weighed(body[::-1], (2, 3, 4, 5, 6, 7, 2, 3)) % 11
    return {11: "0", 10: "K"}.get(rest, str(rest)) == check.upper()


def _is_of_the_baltic(found: str) -> bool:
    """Estonia and Lithuania: the century and sex, the day of birth, and four digits more."""
    return found[0] in "3456" and 1 <= int(found[3:5]) <= 12 and 1 <= int(found[5:7]) <= 31


def _is_a_number(found: str) -> bool:
    """Five signs at least with a digit among them, and neither an amount, a day nor years."""
    plain = re.sub(r"[^A-Za-z0-9]", "", found)
    other = re.fullmatch(
        r"[\d,]+\.\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{1,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d(?:-\d{2,4}|/\d{1,6})?|PNR .*|(?:19|20)\d\d [A-Z][A-Z0-9-]{1,9}",
        found,
    )
    return len(plain) >= 5 and any(map(str.isdigit, plain)) and not other


_CALLED = one_of(
    r"passports?", r"driv(?:er['’]?s?|ing) licen[cs]e", r"licen[cs]e", r"licen[cs]e plate", r"number ?plate", r"plate",
    r"registration", r"vehicle", r"vin", r"policy", r"member(?:ship)?", r"accounts?", r"acct\.?", r"a/c", r"national id",
    r"national insurance", r"id", r"identity(?: card)?", r"tax(?: id|payer)?", r"tin", r"social security", r"ssn", r"nino",
    r"medicare", r"medicaid", r"nhs", r"patient", r"student", r"employee", r"routing", r"sort code", r"swift", r"bic", r"imei",
    r"visas?", r"contracts?", r"agreement", r"annuity", r"acc(?=[:#. ]{1,2}[A-Z]{0,3}-?\d)", r"concession(?: card)?", r"pension(?:er)? card", r"roll", r"pension(?: pot)?,?", r"staff(?= (?:n|id))", r"pupils?", r"rec(?=[:.#]? [A-Z\d-]*\d{4})", r"insurance", r"subscriber", r"mr(?=[ #])", r"mr n(?= ?[:=#])", r"m[.]r[.]n[.]?", r"records?", r"chart", r"billing", r"file(?= n| id| ref)", r"nir", r"insee", r"sécurité sociale", r"adóazonosító\w{0,6}(?: jel\w{0,3})?", r"егн", r"claimant id", r"ausweis\w{0,7}", r"personal\w{0,8}", r"steuer\w{0,24}", r"id[.-]?nr", r"oib", r"emšo", r"jmbg", r"cnp", r"egn", r"bsn", r"nif", r"dni", r"codice fiscale", r"numero fiscale", r"vertrags\w{0,8}", r"kunden\w{0,8}", r"konto\w{0,8}", r"customer", r"loyalty", r"pesel", r"cpf", r"mrn", r"medical record",
    *phrases("numbers"),
)  # fmt: skip
_NUMBERED = (
    rf"{_CALLED}(?:[ -](?i:number|num|no\.?|nr\.?|n[.°º]{{0,2}}|№|id|card|code|plate|account|licen[cs]e|identification|security|reference|ref\.?|identifier|key|numbers)(?![A-Za-z]))*"
    r"(?:[’']s)?[\"']?(?: (?i:is|was|are|being|reads?|called|indexed|filed|held|listed|kept|under|by|as|ist|lautet|es|est|è|é|jest|är|er)\b|[:=#№·•→>|]|\.(?<=[nN][rRoO].)| ?[._…]{3,40}+|(?: [._…]){2,20}+(?= )| [:=#№·•→>|/(\[—–-]){0,3}(?:\s{1,2}|(?<=[:=]) {0,12})?[#\"'\[]?"
    r"(?P<it>(?:[A-Z]{1,5} )?(?=[A-Z0-9./-]{0,20}\d)[A-Z0-9][A-Z0-9./-]{0,40}(?: (?=[A-Z0-9./-]{0,8}\d)[A-Z0-9./-]{1,40}){0,5}(?<=[A-Z0-9])(?: [A-Z]{1,3}\b)?)(?![\w%])"
)
_PLATE = (
    rf"{one_of('number ?plate', 'licen[cs]e plate', 'plate', 'registration', 'reg')}(?:[ -](?i:number|num|no[.]?|nr[.]?|plate)(?![A-Za-z]))*"
    rf"(?:(?: (?i:is|was|reads?)\b|[:=#]| [:=#(]){{0,2}} |[:=#])(?P<it>[{UP}0-9]{{1,8}}(?:[ ·•.-][{UP}0-9]{{1,8}}){{0,4}})(?!\w)"
)
# After a word for a car, in whatever groups a country has them.
_OF_A_CAR = (
    rf"{one_of('cars?', 'van', 'vehicle', 'taxi', 'cab', 'lorry', 'truck', 'motorbike', 'motorcycle', 'boda(?:[ -]?boda)?', 'okada', 'matatu', 'tuk[ -]?tuk', 'rickshaw', 'scooter', 'coach', 'minibus', 'wagen', 'auto', 'pkw', 'lkw', 'fahrzeugs?', 'lieferwagen', 'voiture', 'v[ée]hicule', 'camion(?:nette)?', 'fourgon', 'coche', 'veh[íi]culo', 'furgoneta', 'macchina', 'vettura', 'autovettura', 'veicolo', 'furgone', 'voertuig', 'bestelbus', 'busje', 'carro', 'viatura', 've[íi]culo', 'carrinha', 'bilen?', 'fordonet?', 'k[øo]ret[øo]jet?', 'kj[øo]ret[øo]yet?')}"
    r"(?:,? [^\W\d_]{1,15}[.]?){0,3}[ ,:(]{1,3}(?P<it>(?=[A-Z0-9 ·-]{0,8}\d)(?=[0-9 ·-]{0,8}[A-Z])[A-Z0-9]{1,4}(?:[ ·-][A-Z0-9]{1,4}){1,2}|[A-Z]{1,3}\d{2,4}[A-Z]{1,3}|[A-Z]{2,3}\d{3,4}|\d{3,4}[A-Z]{2,3})(?![\w-]| [A-Z0-9])"
)


def _is_plate(found: str) -> bool:
    """From five to eight signs, two figures at least and as few letters; no make's: BMW 320."""
    plain = [sign for sign in found if sign.isalnum()]
    figures = sum(map(str.isdigit, plain))
    make = re.split(r"[ ·-]", found)[0].casefold() in words("firms")
    return not make and len(plain) in range(5, 9) and 2 <= figures < len(plain)


# In this order, as redaction_patterns.WHAT.
NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"\d(?<![\w.,+-]\d)\d{10}(?![\w-]|[.,]\d)"), lambda found: _is_pesel(found) or _is_norwegian(found) or _is_11_10(found) or _is_of_the_baltic(found) or _is_turkish(found) or _is_greek(found)),
    (re.compile(r"\d(?<![\w.,+-]\d)\d{12}(?![\w-]|[.,]\d)"), lambda found: _is_cnp(found) or _is_emso(found)),
    (re.compile(r"\d(?<![\w.,+-]\d)\d{9}(?![\w-]|[.,]\d)"), lambda found: _is_egn(found) or _is_hungarian(found)),
    (re.compile(r"\d(?<![\w.,+-]\d)\d \d{3} \d{3} \d{3}(?![\w-])"), lambda found: _is_11_10(found.replace(" ", ""))),
    # Letters that tell what it is are glued to it.
    (re.compile(r"[EMCPALISRU](?<![\w-].)(?:(?<=E)MP|(?<=M)(?:RN|EM|EMBER)|(?<=C)(?:UST|LIENT|ERT)|(?<=P)(?:AT|OL|UPIL)|(?<=A)CCT?|(?<=L)IC|(?<=I)NS|(?<=S)(?:TU|UB)|(?<=R)EC|(?<=U)SE?R)[-#:]{1,2}[A-Z]?\d{4,12}(?:-\d{1,6}){0,2}(?![\w-])"), bool),
    (re.compile(r"\d(?<![\w.,+-]\d)\d{5} \d{5}(?![\w-])"), _is_norwegian),
    (re.compile(r"\d(?<![\w.,+-]\d)\d{2}\.?\d{3}\.?\d{3}-\d{2}(?![\w-])"), _is_cpf),
    (re.compile(r"[12](?<![\w.,+-].) ?\d{2} ?\d{2} ?(?:\d{2}|2[ABab]) ?\d{3} ?\d{3} ?\d{2}(?![\w-])"), _is_nir),
    (re.compile(r"\d(?<![\w.,+-]\d)\d{5}[-+A-F]\d{3}[0-9A-Z](?![\w-])"), _is_hetu),
    (re.compile(r"[XYZ\d](?<![\w.,+-].)\d{6,7}[ -]?[A-Z](?![\w-])"), _is_dni),
    (re.compile(r"\d(?<![\w.,+-]\d)\d\.?\d\d\.?\d\d[-.]?\d{3}[. ]?\d\d(?![\w-])"), _is_belgian),
    # Italy's code by its form; days with a dash and four digits, as in Denmark and Sweden.
    (re.compile(r"[A-Z](?<!\w.)[A-Z]{5} ?\d{2}[A-EHLMPRST]\d{2} ?[A-Z]\d{3}[A-Z](?!\w)"), bool),
    (re.compile(r"\d(?<![\w.,+-]\d)(?:\d{0,2}(?:\d\d[01]\d[0-9]|\d[01]\d\d\d))[-+]\d{4}(?![\w-])"), bool),
    # Switzerland's number of the insured by its form, and the number of birth of Czechia and Slovakia
    # (a woman's month has 50 more).
    (re.compile(r"7(?<![\w.,+-].)56(?:\.\d{4}\.\d{4}\.\d{2}|\d{10})(?![\w-])"), bool),
    (re.compile(r"\d(?<![\w.,+/-]\d)\d[01567]\d[0-3]\d/\d{3,4}(?![\w/-])"), bool),
    # Ireland; by their form Latvia's code, Mexico's CURP and India's PAN, a driving licence of the United Kingdom.
    (re.compile(r"\d(?<![\w.,+-]\d)\d{6}[A-W][A-IW]?(?![\w-])"), _is_irish),
    (re.compile(r"[0-3](?<![\w.,+-].)\d[01]\d{3}-[0-2]\d{4}(?![\w-])"), bool),
    (re.compile(r"[A-Z](?<!\w.)[A-Z9]{3}(?:\d{6}[HM][A-Z]{5}[A-Z\d]\d|(?<=[ABCFGHJLPT])[A-Z]\d{4}[A-Z]|[A-Z9]\d{6}[A-Z9]{2}\d[A-Z]{2})(?!\w)"), bool),
    (re.compile(r"2(?<![\w.,+-].)[0347]-\d{8}-\d(?![\w-])"), _is_cuil),
    (re.compile(r"\d(?<![\w.,+-]\d)(?:\d?\.\d{3}\.\d{3}|\d{6,7})-[\dkK](?![\w-])"), _is_rut),
    # A sort code with its account.
    (re.compile(r"\d(?<![\w.,+-]\d)\d-\d\d-\d\d\W{1,4}\d{8}(?!\w)"), bool),
    # A plate of the United Kingdom by its form.
    (re.compile(r"[A-Z](?<!\w.)[A-Z]\d{2} (?:[A-Z]{3}|(?=\d{0,2}[A-Z])[A-Z0]{3})(?!\w)"), bool),
    # Of Germany (a district, letters, figures), of France and of Italy; of Poland after a word for a car.
    (re.compile(r"[A-ZÄÖÜ](?<![\w-].)(?!(?<=E)U-|(?<=V)O-)[A-ZÄÖÜ]{0,2}-[A-Z]{1,2} \d{1,4}[EH]?(?![\w-]|[.,]\d)"), bool),
    (re.compile(r"[A-HJ-NP-TV-Z](?<![\w-].)[A-HJ-NP-TV-Z](?:-\d{3}-| \d{3} )[A-HJ-NP-TV-Z]{2}(?![\w-])"), bool),
    (re.compile(rf"{one_of('samoch[oó]d(?:em|u|zie)?', 'auto', 'auta', 'pojazd(?:em|u)?', 'rejestracj[ai]', 'rejestracyjn[ya]', 'rej[.]', 'aut(?:em|o)', 'bus(?:em|ie)?')}(?: marki [{UP}]\w{{2,20}})?[,:]? (?:nr:? )?(?P<it>[A-Z]{{2,3}} (?=[A-Z]?\d)[A-Z0-9]{{4,5}})(?!\w)"), bool),
    (re.compile(_OF_A_CAR), _is_plate),
    # Of Austria; and what a meter is called in Germany, by its form (DIN 43863-5).
    (re.compile(r"[A-Z](?<![\w-].)[A-Z]?-\d{3,5} [A-Z]{1,3}(?![\w-]|[.,]\d)"), bool),
    (re.compile(r"[1-9](?<![\w-].)[A-Z]{3}\d{10}(?![\w-])"), bool),
    # A card of Medicare by its form (Centers for Medicare & Medicaid Services, MBI format), a card of a
    # telephone by its beginning and its check digit (ITU-T E.118), and what a network knows a machine by.
    (re.compile(r"[1-9](?<![\w-].)[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d\d(?![\w-])"), bool),
    (re.compile(r"8(?<![\w.,+-].)9\d{17,18}(?![\w-])"), luhn),
    (re.compile(r"[0-9A-Fa-f](?<![\w:-].)[0-9A-Fa-f](?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})(?![\w:-])"), bool),
    # A pager, or who sits behind a switchboard.
    (re.compile(rf"{one_of('pager', 'bleeper', 'bleep', 'beeper', 'extension', 'extn', 'ext')}[.]?(?i: (?:number|no[.]?))?[ :#]{{1,2}}(?P<it>(?!(?:19|20)\d\d\b)\d{{3,7}})(?![\w%]|[.,]\d)"), bool),
    (re.compile(_NUMBERED), _is_a_number),
    (re.compile(_PLATE), lambda found: any(map(str.isdigit, found)) and len(found) > 3),
)  # fmt: skip
