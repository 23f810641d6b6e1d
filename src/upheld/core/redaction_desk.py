"""What desks write in the languages of Europe: numbers of contracts and members by the word before
them, codes of the post in forms, names with initials or in brackets after what somebody is."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterable, Iterator
from functools import cache

from .known_words import bare, is_common, is_german, is_listed, is_of_letters
from .naming_runs import roles
from .pieces import UP, one_of
from .redaction_checks import NO_NAMES
from .redaction_patterns import Found
from .word_lists import phrases, words

_FIGURE = re.compile(r"\d")
# What somebody has with a firm, or is to one.
_HELD = one_of(
    "vertrag(?:s\\w{0,14})?", "kund(?:e|in|en)?(?:[ -]?n(?:umme)?r)?", "kd[.]?-?nr", "mitglied\\w{0,12}", "abo(?:nn?e(?:nt|ment)\\w{0,10})?(?:-?nr)?", "kart(?:e|en)(?:-?n(?:umme)?r)?", "policen?\\w{0,8}", "versicherten\\w{0,8}",
    "contrat", "cliente?", "clienta", "adh[ée]rente?", "abonn[ée]e?", "carte", "soci[ée]taire", "assur[ée]e?", "contrato", "soci[oa]", "s[óo]ci[oa]", "abonad[oa]", "tarjeta", "p[óo]liza", "afiliad[oa]", "viajero(?: frecuente)?",
    "contratto", "abbonat[oa]", "tessera", "polizza", "utenza", "utente", "contract\\w{0,8}", "klant\\w{0,8}", "lid(?:maatschap\\w{0,8}|nummer|nr)?", "abonnee\\w{0,8}", "polis\\w{0,8}", "relatie\\w{0,8}", "pas(?:nummer|nr)",
    "carta\\w{2,12}", "fid[ée]lit[ée]", "fidelidad", "fedelt[àa]", "lojalno[śs]ciow\\w{1,3}", "ean(?:-?code)?", "ppe", "cups", "pod", "pdr", "pce", "cpe", "z[äa]hlpunkt\\w{0,10}", "anl[äa]ggnings\\w{0,5}(?:-id)?",
    "umow[ay]", "klient(?:a|ka|ki)?", "abonent(?:a|ka|ki)?", "kart[ay]", "cz[łl]onek", "cz[łl]onkini", "assinante", "ap[óo]lice", "cart[ãa]o", "avtal\\w{0,8}", "kund\\w{0,8}", "medlem\\w{0,10}", "abonnemang\\w{0,8}", "kort\\w{0,8}",
)  # fmt: skip
_HELD = rf"(?:{_HELD}|[^\W\d_](?<!\w.)[^\W\d_]{{1,12}}(?i:bonus|card|karte|karta|kaart|kort))"
_SAID = r"(?P<between>(?:[ -][^\W\d_]{1,14}[.°º]{0,2}){0,3})"
_LETTERED = r"(?=[A-Z\d /.-]{0,8}\d{2})[A-Z]{1,4}(?:-[A-Z]{1,3})?[-/. ]?\d{2,12}(?:[ ./-]\d{2,8}){0,3}(?:[ -][A-Z]{1,2})?(?![\w%])"
_MIXED = r"\d[-/ ]?\d{0,6}[A-Z]{2,4}-?\d{2,8}(?!\w)"
_FIGURES = r"\d{1,20}(?:[ .-]\d{2,8}){0,4}(?:-\d)?(?:[ -][A-Z]{1,2})?(?![\w%€]|[.,:]\d| ?(?:€|EUR|kr|zł|PLN))"
_NUMBERED = re.compile(
    rf"{_HELD}(?!\w){_SAID}(?:[ \t]?[:#=][ \t]{{0,2}}|[ \t](?:is |è |es |é |jest |ist |är )?(?=[A-Z]{{1,4}}[-/. ]?\d|\d{{5}}|\d{{1,4}}[ .-]\d{{3}}|\d-\d{{2}}[A-Z]))(?P<it>{_LETTERED}|{_MIXED}|{_FIGURES})"
)
_THINGS = re.compile(rf"(?<!\w)(?i:{'|'.join(f'(?:{each})' for each in phrases('things'))})")
_DAY = re.compile(
    r"\d{1,2}[ ./-]\d{1,2}[ ./-](?:\d\d|(?:19|20)\d\d)(?: \d{1,2})?|(?:19|20)\d\d-\d\d-\d\d"
)
_FEWEST = 5  # figures of such a number; after it comes no amount
# A code of the post in the field of a form, and the Netherlands' before a house or a town.
_POST = re.compile(
    rf"{one_of('plz', 'postleitzahl', 'cp', 'c[.]p[.]', 'code postal', 'cap', 'codice postale', 'c[óo]d(?:igo|[.])? postal', 'kod(?: pocztowy)?', 'postcode', 'postnummer', 'postnr[.]?', 'postinumero', 'cep', 'zip')}(?![\w-])[\"']?[ \t]?[:=]?[ \t]?[\"']?"
    r"(?P<it>(?:[A-Z]{1,2}-)?(?:\d\d-\d{3}|\d{4}-\d{3}|\d{5}-\d{3}|\d{4} ?[A-Z]{2}|\d{3} \d{2}|\d{4,5}))(?![\w-])"
)
_DUTCH = re.compile(
    r"(?:^|(?<=[\n,:(>])|(?<=[,:(>a-z] ))(?P<it>[1-9]\d{3} ?(?!SA|SD|SS|EU|KM|KW|CV|PK|[KMGT]B|C[CM]|MM|KG|ML|HP|CH|PM|AM|US)[A-Z]{2})"
    rf"(?=,? (?:(?:huis)?n(?:umme)?r\.? ?)?\d|[ \t]?\n|,|$| [{UP}][a-z])",
    re.MULTILINE,
)
_BORN = re.compile(
    rf"{one_of('född', 'fødd', 'født', 'geb[.]?', 'geboren', 'n[ée]e?', 'nat[oa]', 'nacid[oa]', 'nascid[oa]', 'ur[.]', 'urodzon[ya]', 'f[.]', 'personnr')}[ :]{{1,2}}(?:(?:am|le|il|el|den|op|em|dnia) )?(?P<it>(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?![\w-]|[.,]\d)"
)
_BORN_IN_FIGURES = re.compile(
    rf"{one_of('n', 'nac', 'nasc', 'nat', 'geb', 'ur', 'f', 'n[ée]e?', 'f[öo]dd', 'geboren', 'urodz')}[.]? ?(?:dat[.]?|am|le|il|el|em|op|den)?[ :]{{1,2}}(?P<it>\d{{1,2}}[./-]\d{{1,2}}[./-](?:[3-9]\d|19\d\d|20[01]\d))(?![\w-]|[.,/]\d)"
)
_WORD = rf"[{UP}][^\W\d_]{{0,40}}[a-zà-ž][\w'’-]{{0,30}}"
_PARTICLE = r"(?:van|von|vom|zu|zum|zur|de|den|der|het|ter|ten|la|le|du|des|del|della|di|da|do|dos|das|af|av|te|in|'t|v\.|d\.)"
_INITIALED = re.compile(
    rf"(?<![\w.'’/-])(?P<it>(?P<letters>(?:[{UP}](?:[a-z])?\.[ -]?){{1,3}})(?<=[ .-])(?P<particles>(?:{_PARTICLE} )*)(?P<last>{_WORD})(?:[ -]{_WORD})?|(?:v\.|v\.d\.|vd|v/d) ?(?:d\. ?)?(?P<dutch>{_WORD}))(?!\w)"
)
# What stands behind a name; the name itself is looked for before it.
_INITIAL = re.compile(rf"(?P<more> [{UP}]\.)(?=[ \t]?[,;:)\"”\n]|$| [–-])")
_AGE = re.compile(
    r"(?:,| \(|, \()\s?\d{1,2} (?:años|añitos|ans|anni|jaar|lata?|anos|år|Jahre|J\.|mesi|mois|meses|maanden|Monate|månader|miesi\w+)(?!\w)"
)
_BEFORE_IT = re.compile(rf"(?<![\w.'’/-])(?P<it>{_WORD})$")
_IN_BRACKETS = re.compile(rf"\((?P<it>{_WORD}(?: {_WORD})?)(?=\)|, )")
_TITLES = re.compile(
    rf"(?<![\w.])(?:(?:Eng|Arq|Enf|Rag|Geom|Avv|Ing|inż|mgr|[Ll]ic)(?:\.[ºª]?a?|[ºª]) (?P<alone>{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,2}})|(?:Sr|Sra|Srª|D|Dª|Exmo|Exma|Dr|Dra|Prof|Herrn?|Frau|Hr|Fr|M|Mme|Sig|Sig\.ra|Dott|Dott\.ssa|mw|mevr|dhr|[Pp]an|[Pp]ani|[Pp]ana|[Pp]anem|p)\.?[ªº]? "
    rf"(?:(?:Eng|Arq|Ing|Avv|Dott|Dr|Dra|Prof|Mag|Dipl|med|jur|mgr|inż|drs|ir|mr|doutora?|le Dr|notaire)\.?[ºªoa]?(?:-Ing\.)?[ª]? ){{1,3}}(?P<it>{_WORD}(?: (?:{_PARTICLE} )*{_WORD}){{0,2}}))"
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
_CALLING = one_of("richiam\\w{0,8}", "chiam\\w{1,8}", "oddzwo\\w{1,8}", "dzwoni\\w{1,6}", "zadzwo\\w{1,6}", "rappel\\w{0,6}", "appel(?:ez|er)", "ll[aá]m\\w{1,8}", "ligar", "ligu?e\\w{0,4}", "terugbel\\w{0,4}", "terug te bellen", "bel(?:len)?(?= me| mij| op| naar)", "ring(?:a|er)?", "anruf\\w{0,4}", "erreichbar", "bereikbaar")  # fmt: skip
_PASSPORT = re.compile(
    rf"{one_of('passeport', 'pasaporte', 'passaporto', 'passaporte', 'paspoort', 'paszport', 'reisepass', 'pass')}(?!\w)[^\d\n:]{{0,40}}: ?(?P<it>(?=[A-Z0-9]{{0,5}}\d{{3}})[A-Z0-9]{{7,10}})(?!\w)"
)
_RING = re.compile(
    rf"{_CALLING}(?!\w)[^\d\n]{{0,25}}(?P<it>\d{{9,11}}|\d{{3}}[ -]\d{{2,3}}[ -]\d{{2,3}}(?:[ -]\d{{2,3}})?|\d{{2}}(?: \d\d){{3,4}})(?![\w-]|[.,]\d)"
)
_BEHIND_A_NAME = re.compile(r", (?P<it>\d{6,12})(?=[\s.,;)]|$)")
# What has no part of its own in the lists, but is somebody: el chico (Iker).
_PEOPLE = frozenset(
    "rapaz rapariga moca moco chico chica senor senora ragazzo ragazza signora signor jongen meisje kille tjej killen tjejen junge mann garcon homme dame dama pan pani chlopak dziewczyna".split()  # noqa: SIM905
)
_STROKE = re.compile(rf"[\"”]?/ ?[\"“]?(?P<it>{_WORD})(?![\w./-])")
_BEFORE_STROKE = re.compile(rf"(?<![\w./-])(?P<it>{_WORD})/$")
_REACH = 45  # signs before a name in brackets in which a part is told
_NEAR = 32
_OF_OFFICES = frozenset(
    {"U.O. ", "P.O. ", "D.G. ", "C.C. ", "A.S. ", "S.A. ", "St. ", "Sw. ", "Św. ", "Fa. ", "Nr. "}
)
_VOWEL = re.compile("[aeiouy]")
_UNSURE = frozenset("NSCPLDRZKI")  # letters that stand for a word: C. Fiscale


def at_desks(text: str, *, english: bool) -> Iterator[Found]:
    """Numbers and codes by their labels; names, where the text is not English."""
    if _FIGURE.search(text):
        for match in _NUMBERED.finditer(text):
            if _is_own(match):
                yield Found(*match.span("it"), "number")
        for pattern in () if english else (_POST, _DUTCH):
            yield from (Found(*match.span("it"), "postcode") for match in pattern.finditer(text))
        yield from (Found(*match.span("it"), "number") for match in _PASSPORT.finditer(text))
        yield from (Found(*match.span("it"), "telephone") for match in _RING.finditer(text))
        yield from (
            Found(*match.span("it"), "birthday")
            for match in (*_BORN.finditer(text), *_BORN_IN_FIGURES.finditer(text))
        )
    yield from () if english else _names(text)


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
            if match and _is_called(match["it"]):
                yield Found(*match.span("it"), "name")


def _is_own(match: re.Match[str]) -> bool:
    """Five figures at least, no day, and nothing between that is called after a thing."""
    said = match["it"]
    figures = sum(map(str.isdigit, said))
    return figures >= _FEWEST and not _DAY.fullmatch(said) and not _THINGS.search(match["between"])


def _names(text: str) -> Iterator[Found]:
    for match in _INITIALED.finditer(text):
        if _has_initials(match):
            yield Found(*match.span("it"), "name")
    yield from _before_signs(text)
    for pattern in (_SIGNED, _YOURS):
        for match in pattern.finditer(text):
            if _is_called(match["it"].split()[0]):
                yield Found(*match.span("it"), "name")
    yield from (Found(*match.span("it"), "name") for match in _LETTERS.finditer(text))
    for match in (*_TITLES.finditer(text), *_POLITE.finditer(text)):
        part = match.lastgroup or "it"
        if not _is_of_others(match[part]):
            yield Found(*match.span(part), "name")
    german = is_german(text)
    for match in _IN_BRACKETS.finditer(text):
        named = is_listed(match["it"].split()[0]) or not german
        if named and _is_after_a_part(match) and not _is_of_others(match["it"]):
            yield Found(*match.span("it"), "name")


def _before_signs(text: str) -> Iterator[Found]:
    """Names before an initial or an age: Nowak K., Unax (4 años)."""
    for behind in (*_INITIAL.finditer(text), *_AGE.finditer(text)):
        name = _BEFORE_IT.search(text, max(0, behind.start() - _NEAR), behind.start())
        if name and _is_called(name["it"]):
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


def _is_called(word: str) -> bool:
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
    return not (roles() | _PEOPLE).isdisjoint(map(bare, told))
