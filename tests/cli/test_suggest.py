"""`upheld suggest`: what it learns from, and what a text would suggest."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.cli.conftest import Upheld, environment
from tests.insight.test_suggesting import a_history
from tests.stories import a_complaint

from upheld.core.words import AllegationKind
from upheld.steps import investigate, receive
from upheld.steps.may import Operator
from upheld.store.models import Allegation


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def test_it_learns_and_tells_how_often_it_was_right(upheld: Upheld, db: None, var: Path) -> None:
    by, when = Operator(), a_complaint().received_at
    for one in a_history(60):
        case = receive.receive(a_complaint(one.text), by, when)
        for kind in one.alleged:
            investigate.allege(case, AllegationKind(kind), "As they say", {}, by, when)
    ran = upheld("suggest", "train", "--json")
    told = json.loads(ran.out)
    assert (told["complaints"], told["show_from"]) == (60, 0.7)
    assert told["accuracy"] > 0.9
    assert (var / "suggest" / "model.npz").exists()
    (var / "letter.txt").write_text("Hello there. Your bench came cracked.")
    ran = upheld("suggest", "text", str(var / "letter.txt"), "--json")
    (found,) = json.loads(ran.out)["suggestions"]
    assert (found["kind"], found["words"]) == ("faulty", "Your bench came cracked.")
    assert Allegation.objects.count() == 60


def test_too_little_history_is_told(upheld: Upheld, db: None) -> None:
    ran = upheld("suggest", "train")
    assert ran.code == 2
    assert "0 complaints can be learnt from, and at least 50" in ran.err


def test_without_history_the_starter_patterns_speak(upheld: Upheld, db: None, var: Path) -> None:
    (var / "letter.txt").write_text("It came nine days late. I want a refund.")
    told = upheld("suggest", "text", str(var / "letter.txt")).out
    assert "late (by a starter pattern): It came nine days late." in told
    assert "asked for: I want a refund." in told


def test_words_that_say_nothing_are_told(upheld: Upheld, db: None, var: Path) -> None:
    (var / "letter.txt").write_text("Good morning.")
    assert "The words do not say." in upheld("suggest", "text", str(var / "letter.txt")).out


@pytest.mark.slow
def test_no_command_waits_for_the_learning_library(tmp_path: Path) -> None:
    """scikit-learn is loaded when something is learnt, and never before."""
    code = (
        "import sys, upheld.cli.main, upheld.insight.suggest, upheld.insight.suggest.train; "
        "print([name for name in ('sklearn', 'scipy', 'numpy', 'rensa') if name in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", f"import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', "
         f"'upheld.project.settings'); import django; django.setup(); {code}"],
        env=environment(tmp_path), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.strip() == "[]"
