"""Messages as bytes, in few words."""

from email.message import EmailMessage
from typing import Any


def a_mail(
    text: str = "My shelves arrived nine days late.",
    sender: str = "Sally Hart <sally@example.org>",
    to: str = "complaints@localhost",
    subject: str = "Late shelves",
    message_id: str = "<1@example.org>",
    files: tuple[tuple[str, str, bytes], ...] = (),
    **headers: Any,
) -> bytes:
    """A well-made message; `files` are name, type and contents; headers as Auto_Submitted="no"."""
    message = EmailMessage()
    told = {"From": sender, "To": to, "Subject": subject, "Message-ID": message_id}
    told |= {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in told.items():
        if value:
            message[name] = value
    message.set_content(text)
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def a_bounce(
    returned: bytes,
    action: str = "failed",
    said: str = "550 no such user",
    named: str = "Final-Recipient: rfc822; sally@example.org",
) -> bytes:
    """What a mail server sends back (RFC 3464), with the headers of what it could not deliver."""
    headers = returned.partition(b"\n\n")[0]
    return (
        b"From: Mail Delivery System <mailer-daemon@mail.example>\n"
        b"To: complaints@localhost\nSubject: Undelivered Mail\nMessage-ID: <dsn@mail.example>\n"
        b"MIME-Version: 1.0\n"
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="B"\n\n'
        b"--B\nContent-Type: text/plain\n\nIt could not be delivered.\n"
        b"--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example\n\n"
        b"" + named.encode() + b"\nAction: " + action.encode() + b"\n"
        b"Status: 5.1.1\nDiagnostic-Code: smtp; " + said.encode() + b"\n\n"
        b"--B\nContent-Type: text/rfc822-headers\n\n" + headers + b"\n--B--\n"
    )
