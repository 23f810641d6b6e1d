"""A decision made again from its record: the same facts, the same rules, the same moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from upheld.core import decision as core
from upheld.core import record
from upheld.core.case import Case
from upheld.core.decision import DecisionError
from upheld.core.document import DocumentError, read_case
from upheld.core.words import Role
from upheld.store import models as rows
from upheld.store import save
from upheld.store.policies import PolicyMissing
from upheld.store.policy_files import laws
from upheld.store.policy_files.data_files import BadData
from upheld.tables import PolicyError

from . import kept_policies

# The columns of a decision's row, which lists and reports read instead of its record.
_COLUMNS = (
    "policy_version", "outcome", "stance", "owed", "goodwill", "currency", "needs_role",
    "needs_second_person", "same_facts",
)  # fmt: skip
# Whose approval is needed beyond what the policy asks for: a budget, or a limit, wanted more,
# as it was on that day (steps/decide.py). `upheld verify` holds it against the record.
_ASKED_FOR_MORE = (("needs_role", Role.LEAD), ("needs_second_person", True))
_LAW = "law"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the record says something else than the decision made again."""

    where: str
    recorded: Any
    again: Any


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision beside itself. `hindered` says why it could not be made again; empty when it
    was. `law` are differences in what the law gives: its files come with the product and may
    have been mended since, which alters no decision. `decided_with` is the version of Upheld that
    decided, empty where that was not kept: another may make something else of the same facts, and
    whether the record was altered is for `beside` to say."""

    decision: rows.Decision
    differences: tuple[Difference, ...] = ()
    law: tuple[Difference, ...] = ()
    hindered: str = ""
    decided_with: str = ""

    @property
    def by_another_version(self) -> bool:
        return self.decided_with not in ("", save.product())

    @property
    def same(self) -> bool:
        return not (self.differences or self.hindered)


# Why a decision cannot be made again: its rules, its document or its facts are not what they were.
HINDERED = (PolicyMissing, PolicyError, DocumentError, DecisionError)


class Again(NamedTuple):
    """A decision made once more from its kept document: the case, and what would be kept of it."""

    case: Case
    made: core.Decision
    record: dict[str, Any]


def again(row: rows.Decision) -> Again:
    """As of its own moment. Raises one of HINDERED."""
    policy = kept_policies.policy_of(row.policy_version)
    told = read_case(row.document, policy)
    made = core.decide(told, policy, row.at)
    return Again(told, made, record.keep(made))


def replay(row: rows.Decision) -> Replayed:
    """Makes a kept decision again and compares all that was kept of it."""
    kept = {**row.record} if isinstance(row.record, dict) else {}
    version = str(kept.pop(record.DECIDED_WITH, ""))
    try:
        told, made, its_record = again(row)
    except HINDERED as error:
        return Replayed(row, hindered=str(error), decided_with=version)
    of_law = tuple(_of_law(kept.pop(_LAW), told, made)) if _LAW in kept else ()
    fresh = save.new_decision(row.case, row.document, made, row.by)
    columns = [_column(row, fresh, name) for name in _COLUMNS]
    found = (*(each for each in columns if each), *_beside("", kept, its_record))
    return Replayed(row, found, of_law, decided_with=version)


def _of_law(kept: Any, told: Case, made: core.Decision) -> Iterator[Difference]:
    """What cannot be read now, or was mended since, is told beside a decision that stands."""
    try:
        given = laws.on(told, made)
    except (PolicyMissing, PolicyError, BadData, OSError) as error:
        yield Difference(_LAW, kept, str(error))
    else:
        yield from _beside(_LAW, kept, record.keep(made, given)[_LAW])


def _column(row: rows.Decision, fresh: rows.Decision, name: str) -> Difference | None:
    kept, again = getattr(row, name), getattr(fresh, name)
    same = kept == again or (name, kept) in _ASKED_FOR_MORE
    return None if same else Difference(f"the row's {name}", kept, again)


def _beside(where: str, kept: Any, again: Any) -> Iterator[Difference]:
    """Every leaf that is not the same in both, by its path."""
    if isinstance(kept, dict) and isinstance(again, dict):
        for name in sorted(kept.keys() | again.keys()):
            yield from _beside(f"{where}.{name}".lstrip("."), kept.get(name), again.get(name))
    elif isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        for number, pair in enumerate(zip(kept, again, strict=True)):
            yield from _beside(f"{where}[{number}]", *pair)
    elif kept != again:
        yield Difference(where, kept, again)
