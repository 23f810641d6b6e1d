"""Came back: a notice that a letter of ours, or a link, was not delivered is believed, or held."""

from datetime import datetime

from upheld.core.domains import as_sent
from upheld.core.post import (
    Post,
    is_of_a_server,
    recipients,
    returned_from,
    returned_ids,
    why_returned,
)
from upheld.core.words import MailState
from upheld.store import addresses, mail, receipts, tokens
from upheld.store import models as rows

from . import may

_Ours = rows.Letter | rows.Asked | rows.Receipt
_CALLED = {rows.Letter: "our letter", rows.Asked: "a kind letter of ours", rows.Receipt: "our link"}


def came_back(row: rows.Incoming, post: Post, by: may.Actor, now: datetime) -> rows.Incoming:
    """Marks what could not be delivered, and the address. Anybody can write such a notice who knows
    the letter's name: one that no mail server writes so marks nothing, and a person looks."""
    ids = returned_ids(post)
    ours = tokens.about_a_case(ids) or tokens.kind_letter(ids)
    if ours is None:
        why = "it says that a message came back, and not which letter of ours"
        return mail.settled(row, MailState.ASIDE, why, None, by.name, now)
    case = None if isinstance(ours, rows.Asked) else ours.case
    what = f"it says that {_CALLED[type(ours)]} came back"
    if why := _doubtful(row, post):
        return mail.settled(row, MailState.HELD, f"{what}, {why}", case, by.name, now)
    if why := _of_before(ours, post):
        return mail.settled(row, MailState.ASIDE, f"{what} {why}", case, by.name, now)
    if why := _of_another(ours, post):
        return mail.settled(row, MailState.HELD, f"{what} {why}", case, by.name, now)
    _mark(ours, why_returned(post), by, now)
    return mail.settled(row, MailState.ASIDE, what, case, by.name, now)


def _doubtful(row: rows.Incoming, post: Post) -> str:
    """Why it is of no mail server."""
    if is_of_a_server(post, row.return_path):
        return ""
    who = row.return_path or post.sender.email or "nobody"
    return f"and came from {who}, as no mail server sends it: is it so?"


def _of_before(ours: _Ours, post: Post) -> str:
    """It was sent again to another address since: nothing is known of that one by this."""
    sent_to = returned_from(post)
    fits = not sent_to or _address(ours) in sent_to
    return "" if fits else "from an address that it was sent to before"


def _of_another(ours: _Ours, post: Post) -> str:
    """It tells of another address: theirs may pass mail on to it, or somebody made it up."""
    told = sorted(recipients(post))
    fits = not told or _address(ours) in map(as_sent, told)
    return "" if fits else f"from {told[0]}, and it went to {ours.to}: is it so?"


def _address(ours: _Ours) -> str:
    return as_sent(ours.to.strip().lower())


def _mark(ours: _Ours, said: str, by: may.Actor, now: datetime) -> None:
    if isinstance(ours, rows.Receipt) and ours.entered_at:
        return  # whoever opened it had it: a second mailbox has not
    addresses.failed(ours, said or "the letter came back", by.name, now)
    match ours:
        case rows.Letter():
            told = f"It came back: {said}" if said else "It came back: look at the address."
            mail.returned(ours, told, by.name, now)
        case rows.Receipt():
            receipts.returned(ours, f"it came back: {said}" if said else "it came back")
