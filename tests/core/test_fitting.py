"""Persona fit assessed: three axes from lines that a person can read, and nothing of ours counts
against anybody."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.fit_rules import AXES, KINDS, WITH_WORDS, Rule, rule_of
from upheld.core.fitting import Assessed, History, Limits, Shown, assess

TODAY = date(2026, 11, 2)
LIMITS = Limits(least=Decimal(0))
D = Decimal


def a_rule(kind: str, value: str = "0.9", **told: Any) -> Rule:
    words = "shelf" if kind in WITH_WORDS else ""
    axes = dict.fromkeys(AXES, D(value))
    base = Rule(kind, kind, words, 1, 1, **axes, weight=D(1), months=24, sentence="{count} of {of}")
    return replace(base, **told)


def a_row(number: int = 1, days_ago: int = 0, text: str = "A shelf", ours: bool = False) -> Shown:
    return Shown("order", number, TODAY - timedelta(days=days_ago), text, ours)


def assessed(rows: dict[str, list[Shown]], *rules: Rule, **told: object) -> Assessed:
    return assess(History(rows), rules, LIMITS, TODAY, **told)  # type: ignore[arg-type]


def value(found: Assessed, axis: str = "values_what") -> Decimal | None:
    return found.axes[axis].value


class TestALine:
    def test_an_axis_is_the_weighted_mean_of_what_its_lines_say(self) -> None:
        rules = a_rule("kept", "1", weight=D(3)), a_rule("returned", "0", weight=D(1))
        found = assessed({"kept": [a_row()], "returned": [a_row(2)]}, *rules)
        assert value(found) == D("0.75")

    def test_a_line_says_nothing_of_an_axis_that_its_row_leaves_empty(self) -> None:
        found = assessed({"kept": [a_row()]}, a_rule("kept", values_how=None))
        assert value(found, "values_how") is None
        assert value(found, "values_what") == D("0.9")

    def test_each_row_counts_up_to_the_most(self) -> None:
        rows = [a_row(number) for number in range(9)]
        found = assessed({"kept": rows}, a_rule("kept", most=3))
        assert found.lines[0].weight == 3
        assert found.lines[0].sentence == "9 of 0"
        assert len(found.lines[0].rows) == 9

    def test_too_few_rows_make_no_line(self) -> None:
        assert assessed({"returned": [a_row()]}, a_rule("returned", least=2)).lines == ()

    def test_words_narrow_down_what_was_bought(self) -> None:
        rows = {"bought": [a_row(1, text="A shelf"), a_row(2, text="A chair")]}
        (line,) = assessed(rows, a_rule("bought")).lines
        assert line.rows == (("order", 1),)

    def test_each_thing_that_was_told_is_a_line_in_their_words(self) -> None:
        rows = {"told": [Shown("note", 1, TODAY, "Any shelf would do")]}
        (line,) = assessed(rows, a_rule("told")).lines
        assert (line.sentence, line.key) == ("Any shelf would do", "told:1")

    def test_a_line_expires_and_then_counts_no_more(self) -> None:
        almost, over = a_row(days_ago=725), a_row(days_ago=740)
        assert assessed({"kept": [almost]}, a_rule("kept")).evidence == 1
        assert assessed({"kept": [over]}, a_rule("kept")).evidence == 0

    def test_what_is_still_to_come_counts_no_more_than_what_is_gone(self) -> None:
        assert assessed({"kept": [a_row(days_ago=-3)]}, a_rule("kept")).evidence == 0


class TestConfidence:
    def test_more_evidence_is_surer_and_old_evidence_less(self) -> None:
        one = assessed({"kept": [a_row()]}, a_rule("kept", most=5)).axes["values_what"]
        two = assessed({"kept": [a_row(), a_row(2)]}, a_rule("kept", most=5)).axes["values_what"]
        old = assessed({"kept": [a_row(days_ago=600)]}, a_rule("kept")).axes["values_what"]
        assert one.confidence == D("0.33")  # 1 / (1 + 2)
        assert two.confidence == D("0.50")  # 2 / (2 + 2)
        assert old.confidence < one.confidence

    def test_an_axis_that_is_not_sure_enough_is_not_known(self) -> None:
        found = assess(History({"kept": [a_row()]}), [a_rule("kept")], Limits(), TODAY)
        assert found.axes["values_what"].confidence == D("0.33")
        assert value(found) == D("0.90")
        old = History({"kept": [a_row(days_ago=400)]})
        assert value(assess(old, [a_rule("kept")], Limits(), TODAY)) is None

    def test_a_customer_of_whom_nothing_is_known_has_no_axis_and_no_line(self) -> None:
        found = assessed({}, a_rule("kept"))
        assert found.lines == ()
        assert found.facts == {
            "fit.values_what": None,
            "fit.values_how": None,
            "fit.mutual_value": None,
            "fit.evidence": 0,
        }


class TestContested:
    def test_a_line_that_was_contested_does_not_count(self) -> None:
        rows, rules = {"returned": [a_row(days_ago=9)]}, a_rule("returned", "0")
        silenced = {"returned": TODAY - timedelta(days=1)}
        assert assessed(rows, rules, silenced=silenced).lines == ()

    def test_what_happens_after_it_was_contested_counts_anew(self) -> None:
        rows = {"returned": [a_row(1, days_ago=9), a_row(2)]}
        silenced = {"returned": TODAY - timedelta(days=1)}
        (line,) = assessed(rows, a_rule("returned", "0"), silenced=silenced).lines
        assert line.rows == (("order", 2),)


class TestWhatWeCaused:
    def test_a_return_of_ours_is_told_and_does_not_lower(self) -> None:
        rows = {"kept": [a_row()], "returned": [a_row(2, ours=True)]}
        found = assessed(rows, a_rule("kept"), a_rule("returned", "0"))
        assert value(found) == D("0.90")
        assert found.lines[1].sentence.endswith("(caused by us)")
        assert found.lines[1].key not in found.axes["values_what"].lines

    def test_what_we_caused_counts_where_it_speaks_for_them(self) -> None:
        rows = {"returned": [a_row()], "asked": [a_row(2, ours=True)]}
        found = assessed(rows, a_rule("returned", "0"), a_rule("asked", "1"))
        assert value(found) == D("0.50")

    def test_no_more_rows_count_than_the_most_whoever_caused_them(self) -> None:
        rules = a_rule("returned", "0"), a_rule("asked", "1", most=1)
        rows = {"returned": [a_row()], "asked": [a_row(2), a_row(3, ours=True)]}
        all_ours = {**rows, "asked": [a_row(2, ours=True), a_row(3, ours=True)]}
        assert value(assessed(rows, *rules)) == value(assessed(all_ours, *rules)) == D("0.50")

    def test_it_makes_nobody_known_who_was_not(self) -> None:
        found = assessed({"asked": [a_row(ours=True)]}, a_rule("asked", "0"))
        assert (value(found), found.evidence) == (None, 0)


rows_ = st.builds(
    a_row,
    number=st.integers(1, 10_000),
    days_ago=st.integers(-5, 900),
    text=st.sampled_from(["A shelf", "A chair"]),
    ours=st.booleans(),
)
histories = st.dictionaries(st.sampled_from(sorted(KINDS)), st.lists(rows_, max_size=5))
parts = st.none() | st.decimals(0, 1, places=2)
rules_ = st.builds(
    a_rule,
    kind=st.sampled_from(sorted(KINDS)),
    least=st.integers(1, 3),
    most=st.integers(1, 3),
    values_what=parts,
    values_how=parts,
    mutual_value=parts,
    weight=st.decimals("0.1", 3, places=1),
)
tables = st.lists(rules_, max_size=6, unique_by=lambda rule: rule.id)


@given(histories, tables, st.sampled_from(["asked", "returned"]), rows_)
def test_what_we_caused_never_lowers_an_axis_whatever_the_table_says(
    history: dict[str, list[Shown]], rules: list[Rule], kind: str, row: Shown
) -> None:
    before = assessed(history, *rules)
    more = {**history, kind: [*history.get(kind, []), replace(row, ours=True)]}
    after = assessed(more, *rules)
    assert after.evidence == before.evidence
    for axis in AXES:
        _no_lower(value(before, axis), value(after, axis))


@given(histories, tables, st.data())
def test_that_a_contact_or_a_return_turns_out_to_be_ours_never_lowers_an_axis(
    history: dict[str, list[Shown]], rules: list[Rule], data: st.DataObject
) -> None:
    kinds = [kind for kind in ("asked", "returned") if history.get(kind)]
    if not kinds:
        return
    kind = data.draw(st.sampled_from(kinds))
    at = data.draw(st.integers(0, len(history[kind]) - 1))
    found = [replace(row, ours=True) if n == at else row for n, row in enumerate(history[kind])]
    before, after = assessed(history, *rules), assessed({**history, kind: found}, *rules)
    for axis in AXES:
        _no_lower(value(before, axis), value(after, axis))


def _no_lower(before: Decimal | None, after: Decimal | None) -> None:
    """An axis that is not known is treated as core: nothing is higher."""
    assert after is None or (before is not None and after >= before)


@given(histories, tables)
def test_every_axis_lies_from_0_to_1_and_each_line_shows_its_rows(
    history: dict[str, list[Shown]], rules: list[Rule]
) -> None:
    found = assessed(history, *rules)
    for axis in found.axes.values():
        assert axis.value is None or 0 <= axis.value <= 1
        assert 0 <= axis.confidence < 1
    for line in found.lines:
        assert line.rows
        assert line.sentence
        assert line.day <= TODAY < line.expires_on


ROW = {
    "rule": "kept_it", "kind": "kept", "words": "", "least": "", "most": "", "values_what": "0.7",
    "values_how": "", "mutual_value": "", "weight": "", "months": "", "sentence": "Kept {count}",
}  # fmt: skip


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ({"kind": "keept"}, "kind: 'keept' is none of bought"),
        ({"words": "shelf"}, "words: leave it empty"),
        ({"kind": "asked"}, "words: write the words that show it"),
        ({"values_what": "1.2"}, "values_what: 1.2 is not from 0 to 1"),
        ({"values_what": "nan"}, "values_what: 'nan' is not a number"),
        ({"values_what": ""}, "no axis is moved"),
        ({"weight": "0"}, "weight: 0 is not above 0"),
        ({"most": "-1"}, "most: '-1' is not a whole number"),
        ({"sentence": "{who}"}, "sentence: it may name"),
        ({"rule": "Kept it"}, "rule: 'Kept it' is not a key"),
        ({"rule": "by_age"}, "rule: 'by_age' tells a protected trait"),
        ({"kind": "told", "words": "pregnant"}, "words: 'pregnant' tells a protected trait"),
        ({"kind": "told", "words": "my postcode"}, "words: 'postcode' is where somebody lives"),
    ],
)
def test_a_slip_in_the_table_is_told_with_its_mend(slip: dict[str, str], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        rule_of({**ROW, **slip})
