"""Whether the firm's own mail server says that a message is from whom it says (RFC 8601).

Only the results that bear the name of that server are read: anybody can write others, and a server
takes those away that bear its name and are not its own (RFC 8601, section 5).
"""

import re
from collections.abc import Iterator

from .message import Post

_HEADER = "authentication-results"
_DMARC = re.compile(r"\s*dmarc\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)


def vouched(post: Post, server: str) -> bool | None:
    """True where each DMARC result of `server` (its authserv-id) is a pass, False where one is a
    failure; None where it says neither, or no server is named."""
    found = set(_results(post, server.lower())) if server else set()
    if "fail" in found:
        return False
    return True if found == {"pass"} else None


def _results(post: Post, server: str) -> Iterator[str]:
    for told in post.headers.get(_HEADER, ()):
        who, *results = _bare(told).split(";")
        if who.split()[:1] == [server]:
            yield from (found[1] for each in results if (found := _DMARC.match(each)))


def _bare(told: str) -> str:
    """Small letters, without comments and quoted words: a stranger's words may stand in both."""
    kept, depth, quoted, skip = [], 0, False, False
    for sign in told.lower():
        if skip:
            skip = False
        elif sign == "\\" and (quoted or depth):
            skip = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif not depth:
            kept.append(sign)
    return "".join(kept)
