"""What a message names, in its head and wherever else it says something: also of one that is not
read, which is kept from nobody but those who may not see the case that it names."""

import re
from collections.abc import Iterator

from .decoding import decoded
from .head import bounded
from .message import Post
from .read import ids

_ANSWERS = re.compile(rb"^(?:in-reply-to|references):(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.M)
_MOST_HEAD, _MOST = 500_000, 1_000_000  # bytes
_IN_WORDS = ("text/", "message/")


def answered_ids(raw: bytes) -> tuple[str, ...]:
    """The ids of what it answers, by its head as it came."""
    head = next(bounded(raw[:_MOST_HEAD]))
    told = (each.decode("ascii", "replace") for each in _ANSWERS.findall(head))
    return tuple(dict.fromkeys(each for line in told for each in ids(line)))


def all_words(post: Post) -> Iterator[str]:
    """Its headers, its words, and those of what came with it: a report has the original there."""
    yield from (value for values in post.headers.values() for value in values)
    yield post.subject
    yield post.text
    for each in post.attachments:
        if each.type.startswith(_IN_WORDS):
            yield decoded(each.start(_MOST), "")
