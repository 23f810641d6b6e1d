"""Whether the firm's own mail server says that a message is from whom it says (RFC 8601).

Only the results that bear the name of that server are read: anybody can write others, and a server
takes those away that bear its name and are not its own (RFC 8601, section 5).
"""

import re
from collections.abc import Iterator

from upheld.core.domains import in_ascii

from .addresses import bare
from .message import Post

_HEADER = "authentication-results"
# Nothing but the name itself: in quotes, in encoded words or after a comment it is not the name
# that a server looks for when it takes headers away.
_WHO = re.compile(r"\A(?P<name>[a-z0-9._-]+)(?:[ \t]+[0-9]+)?[ \t]*;", re.IGNORECASE | re.ASCII)
_DMARC = re.compile(r"\s*dmarc\s*=\s*([a-z]{1,20})\b", re.IGNORECASE | re.ASCII)
# Whose domain it held against its policy (RFC 8601, section 2.7): with or without a name before it.
_ABOUT = re.compile(r"(?<!\S)header\.from\s*=\s*(?:[^\s;@]*@)?([^\s;@]+)", re.IGNORECASE)
_OF_NOBODY = "pass of nobody, or of another"


def vouched(post: Post, server: str) -> bool | None:
    """True where each DMARC result of `server` (its authserv-id) is a pass, False where one is a
    failure; None where it says neither, or no server is named. A pass that does not say of whose
    domain is none, and one of another's than the author who is read here neither: the server may
    have taken somebody else for who wrote it."""
    found = set(_results(post, server.lower())) if server else set()
    if "fail" in found:
        return False
    return True if found == {"pass"} else None


def differ(post: Post, server: str) -> bool:
    """Whether what stands under its name says two things: one of them a stranger wrote, and the
    server left it there, or it passed there twice."""
    return bool(server) and len(set(_results(post, server.lower()))) > 1


def _results(post: Post, server: str) -> Iterator[str]:
    for told in post.headers.get(_HEADER, ()):
        who = _WHO.match(told)
        if who and who["name"].lower() == server:
            results = bare(told[who.end() :]).split(";")
            yield from (
                _verdict(found[1], each, post) for each in results if (found := _DMARC.match(each))
            )


def _verdict(told: str, result: str, post: Post) -> str:
    theirs = {_domain(each.email) for each in post.senders}
    about = {_domain(each) for each in _ABOUT.findall(result)}
    return _OF_NOBODY if told.lower() == "pass" and about != theirs else told.lower()


def _domain(told: str) -> str:
    """As the domain name system knows it; what it cannot know, as it is written."""
    name = told.rpartition("@")[2].rstrip(".").lower()
    return in_ascii(name) or name
