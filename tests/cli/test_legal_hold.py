"""`upheld legal-hold`: placed, listed, reviewed and lifted, and what is amiss is told."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cli.conftest import Upheld
from tests.stories import a_received_case

from upheld.core.references import reference
from upheld.store.models import Event, LegalHold, Person

pytestmark = pytest.mark.django_db

TODAY = datetime.now(UTC).date()
SOON, LATER = (str(TODAY + timedelta(days=days)) for days in (30, 90))


@pytest.fixture
def held(handler: Person) -> str:
    return reference(a_received_case(handler))


def test_from_its_beginning_to_its_end(held: str, upheld: Upheld) -> None:
    assert upheld("legal-hold", "list").out == "Nothing is under a legal hold.\n"
    placed = upheld("legal-hold", "place", held, "--reason", "Claim 7", "--review", SOON)
    row = LegalHold.objects.get()
    assert placed.out.startswith(f"Legal hold {row.pk} on {held}, to be reviewed by ")
    assert upheld("legal-hold", "list").out == placed.out
    upheld("legal-hold", "review", str(row.pk), "--because", "It is appealed", "--review", LATER)
    row.refresh_from_db()
    assert str(row.review_due) == LATER
    lifted = upheld("legal-hold", "lift", str(row.pk), "--why", "Settled")
    assert lifted.out == f"Legal hold {row.pk} on {held} is lifted.\n"
    kinds = Event.objects.filter(kind__startswith="legal_hold").values_list("kind", flat=True)
    assert [*kinds] == ["legal_hold_placed", "legal_hold_reviewed", "legal_hold_lifted"]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (["place", "UP-999999", "--reason", "Claim", "--review", SOON], "names no case"),
        (["place", "HELD", "--reason", " ", "--review", SOON], "say why it is kept"),
        (["place", "HELD", "--reason", "Claim", "--review", "2020-01-01"], "a later day"),
        (["review", "9", "--because", "Yes", "--review", SOON], "there is no legal hold 9"),
        (["lift", "9", "--why", "Settled"], "there is no legal hold 9"),
    ],
)
def test_what_is_amiss_is_told_and_nothing_is_held(
    told: list[str], error: str, held: str, upheld: Upheld
) -> None:
    ran = upheld("legal-hold", *(held if each == "HELD" else each for each in told))
    assert error in ran.error
    assert not LegalHold.objects.exists()
