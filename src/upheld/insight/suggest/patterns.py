"""Starter patterns: what a firm without a history of its own can be told from plain words.

Each is read within one sentence. What a sentence denies ("it was not late") is not alleged, and a
wish ("please send it on time") is none either.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from upheld.core.words import AllegationKind

_FRAGMENT = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class _Patterns:
    kinds: Mapping[AllegationKind, tuple[re.Pattern[str], ...]]
    denies: re.Pattern[str]
    denies_inside: re.Pattern[str]
    deny_themselves: frozenset[str]
    wishes: re.Pattern[str]
    asks: tuple[re.Pattern[str], ...]


@cache
def _patterns() -> _Patterns:
    told: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("patterns.yaml").read_text())
    fragments: dict[str, str] = told["fragments"]

    def read(words: str) -> re.Pattern[str]:
        whole = _FRAGMENT.sub(lambda found: fragments[found[1]], words)
        return re.compile(whole.replace("’", "['’]"), re.IGNORECASE)

    return _Patterns(
        kinds={AllegationKind(kind): tuple(map(read, of)) for kind, of in told["kinds"].items()},
        denies=read(told["denies"]),
        denies_inside=read(told["denies_inside"]),
        deny_themselves=frozenset(told["deny_themselves"]),
        wishes=read(told["wishes"]),
        asks=tuple(map(read, told["asks"])),
    )


# A page shows the same words again after every act on its case.
@lru_cache(maxsize=4096)
def kind_of(sentence: str) -> AllegationKind | None:
    """The kind that the words of one sentence allege; None when the patterns do not know."""
    said = " ".join(sentence.split())
    if _patterns().wishes.search(said):
        return None
    return next(_kinds_in(said), None)


def _kinds_in(said: str) -> Iterator[AllegationKind]:
    for kind, patterns in _patterns().kinds.items():
        if any(_alleges(kind, pattern.search(said), said) for pattern in patterns):
            yield kind


def _alleges(kind: AllegationKind, found: re.Match[str] | None, said: str) -> bool:
    if found is None:
        return False
    known = _patterns()
    if kind in known.deny_themselves:
        return True
    before = said[: found.start()]
    return not (known.denies.search(before) or known.denies_inside.search(found[0]))


def asks(sentence: str) -> bool:
    """Whether a sentence asks for something; it is recorded apart and weighs nothing."""
    said = " ".join(sentence.split())
    return any(pattern.search(said) for pattern in _patterns().asks)
