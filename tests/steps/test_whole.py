"""Each step is whole or not at all: whatever fails inside it, nothing of it is left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from tests.steps.acts import ACTS, everything, in_state
from tests.stories import NOW, a_closed_case, a_decided_case, an_allegation, an_answered_case

from upheld.core.words import CaseId, FindingResult
from upheld.steps import answer, investigate
from upheld.steps import may as steps_may
from upheld.store import load
from upheld.store.models import Case, Event, Person

WRITES = ("INSERT", "UPDATE", "DELETE")
STATE = {
    "receive": "decided", "assign": "decided", "acknowledge": "received",
    "investigate": "decided", "decide": "decided", "approve": "decided", "ask": "decided",
    "answer": "decided", "hear": "answered", "close": "answered", "reopen": "closed",
    "apologise": "answered", "part": "closed", "answer_too": "closed",
    "ask_too": "closed", "hold_too": "closed",
}  # fmt: skip


def record_facts(case: CaseId, by: steps_may.Actor) -> None:
    allegation = Case.objects.get(pk=case).allegations.get()
    investigate.record_facts(case, allegation.pk, {"days_late": 3}, by, NOW)


def record_finding(case: CaseId, by: steps_may.Actor) -> None:
    allegation = Case.objects.get(pk=case).allegations.get()
    investigate.record_finding(case, allegation.pk, FindingResult.PARTLY, "So.", by, NOW)


MORE: dict[str, Callable[[CaseId, steps_may.Actor], object]] = {
    "record_facts": record_facts,
    "record_finding": record_finding,
    "add_evidence": lambda c, by: investigate.add_evidence(c, None, "record", "A scan", by, NOW),
    "record_circumstances": lambda c, by: investigate.record_circumstances(
        c, {"withdrawn": True}, by, NOW
    ),
    "keep_draft": lambda c, by: answer.keep_draft(
        c, answer.draft_reply(load.page(c), by, NOW), by, NOW
    ),
}


@contextmanager
def breaking_at(number: int) -> Iterator[list[str]]:
    """The database fails at the `number`-th statement that writes; what was written is listed."""
    written: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(WRITES):
            written.append(sql)
            if len(written) == number:
                raise OperationalError("the disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


@pytest.mark.parametrize("step", [*ACTS, *MORE])
def test_a_step_records_its_event_by_whom_and_when_and_leaves_nothing_when_a_write_fails(
    step: str, lead: Person
) -> None:
    act = {**ACTS, **MORE}[step]
    case = a_decided_case(lead)
    in_state(case, step, STATE.get(step, "decided"))
    last = Event.objects.count()
    with transaction.atomic(), breaking_at(0) as written:
        act(case, lead)
        new = list(Event.objects.filter(number__gt=last))
        transaction.set_rollback(True)
    assert new
    assert {(event.by, event.at) for event in new} == {(lead.name, NOW)}
    before = everything()
    for number in range(1, len(written) + 1):
        with breaking_at(number), pytest.raises(OperationalError, match="the disk is full"):
            act(case, lead)
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_a_failed_step_leaves_nothing_behind_in_a_transaction_of_its_own() -> None:
    by = steps_may.Operator()
    case = an_answered_case(by)
    before = everything()
    with breaking_at(3), pytest.raises(OperationalError):
        an_allegation(a_closed_case(by), by)
    assert everything() == before
    assert case
