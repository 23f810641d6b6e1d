"""Numbers by whatever they are called: "shoulder number HH 417", a sort code with its account, a
card in its groups, a telephone partly in words, a day of birth in any form."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.known_words import bare
from upheld.core.pieces import MONTHS, one_of
from upheld.core.word_lists import phrases, words

from .patterns import Found

_FEWEST = 4  # digits of a number that is called one
_FIGURE = re.compile(r"\d")
_CODE = r"(?P<it>(?:[A-Za-z]{1,4}[ /-]?){0,2}\d(?:[ ./-]?\d){2,18}(?:[ /-]?[A-Z]{1,3}(?![\w]))?)(?![\w%]|[.,]\d)"
_NUMBERED = re.compile(
    rf"(?P<called>[^\W\d_][\w'’.-]{{1,24}}) {one_of('numbers?', 'num', 'no[.]?', 'nr[.]?', 'n[°º][.]?', 'id', 'n[uú]mero', 'num[eé]ro', 'nummer', 'broj', 'numer', 'badge')}(?i: is| was)?[ \t:#(\"“=]{{1,3}}{_CODE}"
)
# Letters that stand for a register: GPhC 2094471, CHI 0202801234.
_REGISTER = re.compile(
    r"(?P<called>[A-Z](?<![\w/.-].)(?:[A-Za-z]{0,4}[A-Z]))(?::| -|#)? ?(?:[Nn]o\.? ?)?(?P<it>(?=[A-Z\d ]{0,4}\d)[A-Z]{0,3}\d(?:[ ]?\d){5,13}[A-Z]?)(?![\w%/-]|[.,]\d)"
)
# Letters before groups of figures: of a policy, a register, a card of a club.
_GROUPED = re.compile(
    r"[A-Z](?<![\w/.-].)[A-Z]{1,2} (?P<it>\d{4}[ -]?\d{4}(?:[ -]?\d{1,4}){0,2})(?![\w%-]|[.,]\d| ?\d[A-Z]{2}(?!\w))"
)
_PLATE = re.compile(
    rf"{one_of('reg(?:o|istration)?', 'plates?', 'number plate', 'vrm', 'vrn', 'tag')}(?i: no[.]?| number| plate)?[ :.#]{{1,3}}(?i:was |is |of the [a-z]{{2,10}} (?:car|van)[: ]{{1,2}})?(?P<it>(?i:(?=[a-z0-9 -]{{0,8}}\d)(?=[0-9 -]{{0,8}}[a-z])[a-z0-9]{{1,4}}[ -]?[a-z0-9]{{2,4}}(?:[ -][a-z0-9]{{1,3}})?))(?!\w|/\d)"
    r"|[A-Z](?<![\w-].)\d{1,3} [A-Z]{3}(?!\w)"
)
_GLUED = re.compile(r"[^\W\d_]$")
_WORD_AFTER = re.compile(
    r"(?<=[A-Z]\d{3}) [a-z]{1,3}$|(?<=[A-Z]\d{2}) [a-z]{1,3}$|(?<=\d[A-Z]) [a-z]{1,3}$"
)  # NPT628 if
# What only tells that a number follows: the number is somebody's, the letters are not.
_LABELS = frozenset({"id", "no", "nmi", "icp", "acc", "ref", "tel", "mob", "ph", "hp"})
_REACH = 40  # signs before a number that are looked at
_THING_BEFORE = re.compile(
    rf"(?<!\w)(?i:{'|'.join(f'(?:{each})' for each in phrases('things'))}) (?:[A-Z][\w'’-]* )?$"
)
_THING_CALLED = re.compile(
    _THING_BEFORE.pattern.removesuffix("(?:[A-Z][\\w'’-]* )?$")
    + r"(?:[A-Za-z]{1,8}[.°º]{0,2})?[ :#]{0,3}$"
)
_THING = re.compile(rf"(?:{'|'.join(f'(?:{each})' for each in phrases('things'))})", re.IGNORECASE)
# Of a thing, a journey or a firm; and what only counts.
_THINGS = words("no_own_numbers")
_ACCOUNT, _OF_AN_ACCOUNT = re.compile(r"[A-Z]{2}\d\d $"), 5  # GB00 WEST 1234
_DAY = re.compile(r"\d{1,4}[ ./-]\d{1,2}[ ./-]\d{1,4}|(?:19|20)\d\d")
_SORT = r"\d\d[-–— ]\d\d[-–— ]\d\d"
_BANK = re.compile(
    rf"(?<![\w.,+-]){_SORT}(?:\W{{1,4}}|\W{{1,3}}(?i:and |account|acct?|a/c|no|number|acc|\W){{1,6}}\s?)\d{{4}}[ -]?\d{{3,4}}(?![\w-])"
    rf"|{one_of('sort(?:[ -]?code)?', 's/c')}(?:[ :#]|is){{1,4}}(?P<sort>{_SORT}|\d{{6}})(?![\w-])"
    rf"|{one_of('acct?', 'a/c', 'account', 'debit(?:ed|ing|s)?')}(?:[ :#.]|no|is|number){{1,6}}(?P<account>\d{{4}}[ -]?\d{{4}})(?![\w-])"
)
_CARD = re.compile(
    r"[3-6](?<![\w.,+-].)(?<![A-Z]{2}\d\d .)\d{3}(?P<by>[ -])\d{4}(?P=by)\d{4}(?P=by)\d{2,4}(?![\w-])|3(?<![\w.,+-].)[47]\d\d[ -]\d{6}[ -]\d{5}(?![\w-])"
    r"|[0-27-9](?<![\w.,+-].)(?<![A-Z] .)\d{3} \d{4} \d{4} \d{4}(?![\w-]| \d)"
)
_SAID = "double|triple|treble|oh|o|zero|nought|one|two|three|four|five|six|seven|eight|nine"
_TOKEN = rf"(?:\d{{1,6}}|(?i:{_SAID})(?!\w))"
_MIXED = re.compile(rf"(?<![\w.-]){_TOKEN}(?:[ ,./–-]{{1,3}}{_TOKEN}){{2,20}}(?![\w-])")
_WORDS_SAID = re.compile(rf"(?i:{_SAID})")
_PARTED = re.compile(r"(?<![\w.,+|-])0\d{1,4}(?: ?[|·] ?\d{2,5}){2,4}(?![\w|])")
_HANDLE = re.compile(
    rf"{one_of('seller', 'buyer', 'user', 'username', 'profile', 'player', 'gamertag', 'vinted', 'depop', 'ebay', 'etsy', 'login', 'logged in as', 'signed in as', 'posted as')}(?: is|:| -)?[ \"“(]{{1,3}}(?P<it>[A-Za-z][A-Za-z\d]*[_.][\w.]{{1,28}}\w|[A-Za-z]{{3,20}}\d{{1,4}})(?![\w:=@])"
)
_MONTH = rf"(?i:{'|'.join(MONTHS)})\.?"
_ABROAD = "(?i:jan|feb|mär|mar|apr|abr|avr|mai|mag|maj|maggio|gennaio|febbraio|marzo|aprile|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|jun|juin|giu|jul|lug|aug|août|ago|sep|set|okt|oct|ott|nov|dez|dec|dic)[a-zéûä]{0,7}\\.?"
_DATE = (
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th|er|[.ºª])?[ ./-]{{0,2}}(?:(?:day )?(?:of |in ))?(?:de )?(?:{_MONTH}|{_ABROAD}|[IVXivx]{{1,4}}|\d{{1,2}})[ ,./-]{{1,3}}(?:de )?['’]?\d{{2,4}}(?![\w/-])"
    rf"|(?:18|19|20)\d\d[ ,./-]{{1,3}}(?:{_MONTH} \d{{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH})(?:st|nd|rd|th)?(?!\w)"
)
_BIRTH = one_of('born', 'd[.]?o[.]?b', 'date of birth', 'birth ?da(?:te|y)', 'b(?=[.]:? ?(?:\\d|the ))', 'geb(?:oren|urtsdatum)?', 'n[eé]e? (?:le|en)', 'nat[oa] (?:il|a)', 'nacid[oa]', 'naci[oó]', 'nascid[oa]', 'urodz\\w{2,4}', 'nar(?:ozen\\w?)?', 'f[oø]dt', 'f[oö]dd', 'geb[.]?-?dat')  # fmt: skip
_BORN = re.compile(
    rf"(?:{_BIRTH}(?![^\W\d_])|\*)[^\w\n]{{0,4}}(?:[^\W\d]{{1,9}}\W{{1,3}}){{0,4}}?(?:\d\d:\d\d )?(?:[^\W\d]{{1,9}}\W{{1,2}})?(?P<it>{_DATE})"
)
_OF_A_NAME = re.compile(rf",? ?[(\[](?:b\. ?|\* ?|born ?)?(?P<it>{_DATE})[)\]]")


def by_any_name(text: str) -> Iterator[Found]:  # noqa: C901 (one kind after another)
    """What has a figure and is somebody's, whatever it is called."""
    if not _FIGURE.search(text):
        return
    for match in _CARD.finditer(text):
        if not _THING_CALLED.search(text, max(0, match.start() - _REACH), match.start()):
            yield Found(*match.span(), "card")
    for match in _BANK.finditer(text):
        part = next((each for each in ("sort", "account") if match[each]), None)
        yield Found(*(match.span(part) if part else match.span()), "account")
    yield from (Found(*match.span("it"), "birthday") for match in _BORN.finditer(text))
    yield from (Found(*match.span("it"), "handle") for match in _HANDLE.finditer(text))
    for match in (*_MIXED.finditer(text), *_PARTED.finditer(text)):
        if _is_dialled(match[0]):
            yield Found(*match.span(), "telephone")
    for match in _PLATE.finditer(text):
        said = _WORD_AFTER.sub("", match["it"] or match[0])
        start = match.start("it") if match["it"] else match.start()
        if sum(map(str.isdigit, said)) > 1 and sum(map(str.isalnum, said)) in range(5, 9):
            yield Found(start, start + len(said), "plate")
    for match in _GROUPED.finditer(text):
        first = match[0].split()[0].casefold()
        if first not in _THINGS:
            yield Found(*match.span("it" if first in _LABELS else 0), "number")
    for match in (*_NUMBERED.finditer(text), *_REGISTER.finditer(text)):
        if _is_own(match):
            yield Found(*match.span("it"), "number")


def born_beside(text: str, told: list[Found]) -> Iterator[Found]:
    """A day in brackets behind a name: Kerry Ask (2 Feb 1980)."""
    for found in told:
        match = _OF_A_NAME.match(text, found.end) if found.what == "name" else None
        if match:
            yield Found(*match.span("it"), "birthday")


def _is_dialled(said: str) -> bool:
    """Seven digits at least, some of them in words, or in groups that a stroke parts."""
    told = _WORDS_SAID.findall(said)
    twice = sum({"double": 1, "triple": 2, "treble": 2}.get(word.lower(), 0) for word in told)
    counted = sum(map(str.isdigit, said)) + sum(
        word.lower() not in ("double", "triple", "treble") for word in told
    )
    many = any(sign in said for sign in "|·") or len(told) > 1 or twice > 0
    return many and 7 <= counted + twice <= 15


def _is_own(match: re.Match[str]) -> bool:
    """It is called neither after a thing nor after a firm, and is neither a day nor a year."""
    called = match["called"].strip(".").casefold().rpartition("-")[2]
    said = match["it"]
    digits = sum(map(str.isdigit, said))
    before = match.string[max(0, match.start() - _OF_AN_ACCOUNT) : match.start()]
    if "XX" in match[0] or said[:4].isalpha() or _ACCOUNT.search(before):
        return False
    if _GLUED.search(match.string, max(0, match.start("it") - 1), match.start("it")):
        return False  # OD4418: the number of an order, or of a bank
    if _THING_BEFORE.search(match.string, max(0, match.start() - _REACH), match.start()):
        return False  # parcel DHL no. 4418
    of_others = called in _THINGS or bare(called) in words("firms") or _THING.fullmatch(called)
    return digits >= _FEWEST - 1 and len(said) > _FEWEST and not (of_others or _DAY.fullmatch(said))
