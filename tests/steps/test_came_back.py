"""A notice that a letter, or a link to a case, came back: what is believed, and what is held."""

import pytest
from django.core import mail as sent_mail
from pytest_django import Settings
from tests.core.mails import a_bounce, a_mail
from tests.insight.test_silence import a_late_order, journeyed
from tests.jobs.test_receipts import filed, swept
from tests.steps.test_place_message import checked, letter_of, sent
from tests.stories import NOW

from upheld.core.faults import Rule, fault
from upheld.core.words import CaseId
from upheld.jobs import outbox
from upheld.steps.ask_kindly import ask_kindly
from upheld.steps.may import Complainant
from upheld.steps.receipts import enter
from upheld.store import receipts, tokens
from upheld.store.models import Asked, Customer, Incoming, Letter, Person, Receipt

__all__ = ["journeyed"]  # a fixture
STRANGER, SALLY = "x@evil.example", "sally@example.org"


@pytest.fixture(autouse=True)
def mail_is_kept_in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def letter(open_case: CaseId) -> Letter:
    """One that left for sally@example.org."""
    found = letter_of(open_case)
    Letter.objects.filter(pk=found.pk).update(state="sent", sent_at=NOW)
    return found


@pytest.fixture
def link(handler: Person) -> Receipt:
    """One that left for sally@example.org."""
    filed(handler)
    swept()
    return Receipt.objects.get()


def notice(of: Letter | Receipt | Asked, named: str = SALLY, came_from: str = "") -> bytes:
    """What a mail server, or somebody, writes of it: what could not be delivered is to `named`."""
    told = named if ":" in named else f"Final-Recipient: rfc822; {named}"
    ours = a_mail(message_id=tokens.message_id(of), to=of.to, sender="complaints@localhost")
    raw = a_bounce(ours, named=told)
    return raw.replace(b"mailer-daemon@mail.example", came_from.encode()) if came_from else raw


def marks_nothing(row: Incoming, why: str) -> None:
    assert (row.state, row.kind) == ("held", "bounce")
    assert why in row.reason
    assert not Customer.objects.get().email_fails
    letters, links = Letter.objects.all(), Receipt.objects.all()
    assert {*(each.state for each in letters), *(each.state for each in links)} == {"sent"}


class TestALink:
    def test_that_came_back_has_failed_and_the_address_with_it(self, link: Receipt) -> None:
        row = sent(notice(link), return_path="")
        link.refresh_from_db()
        assert (row.state, row.case_id) == ("aside", link.case_id)
        assert row.reason == "it says that our link came back"
        assert (link.state, link.error) == ("failed", "it came back: 550 no such user")
        who = Customer.objects.get()
        assert (who.email_fails, who.returned_why) == (True, "550 no such user")

    def test_that_was_opened_has_arrived_whatever_a_notice_says(self, link: Receipt) -> None:
        Receipt.objects.update(entered_at=NOW)
        sent(notice(link), return_path="")
        link.refresh_from_db()
        assert (link.state, Customer.objects.get().email_fails) == ("sent", False)

    def test_each_mail_with_it_has_an_id_of_its_own(self, link: Receipt) -> None:
        """A mail program shows the first of two that have the same, whose link is dead."""
        Receipt.objects.update(state="sending")
        swept(11)
        first, second = (each.extra_headers["Message-ID"] for each in sent_mail.outbox)
        assert first != second
        assert tokens.link([first]) == tokens.link([second]) == link


@pytest.mark.parametrize(
    "path", ["", "<>", "MAILER-DAEMON", "<MAILER-DAEMON@mx.example>", "postmaster@mx.example", None]
)
def test_a_notice_has_the_return_path_of_a_mail_server(path: str | None, letter: Letter) -> None:
    sent(notice(letter), return_path=path)
    letter.refresh_from_db()
    assert (letter.state, Customer.objects.get().email_fails) == ("failed", True)


def test_where_nobody_told_the_return_path_the_header_of_the_mailbox_does(letter: Letter) -> None:
    sent(b"Return-Path: <>\n" + notice(letter, came_from="mx@mail.example"))
    letter.refresh_from_db()
    assert letter.state == "failed"


@pytest.mark.parametrize("header", [b"", b"Return-Path: <>\n"])
def test_one_with_an_ordinary_return_path_marks_nothing(header: bytes, letter: Letter) -> None:
    """RFC 5321, section 4.5.5: whoever tells of a delivery is answered by nobody."""
    row = sent(header + notice(letter), return_path=STRANGER)
    marks_nothing(row, "came from x@evil.example, as no mail server sends it: is it so?")
    assert row.case_id == letter.case_id


@pytest.mark.parametrize("header", [b"", b"Return-Path: <x@evil.example>\n"])
def test_nor_one_of_nobody_knows_which_that_no_mail_server_wrote(
    header: bytes, letter: Letter
) -> None:
    row = sent(header + notice(letter, came_from=STRANGER))
    marks_nothing(row, "came from x@evil.example")


def test_one_that_names_another_address_marks_nothing(letter: Letter) -> None:
    row = sent(notice(letter, "other@o.example"), return_path="")
    marks_nothing(row, "came back from other@o.example, and it went to sally@example.org: is it so")


def test_nor_does_one_of_a_link(link: Receipt) -> None:
    marks_nothing(sent(notice(link), return_path=STRANGER), "our link came back, and came from")


@pytest.mark.parametrize(
    "named",
    [
        "Sally@Example.org",
        "Original-Recipient: rfc822;sally@example.org\nFinal-Recipient: rfc822;sal@g.example",
        "Final-Recipient: rfc822; sal@g.example\nOriginal-Recipient: rfc822;\n <sally@example.org>",
        "X-Note: it names nobody",
        "Final-Recipient: LOCAL; sally",
    ],
    ids=["capitals", "passed on", "folded", "nobody", "a box"],
)
def test_one_that_names_the_address_of_the_letter_is_believed(named: str, letter: Letter) -> None:
    sent(notice(letter, named), return_path="")
    letter.refresh_from_db()
    assert letter.state == "failed"


def test_an_address_is_known_as_some_servers_write_it(open_case: CaseId, letter: Letter) -> None:
    """RFC 3461, section 4: xtext."""
    Letter.objects.update(to="sally+shop@example.org")
    letter.refresh_from_db()
    sent(notice(letter, "sally+2Bshop@example.org"), return_path="")
    letter.refresh_from_db()
    assert letter.state == "failed"


@pytest.mark.parametrize(("path", "fails"), [("", True), (STRANGER, False)])
def test_so_it_is_with_a_kind_letter(path: str, fails: bool, journeyed: Person) -> None:
    who = a_late_order("Ann").customer
    ask_kindly(fault(Rule.LATE, "delivery"), {who.pk}, journeyed, "https://care.example", NOW)
    outbox.sweep(NOW)
    asked = Asked.objects.get()
    row = sent(notice(asked, asked.to), return_path=path)
    who.refresh_from_db()
    assert (row.state, who.email_fails) == ("aside" if fails else "held", fails)


class TestMailReachesThemAgain:
    """What is known to come from an address, or was opened there, shows that mail arrives."""

    @pytest.fixture(autouse=True)
    def it_does_not(self, letter: Letter, settings: Settings) -> None:
        settings.MAIL_CHECKED_BY = "mx.firm.example"
        sent(notice(letter), return_path="")
        assert Customer.objects.get().email_fails

    @pytest.mark.parametrize(("found", "fails"), [("pass", False), ("none", True)])
    @pytest.mark.parametrize("answers", [True, False])
    def test_by_a_message_of_theirs_that_is_vouched_for(
        self, found: str, fails: bool, answers: bool, letter: Letter
    ) -> None:
        told = {"References": tokens.message_id(letter)} if answers else {}
        assert sent(checked(7, found, **told), minutes=1).state == "placed"
        assert Customer.objects.get().email_fails is fails

    def test_by_a_link_that_they_opened(self, open_case: CaseId) -> None:
        secret = receipts.new_secret()
        Receipt.objects.create(
            case_id=open_case, to=SALLY, site="x", asked_at=NOW, asked_by="x", state="sent",
            link_hash=receipts.hash_of(secret), link_until=NOW + receipts.LINK_LASTS,
        )  # fmt: skip
        enter(secret, Complainant(), NOW)
        assert not Customer.objects.get().email_fails
