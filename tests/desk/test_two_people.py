"""Two people at once: whoever comes second sees both texts, and nothing typed is lost."""

import re
from collections.abc import Mapping
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from tests.desk.as_sent import as_sent, fields_of
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import NOW, a_decided_case, an_allegation, an_open_case

from upheld.core.budgets import Period
from upheld.core.changes import About
from upheld.core.journey import Touchpoint
from upheld.core.money import Money
from upheld.core.words import CaseId, JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.steps.keep_budgets import put_in_team, set_budget
from upheld.steps.keep_causes import change_cause
from upheld.steps.keep_hours import keep_hours
from upheld.steps.keep_journey import add_persona, add_touchpoint
from upheld.steps.keep_questions import keep_question, rename_question
from upheld.steps.keep_root_causes import change_root_cause, open_root_cause
from upheld.store import causes
from upheld.store.counted.gathered import Gathered
from upheld.store.models import (
    Allegation,
    Budget,
    Case,
    Customer,
    Event,
    Finding,
    Letter,
    Person,
    Team,
    WorkingHours,
)

Sent = Mapping[str, str]


def page_of(case: CaseId) -> str:
    return f"/cases/UP-{case:06d}/"


@pytest.fixture
def lena(signed_in: SignIn, lead: Person) -> Client:
    return signed_in(lead)


@pytest.fixture
def case(handler: Person) -> CaseId:
    return an_open_case(handler)


def test_of_two_findings_the_second_comes_back_with_both(
    case: CaseId, alice: Client, lena: Client, handler: Person
) -> None:
    at = f"{page_of(case)}allegations/{an_allegation(case, handler)}/finding/"
    hers, his = as_sent(alice, page_of(case), at), as_sent(lena, page_of(case), at)
    theirs = "It came nine days after the day that we promised, says the carrier."
    mine = "It came nine days after the day that was promised, says the driver."
    assert lena.post(at, {**his, "result": "substantiated", "because": theirs}).status_code == 303
    answer = alice.post(at, {**hers, "result": "partly", "because": mine})
    said = text(answer)
    assert answer.status_code == 409
    assert "Lena Brandt changed this on" in said
    assert theirs in said
    assert "Partly substantiated" in said
    assert Finding.objects.get().because == theirs
    again = fields_of(answer.content.decode(), at)
    assert (again["because"], again["result"]) == (mine, "partly")
    assert alice.post(at, again).status_code == 303  # knowingly
    assert Finding.objects.get().because == mine


def test_what_was_mended_meanwhile_is_written_over_by_nobody_who_has_not_read_it(
    case: CaseId, alice: Client, lena: Client
) -> None:
    at = f"{page_of(case)}words/"
    hers, his = as_sent(alice, page_of(case), at), as_sent(lena, page_of(case), at)
    lena.post(at, {**his, "subject": "Shelves, nine days late"})
    answer = alice.post(at, {**hers, "demand": "A refund of the delivery."})
    assert answer.status_code == 409
    again = fields_of(answer.content.decode(), at)
    # Hers stays, and what she left as it stood takes what he wrote.
    assert again["demand"] == "A refund of the delivery."
    assert again["subject"] == "Shelves, nine days late"
    assert alice.post(at, again).status_code == 303
    row = Case.objects.get(pk=case)
    assert (row.subject, row.demand) == ("Shelves, nine days late", "A refund of the delivery.")


def test_two_drafts_of_one_letter(alice: Client, lena: Client, handler: Person) -> None:
    case = a_decided_case(handler)
    at = f"{page_of(case)}letter/"
    hers, his = as_sent(alice, page_of(case), at), as_sent(lena, page_of(case), at)
    assert lena.post(at, {**his, "body": "His letter.", "then": "keep"}).status_code == 303
    answer = alice.post(at, {**hers, "body": "Her letter.", "then": "keep"})
    assert answer.status_code == 409
    assert "His letter." in text(answer)
    assert Letter.objects.get(state="draft").body == "His letter."
    assert fields_of(answer.content.decode(), at)["body"] == "Her letter."
    assert as_sent(alice, page_of(case), at)["body"] == "His letter."


def test_of_facts_and_of_a_customer_only_the_same_field_is_in_the_way(
    case: CaseId, alice: Client, lena: Client, handler: Person
) -> None:
    allegation = an_allegation(case, handler)
    at = f"{page_of(case)}allegations/{allegation}/facts/"
    hers, his = as_sent(alice, page_of(case), at), as_sent(lena, page_of(case), at)
    lena.post(at, {**his, "days_late": "11"})
    assert alice.post(at, {**hers, "price_paid": "250.00"}).status_code == 303
    facts = Allegation.objects.get().facts
    assert (facts["days_late"], facts["price_paid"]) == ("11", "250.00")
    assert alice.post(at, {**hers, "days_late": "10"}).status_code == 409
    who = Customer.objects.get()
    at, page = f"/customers/{who.pk}/known/", f"/customers/{who.pk}/"
    hers, his = as_sent(alice, page, at), as_sent(lena, page, at)
    lena.post(at, {**his, "phone": "0123"})
    assert alice.post(at, {**hers, "name": "Sally H."}).status_code == 303
    answer = alice.post(at, {**hers, "phone": "0456"})
    assert (answer.status_code, Customer.objects.get().phone) == (409, "0123")
    again = fields_of(answer.content.decode(), at)
    assert (again["phone"], alice.post(at, again).status_code) == ("0456", 303)
    assert Customer.objects.get().phone == "0456"


def test_the_lists_of_the_firm_too(lena: Client, lead: Person, policy_owner: Person) -> None:
    first = causes.listed()[0]
    at = f"/causes/{first.key}/change/"
    mine = as_sent(lena, "/causes/", at)
    change_cause(first.key, "The carrier was slow", first.stage, False, policy_owner, NOW)
    answer = lena.post(at, {**mine, "label": "The carrier was late again"})
    assert answer.status_code == 409
    assert "Priya Nair changed this on" in text(answer)
    assert "The carrier was slow" in text(answer)
    said = {"name": "Practice", "needs": "Shelves", "promise": "A"}
    key = add_persona(said, True, policy_owner, NOW)
    at = f"/personas/{key}/change/"
    mine, theirs = as_sent(lena, "/personas/", at), as_sent(lena, "/personas/", at)
    assert lena.post(at, {**theirs, "promise": "B", "once": "other"}).status_code == 303
    assert lena.post(at, {**mine, "promise": "C"}).status_code == 409


def test_what_lies_behind_many_cases_and_what_is_asked_of_them(
    lena: Client, lead: Person, policy_owner: Person
) -> None:
    late = [Gathered(About.CAUSE, "carrier_delay")]
    cause = open_root_cause("One carrier", lead.pk, late, lead, NOW)
    page = f"/root-causes/{cause}/"
    shown = re.search(r'name="read" value="([^"]+)"', lena.get(f"{page}words/").content.decode())
    assert shown
    mine = {"read": unescape(shown[1]), "owner": f"{lead.pk}", "shown_by": "cause:carrier_delay"}
    change_root_cause(cause, "One van for all", lead.pk, late, policy_owner, NOW)
    answer = lena.post(f"{page}words/", {**mine, "label": "One carrier for all"})
    assert answer.status_code == 409
    assert "Priya Nair changed this on" in text(answer)
    assert "One van for all" in text(lena.get(page))
    number = keep_question("Owed", "SELECT 1", lead, NOW).pk
    at = f"/questions/{number}/name/"
    mine = as_sent(lena, f"/questions/?question={number}", at)
    rename_question(number, "All that is owed", lead, NOW)
    answer = lena.post(at, {**mine, "name": "What we owe"})
    assert answer.status_code == 409
    assert "All that is owed" in text(answer)


def test_of_several_that_were_chosen_none_is_lost(lena: Client, policy_owner: Person) -> None:
    keys = [
        add_persona({"name": name, "needs": "Shelves", "promise": "A"}, True, policy_owner, NOW)
        for name in ("Practice", "Workshop", "School")
    ]
    given = Touchpoint("", "Phone", JourneyStage.SUPPORT, Nature.SERVICE, "We answer.", 0, ())
    at = f"/touchpoints/{add_touchpoint(given, policy_owner, NOW)}/change/"
    mine, theirs = as_sent(lena, "/touchpoints/", at), as_sent(lena, "/touchpoints/", at)
    assert lena.post(at, {**theirs, "promise": "B", "once": "other"}).status_code == 303
    answer = lena.post(at, {**mine, "promise": "C", "personas": keys[:2]})
    assert answer.status_code == 409
    page = answer.content.decode()
    ticked = [key for key in keys if re.search(rf'value="{key}"[^>]*checked', page)]
    assert ticked == keys[:2]


def test_who_owns_it_is_not_taken_over_unseen(
    case: CaseId, alice: Client, lena: Client, lead: Person, handler: Person
) -> None:
    at = f"{page_of(case)}owner/"
    hers, his = as_sent(alice, page_of(case), at), as_sent(lena, page_of(case), at)
    assert lena.post(at, {**his, "owner": str(lead.pk)}).status_code == 303
    answer = alice.post(at, {**hers, "owner": str(handler.pk)})
    assert (answer.status_code, Case.objects.get(pk=case).owner) == (409, lead)
    assert "Lena Brandt" in text(answer)


def test_the_same_words_from_two_people_are_no_conflict(
    case: CaseId, alice: Client, lena: Client
) -> None:
    at = f"{page_of(case)}words/"
    hers, his = as_sent(alice, page_of(case), at), as_sent(lena, page_of(case), at)
    for client, told in ((lena, his), (alice, hers)):
        assert client.post(at, {**told, "demand": "A refund."}).status_code == 303
    assert Event.objects.filter(kind="case_mended").count() == 1


def test_what_was_typed_into_a_form_that_is_gone_is_shown(
    case: CaseId, alice: Client, handler: Person
) -> None:
    at = f"{page_of(case)}allegations/{an_allegation(case, handler)}/finding/"
    hers = as_sent(alice, page_of(case), at)
    Case.objects.filter(pk=case).update(state="closed")
    answer = alice.post(at, {**hers, "result": "partly", "because": "A long sentence of mine."})
    assert answer.status_code == 422
    assert "What you wrote, which is not kept" in text(answer)
    assert "A long sentence of mine." in text(answer)


def test_of_two_budgets_for_one_period_the_second_comes_back_with_both(
    alice: Client, lena: Client, lead: Person
) -> None:
    team, at = Team.objects.create(name="Retail"), "/exceptions/budgets/set/"
    mine = as_sent(lena, "/exceptions/budgets/", at) | {"team": str(team.pk), "amount": "500"}
    set_budget(team.pk, Period.QUARTER, NOW.date(), Money(Decimal(900), "GBP"), lead, NOW)
    answer = lena.post(at, mine)
    assert answer.status_code == 409
    assert "Lena Brandt changed this on" in text(answer)
    assert Budget.objects.get().amount == 900
    assert lena.post(at, fields_of(answer.content.decode(), at)).status_code == 303  # knowingly
    assert Budget.objects.get().amount == 500


def test_of_two_who_say_the_hours_of_one_person_the_second_comes_back_with_both(
    lena: Client, handler: Person, lead: Person
) -> None:
    at = "/insight/team/hours/"
    mine = as_sent(lena, "/insight/team/", at) | {"person": str(handler.pk), "a_week": "20"}
    keep_hours(handler.pk, Decimal("37.5"), lead, NOW)
    answer = lena.post(at, mine)
    assert (answer.status_code, "37.5" in text(answer)) == (409, True)
    assert "Lena Brandt changed this on" in text(answer)
    assert WorkingHours.objects.get().a_week == Decimal("37.5")


def test_of_two_who_move_somebody_the_second_sees_where_they_are_by_now(
    handler: Person, administrator: Person, signed_in: SignIn
) -> None:
    amos, page = signed_in(administrator), f"/people/{handler.pk}/"
    retail, online = (Team.objects.create(name=name) for name in ("Retail", "Online"))
    mine = as_sent(amos, page, f"{page}team/") | {"team": str(online.pk)}
    put_in_team(handler.pk, retail.pk, administrator, NOW)
    answer = amos.post(f"{page}team/", mine)
    assert (answer.status_code, "Retail" in text(answer)) == (409, True)
    assert Person.objects.get(pk=handler.pk).team == retail


def test_a_form_that_lost_what_it_had_read_takes_the_place_of_no_words(
    case: CaseId, alice: Client, handler: Person
) -> None:
    """A proxy or a tool that strips hidden fields does not switch the check off."""
    at = f"{page_of(case)}allegations/{an_allegation(case, handler)}/finding/"
    theirs, mine = "It came nine days late, says the carrier.", "It came in time, says the driver."
    first = {"result": "substantiated", "because": theirs}
    assert alice.post(at, first).status_code == 303, "there was nothing to write over"
    for lost in ({}, {"read": ""}, {"read": "x"}, {"read": "{}"}, {"read": "[]"}):
        answer = alice.post(at, {"result": "partly", "because": mine, **lost})
        said = text(answer)
        assert answer.status_code == 409
        assert theirs in said
        assert mine in said
        assert Finding.objects.get().because == theirs
    assert "does not say what you had read" in text(alice.post(at, {**first, "because": mine}))
    again = fields_of(answer.content.decode(), at)
    assert alice.post(at, again).status_code == 303
    assert Finding.objects.get().because == mine
