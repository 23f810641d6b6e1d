"""What stands in a body, each name once: of two that differ one was meant, and nobody knows which
(RFC 8259, section 4, leaves it to whoever reads)."""

import json
from collections import Counter
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from upheld.core.intake import in_one_line


class SaidTwice(ValueError):
    """The message names it."""


class Bodies(Parser):
    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Raises SaidTwice, or what `json.loads` raises."""
        body: dict[str, Any] = json.loads(request.body, object_pairs_hook=_each_once)
        return body


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(name for name, many in Counter(name for name, _ in pairs).items() if many > 1)
        raise SaidTwice(f"{in_one_line(twice)[:80]!r} stands twice in one object: say it once")
    return found
