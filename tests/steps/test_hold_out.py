"""A hold-out in the store: drawn for the case, kept in the record, made again the same."""

from decimal import Decimal

import pytest
from tests import holding_out, stories
from tests.core.given import STANDARD
from tests.own_policies import Edit

from upheld.core.hold_out import MOST
from upheld.core.words import CaseId
from upheld.steps import commit
from upheld.steps.decide import decide, preview
from upheld.steps.may import Operator
from upheld.store import documents
from upheld.store import models as rows
from upheld.store.record.replay import replay

pytestmark = pytest.mark.django_db
BY = Operator()


@pytest.fixture
def holding(edited: Edit) -> None:
    """The policies with a hold-out, as large as one may be."""
    row = holding_out.ROW.replace("< 10", f"< {MOST}")
    for name, text in holding_out.texts(row=row).items():
        edited(f"standard/{name}", (STANDARD / name).read_text("utf-8"), text)


def decided_until(held: set[bool]) -> list[rows.Decision]:
    """Cases that are alike, until of some goodwill was held back, of some not, as `held` says."""
    found: list[rows.Decision] = []
    for _ in range(80):
        found.append(decide(stories.an_investigated_case(BY), BY, stories.NOW))
        if {each.record["goodwill"]["hold_out"]["held"] for each in found} >= held:
            return found
    raise AssertionError("eighty lots of a hundred, and none of twenty")


def test_what_was_held_back_is_in_the_record_and_made_again_the_same(holding: None) -> None:
    row = decided_until({True})[-1]
    assert (row.goodwill, row.owed) == (0, Decimal("12.50"))
    told = row.record["goodwill"]["hold_out"]
    assert (told["share"], told["amount"]) == (MOST, "25.00")
    assert replay(row).same
    assert preview(row.case, stories.NOW)[1].goodwill.hold_out is not None


def test_it_is_like_the_cases_that_were_not_held_back(holding: None) -> None:
    """A lot is a reason of its own: nobody is asked why this one differs."""
    found = decided_until({True, False})
    assert {row.record["goodwill"]["hold_out"]["amount"] for row in found} == {"25.00"}


def test_where_something_was_promised_no_lot_is_drawn(holding: None) -> None:
    case = stories.an_investigated_case(BY)
    commit.promise(CaseId(case), "A call on Friday.", stories.NOW.date(), BY, stories.NOW)
    row = decide(case, BY, stories.NOW)
    assert (row.goodwill, row.record["goodwill"]["hold_out"]) == (25, None)
    assert documents.document(row.case, stories.NOW)["lot"] == ""
