"""Every case that waits for a decision, decided one by one, each in its own transaction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rich.table import Table

from .django import prepare
from .screen import bar, out
from .told import print_json


@dataclass
class Run:
    """What one run did. `unchanged` have a decision and nothing has been learnt since."""

    decided: int = 0
    asks: int = 0
    unchanged: int = 0
    nothing_known: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


def decide_waiting(as_json: bool) -> None:
    """Decides all that can be decided, and says what could not and why."""
    prepare()
    from django.utils import timezone

    run = _decide_all(timezone.now(), shown=not as_json)
    _print_json(run) if as_json else _print(run)


def _decide_all(now: datetime, shown: bool) -> Run:
    from upheld.core.words import CaseState
    from upheld.store import models as rows

    states = (CaseState.RECEIVED, CaseState.ACKNOWLEDGED, CaseState.INVESTIGATING)
    undecided = rows.Case.objects.filter(state__in=states)
    known = _known_about(undecided)
    run = Run(nothing_known=undecided.count() - len(known))
    for case_id in bar(known, len(known), "Deciding", shown):
        _decide_one(case_id, now, run)
    return run


def _known_about(undecided: Any) -> list[int]:
    """The cases with a fact or a finding; without either there is nothing to decide from."""
    from django.db.models import Exists, OuterRef, Q

    from upheld.store import models as rows

    told = ~Q(facts={}) | Q(finding__isnull=False)
    allegations = rows.Allegation.objects.filter(told, case=OuterRef("pk"))
    return list(undecided.filter(Exists(allegations)).order_by("pk").values_list("pk", flat=True))


def _decide_one(case_id: int, now: datetime, run: Run) -> None:
    from upheld.core.decision import DecisionError
    from upheld.core.document import DocumentError
    from upheld.core.words import CaseId, Stance
    from upheld.steps import decide, may
    from upheld.store.policies import PolicyMissing

    amiss = DecisionError, decide.Differs, DocumentError, PolicyMissing, may.WrongState

    try:
        if _nothing_new(case_id, now):
            run.unchanged += 1
            return
        row = decide.decide(CaseId(case_id), may.Operator(), now)
    except amiss as error:
        run.skipped.append((_reference(case_id), " ".join(str(error).split())))
        return
    if row.stance == Stance.ASK:
        run.asks += 1
    else:
        run.decided += 1


def _nothing_new(case_id: int, now: datetime) -> bool:
    """Whether these very facts were decided by this very policy: again would say nothing new.

    The count of similar cases moves with the calendar; it prices goodwill and brings no fact. What
    a lot is drawn for is none either.
    """
    from upheld.core.words import CaseId
    from upheld.store import documents, load

    from .deciding import in_force

    last = load.latest_decision(case_id)
    if last is None:
        return False
    now_known = documents.document(load.page(CaseId(case_id)), now)
    moves = {name: last.document.get(name) for name in ("similar_a_year", "lot")}
    same = {**last.document, **moves} == {**now_known, **moves}
    return same and last.policy_version == in_force(now_known).version


def _reference(case_id: int) -> str:
    from upheld.store import models as rows

    return rows.Case(pk=case_id).reference


def _print_json(run: Run) -> None:
    skipped = [{"reference": reference, "why": why} for reference, why in run.skipped]
    print_json({**vars(run), "skipped": skipped})


def _print(run: Run) -> None:
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    for count, what in _lines(run):
        table.add_row(f"{count:,}", what)
    out().print(table)


def _lines(run: Run) -> Iterable[tuple[int, str]]:
    yield run.decided, "decided"
    yield run.asks, "ask a question first"
    yield run.unchanged, "have a decision already, and nothing new is known"
    yield run.nothing_known, "have no fact and no finding yet: investigate first"
    for why, count in Counter(why for _, why in run.skipped).most_common():
        first = next(reference for reference, each in run.skipped if each == why)
        yield count, f"skipped, such as {first}: {why}"
