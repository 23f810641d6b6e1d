"""Whether mail can reach an address that somebody told us."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from upheld.core.intake import IntakeError, in_one_line


def reached(email: str) -> str:
    """The address, if mail can reach it: an answer will be sent there. Letters to a name before the
    @ that has letters beyond ASCII come back. Raises IntakeError."""
    address = email.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        told = in_one_line(address)[:80]
        raise IntakeError(
            f"{told!r} is no e-mail address: write one such as sally@example.org"
        ) from None
    return address
