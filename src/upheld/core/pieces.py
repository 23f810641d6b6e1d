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
    fast as by the words themselves; and in any case each goes on with a class of second letters,
    by which `re` passes over those that cannot stand there.
    """
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in told:
        by_first[_either_case(word[0]) if small else word[0]].append(word[1:])
    ways = {first: _by_second(rest) if small else rest for first, rest in by_first.items()}
    rests = "|".join(f"(?<=[{first}])(?:{'|'.join(rest)})" for first, rest in ways.items())
    return rf"[{''.join(by_first)}](?<!\w.)(?:{rests})"


def _either_case(letter: str) -> str:
    return letter.lower() + letter.upper()


def _by_second(rests: list[str]) -> list[str]:
    """The same patterns in the same order, those that begin with one letter together: what begins
    with anything else parts those before it from those after it."""
    ways, by_letter = list[str](), defaultdict[str, list[str]](list)
    for rest in rests:
        if rest[:1].isalpha() and rest[1:2] not in ("?", "*", "+", "{"):
            by_letter[_either_case(rest[0])].append(rest[1:])
            continue
        ways += _of_letters(by_letter)
        by_letter.clear()
        ways.append(f"(?i:{rest})")
    return [*ways, *_of_letters(by_letter)]


def _of_letters(by_letter: dict[str, list[str]]) -> list[str]:
    return [f"[{letter}](?i:{'|'.join(rest)})" for letter, rest in by_letter.items()]
