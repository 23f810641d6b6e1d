"""Places and goods that are called as somebody is, by what stands beside them: Hamilton ON, the
Ealing Broadway branch, Claims Team, Lincoln; "Harlow" corner sofa; Valentine's weekend."""

# ruff: noqa: E501 (a pattern is read whole)

import re

from upheld.core.known_words import bare, is_listed, is_make
from upheld.core.word_lists import words

from .runs import Run

# Provinces of Canada, states of Australia and of America that are no degree besides.
_STATES = frozenset(
    """AB BC MB NB NL NS NT NU ON PE QC SK YT ACT NSW QLD TAS VIC WA AL AK AZ AR CA CT DE FL GA ID IL
    IA KS KY LA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OR RI SC SD TN TX UT VT VA WV WI WY UK""".split()  # noqa: SIM905
)
_BRANCH = re.compile(
    r" (?:branch|store|shop|showroom|outlet|depot|warehouse|station|stop|terminal|airport|hospital"
    r"|clinic|surgery|campus|mall|market|exchange|gallery|roundabout|bypass|line|route)(?:es|s)?\b"
)
_BEHIND_AN_OFFICE = re.compile(r"(?:\b([^\W\d_]+)|\b(?:Tier|Level|Team|Unit) \d), $")
_OPENED, _CLOSED = re.compile(r"[\"“‘'] ?$"), re.compile(r"^ ?[\"”’']")
_ENDS = re.compile(r"[.;:!?\n]")
_WORDS = re.compile(r"[^\W\d_]+")
_FEW, _WARES_AFTER = 2, 4
_FEASTS = frozenset(
    """valentine galentine patrick andrew david george nicholas stephen mother father burns new""".split()  # noqa: SIM905
)
_OF_A_FEAST = re.compile(r" (?:day|eve|night|weekend|week|morning|break|lunch|dinner)s?\b")
_LINE = re.compile(
    r" (?:line(?! manager)|station|stop|junction|airport|branch|store|campus|college|academy|castle|bridge|tunnel|tower|wing|ward|suite|lounge|theatre|stand|dock|pier|quay|flyover)\b"
)
_COLOURS = frozenset(
    """beige black blue brown charcoal cream gold gray green grey ivory oak pink red silver stone taupe
    teal walnut white""".split()  # noqa: SIM905
)
_COLOURED = re.compile(r"\b(?i:in|colou?r|shade|finish)[: ]{1,2}[\"“]?$")
_ARTICLE = re.compile(r"\b(?i:the|an?|your|our|my|their) $")
_NUMBER = re.compile(r" \d{2,4}\b")
_WHOSE = ("'s", "’s")
# Yes or no in a form, before the next sentence: N. Sent to
_ANSWER = re.compile(r"[YN]\. ")


def is_a_place_or_goods(run: Run) -> bool:
    """By what stands before it or behind it."""
    return (
        _is_before_a_state(run)
        or _is_a_branch(run)
        or _is_behind_an_office(run)
        or _is_quoted_goods(run)
        or _is_a_feast(run)
        or _is_a_house(run)
        or _is_a_line(run)
        or _is_of_goods(run)
        or _is_a_colour(run)
        or _is_an_answer(run)
    )


def _is_before_a_state(run: Run) -> bool:
    if len(run.told) == 1 or run.told[-1] not in _STATES or run.said.isupper():
        return False
    first = run.plain[0]
    return first not in words("given", "given_too") or first in words("towns_or_names", "places")


def _is_a_branch(run: Run) -> bool:
    """Of two words; or a breed: the Ealing Broadway branch, a Cocker Spaniel."""
    given = run.plain[0] in words("given", "given_too")
    ends = run.plain[-1] in words("breeds") or _BRANCH.match(run.after) is not None
    return len(run.told) > 1 and not given and ends


def _is_behind_an_office(run: Run) -> bool:
    """A town that is somebody's name as well."""
    behind = _BEHIND_AN_OFFICE.search(run.before) if len(run.plain) == 1 else None
    if behind is None or run.plain[0] not in words("places", "towns_or_names", "cities"):
        return False
    return not behind[1] or bare(behind[1]) in words("offices", "trades", "nobody")


def _is_quoted_goods(run: Run) -> bool:
    """In quotation marks, and beside them what is bought."""
    if len(run.told) > _FEW or not (_OPENED.search(run.before) and _CLOSED.search(run.after)):
        return False
    after = _WORDS.findall(_ENDS.split(run.after)[0])[:_WARES_AFTER]
    before = _WORDS.findall(_ENDS.split(run.before)[-1])[-_FEW:]
    return not words("wares").isdisjoint((*after, *before))


def _is_a_house(run: Run) -> bool:
    """A firm that is called as somebody is, or the name of a house, before its town: Arnold Clark
    Wishaw, the Ivy Harrogate."""
    if len(run.told) == 1:
        return False
    towns = words("places", "towns", "cities", "suburbs", "towns_or_names")
    article = run.before.endswith(("the ", "The ")) and run.plain[-1] in towns
    article = article and run.plain[0] not in words("given", "given_rare")
    firm = any(is_make(" ".join(run.told[:many])) for many in range(2, len(run.told)))
    sure = run.plain[-1] in towns or not is_listed(run.told[-1]) or _NUMBER.match(run.after)
    return article or (firm and bool(sure))


def _is_a_line(run: Run) -> bool:
    """The Elizabeth line, Humber bridge."""
    whose = run.said.endswith(_WHOSE)
    return len(run.told) == 1 and not whose and _LINE.match(run.after) is not None


def _is_of_goods(run: Run) -> bool:
    """The Jameson tour, a Henry hoover."""
    if len(run.told) > 1 or not _ARTICLE.search(run.before):
        return False
    beside = _WORDS.match(run.after, 1) if run.after[:1] == " " else None
    return beside is not None and beside[0] in words("wares")


def _is_a_colour(run: Run) -> bool:
    """In Reed Green."""
    return run.plain[-1] in _COLOURS and _COLOURED.search(run.before) is not None


def _is_a_feast(run: Run) -> bool:
    whose = len(run.plain) == 1 and run.said.endswith(_WHOSE) and run.plain[0] in _FEASTS
    return whose and _OF_A_FEAST.match(run.after) is not None


def _is_an_answer(run: Run) -> bool:
    known = run.plain[-1] in words("english") and not is_listed(run.told[-1])
    return known and _ANSWER.match(run.said) is not None
