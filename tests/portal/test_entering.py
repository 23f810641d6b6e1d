"""The way in: a link that is random, kept as a hash, used once by a person, and ended by us.

Security test 29: no token is predictable, eternal, or tells whether there is a case.
"""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import LINK, Came, mailed_link
from tests.steps.acts import everything

from upheld.core.words import CaseId
from upheld.jobs import receipts
from upheld.portal.session import COOKIE
from upheld.steps.know_customer import know_customer
from upheld.steps.receipts import end_links, offer_link
from upheld.store import policies
from upheld.store.models import Case, Customer, Event, Person, Receipt
from upheld.store.receipts import is_secret

SALLY = {"email": "sally@example.org"}


@pytest.fixture
def link(client: Client, open_case: CaseId) -> str:
    client.post("/complain/link/", SALLY)
    return mailed_link()


class TestAsking:
    def test_the_answer_is_the_same_whether_there_is_a_complaint_or_not(
        self, client: Client, open_case: CaseId
    ) -> None:
        answers = [
            client.post("/complain/link/", told, follow=True)
            for told in (SALLY, {"email": "nobody@example.org"}, {**SALLY, "reference": "UP-9"})
        ]
        assert len({each.content for each in answers}) == 1
        assert receipts.sweep(stories.NOW) == 1
        assert len(mail.outbox) == 1

    def test_nobody_has_us_fill_a_mailbox_and_we_may_send_a_link_all_the_same(
        self, client: Client, open_case: CaseId, handler: Person
    ) -> None:
        """A stranger asks four times an hour, and files under the same address meanwhile."""
        for hour in range(5):
            now = stories.NOW + timedelta(hours=hour)
            with time_machine.travel(now, tick=False):
                for tag in ("", "+a"):
                    told = {"text": "It is late.", "name": "S", "email": f"sally{tag}@example.org"}
                    client.post("/complain/", {**told, "once": f"{hour} {tag}"})
                    client.post("/complain/link/", SALLY)
                receipts.sweep(now)
        assert len(mail.outbox) == 12
        last = Receipt.objects.order_by("pk").last()
        assert last
        assert (last.state, last.error[:8]) == ("failed", "12 links")
        offer_link(open_case, "http://localhost", handler, now)
        assert receipts.sweep(now) == 1

    def test_it_does_the_same_work_for_both(self, client: Client, open_case: CaseId) -> None:
        counts = []
        for email in ("sally@example.org", "nobody@example.org"):
            with CaptureQueriesContext(connection) as queries:
                client.post("/complain/link/", {"email": email})
            counts.append([each["sql"].split()[0] for each in queries.captured_queries])
        assert counts[0] == counts[1]

    def test_of_an_address_that_nobody_has_nothing_is_kept(
        self, client: Client, open_case: CaseId
    ) -> None:
        client.post("/complain/link/", {"email": "nobody@example.org"})
        receipts.sweep(stories.NOW)
        assert "nobody@example.org" not in str(everything())

    def test_an_empty_address_fits_nobody(self, client: Client, handler: Person) -> None:
        """Security test 26: whoever has no address is not everybody without one."""
        stories.an_open_case(handler, email="")
        assert client.post("/complain/link/", {"email": ""}).status_code == 422
        Receipt.objects.create(to="", site="x", asked_at=stories.NOW, asked_by="x")
        assert receipts.sweep(stories.NOW) == 0

    def test_another_customers_reference_sends_nothing(
        self, client: Client, handler: Person, open_case: CaseId
    ) -> None:
        bob = stories.an_open_case(handler, name="Bob", email="bob@example.net")
        client.post("/complain/link/", {**SALLY, "reference": f"UP-{bob:06d}"})
        assert receipts.sweep(stories.NOW) == 0

    def test_without_a_reference_it_is_the_latest(self, client: Client, handler: Person) -> None:
        stories.an_open_case(handler)
        latest = stories.an_open_case(handler, now=stories.NOW + timedelta(hours=1))
        client.post("/complain/link/", SALLY)
        receipts.sweep(stories.NOW)
        assert Receipt.objects.get().case_id == latest

    def test_without_a_reference_it_is_none_that_a_stranger_filed_under_the_address(
        self, client: Client, handler: Person
    ) -> None:
        own = stories.an_open_case(handler)
        Case.objects.update(known_to_be_theirs=True)
        strangers = stories.an_open_case(handler, now=stories.NOW + timedelta(hours=1))
        Case.objects.filter(pk=strangers).update(known_to_be_theirs=False)
        client.post("/complain/link/", SALLY)
        client.post("/complain/link/", {**SALLY, "reference": f"UP-{strangers:06d}"})
        receipts.sweep(stories.NOW)
        asked = Receipt.objects.order_by("pk").values_list("case", flat=True)
        assert list(asked) == [own, strangers]

    def test_one_mailbox_gets_so_many_within_an_hour(
        self, client: Client, open_case: CaseId
    ) -> None:
        pages = {client.post("/complain/link/", SALLY, follow=True).content for _ in range(9)}
        assert receipts.sweep(stories.NOW) == 4
        assert len(pages) == 1

    @pytest.mark.parametrize("email", ["sally@example.org", "nobody@example.org"])
    def test_it_says_how_many_leave_and_when_to_ask_again_whoever_has_the_address(
        self, email: str, client: Client, open_case: CaseId
    ) -> None:
        told = text(client.post("/complain/link/", {"email": email}, follow=True))
        assert "If we have a complaint from that address, a link to it leaves for there" in told
        assert "at most 4 leave for one address within an hour, and 30 in all" in told
        assert "for one address at most 12 within a day, whoever asked" in told
        assert "If none comes, ask again in an hour, and after that tomorrow." in told
        assert "on its way" not in told

    def test_it_is_one_mailbox_whatever_stands_after_a_plus(
        self, client: Client, open_case: CaseId
    ) -> None:
        for tag in range(9):
            client.post("/complain/link/", {"email": f"sally+{tag}@example.org"})
        assert Receipt.objects.count() == 4
        client.post("/complain/link/", SALLY, REMOTE_ADDR="192.0.2.7")  # its owner, elsewhere
        assert receipts.sweep(stories.NOW) == 1

    def test_who_asks_for_what_is_not_there_takes_no_link_from_whoever_has_the_address(
        self, client: Client, open_case: CaseId
    ) -> None:
        for _ in range(9):
            client.post("/complain/link/", {**SALLY, "reference": "UP-999999"})
        client.post("/complain/link/", SALLY, REMOTE_ADDR="192.0.2.7")
        assert receipts.sweep(stories.NOW) == 1


class TestTheSecret:
    def test_it_is_kept_nowhere(self, link: str) -> None:
        secret = link.split("/")[-2]
        assert len(secret) == 43
        assert secret not in str(everything())

    def test_no_two_are_alike(self, client: Client, open_case: CaseId) -> None:
        for _ in range(4):
            client.post("/complain/link/", SALLY)
        receipts.sweep(stories.NOW)
        links = {LINK.search(str(each.body)).group(1) for each in mail.outbox}  # type: ignore[union-attr]
        assert len(links) == 4

    def test_the_session_is_kept_as_a_hash_too(self, client: Client, link: str) -> None:
        client.post(link)
        assert client.cookies[COOKIE].value not in str(everything())

    def test_the_mail_passes_no_answer(self, client: Client, handler: Person) -> None:
        """Promise 3: what we found leaves in our answer and nowhere before it."""
        stories.a_decided_case(handler)
        client.post("/complain/link/", SALLY)
        mailed_link()
        told = f"{mail.outbox[-1].subject} {mail.outbox[-1].body}"
        for word in ("shelves", "12.50", "upheld", "make right", "Sally", "late"):
            assert word not in told


class TestWhatAStrangerFiled:
    """Under her address: she sees when and how it came before she opens it, and may say no."""

    @pytest.fixture
    def doubtful(self, link: str) -> str:
        Case.objects.update(known_to_be_theirs=False, channel="web")
        return link

    def test_the_day_and_the_way_stand_before_the_button_and_no_word_of_it(
        self, client: Client, doubtful: str
    ) -> None:
        page = text(client.get(doubtful))
        assert "It came on 2 November 2026, on the web." in page
        assert "I did not send this" in page
        assert "shelves" not in page

    def test_saying_so_opens_nothing_and_is_told_on_the_case(
        self, client: Client, doubtful: str, handler: Person
    ) -> None:
        response = client.post(f"{doubtful}not-mine/", follow=True)
        assert "you did not send it" in text(response)
        assert Case.objects.get().known_to_be_theirs is False
        assert client.get("/complain/case/").status_code == 303
        assert (client.get(doubtful).status_code, client.post(doubtful).status_code) == (410, 410)
        assert Event.objects.filter(kind="disowned", case=Case.objects.get()).count() == 1
        desk = Client()
        desk.force_login(handler)
        assert "says that they did not send this complaint" in text(
            desk.get(f"/cases/{Case.objects.get().reference}/")
        )

    def test_a_link_that_opens_nothing_says_nothing(self, client: Client, doubtful: str) -> None:
        client.post(doubtful)
        assert Client().post(f"{doubtful}not-mine/").status_code == 410
        assert not Event.objects.filter(kind="disowned").exists()

    def test_of_what_is_known_to_be_hers_it_is_not_asked(self, client: Client, link: str) -> None:
        Case.objects.update(known_to_be_theirs=True)
        assert "I did not send this" not in text(client.get(link))


class TestEntering:
    def test_the_button_opens_the_case(self, client: Client, link: str) -> None:
        response = client.post(link, follow=True)
        assert "Your complaint is with somebody" in text(response)
        cookie = client.cookies[COOKIE]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (
            True, "Lax", "/complain/",
        )  # fmt: skip

    def test_a_mail_program_that_looks_uses_nothing_up(self, client: Client, link: str) -> None:
        for _ in range(3):
            assert Client().get(link).status_code == 200
            assert Client().head(link).status_code == 200
        before = Event.objects.count()
        Client().get(link)
        assert Event.objects.count() == before
        assert client.post(link).status_code == 303

    def test_it_opens_once(self, client: Client, link: str) -> None:
        client.post(link)
        for response in (Client().get(link), Client().post(link)):
            assert response.status_code == 410
            assert "This link was used before." in text(response)

    def test_whoever_used_it_here_is_led_on(self, client: Client, link: str) -> None:
        client.post(link)
        assert client.get(link)["Location"] == "/complain/case/"

    def test_a_used_one_can_be_had_anew_at_the_same_address(
        self, client: Client, link: str
    ) -> None:
        client.post(link)
        assert Client().post(f"{link}again/")["Location"] == "/complain/link/asked/"
        other = mailed_link()
        assert other != link
        assert Client().post(other).status_code == 303

    def test_it_opens_the_page_on_the_whole_of_the_day_that_the_mail_names(
        self, client: Client, link: str
    ) -> None:
        assert "until the end of 16 November 2026." in str(mail.outbox[-1].body)
        with time_machine.travel(datetime(2026, 11, 16, 23, 59, tzinfo=UTC), tick=False):
            assert client.get(link).status_code == 200
        with time_machine.travel(datetime(2026, 11, 17, tzinfo=UTC), tick=False):
            assert "This link is too old." in text(client.get(link))
            assert client.post(link).status_code == 410

    def test_that_day_is_one_where_the_case_is(
        self, client: Client, open_case: CaseId, handler: Person
    ) -> None:
        Case.objects.update(regime="us-cfpb")
        offer_link(open_case, "https://care.example", handler, stories.NOW)
        link = mailed_link()
        zone = policies.zone("us-cfpb")
        assert "until the end of 16 November 2026." in str(mail.outbox[-1].body)
        with time_machine.travel(datetime(2026, 11, 16, 23, 59, tzinfo=zone), tick=False):
            assert client.post(link).status_code == 303

    def test_the_session_ends_after_two_weeks(self, client: Client, link: str) -> None:
        client.post(link)
        with time_machine.travel(stories.NOW + timedelta(days=14), tick=False):
            assert client.get("/complain/case/")["Location"] == "/complain/link/"

    def test_a_guess_opens_nothing_and_many_are_stopped(
        self, client: Client, open_case: CaseId
    ) -> None:
        guesses = [client.get(f"/complain/enter/{n}/").status_code for n in range(121)]
        assert guesses == [410] * 120 + [429]

    def test_it_asks_for_the_forms_own_token(self, link: str) -> None:
        """Security test 31: nobody is let into another's case by a form of another site."""
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(link)
        assert response.status_code == 403
        assert "Please send it once more" in text(response)
        assert Receipt.objects.get().entered_at is None

    def test_no_secret_is_told_to_other_sites_or_kept(self, client: Client, link: str) -> None:
        for address in (link, "/complain/", "/complain/case/"):
            response = client.get(address)
            assert response["Referrer-Policy"] == "same-origin"
            assert response["Cache-Control"] == "no-store, private"
            assert response["X-Robots-Tag"] == "noindex"

    def test_leaving_ends_it_here_and_everywhere(self, client: Client, link: str) -> None:
        client.post(link)
        secret = client.cookies[COOKIE].value
        client.post("/complain/leave/")
        client.cookies[COOKIE] = secret
        assert client.get("/complain/case/").status_code == 303


def mended(case: CaseId, by: Person, **told: str) -> None:
    """What we know of who complained in the case is another from here on."""
    know_customer(Case.objects.get(pk=case).customer_id, told, by, stories.NOW)


class TestEnding:
    def test_the_desk_ends_links_and_sessions(
        self, client: Client, link: str, open_case: CaseId, handler: Person
    ) -> None:
        client.post(link)
        client.post("/complain/link/", SALLY)
        other = mailed_link()
        end_links(open_case, handler, stories.NOW)
        assert client.get("/complain/case/").status_code == 303
        assert Client().post(other).status_code == 410
        assert Client().post(f"{other}again/").status_code == 303
        assert receipts.sweep(stories.NOW) == 0

    def test_one_that_still_waits_never_leaves(self, open_case: CaseId, handler: Person) -> None:
        offer_link(open_case, "http://x", handler, stories.NOW)
        end_links(open_case, handler, stories.NOW)
        assert receipts.sweep(stories.NOW) == 0
        assert mail.outbox == []

    def test_a_mended_address_ends_what_went_to_the_old_one(
        self, client: Client, link: str
    ) -> None:
        client.post(link)
        Customer.objects.update(email="sally.hart@example.org")
        assert client.get("/complain/case/").status_code == 303

    def test_what_went_to_an_old_address_opens_nothing_when_it_is_set_back(
        self, client: Client, link: str, open_case: CaseId, handler: Person
    ) -> None:
        """Who had the mailbox meanwhile does not come back with its owner."""
        client.post(link)
        client.post("/complain/link/", SALLY)
        unused = mailed_link()
        for email in ("sally.hart@example.org", "sally@example.org"):
            mended(open_case, handler, email=email)
        assert client.get("/complain/case/").status_code == 303
        assert Client().get(unused).status_code == 410
        assert Client().post(unused).status_code == 410

    def test_the_link_that_waited_while_the_address_changed_and_changed_back_never_leaves(
        self, open_case: CaseId, handler: Person
    ) -> None:
        offer_link(open_case, "http://x", handler, stories.NOW)
        for email in ("sally.hart@example.org", "sally@example.org"):
            mended(open_case, handler, email=email)
        assert receipts.sweep(stories.NOW) == 0

    def test_so_it_is_of_every_case_of_theirs_and_of_nobody_elses(
        self, handler: Person, open_case: CaseId, came_in: Came
    ) -> None:
        other = stories.an_open_case(handler, name="Bob", email="bob@example.net")
        again = stories.an_open_case(handler)
        hers, his = came_in(again), came_in(other)
        for email in ("sally.hart@example.org", "sally@example.org"):
            mended(open_case, handler, email=email)
        assert hers.get("/complain/case/").status_code == 303
        assert his.get("/complain/case/").status_code == 200

    @pytest.mark.parametrize("told", [{"phone": "020 7946 0000"}, {"email": "Sally@Example.org"}])
    def test_a_visit_goes_on_where_the_address_stays(
        self, told: dict[str, str], client: Client, link: str, open_case: CaseId, handler: Person
    ) -> None:
        client.post(link)
        mended(open_case, handler, **told)
        assert client.get("/complain/case/").status_code == 200

    def test_another_spelling_of_an_address_is_the_same(
        self, client: Client, handler: Person, came_in: Came
    ) -> None:
        case = stories.an_open_case(handler, name="Jo", email="jo@straße.example")
        visit = came_in(case)
        mended(case, handler, email="jo@xn--strae-oqa.example")
        assert visit.get("/complain/case/").status_code == 200


class TestWhoTheyAre:
    def test_a_complainant_is_nobody_at_the_desk(self, came_in: Came, open_case: CaseId) -> None:
        client = came_in(open_case)
        assert client.get("/").status_code == 302
        assert client.get(f"/cases/UP-{open_case:06d}/").status_code == 302
        assert Person.objects.count() == 1

    def test_staff_are_nobody_in_the_portal(self, handler: Person, open_case: CaseId) -> None:
        client = Client()
        client.force_login(handler)
        assert client.get("/complain/case/").status_code == 303


def test_a_mail_server_that_fails_is_asked_again(
    client: Client, open_case: CaseId, settings: Settings
) -> None:
    client.post("/complain/link/", SALLY)
    settings.EMAIL_BACKEND = "nowhere.Backend"
    assert receipts.sweep(stories.NOW) == 0
    assert receipts.sweep(stories.NOW + timedelta(minutes=5)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert receipts.sweep(stories.NOW + timedelta(minutes=11)) == 1
    assert Case.objects.get().receipts.get().state == "sent"


def test_one_that_was_interrupted_is_made_anew_and_the_old_link_is_dead(
    client: Client, link: str
) -> None:
    Receipt.objects.update(state="sending")
    assert receipts.sweep(stories.NOW + timedelta(minutes=11)) == 1
    assert client.get(link).status_code == 410


def test_one_that_ends_the_process_each_time_is_given_up(
    open_case: CaseId, handler: Person
) -> None:
    offer_link(open_case, "https://x.example", handler, stories.NOW)
    told = {"to": "nobody@example.net", "site": "https://x.example", "asked_by": "portal"}
    Receipt.objects.create(**told, asked_at=stories.NOW)
    # Claimed five times by a sweep that never came back.
    Receipt.objects.update(state="sending", attempts=5, claimed_at=stories.NOW)
    sent = len(mail.outbox)
    assert receipts.sweep(stories.NOW + timedelta(minutes=11)) == 0
    (kept,) = Receipt.objects.all()
    assert (kept.case_id, kept.state, len(mail.outbox)) == (open_case, "failed", sent)
    assert "never ended" in kept.error
    assert receipts.sweep(stories.NOW + timedelta(hours=9)) == 0


@pytest.mark.django_db
def test_a_secret_is_looked_up_and_not_looked_for_among_all() -> None:
    """SQLite takes an index that leaves rows out only where the statement leaves them out too."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which reads a table without rows faster whole
            cursor.execute("SET LOCAL enable_seqscan = off")
    for name, index in (("link", "one_receipt_a_link"), ("session", "one_receipt_a_session")):
        found = Receipt.objects.filter(is_secret(name, "abc"))
        assert index in found.explain()
