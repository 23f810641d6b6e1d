"""Numbers and addresses of Ireland, Africa and Asia as people write them in English: a plate, the card
of a citizen, a flat in Singapore, a house in India."""

# ruff: noqa: E501 (a pattern is read whole)

import re
from collections.abc import Iterator

from upheld.core.pieces import UP
from upheld.core.word_lists import words

from .patterns import Found

# Of Ireland by the year and the county; of Kenya, Ghana, Nigeria, India and Singapore by their form.
_COUNTIES = "C[ENW]?|DL?|G|K[EKY]|L[DHKMS]?|M[HNO]|OY|RN|SO|T[NSY]?|W[DHWX]?"
_PLATES = (
    re.compile(rf"\d(?=\d[12]?-[A-Z])(?<![\w.,/-].)\d[12]?-(?:{_COUNTIES})-\d{{1,6}}(?![\w-])"),
    re.compile(
        r"[A-Z](?=[A-Z]|-\d\d-)(?<![\w-].)(?:(?<=K)(?:M[A-Z]{2}|[A-Z]{2}) ?\d{3}[A-Z]|(?<=M)-\d\d-[A-Z]{2} ?\d{1,5}"
        r"|[A-Z]{1,2} \d{1,4}-\d\d|[A-Z]{2}-? ?\d{3} ?-?[A-Z]{2}|[A-Z][ -]?\d{2}[ -]?[A-Z]{1,2}[ -]?\d{4}"
        r"|[A-Z]\d\d[A-HJ-PR-Y][A-Z]{2}|(?<=S)[A-Z]{2} ?\d{1,4} ?[A-Z])(?![\w-])"
    ),
)
# A citizen's card of Singapore (and a passport), and of Malaysia, which begins with a day of birth.
_CITIZENS = (
    re.compile(r"[STFGMEK](?=\d{7}[A-Z])(?<![\w/-].)\d{7}[A-Z](?![\w-])"),
    re.compile(r"\d(?<![\w.,/+-]\d)\d(?:0\d|1[0-2])[0-3]\d-\d\d-\d{4}(?![\w-])"),
)
# A mobile of India in its groups, Ireland's code in small letters, a day of birth without signs.
_OF_INDIA = re.compile(r"[6-9](?<![\w.,/+-].)\d{4} \d{5}(?![\w-]|[.,]\d| \d)")
_EIRCODE = re.compile(
    r"[eE](?<!\w.)ircode(?: is)?[: ]{1,2}(?P<it>[A-Za-z]\d[\dWw] ?[A-Za-z\d]{4})(?!\w)"
)
_BORN = re.compile(
    r"[dDbB](?<!\w.)(?:(?i:\.?o\.?b\.?|ate of birth)|(?i:irth ?date))[: ]{1,3}(?P<it>\d{6}|\d{8})(?!\w)"
)
_WORD = rf"[{UP}][\w'’.-]{{1,24}}"
_FIGURE = re.compile(r"\d")
_TO_THE_CODE = (
    r"[A-Z]{0,2}-?\d[\w/-]{0,11},[^\n;|<>\"]{8,110}?[ ,–-]{1,3}[1-9]\d{2} ?\d{3}(?![\w-])"
)
# Each with what is in every text that has one.
_ADDRESSES = (
    # Blk 412 Bedok North Avenue 2 #08-117 Singapore 460412
    (
        "#",
        re.compile(
            rf"(?:(?:Blk|BLK|Block) )?\d(?<![\w.,/-]\d)\d{{0,3}}[A-Z]?,? (?:{_WORD} ){{1,5}}(?:\d{{1,3}},? )?"
            r"#[B\d]\d-\d{1,4}[A-Z]?(?:,?\s{1,2}(?:Singapore|S) ?\(?\d{6}\)?)?"
        ),
    ),
    # #42, 3rd Cross, 7th Main, JP Nagar, Bengaluru - 560078
    ("#", re.compile(rf"#(?<!\w#) ?{_TO_THE_CODE}")),
    (
        "no",
        re.compile(
            rf"[hHdDfFpPsSqQ](?<!\w.)(?:\.? ?|lat |oor |lot |ouse |hop |ite |tr )[nN]o\.? ?:?#? ?{_TO_THE_CODE}"
        ),
    ),
    ("flat", re.compile(rf"[fF](?<!\w.)lat {_TO_THE_CODE}")),
    # Blk 7 Lot 14 Sampaguita St., Brgy. San Isidro, Antipolo City 1870
    (
        "lot",
        re.compile(
            r"[bB](?<!\w.)(?:lk|LK|lock|LOCK)?\.? ?\d{1,3}[A-Z]?,? ?(?i:lot|l)\.? ?\d{1,3}[A-Z]?,? [^\n;|<>\"]{6,100}?(?: \d{4}(?![\w-])|(?=\n|$))"
        ),
    ),
)


def of_countries(text: str) -> Iterator[Found]:
    """What their form or their country tells."""
    if not _FIGURE.search(text):
        return
    for pattern in _PLATES:
        for match in pattern.finditer(text):
            if match[0][:3].strip(" -").casefold() not in words("firms"):
                yield Found(*match.span(), "plate")
    for pattern in _CITIZENS:
        yield from (Found(*match.span(), "number") for match in pattern.finditer(text))
    yield from (Found(*match.span(), "telephone") for match in _OF_INDIA.finditer(text))
    yield from (Found(*match.span("it"), "postcode") for match in _EIRCODE.finditer(text))
    yield from (Found(*match.span("it"), "birthday") for match in _BORN.finditer(text))
    small = text.lower()
    for pattern in (each for sign, each in _ADDRESSES if sign in small):
        yield from (Found(*match.span(), "address") for match in pattern.finditer(text))
