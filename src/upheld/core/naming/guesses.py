"""What is guessed at only because no list has it, and is rather a thing, a make or a place by what
stands beside it."""

# ruff: noqa: E501 (a pattern is read whole)

import re

from upheld.core.known_words import bare, is_listed, is_unknown
from upheld.core.word_lists import words

from .runs import DAYS, Run
from .things import MODEL, begins_as_somebody

# An article, with what tells one thing from another: the blue Outlander.
_OF_A_THING_BEFORE = re.compile(
    r"\b(?i:the|an?|your)(?: (?:new|old|used|second[- ]hand|refurbished|faulty|broken|replacement|original"
    r"|blue|red|black|white|silver|gr[ae]y|green|whole|entire|same|latest|little|big))? $|\bhand $"
)
# The Wiek family: somebody's.
_OF_SOMEBODY = re.compile(
    r" (?:novel|book|film|poem|famil|case|file|matter|name|account|household|residence|propert|estate"
    r"|claim|complaint|letter|order|polic|mortgage|loan|membership|tenanc|funeral|wedding|appeal|hearing|reference|brother|sister|twin|girl|boy|child|kid|lad)"
)
_OF_A_PLACE_BEFORE = re.compile(
    r"(?m:^|[|;,] {0,3})(?i:club|branch|store|shop|location|city|town|suburb|site|depot|hospital|clinic"
    r"|ward|route|venue|stop|station|airport|hotel|restaurant|resort|campus|school|business|product|model|make|brand"
    r"|item|show|vehicle|appliance|device|plan|ship|vessel|destination|origin|area|region|county|estate) ?[:=-] $"
    r"|\b(?i:lady|man|guy|couple|customer|caller|client|gentleman|woman|girl|lad|family|neighbours?|people"
    r"|someone|flight|train|bus|ferry|coach|parcel|delivery|trip|return|ticket|journey) (?:from|to) $"
)
_PLACE_AFTER = re.compile(
    r" (?:branch|store|showroom|depot|terminal|airport|hospital|clinic|campus|resort|mall|beach|station"
    r"|branches|stores|area|district|suburb|exchange|bus|train|ferry|line|route|platform)\b"
)
# I wrote to your Nurul in office.
_AT_WORK = re.compile(
    r" (?:in|at|from|on) (?:the |your )?(?:office|desk|counter|reception|branch|shop|store|billing|accounts"
    r"|sales|support|claims)\b| (?:said|told|promised|rang|replied|texted|emailed)\b"
)
# How a make tells its larger model from its smaller: Draftly Pro.
_TIERS = frozenset(
    "pro plus max mini lite ultra premium deluxe prime note air edition series gold elite basic".split()  # noqa: SIM905
)
_WHOSE = re.compile(r"([A-Z][\w'’-]+) from $")  # Kyle from Draftly
# What a suburb stands behind, and what there are several of: Nairobi, Kilimani; two Bromptons.
_BEHIND_A_TOWN = re.compile(
    r"([A-Z][\w'’-]+), $|\b(?:in|near|around|between|across) [A-Z][\w'’-]+ and $"
)
_COUNTED = re.compile(r"\b(?:two|three|four|five|six|both|several|pairs? of|\d{1,2}|\d ?x) $")
_WITH = re.compile(r"(?<!spoke )(?<!call )(?<!chat )(?<!met )(?<!talked )\bw/ $")
_ON = re.compile(r"\b(?:on|off|along|down|up) $")
_WAYS = ("way", "road", "street", "gate")
_HOUSES = frozenset("lodge hotel hostel motel inn resort guesthouse backpackers".split())  # noqa: SIM905
_HAD = re.compile(
    r"\b(?i:via|using|onto|into|versus|vs|uses?|used|order(?:ed|ing)|b(?:ought|uying)|install(?:ed|ing)?|fitted|prescribed|downloaded"
    r"|tak(?:e|ing)|took|wear(?:s|ing)?|wore|drives?|driving|drove|ate|eating|watch(?:ed|ing)|play(?:ed|ing)?|stream(?:ed|ing)|sold me|sell(?:s|ing)?"
    r"|subscribed to|signed up (?:to|for|with)|switched (?:to|from)|upgraded? to|paid (?:with|by|via)|pay (?:with|by|via)|log(?:ged)? in(?:to| to)?) $"
)
_WARES = re.compile(r"(?: [a-z-]{2,14}){1,2}(?![\w-])")
_SHORTEST_FIRM = 4
_OF_ONE = re.compile(r"\b(?i:the|an?|my|your|our|their|this|that|new|old) $")
_A_NAME = 2  # words
_CALLED = re.compile(r"\b(?i:names?|called|named|surname|signed|by)\b[^.\n]{0,10}$")
_WHOSE_IT_IS = ("'s", "’s")


def is_rather_a_thing(run: Run) -> bool:
    """Of what no list has: after an article, in a field of a place, before the number of a model."""
    if run.told[-1].endswith(("'s", "’s")) or begins_as_somebody(run):
        return False
    told_of = _OF_A_PLACE_BEFORE.search(run.before) or _PLACE_AFTER.match(run.after)
    if told_of or MODEL.match(run.after) or not _HOUSES.isdisjoint(run.plain[1:]):
        return True
    if len(run.plain) > 1 and _is_a_firm(run.plain[0]):
        return True
    if _is_of_wares(run) or _ends_as_a_thing(run):
        return True
    if _is_of_a_place(run) or _is_of_several(run):
        return True
    whose = _WHOSE.search(run.before)
    if whose and (is_listed(whose[1]) or is_unknown(whose[1])):
        return True
    if run.plain[-1] in _TIERS or (run.plain[-1].endswith(_WAYS) and _ON.search(run.before)):
        return True
    article = len(run.plain) == 1 and _OF_A_THING_BEFORE.search(run.before)
    if run.before.endswith("your ") and _AT_WORK.match(run.after):
        return False
    several = run.before.endswith("he ") and run.said.endswith("s")  # the Delaneys
    return bool(article) and not several and not _OF_SOMEBODY.match(run.after)


def _is_of_wares(run: Run) -> bool:
    """Its make or its model: Zorvex inverter, a Frobnar Max washing machine."""
    beside = _WARES.match(run.after)
    return beside is not None and not words("wares").isdisjoint(beside[0].split())


def _ends_as_a_thing(run: Run) -> bool:
    """My Yeezy Slides, the Varilux Control: nobody is called as the last word. And what somebody
    has, or what something comes by: via Gophr, I installed Zorvex."""
    if len(run.plain) == 1:
        return _HAD.search(run.before) is not None
    shown = _OF_ONE.search(run.before) or len(run.told) > _A_NAME or run.told[0].isupper()
    if not shown or "-" in run.said or _CALLED.search(run.before):
        return False
    last = run.told[-1].lower()
    named = any(map(is_listed, run.told)) or not words("given_rare").isdisjoint(run.plain)
    whose = any(word.endswith(_WHOSE_IT_IS) for word in run.told)
    return not (named or whose) and len(last) >= _SHORTEST_FIRM and last in words("english")


def _is_of_a_place(run: Run) -> bool:
    """Behind a town, or beginning with one: Nairobi, Kilimani; Swansea Parc Tawe."""
    towns = words("places", "towns", "cities")
    if len(run.plain) > 1:
        return run.plain[0] in towns and not any(map(is_listed, run.plain))
    behind = _BEHIND_A_TOWN.search(run.before)
    return behind is not None and (behind[1] is None or bare(behind[1]) in towns)


def _is_of_several(run: Run) -> bool:
    """Two Bromptons; w/ Zosyn; Maundy Thursday."""
    if len(run.plain) > 1:
        return run.plain[-1] in DAYS
    counted = run.said.endswith("s") and _COUNTED.search(run.before)
    return bool(counted or _WITH.search(run.before))


def _is_a_firm(plain: str) -> bool:
    """It is known by name, and no word of the language: Vodafone, not Hello."""
    known = plain in words("brands", "products", "goods", "catalogues", "firms")
    return known and len(plain) > _SHORTEST_FIRM and plain not in words("english")
