"""Of processes that serve one port, the one that has more to do asks to be left."""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest

from upheld.project.balance import Balance


def meanwhile(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    """An application in whose request others come, which it was given."""
    environ["meanwhile"]()
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]


def closed(process: WSGIApplication, meanwhile: Any = tuple, protocol: str = "HTTP/1.1") -> bool:
    """Whether the connection is closed after the answer."""
    told = list[tuple[str, str]]()
    environ = {"meanwhile": meanwhile, "SERVER_PROTOCOL": protocol}
    process(environ, lambda status, headers, *failed: told.extend(headers))  # type: ignore[arg-type]
    assert ("Content-Type", "text/plain") in told
    return ("Connection", "close") in told


@pytest.fixture
def two() -> tuple[WSGIApplication, WSGIApplication]:
    balance = Balance(2, most=4)
    return balance.join(meanwhile), balance.join(meanwhile)


def test_one_request_more_than_another_process_has_is_no_reason_to_close(two: Any) -> None:
    first, second = two
    assert not closed(first)
    assert not closed(first, lambda: closed(second, lambda: closed(first)))


def test_a_process_with_two_requests_more_than_another_closes_the_connection(two: Any) -> None:
    first, second = two
    told = list[bool]()
    closed(first, lambda: told.append(closed(first)))
    closed(first, lambda: closed(second, lambda: closed(first, lambda: told.append(closed(first)))))
    assert told == [True, True]


def test_a_full_process_with_one_more_than_another_closes_it_for_more_may_wait_before_it() -> None:
    balance = Balance(2, most=2)
    first, second = balance.join(meanwhile), balance.join(meanwhile)
    told = list[bool]()
    closed(first, lambda: closed(second, lambda: told.append(closed(first))))
    closed(
        first, lambda: closed(second, lambda: closed(second, lambda: told.append(closed(first))))
    )
    assert told == [True, False]


def test_what_was_answered_counts_no_more(two: Any) -> None:
    first, _ = two
    closed(first, lambda: closed(first))
    assert not closed(first)


def test_what_failed_counts_no_more(two: Any) -> None:
    first, _ = two
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            closed(first, lambda: 1 / 0)
    assert not closed(first)


def test_a_protocol_that_has_no_such_header_is_not_told(two: Any) -> None:
    first, _ = two
    told = list[bool]()
    closed(first, lambda: told.append(closed(first, protocol="HTTP/2")))
    assert told == [False]
