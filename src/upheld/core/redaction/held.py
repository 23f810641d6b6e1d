"""What desks write in the languages of Europe that has a figure: numbers of contracts, members and
passports by the word before them, codes of the post in forms, days of birth, telephones."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.pieces import UP, one_of
from upheld.core.word_lists import phrases

from .patterns import Found

_FIGURE = re.compile(r"\d")
# What somebody has with a firm, or is to one.
_HELD = one_of(
    "vertrag(?:s\\w{0,14})?", "kund(?:e|in|en)?(?:[ -]?n(?:umme)?r)?", "kd[.]?-?nr", "mitglied\\w{0,12}", "abo(?:nn?e(?:nt|ment)\\w{0,10})?(?:-?nr)?", "kart(?:e|en)(?:-?n(?:umme)?r)?", "poli(?:cen?|zzen?)\\w{0,8}", "z[äa]hler(?:n(?:umme)?r)?", "versicherten\\w{0,8}",
    "contrat", "cliente?", "clienta", "adh[ée]rente?", "abonn[ée]e?", "carte", "soci[ée]taire", "assur[ée]e?", "contrato", "soci[oa]", "s[óo]ci[oa]", "abonad[oa]", "tarjeta", "p[óo]liza", "afiliad[oa]", "viajero(?: frecuente)?",
    "contratto", "overeenkomst\\w{0,8}", "abbonat[oa]", "tessera", "polizza", "utenza", "utente", "contract\\w{0,8}", "klant\\w{0,8}", "lid(?:maatschap\\w{0,8}|nummer|nr)?", "abonnee\\w{0,8}", "polis\\w{0,8}", "relatie\\w{0,8}", "pas(?:nummer|nr)",
    "carta\\w{2,12}", "fid[ée]lit[ée]", "fidelidad", "fedelt[àa]", "lojalno[śs]ciow\\w{1,3}", "ean(?:-?code)?", "ppe", "cups", "pod", "pdr", "pce", "cpe", "z[äa]hlpunkt\\w{0,10}", "anl[äa]ggnings\\w{0,5}(?:-id)?",
    "perso(?:nalausweis)?-?n(?:umme)?r", "cni", "c[.]i[.]", "dow[óo]d\\w{0,3}", "zorgpas", "inschrijf\\w{0,8}", "kartotek[ai]", "locataire", "mieter\\w{0,8}", "inquilin[oa]", "huurder\\w{0,8}", "najemc[ay]", "hyresg[äa]st\\w{0,8}", "arrendatari[oa]", "umow[ay]", "klient(?:a|ka|ki)?", "abonent(?:a|ka|ki)?", "kart[ay]", "cz[łl]onek", "cz[łl]onkini", "assinante", "ap[óo]lice", "cart[ãa]o", "avtal\\w{0,8}", "kund\\w{0,8}", "medlem\\w{0,10}", "abonnemang\\w{0,8}", "kort\\w{0,8}",
)  # fmt: skip
_HELD = rf"(?:{_HELD}|[^\W\d_](?<!\w.)[^\W\d_]{{1,12}}(?i:bonus|card|karte|karta|kaart|kort))"
_SAID = r"(?P<between>(?:[ -](?![A-Z]{1,4}[ .-]?\d)(?:[dl]['’])?[^\W\d_]{1,14}[.°º]{0,2}){0,3}?)"
_LETTERED = r"(?=[A-Z\d /.-]{0,8}\d{2})[A-Z]{1,4}(?:-[A-Z]{1,3})?[-/. ]?\d{1,18}(?:[ ./-]\d{2,8}){0,3}(?:[ -]\d)?(?:[ -]?[A-Z]{1,2})?(?![\w%])"
_MIXED = r"(?:(?=(?:[A-Z]*\d){4})(?=\d*[A-Z])[A-Z\d]{8,12}|\d[-/ ]?\d{0,6}[A-Z]{2,4}-?\d{2,10}|(?:19|20)\d\d/\d{3,6})(?![\w/-])"
_FIGURES = r"\d{1,20}(?:[ .-]\d{2,8}){0,4}(?:-\d)?(?:[ -][A-Z]{1,2})?(?![\w%€]|[.,:]\d| ?(?:€|EUR|kr|zł|PLN))"
_NUMBERED = re.compile(
    rf"{_HELD}(?!\w){_SAID}(?:[ \t]?[:#=][ \t]{{0,2}}|[ \t](?:is |è |es |é |jest |ist |är |c['’]est (?:le |la )?|è (?:il|la) |es (?:el|la) |é [oa] )?(?=[A-Z]{{1,4}}[-/. ]?\d|\d{{5}}|\d{{1,4}}[ .-]\d{{3}}|\d-\d{{2}}[A-Z]|\d[A-Z]{{3}}\d|\d{{4}}/\d{{3}}))(?P<it>{_LETTERED}|{_MIXED}|{_FIGURES})"
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
_CALLING = one_of("richiam\\w{0,8}", "chiam\\w{1,8}", "oddzwo\\w{1,8}", "dzwoni\\w{1,6}", "zadzwo\\w{1,6}", "rappel\\w{0,6}", "appel(?:ez|er)", "ll[aá]m\\w{1,8}", "ligar", "ligu?e\\w{0,4}", "terugbel\\w{0,4}", "terug te bellen", "bel(?:len)?(?= me| mij| op| naar)", "ring(?:a|er)?", "anruf\\w{0,4}", "erreichbar", "bereikbaar", "bizum", "swish", "blik", "mb ?way", "twint", "satispay", "tikkie", "payconiq", "zap", "wasap")  # fmt: skip
_PASSPORT = re.compile(
    rf"{one_of('passeport', 'pasaporte', 'passaporto', 'passaporte', 'paspoort', 'paszport', 'reisepass', 'pass')}(?!\w)[^\d\n:]{{0,40}}?(?:: ?|\()(?P<it>(?=(?:[A-Z]{{0,4}}\d){{3}})[A-Z0-9]{{7,10}})(?!\w)"
)
_RING = re.compile(
    rf"{_CALLING}(?!\w)[^\d\n]{{0,25}}(?P<it>\d{{9,11}}|\d{{3}}[ -]\d{{2,3}}[ -]\d{{2,3}}(?:[ -]\d{{2,3}})?|\d{{2}}(?: \d\d){{3,4}})(?![\w-]|[.,]\d)"
)
# The plate of a car in brackets behind it, as eight countries have them: Polo (12-ABC-3).
_PLATE = re.compile(
    r"\((?<=[\w.] \()(?P<it>\d{1,3} [A-Z]{2,3} \d\d|[A-Z]{2}-\d{3}-[A-Z]{1,2}|\d{1,2}-[A-Z]{2,3}-\d{1,2}|[A-Z]{1,3}-\d{2,3}-[A-Z]{1,2}|\d{4} ?[B-Z]{3}|[A-Z]{2} ?\d{3} ?[A-Z]{2}|[A-Z]{3} ?\d\d[A-Z\d]|[A-Z]{2,3} (?=\d{0,4}[A-Z])[A-Z\d]{4,5}(?<=\d.))\)"
    rf"|{one_of('regnr', 'reg[.]?-?nr', 'reg[.] ?nr', 'registreringsnummer')}[.: ]{{1,3}}(?P<called>[A-Z]{{3}} ?\d\d[A-Z\d])(?!\w)"
)
_OF_FORMS = ((_POST, "postcode"), (_DUTCH, "postcode"))
_OF_ANYBODY = (
    (_PASSPORT, "number"),
    (_PLATE, "plate"),
    (_RING, "telephone"),
    (_BORN, "birthday"),
    (_BORN_IN_FIGURES, "birthday"),
)


def held(text: str, *, english: bool) -> Iterator[Found]:
    """What somebody has with a firm, and what a form asks for, by what it is called."""
    if not _FIGURE.search(text):
        return
    for match in _NUMBERED.finditer(text):
        if _is_own(match):
            yield Found(*match.span("it"), "number")
    for pattern, what in () if english else _OF_FORMS:
        yield from (Found(*match.span("it"), what) for match in pattern.finditer(text))
    for pattern, what in _OF_ANYBODY:
        for match in pattern.finditer(text):
            yield Found(*match.span(match.lastgroup or "it"), what)


def _is_own(match: re.Match[str]) -> bool:
    """Five figures at least, no day, and nothing between that is called after a thing."""
    said = match["it"]
    figures = sum(map(str.isdigit, said))
    return figures >= _FEWEST and not _DAY.fullmatch(said) and not _THINGS.search(match["between"])
