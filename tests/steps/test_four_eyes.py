"""Four eyes: whoever made the text of a draft what it is does not publish it, by whichever way."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from tests import stories
from tests.drafts import a_whole_draft, mend_cases, write

from upheld.core.event_kinds import EventKind
from upheld.core.words import Role
from upheld.steps.edit_draft import redo, undo
from upheld.steps.publish import NotReady, may_publish, publish, return_draft, send_for_review
from upheld.store import drafts
from upheld.store.models import Person, PolicyDraft
from upheld.store.record import events
from upheld.tables.editing import Editor

NOW = stories.NOW


@pytest.fixture
def twenty_after_twenty_four(policy_owner: Person) -> PolicyDraft:
    """£20 was written over £24, each with the cases that show it."""
    draft = a_whole_draft(policy_owner, amount="24")
    write(draft, policy_owner, {"goodwill.amount": "20"})
    mend_cases(draft, policy_owner)
    return draft


@pytest.fixture
def second() -> Person:
    return Person.objects.create(email="sam@example.org", name="Sam Ode", role=Role.LEAD)


def walk(*steps: Callable[[int, Person, datetime], object], draft: PolicyDraft, by: Person) -> None:
    for step in steps:
        step(draft.pk, by, NOW)


def only_another_publishes(draft: PolicyDraft, by: Person, second: Person) -> None:
    send_for_review(draft.pk, by, NOW)
    assert not may_publish(drafts.draft(draft.pk), by)
    with pytest.raises(NotReady, match="a second person publishes it"):
        publish(draft.pk, by, NOW)
    assert publish(draft.pk, second, NOW).approver == second


def amount(draft: PolicyDraft) -> str:
    """What core-medium gives in the draft as it stands."""
    editor = Editor("goodwill.csv", drafts.draft(draft.pk).files["goodwill.csv"])
    rules = (editor.cells(row) for row in range(2, len(editor.rows) + 2))
    return next(each["goodwill.amount"] for each in rules if each["rule"] == "core-medium")


def test_nobody_publishes_what_they_made_of_it_by_undoing_what_another_wrote(
    twenty_after_twenty_four: PolicyDraft, lead: Person, second: Person
) -> None:
    draft = twenty_after_twenty_four
    walk(undo, undo, draft=draft, by=lead)
    assert amount(draft) == "24"
    only_another_publishes(draft, lead, second)


def test_nobody_publishes_what_they_did_again_after_its_author_took_it_back(
    twenty_after_twenty_four: PolicyDraft, policy_owner: Person, lead: Person, second: Person
) -> None:
    draft = twenty_after_twenty_four
    walk(undo, undo, draft=draft, by=policy_owner)
    walk(redo, redo, draft=draft, by=lead)
    assert amount(draft) == "20"
    only_another_publishes(draft, lead, second)


def test_who_undid_what_another_wrote_may_not_publish_after_a_return_either(
    twenty_after_twenty_four: PolicyDraft, lead: Person, second: Person
) -> None:
    """Else a return of one's own would make one a second person."""
    walk(undo, undo, draft=twenty_after_twenty_four, by=lead)
    send_for_review(twenty_after_twenty_four.pk, lead, NOW)
    return_draft(twenty_after_twenty_four.pk, "As I want it.", lead, NOW)
    only_another_publishes(twenty_after_twenty_four, lead, second)


def test_an_undoing_of_before_the_record_told_its_person_by_number_counts_too(
    twenty_after_twenty_four: PolicyDraft, lead: Person, second: Person
) -> None:
    told = {"draft": twenty_after_twenty_four.pk, "edit": 3, "words": "core-medium"}
    with transaction.atomic():
        events.append(events.Act(None, EventKind.POLICY_EDIT_UNDONE, lead.name, NOW, told))
    only_another_publishes(twenty_after_twenty_four, lead, second)
