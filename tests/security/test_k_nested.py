"""A field that nobody types, sent as brackets within brackets, is what was lost on its way, and no
fault of ours: Python reads some hundred of them and raises no ValueError at the next."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.studio import cells, table_of, written
from tests.drafts import a_draft

from upheld.core.references import reference
from upheld.store.models import Case, Person

DEEP = ("[" * 100_000, '{"a":' * 50_000, "[" * 100_000 + "]" * 100_000)


@pytest.mark.parametrize("deep", DEEP, ids=["arrays", "objects", "closed"])
def test_a_form_that_says_nothing_of_what_was_read_takes_no_place(
    deep: str, alice: Client, handler: Person, lead: Person
) -> None:
    case = stories.an_open_case(handler)
    Case.objects.filter(pk=case).update(owner=lead)
    told = {"owner": str(handler.pk), "read": deep}
    assert alice.post(f"/cases/{reference(case)}/owner/", told).status_code == 409
    assert Case.objects.get(pk=case).owner == lead


@pytest.mark.parametrize("deep", DEEP, ids=["arrays", "objects", "closed"])
def test_a_rule_of_which_nothing_is_said_is_not_written_over(
    deep: str, policy_owner: Person
) -> None:
    client, draft = Client(), a_draft(policy_owner)
    client.force_login(policy_owner)
    told = {**written(draft, goodwill__amount="20"), "was": deep}
    before = cells(draft)
    assert client.post(table_of(draft, "cells"), told).status_code == 422
    assert cells(draft) == before
