"""Lists of words, read once: which are names, which are words of the language, which are neither.

They are files of this package (lists/), each with a head that tells where its words are from and
that they may be used.
"""

from functools import cache
from importlib.resources import files


@cache
def words(*of: str) -> frozenset[str]:
    """The words of the list, or of several together, small and without accents."""
    if len(of) > 1:
        return frozenset().union(*map(words, of))
    lines = files(__package__).joinpath("lists", f"{of[0]}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


@cache
def phrases(of: str) -> tuple[str, ...]:
    """The lines of the list: words that belong together."""
    lines = files(__package__).joinpath("lists", f"{of}.txt").read_text("utf-8").splitlines()
    return tuple(line for line in lines if line[:1] != "#")
