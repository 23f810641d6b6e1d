"""Suggestions speak for themselves only where the firm's policy says so."""

import shutil
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.insight.test_suggesting import a_history
from tests.stories import NOW, a_received_case, an_allegation

from upheld.insight.suggest import kept, model
from upheld.insight.suggest.train import train
from upheld.jobs import suggesting
from upheld.store.models import Allegation, Person
from upheld.store.policies import folder
from upheld.store.policy_files import suggestions_file
from upheld.store.policy_files.data_files import BadData

TEXT = "Hello there. Your bench came cracked. Kind regards."


@pytest.fixture(autouse=True)
def learnt(settings: Settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    model.save(train(a_history(120), 0.7), kept.place())


def says(settings: Settings, tmp_path: Path, text: str) -> None:
    shutil.copytree(folder(), tmp_path / "policies" / "standard")
    settings.POLICIES = tmp_path / "policies"
    (folder() / "suggestions.yaml").write_text(text, "utf-8")


def test_by_default_a_person_alleges(handler: Person) -> None:
    case = a_received_case(handler, text=TEXT)
    assert suggesting.sweep(NOW) == case
    assert not Allegation.objects.exists()


def test_where_the_policy_says_so_what_is_sure_enough_is_alleged_once(
    handler: Person, settings: Settings, tmp_path: Path
) -> None:
    says(settings, tmp_path, "apply_from: 0.8")
    a_received_case(handler, text=TEXT)
    looked_at = suggesting.sweep(NOW)
    suggesting.sweep(NOW, looked_at)
    suggesting.sweep(NOW)
    row = Allegation.objects.get()
    assert (row.kind, row.statement) == ("faulty", "Your bench came cracked.")
    assert row.spans == [[13, 37]]


def test_what_somebody_alleged_already_is_left_to_them(
    handler: Person, settings: Settings, tmp_path: Path
) -> None:
    says(settings, tmp_path, "apply_from: 0.0")
    an_allegation(a_received_case(handler, text=TEXT), handler)
    suggesting.sweep(NOW)
    assert Allegation.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("apply_from: 7", "apply_from: 7.0 is not from 0 to 1"),
        ("aply_from: 0.9", "aply_from: it may say nothing of the kind: take it out, or correct"),
        ("- 1", "standard/suggestions.yaml: Input should be a dictionary"),
        ("show_from: often", "should be a valid number"),
        ("show_from: [", "standard/suggestions.yaml"),
    ],
)
def test_a_file_that_says_something_else_is_told(
    settings: Settings, tmp_path: Path, text: str, why: str
) -> None:
    says(settings, tmp_path, text)
    with pytest.raises(BadData, match=why):
        suggestions_file.trust()
