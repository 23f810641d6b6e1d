"""Whether the firm's own mail server says that a message is from whom it says (RFC 8601).

Only the results that bear the name of that server are read: anybody can write others, and a server
takes those away that bear its name and are not its own (RFC 8601, section 5). Not every one does:
so below the topmost of its results nothing vouches that another `Received` stands above (section
7.1). Whether a server writes its own above or below its `Received` differs among them.
"""

import re

from upheld.core.domains import in_ascii

from .addresses import bare
from .message import RECEIVED, Post

# Nothing but the name itself: in quotes, in encoded words or after a comment it is not the name
# that a server looks for when it takes headers away.
_WHO = re.compile(r"\A(?P<name>[a-z0-9._-]+)(?:[ \t]+[0-9]+)?[ \t]*;", re.IGNORECASE | re.ASCII)
_DMARC = re.compile(r"\s*dmarc\s*=\s*([a-z]{1,20})\b", re.IGNORECASE | re.ASCII)
# Whose domain it held against its policy (RFC 8601, section 2.7): with or without a name before it.
_ABOUT = re.compile(r"(?<!\S)header\.from\s*=\s*(?:[^\s;@]*@)?([^\s;@]+)", re.IGNORECASE)
_OF_NOBODY = "pass of nobody, or of another"


def vouched(post: Post, server: str) -> bool | None:
    """True where each DMARC result of `server` (its authserv-id) is a pass, and one by its own;
    False where one is a failure; None where it says neither, or no server is named. A pass
    that does not say of whose domain is none, and one of another's than the author who is read
    here neither: the server may have taken somebody else for who wrote it."""
    first, *others = _results(post, server) or [set()]
    found = first.union(*others)
    if "fail" in found:
        return False
    return True if "pass" in first and found == {"pass"} else None


def differ(post: Post, server: str) -> bool:
    """Whether what stands under its name says two things: one of them a stranger wrote, and the
    server left it there, or it passed there twice."""
    return len(set[str]().union(*_results(post, server))) > 1


def _results(post: Post, server: str) -> list[set[str]]:
    """What is said of DMARC under its name, from the top: together what no `Received` parts."""
    found: list[set[str]] = []
    parted = True
    for name, told in post.trace if server else ():
        if name == RECEIVED:
            parted = True
        elif (said := _of_server(told, server.lower())) is not None:
            found += [set()] if parted else []
            found[-1] |= {_verdict(each[1], each.string, post) for each in said}
            parted = False
    return found


def _of_server(told: str, server: str) -> list[re.Match[str]] | None:
    """The results of DMARC in a header; None where it bears another name."""
    who = _WHO.match(told)
    if who is None or who["name"].lower() != server:
        return None
    return [found for each in bare(told[who.end() :]).split(";") if (found := _DMARC.match(each))]


def _verdict(told: str, result: str, post: Post) -> str:
    theirs = {_domain(each.email) for each in post.senders}
    about = {_domain(each) for each in _ABOUT.findall(result)}
    return _OF_NOBODY if told.lower() == "pass" and about != theirs else told.lower()


def _domain(told: str) -> str:
    """As the domain name system knows it; what it cannot know, as it is written."""
    name = told.rpartition("@")[2].rstrip(".").lower()
    return in_ascii(name) or name
