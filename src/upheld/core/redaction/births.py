"""How the day of somebody's birth is written: after or before a word of birth, or so long ago that
it can hardly be anything else."""

# ruff: noqa: E501 (a pattern is read whole)

from upheld.core.pieces import MONTHS, one_of

_MONTH = rf"(?:{'|'.join(MONTHS)})"
_DAY = (
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}[./ -]{_MONTH}[./ -]\d{{2,4}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH},? \d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)
_BIRTHS = ("born", "dob", r"d\.o\.b", "date of birth", "birth ?da(?:te|y)", "birth")
# The same in other languages, and a day in words.
_BIRTHS_ABROAD = one_of(
    "geboren", "geburtsdatum", "geburtstag", "geb[.]", "naissance", "nacimiento", "nacid[oa]", "nascita", "nat[oa] (?:il|a|in)", "nascimento", "nascid[oa]",
    "n[eé]e? le", "geboorte\\w{0,6}", "f[oø]dt", "f[oø]dselsdato", "f[oö]delsedatum", "f[oö]dd", "syntynyt", "ur[.]", "nar[.]", "urodzon[ya]", "urodzenia", "narozen[aý]?", "narozen[ií]", "rođen[a]?",
    "sz[uü]letett", "sz[uü]let[eé]si", "n[aă]scut[aă]?", "na[sș]terii", "do[gğ]um",
    "syntym\\w{1,8}", "narodenia", "narodi\\w{1,3}", "rojstva", "rojen[a]?", "rođenja", "γ[εέ]νν\\w{1,8}", "раждане", "роден[аи]?", "народ\\w{1,8}", "sünni\\w{1,6}", "sündi\\w{1,4}",
    "dzim\\w{1,8}", "gim[ęiu]\\w{0,4}",
)  # fmt: skip
_MONTHS_ABROAD = (
    "januar|jänner|janvier|enero|gennaio|janeiro|februar|feber|février|febrero|febbraio|fevereiro|märz|mars|marzo|março|maart"
    "|abril|avril|aprile|mai|mayo|maggio|maio|mei|maj|juni|juin|junio|giugno|junho|juli|juillet|julio|luglio|julho|août|agosto|augustus"
    "|septembre|septiembre|settembre|setembro|oktober|octobre|octubre|ottobre|outubro|novembre|noviembre|novembro|dezember|décembre"
    "|diciembre|dicembre|dezembro|desember|januari|februari|augusti|januára?"
    "|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    "|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince"
    "|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie"
)
_ORDINAL = (
    "(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    "|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_IN_WORDS = (
    r"nineteen(?: hundred)?(?: and)?(?:[ -](?:oh|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))?(?:[ -](?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w{3,5}teen))?"
    r"|two thousand(?: and)?(?: \w{3,9})?"
)
_UNITS = "(?:one|two|three|four|five|six|seven|eight|nine)"
_YEAR_SAID = (
    rf"(?:(?:nineteen|twenty) )?(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -]{_UNITS})?|(?:oh|nought) {_UNITS}|ten|eleven|twelve|\w{{3,5}}teen)"
    rf"|two thousand(?: and)?(?: {_UNITS})?|\d{{2,4}}"
)
_BIRTH = one_of(*_BIRTHS)
# In this order, as redaction_patterns.WHAT.
BORN = (
    rf"{_BIRTH}(?:\W{{1,3}}|(?: [._]){{2,20}}+ )(?:[^\W\d]+[^\w;|]{{1,2}}){{0,6}}?(?P<it>(?i:{_DAY}))",
    rf"\d(?<![\w./-]\d)(?:\d{{0,3}}[./-]\d{{1,2}}[./-]\d{{1,4}})(?=[^.\n]{{0,40}}\b(?i:{'|'.join(_BIRTHS)})\b)",
    rf"{_BIRTHS_ABROAD}\W{{1,3}}(?:[^\W\d]+\W{{1,2}}){{0,4}}?(?P<it>\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|(?i:\d{{1,2}}-{_MONTH}-\d{{2,4}}|\d{{1,2}}(?:\.|er|º|°)? (?:de )?(?:{_MONTHS_ABROAD}|{_MONTH})(?: de)?,? \d{{4}}))",
    rf"{_BIRTH}\W{{1,3}}(?:[^\W\d]+\W{{1,2}}){{0,4}}?(?P<it>(?i:(?:the )?(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)(?: day)?(?: of)? {_MONTH}(?:,? (?:{_IN_WORDS}|\d{{4}}))?|{_MONTH},? (?:the )?(?:{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th)?)(?:,? (?:{_IN_WORDS}|\d{{4}}))?|{_MONTH},? (?:of )?(?:19|20)\d\d|in (?:19|20)\d\d))\b",
    # As somebody says it: ninth of the sixth eighty two, the third of May oh four.
    rf"{_BIRTH}(?:['’]s)?\W{{1,3}}(?:[^\W\d]+\W{{1,2}}){{0,4}}?(?P<it>(?i:(?:the )?{_ORDINAL}(?: day)?(?: of)?(?: the)? (?:{_ORDINAL}|{_MONTH})(?: month)?,? (?:{_YEAR_SAID})))(?!\w)",
    # Nobody complains of what was so long ago: who was born then does.
    r"\d(?<![\w./-]\d)\d?[./-]\d{1,2}[./-]19\d\d(?![\w/-])|19\d\d(?<![\w./-].{4})-\d\d-\d\d(?![\w/-])",
    rf"\d(?<!\w.)\d?(?:st|nd|rd|th)? (?:of )?(?i:{_MONTH}),? 19\d\d(?!\d)",
    rf"\d(?<!\w.)\d?(?:\.|er|º|°)? (?:de )?(?i:{_MONTHS_ABROAD})(?: de)?,? 19\d\d(?!\d)",
    rf"{one_of(*MONTHS)} \d{{1,2}}(?:st|nd|rd|th)?,? 19\d\d(?!\d)",
)
