"""What a page says, as a person reads it."""

import html
import re
from typing import Any


def text(response: Any) -> str:
    """The words of a page without its markup, on one line."""
    page = re.sub(r"<(script|style|title).*?</\1>", " ", response.content.decode(), flags=re.S)
    page = re.sub(r"</?bdi[^>]*>", "", page)  # stands within a sentence, and parts no words
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def page_of(case: int) -> str:
    return f"/cases/UP-{case:06d}/"
