"""What an erased person wrote, or others of theirs, as whole texts that are taken out of longer."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from .words import GONE


@dataclass(frozen=True)
class Said:
    """`texts` go wherever they stand, but where they are a part of one that `stays`: of what
    somebody else said in the same words, or what our rules say."""

    texts: frozenset[str]
    stays: frozenset[str] = frozenset()

    def is_all_of(self, value: str) -> bool:
        return value in self.texts and value not in self.stays

    def out_of(self, text: str) -> str:
        """A word alone may be anybody's, and is looked for in no longer text."""
        return self._either.sub(lambda at: at[0] if at[0] in self.stays else GONE, text)

    @cached_property
    def _either(self) -> re.Pattern[str]:
        whole = [text for text in self.texts | self.stays if " " in text.strip()]
        longest = sorted(whole, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, longest)) or "(?!)")

    def around(self, texts: Iterable[str]) -> frozenset[str]:
        """Those of these in which one of theirs stands."""
        return frozenset(text for text in texts if any(each in text for each in self.texts))

    def beside(self, texts: Iterable[str]) -> "Said":
        """The same where these stay as well."""
        return Said(self.texts, self.stays | self.around(texts))


def strings(value: Any) -> Iterator[str]:
    """Every text in a record."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)
