"""Whether the firm's own mail server says that a message is from whom it says (RFC 8601).

Only the results that bear the name of that server are read: anybody can write others, and a server
takes those away that bear its name and are not its own (RFC 8601, section 5).
"""

import re
from collections.abc import Iterator

from .addresses import bare
from .message import Post

_HEADER = "authentication-results"
# Nothing but the name itself: in quotes, in encoded words or after a comment it is not the name
# that a server looks for when it takes headers away.
_WHO = re.compile(r"(?P<name>[a-z0-9._-]+)(?:[ \t]+[0-9]+)?[ \t]*;", re.IGNORECASE | re.ASCII)
_DMARC = re.compile(r"\s*dmarc\s*=\s*([a-z]{1,20})\b", re.IGNORECASE | re.ASCII)


def vouched(post: Post, server: str) -> bool | None:
    """True where each DMARC result of `server` (its authserv-id) is a pass, False where one is a
    failure; None where it says neither, or no server is named."""
    found = set(_results(post, server.lower())) if server else set()
    if "fail" in found:
        return False
    return True if found == {"pass"} else None


def _results(post: Post, server: str) -> Iterator[str]:
    for told in post.headers.get(_HEADER, ()):
        who = _WHO.match(told)
        if who and who["name"].lower() == server:
            results = bare(told[who.end() :]).split(";")
            yield from (found[1].lower() for each in results if (found := _DMARC.match(each)))
