"""The firm's table of fit: which evidence there is, what it speaks for, and a row of it read."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .keys import made_key
from .protected import by_name, in_words

AXES = ("values_what", "values_how", "mutual_value")
# Kinds of evidence, as the table calls them, and whether words narrow them down.
KINDS = {
    "bought": "what they bought",
    "ordered": "that they came back",
    "kept": "that they kept what they bought",
    "returned": "that they sent it back",
    "asked": "what they asked of us",
    "told": "what they told us",
    "learned": "that an explanation helped",
}
WITH_WORDS = frozenset({"bought", "asked", "told"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: which evidence, and where it points on each axis, from 0 to 1.

    `least` rows make a line, `most` of them count, each with `weight`, for `months`. An axis that
    it says nothing of is None. `sentence` may name {count}, {of} (all there are) and {item}.
    """

    id: str
    kind: str
    words: str
    least: int
    most: int
    values_what: Decimal | None
    values_how: Decimal | None
    mutual_value: Decimal | None
    weight: Decimal
    months: int
    sentence: str

    def value(self, axis: str) -> Decimal | None:
        found: Decimal | None = getattr(self, axis)
        return found


def rule_of(row: Mapping[str, str]) -> Rule:
    """A row of the table. Raises ValueError that names the column and the mend."""
    kind = row["kind"].strip()
    if kind not in KINDS:
        raise ValueError(f"kind: {kind!r} is none of {', '.join(KINDS)}")
    words = row["words"].strip()
    if bool(words) != (kind in WITH_WORDS):
        told = "write the words that show it" if kind in WITH_WORDS else "leave it empty"
        raise ValueError(f"words: {told}, for {kind} means {KINDS[kind]}")
    axes = {name: _part(name, row[name]) for name in AXES}
    if all(value is None for value in axes.values()):
        raise ValueError(f"{AXES[0]}: no axis is moved: write a number from 0 to 1 for one")
    if made_key(row["rule"], 40) != row["rule"]:
        raise ValueError(f"rule: {row['rule']!r} is not a key: small letters, digits and _")
    for name, found in (
        ("rule", by_name(row["rule"])),
        ("words", in_words(words.replace(";", " . "))),
        ("sentence", in_words(row["sentence"])),
    ):
        if found:
            raise ValueError(f"{name}: {found}")
    return Rule(
        id=row["rule"],
        kind=kind,
        words=words,
        least=_whole("least", row["least"] or "1"),
        most=_whole("most", row["most"] or "1"),
        **axes,
        weight=_weight(row["weight"] or "1"),
        months=_whole("months", row["months"] or "24"),
        sentence=_readable(row["sentence"].strip(), kind),
    )


def _part(name: str, text: str) -> Decimal | None:
    if not text.strip():
        return None
    value = _number(name, text)
    if not 0 <= value <= 1:
        raise ValueError(f"{name}: {text} is not from 0 to 1")
    return value


def _weight(text: str) -> Decimal:
    value = _number("weight", text)
    if not 0 < value <= 10:
        raise ValueError(f"weight: {text} is not above 0 and at most 10")
    return value


def _number(name: str, text: str) -> Decimal:
    try:
        value = Decimal(text.strip())
    except ArithmeticError:
        raise ValueError(f"{name}: {text!r} is not a number: write one such as 0.75") from None
    if not value.is_finite():
        raise ValueError(f"{name}: {text!r} is not a number: write one such as 0.75")
    return value


def _whole(name: str, text: str) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= 120:
        raise ValueError(f"{name}: {text!r} is not a whole number from 1 to 120")
    return int(text)


def _readable(sentence: str, kind: str) -> str:
    if kind == "told":
        return sentence
    try:
        told = sentence.format(count=1, of=1, item="")
    except (KeyError, IndexError, ValueError):
        raise ValueError("sentence: it may name {count}, {of} and {item}, nothing else") from None
    if not told:
        raise ValueError("sentence: write what the customer may read")
    return sentence
