"""Placing: on which touchpoint an order, a contact or a complaint belongs, by the firm's table."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from upheld.tables import Policy, Value

from .spoken import Phrases, phrases

What = Literal["order", "contact", "complaint"]
_TABLE = "placing"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some words mean: `of` is whose words, an `item` or what somebody `said`."""

    of: str
    means: str
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """`touchpoint` is a key, or empty where it is not placed; `because` says why in both cases."""

    touchpoint: str
    because: str


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be placed: `item` and `said` are words as they were written."""

    what: What
    kind: str = ""
    nature: str = ""
    item: str = ""
    said: str = ""


@dataclass(frozen=True, eq=False)
class Placing:
    """The firm's table with its words, and the touchpoints in use to place on. One is like no
    other: what was placed by it is remembered in it."""

    policy: Policy
    meanings: Sequence[Meaning]
    touchpoints: Collection[str]

    def place(self, given: Given) -> Placed:
        """Where it belongs. What means the same is asked of the table once."""
        facts = (
            given.what,
            given.kind or None,
            given.nature or None,
            self._means("item", given.item),
            self._means("said", given.said),
        )
        found = self._placed.get(facts)
        if found is None:
            found = self._placed[facts] = self._run(*facts)
        return found

    def _run(self, *facts: Value) -> Placed:
        names = ("what", "kind", "nature", "item", "said")
        answer = self.policy.run(_TABLE, dict(zip(names, facts, strict=True)))
        named = str(answer.outputs["touchpoint"] or "")
        if not named or named in self.touchpoints:
            return Placed(named, answer.because)
        rule = answer.fired[0].id if answer.fired else ""
        return Placed("", f"The rule {rule} places it on {named}, which is not in the journey.")

    def _means(self, of: str, words: str) -> str | None:
        said = " ".join(words.lower().split())
        if not said:
            return None
        return next((means for means, pattern in self._patterns[of] if pattern.search(said)), None)

    @cached_property
    def _patterns(self) -> Mapping[str, list[tuple[str, Phrases]]]:
        return {
            of: [(each.means, phrases(each.words)) for each in self.meanings if each.of == of]
            for of in ("item", "said")
        }

    @cached_property
    def _placed(self) -> dict[tuple[str | None, ...], Placed]:
        return {}
