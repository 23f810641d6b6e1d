"""What software suggests or claims is shown as that, and a person takes it or leaves it."""

import hashlib

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.claims import Claimed
from upheld.core.spans import Span
from upheld.core.words import AllegationKind, CaseId
from upheld.steps.claim import claim
from upheld.steps.may import Operator
from upheld.store.models import Allegation, Case, Claim, ModelReading, Person

SOFTWARE = Operator("Alice Moore (assistant)", "assistant")
RECORD = "The carrier's record of 30 October"


@pytest.fixture
def case(handler: Person) -> CaseId:
    case = stories.an_open_case(handler)
    stories.an_allegation(case, handler)
    return case


def claimed(case: CaseId, source: str = RECORD) -> int:
    about = Allegation.objects.get(case=case)
    told = Claimed(
        AllegationKind.LATE, about.statement, about.pk, {"days_late": 12}, {"days_late": source}
    )
    return claim(case, told, SOFTWARE, stories.NOW)


def test_a_claim_is_shown_with_its_source_and_that_it_counts_for_nothing(
    alice: Client, case: CaseId
) -> None:
    claimed(case)
    page = text(alice.get(page_of(case)))
    assert "Claimed by an assistant" in page
    assert "Nothing is decided by it until you have looked and taken it." in page
    assert f"Days late 12 {RECORD}; 9 is written down" in page
    assert "Alice Moore (assistant)" in page


def test_a_person_takes_it_and_then_it_is_theirs(alice: Client, case: CaseId) -> None:
    pk = claimed(case)
    onward = done(alice, page_of(case) + f"claims/{pk}/take/", {})
    row = Allegation.objects.get()
    assert (row.facts["days_late"], row.provenance["days_late"]["by"]) == (12, "Alice Moore")
    assert onward.endswith(f"#do-finding-{row.pk}")
    assert "Claimed by an assistant" not in text(alice.get(page_of(case)))


def test_a_person_leaves_it_with_a_reason(alice: Client, case: CaseId) -> None:
    pk = claimed(case)
    address = page_of(case) + f"claims/{pk}/leave/"
    assert "Say in a sentence why it is left." in refused(alice, address, {"why": ""}, 422)
    done(alice, address, {"why": "The carrier says nine."})
    assert Claim.objects.get().taken is False
    assert "A claim left: The carrier says nine." in text(alice.get(page_of(case)))
    assert "looked at this claim already" in refused(alice, address, {"why": "Again."}, 422)


def test_who_may_not_investigate_takes_nothing(
    signed_in: SignIn, auditor: Person, case: CaseId
) -> None:
    pk = claimed(case)
    client = signed_in(auditor)
    assert "Take it" not in text(client.get(page_of(case)))
    refused(client, page_of(case) + f"claims/{pk}/take/", {}, 403)
    refused(client, page_of(stories.an_open_case(Operator())) + f"claims/{pk}/take/", {}, 403)


def test_a_claim_belongs_to_its_case(alice: Client, handler: Person, case: CaseId) -> None:
    other = stories.an_open_case(handler, text="Another.")
    refused(alice, page_of(other) + f"claims/{claimed(case)}/take/", {}, 404)


def test_the_words_of_a_claim_stay_words(alice: Client, case: CaseId) -> None:
    claimed(case, "<script>alert(1)</script>")
    assert b"<script>alert" not in alice.get(page_of(case)).content


def test_what_a_model_suggests_is_said_to_be_a_models(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler, text="The thing is odd. We talked on Monday.")
    said = Case.objects.get(pk=case).text
    assert Span(0, 17).of(said) == "The thing is odd."
    ModelReading.objects.create(
        case_id=case, at=stories.NOW, model="tiny", found=[["not_as_described", 0, 17]],
        sha256=hashlib.sha256(said.encode()).hexdigest(),
    )  # fmt: skip
    page = text(alice.get(page_of(case)))
    assert "Not as described? The thing is odd." in page
    assert "suggested by a model (tiny)" in page
    assert "Nothing is alleged until you do it." in page
    assert not Allegation.objects.exists()
