"""docs/tutorial/add-a-regime.md prints what its commands print, and clocks.md is up to date."""

from pathlib import Path

import pytest
from cogapp import Cog
from tests.docs.pages import ROOT, blocks, codes, table
from tests.docs.test_commands import ADD_A_REGIME, commands, run
from tests.new_store import new_store

from upheld.core.obligations import Force, ObligationKind
from upheld.store.policy_files.regime_files import read_regime

CLOCKS = ROOT / "docs" / "reference" / "clocks.md"


def test_the_clocks_are_those_of_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", str(CLOCKS)]) == 0


def test_every_force_is_explained() -> None:
    rows = table(CLOCKS.read_text("utf-8"), "force")
    assert [codes(row[0])[0] for row in rows] == list(Force)
    assert [codes(row[0])[0] for row in rows if row[2] == "yes"] == [Force.OWN]


def test_every_column_and_every_kind_is_explained() -> None:
    rows = {row[0]: row[1] for row in table(ADD_A_REGIME.read_text("utf-8"), "column")}
    head = (ROOT / "policies/regimes/iso-10002/obligations.csv").read_text().splitlines()[0]
    assert {name for names in rows for name in codes(names)} == set(head.split(","))
    assert set(codes(rows["`kind`"])) == set(ObligationKind)


@pytest.mark.slow
def test_a_lead_adds_a_regime_by_copying_a_folder(tmp_path: Path, quick: Path) -> None:
    new_store(tmp_path / "var")
    done = run(commands(ADD_A_REGIME), tmp_path, quick)
    assert done.returncode == 0, done.stderr
    printed = done.stdout + done.stderr
    shown = [block.text for block in blocks(ADD_A_REGIME) if block.language == "text"]
    assert len(shown) == 2
    assert [text for text in shown if text.strip() not in printed] == []
    added = read_regime(tmp_path / "ours" / "regimes" / "riyadh-workshop")
    assert added.calendar.weekend == {4, 5}
    assert list(added.kinds) == ["standard", "trade"]
