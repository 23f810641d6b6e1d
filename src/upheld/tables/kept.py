"""What is worked out of a policy once and kept: the same version is the same rules."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from .policy import Policy

T = TypeVar("T")
# Every edit of a draft is a version of its own: the newest few are looked at again.
_MOST = 16


class _ByVersion:
    """A policy by its version, whose hash is short: what is alike in it is compared as well."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByVersion) and self.policy == other.policy

    def __hash__(self) -> int:
        return hash(self.policy.version)


def kept(work: Callable[[Policy], T], most: int = _MOST) -> Callable[[Policy], T]:
    """The function, asked once for each policy, of the newest that it was asked of."""
    found = lru_cache(most)(lambda by_version: work(by_version.policy))
    return lambda policy: found(_ByVersion(policy))
