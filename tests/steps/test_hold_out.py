"""A hold-out in the store: drawn for the case, kept in the record, made again the same."""

from decimal import Decimal

import pytest
from tests import holding_out, stories
from tests.core.given import STANDARD
from tests.own_policies import Edit

from upheld.core.words import CaseId
from upheld.steps import commit
from upheld.steps.decide import decide, preview
from upheld.steps.may import Operator
from upheld.store import load
from upheld.store import models as rows
from upheld.store.replay import replay

pytestmark = pytest.mark.django_db
BY = Operator()


@pytest.fixture
def holding(edited: Edit, request: pytest.FixtureRequest) -> None:
    """The policies with a hold-out of so many in a hundred, nearly all where nobody says."""
    row = holding_out.ROW.replace("< 10", f"< {getattr(request, 'param', 99)}")
    for name, text in holding_out.texts(row=row).items():
        edited(f"standard/{name}", (STANDARD / name).read_text("utf-8"), text)


def a_held_case() -> rows.Decision:
    """Decided, and held back: one lot in a hundred is not, so a few cases are tried."""
    for _ in range(5):
        case = stories.an_investigated_case(BY)
        row = decide(case, BY, stories.NOW)
        if row.record["goodwill"]["hold_out"]["held"]:
            return row
    raise AssertionError("five lots of a hundred fell on one number")


def test_what_was_held_back_is_in_the_record_and_made_again_the_same(holding: None) -> None:
    row = a_held_case()
    assert (row.goodwill, row.owed) == (0, Decimal("12.50"))
    told = row.record["goodwill"]["hold_out"]
    assert (told["share"], told["amount"]) == (99, "25.00")
    assert replay(row).same
    assert preview(row.case, stories.NOW)[1].goodwill.hold_out is not None


@pytest.mark.parametrize("holding", [50], indirect=True)
def test_it_is_like_the_cases_that_were_not_held_back(holding: None) -> None:
    """A lot is a reason of its own: nobody is asked why this one differs."""
    for _ in range(6):
        stories.a_decided_case(BY)
    amounts = {row.record["goodwill"]["hold_out"]["amount"] for row in rows.Decision.objects.all()}
    assert amounts == {"25.00"}


def test_where_something_was_promised_no_lot_is_drawn(holding: None) -> None:
    case = stories.an_investigated_case(BY)
    commit.promise(CaseId(case), "A voucher of £25.", stories.NOW.date(), BY, stories.NOW)
    row = decide(case, BY, stories.NOW)
    assert (row.goodwill, row.record["goodwill"]["hold_out"]) == (25, None)
    assert load.document(row.case, stories.NOW)["lot"] == ""
