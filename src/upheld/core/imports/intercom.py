"""Conversations of Intercom as its API gives them, with their parts.

Fields from Intercom's published reference of conversations and conversation parts.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from upheld.core.intake import Complainant, Complaint
from upheld.core.words import Channel

from . import told as t
from .arrival import Arrival, Message, Problem, RowRefused

LISTS = ("conversations", "data")
# Parts that the customer saw. Any other with words in it is taken for a note.
_PUBLIC = {"comment", "open", "close"}
_CUSTOMERS = {"user", "lead", "contact", "visitor"}
_CHANNELS = {
    "email": Channel.EMAIL, "conversation": Channel.WEB, "phone_call": Channel.PHONE,
    "phone_switch": Channel.PHONE, "facebook": Channel.SOCIAL, "instagram": Channel.SOCIAL,
    "twitter": Channel.SOCIAL, "whatsapp": Channel.SOCIAL, "sms": Channel.PHONE,
}  # fmt: skip
_KEPT = ("state", "priority", "updated_at")
KNOWN = {
    "type", "id", "created_at", "title", "source", "contacts", "conversation_parts", "tags", *_KEPT,
}  # fmt: skip


def read(conversation: Mapping[str, Any]) -> Arrival:
    """One conversation. Raises RowRefused."""
    key, received = t.needed(conversation, "id"), t.moment(conversation, "created_at")
    source = t.part(conversation, "source")
    parts = sorted(_parts(conversation), key=lambda each: each[1].at)
    began = [(source, each) for each in _of_part(source, received, public=True)]
    said, who, rest = _complaint([*began, *parts])
    author = t.part(who, "author")
    tags = ", ".join(t.text(tag, "name") for tag in t.listed(t.part(conversation, "tags"), "tags"))
    return Arrival(
        source="intercom",
        key=key,
        complaint=Complaint(
            text=said,
            received_at=received,
            complainant=Complainant(
                t.text(author, "name"), t.text(author, "email"), t.text(author, "phone")
            ),
            subject=t.text(conversation, "title") or t.plain(source, "", "subject"),
            channel=_CHANNELS.get(t.text(source, "type"), Channel.IMPORT),
        ),
        particulars=t.others(conversation, *_KEPT)
        | {"conversation": key}
        | ({"tags": tags} if tags else {}),
        customer_key=t.text(author, "id"),
        messages=tuple(rest),
        past=t.text(conversation, "state") == "closed",
    )


_Said = tuple[Mapping[str, Any], Message]


def _parts(conversation: Mapping[str, Any]) -> Iterator[_Said]:
    held = t.part(conversation, "conversation_parts")
    for at, part in enumerate(t.listed(held, "conversation_parts"), 1):
        when = t.moment(part, "created_at", f"conversation_parts[{at}].")
        for message in _of_part(part, when, t.text(part, "part_type") in _PUBLIC):
            yield part, message


def _of_part(part: Mapping[str, Any], at: Any, public: bool) -> Iterator[Message]:
    words, names = t.plain(part, "", "body"), t.files(part, "name")
    author = t.part(part, "author")
    if words or names:
        by_customer = t.text(author, "type") in _CUSTOMERS
        yield Message(at, words, by_customer, not public, t.text(author, "name"), names)


def _complaint(said: list[_Said]) -> tuple[str, Mapping[str, Any], list[Message]]:
    """The first words of the customer's, who said them, and the rest in its order."""
    for at, (part, message) in enumerate(said):
        if message.by_customer and not message.internal and message.text:
            rest = [each for number, (_, each) in enumerate(said) if number != at]
            files = [Message(message.at, "", True, files=message.files)] if message.files else []
            return message.text, part, sorted([*files, *rest], key=lambda each: each.at)
    raise RowRefused([
        Problem("conversation_parts", "", "the customer said nothing in it", "leave it out")
    ])  # fmt: skip
