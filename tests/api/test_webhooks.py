"""Webhooks through the API: for leads alone, their secret once, and never an address inside."""

import pytest
from tests.api.programs import Program, key_of
from tests.stories import NOW, a_received_case

from upheld.core.event_kinds import EventKind
from upheld.store import webhooks
from upheld.store.models import Case, Delivery, KeptAnswer, Person, Team, Webhook
from upheld.store.record import events

BODY = {"url": "https://example.org/hook", "kinds": ["received", "closed"]}


def test_its_secret_is_told_once(leads: Program) -> None:
    made = leads.post("/webhooks", BODY)
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret == webhooks.secret_of(Webhook.objects.get())
    assert secret not in leads.get("/webhooks").content.decode()


def test_its_secret_is_not_kept_for_a_repeat(leads: Program) -> None:
    first, again = (leads.post("/webhooks", BODY, Idempotency_Key="one") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 409)
    assert again.json()["type"] == "urn:upheld:problem:told-once"
    secret = first.json()["secret"].encode()
    assert not any(secret in bytes(row.body) for row in KeptAnswer.objects.all())
    assert Webhook.objects.count() == 1


def test_each_webhook_has_a_secret_of_its_own(leads: Program) -> None:
    assert (
        leads.post("/webhooks", BODY).json()["secret"]
        != leads.post("/webhooks", BODY).json()["secret"]
    )


def test_how_a_telling_went_can_be_read(leads: Program, handler: Person) -> None:
    webhook = leads.post("/webhooks", BODY).json()["id"]
    a_received_case(handler)
    told = leads.get(f"/webhooks/{webhook}/deliveries").json()["items"]
    assert [(each["state"], each["attempts"]) for each in told] == [("waiting", 0)]


def test_how_the_telling_of_what_is_hidden_went_is_told_to_nobody_else(
    leads: Program, handler: Person, lead: Person
) -> None:
    """Of a case of a private team, and of its customer beside every case."""
    kinds = ["received", "fit_assessed"]
    webhook = leads.post("/webhooks", {**BODY, "kinds": kinds}).json()["id"]
    vera = Person.objects.create(
        email="vera@example.org", name="Vera Holm", role="lead",
        team=Team.objects.create(name="Board matters", private=True),
    )  # fmt: skip
    theirs = a_received_case(vera, name="Quilla Zorn", email="quilla@example.org")
    Case.objects.filter(pk=theirs).update(owner=vera)
    for case in (theirs, a_received_case(handler)):
        data = {"customer": Case.objects.get(pk=case).customer_id}
        events.append(events.Act(None, EventKind.FIT_ASSESSED, "x", NOW, data))
    for person, many in ((lead, 2), (vera, 4)):
        program = Program(key_of(person))
        told = program.get(f"/webhooks/{webhook}/deliveries").json()["items"]
        listed = [
            each for kind in kinds for each in program.get(f"/events?kind={kind}").json()["items"]
        ]
        open_to_them = {each["number"] for each in listed if each["data"] != {"withheld": True}}
        assert {each["event_id"] for each in told} == open_to_them
        assert len(told) == many


def test_an_ended_one_stays_in_the_list_with_its_reason(leads: Program, handler: Person) -> None:
    webhook = leads.post("/webhooks", BODY).json()["id"]
    assert leads.ask("DELETE", f"/webhooks/{webhook}").status_code == 204
    assert leads.get("/webhooks").json()[0]["ended_why"] == "ended through the API"
    assert leads.ask("DELETE", f"/webhooks/{webhook}").status_code == 404
    a_received_case(handler)
    assert not Delivery.objects.exists()


def test_a_handler_keeps_none(program: Program) -> None:
    assert program.get("/webhooks").status_code == 403
    assert program.post("/webhooks", BODY).status_code == 403


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://me:x@example.org/",
        "https://example.org:25/",
        "https://example.org:0/",
        "https://localhost./",
        "https://localhost../",
        "https://127.0.0.1./",
        "https://[fe80::1%25eth0]/",
        "https://[fe80::1%eth0]/",
        "x",
    ],
)
def test_an_address_that_may_not_be_sent_to_is_refused(url: str, leads: Program) -> None:
    answer = leads.post("/webhooks", {**BODY, "url": url})
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:upheld:problem:to-mend")
    assert not Webhook.objects.exists()


def test_a_kind_that_nobody_knows_is_refused(leads: Program) -> None:
    answer = leads.post("/webhooks", {**BODY, "kinds": ["paid"]})
    assert answer.json()["errors"][0]["pointer"] == "/kinds/0"


def test_one_that_nobody_answers_for_is_taken_over(leads: Program, lead: Person) -> None:
    webhook = leads.post("/webhooks", BODY).json()["id"]
    Webhook.objects.update(person=None, stopped_at=NOW)
    assert leads.get("/webhooks").json()[0]["stopped_at"] == "2026-11-02T09:30:00Z"
    told = leads.post(f"/webhooks/{webhook}/takeover")
    assert (told.status_code, told.json()["stopped_at"]) == (200, None)
    assert Webhook.objects.get().person == lead
    assert leads.post("/webhooks/99/takeover").status_code == 404
