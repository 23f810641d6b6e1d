"""A backtest: what a draft would have decided otherwise, for whom, and what it would have cost."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.core.given import CORE_FIT, NOW, OUTSIDE_FIT, POLICY, document
from tests.insight.drafts import changed, changed_folder

from upheld.core.doctrine import DoctrineError
from upheld.insight.backtest import CannotCompare, Documents, Report, backtest
from upheld.insight.backtest.report import Change, Cost, Undecided, Ways
from upheld.store.policies import PolicyMissing
from upheld.tables import Policy, load

SALLY, BOB = document(), document(customer=OUTSIDE_FIT)
LOST = {"kind": "not_received", "finding": "substantiated",
        "facts": {"touchpoint": "product", "price_paid": 240, "delivery_paid": 10}}  # fmt: skip
VOUCHER = ("near-medium-small", "near-medium-small")


def of(*documents: dict[str, Any], **segments: Sequence[str]) -> Documents:
    names = [f"UP-{at}" for at in range(1, len(documents) + 1)]
    columns = {f"segment.{name}": list(groups) for name, groups in segments.items()}
    return Documents(names, documents, pl.DataFrame(columns))


def run(draft: Policy, *documents: dict[str, Any], against: Policy = POLICY) -> Report:
    return backtest(draft, lambda day: against, [of(*documents)], NOW)


@pytest.fixture(scope="module")
def dearer(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """Sally's voucher is £30 and not £25."""
    cells = 'core-medium,make_right,"upheld, partly_upheld","core, unknown",-,> 0,-,>= 100,voucher,'
    return changed(tmp_path_factory.mktemp("dearer"), goodwill=(f"{cells}25", f"{cells}30"))


@pytest.fixture(scope="module")
def meaner(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    """What never arrived is not paid back."""
    cells = "lost,substantiated,not_received,-,-,-,-,-,-,-,-,-,-,-,"
    return changed(
        tmp_path_factory.mktemp("meaner"),
        entitlement=(f"{cells}refund,refundable.all,customer,14", f"{cells}none,0,null,null"),
    )


def test_a_draft_that_says_the_same_changes_nothing() -> None:
    found = run(POLICY, SALLY, BOB)
    assert (found.given, found.decided, found.changed) == (2, 2, 0)
    assert found.costs.difference == 0
    assert (found.affected, found.broken, found.undecided) == ([], [], [])


def test_a_dearer_voucher_costs_what_it_says_to_the_penny(dearer: Policy) -> None:
    found = run(dearer, SALLY, SALLY, BOB)
    assert found.changed == 2
    assert found.goodwill == Ways(more=2, less=0, otherwise=0, same=1)
    assert found.owed == Ways(more=0, less=0, otherwise=0, same=3)
    assert found.costs.goodwill == Cost(Decimal("50.00"), Decimal("60.00"))
    assert found.costs.owed == Cost(Decimal("37.50"), Decimal("37.50"))


def test_costs_are_told_by_month_of_receipt_and_by_stance(dearer: Policy) -> None:
    october = document(received_on="2026-10-31")
    found = run(dearer, SALLY, october, BOB)
    assert [(m.first, m.cases, m.costs.goodwill.difference) for m in found.months] == [
        (date(2026, 10, 1), 1, 5),
        (date(2026, 11, 1), 2, 5),
    ]
    assert [(s.stance, s.cases, s.costs.difference) for s in found.stances] == [
        ("make_right", (2, 2), 10),
        ("honour", (1, 1), 0),
    ]


def test_a_case_that_changes_spirit_costs_where_it_was_and_where_it_goes(tmp_path: Path) -> None:
    draft = changed(tmp_path, fit=("little-evidence,< 3", "little-evidence,< 7"))
    found = run(draft, BOB)
    assert found.changes["stance"] == [Change("honour", "make_right", 1)]
    honour, right = sorted(found.stances, key=lambda each: each.stance)
    assert (honour.cases, honour.costs.owed) == ((1, 0), Cost(Decimal("12.50"), Decimal(0)))
    assert (right.cases, right.costs.goodwill) == ((0, 1), Cost(Decimal(0), Decimal("25.00")))


def test_who_gains_is_told_by_the_groups_that_the_firm_holds(dearer: Policy) -> None:
    cases = of(*[SALLY] * 12, *[BOB] * 12, area=["LS", "BD"] * 12)
    found = backtest(dearer, lambda day: POLICY, [cases], NOW)
    told = {segment.name: segment.groups for segment in found.segments}
    assert list(told) == ["fit", "area"]
    assert [(g.name, g.gain, g.same, g.difference) for g in told["fit"]] == [
        ("core", 12, 0, Decimal("60.00")),
        ("outside", 0, 12, 0),
    ]
    assert [(g.name, g.cases, g.withheld) for g in told["area"]] == [
        ("BD", 12, True),
        ("LS", 12, True),
    ]


def test_a_remedy_taken_away_is_told_with_the_law_that_gave_it(meaner: Policy) -> None:
    found = run(meaner, document(allegations=[LOST]), SALLY)
    (broken,) = found.broken
    assert (broken.kind, broken.cases, broken.examples) == ("owed", 1, ("UP-1",))
    assert broken.what == "owed by CRA 2015 s.28 (unverified) and no longer, or less of it"
    assert found.owed == Ways(more=0, less=1, otherwise=0, same=1)


FAULTY = {"kind": "faulty", "finding": "substantiated",
          "facts": {"touchpoint": "product", "price_paid": 240, "delivery_paid": 10,
                    "days_since_delivery": 12}}  # fmt: skip


@pytest.fixture
def unlawful(tmp_path: Path) -> Policy:
    """What is faulty in the first thirty days may no longer be handed back."""
    cells = 'reject,-,"faulty, not_as_described",product,-,-,-,<= 30,-,> 0,-,-,-,-,'
    return changed(
        tmp_path,
        entitlement=(f"{cells}refund,refundable.all,customer,14", f"{cells}none,0,null,null"),
    )


def test_an_obligation_of_the_law_that_the_draft_would_break_is_told_with_its_clause(
    unlawful: Policy,
) -> None:
    found = run(unlawful, document(allegations=[FAULTY]), SALLY)
    (broken,) = (each for each in found.broken if each.kind == "obligation")
    assert (broken.cases, broken.examples) == (1, ("UP-1",))
    assert broken.what.startswith("less than ")
    assert "s.20" in broken.what


def test_the_laws_are_asked_on_so_many_cases_and_the_rest_is_told(
    unlawful: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("upheld.insight.backtest.obligations.MOST", 2)
    found = run(unlawful, *[document(allegations=[FAULTY])] * 5)
    (broken,) = (each for each in found.broken if each.kind == "obligation")
    assert broken.cases == 2
    (note,) = found.notes
    assert note.startswith("the laws were asked on 2 of the 5 cases that are owed less")


def test_what_the_draft_leaves_as_it_was_breaks_no_obligation(dearer: Policy) -> None:
    assert not run(dearer, document(allegations=[FAULTY]), SALLY).broken


def test_a_second_pair_of_eyes_that_no_longer_looks_is_told(tmp_path: Path) -> None:
    draft = changed(tmp_path, authority=("four-eyes,-,> 250,", "four-eyes,-,> 900,"))
    dear = {**LOST, "facts": {**LOST["facts"], "price_paid": 600}}  # type: ignore[dict-item]
    found = run(draft, document(allegations=[dear]), SALLY)
    (broken,) = found.broken
    assert (broken.kind, broken.cases, broken.examples) == ("authority", 1, ("UP-1",))
    assert broken.what == "no second person looks at it any more, and it gives no less"


def test_a_promise_that_the_tables_break_is_told_and_the_cases_are_decided_all_the_same(
    tmp_path: Path,
) -> None:
    found = run(_owed_to_some(tmp_path), SALLY, BOB)
    (promise, *_) = (broken for broken in found.broken if broken.kind == "promise")
    assert "entitlement" in promise.what
    assert "vulnerable" in promise.what
    assert found.decided == 2


def _owed_to_some(folder: Path) -> Policy:
    """A draft in which what is owed for a late delivery reads who asks."""
    draft = changed_folder(folder)
    file = draft / "entitlement.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, ["rule", "vulnerable", *list(rows[0])[1:]])
        writer.writeheader()
        for row in rows:
            writer.writerow({"vulnerable": "true" if row["rule"] == "covered" else "-", **row})
    return load(draft)


def test_a_draft_that_lacks_a_table_of_the_story_is_refused() -> None:
    tables = {name: table for name, table in POLICY.tables.items() if name != "help"}
    with pytest.raises(DoctrineError, match="table help is missing"):
        run(replace(POLICY, tables=tables), SALLY)


def test_the_most_affected_cases_are_told_with_the_rules_that_made_the_difference(
    meaner: Policy,
) -> None:
    small = {**LOST, "facts": {**LOST["facts"], "price_paid": 5}}  # type: ignore[dict-item]
    found = run(meaner, document(allegations=[small]), document(allegations=[LOST]), SALLY)
    assert [(each.case, each.difference) for each in found.affected] == [
        ("UP-2", Decimal("-250.00")),
        ("UP-1", Decimal("-15.00")),
    ]
    (line,) = found.affected[0].lines
    assert (line.label, line.before, line.after) == ("Owed", "refund £250.00", "nothing")
    assert line.because_before.startswith("It never reached you.")


def test_no_more_than_ten_are_told_whatever_the_number_of_batches(dearer: Policy) -> None:
    found = backtest(dearer, lambda day: POLICY, [of(*[SALLY] * 7), of(*[SALLY] * 8)], NOW)
    assert (found.given, found.changed, len(found.affected)) == (15, 15, 10)


def test_a_case_that_cannot_be_decided_is_left_out_and_told_why(dearer: Policy) -> None:
    found = run(dearer, SALLY, document(allegations=[]), document(currency="EUR"))
    assert (found.given, found.decided, found.changed) == (3, 1, 1)
    assert [(each.policy, each.cases, each.examples) for each in found.undecided] == [
        ("both", 1, ("UP-2",)),
        ("both", 1, ("UP-3",)),
    ]


def test_a_case_older_than_every_policy_was_decided_by_none() -> None:
    def in_force(day: date) -> Policy:
        if day.year < 2026:
            raise PolicyMissing(f"no policy was in force on {day}")
        return POLICY

    cases = of(SALLY, document(received_on="2025-11-02"))
    found = backtest(POLICY, in_force, [cases], NOW)
    assert found.against == {POLICY.version: 1}
    why = "no policy was in force on 2025-11-02"
    assert found.undecided == [Undecided("in force", why, 1, ("UP-2",))]


def test_each_case_is_compared_with_the_policy_of_its_own_day(dearer: Policy) -> None:
    """£25 until October, £30 since: only the older one changes under a draft that gives £30."""
    october = document(received_on="2026-10-31")
    cases = of(SALLY, october, SALLY)
    found = backtest(dearer, lambda day: dearer if day.month > 10 else POLICY, [cases], NOW)
    assert found.against == {POLICY.version: 1, dearer.version: 2}
    assert [each.case for each in found.affected] == ["UP-2"]
    assert found.costs.goodwill == Cost(Decimal("85.00"), Decimal("90.00"))


def test_facts_that_only_one_of_the_two_knows_are_left_out_and_told(dearer: Policy) -> None:
    more = {"rang_twice": replace(POLICY.inputs["put_right_before"], name="rang_twice")}
    in_force = replace(
        POLICY,
        version="asks-more",
        inputs={**POLICY.inputs, **more},
        names={**POLICY.names, **more},
    )
    told = document(allegations=[{**LOST, "facts": {**LOST["facts"], "rang_twice": False}}])  # type: ignore[dict-item]
    found = backtest(dearer, lambda day: in_force, [of(told)], NOW)
    assert found.decided == 1
    assert found.notes == [f"{dearer.version} does not know rang_twice: left out of its cases"]


def test_two_currencies_are_not_compared() -> None:
    with pytest.raises(CannotCompare, match="choose two policies in one currency"):
        run(replace(POLICY, currency="EUR", version="euro"), SALLY)


def test_no_cases_are_no_backtest() -> None:
    with pytest.raises(CannotCompare, match="there are no cases to decide"):
        backtest(POLICY, lambda day: POLICY, [], NOW)
    with pytest.raises(CannotCompare, match="there are no cases to decide"):
        backtest(POLICY, lambda day: POLICY, [of()], NOW)


def test_who_the_customer_is_moves_no_penny_of_what_the_draft_owes(meaner: Policy) -> None:
    documents = [document(allegations=[LOST], customer=who) for who in (CORE_FIT, OUTSIDE_FIT, {})]
    found = run(meaner, *documents)
    assert {each.lines[0].after for each in found.affected} == {"nothing"}
