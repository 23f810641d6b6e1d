"""A case that was erased takes nothing: what came into it would never come due nor be erased."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.core import mail as outgoing
from django.test import Client
from pytest_django import Settings
from tests.api.programs import Program, at, key_of
from tests.core.mails import a_bounce, a_mail
from tests.desk.conftest import SignIn, signed_in
from tests.desk.reading import text
from tests.erasure import planted
from tests.portal.conftest import mailed_link
from tests.steps.test_restrict import in_force
from tests.stories import NOW, a_closed_case, an_open_case, days

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.promises.commitments import CommitmentState
from upheld.core.references import reference
from upheld.core.restriction import RestrictionState
from upheld.core.states import CaseErased
from upheld.core.words import CaseId, CaseState, MailState, Role
from upheld.jobs import receipts as receipts_job
from upheld.steps import erase, may, restrict
from upheld.steps.close import close
from upheld.steps.investigate import add_evidence
from upheld.steps.merge import merge
from upheld.steps.place_message import place_message
from upheld.steps.receipts import offer_link
from upheld.steps.take_message import take_message
from upheld.steps.tell import Told, tell
from upheld.store import models as rows
from upheld.store import retention, tokens
from upheld.store.models import Person

__all__ = ["signed_in"]  # fixtures

SALLY = "sally@example.org"
PAGE = "/complain/case/"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def letters_are_kept_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def case(handler: Person) -> CaseId:
    closed = a_closed_case(handler)
    rows.Letter.objects.filter(case=closed).update(state="sent")
    return closed


def erased(case: CaseId, lead: Person, administrator: Person) -> None:
    """The case alone: its customer stays, with their address."""
    row = erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW)
    erase.approve(row.pk, administrator, NOW)


def is_as_it_was(case: CaseId) -> bool:
    row = rows.Case.objects.get(pk=case)
    words = rows.Evidence.objects.filter(case=case).values_list("text", flat=True)
    came = rows.Incoming.objects.filter(case=case).exclude(state=MailState.ERASED)
    return row.state == CaseState.CLOSED and {*words} <= {"", "[erased]"} and not came.exists()


def placed(raw: bytes, *, return_path: str | None = None) -> rows.Incoming:
    row = take_message(raw, "smtp", may.Operator("mail"), NOW, return_path=return_path)
    return place_message(row.pk, may.Operator("mail"), NOW)


class TestMail:
    def test_an_answer_to_an_old_letter_of_it_is_a_new_complaint_of_its_sender(
        self, case: CaseId, lead: Person, administrator: Person
    ) -> None:
        letter = rows.Letter.objects.filter(case=case).earliest("pk")
        erased(case, lead, administrator)
        row = placed(a_mail("It broke again.", In_Reply_To=tokens.message_id(letter)))
        assert row.state == MailState.PLACED
        assert row.case is not None
        assert (row.case.text.strip(), row.case.state) == ("It broke again.", CaseState.RECEIVED)
        assert row.case_id != case
        assert is_as_it_was(case)

    def test_each_message_that_went_with_somebody_has_a_page_that_says_so(
        self, handler: Person, lead: Person, administrator: Person, signed_in: SignIn
    ) -> None:
        customer = rows.Case.objects.get(pk=planted.a_person(handler)).customer_id
        row = erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
        erase.approve(row.pk, administrator, NOW)
        gone = rows.Incoming.objects.filter(state=MailState.ERASED)
        pages = [text(signed_in(lead).get(f"/mail/{each.pk}/")) for each in gone]
        assert pages
        assert all("It was erased: nothing of it is kept but its hash" in page for page in pages)

    @pytest.mark.parametrize("came", ["an answer of a machine", "a letter that came back"])
    def test_nothing_else_that_names_a_letter_of_it_is_written_there(
        self, came: str, case: CaseId, lead: Person, administrator: Person
    ) -> None:
        letter = rows.Letter.objects.filter(case=case).earliest("pk")
        erased(case, lead, administrator)
        before = rows.Event.objects.filter(case=case).count()
        ours = tokens.message_id(letter)
        raw = {
            "an answer of a machine": a_mail(In_Reply_To=ours, Auto_Submitted="auto-replied"),
            "a letter that came back": a_bounce(f"To: {SALLY}\nMessage-ID: {ours}\n\n".encode()),
        }[came]
        row = placed(raw)
        assert (row.state, row.case) == (MailState.ASIDE, None)
        assert rows.Event.objects.filter(case=case).count() == before

    def test_nobody_places_a_message_there_by_hand(
        self, case: CaseId, lead: Person, administrator: Person, signed_in: SignIn
    ) -> None:
        held = placed(a_mail(sender="Sally <sally@example.org>, Bob <bob@example.net>"))
        assert held.state == MailState.HELD
        erased(case, lead, administrator)
        told = {"reference": reference(case)}
        page = signed_in(lead).post(f"/mail/{held.pk}/placing/", told)
        assert page.status_code == 422
        assert f"{reference(case)} was erased on 2 November 2026" in text(page)
        assert is_as_it_was(case)


class TestPortal:
    @pytest.mark.parametrize("named", [True, False])
    def test_no_link_to_it_leaves(
        self, named: bool, case: CaseId, lead: Person, administrator: Person
    ) -> None:
        erased(case, lead, administrator)
        wanted = reference(case) if named else ""
        Client().post("/complain/link/", {"email": SALLY, "reference": wanted})
        receipts_job.sweep(NOW)
        assert outgoing.outbox == []

    def test_a_link_that_left_before_opens_nothing(
        self, case: CaseId, lead: Person, administrator: Person
    ) -> None:
        client = Client()
        client.post("/complain/link/", {"email": SALLY, "reference": reference(case)})
        link = mailed_link()
        erased(case, lead, administrator)
        page = client.post(link)
        assert page.status_code == 410
        assert "This link opens nothing." in text(page)

    def test_a_visit_that_began_before_takes_nothing_and_shows_what_was_written(
        self, case: CaseId, lead: Person, administrator: Person
    ) -> None:
        client = Client()
        client.post("/complain/link/", {"email": SALLY, "reference": reference(case)})
        client.post(mailed_link())
        erased(case, lead, administrator)
        page = client.post(f"{PAGE}add/", {"words": "It broke again."})
        assert page.status_code == 410
        assert "Nothing was sent." in text(page)
        assert "It broke again." in text(page)
        assert client.get(PAGE)["Location"] == "/complain/link/"
        assert is_as_it_was(case)

    def test_what_comes_in_while_it_is_erased_is_refused(
        self, case: CaseId, lead: Person, administrator: Person
    ) -> None:
        erased(case, lead, administrator)
        with pytest.raises(CaseErased, match="was erased on 2 November 2026"):
            tell(case, Told("It broke again.", (), None, ""), may.Complainant(), NOW)
        assert is_as_it_was(case)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/reopening", {"why": "She rang."}),
        ("/links", {}),
        ("/promises", {"words": "A new shelf", "due_on": "2026-12-01"}),
        ("/rulings", {"body": "Ombudsman", "ruled_on": "2026-11-02", "changed": True}),
    ],
)
def test_a_program_is_told_that_it_was_erased(
    path: str, body: dict[str, object], case: CaseId, lead: Person, administrator: Person
) -> None:
    erased(case, lead, administrator)
    program = Program(key_of(lead))
    answer = program.post(at(case, path), body, If_Match=program.version(at(case)))
    assert (answer.status_code, answer.json().get("detail")) == (
        409,
        f"{reference(case)} was erased on 2 November 2026: nothing is done in it any more",
    )
    assert is_as_it_was(case)


def test_nobody_sends_a_link_to_it_nor_merges_anything_with_it(
    case: CaseId, handler: Person, lead: Person, administrator: Person
) -> None:
    other = an_open_case(handler)
    erased(case, lead, administrator)
    with pytest.raises(CaseErased):
        offer_link(case, "https://example.org", handler, NOW)
    for one, into in ((case, other), (other, case)):
        with pytest.raises(CaseErased):
            merge(one, into, "It came twice.", handler, NOW)


@pytest.fixture
def restriction(case: CaseId, lead: Person, handler: Person) -> rows.Restriction:
    """In force, and decided in the case."""
    rows.Customer.objects.update(vulnerable=False)
    second = Person.objects.create_person("sam@example.org", "Sam Okoro", Role.LEAD, "x" * 12)
    row = in_force(case, lead, second, handler)
    rows.Letter.objects.filter(case=case).update(state="sent")
    return row


def test_one_in_which_a_restriction_was_decided_that_stands_is_not_erased_alone(
    restriction: rows.Restriction, case: CaseId, lead: Person, administrator: Person
) -> None:
    """Why it is would be gone, and nobody could be told that it is over. What its letter promised
    to look at again ends with it, and holds up no erasure."""
    why = f"{reference(case)}: restriction {restriction.pk} was decided in it and stands: end it"
    with pytest.raises(ErasureError, match=why):
        erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW)
    restrict.lift(restriction.pk, "It is calm again.", lead, NOW)
    rows.Letter.objects.filter(case=case).update(state="sent")
    erased(case, lead, administrator)
    assert is_as_it_was(case)


def looked_at_again(case: CaseId) -> None:
    """As the letter of the restriction promised: whoever is promised something is not erased."""
    promised = rows.Commitment.objects.filter(case=case, state=CommitmentState.OPEN)
    assert promised.update(state=CommitmentState.KEPT)


@pytest.mark.parametrize(
    "step",
    [
        lambda pk, by: restrict.lift(pk, "It is over.", by, NOW),
        lambda pk, by: restrict.appeal(pk, "It is not fair.", by, NOW),
        lambda pk, by: restrict.review(pk, True, "It goes on.", NOW.date() + days(60), by, NOW),
    ],
)
def test_no_step_on_a_restriction_writes_in_one_that_an_earlier_version_erased(
    step: Callable[[int, Person], None],
    restriction: rows.Restriction,
    case: CaseId,
    lead: Person,
    administrator: Person,
) -> None:
    rows.Restriction.objects.update(state=RestrictionState.ENDED)
    looked_at_again(case)
    erased(case, lead, administrator)
    rows.Restriction.objects.update(state=RestrictionState.IN_FORCE)
    before = rows.Letter.objects.count(), rows.Event.objects.count()
    with pytest.raises(CaseErased):
        step(restriction.pk, administrator)
    assert (rows.Letter.objects.count(), rows.Event.objects.count()) == before


def test_it_stays_what_it_is_for_an_erasure_a_hold_and_a_period(
    case: CaseId, lead: Person, administrator: Person
) -> None:
    erased(case, lead, administrator)
    with pytest.raises(ErasureError, match="was erased on 2 November 2026"):
        erase.look(None, case, lead, NOW)
    assert retention.due(NOW) == []


def test_one_that_is_open_all_the_same_is_worked_on_to_its_end_and_can_be_erased_again(
    case: CaseId, lead: Person, administrator: Person
) -> None:
    """An earlier version opened it again; a backup brings one back that was open then."""
    erased(case, lead, administrator)
    rows.Case.objects.filter(pk=case).update(state=CaseState.INVESTIGATING, next_due=NOW)
    add_evidence(case, None, "note", "She rang.", lead, NOW)
    rows.Case.objects.filter(pk=case).update(state=CaseState.ANSWERED)
    close(case, "carrier_delay", "", "", lead, NOW, still_to_keep=True)
    erased(case, lead, administrator)
    assert "She rang." not in rows.Evidence.objects.filter(case=case).values_list("text", flat=True)
    assert is_as_it_was(case)
