"""Keys: a short name for a program, made once of the words that a person chose."""

import re


def made_key(words: str, longest: int) -> str:
    """`The small practice` gives `the_small_practice`; empty where no letter stands."""
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[:longest].strip("_")
