"""A fact is one value: what is none is refused where it is sent, and not where a page is made."""

from typing import Any

import pytest
from tests import stories
from tests.api.programs import Program, at, key_of

from upheld.core.words import CaseId
from upheld.store.models import Person


@pytest.mark.parametrize("value", [{}, [], {"": {}}, {"a": {}}, [{}], {"": 1}])
def test_what_is_no_value_is_kept_nowhere_and_no_page_breaks_by_it(
    value: Any, open_case: CaseId, handler: Person
) -> None:
    allegation = stories.an_allegation(open_case, handler)
    path, program = at(open_case, f"/allegations/{allegation}/facts"), Program(key_of(handler))
    told = {"facts": {**stories.SHELVES_LATE, "price_paid": value}}
    assert program.put(path, told, If_Match="*").status_code == 422
    program.client.force_login(handler)
    assert program.client.get(f"/cases/UP-{open_case:06d}/").status_code == 200
