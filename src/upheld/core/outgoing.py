"""What a webhook is told, how it is signed, and where it may not lead.

Signed as Standard Webhooks 1.0 says, so that any of its libraries can verify it.
"""

import base64
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

_SECRET_MARK = "whsec_"
_PORTS = frozenset({443, *range(1024, 65536)})
# Of IPv6 the public has addresses in here alone (RFC 4291, 2.4, and IANA's registry of them). In
# 64:ff9b::/96 (RFC 6052) and ::/96 (RFC 4291, 2.5.5.1) an IPv4 address would hide.
_GIVEN_OUT = ipaddress.ip_network("2000::/3")
# Nobody's, whatever `is_global` of this Python says: IANA's own (RFC 6890), the routers that once
# led to IPv6 (RFC 3068, ended by RFC 7526), and what stands in documents alone (RFC 9637).
_NOBODYS = [*map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20"))]

# The first try is at once; then after these, about three days in all.
_WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)
MOST_ATTEMPTS = len(_WAITS) + 1
# What has failed without a break for so long is switched off.
LONGEST_FAILURE = timedelta(days=5)


class AddressRefused(ValueError):
    """An address that nothing may be sent to; the message says why."""


def body(number: int, kind: str, at: datetime, case: str | None) -> bytes:
    """One event as JSON: what happened, to which case, when. Nothing about a person."""
    told: Mapping[str, Any] = {
        "type": kind,
        "timestamp": at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "data": {"event": number, "case": case},
    }
    return json.dumps(told, separators=(",", ":")).encode()


def secret_of(raw: bytes) -> str:
    """A secret as it is shown: `whsec_` and Base64 of its bytes."""
    return _SECRET_MARK + base64.b64encode(raw).decode()


def signed(message_id: str, at: datetime, payload: bytes, secret: str) -> dict[str, str]:
    """The three headers by which a receiver knows that a message is ours and how old it is."""
    stamp = str(int(at.timestamp()))
    key = base64.b64decode(secret.removeprefix(_SECRET_MARK))
    said = f"{message_id}.{stamp}.".encode() + payload
    mac = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": f"v1,{mac}"}


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after so many attempts; None when it was tried often enough."""
    return _WAITS[attempts - 1] if attempts <= len(_WAITS) else None


def checked_url(url: str, local: bool) -> str:
    """The address, if something may be sent there. `local` allows plain http and any port but 0,
    where nobody is.

    Raises AddressRefused. Where its name leads is looked at when it is sent (`reachable`).
    """
    try:
        parts = urlsplit(url)
        port = 443 if parts.port is None else parts.port
    except ValueError:
        raise AddressRefused(
            "this is no address: write one such as https://example.org/hook"
        ) from None
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise AddressRefused("only https is sent to: what is told must not be read on the way")
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise AddressRefused("an address has a host, and no name or password in it")
    if parts.fragment or any(sign <= " " or sign > "~" for sign in url):
        raise AddressRefused("an address has no fragment and no spaces, and is plain ASCII")
    if port == 0 or not (local or port in _PORTS):
        raise AddressRefused(f"port {port} is not sent to: use 443 or one above 1023")
    return url


def host_of(told: str) -> str:
    """A host in one spelling: small letters, no dots at its end, an IP address in its short form
    without the zone behind it, which says how to get there from one machine alone.

    Raises AddressRefused for what is more than a host.
    """
    host = told.strip().lower().rstrip(".").removeprefix("[").removesuffix("]")
    with suppress(ValueError):
        found = ipaddress.ip_address(host.partition("%")[0])
        return str(getattr(found, "ipv4_mapped", None) or found)
    if not host or any(sign in host for sign in ":/@[] "):
        raise AddressRefused(f"{told!r} is no host: write its name or IP address alone")
    return host


def reachable(address: str, local: bool) -> bool:
    """Whether a message may go to this IP address: a public one, unless `local` allows others."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        found = found.ipv4_mapped or found.sixtofour or (found.teredo or (found,))[-1]
    given_out = found.version == 4 or found in _GIVEN_OUT
    nobodys = any(found in each for each in _NOBODYS)
    return local or (given_out and found.is_global and not (nobodys or found.is_multicast))
