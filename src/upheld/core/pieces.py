"""Pieces of patterns: capitals, months, and words that are looked for fast."""

from collections import defaultdict

# Of the languages of Europe, as they stand in a class.
UP = (
    "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽƠƯȘȚ"
    "Α-ΩΆΈΉΊΌΎΏЀ-ЯḀ-ỿ"  # of the last range every second is small: no matter
)
# ruff: noqa: E501 (a list of words is read whole)
MONTHS = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?", "aug(?:ust)?",
    "sep(?:t(?:ember)?)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip


def one_of(*told: str, small: bool = True) -> str:
    """A pattern of words, each a pattern that begins with a letter; in any case where `small`, and
    otherwise as they are written.

    It begins with a class of their first letters, by which `re` finds its places several times as
    fast as by the words themselves.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in told:
        first = word[0].lower() + word[0].upper() if small else word[0]
        by_first[first].append(word[1:])
    mode = "i" if small else ""
    rests = "|".join(f"(?<=[{f}])(?{mode}:{'|'.join(rest)})" for f, rest in by_first.items())
    return rf"[{''.join(by_first)}](?<!\w.)(?:{rests})"
