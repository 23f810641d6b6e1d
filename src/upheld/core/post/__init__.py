"""A message as it came by mail: read from its bytes, what kind it is, and what in it is new."""

from .attached import Attached
from .kinds import Kind, kind_of
from .message import LARGEST, Address, Post, Unreadable
from .named import all_words, answered_ids
from .newest import Parted, parted
from .read import read
from .returned import is_of_a_server, recipients, returned_from, returned_ids, why_returned
from .said import all_said
from .vouched import differ, vouched

__all__ = [
    "LARGEST",
    "Address",
    "Attached",
    "Kind",
    "Parted",
    "Post",
    "Unreadable",
    "all_said",
    "all_words",
    "answered_ids",
    "differ",
    "is_of_a_server",
    "kind_of",
    "parted",
    "read",
    "recipients",
    "returned_from",
    "returned_ids",
    "vouched",
    "why_returned",
]
