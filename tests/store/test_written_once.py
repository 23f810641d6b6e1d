"""The long statements of a page are written once for all from whom the same is kept, and tell none
of them what another may see."""

from typing import Any

import pytest
from tests import stories
from tests.conftest import person
from tests.stories import NOW

from upheld.core.words import CaseId, Role
from upheld.steps import may
from upheld.steps.merge_customers import merge_customers
from upheld.store import beside_customer, load, rare
from upheld.store import models as rows
from upheld.store.merged import as_one
from upheld.store.sight import seen

SALLY: dict[str, Any] = {"name": "Sally Hart", "email": "sally@example.org"}


def _of_a_private_team(name: str) -> rows.Person:
    found = person(name, Role.HANDLER)
    found.team = rows.Team.objects.create(name=f"Matters of {name}", private=True)
    found.save()
    return found


@pytest.fixture
def vera(db: None) -> rows.Person:
    return _of_a_private_team("Vera Holm")


def _known_to(colleague: rows.Person, handler: rows.Person, told: dict[str, Any]) -> CaseId:
    """A case that everybody sees; the same person has one of the colleague's, over which they are
    held to something."""
    theirs = stories.an_open_case(colleague, **told)
    rows.Case.objects.filter(pk=theirs).update(owner=colleague)
    customer = rows.Case.objects.get(pk=theirs).customer
    rows.Restriction.objects.create(
        customer=customer, case_id=theirs, scope="written_only", detail="x", reason="x",
        alternatives="x", vulnerability="x", state="in_force", at=NOW, reviewed_at=NOW,
        review_due=NOW.date(), expires_on=NOW.date(),
    )  # fmt: skip
    return stories.an_open_case(handler, **told)


@pytest.fixture
def case(vera: rows.Person, handler: rows.Person) -> CaseId:
    return _known_to(vera, handler, SALLY)


def _restricted(case: CaseId, by: rows.Person) -> bool:
    with seen.looking(by):
        return bool(load.page(case).restricted)  # type: ignore[attr-defined]


def test_a_case_is_read_by_the_statement_of_before(
    case: CaseId, handler: rows.Person, lead: rows.Person
) -> None:
    _restricted(case, handler)
    written = rare._BESIDE._written.cache_info()
    _restricted(case, lead)
    again = rare._BESIDE._written.cache_info()
    assert (again.misses, again.hits) == (written.misses, written.hits + 1)


def test_of_a_customer_another_is_written_once_they_lead_elsewhere(
    vera: rows.Person, lead: rows.Person
) -> None:
    known, other = (rows.Customer.objects.create(name=name) for name in ("Sally", "Zoe"))
    theirs = stories.an_open_case(vera, name="Zoe Roe", email="zoe@example.org")
    rows.Case.objects.filter(pk=theirs).update(owner=vera, customer=other)
    written = []
    for merged in (False, True):
        if merged:
            merge_customers(known.pk, other.pk, "One person.", may.Operator(), NOW)
            known.refresh_from_db()
        with seen.looking(lead):
            assert bool(as_one.apart()) is merged
            for _ in range(2):
                beside_customer.read(known)
                written.append(beside_customer._BESIDE._written.cache_info().misses)
    first, second, third, fourth = written
    assert first == second < third == fourth


def test_nobody_is_told_by_the_statement_of_another(
    case: CaseId, handler: rows.Person, vera: rows.Person, auditor: rows.Person
) -> None:
    for _ in range(2):
        found = {by.name: _restricted(case, by) for by in (handler, vera, auditor)}
        assert found == {handler.name: False, vera.name: True, auditor.name: True}


def test_nor_is_one_private_team_by_that_of_another(
    case: CaseId, handler: rows.Person, vera: rows.Person
) -> None:
    nora = _of_a_private_team("Nora Silver")
    other = _known_to(nora, handler, {"name": "Bo Roe", "email": "bo@example.org"})
    for by, sees in ((vera, case), (nora, other), (handler, None)):
        assert [each for each in (case, other) if _restricted(each, by)] == [sees] * bool(sees)


def test_what_is_kept_from_somebody_by_now_is_not_told_as_it_was(
    case: CaseId, handler: rows.Person, vera: rows.Person
) -> None:
    team = vera.team
    assert team is not None
    for private in (True, False, True):
        team.private = private
        team.save()
        assert _restricted(case, handler) is not private
