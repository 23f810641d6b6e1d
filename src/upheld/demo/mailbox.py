"""What came to the demo company by mail: a reply with a file, one that nobody could place, a letter
that came back, and a machine's answer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from upheld.core.words import CaseState, LetterKind
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import models as rows
from upheld.store import tokens

_BY = Operator("mail")
_HOUR = timedelta(hours=1)
_REPLY = (
    "Hello,\n\nthank you for writing so soon. I copied what the driver left with me, in case it "
    "helps.\nI am at home on weekdays after four if somebody wants to look.\n\nKind regards"
)
_NOTE = b"Delivery note, left at the door\n\nOne parcel of two. Second parcel to follow.\n"
_ANOTHERS = (
    "My wife wrote to you about this order, and I answer because she is at work. Please ring me "
    "rather than her before six.\n\nThank you"
)
_AWAY = "I am away until Monday and read my mail when I am back."


def write(now: datetime) -> None:
    """Each message through the real steps, within the last hours before `now`."""
    for hours, raw in enumerate(_messages(now), start=1):
        row = take_message(raw, "smtp", _BY, now, came_at=now - hours * _HOUR)
        place_message(row.pk, _BY, now)


def _messages(now: datetime) -> Iterator[bytes]:
    """Answers to the acknowledgements of cases that nobody has looked into yet."""
    acknowledged = rows.Letter.objects.filter(
        kind=LetterKind.ACKNOWLEDGEMENT, case__state=CaseState.ACKNOWLEDGED
    ).select_related("case__customer")
    how = (_reply, _anothers, _came_back, _automatic)
    for write_one, letter in zip(how, acknowledged.order_by("pk"), strict=False):
        yield write_one(letter, now).as_bytes()


def _reply(letter: rows.Letter, now: datetime) -> EmailMessage:
    message = _answer(letter, letter.to, f"{_REPLY}\n{letter.case.customer.name}\n", now)
    message.add_attachment(_NOTE, maintype="text", subtype="plain", filename="delivery-note.txt")
    return message


def _anothers(letter: rows.Letter, now: datetime) -> EmailMessage:
    return _answer(letter, "sam.at.home@example.org", _ANOTHERS, now)


def _automatic(letter: rows.Letter, now: datetime) -> EmailMessage:
    message = _answer(letter, letter.to, _AWAY, now)
    message["Auto-Submitted"] = "auto-replied"
    return message


def _answer(letter: rows.Letter, sender: str, text: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = sender, tokens.reply_to(letter)
    message["Subject"] = f"Re: {letter.subject}"
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.pk}.answer@example.org>"
    message.set_content(text)
    return message


def _came_back(letter: rows.Letter, now: datetime) -> EmailMessage:
    """What a mail server sends when it cannot deliver (RFC 3464)."""
    message = EmailMessage()
    message["From"], message["To"] = "mailer-daemon@mail.example", tokens.own_address()
    message["Subject"], message["Date"] = "Undelivered mail", format_datetime(now)
    message["Message-ID"] = f"<{letter.pk}.returned@mail.example>"
    message.set_content("It could not be delivered: there is no such mailbox.")
    told = EmailMessage()
    told["Reporting-MTA"] = "dns; mail.example"
    each = EmailMessage()
    each["Final-Recipient"] = f"rfc822; {letter.to}"
    each["Action"], each["Status"] = "failed", "5.1.1"
    each["Diagnostic-Code"] = "smtp; 550 5.1.1 there is no such mailbox"
    report = EmailMessage()
    report["Content-Type"] = "message/delivery-status"
    report.set_payload([told, each])
    original = EmailMessage()
    original["Message-ID"] = tokens.message_id(letter)
    headers = EmailMessage()
    headers.set_content(original.as_string(), subtype="rfc822-headers")
    message.make_mixed()
    message.attach(report)
    message.attach(headers)
    message.replace_header("Content-Type", "multipart/report; report-type=delivery-status")
    return message
