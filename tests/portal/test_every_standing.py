"""Wherever a complaint went, whatever was said of whose it is, and however far it is: its page says
what is so, and each form on it does what it says."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import Settings
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came, mailed_link
from tests.portal.test_gone import erased
from tests.portal.test_mailed import BOB, SERVER, mailed
from tests.steps.acts import QUESTION
from tests.steps.test_restrict import in_force

from upheld.core.words import CaseId, CaseState, Role
from upheld.steps import may
from upheld.steps.answer import answer, ask, draft_reply
from upheld.steps.answer_too import answer_too, draft_answer_too
from upheld.steps.close import close
from upheld.steps.decide import decide
from upheld.steps.merge import merge, undo_merge
from upheld.steps.place_message import place_into
from upheld.steps.split import split
from upheld.steps.tell import Told, tell
from upheld.store import load, tokens
from upheld.store.merged import merging
from upheld.store.models import Case, Customer, Evidence, Letter, Person

PAGE = "/complain/case/"
NOW, THEM = stories.NOW, may.Complainant()
HIS: Mapping[str, Any] = {"name": "Bob Mercer", "email": "bob@example.net"}
ALONE, INTO_OWN, TOOK_OWN = "alone", "went into their own", "took in their own"
INTO, BACK, TOOK = "went into another's", "came back from another's", "took in another's"
HISTORY, HISTORY_OF, GONE = "history in their own", "history in another's", "went into an erased"
WHERE = (ALONE, INTO_OWN, TOOK_OWN, INTO, BACK, TOOK, HISTORY, HISTORY_OF, GONE)
ASKED, SAID, TO_COME, ANSWERED = "asked", "said", "a letter is to come", "answered"
DOUBTED = "answered by mail that is refused and that one of us placed"
STAGES = (ASKED, SAID, DOUBTED, TO_COME, ANSWERED)
NOTHING, SPLIT, DISOWNED, RESTRICTED = "nothing", "split", "disowned", "restricted"
BESIDE = (NOTHING, SPLIT, DISOWNED, RESTRICTED)
_FORM = re.compile(r'<form[^>]*?action="([^"]+)".*?</form>', re.DOTALL)
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
FILLED: Mapping[str, Mapping[str, str]] = {
    "add": {"words": "One more thing."}, "questions": {"words": "On the Friday."},
    "record": {"words": "I was cut off."}, "outcome": {"accepted": "yes"},
    "fairness": {"procedural": "2"}, "idea": {"idea": "Ring first."}, "news": {"wanted": "no"},
    "onward": {},
}  # fmt: skip


class World:
    """Bob's complaint, and Sally's, into which it may go."""

    def __init__(self, by: Person, lead: Person, administrator: Person, came_in: Came) -> None:
        self.by, self.lead, self.administrator, self.came_in = by, lead, administrator, came_in
        self.his = stories.an_open_case(by, **HIS)
        self.other = stories.an_open_case(by, **HIS)
        self.hers = stories.an_open_case(by)

    def stands(self, where: str, stage: str, beside: str) -> Client:
        self.said(stage)
        if beside == SPLIT:
            self.split()
        self.goes(where)
        self.gets_as_far_as(where, stage)
        client = self.came_in(self.his)
        if beside == DISOWNED:
            client = self.disowned()
        if beside == RESTRICTED:
            second = Person.objects.create_person("sam@x.example", "Sam", Role.LEAD, "x" * 12)
            Customer.objects.update(vulnerable=False)
            in_force(self.his, self.lead, second, self.by)
        if where == GONE:
            stories.promises_kept(self.hers, self.by)
            erased(self.hers, self.lead, self.administrator)
        return client

    def said(self, stage: str) -> None:
        ask(self.his, QUESTION, self.by, NOW)
        self.question = Letter.objects.get(kind="question")
        if stage == DOUBTED:
            answers = {"In_Reply_To": tokens.message_id(self.question)}
            row = mailed(None, "On the Monday.", BOB, "fail", **answers)
            place_into(row.pk, self.his, self.by, NOW)
        elif stage != ASKED:
            tell(self.his, Told("On the Friday.", (), self.question.pk, ""), THEM, NOW)

    def split(self) -> None:
        """What he answered by mail was another matter."""
        row = mailed(None, "And the lamp.", BOB, In_Reply_To=tokens.message_id(self.question))
        assert row.case_id == self.his
        split(row.pk, self.by, NOW + stories.days(1))

    def goes(self, where: str) -> None:
        if where in (HISTORY, HISTORY_OF):
            self.answered(self.his)
            close(self.his, "carrier_delay", "", "", self.by, NOW, still_to_keep=True)
        case, into = {
            INTO_OWN: (self.his, self.other), TOOK_OWN: (self.other, self.his),
            TOOK: (self.hers, self.his), HISTORY: (self.his, self.other), ALONE: (0, 0),
        }.get(where, (self.his, self.hers))  # fmt: skip
        if case:
            row = merge(CaseId(case), CaseId(into), "One van.", self.by, NOW, sure=True)
        if where == BACK:
            undo_merge(CaseId(into), row.pk, self.by, NOW)

    @property
    def there(self) -> CaseId:
        return CaseId(merging.worked_on_in(Case.objects.get(pk=self.his)).pk)

    def gets_as_far_as(self, where: str, stage: str) -> None:
        if stage in (ASKED, SAID, DOUBTED) or where in (HISTORY, HISTORY_OF):
            return
        beside = where in (INTO, GONE)
        if stage == ANSWERED:
            self.answered(self.there, too=self.his if beside else None)
        else:
            self.decided(self.there)
        if beside and stage == TO_COME:  # as a version did that forgot whoever complained too
            Case.objects.filter(pk=self.hers).update(state=CaseState.ANSWERED)

    def decided(self, case: CaseId) -> int:
        stories.a_finding(case, stories.an_allegation(case, self.by), self.by)
        return decide(case, self.by, NOW).pk

    def answered(self, case: CaseId, too: CaseId | None = None) -> None:
        decision = self.decided(case)
        for each in {too, *self.beside(case)} - {None}:
            assert each is not None
            letter = draft_answer_too(load.page(each), self.by, NOW)
            answer_too(each, decision, letter, self.by, NOW)
        answer(case, decision, draft_reply(load.page(case), self.by, NOW), self.by, NOW)

    def beside(self, case: CaseId) -> set[CaseId]:
        return {self.hers} if Case.objects.get(pk=self.hers).merged_into_id == case else set()

    def disowned(self) -> Client:
        self.ask_link()
        assert Client().post(f"{mailed_link()}not-mine/").status_code == 303
        return self.came_in(self.his)

    def ask_link(self) -> None:
        told = {"email": HIS["email"], "reference": Case(pk=self.his).reference}
        Client().post("/complain/link/", told)


def forms(client: Client) -> dict[str, tuple[str, dict[str, str]]]:
    """By its kind, where each form of the page goes, with what it carries unseen."""
    told = client.get(PAGE).content.decode()
    found = {}
    for match in _FORM.finditer(told):
        if match[1].startswith(PAGE):
            kind = match[1].removeprefix(PAGE).split("/")[0]
            found[kind] = (match[1], dict(_HIDDEN.findall(match[0])))
    return found


def kinds(where: str, stage: str, beside: str) -> set[str]:
    """The forms that such a page has."""
    if where == GONE:
        return set()
    after = {"idea", "news", "fairness"}
    closed = where in (HISTORY, HISTORY_OF)
    found = {"add"}
    if beside == RESTRICTED:
        found |= {"record"}
    if closed:
        return found | after | ({"onward"} if where == HISTORY else set())
    if stage == ANSWERED:
        return found | after | {"outcome"}
    return found | ({"questions"} if stage in (ASKED, DOUBTED) else set())


def headline(where: str, stage: str) -> str:
    if where in (HISTORY, HISTORY_OF):
        return "Your complaint is closed"
    if where == GONE:
        return "Your complaint is closed" if stage == ANSWERED else "We no longer work on this"
    if stage == ANSWERED:
        return "We have answered you"
    if where == INTO:
        return {TO_COME: "our letter to you is still to come"}.get(stage, "We look at it together")
    if stage == TO_COME:
        return "We are looking into it"
    return ""


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def checked(settings: Settings) -> None:
    settings.MAIL_CHECKED_BY = SERVER


@pytest.fixture
def world(db: None, handler: Person, lead: Person, administrator: Person, came_in: Came) -> World:
    return World(handler, lead, administrator, came_in)


# Alone in each stage; what is beside it, where they are asked and where they are answered.
_EACH = [
    *product(WHERE, STAGES, (NOTHING,)),
    *product(WHERE, (ASKED, ANSWERED), (SPLIT, DISOWNED, RESTRICTED)),
]


@pytest.mark.parametrize(("where", "stage", "beside"), _EACH)
def test_its_page_says_what_is_so_and_each_form_on_it_is_taken(
    world: World, where: str, stage: str, beside: str
) -> None:
    client = world.stands(where, stage, beside)
    page, there = text(client.get(PAGE)), forms(client)
    assert there.keys() == kinds(where, stage, beside)
    assert headline(where, stage) in page
    assert "On which day did it come?" in page
    assert "Sally" not in page
    assert "On the Monday." not in page
    assert ("kept no longer" in page) is (where == GONE)
    assert ("still to come" in page) is ((where, stage) == (INTO, TO_COME))
    for kind, (action, hidden) in there.items():
        with taken_back():
            took = client.post(action, {**hidden, **FILLED[kind]}, follow=True)
            assert [status for _, status in took.redirect_chain] == [303], kind
            assert 'class="flash"' in took.content.decode() or kind == "onward"
            if kind in ("add", "questions"):
                check_heard(client, where, kind)


def check_heard(client: Client, where: str, kind: str) -> None:
    """What they wrote stands on their page, or where that page says; a question that they answered
    is asked no more."""
    words = FILLED[kind]["words"]
    assert Evidence.objects.filter(text=words).exists()
    if where == HISTORY:
        client.post(*forms(client)["onward"])
    assert words in text(client.get(PAGE))
    assert kind == "add" or "questions" not in forms(client)
