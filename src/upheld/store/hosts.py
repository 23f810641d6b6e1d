"""Where the name of a host leads: asked once, and whether anything of ours may go there.

One guard for webhooks, for mailboxes, and for the databases that imports ask. Every address that a
name has is looked at, and the connection goes to the one that was looked at: a name that changes
its mind between the two (DNS rebinding) gains nothing.
"""

import socket
from collections.abc import Iterable

from django.conf import settings

from upheld.core.outgoing import AddressRefused, host_of, reachable

# Of all that a name leads to so many are tried, one after the other: each may let nobody in.
_TRIED = 4


class HostUnknown(OSError):
    """No address is known for a name; the message says why."""


def addresses_of(host: str, port: int, local: bool) -> list[str]:
    """The IP addresses to connect to, as tried: the first few. `local` allows this machine and its
    network.

    Raises AddressRefused where nothing of ours may go, HostUnknown where nothing is.
    """
    try:  # in one spelling: a dot behind `localhost`, or a zone, would make it a name unknown yet
        found = socket.getaddrinfo(host_of(host), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: it is no name that DNS could know
        raise HostUnknown(f"its name is not known: {' '.join(str(error).split())}") from None
    addresses = [str(each[4][0]).partition("%")[0] for each in found]
    if refused := [each for each in addresses if not reachable(each, local)]:
        raise AddressRefused(f"it leads to {refused[0]}, which is no public address")
    return list(dict.fromkeys(addresses))[:_TRIED]


def addresses_named(host: str, port: int) -> list[str]:
    """The same for a host of a mailbox or of an import, which may be inside if the firm names it.

    Raises AddressRefused, which says how to name it, and HostUnknown.
    """
    inside = is_inside(host)
    try:
        return addresses_of(host, port, inside)
    except AddressRefused as error:
        raise AddressRefused(f"{host}: {error}: {_MEND.format(host)}") from None


def check_outside(host: str, port: int, local: bool) -> None:
    """For what is written down now and used later, when it is looked at again: a name may change
    its mind, and one that nobody knows yet may come to be known. Raises AddressRefused."""
    try:
        addresses_of(host, port, local)
    except HostUnknown:
        return
    except AddressRefused as error:
        told = "UPHELD_INSIDE opens that to mailboxes and imports, and to no webhook"
        raise AddressRefused(f"{host}: {error}: {told}") from None


def connected(addresses: Iterable[str], port: int, timeout: float | None) -> socket.socket:
    """A connection to the first of them that takes one. Raises OSError, as the last one said."""
    refused: OSError = ConnectionRefusedError()
    for address in addresses:
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            refused = error
    raise refused


def check_this_machine() -> None:
    """For what asks this machine without a name. Raises AddressRefused."""
    if not is_inside("localhost"):
        raise AddressRefused(f"it is on this machine: {_MEND.format('localhost')}")


def is_inside(host: str) -> bool:
    """Whether the firm says that this host of its own network is meant. Raises AddressRefused."""
    return host_of(host) in settings.INSIDE


_MEND = "if that is meant, add {} to UPHELD_INSIDE"
