"""The domain of an address, as the domain name system knows it.

What only reads as another domain once it was prepared (letters of full width, signs that nobody
sees) leads to where another address leads, and is counted as if it did not.
"""

import idna


def in_ascii(domain: str) -> str:
    """A domain in small letters as it is asked for (RFC 5891, section 5); empty where it is none,
    or is written otherwise than it is known. Python's own codec is of the standard before that one
    (RFC 3490): it takes straße.de for strasse.de, which is somebody else's."""
    if not all(domain.split(".")):
        return ""
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, strict=True).decode()
    except idna.IDNAError:
        return ""


def is_written_as_known(email: str) -> bool:
    """Whether an address leads nowhere but where it seems to: its domain is one, and nothing of it
    is unseen, or the Kelvin sign, which is a k in small letters."""
    return (
        email.isprintable()
        and "\u212a" not in email
        and bool(in_ascii(email.lower().rpartition("@")[2]))
    )


def spellings(email: str) -> tuple[str, ...]:
    """An address in small letters, and where its domain has letters beyond ASCII, each of the two
    ways to write it (RFC 5890, section 2.3.2.1): both are one address, and either may be kept."""
    told = email.strip().lower()
    name, at, domain = told.rpartition("@")
    if domain.isascii() and "xn--" not in domain:
        return (told,)
    return tuple(dict.fromkeys((told, as_sent(told), f"{name}{at}{_in_letters(domain)}")))


def _in_letters(domain: str) -> str:
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def as_sent(email: str) -> str:
    """An address as a mail server is told it."""
    name, at, domain = email.rpartition("@")
    return f"{name}{at}{in_ascii(domain.lower()) or domain}"
