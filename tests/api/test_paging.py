"""A page follows the one before, whatever came in meanwhile; a cursor is ours and of its list."""

from typing import Any

import pytest
from tests.api.programs import Program
from tests.stories import a_received_case

from upheld.store.models import Person


@pytest.fixture
def seven(handler: Person) -> list[str]:
    return [f"UP-{a_received_case(handler):06d}" for _ in range(7)]


def names(answer: object) -> list[str]:
    return [case["reference"] for case in answer["items"]]  # type: ignore[index]


def test_pages_give_every_case_once(program: Program, seven: list[str]) -> None:
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program.get(f"/cases?limit=3{cursor}").json()
        found += names(page)
        cursor = f"&cursor={page['next']}" if page["next"] else None
    assert found == seven[::-1]


def test_what_comes_in_meanwhile_moves_nothing(
    program: Program, seven: list[str], handler: Person
) -> None:
    first = program.get("/cases?limit=3").json()
    a_received_case(handler)
    second = program.get(f"/cases?limit=3&cursor={first['next']}").json()
    assert names(first) + names(second) == seven[:0:-1]


def test_the_record_is_read_from_its_beginning_and_goes_on(
    program: Program, seven: list[str]
) -> None:
    first = program.get("/events?limit=1&kind=received").json()
    rest = program.get(f"/events?kind=received&cursor={first['next']}").json()
    assert [each["case"] for each in first["items"] + rest["items"]] == seven


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1e3"])
def test_a_page_has_its_bounds(limit: str, program: Program) -> None:
    assert program.get(f"/cases?limit={limit}").status_code == 422


@pytest.mark.usefixtures("seven")
def test_a_cursor_is_ours_and_of_its_list(program: Program) -> None:
    cursor = program.get("/cases?limit=3").json()["next"]
    assert program.get(f"/cases?cursor={cursor}").status_code == 200
    for forged in ("1:x", cursor[:-1], f"9{cursor}", "%00"):
        answer = program.get(f"/cases?cursor={forged}")
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "cursor")
    assert program.get(f"/cases?state=received&cursor={cursor}").status_code == 422
    assert program.get(f"/customers?cursor={cursor}").status_code == 422


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("path", ["/cases", "/events", "/customers", "/mail", "/policies/drafts"])
def test_a_page_of_any_length_takes_few_statements(
    path: str, program: Program, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):
        assert program.get(path).status_code == 200


def test_a_case_takes_as_many_statements_as_its_page_in_the_desk(
    program: Program, seven: list[str], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(15):
        assert program.get(f"/cases/{seven[0]}").status_code == 200
