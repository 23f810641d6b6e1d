"""The page of the API is made from its schema."""

import pytest
from cogapp import Cog
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "api.md"


def test_the_generated_part_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", str(PAGE)]) == 0
