"""The rules that decided, word for word: a decision must be made again the same way in years."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from upheld.core import doctrine
from upheld.store import policies, published
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files.data_files import BadData
from upheld.store.rows.versions import KeptPolicy, PolicyVersion
from upheld.tables import Policy, PolicyError, load_published


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
    """The policy of a decision's version, whatever has become of the folder since: it decided, and
    a doctrine that is stricter by now is not asked.

    Raises PolicyMissing where its texts were not kept.
    """
    if version == _in_folder():
        return policies.read_policy(policies.folder())
    name = version.partition("/")[0]
    if any(version == each for _, each in published.versions(name)):
        return _read(version, PolicyVersion)
    if KeptPolicy.objects.filter(version=version).exists():
        return _read(version, KeptPolicy)
    raise PolicyMissing(f"the tables of {version} were not kept")


def _or_newest(read: Callable[[], Policy]) -> Policy:
    """What `read` gives. While the folder's policy cannot be used: that which decided last, else
    what policy.yaml alone declares, to file and to show a case by, and never to decide.

    Raises as `read` does where there is neither."""
    try:
        return read()
    except (BadData, doctrine.DoctrineError, PolicyError):
        if found := _newest() or policies.declared():
            return found
        raise


def to_show(day: date) -> Policy:
    """The policy of that day, or what stands for it as in `_or_newest`."""
    return _or_newest(lambda: policies.policy_in_force(day))


def of_folder() -> Policy:
    """The folder's policy, or what stands for it as in `_or_newest`."""
    return _or_newest(lambda: policies.read_policy(policies.folder()))


def _newest() -> Policy | None:
    """What was published, or decided, last; None where nothing was yet."""
    kept = KeptPolicy.objects.order_by("-pk").values_list("version", flat=True).first()
    shown = PolicyVersion.objects.order_by("-pk").values_list("version", flat=True).first()
    if shown:
        return _read(shown, PolicyVersion)
    return _read(kept, KeptPolicy) if kept else None


def _in_folder() -> str:
    """The version of the folder's policy; none where that cannot be used."""
    with suppress(PolicyError, doctrine.DoctrineError, BadData):
        return policies.read_policy(policies.folder()).version
    return ""


@cache
def _read(version: str, kept: type[KeptPolicy] | type[PolicyVersion]) -> Policy:
    """By its own version: a spreadsheet is kept as CSV, which alters nothing that it says."""
    files = kept._base_manager.values_list("files", flat=True).get(version=version)
    return replace(load_published(files), version=version)
