"""What a word is, a thing or an act, by what people write before it: themes are named by things."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from upheld.insight import languages
from upheld.insight.texts import Texts

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A word that nothing leads in is a thing until more is known, by little.
_THING, _ACT = 1.0, 0.8
_KINDS = ("things", "acts", "links", "vague", "tells")


@dataclass(frozen=True, slots=True)
class Kinds:
    """`place` is that of each word in the texts; the others are shares of its uses, by that place:
    `things` of those with a leading word in which it is a thing, `ends` of those that a small word
    or nothing follows, so that a name may end in it."""

    place: Mapping[str, int]
    things: "NDArray[Any]"
    ends: "NDArray[Any]"

    def thing(self, word: str) -> float:
        """How often the word is a thing, 0 to 1."""
        return float(self.things[self.place[word]]) if word in self.place else 0.5

    def end(self, word: str) -> float:
        """How often nothing that tells more follows it, 0 to 1."""
        return float(self.ends[self.place[word]]) if word in self.place else 0.5


def kinds(
    texts: Texts, spoken: list[str], small: "NDArray[Any]", place: Mapping[str, int]
) -> Kinds:
    """`small` says of each word of all texts whether it only joins others."""
    import numpy as np

    many, words, starts = len(texts.known), texts.words, texts.starts
    used = {*spoken}
    leads = {
        kind: languages.joining(texts, spoken, {name: _told(name)[kind] for name in used})
        for kind in ("things", "acts")
    }
    begins = np.zeros(len(words) + 1, dtype=bool)
    begins[starts] = True
    within = ~begins[1:-1]
    counted = {
        kind: np.bincount(words[1:][lead[:-1] & within], minlength=many).astype(float)
        for kind, lead in leads.items()
    }
    thing, act = counted["things"] + _THING, counted["acts"] + _ACT
    followed = np.zeros(len(words), dtype=bool)
    followed[:-1] = ~small[1:] & within
    open_ = np.bincount(words[followed], minlength=many)
    often = np.bincount(words, minlength=many)
    return Kinds(place, thing / (thing + act), 1 - open_ / np.maximum(often, 1))


@cache
def links(language: str) -> frozenset[str]:
    """The small words that hold a name together."""
    return _told(language)["links"]


@cache
def tells(language: str) -> frozenset[str]:
    """Words that a list of small words has, and that name a thing."""
    return _told(language)["tells"]


@cache
def vague(language: str) -> frozenset[str]:
    """Things that say nothing by themselves."""
    return _told(language)["vague"]


@cache
def _told(language: str) -> Mapping[str, frozenset[str]]:
    told = _read().get(language, {})
    return {kind: frozenset(told.get(kind, "").split()) for kind in _KINDS}


@cache
def _read() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("kinds.yaml").read_text("utf-8")
    )
    return told
