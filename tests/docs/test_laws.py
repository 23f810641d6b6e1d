"""The page of each law is made from its tables, and leaves nothing out."""

import pytest
from cogapp import Cog
from tests.docs.pages import ROOT
from tests.policies.laws import NAMES

from upheld.store.policy_files.laws import read_law

REFERENCE = ROOT / "docs" / "reference"
for_each_law = pytest.mark.parametrize("name", NAMES)


@pytest.mark.parametrize("page", ["laws.md", *(f"law-{name}.md" for name in NAMES)])
def test_the_generated_parts_are_up_to_date(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", str(REFERENCE / page)]) == 0


@for_each_law
def test_every_fact_remedy_and_clause_is_on_the_page(name: str) -> None:
    law, page = read_law(name), (REFERENCE / f"law-{name}.md").read_text("utf-8")
    for fact in law.policy.inputs.keys() - {"remedy", "asked_on"}:
        assert f"| `{fact}` |" in page, fact
    for remedy in law.remedies:
        assert f"\n### {remedy}\n" in page
    rules = [rule for table in law.policy.tables.values() for rule in table.rules]
    sources = {rule.source for rule in rules if rule.ref.id != "in-its-turn"}
    assert [source for source in sources if source not in page] == []


@for_each_law
def test_what_nobody_checked_is_marked_as_often_as_it_stands_there(name: str) -> None:
    page = (REFERENCE / f"law-{name}.md").read_text("utf-8")
    rules = read_law(name).policy.tables["owed"].rules
    verified = [getattr(rule.outputs["owed.verified"], "value", None) for rule in rules]
    assert page.count("*not verified* |") == verified.count(False)
