"""Each operation that writes over something asks which version was read; what has no version takes
none, so that nobody who names one is passed over."""

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import stories
from tests.api.programs import ROOT, Program
from tests.desk.test_imports import TABLE
from tests.drafts import a_draft
from tests.steps.changing import LATE, given

from upheld.api.app import schema
from upheld.core.budgets import Period
from upheld.core.campaigns import Campaign
from upheld.core.journey import Touchpoint
from upheld.core.money import Money
from upheld.core.references import reference
from upheld.core.words import CaseId, JourneyStage
from upheld.core.words import Touchpoint as Nature
from upheld.steps.feedback import offer_idea
from upheld.steps.keep_budgets import add_team, set_budget
from upheld.steps.keep_campaigns import keep_campaign
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_journey import add_persona, add_touchpoint
from upheld.steps.keep_questions import keep_question
from upheld.steps.keep_root_causes import open_root_cause
from upheld.steps.may import Complainant
from upheld.store import models as rows

NOW = stories.NOW
# A PUT or PATCH without a version, and why.
UNVERSIONED = {
    "write_team_of_person": "nothing tells who is in a team: it is one choice, whole",
    "review_line": "a contested line is reviewed once: the second is told who has looked at it",
}
# One where it may be left out, and why.
OPTIONAL = {
    "retire_or_restore": "in use or not: no words are written over",
    "retire_persona": "the same",
    "retire_touchpoint": "the same",
}
# The smallest that is taken of each.
BODIES: Mapping[str, Any] = {
    "mend_words": {"subject": "Late"},
    "give_case": {"owner": None},
    "write_circumstances": {"withdrawn": False},
    "write_order": {"reference": ""},
    "write_topic": {"topic": "Shelves"},
    "write_facts": {"facts": {"days_late": 30}},
    "write_marks": {"spans": []},
    "write_finding": {"result": "substantiated", "because": "It came late."},
    "keep_letter": {"kind": "final", "subject": "Yours", "body": "It came late."},
    "write_customer": {"phone": "1"},
    "write_mapping": {"mapping": None},
    "rewrite_cause": {"label": "Late", "stage": "use"},
    "retire_or_restore": {"retired": True},
    "write_campaign": {"key": "spring", "name": "Summer"},
    "write_day": {"valid_from": "2027-01-01"},
    "write_whole_file": {"text": "cases: []"},
    "write_rule_cells": {"row": 2, "was": {}, "cells": {}},
    "rewrite_persona": {"name": "Workshop", "needs": "Tools"},
    "retire_persona": {"retired": True},
    "rewrite_touchpoint": {"name": "Desk", "stage": "support", "nature": "service"},
    "retire_touchpoint": {"retired": True},
    "write_budget": {"period": "month", "day": "2026-11-02", "amount": "20"},
    "write_hours": {"a_week": "30"},
    "name_theme": {"name": "Broken"},
    "name_question": {"name": "Paid"},
    "rewrite_root_cause": {
        "label": "One van", "owner": 1, "evidence": [{"about": "cause", "key": "carrier_delay"}],
    },
    "propose_public_words": {"words": "We use two carriers."},
    "write_fate": {"state": "considered"},
    "write_news_wanted": {"wanted": False},
}  # fmt: skip
FIRST: Mapping[str, Callable[[], Any]] = {
    "case": lambda: reference(CaseId(rows.Case.objects.earliest("pk").pk)),
    "allegation": lambda: rows.Allegation.objects.earliest("pk").pk,
    "customer": lambda: rows.Customer.objects.earliest("pk").pk,
    "draft": lambda: rows.PolicyDraft.objects.get().pk,
    "import_id": lambda: rows.Import.objects.get().pk,
    "team": lambda: rows.Team.objects.get().pk,
    "person": lambda: rows.Person.objects.get(role="handler").pk,
    "file": lambda: "cases.yaml",
    "table": lambda: "goodwill",
}
NUMBERED = {
    "themes": rows.Theme, "questions": rows.Question, "root-causes": rows.RootCause,
    "changes": rows.Change, "ideas": rows.Idea,
}  # fmt: skip


def writing() -> Iterator[tuple[str, str, str, str]]:
    """Each operation that writes, its method and address, and whether it says that a version must
    or may come; neither where there is none."""
    for path, methods in schema()["paths"].items():
        for method, each in methods.items():
            told = {p["name"]: p for p in each.get("parameters", ())}.get("If-Match")
            match = ("must" if told["required"] else "may") if told else ""
            if method != "get":
                yield each["operationId"], method.upper(), path.removeprefix("/api/v1"), match


OVERWRITE = [each for each in writing() if each[1] in ("PUT", "PATCH")]


def test_each_put_and_patch_has_a_version_or_a_reason() -> None:
    assert {name for name, _, _, match in OVERWRITE if not match} == UNVERSIONED.keys()
    assert {name for name, *_ in OVERWRITE} - UNVERSIONED.keys() == BODIES.keys()


@pytest.fixture
def firm(lead: rows.Person, handler: rows.Person, leads: Program) -> None:
    """One of each that is written over."""
    case = stories.a_decided_case(handler)
    at = NOW - stories.days(1)
    offer_idea(stories.a_closed_case(lead, at), "Use two.", True, "m", Complainant(), at)
    record_change(open_root_cause("Late", lead.pk, [LATE], lead, at), given(), lead.pk, lead, NOW)
    add_persona({"name": "Practice", "needs": "Shelves", "promise": "A"}, True, lead, at)
    phone = Touchpoint("", "Phone", JourneyStage.SUPPORT, Nature.SERVICE, "We answer.", 0, ())
    add_touchpoint(phone, lead, at)
    keep_campaign(Campaign("spring", "Spring", "In two days"), lead, at)
    keep_question("Owed", "SELECT 1", lead, at)
    rows.Theme.objects.create(name="Late", first_found_at=at, found_at=at)
    team = add_team("North", lead, at).pk
    set_budget(team, Period.MONTH, NOW.date(), Money(Decimal("10"), "GBP"), lead, at)
    a_draft(lead)
    file = SimpleUploadedFile("tickets.csv", TABLE.encode())
    leads.client.post(f"{ROOT}/imports", {"file": file}, headers=leads.headers)
    assert case


def place(name: str, path: str) -> str:
    path = path.replace("/causes/{key}", "/causes/carrier_delay").replace(
        "/touchpoints/{key}", "/touchpoints/phone").replace("{key}", "practice")  # fmt: skip
    return re.sub(
        r"\{(\w+)\}", lambda found: str(FIRST.get(found[1], partial(first, path))()), path
    )


def first(path: str) -> int:
    """The number of the only one of its kind."""
    kind: Any = NUMBERED.get(path.split("/")[1])
    return kind.objects.get().pk if kind else 1


@pytest.mark.usefixtures("firm")
def test_nobody_writes_over_what_they_have_not_read(leads: Program) -> None:
    """428 where no version is named, 412 where it is another by now; and nothing is done."""
    done, wrong = rows.Event.objects.count(), []
    for name, method, path, _ in OVERWRITE:
        if name in UNVERSIONED:
            continue
        where, body = place(name, path), BODIES[name]
        stale = leads.ask(method, where, body, If_Match='"1"').status_code
        unread = 428 if name in OPTIONAL else leads.ask(method, where, body).status_code
        if (stale, unread) != (412, 428):
            wrong.append((name, where, stale, unread))
    assert not wrong
    assert rows.Event.objects.count() == done


def test_what_has_no_version_takes_none(leads: Program) -> None:
    """A version that is not looked at would be a promise: the request is refused whole."""
    for name, method, path, match in writing():
        answer = leads.ask(method, re.sub(r"\{\w+\}", "1", path), {}, If_Match='"1"')
        refused = answer.json()["type"] == "urn:upheld:problem:version"
        assert refused == (not match), (name, answer.status_code)


@pytest.mark.usefixtures("firm")
def test_no_letter_is_sent_of_words_that_another_changed(leads: Program, lead: rows.Person) -> None:
    here = f"/ideas/{rows.Idea.objects.get().pk}"
    fate = {"state": "not_taken_up", "because": "It costs too much."}
    read = leads.put(f"{here}/fate", fate, If_Match=leads.version(f"{here}/fate"))["ETag"]
    leads.put(f"{here}/fate", {**fate, "because": "Nobody liked it."}, If_Match=read)
    answer = leads.post(f"{here}/letter", If_Match=read)
    assert (answer.status_code, answer.json()["since"][0]["because"]) == (412, "Nobody liked it.")
    assert leads.post(f"{here}/letter").status_code == 428
    assert not rows.Letter.objects.filter(kind="idea").exists()
