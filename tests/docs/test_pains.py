"""Each thing that hurt others has one named test here, and the page that says so is up to date."""

import sys
from collections import Counter

import pytest
from cogapp import Cog
from tests.docs.pages import ROOT

sys.path.insert(0, str(ROOT / "docs"))
from pains_page import claims, points

PAGE = ROOT / "docs" / "reference" / "pains.md"


def test_each_point_is_claimed_by_one_test_and_no_test_claims_what_is_none() -> None:
    claimed = Counter(claim.number for claim in claims())
    assert claimed == Counter(point.number for point in points())


def test_the_list_is_whole() -> None:
    pains, security, reliability = range(1, 21), range(1, 42), range(1, 11)
    wanted = [*(f"P{n}" for n in pains), *map(str, security), *(f"R{n}" for n in reliability)]
    assert [point.number for point in points()] == wanted


def test_the_generated_part_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", str(PAGE)]) == 0
