"""Which tests PostgreSQL is asked by too, chosen by what each of them asks it.

Most tests of pages and steps ask of both databases the same statements in other stories, and what
Python makes of the answers is the same. Here each form of a statement that any test asks of
PostgreSQL is asked by one that runs there, the cheapest ones first; what databases answer otherwise
(order, text, dates, JSON, counting, locks) is asked by three where there are so many. The store's
own tests, races, search, and who sees what are asked whole. Of one test's examples those run that
ask what the others do not. What is asked again is written to SAME, a line for each test of which
that holds whole, or for the example; what is not named there, as every new one, runs on both.

Chosen anew by `make choice`, a run of all of them.
"""

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from heapq import heapify, heappop, heappush
from pathlib import Path
from typing import Any

import pytest
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parents[1]
SAME = ROOT / "tests" / "same_on_postgresql.txt"
# What a restore into SQLite begins again was written from PostgreSQL by other tests as well.
_WHOLE = re.compile(
    r"tests/store/(?!test_backup.*cut_off)"
    r"|at_once|test_b_nul|search|in_a_circle|of_many_who|/test_private"
)
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
    best = [(-worth(test), test) for test in asked.keys() - taken]
    heapify(best)
    while best:
        _, test = heappop(best)  # what it was worth when it was looked at: by now no more than that
        now = worth(test)
        if best and now < -best[0][0]:
            heappush(best, (-now, test))
        elif now:
            take(test)
    return taken


def named(tests: Iterable[str], runs: set[str]) -> set[str]:
    """What does not run, as SAME has it: a test by its name, or by example where another runs."""
    in_part = {*map(_test, runs)}
    return {each if _test(each) in in_part else _test(each) for each in tests if each not in runs}


def _test(nodeid: str) -> str:
    return nodeid.split("[")[0]


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
    _LISTENING.test, begun = item.nodeid, time.process_time()
    try:
        return (yield)
    finally:
        _LISTENING.took[_LISTENING.test] += time.process_time() - begun
        _LISTENING.test = ""


def names(item: pytest.Item) -> set[str]:
    """How SAME may name it: with all of its examples, or alone."""
    return {item.nodeid, _test(item.nodeid)}


def pytest_sessionfinish() -> None:
    runs = chosen(_LISTENING.asked, _LISTENING.took)
    SAME.write_text("".join(f"{each}\n" for each in sorted(named(_LISTENING.asked, runs))), "utf-8")
