"""What changed of how somebody signs in, and the letter that tells them so."""

from dataclasses import dataclass
from enum import StrEnum

WRONG_CODES = 5  # after so many within a day their owner is told


class WayIn(StrEnum):
    """Each in the words of the letter."""

    APP_ADDED = "An authenticator app was set up as the second step of your sign-in."
    APP_REMOVED = "The authenticator app was taken away from your sign-in."
    PASSKEY_ADDED = "A passkey was added to your sign-in."
    PASSKEY_REMOVED = "A passkey was taken away from your sign-in."
    CODES_MADE = "New recovery codes were made for your sign-in. Those before open nothing."
    PASSWORD_CHANGED = "Your password was changed."
    STEPS_CLEARED = (
        "An administrator took the second step away from your sign-in: every authenticator app, "
        "passkey and recovery code. Every session of yours has ended. Until you set up another, "
        "your password opens the desk by itself."
    )
    CODES_TRIED = (
        "Somebody who knows your password gave five wrong codes at the second step of your "
        "sign-in. Whoever it was is not in. Choose another password if it was not you."
    )
    PASSKEY_COPIED = (
        "A passkey of yours was refused at your sign-in: it had signed more often before, so there "
        "may be a copy of it. Whoever it was is not in."
    )


_TRIED = (WayIn.CODES_TRIED, WayIn.PASSKEY_COPIED)
_TO_DO = {
    WayIn.STEPS_CLEARED: "If you asked for it, sign in and set up another first.",
    WayIn.PASSKEY_COPIED: "If it was you, sign in in another way, take that passkey away and add "
    "it anew.",
}


@dataclass(frozen=True, slots=True)
class Told:
    subject: str
    body: str


def told(what: WayIn, name: str, when: str, desk: str) -> Told:
    """The letter; `when` is a moment in words, `desk` the address of the desk where it is known.

    It has no link to sign in by: whoever copies our letters would put their own in its place."""
    where = f" to {desk}" if desk else ""
    do = _TO_DO.get(what, "If it was you, you need do nothing.")
    body = (
        f"Good day {name},\n\n{what}\n\nThat was on {when}. {do}\n\n"
        f"If it was not, tell an administrator of your firm at once: they end every way in that "
        f"this account has. Then sign in{where} yourself, and look at your sessions.\n"
    )
    subject = "Your sign-in was tried" if what in _TRIED else "Your sign-in was changed"
    return Told(subject, body)
