"""The numbers that a server gives to a mailbox and to what is in it: from 1 to 4,294,967,295
(nz-number, RFC 3501, section 9). What is none of these is told, since no message is known by it."""

import re

from imap_tools.mailbox import BaseMailBox

_MOST = 2**32 - 1
_DIGITS = re.compile(r"[0-9]{1,10}")
_LONGEST = 40  # signs of what a server says


class OddNumber(Exception):
    """The server says a number that RFC 3501 does not allow."""

    def __init__(self, what: str, told: str) -> None:
        said = told if len(told) <= _LONGEST else f"{told[:_LONGEST]}…"
        super().__init__(
            f"the server says {said or 'nothing'} as {what}, and RFC 3501 allows a number from 1 "
            f"to {_MOST:,} alone: whoever runs it must mend that"
        )


def uidvalidity(box: BaseMailBox) -> int:
    """Raises OddNumber."""
    told = _told(box, "UIDVALIDITY")
    if told is None:  # asked before: it holds as long as the folder is open
        told = _asked(box, "UIDVALIDITY")
    found = number(told)
    if found is None:
        raise OddNumber("UIDVALIDITY", told)
    return found


def uidnext(box: BaseMailBox) -> int | None:
    """The number that the next message will have, as it was told when the folder was opened."""
    return number(_told(box, "UIDNEXT") or "")


def numbers_of(box: BaseMailBox, criteria: str) -> list[str]:
    """What the server says of which numbers these messages have."""
    try:
        return box.uids(criteria)
    except UnicodeDecodeError as error:
        return error.object.decode("ascii", "replace").split()


def number(told: str) -> int | None:
    """None for what is no such number."""
    found = int(told) if _DIGITS.fullmatch(told) else 0
    return found if 0 < found <= _MOST else None


def _told(box: BaseMailBox, what: str) -> str | None:
    told = box.client.response(what)[1][0]
    return None if told is None else told.decode("ascii", "replace")


def _asked(box: BaseMailBox, what: str) -> str:
    try:
        return str(box.folder.status(box.folder.get(), [what]).get(what, ""))
    except (ValueError, LookupError):  # imap_tools reads no other answer than a well-made one
        return ""
