"""`upheld reply check`: each problem with its sentence and its mend, as severe as the firm says."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from tests import stories

from upheld.steps.may import Operator
from upheld.store import policies
from upheld.store.models import Letter

from .conftest import ROOT, Upheld

LETTER = (
    b"Dear Ms Hart,\n\nRest assured that we have your complaint. We will write by 20 November.\n"
)


def severities(upheld: Upheld) -> dict[str, str]:
    ran = upheld("reply", "check", "-", "--kind", "acknowledgement", "--json", given=LETTER)
    told = json.loads(ran.out)
    assert told["ok"] is (ran.code == 0)
    return {problem["code"]: problem["severity"] for problem in told["problems"]}


def test_an_empty_promise_is_advised_against(upheld: Upheld) -> None:
    assert severities(upheld) == {"empty_promise": "advise"}


def test_the_firm_says_what_blocks(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "policies", tmp_path / "policies")
    letters = tmp_path / "policies" / "standard" / "letters.yaml"
    told = letters.read_text("utf-8").replace("checks: {}", "checks: {empty_promise: block}")
    letters.write_text(told, "utf-8")
    monkeypatch.setattr(settings, "POLICIES", tmp_path / "policies")
    policies.voice.cache_clear()
    try:
        assert severities(upheld) == {"empty_promise": "block"}
    finally:
        policies.voice.cache_clear()


def test_the_rules_say_what_must_stand_in_it(upheld: Upheld) -> None:
    told = ("reply", "check", "-", "--kind", "acknowledgement", "--regime", "uk-fca-disp")
    assert "block missing_content: time_limit (DISP 1.6.1R(1))" in upheld(*told, given=LETTER).out
    whole = LETTER + b"\n\nWe have at most eight weeks for our answer."
    assert upheld(*told, given=whole).code == 0


def test_unknown_rules_are_told_with_those_that_there_are(upheld: Upheld) -> None:
    told = ("reply", "check", "-", "--kind", "final", "--regime", "uk-fca")
    assert upheld(*told, given=LETTER).error == (
        "regime uk-fca is not known: did you mean uk-fca-disp?"
    )


@pytest.mark.django_db
class TestPrint:
    def test_the_newest_letter_that_left(self, upheld: Upheld, tmp_path: Path) -> None:
        case = stories.an_open_case(Operator())
        ran = upheld("reply", "print", f"UP-{case:06d}")
        assert ran.out == f"wrote UP-{case:06d}-acknowledgement.pdf\n"
        assert (tmp_path / f"UP-{case:06d}-acknowledgement.pdf").read_bytes()[:5] == b"%PDF-"
        again = upheld("reply", "print", f"UP-{case:06d}")
        assert "is there already: name another with --output" in again.error

    def test_a_letter_that_cannot_be_set(self, upheld: Upheld, tmp_path: Path) -> None:
        case = stories.an_open_case(Operator())
        Letter.objects.filter(case=case).update(body="\N{ARABIC LETTER BEH}" * 33_000)
        ran = upheld("reply", "print", f"UP-{case:06d}")
        assert "it cannot be printed: the renderer gave up on it" in ran.error
        assert not list(tmp_path.glob("*.pdf"))

    def test_what_is_not_there(self, upheld: Upheld) -> None:
        case = stories.an_open_case(Operator())
        none = upheld("reply", "print", f"UP-{case:06d}", "--kind", "final")
        assert (
            none.error == f"no final letter of UP-{case:06d} left yet: send it from the desk first"
        )
        assert "is no case" in upheld("reply", "print", "Sally").error
