"""Which tests PostgreSQL is asked by too, chosen by what each of them asks it.

Most tests of pages and steps ask of both databases the same statements in other stories, and what
Python makes of the answers is the same. Here each form of a statement that any test asks of
PostgreSQL is asked by one that runs there, the cheapest ones first; what databases answer otherwise
(order, text, dates, JSON, counting, locks) is asked by three where there are so many. The store's
own tests, races, search, and who sees what are asked whole. What the others ask again is written
to SAME, a line for each; a test that is not named there, as every new one, runs on both.

Chosen anew by `make choice`, a run of all of them.
"""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parents[1]
SAME = ROOT / "tests" / "same_on_postgresql.txt"
_WHOLE = re.compile(r"tests/store/|at_once|test_b_nul|search|in_a_circle|of_many_who|/test_private")
_DIFFERS = re.compile(
    r"FOR UPDATE|ORDER BY|LIKE|~|JSON|->|@@|TSQUERY|DATE_TRUNC|EXTRACT|INTERVAL|::|OVER \(|LATERAL"
    r"|ON CONFLICT|\bWITH\b|EXISTS|COALESCE|CASE WHEN|COLLATE|UPPER|LOWER|DISTINCT|LOCK|ADVISORY"
    r"|(?:SUM|COUNT|AVG|MAX|MIN)\(",
    re.IGNORECASE,
)
_NUMBER, _LIST = re.compile(r"\b\d+\b"), re.compile(r"\(%s(?:::\w+)?(?:, %s(?:::\w+)?)*\)")
_ROWS = re.compile(r"\(%s…\)(?:, \(%s…\))+")
_TURNS = ("SAVEPOINT", "RELEASE", "ROLLBACK")

Asked = dict[str, set[str]]
Took = dict[str, float]


def chosen(asked: Asked, took: Took) -> set[str]:
    """The tests that ask every form: `asked` and `took` (seconds) by test."""
    wanted = {each: 3 if _DIFFERS.search(each) else 1 for each in set[str]().union(*asked.values())}
    have: Counter[str] = Counter()
    taken: set[str] = set()

    def take(test: str) -> None:
        taken.add(test)
        have.update(asked[test])

    def worth(test: str) -> float:
        return sum(have[each] < wanted[each] for each in asked[test]) / max(took[test], 0.02)

    for test in filter(_WHOLE.search, asked):
        take(test)
    while left := [test for test in asked.keys() - taken if worth(test)]:
        take(max(sorted(left), key=worth))
    return taken


def form(sql: str) -> str:
    """A statement without its numbers and without how many there were."""
    return _ROWS.sub("(%s…)", _LIST.sub("(%s…)", _NUMBER.sub("0", sql.strip())))


def same() -> set[str]:
    """Tests that ask of PostgreSQL what others ask of it."""
    return set(SAME.read_text("utf-8").splitlines())


class _Listening:
    def __init__(self) -> None:
        self.asked: Asked = defaultdict(set)
        self.took: Took = defaultdict(float)
        self.test = ""

    def __call__(self, execute: Callable[..., Any], sql: str, *told: Any) -> Any:
        if self.test and not str(sql).startswith(_TURNS):
            self.asked[self.test].add(form(str(sql)))
        return execute(sql, *told)

    def connected(self, connection: Any, **_: object) -> None:
        if self not in connection.execute_wrappers:
            connection.execute_wrappers.append(self)


_LISTENING = _Listening()


def pytest_configure() -> None:
    connection_created.connect(_LISTENING.connected)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _LISTENING.test, begun = name(item), time.process_time()
    try:
        return (yield)
    finally:
        _LISTENING.took[_LISTENING.test] += time.process_time() - begun
        _LISTENING.test = ""


def name(item: pytest.Item) -> str:
    return item.nodeid.split("[")[0]


def pytest_sessionfinish() -> None:
    others = _LISTENING.asked.keys() - chosen(_LISTENING.asked, _LISTENING.took)
    SAME.write_text("".join(f"{test}\n" for test in sorted(others)), "utf-8")
