"""R1: killed while it decides and while the tables change: whole, or as if it had not begun.

Killed while mail comes in: jobs/test_intake.py; while a letter leaves: jobs/test_outbox_crashes.py;
while the tables change on PostgreSQL: store/test_migrations.py.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from tests.new_store import new_store
from tests.reliability.conftest import SETUP, environment
from tests.stories import NOW, an_investigated_case

from upheld.core.words import CaseId
from upheld.steps.decide import decide
from upheld.store import events
from upheld.store.models import Case, Decision, Event, Person, RuleFired

pytestmark = pytest.mark.slow


def killed_while_deciding(case: CaseId, by: Person, at: int) -> bool:
    """Decides in a child process that kills itself at that statement; whether it got so far."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        seen = 0

        def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal seen
            if not sql.startswith("SELECT"):
                seen += 1
                if seen == at:
                    os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(watch):
            decide(case, by, NOW)
        connections.close_all()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_write_of_a_decision_there_is_none_or_a_whole_one(handler: Person) -> None:
    case = an_investigated_case(handler)
    before, at = Event.objects.count(), 1
    while killed_while_deciding(case, handler, at):
        row = Case.objects.get(pk=case)
        there = (Decision.objects.count(), RuleFired.objects.count(), row.state)
        assert there == (0, 0, "investigating")
        assert Event.objects.count() == before
        at += 1
    assert at > 5
    assert (Decision.objects.count(), Case.objects.get(pk=case).state) == (1, "decided")
    assert list(events.breaks()) == []


def killed_while_migrating(var: Path, **more: str) -> list[str]:
    code = f"""{SETUP}
import sys
sys.argv = ["migrating", "0025_conduct", "6"]
from tests.reliability import migrating
migrating.main()
"""
    told = [sys.executable, "-c", code]
    how: dict[str, Any] = {"capture_output": True, "text": True, "check": False, "timeout": 300}
    done = subprocess.run(told, env=environment(var, **more), **how)
    assert done.returncode == 0, done.stderr[-2_000:]
    return [line for line in done.stdout.splitlines() if line.startswith("killed at")]


def test_killed_at_a_statement_of_a_migration_the_next_one_makes_it_whole(tmp_path: Path) -> None:
    new_store(tmp_path)
    assert len(killed_while_migrating(tmp_path)) >= 3
