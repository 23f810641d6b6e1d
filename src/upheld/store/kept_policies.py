"""The rules that decided, word for word: a decision must be made again the same way in years."""

from dataclasses import replace
from datetime import datetime
from functools import cache

from upheld.core import doctrine
from upheld.tables import Policy, load_texts

from . import policies, published
from .policies import PolicyMissing
from .versions import KeptPolicy


def keep(version: str, now: datetime) -> None:
    """Keeps the texts of the folder's policy where it is the one that decides and none is kept."""
    path = policies.folder()
    if policies.read_policy(path).version != version:
        return
    if not KeptPolicy.objects.filter(version=version).exists():
        row = KeptPolicy(version=version, files=policies.texts(path), at=now)
        # Two who decide at once both keep it; the first row stays.
        KeptPolicy.objects.bulk_create([row], ignore_conflicts=True)


def policy_of(version: str) -> Policy:
    """The policy of a decision's version, whatever has become of the folder since.

    Raises PolicyMissing where its texts were not kept.
    """
    first = policies.read_policy(policies.folder())
    if first.version == version:
        return first
    if any(version == each for _, each in published.versions(first.name)):
        return published.version_of(version)
    kept = KeptPolicy.objects.filter(version=version).values_list("files", flat=True).first()
    if kept is None:
        raise PolicyMissing(f"the tables of {version} were not kept")
    return _read(version, tuple(sorted(kept.items())))


@cache
def _read(version: str, files: tuple[tuple[str, str], ...]) -> Policy:
    """By its own version: a spreadsheet is kept as CSV, which alters nothing that it says."""
    return replace(doctrine.checked(load_texts(dict(files))), version=version)
