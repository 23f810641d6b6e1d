"""A draft's way: what keeps it back, who publishes it, who only looks on."""

from datetime import date

from django.test import Client
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.desk.studio import page_of, read_on, table_of, written
from tests.drafts import (
    NOTE,
    a_published_version,
    a_reviewed_draft,
    a_whole_draft,
)

from upheld.core.words import DraftState
from upheld.store import drafts
from upheld.store.models import Person, PolicyDraft, PolicyVersion

# Its way


def test_what_keeps_a_draft_back_is_told_in_words(owner: Client, draft: PolicyDraft) -> None:
    done(owner, table_of(draft, "cells"), written(draft, goodwill__amount="20"))
    response = owner.post(page_of(draft, "review"), read_on(owner, draft))
    assert response.status_code == 422
    assert "goodwill.amount is £20.00, and £25.00 is expected" in text(response)


def test_a_version_to_come_that_drops_a_draft_again_keeps_it_back_until_the_next_day_has_it_too(
    signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_reviewed_draft(policy_owner, valid_from=date(2026, 12, 5))
    a_published_version(policy_owner, lead, valid_from=date(2026, 12, 16), amount="22")
    desk = signed_in(lead)
    refused(desk, page_of(draft, "publication"), read_on(desk, draft), 422)
    assert "is to come, and was made without this: from 2026-12-16 on" in text(
        desk.get(page_of(draft))
    )
    a_published_version(policy_owner, lead, valid_from=date(2026, 12, 17))
    page = text(desk.get(page_of(draft)))
    assert "was made without this" not in page
    assert "On Wed 16 Dec 2026 alone it will not hold" in page
    done(desk, page_of(draft, "publication"), read_on(desk, draft))
    assert PolicyVersion.objects.filter(valid_from=date(2026, 12, 5)).exists()


def test_a_second_person_publishes(
    owner: Client, signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_whole_draft(policy_owner)
    page = text(owner.get(done(owner, page_of(draft, "review"), {})))
    assert "It waits for a lead or a policy owner who wrote nothing in it, and undid" in page
    refused(owner, page_of(draft, "publication"), read_on(owner, draft), 422)
    page = text(signed_in(lead).get(page_of(draft)))
    assert "every promise and claim is proved" in page
    read = read_on(signed_in(lead), draft)
    page = text(signed_in(lead).get(done(signed_in(lead), page_of(draft, "publication"), read)))
    assert "It is published: the version from Tue 1 Dec 2026" in page
    assert PolicyVersion.objects.get().approver == lead


def test_a_second_person_publishes_what_they_read(
    owner: Client, signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_reviewed_draft(policy_owner)
    lena = signed_in(lead)
    read = read_on(lena, draft)
    done(lena, page_of(draft, "return"), {"why": "Show what it costs."})
    done(owner, page_of(draft, "day"), {"valid_from": "2027-01-01"})
    done(owner, page_of(draft, "review"), {})
    told = refused(lena, page_of(draft, "publication"), read, 409)
    assert "Priya Nair changed this on" in told
    assert not PolicyVersion.objects.exists()


def test_a_form_that_does_not_say_which_draft_was_read_publishes_nothing(
    signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_reviewed_draft(policy_owner)
    for stripped in ({}, {"read": ""}):
        told = refused(signed_in(lead), page_of(draft, "publication"), stripped, 409)
        assert "does not say which draft you had read" in told
        assert not PolicyVersion.objects.exists()


def test_a_draft_is_returned_and_given_up_with_a_reason(
    signed_in: SignIn, policy_owner: Person, lead: Person
) -> None:
    draft = a_reviewed_draft(policy_owner)
    other = signed_in(lead)
    refused(other, page_of(draft, "return"), {"why": ""}, 422)
    done(other, page_of(draft, "return"), {"why": "Show what it costs."})
    assert "Show what it costs." in text(other.get(page_of(draft)))
    done(other, page_of(draft, "end"), {"why": "It costs too much."})
    assert drafts.draft(draft.pk).state == DraftState.DROPPED
    assert NOTE in text(other.get("/policies/"))


def test_another_first_day(owner: Client, draft: PolicyDraft) -> None:
    done(owner, page_of(draft, "day"), {"valid_from": "2027-01-01"})
    assert drafts.draft(draft.pk).valid_from == date(2027, 1, 1)
    refused(owner, page_of(draft, "day"), {"valid_from": "2026-11-02"}, 422)


def test_an_auditor_looks_on(
    signed_in: SignIn, auditor: Person, draft: PolicyDraft, policy_owner: Person
) -> None:
    client = signed_in(auditor)
    page = text(client.get(table_of(draft)))
    assert "core-medium" in page
    assert "Take it in from a file" not in page
    for step in ("review", "publication", "undo", "comments", "expectations"):
        refused(client, page_of(draft, step), {"text": "No."}, 403)
    refused(client, table_of(draft, "cells"), written(draft, goodwill__amount="20"), 403)
