"""Who of several that complained of one matter is asked what, where the work is done."""

from typing import Any

from django.db import transaction
from pytest_django import DjangoAssertNumQueries
from tests.desk.acting import done
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.steps.test_ask_too import bobs_in, hers_is_open
from tests.stories import NOW, a_finding, an_allegation, an_investigated_case, an_open_case

from upheld.steps.answer import ask, draft_reply
from upheld.steps.decide import decide
from upheld.steps.merge import merge
from upheld.store import load, save
from upheld.store.models import Case, Person


def test_the_case_says_who_is_asked_where_and_gives_nobody_else_the_words(
    signed_in: SignIn, handler: Person
) -> None:
    sallys = an_investigated_case(handler)
    bobs = bobs_in(sallys, handler)
    alice, address = signed_in(handler), f"{page_of(bobs)}letters/question/"
    shown = alice.get(page_of(sallys))
    page = text(shown)
    panel = page[page.index("To find out") :]
    assert f"Ask: whoever complained of it too (Bob Mercer, UP-{bobs:06d})" in panel
    assert f'href="{address}"' in shown.content.decode()
    for to_her in ("Ask by letter", "Ask by telephone"):
        assert to_her not in panel
    decide(sallys, handler, NOW)
    page = text(alice.get(page_of(sallys)))
    assert "Next Ask whoever complained of it too Could you send us a photograph" in page
    form = alice.get(address)
    assert "Nothing to mend" in text(form)
    told = {name: form.context["form"][name].value() for name in ("subject", "body")}
    done(alice, address, {**told, "then": "send"})
    page = text(alice.get(page_of(sallys)))
    assert "They were asked by letter on Mon 2 Nov 2026" in page
    assert "Next Find out" in page


def test_it_takes_her_question_for_no_question_to_him(signed_in: SignIn, handler: Person) -> None:
    sallys = an_investigated_case(handler)
    bobs_in(sallys, handler)
    hers_is_open(sallys, handler)
    decide(sallys, handler, NOW)
    alice = signed_in(handler)
    assert "Next Ask the customer Who made the promise" in text(alice.get(page_of(sallys)))
    ask(sallys, draft_reply(load.page(sallys), handler, NOW), handler, NOW)
    assert "Next Ask whoever complained of it too" in text(alice.get(page_of(sallys)))


def test_nobody_is_given_words_to_ask_her_of_what_she_says_she_did_not_send(
    signed_in: SignIn, handler: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    told: Any = {"name": "Vicky Victim", "email": "v@example.net"}
    not_hers, hers = (an_open_case(handler, **told) for _ in range(2))
    hers_is_open(not_hers, handler)
    a_finding(hers, an_allegation(hers, handler), handler)
    merge(not_hers, hers, "", handler, NOW)
    alice = signed_in(handler)
    assert "Ask by telephone" in text(alice.get(page_of(hers)))
    with transaction.atomic():
        save.disowned(Case.objects.get(pk=not_hers), "the complainant", NOW)
    with django_assert_max_num_queries(15):
        page = text(alice.get(page_of(hers)))
    panel = page[page.index("To find out") :]
    assert "Who made the promise" in panel
    for to_her in ("Ask by letter", "Ask by telephone"):
        assert to_her not in panel
