"""A customer who was erased takes nothing: whoever comes again is somebody new here. Whom an
earlier version filled again is erased again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import polars as pl
import pytest
import time_machine
from django.db import transaction
from tests.api.programs import Program, key_of
from tests.beside import begun
from tests.cli.conftest import Upheld, upheld
from tests.core.mails import a_mail
from tests.desk.acting import refused
from tests.desk.conftest import SignIn, signed_in
from tests.desk.reading import text
from tests.erasure import planted
from tests.erasure.test_erase import erased
from tests.stories import NOW, a_closed_case, a_complaint
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.imports import Arrival
from upheld.core.legal_holds import LegalHoldError
from upheld.core.parting import Way
from upheld.core.portal import Needs
from upheld.core.states import CustomerErased
from upheld.core.words import CaseId, CaseState, LetterState
from upheld.jobs import relations
from upheld.steps import conduct, erase, keep_legal_holds, may, prepare_parting
from upheld.steps.assess_fit import assess_all
from upheld.steps.file_complaint import Filed, file_complaint
from upheld.steps.hand_over import hand_over
from upheld.steps.import_complaints import import_complaints
from upheld.steps.know_customer import know_customer
from upheld.steps.match_customers import propose
from upheld.steps.merge_customers import merge_customers, undo_customer_merge
from upheld.steps.place_message import place_message
from upheld.steps.receive import receive
from upheld.steps.take_message import take_message
from upheld.store import matching, policies
from upheld.store import models as rows
from upheld.store.erased import again as erased_again
from upheld.store.imports import tables as import_tables
from upheld.store.models import Person
from upheld.store.record import events

__all__ = ["signed_in", "upheld"]  # fixtures

SALLY = "sally@example.org"
BY = may.Operator()
AGAIN = {"name": "Sally Again", "email": SALLY, "phone": "07700 900777", "address": "4 New Road"}
SENTENCE = "customer {} was erased on 2 November 2026: nothing is written of them any more"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def customer(handler: Person) -> int:
    """Sally, whose one case is closed."""
    case = a_closed_case(handler)
    rows.Letter.objects.filter(state=LetterState.QUEUED).update(state=LetterState.SENT)
    return rows.Case.objects.get(pk=case).customer_id


@pytest.fixture
def gone(customer: int, lead: Person, administrator: Person) -> int:
    """The same, erased."""
    erased(customer, lead, administrator)
    return customer


@pytest.fixture
def refilled(gone: int) -> int:
    """As an earlier version wrote what came in on them."""
    rows.Customer.objects.filter(pk=gone).update(**AGAIN)
    rows.CauseLook.objects.create(
        customer_id=gone, contacts=0, of_contacts=0, raised_at=NOW, raised_by="Hanna",
        found="Sally rang twice.", looked_at=NOW, looked_by="Hanna",
    )  # fmt: skip
    return gone


def says_nothing(customer: int) -> bool:
    row = rows.Customer.objects.get(pk=customer)
    looks = rows.CauseLook.objects.filter(customer=customer).values_list("found", flat=True)
    empty = (row.name, row.email, row.phone, row.address) == ("",) * 4
    return empty and {*looks} <= {"", "[erased]"}


OF_THEM = [
    ("PATCH", "", AGAIN),
    ("POST", "/cause-looks", {"cause": "carrier_delay", "found": "The carrier was late."}),
    (
        "POST",
        "/ways-tried",
        {"way": "education", "what": "A call", "tried_on": "2026-11-01", "came_of_it": "Nothing."},
    ),
    ("POST", "/conduct", {"behaviour": "threats", "shown_by": "A threat on the telephone."}),
    ("POST", "/partings", {"reasons": "They will not pay.", "alternatives": "Another shop."}),
    ("POST", "/fit", {}),
    ("POST", "/fit/notes", {"text": "Needs a ramp.", "on": "2026-11-01"}),
    ("POST", "/fit/contests", {"line": "needs", "why": "It is not so."}),
]


@pytest.mark.parametrize(("method", "path", "body"), OF_THEM)
def test_a_program_is_told_that_they_were_erased(
    method: str, path: str, body: dict[str, Any], gone: int, lead: Person
) -> None:
    program, whose = Program(key_of(lead)), f"/customers/{gone}"
    read = {"If_Match": program.version(whose)} if method == "PATCH" else {}
    answer = program.ask(method, whose + path, body, **read)
    assert (answer.status_code, answer.json().get("detail")) == (409, SENTENCE.format(gone))
    assert says_nothing(gone)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("known/", AGAIN),
        ("fit/notes/", {"text": "Needs a ramp.", "on": "2026-11-01"}),
        ("parting/cause/", {"cause": "carrier_delay", "found": "The carrier was late."}),
        (
            "parting/ways/",
            {
                "way": "education",
                "what": "A call",
                "tried_on": "2026-11-01",
                "came_of_it": "Nothing.",
            },
        ),
    ],
)
def test_a_page_says_that_they_were_erased(
    path: str, told: dict[str, str], gone: int, lead: Person, signed_in: SignIn
) -> None:
    page = refused(signed_in(lead), f"/customers/{gone}/{path}", told, 422)
    assert SENTENCE.format(gone)[1:] in page
    assert says_nothing(gone)


def test_the_command_line_is_told_so(gone: int, upheld: Upheld) -> None:
    ended = upheld("fit", str(gone))
    assert ended.code != 0
    assert SENTENCE.format(gone) in ended.err


OF_A_ROW = [
    (rows.Conduct, "/conduct/{}/seen", {"support": "A day off."}),
    (rows.Conduct, "/conduct/{}/answer", {"words": "It was not so."}),
    (rows.Conduct, "/conduct/{}/not-shown", {"why": "Their safety."}),
    (rows.Conduct, "/conduct/{}/withdrawal", {"why": "It was not so."}),
    (rows.Restriction, "/restrictions/{}/refusal", {"why": "It goes too far."}),
    (rows.Restriction, "/restrictions/{}/appeal", {"words": "It is not fair."}),
    (rows.Restriction, "/restrictions/{}/end", {"why": "It is over."}),
    (rows.Parting, "/partings/{}/withdrawal", {"why": "It is not to be."}),
    (rows.PartingAfter, "/partings/afterwards/{}", {"words": "They came back."}),
]


@pytest.mark.parametrize(("model", "path", "body"), OF_A_ROW)
def test_nothing_more_is_written_in_a_row_of_theirs(
    model: Any,
    path: str,
    body: dict[str, str],
    handler: Person,
    lead: Person,
    administrator: Person,
) -> None:
    whose = rows.Case.objects.get(pk=planted.a_person(handler)).customer_id
    erased(whose, lead, administrator)
    answer = Program(key_of(lead)).post(path.format(model.objects.earliest("pk").pk), body)
    assert (answer.status_code, answer.json().get("detail")) == (409, SENTENCE.format(whose))
    assert list(planted.in_rows()) == []


def test_who_is_one_person_with_them_is_said_no_more(gone: int, lead: Person) -> None:
    other = rows.Customer.objects.create(name="Sally Miller", email=SALLY)
    for one, into in ((gone, other.pk), (other.pk, gone)):
        with pytest.raises(CustomerErased):
            merge_customers(one, into, "The same voice.", lead, NOW)


def test_a_merge_that_went_with_both_is_undone_no_more_and_one_of_somebody_here_is(
    customer: int, lead: Person, administrator: Person
) -> None:
    other = rows.Customer.objects.create(name="Sally Miller", email="sal@example.org")
    merge = merge_customers(other.pk, customer, "The same voice.", lead, NOW)
    erased(customer, lead, administrator)
    with pytest.raises(CustomerErased):
        undo_customer_merge(merge.pk, lead, NOW)
    rows.Customer.objects.filter(pk=other.pk).update(erased_at=None)  # by an earlier version
    undo_customer_merge(merge.pk, lead, NOW)
    other.refresh_from_db()
    assert other.merged_into is None


def test_no_legal_hold_is_placed_on_them(gone: int, administrator: Person) -> None:
    due = (NOW + timedelta(days=9)).date()
    with pytest.raises(LegalHoldError, match="was erased on 2 November 2026"):
        keep_legal_holds.place(gone, None, "A claim", due, administrator, NOW)


def test_what_we_hold_of_them_is_still_handed_over(gone: int, lead: Person) -> None:
    assert hand_over(gone, lead, NOW).startswith(b"PK")


class TestWhatComesIn:
    """It lands on nobody who was erased, though they have the address."""

    def is_new(self, case: rows.Case, refilled: int) -> None:
        assert case.customer_id != refilled
        assert (case.customer.email, case.state) == (SALLY, CaseState.RECEIVED)

    def test_a_complaint_that_was_written_down(self, refilled: int) -> None:
        self.is_new(rows.Case.objects.get(pk=receive(a_complaint(), BY, NOW)), refilled)

    def test_mail(self, refilled: int) -> None:
        row = take_message(a_mail(), "smtp", BY, NOW)
        case = place_message(row.pk, BY, NOW).case
        assert case
        self.is_new(case, refilled)

    def test_the_form_of_the_portal(self, refilled: int) -> None:
        filed = Filed(a_complaint(), Needs(), "", (), "a-mark", "https://upheld.example.org")
        file_complaint(filed, may.Complainant(), NOW)
        self.is_new(rows.Case.objects.latest("pk"), refilled)

    def test_an_import_of_complaints_by_the_address_and_by_the_number(self, refilled: int) -> None:
        rows.Customer.objects.filter(pk=refilled).update(source="helpdesk", source_key="C-1")
        arrivals = [
            Arrival("helpdesk", "1", a_complaint()),
            Arrival("helpdesk", "2", a_complaint(email=""), customer_key="C-1"),
        ]
        import_complaints(arrivals, policies.usual_rules(), BY, NOW)
        new = rows.Case.objects.filter(source="helpdesk")
        assert new.count() == 2
        assert not new.filter(customer=refilled).exists()

    def test_a_list_of_customers_by_the_address_and_by_the_number(self, refilled: int) -> None:
        rows.Customer.objects.filter(pk=refilled).update(source="shop", source_key="C-1")
        row = rows.Import.objects.create(
            kind="customers", format="mapped", source="shop", filename="x", sha256="0", size=1,
            made_at=NOW, by="Lena",
        )  # fmt: skip
        told = pl.DataFrame({"customer": ["C-1", "C-2"], "email": ["", SALLY]})
        with transaction.atomic():
            found, _, numbered, _ = import_tables.customers(row, told)
        assert refilled not in set(found["who"])
        assert (found.height, numbered) == (2, 0)

    def test_an_address_that_they_had_is_free_for_somebody_else(
        self, refilled: int, lead: Person
    ) -> None:
        other = rows.Customer.objects.create(name="Sally Miller")
        assert know_customer(other.pk, {"email": SALLY}, lead, NOW) == ("email",)

    def test_no_pair_of_customers_names_them(self, refilled: int) -> None:
        other = rows.Customer.objects.create(**AGAIN)
        assert refilled not in dict(matching.told())
        assert propose([(refilled, other.pk, 0.9, [AGAIN["name"]])], BY, NOW) == (0, 0)

    def test_no_fit_and_no_cause_is_asked_of_them(self, refilled: int) -> None:
        for _ in range(5):
            rows.Contact.objects.create(
                customer_id=refilled, at=NOW, inbound=True, channel="phone", caused_by="firm"
            )
        rows.CauseLook.objects.all().delete()
        assess_all(BY, NOW)
        relations.sweep(NOW, None)
        assert not rows.FitAssessment.objects.filter(customer=refilled).exists()
        assert not rows.CauseLook.objects.exists()
        with pytest.raises(CustomerErased):
            prepare_parting.raise_cause(refilled, "Hanna", NOW)


class TestWhomAnEarlierVersionFilledAgain:
    def test_goes_again_with_what_came(
        self, refilled: int, lead: Person, administrator: Person
    ) -> None:
        assert [each.pk for each in erased_again.people()] == [refilled]
        erased(refilled, lead, administrator)
        assert says_nothing(refilled)
        assert not erased_again.people()
        assert list(events.breaks()) == []

    def test_goes_again_where_the_record_alone_says_it(
        self, gone: int, lead: Person, administrator: Person
    ) -> None:
        told = {"customer": gone, "before": {"name": ""}, "after": {"name": "Sally Again"}}
        with transaction.atomic():
            events.append(events.Act(None, EventKind.CUSTOMER_MENDED, "Hanna", NOW, told))
        erased(gone, lead, administrator)
        assert not rows.Event.objects.filter(data__after__name="Sally Again").exists()

    def test_whoever_has_no_word_is_not_erased_twice(self, gone: int, lead: Person) -> None:
        with pytest.raises(ErasureError, match=f"customer {gone} was erased on 2 November 2026"):
            erase.look(gone, None, lead, NOW)
        assert not erased_again.people()

    def test_whoever_had_every_word_that_can_be_kept_has_none_once_erased(
        self, handler: Person, lead: Person, administrator: Person
    ) -> None:
        whose = rows.Case.objects.get(pk=planted.a_person(handler)).customer_id
        erased(whose, lead, administrator)
        assert not erased_again.people()
        with pytest.raises(ErasureError, match="was erased on"):
            erase.look(whose, None, lead, NOW)

    def test_a_case_that_came_is_closed_first(self, refilled: int, lead: Person) -> None:
        case = rows.Case.objects.get(pk=receive(a_complaint(), BY, NOW))
        rows.Case.objects.filter(pk=case.pk).update(customer=refilled)
        with pytest.raises(ErasureError, match="its complaint is still open: close it first"):
            erase.propose(refilled, None, ErasureWhy.REQUEST, lead, NOW)

    def test_is_named_with_what_is_over_its_time(
        self, refilled: int, lead: Person, signed_in: SignIn, upheld: Upheld
    ) -> None:
        told = f"customer {refilled} was erased on 2 November 2026 and has words again"
        assert told in upheld("retention").out
        page = signed_in(lead).get("/erasures/")
        assert f"Customer {refilled} was erased on" in text(page)
        assert "has words again" in text(page)
        assert Program(key_of(lead)).get("/retention/filled-again").json() == [
            {"customer": refilled, "erased_at": "2026-11-02T09:30:00Z"}
        ]


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
class TestBesideTheApproval:
    """Whoever writes of them waits for the erasure, and is refused."""

    @pytest.mark.parametrize("what", ["known", "cause", "way", "conduct"])
    def test_what_is_written_at_this_moment_is_refused(
        self, what: str, customer: int, lead: Person, administrator: Person
    ) -> None:
        acts = {
            "known": lambda: know_customer(customer, AGAIN, lead, NOW),
            "cause": lambda: prepare_parting.look_for_cause(
                customer, "carrier_delay", "The carrier was late.", lead, NOW
            ),
            "way": lambda: prepare_parting.try_way(
                customer, Way.EDUCATION, "A call", NOW.date(), "Nothing.", lead, NOW
            ),
            "conduct": lambda: conduct.record(
                customer, None, None, "insulted", "A threat on the telephone.", lead, NOW
            ),
        }
        row = erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                erase.approve(row.pk, administrator, NOW)
                wrote = begun(pool, acts[what])
            with pytest.raises(CustomerErased):
                wrote.result(timeout=PATIENCE)
        assert says_nothing(customer)
        assert not erased_again.people()

    def test_what_is_answered_to_a_record_of_conduct_is_refused(
        self, customer: int, lead: Person, administrator: Person
    ) -> None:
        case = rows.Case.objects.get(customer=customer)
        told = conduct.record(customer, CaseId(case.pk), None, "insulted", "A threat.", lead, NOW)
        row = erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                erase.approve(row.pk, administrator, NOW)
                wrote = begun(pool, lambda: conduct.answer(told.pk, "It was not so.", lead, NOW))
            with pytest.raises(CustomerErased):
                wrote.result(timeout=PATIENCE)
        assert not erased_again.people()

    def test_what_was_written_first_goes_with_them(
        self, customer: int, lead: Person, administrator: Person
    ) -> None:
        row = erase.propose(customer, None, ErasureWhy.REQUEST, lead, NOW)
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                know_customer(customer, {"phone": "07700 900777"}, lead, NOW)
                done = begun(pool, lambda: erase.approve(row.pk, administrator, NOW))
            done.result(timeout=PATIENCE)
        assert says_nothing(customer)
        assert not erased_again.people()
