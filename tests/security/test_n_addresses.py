"""Addresses that only read as somebody else's: each leads where it seems to, or is none."""

from pathlib import Path

import pytest
from django.core import mail as outgoing
from django.test import Client
from tests.api.programs import Program, key_of
from tests.core.mails import a_bounce, a_mail
from tests.portal.test_filing import filed
from tests.steps.test_place_message import headers, sent
from tests.stories import NOW

from upheld.core.domains import as_sent, in_ascii
from upheld.core.intake import IntakeError
from upheld.core.post import read, vouched
from upheld.core.words import CaseId, Role, Scope
from upheld.jobs import outbox, receipts
from upheld.steps.keep_people import PeopleError, invite
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.steps.may import Operator
from upheld.steps.tell_too_large import tell_too_large
from upheld.store.mail import Came
from upheld.store.models import Case, Customer, Letter, Notice, Person, Receipt
from upheld.store.reached import reached

HOUSE = Path(__file__).resolve().parents[2] / "src/upheld"

# Each is asked of the domain name system as example.org, where it is prepared as RFC 3491 says.
SAME = {
    "unseen space": "sally@exam\u200bple.org",
    "unseen hyphen": "sally@exa\u00admple.org",
    "joiner": "sally@ex\u2060ample.org",
    "full width": "sally@ｅxample.org",
    "mathematical": "sally@𝐞xample.org",
    "other full stop": "sally@example。org",
    "root": "sally@example.org.",
    "unseen in the name": "sal\u200bly@example.org",
}


@pytest.mark.django_db
@pytest.mark.parametrize("email", SAME.values(), ids=SAME)
def test_no_link_goes_to_a_mailbox_under_another_spelling(email: str, client: Client) -> None:
    """Each spelling would be counted for itself, and a mailbox be flooded by them."""
    assert filed(client, email=email, once=email).status_code == 422
    assert not Receipt.objects.exists()
    assert not Customer.objects.exists()


# To a server that knows no other letters these are kiss@, and to ours they would be somebody else.
OTHER_LETTERS = {
    "long s": "kiſſ@out.example",
    "dotless i": "kıss@out.example",
    "dotted I": "KİSS@out.example",
    "Kelvin": "\u212aiss@out.example",
    "Kelvin in the domain": "kiss@o\u212a.example",
    "umlaut": "käss@out.example",
}
NONE = SAME | OTHER_LETTERS


@pytest.mark.django_db
class TestEveryWayInRefuses:
    @pytest.mark.parametrize("email", NONE.values(), ids=NONE)
    def test_each_form_of_the_portal_and_in_the_same_words(
        self, email: str, client: Client
    ) -> None:
        link = client.post("/complain/link/", {"email": email, "reference": ""})
        for answer in (filed(client, email=email), link):
            assert answer.status_code == 422
            assert "This is no e-mail address: write one such as" in answer.content.decode()
        assert not Customer.objects.exists()

    @pytest.mark.parametrize("email", NONE.values(), ids=NONE)
    def test_a_program_and_a_command(self, email: str, handler: Person) -> None:
        program = Program(key_of(handler, {Scope.WRITE}))
        told = program.post("/cases", {"text": "Late.", "complainant": {"email": email}})
        assert told.status_code == 422
        assert "is no e-mail address" in told.json()["detail"]
        with pytest.raises(IntakeError, match="is no e-mail address"):
            reached(email)  # which `upheld receive` and an assistant ask

    @pytest.mark.parametrize("email", NONE.values(), ids=NONE)
    def test_who_invites_a_colleague(self, email: str, administrator: Person) -> None:
        with pytest.raises(PeopleError, match="is no address"):
            invite(email, "Ada", Role.HANDLER, administrator, NOW)

    def test_no_form_asks_otherwise(self) -> None:
        """Django's own field takes some of these."""
        forms = [*(HOUSE / "desk").rglob("*.py"), *(HOUSE / "portal").rglob("*.py")]
        assert [path for path in forms if "forms.EmailField" in path.read_text()] == []


@pytest.mark.parametrize("email", ["sally@example.org", "o'hara+1@bücher.example", "a@localhost"])
def test_what_mail_reaches_is_taken(email: str) -> None:
    assert reached(f" {email} ") == email


@pytest.mark.parametrize("email", SAME.values(), ids=SAME)
def test_mail_from_another_spelling_is_of_nobody_that_we_would_answer(email: str, db: None) -> None:
    row = sent(under(email, a_mail(sender="x@example.org")))
    assert (row.state, row.sender) == ("held", "")
    assert row.reason == "it names no sender, or not for certain"
    assert not Case.objects.exists()


def under(email: str, raw: bytes) -> bytes:
    return raw.replace(b"From: x@example.org", f"From: Sally <{email}>".encode())


@pytest.mark.parametrize("email", SAME.values(), ids=SAME)
def test_nobody_at_the_desk_writes_it_down(email: str, open_case: CaseId, handler: Person) -> None:
    who = Case.objects.get(pk=open_case).customer
    with pytest.raises(CustomerError, match="is no e-mail address"):
        know_customer(who.pk, {"email": email}, handler, NOW)


@pytest.mark.parametrize(
    ("domain", "asked_for"),
    [
        ("example.org", "example.org"),
        ("localhost", "localhost"),
        ("mail_1.example.org", "mail_1.example.org"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),  # and not strasse.example: RFC 5894, 4.4
        ("xn--strae-oqa.example", "xn--strae-oqa.example"),
        ("example..org", ""),
        ("", ""),
    ],
)
def test_a_domain_is_asked_for_as_it_is_registered_today(domain: str, asked_for: str) -> None:
    assert in_ascii(domain) == asked_for
    assert as_sent(f"sally@{domain}") == f"sally@{asked_for or domain}"


@pytest.mark.django_db
def test_a_link_to_strasse_with_sharp_s_does_not_leave_for_somebody_elses(client: Client) -> None:
    assert filed(client, email="sally@straße.example").status_code == 303
    receipts.sweep(NOW)
    assert [message.to for message in outgoing.outbox] == [["sally@xn--strae-oqa.example"]]


@pytest.mark.parametrize("named", ["sally@xn--strae-oqa.example", "sally@straße.example"])
def test_so_do_letters_and_what_comes_back_of_them_counts(
    named: str, open_case: CaseId, handler: Person
) -> None:
    letter = Letter.objects.get(case=open_case)
    know_customer(letter.case.customer_id, {"email": "sally@straße.example"}, handler, NOW)
    Letter.objects.update(to="sally@straße.example")
    outbox.sweep(NOW)
    (left,) = outgoing.outbox
    assert left.to == ["sally@xn--strae-oqa.example"]
    told = f"Final-Recipient: utf-8; {named}"  # RFC 6533
    sent(a_bounce(left.message().as_bytes(), named=told), return_path="")
    letter.refresh_from_db()
    assert (letter.state, letter.case.customer.email_fails) == ("failed", True)


def test_nobody_is_vouched_for_by_the_owner_of_a_domain_that_only_sounds_alike() -> None:
    told = "mx.firm.example; dmarc=pass header.from={}"
    raw = under("sally@straße.example", a_mail(sender="x@example.org"))
    for about, found in (("strasse.example", None), ("xn--strae-oqa.example", True)):
        post = read(f"Authentication-Results: {told.format(about)}\n".encode() + raw)
        assert vouched(post, "mx.firm.example") is found


def test_who_writes_in_letters_that_look_alike_is_told_apart_for_whoever_reads_it(
    open_case: CaseId,
) -> None:
    theirs = Case.objects.get(pk=open_case).customer.email
    other = theirs.replace("a", "\u0430", 1)  # of the Cyrillic alphabet
    told = headers("in-reply-to", open_case)
    row = sent(under(other, a_mail("Pay me.", sender="x@example.org", **told)))
    assert (row.state, row.case_id, row.sender) == ("held", open_case, other)
    assert row.reason.endswith("is it them? Its \u0430 is CYRILLIC SMALL LETTER A")


def test_one_mailbox_is_told_once_a_day_that_its_mail_was_too_large(db: None) -> None:
    """Else whoever writes under an address with a plus has us write to it as often as they like."""
    for number in range(3):
        head = a_mail(sender=f"sally+{number}@example.org", message_id=f"<{number}@x>")
        tell_too_large(Came(head, "imap", NOW), 99_000_000, Operator("mail"), NOW)
    assert Notice.objects.count() == 1
