"""Tickets as Zendesk exports them: its full JSON export, one ticket a line, or its API's lists.

Fields from Zendesk's published reference of tickets, ticket comments and the account's export.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from upheld.core.intake import Complainant, Complaint
from upheld.core.words import Channel

from . import told as t
from .arrival import Arrival, Message, Problem, RowRefused

LISTS = ("tickets", "results")
_PAST, _GONE = {"solved", "closed"}, "deleted"
_CHANNELS = {
    "email": Channel.EMAIL, "web": Channel.WEB, "api": Channel.WEB, "web_widget": Channel.WEB,
    "voice": Channel.PHONE, "phone": Channel.PHONE, "twitter": Channel.SOCIAL,
    "facebook": Channel.SOCIAL, "chat": Channel.WEB, "native_messaging": Channel.WEB,
}  # fmt: skip
_KEPT = ("status", "priority", "type", "tags", "external_id", "updated_at", "recipient")
KNOWN = {
    "id", "created_at", "subject", "raw_subject", "description", "requester", "requester_id",
    "submitter", "submitter_id", "assignee", "assignee_id", "comments", "via", *_KEPT,
}  # fmt: skip


def read(ticket: Mapping[str, Any]) -> Arrival:
    """One ticket. Raises RowRefused."""
    status = t.text(ticket, "status").lower()
    if status == _GONE:
        raise RowRefused([Problem("status", status, "deleted there", "leave it out")])
    key, received = t.needed(ticket, "id"), t.moment(ticket, "created_at")
    comments = sorted(_comments(ticket), key=lambda each: each.at)
    said, rest = _complaint(t.text(ticket, "description"), comments)
    who = t.part(ticket, "requester")
    return Arrival(
        source="zendesk",
        key=key,
        complaint=Complaint(
            text=said,
            received_at=received,
            complainant=Complainant(
                t.text(who, "name"), t.text(who, "email"), t.text(who, "phone")
            ),
            subject=t.text(ticket, "subject", "raw_subject"),
            channel=_CHANNELS.get(t.text(t.part(ticket, "via"), "channel"), Channel.IMPORT),
        ),
        particulars=t.others(ticket, *_KEPT) | {"ticket": key},
        customer_key=t.text(ticket, "requester_id") or t.text(who, "id"),
        messages=tuple(rest),
        past=status in _PAST,
    )


def _comments(ticket: Mapping[str, Any]) -> Iterator[Message]:
    """A comment that does not say that it is public is internal."""
    people = {
        t.text(person, "id"): t.text(person, "name")
        for person in (t.part(ticket, each) for each in ("requester", "submitter", "assignee"))
    }
    requester = t.text(ticket, "requester_id") or t.text(t.part(ticket, "requester"), "id")
    for at, comment in enumerate(t.listed(ticket, "comments"), 1):
        author = t.text(comment, "author_id") or t.text(t.part(comment, "author"), "id")
        words = t.text(comment, "plain_body", "body") or t.plain(comment, "", "html_body")
        names = t.files(comment, "file_name", "name")
        if words or names:
            yield Message(
                at=t.moment(comment, "created_at", f"comments[{at}]."),
                text=words,
                by_customer=bool(requester) and author == requester,
                internal=comment.get("public") is not True,
                author=t.text(t.part(comment, "author"), "name") or people.get(author, ""),
                files=names,
            )


def _complaint(description: str, comments: list[Message]) -> tuple[str, list[Message]]:
    """What the customer said first, and the rest in its order.

    Zendesk's description is its first comment, which may be an internal note: then what they said
    is the first public comment of theirs.
    """
    first = comments[0] if comments else None
    if first is None:
        return description, []
    if not first.internal and _same(first.text, description):
        return description or first.text, _with_files(first, comments[1:])
    if description and not any(
        each.internal and _same(each.text, description) for each in comments
    ):
        return description, comments
    theirs = next((each for each in comments if each.by_customer and not each.internal), None)
    if theirs is None:
        raise RowRefused([
            Problem("comments", "", "the customer said nothing in it", "leave it out, or add it")
        ])  # fmt: skip
    return theirs.text, [each for each in comments if each is not theirs]


def _with_files(first: Message, rest: list[Message]) -> list[Message]:
    """The first message says the complaint again; its files are told all the same."""
    if not first.files:
        return rest
    told = Message(first.at, "", first.by_customer, False, first.author, first.files)
    return [told, *rest]


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()) == " ".join(other.split())
