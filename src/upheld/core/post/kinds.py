"""What kind of message it is: a person's, or one that a machine sent and nobody may answer."""

import re
from collections.abc import Collection
from enum import StrEnum

from .message import Post
from .returned import DAEMONS, is_delayed


class Kind(StrEnum):
    """Only what a person wrote becomes or enters a case by itself. What is forged, the firm's own
    mail server says; all others are told by what the message says."""

    PERSON = "person"
    FORGED = "forged"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    DELAY = "delay"
    REPORT = "report"
    LIST = "list"
    ECHO = "echo"


# Precedence was never standardised; RFC 3834, section 5 tells to heed it all the same.
_BULK = {"bulk", "junk", "auto_reply", "auto-reply"}
_REPLIES = ("x-autoreply", "x-autorespond", "x-autoresponse", "x-auto-response-suppress")
# What stands after a plus sign is a detail: the mailbox is the same (RFC 5233, section 1).
_DETAIL = re.compile(r"\+[^@]*@")


def kind_of(post: Post, return_path: str | None, own: Collection[str]) -> Kind:
    """The kind of a message. `return_path` is the envelope's sender, empty for the null one and
    None where nobody told it; `own` are our own addresses, in small letters."""
    if _DETAIL.sub("@", post.sender.email) in own or post.sender.email in own:
        return Kind.ECHO
    null = return_path == "" or post.header("return-path") == "<>"
    machine = null or post.sender.email.partition("@")[0] in DAEMONS
    if _reports(post, "delivery-status", machine) or post.header("x-failed-recipients"):
        return Kind.DELAY if is_delayed(post) else Kind.BOUNCE
    if any(_reports(post, what, machine) for what in _REPORTS):
        return Kind.REPORT
    if null and post.sender.email.partition("@")[0] in DAEMONS:
        return Kind.BOUNCE  # RFC 5321, 4.5.5: what tells of a delivery has a null return path
    if post.header("list-id") or _precedence(post) == "list":
        return Kind.LIST
    if null or _automatic(post):
        return Kind.AUTOMATIC
    return Kind.PERSON


_REPORTS = ("disposition-notification", "feedback-report")


def _reports(post: Post, what: str, machine: bool) -> bool:
    """A multipart/report of this type (RFC 3464, RFC 8098, RFC 5965). What is attached tells it of
    a machine alone: a person passes on the report that their complaint came back."""
    told = post.header("content-type").lower()
    attached = any(each.type == f"message/{what}" for each in post.attachments)
    if told.startswith("multipart/report"):
        return attached or what in told
    return attached and machine


_COMMENT = re.compile(r"\([^()]*\)")


def _automatic(post: Post) -> bool:
    """RFC 3834, section 5: anything but `no` means that a machine sent it."""
    submitted = _COMMENT.sub("", post.header("auto-submitted").partition(";")[0]).strip().lower()
    if submitted not in ("", "no"):
        return True
    return _precedence(post) in _BULK or any(post.header(name) for name in _REPLIES)


def _precedence(post: Post) -> str:
    return post.header("precedence").strip().lower()
