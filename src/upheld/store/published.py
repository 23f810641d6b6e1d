"""The policies that were published in the desk: one statement lists them all."""

from datetime import date
from functools import cache

from django.apps import apps

from upheld.core import doctrine
from upheld.tables import Policy, load_published


def versions(name: str) -> tuple[tuple[date, str], ...]:
    """The first day and the version of every published policy of this name, the newest first; none
    where there is no store, as for a decision at the command line without one."""
    if not apps.ready:
        return ()
    from .rows.versions import PUBLISHED

    return tuple(PUBLISHED(name))


@cache
def version_of(version: str) -> Policy:
    """A published policy, read and compiled once a process: it never changes."""
    from .rows.versions import PolicyVersion

    files = PolicyVersion.objects.values_list("files", flat=True).get(version=version)
    return doctrine.checked(load_published(files))
