"""`upheld doctor`: 0 while people can work safely, 1 with what must be mended and how."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.storage import default_storage
from pytest_django import Settings
from tests.core.mails import a_mail
from tests.own_policies import Edit
from tests.stories import a_received_case

from upheld.core.ways_in import WayIn
from upheld.core.words import LetterState
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store.away import StorageAway
from upheld.store.models import Case, Incoming, Person, Receipt, StaffNotice
from upheld.store.rows import pulses, staff_notices

from .conftest import Upheld, process

pytestmark = pytest.mark.django_db


def errors(upheld: Upheld) -> list[str]:
    told = json.loads(upheld("doctor", "--json").out)
    return [f"{each['about']}: {each['what']}" for each in told if each["level"] == "error"]


@pytest.fixture
def in_order(upheld: Upheld) -> None:
    assert errors(upheld) == []


def test_what_is_in_order_is_said_and_what_is_only_worth_knowing(upheld: Upheld) -> None:
    ran = upheld("doctor")
    assert ran.code == 0
    for told in ("ok     policies: standard/", "note   jobs: none ever ran", "note   record: "):
        assert told in ran.out


def test_a_misspelt_setting_is_told_with_the_nearest(
    upheld: Upheld, in_order: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UPHELD_HOST", "complaints.example.org")
    assert errors(upheld) == ["settings: UPHELD_HOST is no setting. Did you mean UPHELD_HOSTS."]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", True, "safety: UPHELD_DEBUG shows code to strangers: take it away"),
        ("WEBHOOKS_LOCAL", True, "safety: UPHELD_WEBHOOKS_LOCAL lets webhooks into your own"),
        ("ALLOWED_HOSTS", ["*"], "safety: UPHELD_HOSTS takes any name: links in mail may lead"),
        ("SITE", "https://other.example.org", "safety: UPHELD_SITE leads to other.example.org"),
        ("SITE", "http://localhost", "safety: UPHELD_SITE is not https"),
        ("SITE", "https://localhost", "safety: UPHELD_SECOND_FACTOR is none: a password alone"),
    ],
)
def test_what_is_unsafe_is_an_error(
    upheld: Upheld, in_order: None, settings: Settings, name: str, value: object, told: str
) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.SECOND_FACTOR = "none" if "SECOND" in told else "administrators"
    setattr(settings, name, value)
    assert [found[: len(told)] for found in errors(upheld)] == [told]


@pytest.mark.parametrize(
    ("hosts", "told"),
    [
        (
            ["localhost"],
            "localhost and the port of serve, which opens on this machine alone",
        ),
        (["127.0.0.1", "desk.firm.lan"], "desk.firm.lan and the port of serve"),
    ],
)
def test_where_links_in_mails_lead_is_said_until_there_is_a_site(
    upheld: Upheld, settings: Settings, hosts: list[str], told: str
) -> None:
    settings.ALLOWED_HOSTS = hosts
    said = f"note   safety: UPHELD_SITE is not set: links in mails begin with http://{told}\n"
    assert said in upheld("doctor").out
    settings.SITE = "https://desk.firm.lan"
    assert "UPHELD_SITE is not set" not in upheld("doctor").out


def test_a_mailbox_inside_is_an_error_until_the_firm_says_that_it_is_meant(
    upheld: Upheld, in_order: None, settings: Settings
) -> None:
    settings.MAILBOX = "imaps://complaints@localhost/INBOX"
    assert any(told.startswith("network: localhost: it leads to ") for told in errors(upheld))
    settings.INSIDE = {"localhost"}
    assert not [told for told in errors(upheld) if told.startswith("network")]
    told = "note   network: UPHELD_INSIDE: mailboxes and imports may be inside at localhost"
    assert told in upheld("doctor").out


def test_a_name_without_a_password_is_an_error(
    upheld: Upheld, in_order: None, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "upheld.project.smtp.EmailBackend"
    settings.EMAIL_HOST_USER = "ada"
    assert errors(upheld)[0].startswith("mail out: UPHELD_SMTP has a name and no password")


def test_a_mail_server_that_does_not_answer_is_named(
    upheld: Upheld, in_order: None, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "upheld.project.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert errors(upheld)[0].startswith("mail out: 127.0.0.1, port 1, takes none")


def test_what_others_on_the_machine_may_read_is_told_wherever_the_database_is(
    upheld: Upheld, settings: Settings, tmp_path: Path
) -> None:
    told = f"others on this machine may read {tmp_path / 'mail'}: run chmod 700 {tmp_path}"
    settings.VAR = tmp_path
    (tmp_path / "mail").mkdir(mode=0o755)
    for mode, notes in ((0o755, [told]), (0o700, [])):
        tmp_path.chmod(mode)
        said = json.loads(upheld("doctor", "--json").out)
        assert [each["what"] for each in said if "others on this" in each["what"]] == notes


def test_anchors_that_cannot_be_written_are_an_error(
    upheld: Upheld, in_order: None, settings: Settings
) -> None:
    settings.ANCHORS = "/nowhere/anchors.txt"
    assert errors(upheld)[0].startswith("record: nothing can be written to UPHELD_ANCHORS")


def test_a_bucket_that_is_not_there_is_named(
    upheld: Upheld, in_order: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(name: str, content: object) -> str:
        raise StorageAway("the bucket does not answer as it should: NoSuchBucket")

    monkeypatch.setattr(default_storage, "save", away)
    told = "files: the bucket does not answer as it should: NoSuchBucket: check UPHELD_FILES"
    assert errors(upheld) == [told]


def test_https_that_no_proxy_tells_of_is_worth_knowing(upheld: Upheld, settings: Settings) -> None:
    settings.SITE = "https://localhost"
    assert "note   safety: UPHELD_PROXIES is 0" in upheld("doctor").out
    settings.PROXIES = 1
    assert "UPHELD_PROXIES" not in upheld("doctor").out


def test_a_slip_in_a_policy_is_told_with_its_place(
    upheld: Upheld, in_order: None, edited: Edit
) -> None:
    edited("standard/causes.csv", ",use,", ",sue,")
    (found,) = errors(upheld)
    assert found.startswith("policies: standard/causes.csv")


def test_a_job_that_stands_still_is_an_error_and_one_that_runs_is_not(upheld: Upheld) -> None:
    now = datetime.now(UTC)
    pulses.went_well("the outbox could not be swept", now)
    assert errors(upheld) == []
    pulses.went_well("the outbox could not be swept", now - timedelta(minutes=10))
    pulses.went_wrong("the outbox could not be swept", "no route\nto host", now)
    (found,) = errors(upheld)
    assert found.endswith("UTC the outbox could not be swept: no route to host")


def test_a_clock_that_went_back_behind_the_record_is_an_error(upheld: Upheld) -> None:
    now = datetime.now(UTC)
    a_received_case(Operator(), now + timedelta(minutes=2))
    assert errors(upheld) == []
    a_received_case(Operator(), now + timedelta(hours=2))
    (found,) = errors(upheld)
    assert found.startswith("clock: it is ")
    assert "and event 2 is of " in found


@pytest.mark.slow
def test_a_machine_without_a_store_yet_is_in_order(tmp_path: Path) -> None:
    ran = process(tmp_path / "var", "doctor")
    assert ran.code == 0, ran
    assert "is made when it is first needed" in ran.out
    assert not (tmp_path / "var" / "upheld.sqlite3").exists()


def test_who_decides_for_the_firm_without_a_second_step_is_told_by_number(
    upheld: Upheld, lead: Person, policy_owner: Person, administrator: Person, handler: Person
) -> None:
    Authenticator.objects.create(user=administrator, type="totp", data={})
    told = upheld("doctor").out
    for role, person in (("lead", lead), ("policy owner", policy_owner)):
        assert f"1 {role} without a second step at sign-in (number {person.pk})" in told
    assert "administrator without" not in told
    assert "@" not in told.partition("people: ")[2]


def test_whoever_may_not_have_been_told_of_a_change_of_their_sign_in_is_told_by_number(
    upheld: Upheld, handler: Person, lead: Person
) -> None:
    now = datetime.now(UTC)
    for person, days in ((handler, 1), (lead, 8)):
        staff_notices.tell(person, WayIn.APP_REMOVED, person.name, now - timedelta(days=days))
    told = f"a letter that their sign-in was changed did not leave (number {handler.pk}): ask"
    assert told in upheld("doctor").out
    StaffNotice.objects.update(state=LetterState.SENT)
    assert "did not leave" not in upheld("doctor").out


def test_a_mail_server_that_leaves_what_strangers_write_under_its_name_is_told(
    upheld: Upheld, in_order: None, settings: Settings
) -> None:
    """Each result of its own is one and the same: of two that differ a stranger wrote one."""
    settings.MAIL_CHECKED_BY = "mx.firm.example"
    told = "Authentication-Results: mx.firm.example; dmarc={} header.from=example.org\n"
    ours, theirs = told.format("none").encode(), told.format("pass").encode()
    take_message(ours + a_mail("Late."), "smtp", Operator("mail"), datetime.now(UTC))
    assert "ok     senders: told by mx.firm.example" in upheld("doctor").out
    take_message(ours + theirs + a_mail("Pay me."), "smtp", Operator("mail"), datetime.now(UTC))
    number = Incoming.objects.latest("pk").pk
    said = f"note   senders: in message {number} results under mx.firm.example differ: "
    assert said in " ".join(upheld("doctor").out.split(" "))


def test_a_case_that_an_mbox_alone_says_whose_it_is_is_told_until_something_else_does(
    upheld: Upheld, in_order: None
) -> None:
    """Once its headers vouched; nothing in the case says so, but that nothing else did since."""
    came = datetime.now(UTC)
    for way, sender in (("mbox", "sally@example.org"), ("smtp", "bob@example.org")):
        raw = a_mail("Late.", sender=sender, message_id=f"<{way}@example.org>")
        came_in = take_message(raw, way, Operator("mail"), came)
        place_message(came_in.pk, Operator("mail"), came)
    assert "by what stood in an mbox" not in upheld("doctor").out
    Case.objects.update(known_to_be_theirs=True)
    hers = Case.objects.get(customer__email="sally@example.org")
    told = f"senders: {hers.reference} count as known to be from whom they name by what stood"
    assert told in upheld("doctor").out
    link = Receipt.objects.create(case=hers, to="sally@example.org", asked_at=came, entered_at=came)
    assert told not in upheld("doctor").out
    link.delete()
    assert told in upheld("doctor").out
