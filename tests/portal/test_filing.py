"""Somebody complains on the web: it is short, nothing of it is lost, and it is taken once."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests import stories
from tests.desk.reading import text
from tests.own_policies import Edit
from tests.portal.conftest import mailed_link
from tests.store.test_form_parts import PARTS, form
from tests.store.test_form_parts import a_file as part

from upheld.core.words import CaseId, CaseState, Channel
from upheld.jobs import receipts
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.know_customer import know_customer
from upheld.steps.receipts import offer_link
from upheld.store import files, knocks
from upheld.store.models import Case, Customer, Event, Evidence, Knock, Need, Order, Person
from upheld.store.policy_files import portal_file
from upheld.store.policy_files.data_files import BadData

TOLD = {
    "text": "My shelves came nine days late.",
    "demand": "The delivery back.",
    "name": "Sally Hart",
    "email": "Sally@example.org",
    "once": "a-token",
}
pytestmark = pytest.mark.django_db


def filed(client: Client, **told: Any) -> Any:
    return client.post("/complain/", {**TOLD, **told})


def test_a_complaint_becomes_a_case_with_its_clocks_and_what_happens_next(client: Client) -> None:
    response = filed(client, order="LL-7")
    assert response.status_code == 303
    case = Case.objects.get()
    assert (case.text, case.demand, case.order_reference) == (TOLD["text"], TOLD["demand"], "LL-7")
    assert (case.channel, case.state, case.received_at) == (Channel.WEB, "received", stories.NOW)
    assert case.customer.email == "sally@example.org"
    assert case.clocks.exists()
    page = text(client.get(response["Location"]))
    assert f"Its reference is {case.reference}" in page
    assert "You hear from us first by 4 November 2026" in page
    assert "It is our own aim that the acknowledgement reaches" in page


def test_the_record_says_what_they_are_and_not_what_they_call_themselves(client: Client) -> None:
    filed(client, name="Alice Moore")
    assert set(Event.objects.values_list("by", flat=True)) == {"the complainant"}


def test_no_account_is_made_and_no_session_of_the_desk(client: Client) -> None:
    response = filed(client)
    client.get(response["Location"])
    assert set(client.cookies) <= {"csrftoken"}
    assert client.get("/").status_code == 302


def test_their_own_order_is_linked_once_they_are_known_and_anothers_stays_on_paper(
    client: Client,
) -> None:
    told = {"placed_on": stories.NOW.date(), "item": "Shelves", "touchpoint": "product"}
    for email, reference in (("sally@example.org", "LL-1"), ("bob@example.net", "LL-2")):
        who = Customer.objects.create(name=email, email=email)
        Order.objects.create(customer=who, reference=reference, amount=9, **told)
    for reference in ("LL-1", "LL-2"):
        filed(client, order=reference)
        case = Case.objects.latest("pk")
        assert (case.order, case.known_to_be_theirs) == (None, False)
        client.post(mailed_link())
    mine, other = Case.objects.order_by("pk")
    assert mine.order
    assert (mine.order.reference, mine.known_to_be_theirs) == ("LL-1", True)
    assert (other.order, other.order_reference) == (None, "LL-2")


class TestWithoutAnAddress:
    """A stranger writes somebody's address among other words, and a colleague writes it down."""

    SPAM = "Buy pills at http://evil.example now."

    @pytest.fixture
    def case(self, client: Client) -> Case:
        filed(client, text=self.SPAM, email="", reach="my mail is sally@example.org")
        return Case.objects.get()

    def written_down(self, case: Case, handler: Person) -> Case:
        know_customer(case.customer_id, {"email": "sally@example.org"}, handler, stories.NOW)
        return Case.objects.get()

    def test_it_is_not_known_to_be_theirs(self, case: Case) -> None:
        assert case.known_to_be_theirs is False

    def test_nor_once_an_address_is_written_down_until_a_link_there_is_opened(
        self, case: Case, client: Client, handler: Person
    ) -> None:
        known = self.written_down(case, handler)
        assert known.known_to_be_theirs is False
        offer_link(CaseId(case.pk), "https://firm.example", handler, stories.NOW)
        client.post(mailed_link())
        assert Case.objects.get().known_to_be_theirs is True

    def test_what_came_so_before_this_was_kept_is_not_known_either(
        self, case: Case, handler: Person
    ) -> None:
        Case.objects.update(known_to_be_theirs=None)
        assert self.written_down(case, handler).known_to_be_theirs is False

    def test_what_a_colleague_took_in_stays_theirs_to_know(self, handler: Person) -> None:
        taken = Case.objects.get(pk=stories.a_received_case(handler, email=""))
        assert self.written_down(taken, handler).known_to_be_theirs is None

    def test_the_draft_of_an_acknowledgement_says_nothing_that_the_stranger_wrote(
        self, case: Case, handler: Person
    ) -> None:
        drafted = draft_acknowledgement(self.written_down(case, handler), handler, stories.NOW)
        assert "evil.example" not in drafted.subject + drafted.body

    def test_whoever_works_on_it_is_told_that_nothing_shows_whose_it_is(
        self, case: Case, handler: Person
    ) -> None:
        staff = Client()
        staff.force_login(handler)
        page = text(staff.get(f"/cases/{case.reference}/"))
        assert "Anybody could have sent it: no e-mail address came with it." in page


def signs(response: Any) -> list[str]:
    """Of the files that a page says we have already."""
    return re.findall(r'name="kept"\s+value="([^"]+)"', response.content.decode())


class TestOnce:
    def test_what_is_sent_twice_is_one_complaint_and_one_mail(self, client: Client) -> None:
        assert filed(client)["Location"] == filed(client)["Location"]
        assert Case.objects.count() == 1
        assert receipts.sweep(stories.NOW) == 1

    def test_once_its_case_is_closed_it_is_told_that_it_was_taken_before(
        self, client: Client
    ) -> None:
        """A browser sends a form again when its page is loaded anew, weeks later too."""
        filed(client)
        Case.objects.update(state=CaseState.CLOSED)
        again = filed(client)
        assert again.status_code == 200
        told = text(again)
        assert "We have had this complaint already" in told
        assert "nothing was filed a second time" in told
        assert Case.objects.get().reference not in told
        assert Case.objects.count() == 1

    def test_what_is_said_otherwise_is_another(self, client: Client) -> None:
        filed(client)
        filed(client, text="And the desk wobbles.")
        assert Case.objects.count() == 2

    def test_the_same_words_from_a_page_opened_anew_are_another(self, client: Client) -> None:
        filed(client)
        filed(client, once="another")
        assert Case.objects.count() == 2


class TestErrors:
    def test_nothing_that_was_typed_is_lost(self, client: Client) -> None:
        response = filed(
            client, email="sally at example", needs="My father died.", ways=["more_time"]
        )
        assert response.status_code == 422
        page = response.content.decode()
        assert "This is no e-mail address: write one such as sally@example.org." in page
        for said in (TOLD["text"], TOLD["demand"], "Sally Hart", "sally at example"):
            assert said in page
        assert "My father died." in page
        assert 'value="more_time" id="complain-ways_4" checked' in page
        assert "Nothing that you wrote is lost." in page
        assert not Case.objects.exists()

    def test_a_name_before_the_at_has_64_letters_at_most(self, client: Client) -> None:
        """RFC 5321, section 4.5.3.1.1: a mail server may refuse what is longer."""
        response = filed(client, email=f"{'a' * 65}@example.org")
        assert response.status_code == 422
        assert "This is no e-mail address" in text(response)
        assert filed(client, email=f"{'a' * 64}@example.org").status_code == 303

    def test_one_way_to_reach_them_is_enough_and_one_is_needed(self, client: Client) -> None:
        response = filed(client, email="")
        assert "Tell us one way to reach you" in text(response)
        assert filed(client, email="", reach="0115 496 0000").status_code == 303
        assert Customer.objects.get().phone == "0115 496 0000"
        assert Need.objects.get().reach == "0115 496 0000"

    def test_too_many_words_are_told_and_kept(self, client: Client) -> None:
        response = filed(client, text="late " * 5_000)
        assert "and 20,000 fit here: send the rest as a file" in text(response)
        assert "late " * 4_000 in response.content.decode()

    def test_a_field_that_machines_fill_in_stops_a_person_once_at_most(
        self, client: Client
    ) -> None:
        response = filed(client, website="https://spam.example")
        assert "It is empty now: please send the form once more." in text(response)
        assert b"spam.example" not in response.content
        assert not Case.objects.exists()


def a_file(name: str = "box.jpg", content: bytes = b"a picture") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


class TestFiles:
    def test_they_are_kept_whole_whatever_they_are(self, client: Client) -> None:
        page = b"<script>alert(1)</script>"
        filed(client, attached=[a_file(), a_file("../../x\u202e.html", page)])
        one, two = Evidence.objects.order_by("pk")
        assert [one.filename, two.filename] == ["box.jpg", "x.html"]
        assert [one.kind, two.kind] == ["photo", "document"]
        assert files.contents(two.sha256) == page

    def test_an_error_elsewhere_loses_no_file(self, client: Client) -> None:
        response = filed(client, text="", attached=[a_file()])
        assert "Files that we have already" in text(response)
        filed(client, kept=signs(response))
        assert files.contents(Evidence.objects.get().sha256) == b"a picture"

    def test_a_file_that_we_never_signed_is_none_and_is_to_be_chosen_again(
        self, client: Client
    ) -> None:
        told = text(filed(client, kept=["WyJ4IiwgMSwgInkiXQ:abc", "nonsense"]))
        assert told.count("choose it again") == 2  # once, above the form and beside its field
        assert not Evidence.objects.exists()
        assert not Case.objects.exists()

    def test_one_whose_name_is_not_utf8_or_ends_as_a_path_is_kept(self, client: Client) -> None:
        fields = [
            f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
            for name, value in TOLD.items()
        ]
        names = ("Kühl.jpg".encode("latin-1"), b"rug.jpg/")
        client.post("/complain/", form(*fields, *map(part, names)), PARTS)
        kept = Evidence.objects.order_by("pk").values_list("filename", flat=True)
        assert list(kept) == ["Kühl.jpg", "rug.jpg"]

    def test_one_too_large_is_named_and_the_others_stay(
        self, client: Client, settings: Settings
    ) -> None:
        settings.LARGEST_FILE = 1024
        response = filed(client, attached=[a_file("film.mp4", b"x" * 2048), a_file()])
        assert response.status_code == 422
        assert "film.mp4 is larger than 1 KB" in text(response)
        assert "box.jpg" in text(response)

    def test_the_limits_are_told_before_any_file_is_chosen(self, client: Client) -> None:
        assert "Up to 10 files of any kind, each up to 25 MB." in text(client.get("/complain/"))

    def test_one_too_many_is_named(self, client: Client) -> None:
        names = [f"{number}.txt" for number in range(11)]
        response = filed(client, attached=[a_file(name, name.encode()) for name in names])
        assert "10.txt is one too many: 10 files fit here." in text(response)

    def test_no_form_gives_back_more_than_fit(self, client: Client) -> None:
        page = filed(client, text="", attached=[a_file()]).content.decode()
        sign = re.search(r'name="kept"\s+value="([^"]+)"', page)
        assert sign
        filed(client, kept=[sign[1]] * 11, attached=[a_file("more.jpg")], once="another")
        filed(client, kept=[sign[1]] * 11)
        assert Evidence.objects.count() == 10

    def test_an_empty_one_is_named(self, client: Client) -> None:
        assert "box.jpg is empty: choose the file again." in text(
            filed(client, attached=[a_file(content=b"")])
        )


class TestHelp:
    def test_what_they_need_stands_in_the_case(self, client: Client) -> None:
        filed(client, ways=["large_print"], acts_for="Ida Hart", needs="I cannot read well.")
        need = Need.objects.get()
        assert (need.ways, need.acts_for) == (["large_print"], "Ida Hart")
        assert need.words == "I cannot read well."
        assert need.case.customer.vulnerable is True

    @pytest.mark.parametrize("before", [None, False, True])
    def test_saying_nothing_takes_no_help_away(self, client: Client, before: bool | None) -> None:
        Customer.objects.create(name="Sally", email="sally@example.org", vulnerable=before)
        filed(client)
        assert Customer.objects.get().vulnerable is before

    def test_a_wish_alone_is_no_circumstance(self, client: Client) -> None:
        filed(client, ways=["by_phone"])
        assert Customer.objects.get().vulnerable is None

    def test_another_name_than_we_know_is_kept_and_changes_nobody(self, client: Client) -> None:
        Customer.objects.create(name="S. Hart", email="sally@example.org")
        filed(client)
        assert Customer.objects.get().name == "S. Hart"
        assert Need.objects.get().name == "Sally Hart"


class TestMachines:
    """Security test 35: the public form has a limit, and whoever meets it loses nothing."""

    @pytest.mark.pain("20")
    def test_one_address_files_so_often_within_an_hour(self, client: Client) -> None:
        for number in range(30):
            told = filed(client, email=f"ann{number}@example.org", once=str(number))
            assert told.status_code == 303
        response = filed(client)
        assert response.status_code == 429
        assert "please send it again in an hour" in text(response)
        assert TOLD["text"] in response.content.decode()

    def test_files_that_we_have_stay_and_what_was_chosen_is_told(self, client: Client) -> None:
        """Beyond the limit no file is taken, and none that was is lost."""
        kept = signs(filed(client, text="", attached=[a_file("label.jpg")]))
        self.sent_so_often()
        response = filed(client, kept=kept, attached=[a_file("more.jpg")])
        assert response.status_code == 429
        assert signs(response) == kept != []
        assert "The files that you chose were not taken: please choose them again" in text(response)

    def test_what_was_taken_is_answered_as_then_however_often_it_is_sent(
        self, client: Client
    ) -> None:
        def once(token: str) -> tuple[int, str]:
            photo = SimpleUploadedFile("box.jpg", b"a picture", "image/jpeg")
            answer = filed(client, attached=photo, once=token)
            return answer.status_code, answer.get("Location", "")

        assert len({once("the same") for _ in range(40)}) == 1
        assert [once(f"{number}")[0] for number in range(6)] == [303] * 5 + [429]
        assert once("the same")[0] == 303
        assert Case.objects.count() == 6

    @staticmethod
    def sent_so_often(but: int = 0) -> None:
        """As often as a network may within an hour, slips and all."""
        here = knocks.By(network="127.0.0.1")
        knocks.too_many("sent", here, 120, timezone.now(), weighs=120 - but)

    def test_a_slip_in_a_field_uses_nothing_up(self, client: Client) -> None:
        for number in range(40):
            assert filed(client, text="", once=str(number)).status_code == 422
        assert filed(client).status_code == 303

    def test_nor_does_what_is_refused_under_an_address_that_filed_enough(
        self, client: Client
    ) -> None:
        strangers = [self.of_sally(client, number, 1) for number in range(36)]
        assert strangers == [303] * 6 + [429] * 30
        told = {**TOLD, "email": "bob@example.net"}
        assert client.post("/complain/", told, REMOTE_ADDR="203.0.113.1").status_code == 303

    @staticmethod
    def of_sally(client: Client, number: int, network: int) -> int:
        told, where = {**TOLD, "once": str(number)}, f"203.0.113.{network}"
        return client.post("/complain/", told, REMOTE_ADDR=where).status_code

    def test_whoever_files_under_another_address_from_wherever_shuts_its_owner_out_of_nothing(
        self, client: Client
    ) -> None:
        """Nor do they flood it: a dozen links a day leave for it, whoever asked."""
        strangers = [self.of_sally(client, number, number // 6) for number in range(36)]
        assert [*strangers, self.of_sally(client, 36, 9)] == [303] * 37
        assert Case.objects.count() == 37
        receipts.sweep(stories.NOW)
        assert [each.to for each in mail.outbox] == [["sally@example.org"]] * 12

    def test_it_says_how_many_links_leave_for_one_address(self, client: Client) -> None:
        told = text(client.get(filed(client)["Location"]))
        assert "At most 12 of them leave for one address within a day" in told

    def test_both_spellings_of_a_domain_are_one_sender(self, client: Client) -> None:
        def of(email: str, number: int) -> int:
            told = {**TOLD, "email": email, "once": str(number)}
            return client.post("/complain/", told).status_code

        spelt = ("ann@Bücher.example", "ann@xn--bcher-kva.example")
        assert [of(spelt[n % 2], n) for n in range(7)] == [303] * 6 + [429]

    def test_a_mailbox_is_one_sender_whatever_stands_after_a_plus(self, client: Client) -> None:
        def of(tag: str, number: int, network: int = 1) -> int:
            told = {**TOLD, "email": f"sally{tag}@example.org", "once": str(number)}
            return client.post("/complain/", told, REMOTE_ADDR=f"203.0.113.{network}").status_code

        assert [of(f"+{n}", n) for n in range(7)] == [303] * 6 + [429]
        assert of("", 7, network=2) == 303

    def test_who_files_under_another_address_keeps_its_owner_out_of_nothing(
        self, client: Client
    ) -> None:
        assert [self.of_sally(client, n, 1) for n in range(30)] == [303] * 6 + [429] * 24
        assert self.of_sally(client, 30, 2) == 303

    def test_others_go_on(self, client: Client) -> None:
        self.sent_so_often()
        assert filed(client).status_code == 429
        told = {**TOLD, "email": "bob@example.net"}
        assert client.post("/complain/", told, REMOTE_ADDR="198.51.100.7").status_code == 303

    def test_what_a_stranger_says_of_where_they_are_is_not_believed(self, client: Client) -> None:
        def post(number: int) -> int:
            lie = {"X-Forwarded-For": f"203.0.113.{number}"}
            return client.post("/complain/", {"text": ""}, headers=lie).status_code

        self.sent_so_often(but=2)
        assert [post(number) for number in range(3)] == [422] * 2 + [429]

    def test_our_own_proxy_is_believed(self, client: Client, settings: Settings) -> None:
        settings.PROXIES = 1

        def post(number: int) -> int:
            told = {"X-Forwarded-For": f"192.0.2.1, 203.0.113.{number}"}
            return client.post("/complain/", {"text": ""}, headers=told).status_code

        assert {post(number) for number in range(121)} == {422}

    def test_what_was_counted_is_forgotten_after_a_day(self, client: Client) -> None:
        filed(client)
        receipts.sweep(stories.NOW + stories.days(0.9))
        assert Knock.objects.exists()
        receipts.sweep(stories.NOW + stories.days(2))
        assert not Knock.objects.exists()

    def test_no_address_is_kept_in_the_clear(self, client: Client) -> None:
        filed(client)
        kept = str([*Knock.objects.values(), *Event.objects.values()])
        assert Knock.objects.count() == 3
        assert "127.0.0.1" not in kept
        assert "sally@" not in kept


def test_one_place_fills_no_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of three pieces' weight, where four fit within the hour: the words are never lost."""
    monkeypatch.setattr("upheld.core.portal._A_PIECE", 10)
    monkeypatch.setattr("upheld.portal.sent.MOST_PIECES", 4)
    for number, status in ((1, 303), (2, 422)):
        photo = SimpleUploadedFile("a.jpg", b"%d" % number * 25, "image/jpeg")
        response = filed(client, attached=photo, once=f"token-{number}")
        assert response.status_code == status
    assert "Send it without them, and them in an hour" in text(response)
    assert TOLD["text"] in text(response)
    assert filed(client, once="token-3").status_code == 303
    assert Case.objects.count() == 2


def test_the_mail_says_nothing_that_the_form_was_told(client: Client) -> None:
    filed(client, name="BUY NOW http://spam.example", text="http://spam.example " * 3)
    mailed_link()
    message = mail.outbox[-1]
    assert message.to == ["sally@example.org"]
    assert "spam" not in f"{message.subject} {message.body}"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


def test_an_address_of_the_page_after_cannot_be_made_up(client: Client) -> None:
    filed(client)
    assert client.get("/complain/received/WzEsIHRydWVd:forged/").status_code == 404


def test_the_address_of_the_page_after_ends_with_two_weeks_and_with_the_case(
    client: Client,
) -> None:
    page = filed(client)["Location"]
    with time_machine.travel(stories.NOW + timedelta(days=13)):
        assert client.get(page).status_code == 200
    with time_machine.travel(stories.NOW + timedelta(days=14, minutes=1)):
        assert client.get(page).status_code == 404
    Case.objects.update(state=CaseState.CLOSED)
    assert client.get(page).status_code == 404


class TestOtherwise:
    """portal.yaml says how somebody is helped who would rather not write."""

    def test_it_stands_on_every_page(self, client: Client) -> None:
        for page in ("/complain/", "/complain/link/", "/complain/nowhere/"):
            assert "ring 0115 496 0123" in text(client.get(page))

    def test_a_firm_may_say_nothing_of_it(self, client: Client, edited: Edit) -> None:
        (Path(settings.POLICIES) / "standard/portal.yaml").unlink()
        portal_file.words.cache_clear()
        assert "0115" not in text(client.get("/complain/"))

    def test_a_slip_is_named(self, edited: Edit) -> None:
        edited("standard/portal.yaml", "otherwise: >-", "otherways: >-")
        with pytest.raises(BadData, match=r"standard/portal.yaml: otherways"):
            portal_file.words()
