"""Networks: what an address is counted by, where it is counted how often somebody comes.

One of IPv4 is counted as it is. A home or a phone has a /64 of IPv6 addresses at least (RFC 6177),
and is counted by it. Many a customer of a provider has up to a /48 (RIPE-690), which is 65,536 such
homes: as a site it is counted as well, and has more than one home has, for in it may be phones of
many people.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address

NOWHERE = "nowhere"
HOMES_OF_A_SITE = 8
_HOME_BITS, _SITE_BITS = 64, 48
_PORT = re.compile(r"\A(?:\[(?P<v6>[^\]]*)\]|(?P<v4>[\d.]+))(?::\d{1,5})?\Z")


def home_of(told: str) -> str:
    """The network that an address is counted by, with or without its port; what is no address is
    counted as one with all else that is none."""
    if not told:
        return ""
    found = address(told)
    return _network(found, _HOME_BITS) if isinstance(found, IPv6Address) else str(found or NOWHERE)


def site_of(network: str) -> str:
    """The site that a home of IPv6 is of; empty for any other network, which is of none."""
    told, _, bits = network.partition("/")
    found = address(told) if bits == str(_HOME_BITS) else None
    return _network(found, _SITE_BITS) if isinstance(found, IPv6Address) else ""


def widest(network: str) -> str:
    """What may be one customer's: the site of a home of IPv6, and any other network itself. Where
    whoever is there has one place or one share, and none that is eight times as large."""
    return site_of(network) or network


def address(told: str) -> IPv4Address | IPv6Address | None:
    """An address without its port and its zone, and one of IPv4 as that however it is written; None
    of what is none."""
    try:
        found = ip_address(_bare(told))
    except ValueError:
        return None
    return found if isinstance(found, IPv4Address) else found.ipv4_mapped or IPv6Address(int(found))


def _network(found: IPv6Address, bits: int) -> str:
    rest = 128 - bits
    return f"{IPv6Address(int(found) >> rest << rest)}/{bits}"


def _bare(told: str) -> str:
    port = _PORT.match(told)
    return (port["v6"] or port["v4"]) if port else told
