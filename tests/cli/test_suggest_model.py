"""`upheld suggest` by a model: what it says is shown and checked, and kept nowhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from pytest_django import Settings
from tests.cli.conftest import Upheld
from tests.insight.endpoints import alleges, completes, endpoint, says
from tests.stories import NOW, a_decided_case, an_open_case

from upheld.core.words import CaseId
from upheld.steps.answer import draft_reply
from upheld.store import load
from upheld.store.models import Event, Person

SAID = b"My shelves came nine days late. Nobody told me."


def test_what_a_model_suggests_and_what_was_refused_is_told(
    upheld: Upheld, settings: Settings
) -> None:
    answer = alleges(("late", "My shelves came nine days late."), ("faulty", "They broke."))
    with endpoint(answer) as (there, _):
        settings.MODEL_URL, settings.MODEL_NAME = there.url, "tiny"
        told = json.loads(upheld("suggest", "text", "-", "--model", "--json", given=SAID).out)
        shown = upheld("suggest", "text", "-", "--model", given=SAID).out
    (found,) = told["suggestions"]
    assert (found["kind"], found["start"], found["end"]) == ("late", 0, 31)
    assert found["suggested_by"] == "tiny"
    assert told["refused"] == ['no sentence of the complaint says "They broke."']
    assert "late (suggested by tiny): My shelves came nine days late." in shown
    assert "refused: no sentence" in shown


def test_without_a_model_the_mend_is_said(upheld: Upheld, settings: Settings) -> None:
    ran = upheld("suggest", "text", "-", "--model", given=SAID)
    assert "set UPHELD_MODEL_URL and UPHELD_MODEL_NAME" in ran.error
    settings.MODEL_URL = "http://models.example.org/v1"
    assert "write https://host/v1" in upheld("suggest", "text", "-", "--model", given=SAID).error


def test_a_model_that_fails_is_one_line(upheld: Upheld, settings: Settings) -> None:
    with endpoint(says("<html>", 502)) as (there, _):
        settings.MODEL_URL = there.url
        ran = upheld("suggest", "text", "-", "--model", given=SAID)
    assert ran.error == "the endpoint answered 502"


class TestWording:
    @pytest.fixture(autouse=True)
    def monday(self) -> Iterator[None]:
        with time_machine.travel(NOW, tick=False):
            yield

    @pytest.fixture
    def case(self, handler: Person) -> CaseId:
        return a_decided_case(handler)

    @pytest.fixture
    def draft(self, case: CaseId, handler: Person, tmp_path: Path) -> str:
        return draft_reply(load.page(case), handler, NOW).body

    def test_a_letter_that_says_the_same_in_other_words_may_stand(
        self, upheld: Upheld, settings: Settings, case: CaseId, draft: str
    ) -> None:
        kinder = draft.replace("Sally Hart", "[name]").replace("With kind", "With our kind")
        before = Event.objects.count()
        with endpoint(completes({"body": kinder})) as (there, asked):
            settings.MODEL_URL = there.url
            ran = upheld("suggest", "wording", "-", "--kind", "final", "--case", str(case),
                         "--json", given=draft.encode())  # fmt: skip
        told = json.loads(ran.out)
        assert (ran.code, told["ok"], told["refused"]) == (0, True, [])
        assert "Dear Sally Hart" in told["body"]
        assert "Sally" not in json.dumps(asked.bodies)
        assert Event.objects.count() == before

    def test_another_amount_is_refused(
        self, upheld: Upheld, settings: Settings, case: CaseId, draft: str
    ) -> None:
        with endpoint(completes({"body": draft.replace("£12.50", "£500.00")})) as (there, _):
            settings.MODEL_URL = there.url
            ran = upheld("suggest", "wording", "-", "--kind", "final", "--case", str(case),
                         given=draft.encode())  # fmt: skip
        assert ran.code == 1
        assert "refused: 500.00 is not in the letter that was given" in ran.out
        assert "refused: amount_differs" in ran.out

    def test_the_opposite_answer_is_refused(
        self, upheld: Upheld, settings: Settings, case: CaseId, draft: str
    ) -> None:
        opposite = draft.replace("**", "").replace("Upheld", "Not upheld")
        opposite += "\n\nWe do not uphold your complaint and we will not refund you."
        with endpoint(completes({"body": opposite})) as (there, _):
            settings.MODEL_URL = there.url
            ran = upheld("suggest", "wording", "-", "--kind", "final", "--case", str(case),
                         given=draft.encode())  # fmt: skip
        assert ran.code == 1
        assert "refused: outcome_differs" in ran.out

    def test_a_final_letter_needs_its_decision(
        self, upheld: Upheld, settings: Settings, handler: Person
    ) -> None:
        case = an_open_case(handler)
        settings.MODEL_URL = "http://127.0.0.1:9/v1"
        ran = upheld("suggest", "wording", "-", "--kind", "final", "--case", str(case), given=SAID)
        assert "has no decision yet" in ran.error
        for wrong in ("x", "999999"):
            ran = upheld("suggest", "wording", "-", "--kind", "final", "--case", wrong, given=SAID)
            assert "case" in ran.error
