"""A text without its accents, as words are compared and looked for."""

from unicodedata import combining, normalize


def without_accents(text: str) -> str:
    """Each sign as it is decomposed (NFKD of Unicode Standard Annex 15), without combining marks.

    Sign by sign: to put marks into their order, which nobody sees once they are gone, Python takes
    the square of how many stand in a row, and a stranger chooses how many do.
    """
    if text.isascii():
        return text
    return text.translate({ord(sign): _bare(sign) for sign in set(text) if not sign.isascii()})


def _bare(sign: str) -> str:
    return "".join(each for each in normalize("NFKD", sign) if not combining(each))
