"""Beside the record: a row that is no longer what its event says is told, and one that no event
made."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from pytest_django import Settings
from tests.steps.test_budgets import a_budget
from tests.stories import NOW, a_closed_case, a_decided_case, an_open_case, the_decision

from upheld.core.evidence import Particulars
from upheld.core.money import Money
from upheld.core.words import CaseId, LetterState
from upheld.jobs import outbox
from upheld.steps import commit, investigate
from upheld.steps.deliver import send_again
from upheld.steps.deviate import Wanted, approve_deviation, deviate, end_deviation
from upheld.store import beside, loose, save
from upheld.store import models as rows
from upheld.store.models import Person
from upheld.store.record import events, replay, said


@pytest.fixture
def case(handler: Person) -> CaseId:
    file = loose.keep(ContentFile(b"a picture", "box.png"), NOW)
    investigate.add_evidence(
        an_open_case(handler), None, "photo", "As it came", handler, NOW, Particulars(), file
    )
    case = a_closed_case(handler)
    assert list(beside.amiss()) == []
    return case


def _event(kind: str) -> int:
    return rows.Event.objects.filter(kind=kind).latest("number").number


@pytest.mark.parametrize(
    ("model", "kind", "altered", "told"),
    [
        (rows.Letter, "queued", {"body": "We never said so."}, "body"),
        (rows.Letter, "queued", {"subject": "Nothing", "kind": "holding"}, "kind, subject"),
        (rows.Finding, "found", {"result": "not_substantiated"}, "result"),
        (rows.Finding, "found", {"because": "They lied."}, "because"),
        (rows.Evidence, "evidence_added", {"text": "Nothing to see"}, "text"),
        (rows.Evidence, "evidence_added", {"sha256": "0" * 64}, "sha256"),
        (rows.Allegation, "facts_recorded", {"facts": {"days_late": 0}}, "facts"),
        (rows.Decision, "decided", {"goodwill": 500}, "goodwill"),
        (rows.Decision, "decided", {"outcome": "not_upheld", "stance": "hold"}, "outcome, stance"),
        (rows.Decision, "decided", {"document": {}}, "made_from"),
        (rows.Decision, "decided", {"record": {}}, "made_from"),
        (rows.Decision, "decided", {"needs_role": "lead"}, "needs_role"),
        (rows.Decision, "decided", {"needs_second_person": True}, "needs_second_person"),
        (rows.Commitment, "committed", {"words": "Nothing"}, "words"),
        (rows.Commitment, "committed", {"due_on": date(2027, 1, 1)}, "due_on"),
        (rows.Commitment, "commitment_kept", {"state": "broken"}, "why, by, at"),
        (rows.Commitment, "commitment_kept", {"note": "She said so."}, "why"),
    ],
)  # fmt: skip
def test_a_row_that_was_altered_beside_its_event_is_named(
    model: Any, kind: str, altered: dict[str, Any], told: str, case: CaseId
) -> None:
    row = model.objects.latest("pk")
    model.objects.filter(pk=row.pk).update(**altered)
    (found,) = beside.amiss()
    assert found.endswith(f" says of it: {told}")
    assert model._meta.model_name in found or "finding" in found or "promise" in found


@pytest.fixture
def exception(handler: Person, lead: Person) -> CaseId:
    """A voucher that a handler asked for and a lead granted."""
    case = a_decided_case(handler)
    asked = Wanted("voucher", Money(Decimal(40), "GBP"), "", "It was her wedding.", NOW.date())
    made = deviate(case, the_decision(case), asked, "", handler, NOW)
    approve_deviation(case, made.pk, "", lead, NOW)
    assert list(beside.amiss()) == []
    return case


@pytest.mark.parametrize(
    ("altered", "told"),
    [
        ({"amount": 400}, "words"),
        ({"kind": "refund"}, "words"),
        ({"words": "and flowers"}, "words"),
        ({"reason": "They are friends."}, "why"),
        ({"by": "Somebody Else"}, "by"),
        ({"expires_on": date(2027, 1, 1)}, "expires_on"),
        ({"approved_by": "Somebody Else"}, "by"),
        ({"granted_at": NOW + timedelta(days=1)}, "at"),
        ({"over_budget": "The lead was on holiday."}, "over_budget"),
    ],
)
def test_an_exception_is_what_was_asked_for_and_granted(
    altered: dict[str, Any], told: str, exception: CaseId
) -> None:
    rows.Deviation.objects.update(**altered)
    (found,) = beside.amiss()
    assert found.startswith("exception ")
    assert found.endswith(f" says of it: {told}")


def test_an_exception_that_was_not_given_stays_so(exception: CaseId, lead: Person) -> None:
    made = rows.Deviation.objects.get()
    end_deviation(exception, made.pk, "They took the lamp back.", lead, NOW)
    assert list(beside.amiss()) == []
    rows.Deviation.objects.update(state="granted", ended_why="")
    (found,) = beside.amiss()
    assert found.endswith(" says of it: why, ended")


def test_an_exception_that_no_event_asked_for_granted_or_ended_is_named(
    exception: CaseId,
) -> None:
    _again(rows.Deviation.objects.get())
    rows.Deviation.objects.update(ended_at=NOW)
    told = [each.partition(" was ")[2] for each in beside.amiss()]
    assert told == [
        "asked for by no event", "granted by no event", *["ended by no event"] * 2,
    ]  # fmt: skip


def test_an_exception_of_before_events_told_its_number_is_not_held_against_them(
    exception: CaseId, unguarded: None
) -> None:
    rows.Event.objects.filter(kind__startswith="deviation").update(data={"words": "voucher £40"})
    rows.Deviation.objects.update(amount=400, reason="x")
    assert list(beside.amiss()) == []


@pytest.mark.parametrize(("model", "what"), [(rows.Letter, "letter"), (rows.Decision, "decision")])
def test_a_row_that_was_taken_out_is_missing(model: Any, what: str, case: CaseId) -> None:
    rows.Commitment.objects.update(letter=None)
    rows.Letter.objects.filter(decision__isnull=False).update(decision=None)
    row = model.objects.latest("pk")
    model.objects.filter(pk=row.pk).delete()
    (found,) = beside.amiss()
    assert found.startswith(f"{what} {row.pk}, which event ")
    assert found.endswith(" tells of, is missing")


def _again(row: Any, number: int | None = None) -> None:
    row.pk = number
    row.save(force_insert=True)


def _promised() -> None:
    row = rows.Commitment.objects.latest("pk")
    row.settled_at = None
    _again(row)


def test_a_promise_that_no_event_settled_is_named(handler: Person) -> None:
    case = an_open_case(handler)
    commit.promise(case, "Call Sally back", NOW.date(), handler, NOW)
    assert list(beside.amiss()) == []
    rows.Commitment.objects.update(state="kept", note="We rang.", settled_at=NOW)
    (found,) = beside.amiss()
    assert found.endswith("was settled by no event")


@pytest.mark.parametrize(
    ("put_in", "told"),
    [
        (lambda: _again(rows.Decision.objects.get()), "was made by no event"),
        # The largest that a database takes: nothing is as long as it is large.
        (lambda: _again(rows.Decision.objects.get(), 2**63 - 1), "was made by no event"),
        (lambda: _again(rows.Letter.objects.earliest("pk")), "was sent by no event"),
        (lambda: rows.Decision.objects.update(approved_at=NOW), "was approved by no event"),
        (_promised, "was made by no event"),
    ],
)
def test_what_no_event_made_sent_or_approved_is_named(
    put_in: Callable[[], None], told: str, case: CaseId
) -> None:
    put_in()
    (found,) = beside.amiss()
    assert found.endswith(told)


@pytest.mark.parametrize("why", ["", "Like cases are treated alike."])
def test_why_a_budget_was_gone_over_is_what_its_approval_said(
    why: str, handler: Person, lead: Person
) -> None:
    case = a_decided_case(handler)
    row = rows.Decision.objects.get(case=case)
    row.over_budget = why
    save.approved(row, lead.name, NOW)
    assert list(beside.amiss()) == []
    rows.Decision.objects.update(over_budget="The lead was on holiday.")
    (found,) = beside.amiss()
    assert found.endswith(" says of it: over_budget")


def test_a_decision_computed_anew_from_other_facts_replays_and_is_found_all_the_same(
    case: CaseId,
) -> None:
    """Replay makes it again from what stands in its row, whoever wrote that."""
    row = rows.Decision.objects.get()
    for each in (*row.document["allegations"], *row.record["findings"]):
        each["statement"] = "Something else"
    row.save(update_fields=["document", "record"])
    assert replay.replay(row).same
    assert any("made_from" in each for each in beside.amiss())


def test_numbers_count_by_their_value_however_a_database_writes_them() -> None:
    def made(number: float) -> str:
        return said.made_from(rows.Decision(document={"n": number}, record={}))

    assert made(1e22) == made(10**22)
    assert made(-0.0) == made(0)
    assert made(9) == made(9.0)
    assert made(9) != made(9.5)
    assert made(9) != said.made_from(rows.Decision(document={"n": "9"}, record={}))


class TestToWhomALetterGoes:
    """Whoever can write into the database can have an answer sent to themselves."""

    ELSEWHERE: ClassVar[dict[str, str]] = {"to": "thief@example.com"}

    @pytest.fixture(autouse=True)
    def leaving(self, settings: Settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    @pytest.mark.parametrize("sent", [False, True])
    def test_another_address_is_named_of_one_that_waits_and_of_one_that_left(
        self, sent: bool, case: CaseId
    ) -> None:
        if sent:
            outbox.sweep(NOW)
        letter = rows.Letter.objects.latest("pk")
        rows.Letter.objects.filter(pk=letter.pk).update(**self.ELSEWHERE)
        found = list(beside.amiss())
        assert found[0] == (
            f"letter {letter.pk} is not what event {_event('queued')} says of it: to_sha256"
        )

    def test_one_that_was_put_back_once_the_letter_had_left_is_named(self, case: CaseId) -> None:
        letters = rows.Letter.objects.filter(pk=rows.Letter.objects.latest("pk").pk)
        theirs = letters.get().to
        letters.update(**self.ELSEWHERE)
        rows.Customer.objects.update(email=self.ELSEWHERE["to"])
        outbox.sweep(NOW)
        letters.update(to=theirs)
        rows.Customer.objects.update(email=theirs)
        (found,) = beside.amiss()
        assert found.endswith(f"what event {_event('sent')} says of it: to_sha256")

    def test_one_that_failed_and_is_sent_to_a_new_address_of_theirs_is_as_it_was_told(
        self, case: CaseId, handler: Person
    ) -> None:
        outbox.sweep(NOW)
        letter = rows.Letter.objects.latest("pk")
        rows.Letter.objects.filter(pk=letter.pk).update(state=LetterState.FAILED)
        send_again(case, letter.pk, handler, NOW, "new@example.org")
        assert list(beside.amiss()) == []
        outbox.sweep(NOW)
        assert list(beside.amiss()) == []
        assert rows.Letter.objects.get(pk=letter.pk).to == "new@example.org"

    def test_no_event_has_the_address(self, case: CaseId) -> None:
        outbox.sweep(NOW)
        to = rows.Letter.objects.latest("pk").to
        told = rows.Event.objects.filter(kind__in=("queued", "sent"))
        assert to
        assert not any(to in str(data) for data in told.values_list("data", flat=True))


def test_what_was_recorded_before_events_told_it_is_not_held_against_them(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older record says nothing of an address, nor of whose approval a decision needs."""
    new = {"to_sha256", "needs_role", "needs_second_person"}

    def older(told: Callable[[Any], dict[str, Any]]) -> Callable[[Any], dict[str, Any]]:
        return lambda row: {name: each for name, each in told(row).items() if name not in new}

    monkeypatch.setattr(said, "of_letter", older(said.of_letter))
    monkeypatch.setattr(said, "of_decision", older(said.of_decision))
    a_closed_case(handler)
    rows.Letter.objects.update(to="another@example.org")
    rows.Decision.objects.update(needs_role="lead", needs_second_person=True)
    assert [*events.breaks(), *beside.amiss()] == []
    rows.Letter.objects.update(body="We never said so.")
    assert len(list(beside.amiss())) == rows.Event.objects.filter(kind="queued").count()


def test_whose_approval_a_decision_needs_is_held_as_it_was_once_its_goodwill_was_counted(
    handler: Person,
) -> None:
    """The policy asks for none; the budget has no room for it, so a lead is asked."""
    a_budget("20", handler)
    row = rows.Decision.objects.get(case=a_decided_case(handler))
    assert row.needs_role == "lead"
    assert list(beside.amiss()) == []
    rows.Decision.objects.update(needs_role="handler")
    (found,) = beside.amiss()
    assert found.endswith(f"what event {_event('decided')} says of it: needs_role")
