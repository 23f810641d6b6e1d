"""Who is to hear of a change is asked once more as each letter leaves, by the real outbox."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from tests.steps.changing import LATER, a_parting
from tests.stories import NOW, an_open_case, days

from upheld.core.changes import ChangeError
from upheld.core.words import CaseId, LetterKind
from upheld.jobs import outbox
from upheld.steps import may
from upheld.steps.deliver import NothingToDeliver, posted, send_again
from upheld.steps.know_customer import know_customer
from upheld.steps.letters import LetterBlocked
from upheld.steps.no_news import ask_news_again, ask_no_news
from upheld.steps.tell_change import tell_change
from upheld.store import changes, mail, news, save
from upheld.store import models as rows


@pytest.fixture
def left(change: int, mailoutbox: list[EmailMultiAlternatives]) -> Callable[[], int]:
    """How many letters of the change the outbox lets leave."""

    def sweep() -> int:
        outbox.sweep(MEANWHILE)
        told = rows.Letter.objects.filter(kind=LetterKind.CHANGE).values_list("subject", flat=True)
        return sum(each.subject in told for each in mailoutbox)

    return sweep


MEANWHILE = LATER + days(1)
Meanwhile = Callable[[rows.Case, rows.Person], object]


def asks_for_none(case: rows.Case, _: rows.Person) -> None:
    ask_no_news(CaseId(case.pk), "Please only about mine.", may.Complainant(), LATER)


def complains_again(case: rows.Case, lead: rows.Person) -> None:
    an_open_case(lead, NOW + days(12), email=case.customer.email)


def parted(case: rows.Case, _: rows.Person) -> None:
    a_parting(case, "parted")


def mail_came_back(case: rows.Case, _: rows.Person) -> None:
    rows.Customer.objects.update(returned_email=case.customer.email, returned_why="5.1.1")


def has_another_address(case: rows.Case, lead: rows.Person) -> None:
    know_customer(case.customer_id, {"email": "sally.hart@example.org"}, lead, LATER)


def did_not_send_it(case: rows.Case, _: rows.Person) -> None:
    with transaction.atomic():
        save.disowned(case, "the complainant", LATER)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (asks_for_none, "asked to be written to about their own complaint alone"),
        (complains_again, "A complaint of theirs is open"),
        (parted, "We parted with them"),
        (mail_came_back, "Mail comes back from their address"),
        (has_another_address, "They have another address since"),
        (did_not_send_it, "says that they did not send this complaint"),
    ],
)
def test_whoever_is_not_to_hear_of_it_any_more_is_sent_no_letter_that_waited(
    meanwhile: Meanwhile, why: str, change: int, lead: rows.Person, left: Callable[[], int]
) -> None:
    tell_change(change, "", lead, LATER)
    letter = rows.Letter.objects.get(kind=LetterKind.CHANGE)
    meanwhile(rows.Case.objects.get(pk=letter.case_id), lead)
    assert left() == 0
    letter.refresh_from_db()
    assert letter.state == "draft"
    assert why in letter.error
    assert news.audience(changes.change(change), MEANWHILE.date(), MEANWHILE).told == 0
    last = rows.Event.objects.filter(case=letter.case_id, kind="sending_failed").latest("number")
    assert why in last.data["error"]


def test_they_are_told_once_it_is_over_and_the_change_is_told_again(
    change: int, lead: rows.Person, left: Callable[[], int]
) -> None:
    tell_change(change, "", lead, LATER)
    case = rows.Letter.objects.get(kind=LetterKind.CHANGE).case
    asks_for_none(case, lead)
    assert left() == 0
    ask_news_again(CaseId(case.pk), lead, LATER)
    assert tell_change(change, "", lead, LATER).letters == 1
    assert left() == 1


def test_a_letter_that_failed_does_not_leave_again_to_whoever_wants_none_since(
    change: int, lead: rows.Person, left: Callable[[], int]
) -> None:
    tell_change(change, "", lead, LATER)
    letter = rows.Letter.objects.get(kind=LetterKind.CHANGE)
    mail.returned(letter, "It came back: no such box.", "mail", LATER)
    asks_for_none(letter.case, lead)
    send_again(CaseId(letter.case_id), letter.pk, lead, LATER)
    assert left() == 0


def test_whose_letter_came_back_is_told_again_at_the_address_that_they_have_since(
    change: int, lead: rows.Person, left: Callable[[], int]
) -> None:
    """And the letter that failed is theirs no more: they hear of a change once."""
    tell_change(change, "", lead, LATER)
    failed = rows.Letter.objects.get(kind=LetterKind.CHANGE)
    mail.returned(failed, "It came back: no such box.", "mail", LATER)
    assert tell_change(change, "", lead, LATER).letters == 0
    has_another_address(failed.case, lead)
    assert tell_change(change, "", lead, LATER).letters == 1
    send_again(CaseId(failed.case_id), failed.pk, lead, LATER)
    assert left() == 1
    failed.refresh_from_db()
    assert "told of this change by another letter" in failed.error


def test_whoever_did_not_send_the_complaint_is_counted_among_those_who_are_not_told(
    change: int, lead: rows.Person
) -> None:
    did_not_send_it(rows.Case.objects.get(), lead)
    found = news.audience(changes.change(change), LATER.date(), LATER)
    assert (found.disowned, found.not_now, found.to_tell) == (1, 1, {})


@pytest.mark.parametrize(
    "told_as",
    [
        "Sally Hart told us so. We use another carrier now.",
        "Sally  Hart's parcel was late. We use another carrier now.",
        "Zorro told us of it; we use another carrier now.",
        "Hal Inge, whose complaint is open, told us. We use another carrier now.",
        "Cleo Ray told us of it in the form. We use another carrier now.",
        "One of you (hal@hart.example) told us. We use another carrier now.",
    ],
)
def test_no_letter_names_anybody_who_complained(
    told_as: str, change: int, lead: rows.Person
) -> None:
    rows.Customer.objects.update(name="Sally Hart")
    an_open_case(lead, NOW + days(12), name="Hal Inge", email="hal@inge.example")
    an_open_case(lead, NOW + days(12), name="Zorro", email="z@orro.example")
    told = an_open_case(lead, NOW + days(12), name="", email="cleo@ray.example")
    rows.Need.objects.create(case_id=told, name="Cleo Ray")
    with pytest.raises(ChangeError, match="it names somebody"):
        tell_change(change, told_as, lead, LATER)
    assert not rows.ChangeTold.objects.exists()


def test_a_letter_to_be_posted_is_not_to_whoever_wants_none_since(
    change: int, lead: rows.Person
) -> None:
    tell_change(change, "", lead, LATER)
    letter = rows.Letter.objects.get(kind=LetterKind.CHANGE)
    rows.Letter.objects.filter(pk=letter.pk).update(to="", state="by_hand")
    asks_for_none(letter.case, lead)
    with pytest.raises(NothingToDeliver, match="about their own complaint alone"):
        posted(CaseId(letter.case_id), letter.pk, lead, LATER)
    letter.refresh_from_db()
    assert letter.state == "by_hand"


@pytest.mark.parametrize(
    "boast",
    [
        "Half as many parcels come late.",
        "Nobody waits for a parcel any more.",
        "Late parcels are a thing of the past.",
        "We guarantee that it never comes late again.",
        "It never comes late again.",
    ],
)
def test_what_no_check_has_found_is_not_told_in_other_words_either(
    boast: str, change: int, lead: rows.Person
) -> None:
    with pytest.raises(LetterBlocked, match="claims_too_much"):
        tell_change(change, f"We send them with a second carrier now. {boast}", lead, LATER)
