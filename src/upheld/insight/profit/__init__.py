"""What customers bring and what serving them costs, with what we caused kept apart."""

from .accounts import Account, accounts
from .costs import Cost, Scope, What, costs, looked_into
from .failure import Failure, Group, contacts_of, doing_of, failure
from .whale import Decile, Whale, not_verified, whale

__all__ = [
    "Account",
    "Cost",
    "Decile",
    "Failure",
    "Group",
    "Scope",
    "Whale",
    "What",
    "accounts",
    "contacts_of",
    "costs",
    "doing_of",
    "failure",
    "looked_into",
    "not_verified",
    "whale",
]
