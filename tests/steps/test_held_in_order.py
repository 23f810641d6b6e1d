"""Who holds mail, cases and customers takes them in one order (store/erased/on_its_way.py): of two
who do it at once one waits for the other, and never both in a circle."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
from django.db import transaction
from tests.api.programs import Program, at, key_of
from tests.beside import begun
from tests.conftest import person
from tests.core.mails import a_mail
from tests.steps.test_split import LATER, a_second_matter
from tests.stories import NOW, an_open_case
from tests.waiting import PATIENCE

from upheld.core.erasing import ErasureWhy
from upheld.core.references import reference
from upheld.core.states import CustomerErased
from upheld.core.words import CaseId, Role
from upheld.steps import erase, may
from upheld.steps.deliver import send_again
from upheld.steps.know_customer import know_customer
from upheld.steps.merge import MergeError, merge, undo_merge
from upheld.steps.merge_customers import merge_customers, merge_match, undo_customer_merge
from upheld.steps.place_message import place_into, place_message
from upheld.steps.split import split
from upheld.steps.take_message import take_message
from upheld.steps.tell import Told, tell
from upheld.store import in_order, load, mail
from upheld.store.erased import on_its_way
from upheld.store.imports import tables as import_tables
from upheld.store.models import Case, Customer, Evidence, Import, Incoming, Letter, Match
from upheld.store.record import events

BY = may.Operator()
THEM = may.Complainant()
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


def set_aside() -> Incoming:
    """An automatic reply, which is in no case."""
    row = take_message(a_mail(Auto_Submitted="auto-replied"), "smtp", BY, NOW)
    return place_message(row.pk, BY, NOW)


def test_a_case_that_a_message_comes_into_while_its_merge_waits_is_not_merged() -> None:
    """The merge holds the mail of the case, then the case. What came between the two it does not
    hold, and somebody else may, who waits for the case."""
    case, into = (an_open_case(BY) for _ in range(2))
    row = set_aside()
    with ThreadPoolExecutor(2) as pool:
        with transaction.atomic():
            load.case(case)
            merged = begun(pool, lambda: merge(case, into, "", BY, LATER))
            place_into(row.pk, case, BY, LATER)
            parted = begun(pool, lambda: split(row.pk, BY, LATER))
        with pytest.raises(MergeError, match=r"a message came into UP-.* at this moment"):
            merged.result(timeout=PATIENCE)
        new = parted.result(timeout=PATIENCE)
    row.refresh_from_db()
    assert row.case_id == new
    assert merge(case, into, "", BY, LATER).into_id == into
    assert list(events.breaks()) == []


@pytest.mark.parametrize("undone", [False, True], ids=["merged", "merge undone"])
def test_what_is_split_off_beside_a_merge_by_a_program_is_waited_for_in_no_circle(
    undone: bool,
) -> None:
    case, into = (an_open_case(BY) for _ in range(2))
    row = a_second_matter(case)
    program = Program(key_of(person("Alice Moore", Role.HANDLER)))
    body: dict[str, str] | None = {"into": reference(into)}
    place = at(case, "/merging")
    if undone:
        done = merge(case, into, "", BY, LATER)
        place, body = at(into, f"/merges/{done.pk}/undoing"), None
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mail.incoming(row.pk)
            merged = begun(pool, lambda: program.post(place, body))
            new = split(row.pk, BY, LATER)
        assert merged.result(timeout=PATIENCE).status_code == 200
    row.refresh_from_db()
    assert row.case_id == new


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("/acceptance", {"accepted": False, "words": "No."}),
        ("/letters", {"kind": "final", "decision": 1, "subject": "Ours", "body": "Our answer."}),
    ],
)
def test_what_a_program_does_in_a_merged_case_waits_for_where_it_went_first(
    act: str, body: dict[str, object]
) -> None:
    into, case = (an_open_case(BY) for _ in range(2))
    merge(case, into, "", BY, LATER)
    program = Program(key_of(person("Alice Moore", Role.HANDLER)))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(into)
            done = begun(pool, lambda: program.post(at(case, act), body))
            load.case(case)
        assert done.result(timeout=PATIENCE).status_code == 409


def by_mail(case: CaseId) -> None:
    place_into(set_aside().pk, case, BY, LATER)


def by_the_portal(case: CaseId) -> None:
    tell(case, Told("One more photograph.", (), None, ""), THEM, LATER)


@pytest.mark.parametrize("tells", [by_mail, by_the_portal])
def test_what_comes_into_a_case_beside_the_undoing_of_its_merge_is_waited_for_in_no_circle(
    tells: Callable[[CaseId], None],
) -> None:
    into, case = (an_open_case(BY) for _ in range(2))
    done = merge(case, into, "", BY, LATER)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(into)
            told = begun(pool, lambda: tells(case))
            undo_merge(into, done.pk, BY, LATER)
        told.result(timeout=PATIENCE)
    assert Evidence.objects.filter(case=case).exists()
    assert not Evidence.objects.filter(case=into).exists()


def test_two_customers_become_one_person_beside_a_merge_of_their_cases_in_no_circle() -> None:
    late = an_open_case(BY, email="bob@example.net", name="Bob")
    other = an_open_case(BY)
    bob, sally = (Case.objects.get(pk=pk).customer_id for pk in (late, other))
    Case.objects.filter(pk=late).update(customer=sally)
    Case.objects.filter(pk=other).update(customer=bob)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(late)
            one = begun(pool, lambda: merge_customers(bob, sally, "", BY, LATER))
            merge(late, other, "One complaint.", BY, LATER, sure=True)
        assert one.result(timeout=PATIENCE).into_id == sally


@pytest.mark.parametrize("undone", [False, True], ids=["are one", "are two again"])
def test_that_two_customers_are_one_person_is_said_beside_their_erasure_in_no_circle(
    undone: bool,
) -> None:
    """An erasure holds their cases and them, and then what says so of them."""
    one, other = (Customer.objects.create(name=name) for name in ("Bob Miller", "Rob Miller"))
    pair = Match.objects.create(one=one, other=other, probability=0.9, found_at=NOW)
    lead, administrator = person("Lena", Role.LEAD), person("Ada", Role.ADMINISTRATOR)
    say: Callable[[], object] = lambda: merge_match(pair.pk, None, "", lead, NOW)  # noqa: E731
    if undone:
        done = merge_match(pair.pk, None, "", lead, NOW)
        say = lambda: undo_customer_merge(done.pk, lead, LATER)  # noqa: E731
    row = erase.propose(one.pk, None, ErasureWhy.REQUEST, lead, LATER)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            on_its_way.hold(one.pk, None)
            said = begun(pool, say)
            erase.approve(row.pk, administrator, LATER)
        with pytest.raises(CustomerErased):
            said.result(timeout=PATIENCE)
    assert Customer.objects.get(pk=one.pk).name == ""


def test_an_import_that_knows_many_by_their_address_is_waited_for_in_no_circle() -> None:
    """It numbers them some at a time, by the lines of its file; whoever undoes another holds them
    by their numbers."""
    many = [Customer(name="Ann", email=f"ann.{at}@example.org") for at in range(501)]
    first, *_, last = Customer.objects.bulk_create(many)
    lines = [{"customer": f"C-{each.pk}", "email": each.email} for each in reversed(many)]
    row = Import.objects.create(
        kind="customers", format="mapped", source="shop", filename="x", sha256="0", size=1,
        made_at=NOW, by="Lena",
    )  # fmt: skip

    def imported() -> None:
        with transaction.atomic():
            import_tables.customers(row, pl.DataFrame(lines))

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            in_order.hold(Customer.objects.filter(pk=first.pk))
            done = begun(pool, imported)
            in_order.hold(Customer.objects.filter(pk=last.pk))
        done.result(timeout=PATIENCE)
    assert Customer.objects.filter(source="shop").count() == 501


def a_failed_letter(case: CaseId) -> int:
    letter = Letter.objects.get(case=case)
    Letter.objects.filter(pk=letter.pk).update(state="failed", error="mailbox unknown")
    return letter.pk


@pytest.mark.parametrize("email", ["", "new@example.org"], ids=["as it is", "a new address"])
def test_a_letter_is_sent_again_beside_a_step_on_what_is_known_of_whom_it_is_for_in_no_circle(
    email: str,
) -> None:
    """Who knows a customer holds their cases from the first on, and so does who sends it again."""
    first, second = (an_open_case(BY) for _ in range(2))
    letter, sally = a_failed_letter(second), Case.objects.get(pk=second).customer_id
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(first)
            again = begun(pool, lambda: send_again(second, letter, BY, LATER, email))
            know_customer(sally, {"phone": "020 7946 0000"}, BY, LATER)
        again.result(timeout=PATIENCE)
    assert Letter.objects.get(pk=letter).state == "queued"
    assert Customer.objects.get(pk=sally).phone == "020 7946 0000"
    assert list(events.breaks()) == []


def test_two_letters_are_sent_again_to_a_new_address_each_in_no_circle() -> None:
    pair = [an_open_case(BY) for _ in range(2)]
    letters = [a_failed_letter(case) for case in pair]
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(pair[0])
            again = begun(pool, lambda: send_again(pair[1], letters[1], BY, LATER, "b@example.org"))
            send_again(pair[0], letters[0], BY, LATER, "a@example.org")
        again.result(timeout=PATIENCE)
    assert {each.to for each in Letter.objects.all()} == {"a@example.org", "b@example.org"}


def test_a_program_sends_a_letter_again_beside_what_is_known_of_whom_it_is_for_in_no_circle() -> (
    None
):
    first, second = (an_open_case(BY) for _ in range(2))
    letter, sally = a_failed_letter(second), Case.objects.get(pk=second).customer_id
    program = Program(key_of(person("Alice Moore", Role.HANDLER)))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            load.case(first)
            again = begun(pool, lambda: program.post(at(second, f"/letters/{letter}/again")))
            know_customer(sally, {"phone": "020 7946 0000"}, BY, LATER)
        assert again.result(timeout=PATIENCE).status_code == 200
