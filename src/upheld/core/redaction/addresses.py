"""How the house and the street of somebody are written, by countries and by where they stand."""

# ruff: noqa: E501, SIM905 (a pattern is read whole, and so is a list of words)

import re

from upheld.core.known_words import bare, is_listed, is_unknown
from upheld.core.pieces import MONTHS, UP, one_of
from upheld.core.word_lists import words

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_STREET = (
    r"street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|place|pl|way|crescent|cres|terrace|tce"
    r"|gardens?|gdns|grove|square|sq|hill|park|mews|boulevard|blvd|parkway|pkwy|highway|hwy|circle|cir"
    r"|row|walk|rise|view|green|trail|plaza|route|ways?|lodge|harbou?rs?|islands?|estates?|ford|cottages?"
    r"|plains?|keys?|points?|ports?|villages?|crossing|junctions?|stravenue|passage|roads|streets"
    r"|isle|common|valley|meadows?|shores?|springs?|heights?|ridges?|forks?|mills?|brooks?|knolls?"
    r"|lakes?|manors?|oval|path|pike|ramp|ranch|rapids?|rest|rue|run|shoals?|skyway|spurs?|summit"
    r"|throughway|trace|track|tunnel|turnpike|underpass|union|viaduct|vista|wall|well|wells|alley"
    r"|annex|arcade|bayou|beach|bend|bluffs?|bottom|branch|bridge|burgs?|bypass|camp|canyon|cape"
    r"|causeway|centers?|centre|cliffs?|club|corners?|course|courts|cove|coves|creek|crest|curve|dale|dam"
    r"|divide|drives|drove|esplanade|expressway|extensions?|fall|falls|ferry|fields?|flats?|forest|forge|fort"
    r"|freeway|gate|gateway|glens?|greens|groves|haven|hills|hollow|inlet|land|light|lights|loaf|locks?"
    r"|loop|mall|mission|motorway|mount|mountains?|neck|orchard|overpass|parade|parks|pass|pine|pines|prairie"
    r"|promenade|quadrangle|quay|pocket|entrance|thoroughfare|reserve|concourse|crossroad|knoll|radial|river|stream|squares|station|via|ville|wharf|yard|wynd|brae|gait|loan|vennel|croft|fold|garth|mead|approach|strand|quays"
)
_ROOMS = ("flat", r"apt\.?", "apartment", "suite", r"ste\.?", "unit", "studio", "level", "room")
_ROOM = rf"(?i:{'|'.join(_ROOMS)})"
# A word is read as a whole: it ends before a sign of another kind.
_WORD = rf"[{UP}][\w'’.-]{{0,40}}+"
_SMALL = (
    r"(?:d[aeou]s?|del|della|delle|dei|degli|di|van|von|der|den|het|'t|zum|zur|am|an|im|in|la|le|les|l'|d'|el|al|y|e|i|na|nad|pod"
    r"|u\.|út|útja|utca|tér|ulica|tee|mnt|pst|etorbidea|kalea|sokak|caddesi|tachkent)"
)
# Words of streets that are words of English as well.
SMALL = frozenset(
    {
        "am",
        "an",
        "den",
        "die",
        "de",
        "do",
        "du",
        "i",
        "im",
        "in",
        "la",
        "le",
        "na",
        "pod",
        "tee",
        "van",
        "y",
        "e",
    }
)
_NUMBER = r"\d{1,6}[A-Za-z]?(?:[/-](?:\d{1,4}[A-Za-z]?|[IVX]{1,4}(?!\w)))?"
_NEXT = rf"(?:{_WORD}|{_SMALL}|[a-zà-žα-ωά-ώ]{{1,20}}\.?|\d{{1,2}})"
_STREET_NAME = rf"(?:ul\. )?{_WORD}(?: {_NEXT}){{0,4}}?"
# Words before the name of a street, in the languages that have them there.
_ROMANCE = (
    "chaussée|traverse|montée|faubourg|avinguda|passeig|carretera|calle|avenida|plaza|paseo|carrer|viale|piazza|corso|strada|rue|avenue|boulevard|chemin|place|allée|impasse|quai|route|cours|rua|travessa|praceta|praça|estrada|beco"
    r"|ul\.|ulica|al\.|aleja|plac|pl\.|os\."
).split("|")
_WITH_A_CAPITAL = (
    r"Calle|C/|Avenida|Avda\.?|Av\.?|UL\.|ULICA|AL\.|Plaza|Pasadizo|Paseo|Camino|Cañada|Callejón|Cuesta|Glorieta|Pasaje|Carretera|Carrer"
    r"|Rambla|Ronda|Urbanización|Vial|Alameda|Acceso|Via|Viale|Piazza|Corso|Vicolo|Largo|Contrada|Strada|Borgo|Rotonda"
    r"|Carrera|Cra\.?|Cl\.?|Cll\.?|Diagonal|Transversal|Circular|Andador|Privada|Prolongación|Viaducto|Circuito|Eje vial|Corredor|Cerrada|Peatonal|Periférico|Calzada|Retorno|Continuación|Ampliación|Boulevard|Bulevar|R\.(?= )|Lg\.|Pç\.|Tv\.|Favela|Jardim|Morro|Vila|Sítio|Trevo|Lago|Ladeira|Parque|Quadra|Recanto|Setor|Via|Loteamento|Lagoa|Colônia|Condomínio|Conjunto|Distrito|Esplanada|Estação|Fazenda|Feira|Núcleo|Passarela|Pátio|Residencial|Rodovia|Trecho|Vale|Vereda|Viela"
    r"|Str\.|Șos\.|Sos\.|Canale|Incrocio|Stretto|Bulevardul|Bd\.|Aleea|Intrarea|Drumul|Calea|Soseaua|Șoseaua|Piața|Piata|Cesta"
).split("|")
_BOTH_WAYS = [way for each in _ROMANCE for way in (each, each.capitalize())]
_BEFORE = one_of(*_BOTH_WAYS, *_WITH_A_CAPITAL, small=False) + "(?: |(?<=[./]))"
_AFTER = (
    r"(?:[Ss]traße|[Ss]trasse|[Ss]tr\.|[Gg]asse|[Ww]eg|[Aa]llee|[Pp]latz|[Rr]ing|[Uu]fer|[Dd]amm|[Ss]teig|[Hh]of|[Mm]arkt"
    r"|[Ss]traat|[Ll]aan|[Pp]lein|[Gg]racht|[Kk]ade|[Dd]reef|[Pp]ad|[Ss]teeg|[Bb]aan|[Ss]ingel|[Dd]ijk|[Ll]ei"
    r"|[Gg]atan?|[Vv]ägen|[Vv]äg|[Gg]ränd|[Ss]tigen|[Tt]orget|[Bb]acken|[Gg]ata|[Vv]egen|[Vv]eien|[Vv]ei|[Gg]aten?|[Ss]vingen|[Ss]vängen|[Aa]llén|[Ll]eden|[Hh]öjden|[Bb]akken"
    r"|[Vv]ejen?|[Gg]aden?|[Aa]llé|[Ss]træde|[Tt]often|[Pp]arken|[Hh]aven|[Kk]atu|[Tt]ie|[Kk]uja|[Pp]olku|[Pp]lan|[Tt]org|[Uu]lica|[Uu]l\.|[Cc]esta|[Tt]rg|[Nn]áměstí|[Nn]ámestie|[Tt]řída|[Nn]ábřeží|[Ii]ela|[Pp]rospekts|[Bb]ulvāris|[Gg]atvė|[Gg]\.|[Pp]r\.|[Aa]l\.|[Pp]l\.|[Tt][äa]nav|[Tt]ee|[Mm]aantee|[Pp]uiestee|[Cc]addesi|[Cc]ad\.|[Ss]okağı|[Ss]okak|[Ss]ok\.|[Bb]ulvarı|[Bb]ul\.|[Uu]tca|[Úú]t|[Úú]tja|[Tt]ér|[Mm]arg|[Nn]agar|[Cc]howk|[Gg]anj|[Pp]ath|[Rr]oad|[Kk]roken|[Ll]ia|[Mm]arka)"
)
_GLUED = (
    r"(?:stra(?:ß|ss)e|gasse|allee|platz|weg|straat|laan|plein|gracht|gatan?|vägen|gränd|vegen|veien|svingen|bakken|vej(?:en)?"
    r"|gaden?|stræde|toften|parken|katu|kuja|polku| (?:maantee|t[äa]nav|puiestee|utca|tér|útja|ulica|cesta|gatvė|iela|sokak))"
)
_MORE = r"(?:,? (?:(?i:apto|apt|suite|unit|flat|piano|appartamento|piso|puerta|interno|ap|bl|sc|et)\.? ?){1,2}\w{1,5}|  ?(?:Bl|Sc|Ap|Et)\. ?\w{1,5})*"
# A street without a number is where something happened, but on a line of its own or before a code.
_NO_MORE = r"(?=,?[ \t]{0,3}(?:\n|$)|,? (?:[A-Z]{1,2}-)?\d{4,5} ?[A-Z]|, \d{2}-\d{3} |, (?i:lote|bloco|bloque|portal|esc\.|escalera|scala|palazzina|b[âa]t|r[ée]s\b|appt|apto?|piso|n[.ro]{0,2}[º°]))"
_PARTICLES = rf"(?!(?i:{_MONTH})\b)(?:{_SMALL} |[dl]['’] ?)*"
_DOORS = r"(?:,? (?i:apt|suite|ste|unit|flat)\.? \d{1,5}|,? #[A-Z]?\d{1,5}[A-Z]?(?![\w-]))?"
_BY_NUMBER = (
    rf"\d{{0,5}}+[A-Za-z]?(?:[/-]\d{{1,4}})?,? (?:{_WORD}\s{{1,2}}){{1,4}}"
    rf"(?i:{_STREET})\b\.?(?: (?:North|South|East|West|[NSEW]{{1,2}})\b\.?)?{_DOORS}"
)
_IN_WORDS = rf"(?:{_WORD}|[a-zà-ž]{{3,20}}|\d{{1,2}})(?: (?:{_SMALL}|[dl]['’]|{_WORD}|\d{{4}})[\w'’-]{{0,40}}){{0,4}}"
_ADDRESSES = (
    rf"{one_of(*_ROOMS)} \d{{1,4}}\w?[,\s/]+\d{_BY_NUMBER}",
    rf"{one_of(*_ROOMS)} \d{{1,4}}[A-Za-z]?,? (?:{_WORD} ){{1,2}}(?:House|Court|Lodge|Towers?|Heights|Mansions|Buildings?|Point|Hall)\b(?:,? (?:\d{{1,4}}[A-Za-z]? )?(?:{_WORD} ){{1,3}}(?i:{_STREET})\b)?",
    rf"{one_of('basement', 'garden', 'top', 'upper', 'lower', 'ground', 'first', 'second', 'third')}(?i:(?: floor)? (?:flat|apartment|room)),?\s{{1,2}}\d{_BY_NUMBER}",
    rf"\d(?<![\w.,/-]\d)(?:\d{{0,4}}[A-Za-z]? ?(?:and|&|-) ?\d)?{_BY_NUMBER}",
    rf"\d(?<![\w.,/$£€-]\d)\d{{0,5}}(?: [NSEW]\.?)? \d{{1,3}}(?:st|nd|rd|th) (?i:{_STREET})\b\.?",
    rf"{one_of(*_ROOMS)} \d{{1,4}}[A-Za-z]?,? (?:\d{{1,5}}[A-Za-z]? )?[{UP}][\w'’-]+ [{UP}][\w'’-]+",
    rf"{one_of(*_ROOMS)} \d{{1,4}}[A-Za-z]?,? \d{{1,5}}[A-Za-z]? {_WORD}(?: {_NEXT}){{0,3}}?(?=[,\n])",
    rf"[{UP}](?<!\w.)(?:(?<=.)[\w'’.-]{{0,40}}+ (?:{_SMALL} )?(?:{_WORD} )?(?:{_WORD} )?[{UP}])??"
    rf"(?=[\w'’.-]{{2,45}}+,? \d)[\w'’.-]{{0,40}}{_AFTER},? {_NUMBER}(?![\w-])",
    rf"[{UP}](?<!\w.)[\w'’.-]{{0,40}}+(?: {_WORD}){{0,2}}?(?<!\.)[ -](?!ring\b|plan\b){_AFTER},? (?:(?i:no|nr)[.:]? ?)?(?!0\d){_NUMBER}(?![\w-])",
    rf"[уУвВбБпПοΟλΛπΠ](?<!\w.)(?:(?:л(?:ица|\.)|ул(?:иця|\.|евард|ьвар)|роспект|лоща[дь]?|δός|εωφόρος|λατεία) ?"
    rf"(?:{_WORD} ){{1,4}}(?:№ ?)?{_NUMBER}(?!\w))",
    # In small letters after a word that leads to it: at 14 larch grove.
    r"\d(?<=\b(?:at|to|is) .)\d{0,3}[a-z]? [a-z]{3,20}(?: [a-z]{3,20})? (?:street|st|road|rd|avenue|ave|lane|ln|crescent|terrace|grove|gardens|mews)\b",
    # A number before a word that ends as a street: 7 Dorfstraße, 12 Kagu maantee.
    rf"\d(?<![\w.,/$£€-]\d)\d{{0,3}}[A-Za-z]? [{UP}][\w-]{{1,40}}{_GLUED}(?!\w)",
    rf"C\. [{UP}][\w'’-]{{1,40}}(?: {_NEXT}){{0,3}}?,? {_NUMBER}(?=,|\n| (?i:piso|puerta|bajo)\b){_MORE}",
    rf"\d(?<!\w\d)\d{{0,3}},? ?(?:bis,? )?{_BEFORE}{_PARTICLES}{_IN_WORDS}",
    rf"{_BEFORE}{_PARTICLES}(?:{_WORD}(?: [\w'’.-]+){{0,4}}?,? (?:(?i:n\.?º|nr\.?|no[.:]?|č\.|#|núm\.?) ?)?(?:{_NUMBER}|S/N)(?![\w-]){_MORE}"
    rf"|[{UP}][\w'’-]{{2,40}}(?: [{UP}][\w'’-]{{1,40}}){{0,3}}{_NO_MORE})",
    rf"{one_of('h[.] ?no[.]?', 'house no[.]?', 'door no[.]?', 'plot no[.]?', 'p[.]? ?o[.]? box', 'post ?bo(?:x|ks|ka)', 'postfach', 'apartado', 'casilla')}"
    r" ?\d{1,6}(?:,? [A-Z][\w'’-]+){0,4}",
)
_TO = one_of(
    "lives? (?:at|in|on)", "living (?:at|in|on)", "address(?:es)?(?: is|:)?", "moved to", "resid(?:e|ing) at", "sent to",
    "mailed to", "deliver(?:ed)? to", "post(?:ed)? to", "ship(?:ped)? to",
)  # fmt: skip
# A street that says nothing of being one: its name and a number, or the other way about, before a
# town with its code, after a word that leads to a place, or on a line of its own.
_WORDS_FIRST = (
    rf"[{UP}](?<![\w.-].)[\w'’.-]{{0,40}}+(?: {_NEXT}){{0,4}}?,? {_NUMBER}(?:\.(?=[,\n]))?"
)
_NUMBER_FIRST = rf"\d(?<![\w.,$£€-]\d)\d{{0,4}}[A-Za-z]?,? (?!(?i:{_MONTH})\b){_STREET_NAME}"
_BEFORE_A_TOWN = (
    rf"(?=,\s{{1,2}}[{UP}][^\n,\d]{{1,30}} (?:[A-Z]{{1,2}}-?)?(?:\d )?(?:\d{{2,6}}|\d{{2,4}}-\d{{2,4}})\b"
    rf"|,\s{{1,2}}[{UP}][^\n,\d]{{1,30}} (?:[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b"
    rf"|,?\s{{1,2}}(?:[A-Z]{{1,2}}-)?(?:\d{{3,6}}|\d{{3}} \d{{2}}) [{UP}]"
    rf"|,?\s{{1,6}}(?i:apt|flat|suite|unit)\b)"
)
# At its first sign: what leads to a place stands before it.
_AFTER_A_WORD = r"(?:(?<=\W(?:at|to|in|on|is|of) .)|(?<=\Wwas .)|(?<=\W(?:from|near) .)|(?<=[,:] .)|(?<=address .))"
_NAMED_PLACES = (
    _WORDS_FIRST + _BEFORE_A_TOWN,
    _NUMBER_FIRST + _BEFORE_A_TOWN,
    rf"[{UP}]{_AFTER_A_WORD}[\w'’.-]{{0,40}}+(?: {_NEXT}){{0,4}}? \d{{1,5}}[A-Za-z]?(?=,\s{{1,2}}[{UP}])",
)
_NUMBER_ALONE = rf"\d(?:{_AFTER_A_WORD})\d{{0,4}}[A-Za-z]? (?!(?i:{_MONTH})\b)[{UP}][^\W\d_]{{3,}}(?: (?:{_SMALL} )*[{UP}][^\W\d_]+){{0,2}}(?=[,.?!]?(?:\s|$))"
# In a sentence, where it goes on afterwards; no year.
_IN_A_SENTENCE = (
    rf"[{UP}]{_AFTER_A_WORD}[\w'’.-]{{0,40}}+(?: {_NEXT}){{0,4}}?,? (?!(?:19|20)\d\d\b)\d{{1,5}}[A-Za-z]?(?:\.(?=[,\n]))?"
    r"(?!\.? (?:Jan|Feb|Mär|Apr|Mai|Juni|Juli|Aug|Sep|Okt|Nov|Dez))"  # am 1. Oktober
    r"(?=[.,](?!\d)|:(?!\d)|[;?!)\n]|$)"
)
_MORE_WORDS = r"(?: [^\W\d_][\w'’.-]{0,39}){0,4}"
_ON_A_LINE = (
    rf"(?m:^)[^\w\n]{{0,9}}(?P<it>{_WORD}{_MORE_WORDS},? {_NUMBER}\.?"
    rf"|\d{{1,5}}[A-Za-z]?,? (?!(?i:{_MONTH})\b)(?:{_WORD}|[α-ωά-ώ]{{1,20}}){_MORE_WORDS})[ \t,.]{{0,9}}(?=\n|$)"
)
_LEADS_TO = rf"{_TO}:? (?P<it>\d{{1,6}}[A-Za-z]?(?:/\d{{1,4}})?,? {_WORD}(?: {_WORD}){{0,3}}(?:[.,]{{0,2}} ?(?i:apt|suite|unit|flat|piano)?[., ]{{0,2}}\d{{1,5}})?)"
_LEADS_TO_WORDS = (
    rf"{_TO}:? (?P<it>(?!I ){_WORD}(?: {_NEXT}){{0,4}},? \d{{1,5}}[A-Za-z]?(?:/\d{{1,4}})?\b)"
)
# A street without a number is where somebody lives where a word says so: it was sent to rue Lepic.
_LEADS_TO_A_STREET = rf"{_TO}:? (?P<it>{_BEFORE}{_PARTICLES}[{UP}][\w'’-]{{1,40}}(?: [{UP}][\w'’-]{{1,40}}){{0,3}})(?=[.,;)\n]|$| [a-z])"
# As a whole, whatever its words are; where none of them is of a firm or a law; and where one of
# them is no word of the language besides.
ALWAYS = tuple(map(re.compile, (*_ADDRESSES, _LEADS_TO, _LEADS_TO_A_STREET)))
NAMED = tuple(map(re.compile, _NAMED_PLACES))
LED_TO = re.compile(_LEADS_TO_WORDS)
NAMED_ALONE = tuple(map(re.compile, (_ON_A_LINE, _IN_A_SENTENCE, _NUMBER_ALONE)))

# What belongs to it on the same or the next lines: a room, the town with its code, the country.
_CODE = r"(?:(?:[A-Z]{1,2}-)?(?:\d{3,6}(?:[ -]\d{2,4})?|\d{2}-\d{3})(?: [A-Z]{2}\b)?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)(?![\w-])"
_OF_A_TOWN = rf"[{UP}][\w'’-]{{0,40}}+(?:(?<=\bSt)\.|\.(?= ?\d))?"
_TOWN = rf"{_OF_A_TOWN}(?:[ /-](?:{_OF_A_TOWN}|{_SMALL}|\([^)\n]{{1,20}}\))){{0,4}}"
# A line that has nothing but a town with its code.
TOWN_LINE = re.compile(
    rf"(?m:^)[ \t>]{{0,9}}(?:{_CODE},? (?:[a-zа-яёіїєґα-ω]{{1,6}}\.? )?{_TOWN}(?: [\w'’()-]{{1,20}}){{0,3}}|(?=[^\n]{{0,60}}\d){_TOWN},? (?:[A-Z]{{2}} )?{_CODE})[ \t,.]{{0,9}}(?=\n|$)"
)
_REST = re.compile(
    rf"(?:,?\s{{1,3}}[^\w\n]{{0,5}}{_ROOM} ?\w{{1,5}}\b)?"
    rf"(?:,?\s{{1,3}}[^\w\n]{{0,5}}{_CODE},? {_TOWN}"
    rf"|,?\s{{1,3}}[^\w\n]{{0,5}}{_TOWN}(?:,?\s{{1,3}}[^\w\n]{{0,5}}{_TOWN})?,?\s{{1,3}}{_CODE})?"
)
_COUNTRY = re.compile(r",\s([A-Z][a-z]{2,20})\b")
# The stairs, the storey and the door: what has a number, and what needs none.
_NUMBERED_DOOR = (
    r"(?:apt|apto|suite|ste|unit|flat|piano|scala|interno|int|app|appt|esc|escalera|portal|bloque|torre|piso|puerta|pta|planta"
    r"|b[âa]t|b[âa]timent|porte|étage|hall|bus|bo[iî]te|bte|lgh|top|tür|stiege|stg|lok|mieszk|klatka|byt|m|andar|bloco|lote|fraç[ãc][ãa]o|sc|ap|et|bl)"
)
_STOREY = r"\d{1,2}(?:\.?[ºª°]|\. ?(?:og|stock|etage|obergeschoss|tv|th|mf)\b)"
_SIDE = r"(?:(?:dcha|izda|izq|esq|dto|drt|dir|frente|links|rechts|mitte|hinterhaus|vorderhaus|bajo|bajos|ático|rés-do-chão|r/c|hs)\b\.?|[a-h](?![\w'’]))"
_DOORS_ABROAD = re.compile(
    rf"(?i:,? (?:{_NUMBERED_DOOR}\.? ?(?:\d{{1,4}}[a-z]?|[a-h])(?!\w)|{_STOREY}(?: {_SIDE})?|{_SIDE})){{1,4}}"
)
# A town without its code, to the end of the sentence or the line.
_TOWN_ALONE = re.compile(
    rf",\s{{1,2}}(?P<it>{_TOWN})(?=[.;)]?(?:\s*$|\s*\n)|[.;)]\s|,\s| [a-zà-ÿ])"
)


def to_its_end(text: str, end: int) -> int:
    """Where the address ends whose street ends at `end`, with the country where it is told."""
    doors = _DOORS_ABROAD.match(text, end)
    end = doors.end() if doors else end
    rest = _REST.match(text, end)
    if rest and rest.end() > end:
        end = rest.end()
    else:
        town = _TOWN_ALONE.match(text, end)
        goes_on = town is not None and text[town.end() : town.end() + 1] == " "
        end = town.end("it") if town and _is_town(town["it"], goes_on=goes_on) else end
    country = _COUNTRY.match(text, end)
    return country.end() if country and bare(country[1]) in words("places") else end


def _is_town(said: str, *, goes_on: bool) -> bool:
    """It is in the list of towns, or before the end of the sentence no word that is known and no
    name of somebody."""
    told = said.split()
    first = told[0]
    if bare(first) in words("places") or bare(first) in words("towns"):
        return True
    return len(told) == 1 and not goes_on and is_unknown(first) and not is_listed(first)
