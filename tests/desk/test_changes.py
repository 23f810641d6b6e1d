"""The pages of root causes and changes, who is told, what becomes of ideas, and the two walls."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from benchmarks.effect_firms import Simulated, series
from benchmarks.effect_firms import change as made
from django.test import Client
from tests import stories
from tests.conftest import person
from tests.desk.acting import done, refused
from tests.desk.as_sent import as_sent
from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.steps.changing import LATE, WORKED, given, made_private

from upheld.core.words import CaseId, LetterKind, Role
from upheld.insight.effects import check
from upheld.steps.feedback import offer_idea
from upheld.steps.keep_changes import keep_check, record_change
from upheld.steps.keep_root_causes import open_root_cause
from upheld.steps.may import Complainant
from upheld.store import models as rows

NOW = stories.NOW
BEFORE = NOW - timedelta(days=30)


@pytest.fixture
def lena(signed_in: SignIn, lead: rows.Person) -> Client:
    return signed_in(lead)


@pytest.fixture
def change(lead: rows.Person) -> int:
    """Made ten days ago, and one customer complained before it."""
    stories.a_closed_case(lead, BEFORE)
    number = open_root_cause("One carrier for all", lead.pk, [LATE], lead, BEFORE)
    made_on = (stories.NOW - timedelta(days=10)).date()
    told = replace(given(), made_on=made_on, judge_from=made_on)
    return record_change(number, told, lead.pk, lead, stories.NOW)


def test_before_any_is_opened_the_page_says_what_one_is(lena: Client) -> None:
    assert "None is written down yet" in text(lena.get("/root-causes/"))
    assert "Nothing is written down yet" in text(lena.get("/wall/"))


def _owners(page: Any) -> str:
    return str(page.content.decode().split('name="owner"')[1].split("</select>")[0])


def test_a_lead_opens_one_and_writes_down_a_change(
    lena: Client, lead: rows.Person, handler: rows.Person
) -> None:
    stories.a_closed_case(lead)
    empty = lena.post("/root-causes/add/", {"label": "", "owner": ""})
    assert "Lena Brandt" in _owners(empty)
    assert "Alice Moore" not in _owners(empty)  # who may keep no root cause
    assert empty.status_code == 422
    assert "Say in a few words what lies behind it." in text(empty)
    told = {"label": "One carrier for all", "owner": f"{lead.pk}"}
    for wrong in ("UP-1x", "UP-²", "9" * 5000):
        answer = lena.post("/root-causes/add/", {**told, "cases": f"UP-1, {wrong}"})
        assert f"{wrong} is no case" in text(answer)
    told |= {"cases": "", "shown_by": "cause:carrier_delay"}
    here = done(lena, "/root-causes/add/", told)
    page = text(lena.get(here))
    assert "Closed with the cause The carrier was late or lost it" in page
    assert "1 complaint" in page
    assert "£12.50" in page or "in the last twelve months" in page
    written = {
        "name": "A second carrier", "hypothesis": "One van breaks down.", "owner": f"{lead.pk}",
        "told_as": "We use a second carrier now.", "made_on": "2026-11-02",
        "measure": "cause:carrier_delay", "among": "products", "expected": "30",
        "beside": "topic:x",
    }  # fmt: skip
    assert "is not one of the available choices" in text(lena.post(f"{here}changes/", written))
    del written["beside"]
    change = done(lena, f"{here}changes/", written)
    page = text(lena.get(change))
    assert "Nobody has looked yet" in page
    assert "At least 30 % fewer complaints closed with “The carrier was late or lost it”" in page
    assert "Cannot tell yet" not in page


def test_a_look_at_few_numbers_says_what_is_missing(lena: Client, change: int) -> None:
    done(lena, f"/changes/{change}/check/", {})
    page = text(lena.get(f"/changes/{change}/"))
    assert "Cannot tell yet" in page
    assert "0 weeks with records before it, and 13 are needed" in page


def test_a_verdict_stands_with_its_numbers_its_picture_and_pretended_days(
    lena: Client, change: int, lead: rows.Person
) -> None:
    firm = Simulated("quiet", weekly=4, effect=0.4)
    found = check(made(firm), series(firm, 1))
    rows.Change.objects.update(made_on=made(firm).made_on, judge_from=made(firm).made_on)
    keep_check(change, found, lead, stories.NOW)
    page = lena.get(f"/changes/{change}/")
    told = text(page)
    assert "Worked" in told
    assert "days before it, on which nothing was changed, were taken for the day" in told
    assert "9 times in 10" in told
    assert 'class="band"' in page.content.decode()
    assert page.content.decode().count("<tr>") > 30


@pytest.mark.parametrize(
    ("page", "most"),
    [("/root-causes/", 11), ("/root-causes/{0}/", 15), ("/changes/{1}/", 15), ("/wall/", 10),
     ("/changes/{1}/telling/", 14), ("/voices/", 10)],
)  # fmt: skip
def test_a_page_asks_the_store_few_questions(
    lena: Client, change: int, page: str, most: int, django_assert_max_num_queries: object
) -> None:
    cause = rows.RootCause.objects.get().pk
    with django_assert_max_num_queries(most):  # type: ignore[operator]
        assert lena.get(page.format(cause, change)).status_code == 200


def test_those_who_complained_are_told_once_and_no_more_than_is_known(
    lena: Client, change: int, lead: rows.Person
) -> None:
    here = f"/changes/{change}/telling/"
    page = text(lena.get(here))
    assert "1 person complained about it" in page
    assert "Nothing to mend: it claims no more than the numbers say" in page
    boast = {"told_as": "We use two carriers. Far fewer come late.", "then": "read"}
    assert "A change is said to help before that is known" in text(lena.post(here, boast))
    assert "That it helps may be said once a check" in refused(
        lena, here, {**boast, "then": "send"}, 422
    )
    keep_check(change, WORKED, lead, stories.NOW)
    done(lena, here, {"told_as": "We use two carriers now.", "then": "send"})
    assert rows.Letter.objects.filter(kind=LetterKind.CHANGE).count() == 1
    assert "Nobody is left to be told now" in text(lena.get(here))


def test_an_idea_is_taken_up_and_they_hear_of_it(
    lena: Client, change: int, lead: rows.Person
) -> None:
    case = rows.Case.objects.get()
    offer_idea(CaseId(case.pk), "Use two.", True, "m", Complainant(), stories.NOW)
    idea = rows.Idea.objects.get().pk
    here = f"/ideas/{idea}/"
    assert "Say what becomes of it" in text(lena.get("/voices/"))
    assert "No letter: nothing has become of it yet" in text(lena.get(here))
    told = {"state": "not_taken_up", "because": ""}
    assert "Say why it is not taken up" in refused(lena, f"{here}fate/", told, 422)
    done(lena, f"{here}fate/", {"state": "taken_up", "change": f"{change}"})
    assert "We have taken it up" in text(lena.get(here))
    done(lena, f"{here}tell/", as_sent(lena, here, f"{here}tell/"))
    assert "No letter: they were told already" in text(lena.get(here))


def test_what_a_page_did_not_show_is_written_over_by_nobody(
    lena: Client, change: int, signed_in: SignIn, lead: rows.Person
) -> None:
    """Words for everybody, what becomes of an idea, and the letter that says so."""
    marta = signed_in(person("Marta Vogel", Role.LEAD))
    at, page = f"/changes/{change}/words/", f"/changes/{change}/"
    mine, theirs = as_sent(lena, page, at), as_sent(marta, page, at)
    done(marta, at, {**theirs, "words": "Large pieces came late."})
    told = refused(lena, at, {**mine, "words": "We use two carriers."}, 409)
    assert "Marta Vogel changed this on" in told
    assert rows.Change.objects.get().public_words == "Large pieces came late."
    offer_idea(CaseId(rows.Case.objects.get().pk), "Use two.", True, "m", Complainant(), NOW)
    page = f"/ideas/{rows.Idea.objects.get().pk}/"
    at = f"{page}fate/"
    mine, theirs = as_sent(lena, page, at), as_sent(marta, page, at)
    done(marta, at, {**theirs, "state": "not_taken_up", "because": "It costs too much."})
    read = as_sent(lena, page, f"{page}tell/")
    refused(lena, at, {**mine, "state": "not_taken_up", "because": "Nobody liked it."}, 409)
    theirs = as_sent(marta, page, at)
    done(marta, at, {**theirs, "state": "not_taken_up", "because": "We tried it.", "once": "2"})
    told = refused(lena, f"{page}tell/", read, 422)
    assert "The letter reads otherwise than when you read it: read it again" in told
    done(lena, f"{page}tell/", as_sent(lena, page, f"{page}tell/"))
    assert "We tried it." in rows.Letter.objects.get(kind=LetterKind.IDEA).body


def folded_page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_words_are_public_once_another_person_approved_them(
    lena: Client, change: int, signed_in: SignIn, lead: rows.Person
) -> None:
    for n in range(4):
        stories.a_closed_case(lead, BEFORE, name=f"Kim {n}", email=f"k{n}@a.example")
    words = "Large pieces came late. We use a second carrier now."
    done(lena, f"/changes/{change}/words/", {"words": words})
    assert "ask another" in refused(lena, f"/changes/{change}/approve/", {}, 422)
    assert words not in text(Client().get("/complain/changes/"))
    marta = signed_in(person("Marta Vogel", Role.LEAD))
    assert f'name="read" value="{words}"' in folded_page(marta, f"/changes/{change}/?do=approve")
    other = {"read": "Large pieces never came late."}
    told = refused(marta, f"/changes/{change}/approve/", other, 422)
    assert "The words were written anew while you read: read them again" in told
    assert words not in text(Client().get("/complain/changes/"))
    done(marta, f"/changes/{change}/approve/", {"read": words})
    public = Client().get("/complain/changes/")
    assert words in text(public)
    assert "Whether it helps we cannot tell yet" in text(public)
    assert public["Cache-Control"] == "public, max-age=300"
    assert not public.cookies
    done(lena, f"/changes/{change}/down/", {})
    assert words not in text(Client().get("/complain/changes/"))


def test_beside_a_private_team_an_administrator_approves_the_words_and_no_lead_is_offered_it(
    lena: Client, change: int, signed_in: SignIn, administrator: rows.Person
) -> None:
    done(lena, f"/changes/{change}/words/", {"words": "Large pieces came late."})
    stories.a_closed_case(administrator, BEFORE, name="Fay Quill", email="fay@a.example")
    made_private(rows.Case.objects.get(customer__name="Fay Quill").pk)
    marta = signed_in(person("Marta Vogel", Role.LEAD))
    offered = f'"/changes/{change}/approve/"'
    page = folded_page(marta, f"/changes/{change}/?do=approve")
    assert (offered in page, "An administrator is to approve it" in page) == (False, True)
    ada = signed_in(administrator)
    page = folded_page(ada, f"/changes/{change}/?do=approve")
    assert (offered in page, "Another person is to approve it" in page) == (True, True)


def test_handlers_see_the_wall_and_change_nothing(
    alice: Client, change: int, signed_in: SignIn, auditor: rows.Person
) -> None:
    assert "A second carrier" in text(alice.get("/wall/"))
    assert alice.get("/root-causes/").status_code == 403
    for address in ("check/", "telling/", "words/"):
        refused(alice, f"/changes/{change}/{address}", {}, 403)
    reading = signed_in(auditor)
    assert "Look at the numbers now" not in text(reading.get(f"/changes/{change}/"))
    refused(reading, f"/changes/{change}/check/", {}, 403)
    assert reading.get("/changes/999/").status_code == 404


def test_whoever_wants_no_such_letters_is_written_down(lena: Client, change: int) -> None:
    case = rows.Case.objects.get()
    here = f"/cases/{case.reference}/theirs/"
    done(lena, f"{here}news/", {"wanted": "no"})
    assert "They want none" in text(lena.get(here))
    assert "Want no such letters 1" in text(lena.get(f"/changes/{change}/telling/"))
    done(lena, f"{here}news/", {"wanted": "yes"})
    assert "They get one, once" in text(lena.get(here))
