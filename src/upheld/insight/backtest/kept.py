"""A draft's backtest: at once where few cases were decided, else by a job, and kept."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter

from upheld.core.doctrine import DoctrineError
from upheld.insight.figures import Figure, Worked
from upheld.store import drafts, figures, policies
from upheld.store.drafts import DraftMissing
from upheld.store.models import Decision
from upheld.tables import Policy, PolicyError, load

from .past import decided_cases
from .report import Report
from .run import CannotCompare, backtest

# So many cases are decided twice within the time that somebody waits for a page.
_FEW = 5_000


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Why the draft cannot be tried on the cases, a sentence each."""

    problems: tuple[str, ...]


def of_draft(number: int) -> Policy:
    """The policy that a draft of the desk is. Raises DraftMissing or PolicyError."""
    return drafts.policy_of(drafts.draft(number))


def of_folder(name: str) -> Policy:
    """The policy of a folder beside the firm's own. Raises PolicyError."""
    return load(Path(settings.POLICIES) / name)


_READ = {"draft": lambda name: of_draft(int(name)), "folder": of_folder}


def _work(now: datetime, of: str, version: str) -> Report | NotCompared:
    """`version` is that of the draft which was asked about: as it reads now, it is tried."""
    kind, _, name = of.partition(" ")
    try:
        return backtest(_READ[kind](name), policies.by_day(), decided_cases(), now)
    except (CannotCompare, DoctrineError, DraftMissing, PolicyError) as error:
        return NotCompared(tuple(str(error).splitlines()))


def _are_few() -> bool:
    return Decision.objects.order_by()[: _FEW + 1].count() <= _FEW


BACKTEST = Figure("backtest", _work, TypeAdapter(Report | NotCompared), are_few=_are_few)


def backtest_kept(of: str, draft: Policy, now: datetime) -> Worked[Report | NotCompared]:
    """The draft as it reads now on all cases that whoever looks may see. `of` is "draft 7" or
    "folder summer". What an earlier text of it would have done is kept no longer."""
    asked = {"of": of, "version": draft.version}
    worked = BACKTEST.worked(now, **asked)
    if worked.told is None:
        figures.forget_others(BACKTEST.which(asked), BACKTEST.which({"of": of}))
    return worked
