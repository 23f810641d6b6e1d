"""Whether mail can reach an address that somebody told us: every way in asks here."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from upheld.core.intake import IntakeError, check_address, in_one_line

_LONGEST_NAME = 64  # before the @ (RFC 5321, section 4.5.3.1.1)


def reached(email: str) -> str:
    """The address, if mail can reach it: an answer will be sent there. Raises IntakeError."""
    address = email.strip()
    try:
        if address:
            check_reached(address)
    except ValidationError:
        told = in_one_line(address)[:80]
        raise IntakeError(
            f"{told!r} is no e-mail address: write one such as sally@example.org"
        ) from None
    return address


def check_reached(address: str) -> None:
    """Letters to a name before the @ that has letters beyond ASCII come back; and to Django some of
    them (K, ſ, ı, İ) are the k, s and i that they are in other letters. Raises ValidationError."""
    validate_email(address)
    try:
        check_address(address)
    except IntakeError as error:
        raise ValidationError(str(error), code="invalid") from None
    name = address.rpartition("@")[0]
    if len(name) > _LONGEST_NAME:
        raise ValidationError("the name before the @ is too long", code="invalid")
    if not name.isascii():
        raise ValidationError("the name before the @ is not ASCII", code="invalid")


def is_reached(address: str) -> bool:
    """The same of an address in a line of an import, which is told by its line."""
    try:
        check_reached(address)
    except ValidationError:
        return False
    return True


class ReachedField(forms.EmailField):
    """An address in a form."""

    default_validators = [check_reached]
