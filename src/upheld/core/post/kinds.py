"""What kind of message it is: a person's, or one that a machine sent and nobody may answer."""

import re
from collections.abc import Collection, Iterator
from enum import StrEnum

from .addresses import named_in
from .attached import Attached
from .message import Post
from .read import ids


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
_DAEMONS = ("mailer-daemon", "postmaster")
# What stands after a plus sign is a detail: the mailbox is the same (RFC 5233, section 1).
_DETAIL = re.compile(r"\+[^@]*@")


def kind_of(post: Post, return_path: str | None, own: Collection[str]) -> Kind:
    """The kind of a message. `return_path` is the envelope's sender, empty for the null one and
    None where nobody told it; `own` are our own addresses, in small letters."""
    if _DETAIL.sub("@", post.sender.email) in own or post.sender.email in own:
        return Kind.ECHO
    null = return_path == "" or post.header("return-path") == "<>"
    machine = null or post.sender.email.partition("@")[0] in _DAEMONS
    if _reports(post, "delivery-status", machine) or post.header("x-failed-recipients"):
        return Kind.DELAY if _delayed(post) else Kind.BOUNCE
    if any(_reports(post, what, machine) for what in _REPORTS):
        return Kind.REPORT
    if null and post.sender.email.partition("@")[0] in _DAEMONS:
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


_FIELD = re.compile(r"^(action|status|diagnostic-code)\s*:\s*(.{1,300})", re.I | re.M)


def _delayed(post: Post) -> bool:
    """The server still tries: nothing has come back yet (RFC 3464, 2.3.3)."""
    actions = [told.lower() for name, told in _fields(post) if name == "action"]
    return bool(actions) and all(
        action in ("delayed", "delivered", "relayed") for action in actions
    )


def why_returned(post: Post) -> str:
    """What the other server said, in one line; empty when it gave no reason. By which protocol it
    said so (RFC 3464, section 2.3.6: "smtp; 550 no such user") tells a person nothing."""
    told = dict(reversed([*_fields(post)]))
    return _PROTOCOL.sub("", told.get("diagnostic-code", "")) or told.get("status") or ""


_PROTOCOL = re.compile(r"^[\w-]+\s*;\s*")


def _fields(post: Post) -> Iterator[tuple[str, str]]:
    for each in post.attachments:
        if each.type == "message/delivery-status":
            for name, told in _FIELD.findall(_start(each)):
                yield name.lower(), " ".join(told.split())


_MESSAGE_ID = re.compile(r"^[> ]*message-id\s*:\s*(<[^<>\s]{1,900}>)", re.I | re.M)


def returned_ids(post: Post) -> tuple[str, ...]:
    """The ids of the messages that came back: in what is attached, quoted, or answered."""
    texts = [post.text[:_MOST]]
    texts += [_start(each) for each in post.attachments if each.type.startswith(_RETURNED)]
    found = [each for text in texts for told in _MESSAGE_ID.findall(text) for each in ids(told)]
    return tuple(dict.fromkeys((*found, *post.answers)))


_TO = re.compile(r"^to\s*:\s*(.{1,1000})", re.I | re.M)


def returned_from(post: Post) -> frozenset[str]:
    """The addresses that what came back was sent to, by its own headers; empty where they are not
    told. A mailbox that passes mail on is the one that is named here, and not the next."""
    texts = (_start(each) for each in post.attachments if each.type.startswith(_RETURNED))
    told = [line for text in texts for line in _TO.findall(text)]
    return frozenset(email.lower() for _, email in named_in(told) if "@" in email)


_RETURNED = ("message/", "text/rfc822-headers")
_MOST = 100_000


def _start(attached: Attached) -> str:
    return attached.start(_MOST).decode("latin-1").replace("\r\n", "\n")
