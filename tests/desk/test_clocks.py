"""The clocks of a case: whose rule, by when, why, how sure; and our own targets that pause."""

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.core.words import CaseId
from upheld.steps.receive import receive
from upheld.store.models import Clock, Person
from upheld.store.policies import Rules


@pytest.fixture
def hardship(handler: Person) -> CaseId:
    rules = Rules("au-asic-rg271", "credit-hardship")
    return receive(stories.a_complaint(), handler, stories.NOW, rules)


def test_a_clock_says_whose_rule_it_is_and_why_that_day(alice: Client, open_case: CaseId) -> None:
    page = text(alice.get(page_of(open_case)))
    assert "ISO 10002:2018, for firms without a regulator's clock" in page
    assert "Mon 30 Nov 2026, our own aim" in page
    assert "It is our own aim that the final response reaches the customer within 20" in page


def test_a_rule_that_nobody_verified_is_marked(alice: Client, hardship: CaseId) -> None:
    page = text(alice.get(page_of(hardship)))
    assert "A complaint about credit in hardship, a default notice or enforcement" in page
    assert "Mon 23 Nov 2026 not verified" in page
    assert page.count(" not verified ") == Clock.objects.filter(verified=False).count() == 2


def test_a_day_is_the_day_where_the_rule_counts(alice: Client, handler: Person) -> None:
    """The day ends in New York when it is the next one here."""
    case = receive(stories.a_complaint(), handler, stories.NOW, Rules("us-cfpb"))
    page = text(alice.get(page_of(case)))
    assert "Tue 17 Nov 2026 " in page
    assert "Wed 18 Nov 2026 " not in page


def test_a_chance_that_passed_is_not_late(alice: Client, handler: Person) -> None:
    case = receive(
        stories.a_complaint(received_at=stories.NOW - stories.days(9)),
        handler,
        stories.NOW,
        Rules("uk-fca-disp"),
    )
    assert "Summary resolution passed" in text(alice.get(page_of(case)))


def test_targets_are_paused_and_go_on(alice: Client, open_case: CaseId) -> None:
    page = page_of(open_case)
    done(alice, f"{page}pause/", {"why": "Photographs"})
    paused = text(alice.get(page))
    assert "Our own targets are paused since" in paused
    assert "Final response paused" in paused
    done(alice, f"{page}resumption/", {})
    assert "Pause our own targets" in text(alice.get(page))


def test_a_pause_without_its_reason_is_refused(alice: Client, open_case: CaseId) -> None:
    refused(alice, f"{page_of(open_case)}pause/", {"why": ""}, 422)
    refused(alice, f"{page_of(open_case)}resumption/", {}, 422)


def test_an_auditor_cannot_pause(signed_in: SignIn, auditor: Person, open_case: CaseId) -> None:
    client = signed_in(auditor)
    refused(client, f"{page_of(open_case)}pause/", {"why": "Photographs"}, 403)
    assert "Pause our own targets" not in text(client.get(page_of(open_case)))


def test_where_nothing_is_ours_nothing_can_be_paused(alice: Client, hardship: CaseId) -> None:
    assert "Pause our own targets" not in text(alice.get(page_of(hardship)))


def test_a_complaint_is_received_under_the_rules_that_were_chosen(alice: Client) -> None:
    told = {
        "channel": "phone", "received_at": "2026-11-02T09:00", "text": "They charged me twice.",
        "rules": "uk-fca-disp payment-services",
    }  # fmt: skip
    done(alice, "/complaints/new/", told)
    assert Clock.objects.filter(obligation="fca-psd-final").exists()


def test_the_form_offers_every_regime_with_its_kinds(alice: Client) -> None:
    page = alice.get("/complaints/new/").content.decode()
    assert '<option value="iso-10002 standard" selected>' in page
    assert '<optgroup label="UK financial services' in page
    assert 'value="au-asic-rg271 superannuation"' in page


def test_a_day_before_the_chosen_rules_existed_is_told_in_the_form(alice: Client) -> None:
    told = {
        "channel": "phone", "received_at": "2026-06-18T09:00", "text": "My data.",
        "rules": "uk-duaa standard",
    }  # fmt: skip
    response = alice.post("/complaints/new/", told)
    assert response.status_code == 422
    assert "uk-duaa had no rule on 2026-06-18" in text(response)


def test_a_letter_that_left_another_way_is_recorded(alice: Client, hardship: CaseId) -> None:
    clock = Clock.objects.get(case=hardship, kind="delay_notice")
    page = page_of(hardship)
    assert "It was sent" in text(alice.get(page))
    done(alice, f"{page}clocks/{clock.pk}/letter/", {"sent_at": "2026-11-02T09:30"})
    after = text(alice.get(page))
    assert "Sent another way: delay notice" in after
    assert "It was sent" not in after
    refused(alice, f"{page}clocks/{clock.pk}/letter/", {"sent_at": "2026-11-02T09:30"}, 422)
    refused(alice, f"{page}clocks/{clock.pk}/letter/", {"sent_at": "soon"}, 422)
