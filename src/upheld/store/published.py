"""The policies that were published in the desk: one statement finds the one of a day."""

from datetime import date
from functools import cache

from django.apps import apps

from upheld.core import doctrine
from upheld.tables import Policy, load_texts


def in_force(name: str, day: date) -> Policy | None:
    """The newest published version of the policy that is valid on `day`; None where none is, or
    where there is no store, as for a decision at the command line without one."""
    if not apps.ready:
        return None
    from .versions import PolicyVersion

    found = PolicyVersion.objects.filter(policy=name, valid_from__lte=day)
    version = found.order_by("-valid_from").values_list("version", flat=True).first()
    return version_of(version) if version else None


@cache
def version_of(version: str) -> Policy:
    """A published policy, read and compiled once a process: it never changes."""
    from .versions import PolicyVersion

    files = PolicyVersion.objects.values_list("files", flat=True).get(version=version)
    return doctrine.checked(load_texts(files))
