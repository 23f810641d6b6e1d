"""A policy's draft on its way: opened, edited, reviewed by another, published or dropped."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests import stories
from tests.drafts import (
    DAY,
    NOTE,
    a_draft,
    a_published_version,
    a_reviewed_draft,
    a_whole_draft,
    mend_cases,
    write,
)

from upheld.core.drafting import date_from, write_file
from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId, DraftState, Role
from upheld.steps import decide
from upheld.steps.comment_draft import NothingSaid, comment, settle
from upheld.steps.edit_draft import NothingToUndo, edit_draft, redo, undo
from upheld.steps.may import DRAFTS, NotAllowed, WrongState, check
from upheld.steps.open_draft import open_draft
from upheld.steps.publish import (
    Hindered,
    NotReady,
    drop,
    may_publish,
    publish,
    return_draft,
    send_for_review,
)
from upheld.store import drafts, policies
from upheld.store.models import Event, Person, PolicyDraft, PolicyVersion
from upheld.store.record import events
from upheld.store.rows.versions import NeverChanges

NOW = stories.NOW
OWNERS = {Role.POLICY_OWNER, Role.LEAD}


@pytest.fixture
def draft(policy_owner: Person) -> PolicyDraft:
    return a_draft(policy_owner)


def amount(draft: PolicyDraft) -> str:
    """What core-medium gives in the draft as it stands."""
    policy = drafts.policy_of(drafts.draft(draft.pk))
    rule = next(r for r in policy.tables["goodwill"].rules if r.ref.id == "core-medium")
    return str(rule.outputs["goodwill.amount"].value)  # type: ignore[union-attr]


def kinds() -> list[str]:
    return list(Event.objects.values_list("kind", flat=True))


# Opening


def test_a_draft_begins_as_the_version_it_will_follow(draft: PolicyDraft) -> None:
    policy = drafts.policy_of(draft)
    assert (policy.valid_from, draft.valid_from) == (DAY, DAY)
    assert draft.based_on == policies.policy_in_force(NOW.date()).version
    assert draft.note == NOTE
    assert kinds() == [EventKind.POLICY_DRAFT_OPENED]


@pytest.mark.parametrize("day", [NOW.date(), NOW.date() - timedelta(days=30)])
def test_a_draft_may_not_begin_today_or_before(policy_owner: Person, day: date) -> None:
    with pytest.raises(NotReady, match="never decided by a rule made afterwards"):
        open_draft(day, NOTE, policy_owner, NOW)


def test_a_draft_may_begin_on_the_last_day_there_is(policy_owner: Person) -> None:
    """Its own cases are decided on its first day, and no day comes after this one."""
    assert open_draft(date.max, NOTE, policy_owner, NOW).valid_from == date.max


def test_a_draft_needs_a_reason(policy_owner: Person) -> None:
    with pytest.raises(NotReady, match="say in a sentence what is to change and why"):
        open_draft(DAY, " ", policy_owner, NOW)


def test_two_versions_do_not_begin_on_one_day(policy_owner: Person, lead: Person) -> None:
    a_published_version(policy_owner, lead)
    with pytest.raises(NotReady, match="another version is valid from 2026-12-01"):
        open_draft(DAY, NOTE, policy_owner, NOW)


# Editing


def test_an_edit_is_kept_with_what_it_did(draft: PolicyDraft, policy_owner: Person) -> None:
    write(draft, policy_owner, {"goodwill.amount": "20"})
    assert amount(draft) == "20"
    assert draft.edits.get().words == "core-medium: goodwill.amount 25 → 20"
    assert kinds()[-1] == EventKind.POLICY_DRAFT_EDITED


def test_an_edit_that_changes_nothing_is_no_edit(draft: PolicyDraft, policy_owner: Person) -> None:
    write(draft, policy_owner, {"goodwill.amount": "25"})
    assert not draft.edits.exists()


def test_edits_are_undone_and_done_again_one_by_one(
    draft: PolicyDraft, policy_owner: Person
) -> None:
    for each in ("20", "21", "22"):
        write(draft, policy_owner, {"goodwill.amount": each})
    undo(draft.pk, policy_owner, NOW)
    undo(draft.pk, policy_owner, NOW)
    assert amount(draft) == "20"
    redo(draft.pk, policy_owner, NOW)
    assert amount(draft) == "21"
    assert kinds()[-3:] == [
        EventKind.POLICY_EDIT_UNDONE, EventKind.POLICY_EDIT_UNDONE, EventKind.POLICY_EDIT_REDONE,
    ]  # fmt: skip


def test_what_was_undone_ends_where_somebody_writes_on(
    draft: PolicyDraft, policy_owner: Person
) -> None:
    write(draft, policy_owner, {"goodwill.amount": "20"})
    undo(draft.pk, policy_owner, NOW)
    write(draft, policy_owner, {"goodwill.amount": "23"})
    with pytest.raises(NothingToUndo, match="nothing was undone"):
        redo(draft.pk, policy_owner, NOW)
    undo(draft.pk, policy_owner, NOW)
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        undo(draft.pk, policy_owner, NOW)
    assert amount(draft) == "25"


def test_a_new_file_that_is_undone_is_gone(draft: PolicyDraft, policy_owner: Person) -> None:
    row = drafts.draft(draft.pk)
    kept = {name: text for name, text in row.files.items() if name != "cases.yaml"}
    PolicyDraft.objects.filter(pk=row.pk).update(files=kept)
    edit_draft(draft.pk, partial(write_file, file="cases.yaml", text="[]"), policy_owner, NOW)
    undo(draft.pk, policy_owner, NOW)
    assert drafts.draft(draft.pk).files == kept


def test_the_first_day_of_a_draft_is_the_one_in_its_text(
    draft: PolicyDraft, policy_owner: Person
) -> None:
    day = date(2027, 1, 1)
    edit_draft(draft.pk, partial(date_from, valid_from=day), policy_owner, NOW)
    assert drafts.draft(draft.pk).valid_from == day
    undo(draft.pk, policy_owner, NOW)
    assert drafts.draft(draft.pk).valid_from == DAY


# Comments


def test_a_comment_is_kept_and_settled_once(
    draft: PolicyDraft, policy_owner: Person, lead: Person
) -> None:
    made = comment(draft.pk, "goodwill", "core-medium", "Why less?", lead, NOW)
    settle(draft.pk, made.pk, policy_owner, NOW)
    made.refresh_from_db()
    assert made.settled_by == policy_owner
    with pytest.raises(drafts.DraftMissing, match="settled already"):
        settle(draft.pk, made.pk, policy_owner, NOW)
    with pytest.raises(NothingSaid):
        comment(draft.pk, "", "", " ", lead, NOW)


# To be published


def test_a_second_person_publishes(policy_owner: Person, lead: Person) -> None:
    draft = a_reviewed_draft(policy_owner)
    version = publish(draft.pk, lead, NOW)
    assert (version.author, version.approver) == (policy_owner, lead)
    assert version.note == NOTE
    assert drafts.draft(draft.pk).state == DraftState.PUBLISHED
    told = Event.objects.get(kind=EventKind.POLICY_PUBLISHED).data
    assert told["version"] == version.version
    assert list(events.breaks()) == []


def test_nobody_publishes_what_they_wrote(policy_owner: Person, lead: Person) -> None:
    draft = a_draft(policy_owner)
    write(draft, lead, {"goodwill.amount": "20"})
    mend_cases(draft, policy_owner)
    send_for_review(draft.pk, lead, NOW)
    for author in (policy_owner, lead):
        assert not may_publish(drafts.draft(draft.pk), author)
        with pytest.raises(NotReady, match="a second person publishes it"):
            publish(draft.pk, author, NOW)


def test_a_draft_that_is_hindered_is_neither_sent_nor_published(
    draft: PolicyDraft, policy_owner: Person, lead: Person
) -> None:
    write(draft, policy_owner, {"goodwill.amount": "£20"})
    with pytest.raises(Hindered) as caught:
        send_for_review(draft.pk, policy_owner, NOW)
    assert str(caught.value.problems[0]).startswith("goodwill.csv, row 8, column goodwill.amount")
    PolicyDraft.objects.update(state=DraftState.IN_REVIEW)
    with pytest.raises(Hindered):
        publish(draft.pk, lead, NOW)
    assert not PolicyVersion.objects.exists()


def test_a_draft_that_changes_nothing_is_not_reviewed(
    draft: PolicyDraft, policy_owner: Person
) -> None:
    with pytest.raises(NotReady, match="nothing is changed yet"):
        send_for_review(draft.pk, policy_owner, NOW)


def test_a_draft_whose_day_has_come_is_not_published(policy_owner: Person, lead: Person) -> None:
    draft = a_reviewed_draft(policy_owner)
    with pytest.raises(NotReady, match="a day after today"):
        publish(draft.pk, lead, NOW + timedelta(days=29))


def test_a_draft_that_would_undo_another_is_not_published(
    policy_owner: Person, lead: Person
) -> None:
    later = a_reviewed_draft(policy_owner, valid_from=DAY + timedelta(days=31), amount="22")
    a_published_version(policy_owner, lead)
    with pytest.raises(NotReady, match="what was changed there would be lost"):
        publish(later.pk, lead, NOW)


def test_a_version_keeps_the_currency_of_the_firm(policy_owner: Person) -> None:
    draft = a_draft(policy_owner)
    text = draft.files["policy.yaml"].replace("currency: GBP", "currency: EUR")
    edit_draft(draft.pk, partial(write_file, file="policy.yaml", text=text), policy_owner, NOW)
    with pytest.raises(NotReady):
        send_for_review(draft.pk, policy_owner, NOW)


def test_a_version_claims_no_less_than_the_one_before_it(policy_owner: Person) -> None:
    draft = a_draft(policy_owner)
    text = draft.files["policy.yaml"]
    text = text[: text.rindex("  - when: {stance: part}")]
    edit_draft(draft.pk, partial(write_file, file="policy.yaml", text=text), policy_owner, NOW)
    with pytest.raises(NotReady, match="claims less for promise 8 than before"):
        send_for_review(draft.pk, policy_owner, NOW)


def test_a_draft_goes_back_with_the_reason_as_a_comment(policy_owner: Person, lead: Person) -> None:
    draft = a_reviewed_draft(policy_owner)
    with pytest.raises(NotReady, match="say why it goes back"):
        return_draft(draft.pk, "", lead, NOW)
    return_draft(draft.pk, "Show what it costs.", lead, NOW)
    row = drafts.draft(draft.pk)
    assert (row.state, row.reviewer) == (DraftState.DRAFT, lead)
    assert row.comments.get().text == "Show what it costs."


def test_a_draft_that_is_reviewed_is_not_written_on(policy_owner: Person) -> None:
    draft = a_reviewed_draft(policy_owner)
    with pytest.raises(WrongState, match="cannot edit a draft that is in review: it must be draft"):
        write(draft, policy_owner, {"goodwill.amount": "21"})


def test_a_dropped_draft_stays_in_the_record(draft: PolicyDraft, policy_owner: Person) -> None:
    with pytest.raises(NotReady, match="say why it is given up"):
        drop(draft.pk, "", policy_owner, NOW)
    drop(draft.pk, "It costs too much.", policy_owner, NOW)
    assert drafts.draft(draft.pk).state == DraftState.DROPPED
    assert kinds()[-1] == EventKind.POLICY_DRAFT_DROPPED


# What is published


def test_the_version_of_the_day_of_receipt_decides(policy_owner: Person, lead: Person) -> None:
    version = a_published_version(policy_owner, lead)
    assert policies.policy_in_force(DAY).version == version.version
    assert policies.policy_in_force(DAY + timedelta(days=900)).version == version.version
    before = policies.policy_in_force(DAY - timedelta(days=1)).version
    assert before == policies.read_policy(policies.folder()).version


def test_a_complaint_of_the_day_before_is_decided_as_it_was_then(
    policy_owner: Person, lead: Person, handler: Person
) -> None:
    a_published_version(policy_owner, lead)
    given = {}
    for days in (28, 29):
        now = NOW + timedelta(days=days)
        case = stories.a_decided_case(handler, now, email=f"sally{days}@example.org")
        stories.told_about(case, "0.9", "0.9", "0.8")
        given[now.date()] = decide.decide(CaseId(case), handler, now + timedelta(days=7)).goodwill
    assert {day.isoformat(): str(amount) for day, amount in given.items()} == {
        "2026-11-30": "25.00",
        "2026-12-01": "20.00",
    }


def test_a_published_version_never_changes(policy_owner: Person, lead: Person) -> None:
    version = a_published_version(policy_owner, lead)
    version.note = "Something else"
    with pytest.raises(NeverChanges, match="is published: write a new draft"):
        version.save()
    with pytest.raises(NeverChanges, match="decisions rest on it"):
        version.delete()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        PolicyVersion.objects.filter(pk=version.pk).update(files={})


def test_the_database_knows_one_version_from_a_day(policy_owner: Person, lead: Person) -> None:
    version = a_published_version(policy_owner, lead)
    version.pk, version.version, version._state.adding = None, "standard/other", True
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


# Who may


@pytest.mark.parametrize("step", DRAFTS)
@pytest.mark.parametrize("role", Role)
def test_only_leads_and_policy_owners_write_policies(step: str, role: Role) -> None:
    by = Person(name="Robin", role=role)
    if role in OWNERS:
        check(step, by)
    else:
        with pytest.raises(NotAllowed, match=f"may not {step}; these may: lead, policy owner"):
            check(step, by)


def test_a_refused_step_writes_nothing(policy_owner: Person, auditor: Person) -> None:
    draft = a_whole_draft(policy_owner)
    before = Event.objects.count()
    for refused in (
        partial(open_draft, DAY + timedelta(days=1), NOTE),
        partial(undo, draft.pk),
        partial(comment, draft.pk, "", "", "No."),
        partial(send_for_review, draft.pk),
        partial(drop, draft.pk, "No."),
    ):
        with pytest.raises(NotAllowed):
            refused(auditor, NOW)
    assert Event.objects.count() == before
