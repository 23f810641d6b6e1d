"""The cases that fairness looks at, with what was heard of each, and what a policy would decide."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

import polars as pl

from upheld.core.event_kinds import EventKind
from upheld.core.words import LetterKind, Stance
from upheld.insight.backtest.cases import Documents
from upheld.insight.backtest.columns import decider
from upheld.insight.past_cases import PastCase, past_cases
from upheld.store import models as rows
from upheld.store.counted import cases_counted
from upheld.tables import Policy

from .measures import Looked

_BATCH = 5_000


def looked_at(since: datetime | None, until: datetime, now: datetime) -> list[Looked]:
    """The past cases with what was heard of them, in six statements."""
    accepted, written = _accepted(), _written()
    return [
        Looked(case, accepted.get(case.case), _mended(written.get(case.case)))
        for case in past_cases(since, until, now)
    ]


def _accepted() -> dict[int, bool]:
    """What they said of our newest answer, by case."""
    heard = rows.Acceptance.objects.order_by("pk").values_list("case_id", "accepted")
    return dict(heard.iterator())


def _written() -> Counter[int]:
    """How often the answer of each case was written."""
    drafted = rows.Event.objects.filter(kind=EventKind.DRAFTED, data__kind=LetterKind.FINAL)
    return Counter(drafted.order_by().values_list("case_id", flat=True).iterator())


def _mended(times: int | None) -> bool | None:
    return None if times is None else times > 1


@dataclass(frozen=True, slots=True)
class _Given:
    outcome: str
    goodwill: Decimal


def by_policy(looked: Sequence[Looked], policy: Policy, now: datetime) -> list[Looked]:
    """The same cases, each with the outcome and the goodwill that this policy decides on its facts.

    Those on which it would ask first, or cannot decide, are left out.
    """
    wanted = {each.case.case: each for each in looked}
    return [
        replace(wanted[number], case=_decided_so(wanted[number].case, given))
        for number, given in _decisions(sorted(wanted), policy, now)
    ]


def _decided_so(case: PastCase, given: _Given) -> PastCase:
    return replace(case, outcome=given.outcome, goodwill=given.goodwill)


def _decisions(cases: Sequence[int], policy: Policy, now: datetime) -> Iterator[tuple[int, _Given]]:
    """What the policy decides of each of these cases, as a backtest decides it."""
    for first in range(0, len(cases), _BATCH):
        batch = _documents(cases[first : first + _BATCH])
        decided = decider(policy).over(batch.facts(policy, ()), now).cases
        told = (batch.names, decided["stance"], decided["outcome"], decided["goodwill"])
        for number, stance, outcome, goodwill in zip(*told, strict=True):
            if stance not in (None, Stance.ASK):
                yield int(number), _Given(outcome or "", Decimal(goodwill or 0))


def _documents(cases: Sequence[int]) -> Documents:
    """What the newest decision of each was made from."""
    found = cases_counted.latest_decisions(rows.Case.objects.filter(pk__in=cases))
    told = list(found.order_by("case_id").values_list("case_id", "document"))
    return Documents([str(case) for case, _ in told], [each for _, each in told], pl.DataFrame())
