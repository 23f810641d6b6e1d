"""What a program is told of a case is asked of the store once."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.programs import Program, at
from tests.api.test_story import good
from tests.stories import an_investigated_case, an_open_case

from upheld.store import called
from upheld.store.models import Person


def _asked(ask: Any) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        good(ask())
    return [each["sql"] for each in asked.captured_queries]


def test_its_evidence_is_read_by_one_statement(program: Program, handler: Person) -> None:
    case = an_investigated_case(handler)
    found = _asked(lambda: program.get(at(case)))
    of_case = [sql for sql in found if 'FROM "store_evidence" WHERE "store_evidence"."case' in sql]
    assert len(of_case) == 1


def test_whether_anybody_may_be_called_so_is_asked_by_statements_that_are_kept(
    program: Program, handler: Person
) -> None:
    an_open_case(handler, email="zoe@example.org", name="Zoe Roe")
    filed = {"text": "Late again.", "complainant": {"email": "zoe@example.org", "name": "Zoe"}}
    good(program.post("/cases", filed))
    before = called._FIRST._kept.cache_info()
    good(program.post("/cases", filed))
    after = called._FIRST._kept.cache_info()
    assert (after.misses, after.hits > before.hits) == (before.misses, True)
