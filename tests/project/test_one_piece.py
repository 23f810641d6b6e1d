"""What a request or a test costs does not hang on how deep its calls happen to stand."""

import resource
from concurrent.futures import ThreadPoolExecutor

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from upheld.project.asked import watching

CALLS, DEPTHS = 300, 300


def _nothing() -> None:
    pass


def _asked_of_the_system() -> int:
    """How many pages of memory the system gave for so many calls from here."""
    before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        _nothing()
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before


def _from(depth: int) -> list[int]:
    return [_asked_of_the_system(), *(_from(depth - 1) if depth else [])]


def _most_asked(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(max(_from(DEPTHS))))


def test_a_loop_of_calls_in_a_request_asks_for_no_memory_at_any_depth() -> None:
    answer, request = watching(_most_asked), RequestFactory().get("/")
    with ThreadPoolExecutor(1) as pool:  # as a server has it, beside the piece of this test
        told = pool.submit(answer, request).result()
    assert isinstance(told, HttpResponse)
    assert int(told.content) < CALLS // 2


def test_nor_does_one_in_a_test() -> None:
    assert max(_from(DEPTHS)) < CALLS // 2
