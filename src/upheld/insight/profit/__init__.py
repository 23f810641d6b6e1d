"""What customers bring and what serving them costs, with what we caused kept apart."""

from .accounts import Account, accounts
from .costs import Cost, Scope, What, costs
from .failure import Failure, Group, failure
from .whale import Decile, Whale, whale

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
    "costs",
    "failure",
    "whale",
]
