"""The helpdesks whose exports are read as they come."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import freshdesk, intercom, zendesk
from .arrival import Arrival


@dataclass(frozen=True, slots=True)
class Reader:
    """How one helpdesk's records are read: the lists that hold them, and the fields it knows."""

    read: Callable[[Mapping[str, Any]], Arrival]
    lists: tuple[str, ...]
    known: frozenset[str]


READERS: Mapping[str, Reader] = {
    "zendesk": Reader(zendesk.read, zendesk.LISTS, frozenset(zendesk.KNOWN)),
    "freshdesk": Reader(freshdesk.read, freshdesk.LISTS, frozenset(freshdesk.KNOWN)),
    "intercom": Reader(intercom.read, intercom.LISTS, frozenset(intercom.KNOWN)),
}
