"""A message as it came by mail: read from its bytes, what kind it is, and what in it is new."""

from .attached import Attached
from .kinds import Kind, kind_of, returned_from, returned_ids, why_returned
from .message import LARGEST, Address, Post, Unreadable
from .newest import Parted, parted
from .read import read
from .vouched import vouched

__all__ = [
    "LARGEST",
    "Address",
    "Attached",
    "Kind",
    "Parted",
    "Post",
    "Unreadable",
    "kind_of",
    "parted",
    "read",
    "returned_from",
    "returned_ids",
    "vouched",
    "why_returned",
]
