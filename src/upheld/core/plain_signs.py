"""A text as patterns read it: signs that look alike are one, signs that nobody sees are none, and
what a scanner misread among capitals or figures is what it was.

A number is copied from a telephone between marks of direction that nobody sees, a name is typed
with its accent as a sign of its own (Unicode Standard Annex 15), and a form is filled in with the
wide signs of a Japanese keyboard: whoever reads them sees no difference.
"""

# ruff: noqa: E501 (a pattern is read whole)

import re
import unicodedata

# Blanks and dashes that are none to a pattern, one sign for one.
_ALIKE = str.maketrans(
    dict.fromkeys([0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    | dict.fromkeys([0x2010, 0x2011, 0x2012, 0x2212, 0xFE63], "-")
)
# Marks of direction and of where a word may be parted, which have no width.
_UNSEEN = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0e\ufe0f"
_MARKS = "\u0300-\u036f"
# Wide signs, letters of mathematics, and figures of other scripts.
_WIDE = "\uff01-\uff5e\U0001d400-\U0001d7ff"
_FIGURES = "\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef"
_ODD = re.compile(f"[{_UNSEEN}{_MARKS}{_WIDE}{_FIGURES}]")
# With as many marks as any language puts on one (Unicode Standard Annex 15, 13: 30): to order them,
# Python takes the square of how many there are.
_SIGN = re.compile(rf"[^{_UNSEEN}](?:[{_UNSEEN}]*[{_MARKS}]){{0,30}}", re.DOTALL)
_NOT_SEEN = re.compile(f"[{_UNSEEN}]")
# A nought is an O and a small l or a one an I among capitals (ACC0UNT, lDENTITY, PAT1ENT), and the
# other way round among figures.
_NOUGHT = re.compile(
    r"0(?:(?<=[A-Z]{2}0)(?=[A-Z])|(?<=[A-Z]0)(?=[A-Z]{2})|(?<=\bN0)(?=[.:=#]| [:=#\d])|(?<=\bD0)(?=B\b))"
)
_ELL = re.compile(
    r"l(?=[A-Z.])(?:(?<=[A-Z]{2}l)(?=[A-Z])|(?<=[A-Z]l)(?=[A-Z]{2})|(?<!\wl)(?=[A-Z]{3}|D ?[:#]|\.D\.))"
    r"|1(?:(?<=[A-Z]{3}1)(?=[A-Z]{3})|(?<!\w1)(?=D ?[:#]))"
)
_ONE = re.compile(r"[lI](?<=\d.)(?=\d)")
_ZERO = re.compile(r"O(?<=\d.)(?=\d)")


def as_read(text: str) -> tuple[str, list[int]]:
    """The text as patterns read it, and where each sign of it stands in the text, with the end of
    the text as the last; an empty list where each stands where it stood."""
    stands: list[int] = []
    if not text.isascii():
        if _ODD.search(text):
            text, stands = _seen(text)
        text = text.translate(_ALIKE)
    text = _ELL.sub("I", _NOUGHT.sub("O", text))
    return _ZERO.sub("0", _ONE.sub("1", text)), stands


def as_typed(said: str) -> str:
    """A name or a word as it stands in a text that was read so."""
    return _seen(said)[0] if _ODD.search(said) else said


def _seen(text: str) -> tuple[str, list[int]]:
    parts, stands = list[str](), list[int]()
    for match in _SIGN.finditer(text):
        sign = _NOT_SEEN.sub("", match[0])
        plain = unicodedata.normalize("NFKC" if _ODD.fullmatch(sign) else "NFC", sign)
        parts.append(plain if not sign.isdecimal() else str(unicodedata.decimal(sign)))
        stands += [match.start()] * len(parts[-1])
    return "".join(parts), [*stands, len(text)]
