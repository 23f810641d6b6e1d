"""Tickets of Freshdesk as its API gives them, with their conversations and their requester.

Fields from Freshdesk's published reference of its API, version 2, with
`include=conversations,requester`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from upheld.core.intake import Complainant, Complaint
from upheld.core.words import Channel

from . import told as t
from .arrival import Arrival, Message, Problem, RowRefused

LISTS = ("tickets", "results")
_STATUS = {"2": "open", "3": "pending", "4": "resolved", "5": "closed"}
_PAST = {"resolved", "closed"}
_CHANNELS = {
    "1": Channel.EMAIL, "2": Channel.WEB, "3": Channel.PHONE, "7": Channel.WEB, "9": Channel.WEB,
}  # fmt: skip
_KEPT = ("priority", "type", "tags", "updated_at")
KNOWN = {
    "id", "subject", "description", "description_text", "status", "source", "requester",
    "requester_id", "name", "email", "phone", "created_at", "conversations", "attachments", "spam",
    "deleted", *_KEPT,
}  # fmt: skip


def read(ticket: Mapping[str, Any]) -> Arrival:
    """One ticket. Raises RowRefused."""
    for mark in ("spam", "deleted"):
        if ticket.get(mark) is True:
            told = "marked as spam there" if mark == "spam" else "deleted there"
            raise RowRefused([Problem(mark, "true", told, "leave it out")])
    key, received = t.needed(ticket, "id"), t.moment(ticket, "created_at")
    number = t.needed(ticket, "status").lower()
    status, who = _STATUS.get(number, number), t.part(ticket, "requester")
    files = t.files(ticket, "name")
    first = (Message(received, "", True, files=files),) if files else ()
    return Arrival(
        source="freshdesk",
        key=key,
        complaint=Complaint(
            text=t.plain(ticket, "description_text", "description"),
            received_at=received,
            complainant=Complainant(
                t.text(who, "name") or t.text(ticket, "name"),
                t.text(who, "email") or t.text(ticket, "email"),
                t.text(who, "phone", "mobile") or t.text(ticket, "phone"),
            ),
            subject=t.text(ticket, "subject"),
            channel=_CHANNELS.get(t.text(ticket, "source"), Channel.IMPORT),
        ),
        particulars=t.others(ticket, *_KEPT) | {"ticket": key, "status": status},
        customer_key=t.text(ticket, "requester_id") or t.text(who, "id"),
        messages=(*first, *sorted(_conversations(ticket), key=lambda each: each.at)),
        past=status in _PAST,
    )


def _conversations(ticket: Mapping[str, Any]) -> Iterator[Message]:
    """What does not say that it is public is internal."""
    for at, each in enumerate(t.listed(ticket, "conversations"), 1):
        words, names = t.plain(each, "body_text", "body"), t.files(each, "name")
        if words or names:
            yield Message(
                at=t.moment(each, "created_at", f"conversations[{at}]."),
                text=words,
                by_customer=each.get("incoming") is True,
                internal=each.get("private") is not False,
                author=t.text(each, "from_email"),
                files=names,
            )
