"""Names that are nobody's: things, makes, branches and places that are called after somebody."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from functools import cache

from upheld.core.known_words import TOLD, bare, is_make, is_of_letters, is_unknown
from upheld.core.word_lists import words

from .runs import AROUND, Run

# What is called after somebody is no person: Crohn's disease, the Glasgow Coma Scale.
_THING_AFTER = re.compile(r"(?:['’]s)?[ -]([^\W\d_]+)")
# A sign with a figure is none of a name: HbA1c, Akte MRN-3134956.
_OF_A_CODE = re.compile(r"-?\d|-[A-Z]{1,2}\d|/[A-Z][a-z]+:")
_OF_A_THING = re.compile(r"(?:itis|osis|pathy|emia|aemia)$")
# A branch is called after its town, and what was bought after its make: the Surulere branch, a
# Ryobi mower.
_BRANCH = re.compile(
    r" (?:sub-?)?(?:branch|store|shop|showroom|outlet|office|division|depot|warehouse|station"
    r"|airport|hospital|clinic|surgery|campus|mall|market|exchange|terminal|hotel|restaurant|app|website"
    r"|number|system|portal|account|card|plan|contract|router|delivery|engineer|driver)s?\b"
)
_OF_ONE = re.compile(r"(?:^|[\s(])(?:[Aa]n?|[Tt]he|[Yy]our|[Oo]ur|[Tt]heir) $")
_FURNITURE = re.compile(
    r" (?:bed|wardrobe|bookcase|sofa|armchair|recliner|dresser|sideboard|mattress|divan|headboard|table|chair|lamp"
    r"|rug|cot|pram|buggy|boiler|oven|hob|cooker|kettle|toaster|fryer|blender|fridge|freezer|washer|dryer|dishwasher"
    r"|vacuum|hoover|mower|drill|phone|handset|tablet|laptop|monitor|printer|router|tv|telly|watch|bike|scooter|tent"
    r"|suitcase|boots|shoes|trainers|jacket|coat|dress|range|collection|model|tariff|package|bundle|saver)s?\b"
)
_NOUN = re.compile(r" [a-z]{3,}\b(?<! and)(?<! who)(?<! from)(?<! told)(?<! said)")
_OF_A_WARD = re.compile(r" [A-Z]?\d")
_CALLED = re.compile(r":? ?(?=[A-Z\d-]{0,4}\d)")
# A town or a country that is called after a saint.
_SAINTS = frozenset({"st", "san", "santa", "sankt", "saint", "sainte", "sant", "sao"})
_OF_A_SAINT = re.compile(r"(?:\b(?:at|of|in|to|from|near|the)|,|^) St\.? $")
_LONGEST_LABEL = 5
# A street that no number stands before is where something happened. Nobody is called Road, but
# Lane and Way are surnames.
_STREETS = frozenset(
    "road rd street avenue ave boulevard crescent cres motorway roundabout highway hwy esplanade".split()  # noqa: SIM905
)
_STREETS_OR_NAMES = frozenset(
    """lane ln way st drive dr parade terrace square mall arcade quay quays close place walk row grove
    market pier bypass plaza""".split()  # noqa: SIM905
)
# Of these an office or a place is known, whatever stands before them.
_OFFICES = frozenset(
    """regulator magistrates tribunal ombudsman ombudsmen council commission authority registrar
    interchange parkway junction""".split()  # noqa: SIM905
)
_NUMBER_AFTER = re.compile(r",? (?:no\.? ?)?\d")
# A month in short is a given name too: Jan 29, on 3 Jan, since Jan.
_MONTHS = frozenset("jan mar apr may june jun jul july april august avril".split())  # noqa: SIM905
_DAY_AFTER = re.compile(
    r"\.? (?:\d{1,2}(?:st|nd|rd|th)?(?![\d:])|(?:19|20)\d\d\b)|/[A-Z][a-z]{2}\b"
)
_DAY_BEFORE = re.compile(
    r"(?:\b\d{1,2}(?:st|nd|rd|th)?(?: of)?|\b(?:since|until|till|end of|early|late|mid|in|by|from|for)|\d/) $"
)
_AIRPORTS = re.compile(r"[A-Z]{3}-[A-Z]{3}(?:-[A-Z]{3})?")  # MEL-HBA
# The name of a field in a note: Tel: 0161 496 0442.
_FIELDS = frozenset("tel ward bay mob ph fax rm pat chan prod cat sev pri loc col art".split())  # noqa: SIM905
_FIELD = re.compile(r"(?: ?[.:#]| no\b| ?\(?[\d+])")
_STORMS = frozenset("storm hurricane cyclone typhoon".split())  # noqa: SIM905
_STORM = re.compile(r"\b(?i:storm|hurricane|cyclone|typhoon) $")
_LAWS = frozenset("law act day rule clause charter award cup".split())  # noqa: SIM905
_WHOSE = ("'s", "’s")
_AT = re.compile(r"\b(?:at|from) $|\b[Tt]he $")
_OWNED = re.compile(r" [a-z]{4,}(?<! with)(?<! when)(?<! from)(?<! that)")
_ALONG = re.compile(r"([A-Z][a-z]+)[–—-]$")
_SOMEWHERE = re.compile(
    r"\b(?:in|near)(?: the)? $|\b(?:fly|flew|flying|flights?|ferry|trains?|bus|coach|driv(?:e|ing)|drove|travel\w*|moved?|moving) to $"
)
_TRUSTED = re.compile(
    r"\b(?:trust|faith|confidence|belie\w+|confid\w+|disappoint\w+|interest\w*|called|put|sent) in $"
)
# The number of a model.
MODEL = re.compile(
    r" (?:[A-Z]{1,3}-?\d{2,5}[A-Z]{0,3}|\d{1,4}(?:[.-]\d+)?(?:[A-Za-z]{2,4}|[LVWi])|[A-Z]+\d\w*)(?![\w-]| ?\d[A-Z]{2}\b)"
)


def is_a_thing(run: Run) -> bool:
    """A thing that has the name of somebody, a place of a saint, or a sign with a figure: HbA1c."""
    if _OF_A_CODE.match(run.after) or (len(run.plain) == 2 and run.plain[0] in _SAINTS):
        return True
    if _OF_A_SAINT.search(run.before):
        return True  # in palliative care at St. Boniface
    if _OF_ONE.search(run.before) and _FURNITURE.match(run.after):
        return True  # the Billy bookcase
    if (
        _is_a_model(run)
        or _is_of_a_trade(run)
        or _is_a_label(run)
        or _is_a_street(run)
        or _is_a_month(run)
    ):
        return True
    if _is_of_the_weather(run) or _is_somewhere(run) or _is_a_shop(run) or _is_a_law(run):
        return True
    thing = _THING_AFTER.match(run.after)
    words_of_it = [*run.plain[1:][-1:], *([thing[1]] if thing and thing[1].islower() else [])]
    return any(word in words("eponyms") or _OF_A_THING.search(word) for word in words_of_it)


def _is_of_the_weather(run: Run) -> bool:
    """Storm Bram, since hurricane Melissa."""
    first = len(run.plain) > 1 and run.plain[0] in _STORMS
    return first or bool(_STORM.search(run.before))


def _is_somewhere(run: Run) -> bool:
    """Caitlin in Livingston, a flight to Adelaide, the train Wellington–Picton."""
    if len(run.plain) > 1 or run.told[-1].endswith(_WHOSE) or not is_a_town_too(run.plain[0]):
        return False
    along = _ALONG.search(run.before)
    if along and bare(along[1]) in words("places") | words("towns") | words("cities"):
        return True
    return bool(_SOMEWHERE.search(run.before)) and not _TRUSTED.search(run.before)


@cache
def _towns() -> frozenset[str]:
    return words("given_too", "surnames_too", "surnames", "places", "towns_or_names")


def is_a_town_too(plain: str) -> bool:
    return plain in _towns()


def _is_a_shop(run: Run) -> bool:
    """I work at Young's, on the line."""
    whose = len(run.plain) == 1 and run.told[0].endswith(_WHOSE)
    own = run.plain[0] in words("given", "given_too")
    return whose and not own and bool(_AT.search(run.before) and not _OWNED.match(run.after))


def _is_a_law(run: Run) -> bool:
    """Natasha's Law."""
    return len(run.told) > 1 and run.told[-2].endswith(_WHOSE) and run.plain[-1] in _LAWS


def _is_a_model(run: Run) -> bool:
    """A make that is known, with the number of its model behind it: Ninja Foodi MAX AF400UK."""
    known = not words("products", "brands").isdisjoint(run.plain)
    return known and not begins_as_somebody(run) and MODEL.match(run.after) is not None


def _is_a_street(run: Run) -> bool:
    """A street without a number, an office: Harehills Lane, Hastings Magistrates."""
    last = run.plain[-1]
    if len(run.plain) == 1 or _NUMBER_AFTER.match(run.after) or run.before[-2:-1].isdigit():
        return False
    sure = last in _STREETS or last in _OFFICES
    return sure or (last in _STREETS_OR_NAMES and not begins_as_somebody(run))


def _is_a_month(run: Run) -> bool:
    """Beside a day or a year; or what a field of a note is called."""
    word = run.plain[0]
    if len(run.plain) > 1:
        return False
    if word in _FIELDS and _FIELD.match(run.after):
        return True
    dated = _DAY_AFTER.match(run.after) or _DAY_BEFORE.search(run.before)
    return word in _MONTHS and dated is not None


def _is_of_a_trade(run: Run) -> bool:
    """A house or a firm by its last word, unless a given name begins it (Larkfield Ward, Sam Ward);
    a branch by the town before it; and after an article what a make is called."""
    if len(run.plain) > 1:
        firms = words("firms", "brands")
        greeted = is_of_letters(run.plain[0]) and firms.issuperset(run.plain[1:])
        return greeted or (run.plain[-1] in words("trades") and not begins_as_somebody(run))
    if run.plain[0] in words("trades") and _OF_A_WARD.match(run.after):
        return True  # Ward 7B
    if run.plain[0] in words("given") or not _OF_ONE.search(run.before):
        return False
    article = run.before.rstrip().rpartition(" ")[2].casefold()
    after = _NOUN if article in ("a", "an") and is_unknown(run.told[0]) else _BRANCH
    return bool(after.match(run.after)) and not run.said.endswith(("'s", "’s"))


def begins_as_somebody(run: Run) -> bool:
    return any(run.plain[0] in words(of) for of in ("given", "given_too"))


def is_a_journey(said: str) -> bool:
    """From a town to a town: Madrid-Barcelona."""
    towns = words("places", "towns", "cities")
    if "-" not in said:
        return False
    return bool(_AIRPORTS.fullmatch(said)) or towns.issuperset(map(bare, said.split("-")))


def _is_a_label(run: Run) -> bool:
    """What is short and in capitals before a number: NHI ZZZ0016."""
    short = run.said.isupper() and len(run.said) <= _LONGEST_LABEL
    return short and bool(_CALLED.match(run.after))


def is_thing(text: str, start: int, end: int) -> bool:
    """Whether what is named there is no person: a thing or a make that is called after one, or a
    place of a saint."""
    said = text[start:end]
    told = tuple(word[0] for word in TOLD.finditer(said))
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    run = Run(said, told, tuple(map(bare, told)), before, after)
    return is_make(said) or is_a_thing(run)
