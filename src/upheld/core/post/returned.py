"""What a notice says of the message that came back: which, from where, and why (RFC 3464)."""

import re
from collections.abc import Iterator

from .addresses import named_in
from .attached import Attached
from .decoding import decoded, lines
from .message import Post
from .read import ids

DAEMONS = ("mailer-daemon", "postmaster")
_STATUS = ("message/delivery-status", "message/global-delivery-status")  # RFC 3464, RFC 6533
_RETURNED = ("message/", "text/rfc822-headers")
_MOST = 100_000


def is_of_a_server(post: Post, return_path: str | None) -> bool:
    """Whether it has the return path of a notice, by which nobody is answered: the null one
    (RFC 5321, section 4.5.5), or the mailbox that some servers name in its place. Where nobody told
    the envelope's, by the header that the mailbox's server wrote, or without one by its author."""
    told = return_path if return_path is not None else post.header("return-path") or None
    who = post.sender.email if told is None else told.strip("<> ").lower()
    null = told is not None and not who
    return null or who.partition("@")[0] in DAEMONS


_FIELD = re.compile(r"^(action|status|diagnostic-code)\s*:\s*(.{1,300})", re.I | re.M)


def is_delayed(post: Post) -> bool:
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
    for text in _statuses(post):
        for name, told in _FIELD.findall(text):
            yield name.lower(), " ".join(told.split())


def _statuses(post: Post) -> Iterator[str]:
    return (_start(each) for each in post.attachments if each.type in _STATUS)


_RECIPIENT = re.compile(
    r"^(?:final|original)-recipient\s*:\s*(?:[\w-]+\s*;)?\s*<?([^\s<>;]{1,320})", re.I | re.M
)
_XTEXT = re.compile(r"\+([0-9A-F]{2})")  # RFC 3461, section 4: some servers leave it so


def recipients(post: Post) -> frozenset[str]:
    """The addresses in small letters that it says nothing could be delivered to: the last, and the
    one that the sender knew (RFC 3464, sections 2.3.1 and 2.3.2), which differ where mail is passed
    on. Empty where it names none."""
    told = [each for text in _statuses(post) for each in _RECIPIENT.findall(text)]
    told += [email for _, email in named_in([post.header("x-failed-recipients")[:_MOST]])]
    told += [_XTEXT.sub(lambda found: chr(int(found[1], 16)), each) for each in told]
    return frozenset(each.lower() for each in told if "@" in each)


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


def _start(attached: Attached) -> str:
    return lines(decoded(attached.start(_MOST), ""))
