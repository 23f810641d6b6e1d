"""Files under policies/ that a firm edits: a slip is named by file and row, when it is read."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from upheld.store import policies
from upheld.store.policies import BadData

OURS = Path(__file__).resolve().parents[2] / "policies"
CACHED = (policies.voice, policies.causes, policies._obligations, policies._regime)


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str, str], None]:
    """Our policies with one slip: in a file, a text becomes another."""
    shutil.copytree(OURS, tmp_path / "policies")
    monkeypatch.setattr(settings, "POLICIES", tmp_path / "policies")

    def edit(file: str, before: str, after: str) -> None:
        path = tmp_path / "policies" / file
        text = path.read_text("utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), "utf-8")
        for read in CACHED:
            read.cache_clear()

    return edit


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    for read in CACHED:
        read.cache_clear()


def test_a_stage_that_is_none(edited: Callable[[str, str, str], None]) -> None:
    edited("standard/causes.csv", ",use,no", ",usage,no")
    with pytest.raises(BadData, match=r"standard/causes.csv, row 2: 'usage' is not a valid Journ"):
        policies.causes()


def test_a_column_that_is_missing(edited: Callable[[str, str, str], None]) -> None:
    edited("standard/causes.csv", "cause,label,stage", "cause,label,phase")
    with pytest.raises(BadData, match=r"row 2: there is no 'stage': add it"):
        policies.causes()


def test_a_number_of_days_that_is_none(edited: Callable[[str, str, str], None]) -> None:
    edited("regimes/us-cfpb/obligations.csv", ",15,", ",fifteen,")
    with pytest.raises(BadData, match=r"us-cfpb/obligations.csv, row 2: invalid literal"):
        policies._obligations("us-cfpb")


def test_a_voice_without_its_firm(edited: Callable[[str, str, str], None]) -> None:
    edited("standard/letters.yaml", "firm: ", "company: ")
    with pytest.raises(BadData, match=r"standard/letters.yaml: .*firm Field required"):
        policies.voice()


def test_a_voice_that_is_no_yaml(edited: Callable[[str, str, str], None]) -> None:
    edited("standard/letters.yaml", "firm: ", "firm: [")
    with pytest.raises(BadData, match=r"standard/letters.yaml: while parsing"):
        policies.voice()
