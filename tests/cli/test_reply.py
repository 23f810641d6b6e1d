"""`upheld reply check`: each problem with its sentence and its mend, as severe as the firm says."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings

from upheld.store import policies

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
