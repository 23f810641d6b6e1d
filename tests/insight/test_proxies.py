"""What tells a protected trait is refused, however it is called; what tells nothing passes."""

from random import Random

import polars as pl
import pytest

from upheld.insight import proxies
from upheld.insight.proxies import NothingToCheck, Report, Verdict, check


def people(count: int = 1_200) -> pl.DataFrame:
    """Half women, half men. `trait` is held out; each other column is what its name says."""
    dice = Random(4)
    rows = []
    for _ in range(count):
        woman = dice.random() < 0.5
        one, other = dice.random() < 0.5, dice.random() < 0.5
        rows.append(
            {
                "trait": "woman" if woman else "man",
                "cohort": "A" if woman else "B",  # direct, renamed to say nothing
                "hobby": dice.choice(["dance", "yoga", "golf"] if woman else ["golf", "darts"]),
                "height_cm": f"{dice.gauss(164 if woman else 178, 7):.0f}",
                "orders": str(dice.randint(0, 30)),
                "waits": dice.choice(["yes", "no"]),
                "this": str(one),
                "that": str(other if not woman else (not one) if dice.random() < 0.9 else one),
                "customer_number": str(dice.randint(1, 10**9)),
                "gender": "f" if woman else "m",
            }
        )
    return pl.DataFrame(rows)


@pytest.fixture(scope="module")
def report() -> Report:
    return check(people(), "trait")


def verdicts(report: Report) -> dict[str, Verdict]:
    return {each.name: each.verdict for each in report.inputs}


@pytest.mark.parametrize("name", ["cohort", "hobby", "height_cm"])
def test_a_renamed_trait_and_a_proxy_are_refused_with_the_figure(report: Report, name: str) -> None:
    (found,) = [each for each in report.inputs if each.name == name]
    assert found.verdict is Verdict.REFUSED
    assert found.told
    assert found.told.low > report.limit
    assert f"{found.told.auc:.2f}" in found.why
    assert "Equality Act 2010 s. 19" in found.why
    assert found.cramers_v
    assert found.cramers_v > 0.3


def test_of_very_many_people_a_small_group_is_measured_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proxies, "_MOST_ROWS", 300)
    told = {"trait": ["many"] * 1_480 + ["few"] * 20, "cohort": ["A"] * 1_480 + ["B"] * 20}
    found = check(pl.DataFrame(told), "trait")
    assert found.groups == {"many": 150, "few": 20}
    assert (found.rows, found.left_out) == (170, 1_330)
    assert found.inputs[0].verdict is Verdict.REFUSED


def test_a_direct_trait_is_refused_by_its_name_before_anything_is_measured(report: Report) -> None:
    (found,) = [each for each in report.inputs if each.name == "gender"]
    assert found.verdict is Verdict.REFUSED
    assert "protected trait" in found.why


@pytest.mark.parametrize("name", ["orders", "waits", "customer_number"])
def test_an_innocent_column_passes(report: Report, name: str) -> None:
    (found,) = [each for each in report.inputs if each.name == name]
    assert found.verdict is Verdict.PASSES
    assert found.told
    assert found.told.high < report.limit
    assert found.cramers_v is not None
    assert found.cramers_v < 0.1


def test_two_columns_that_hide_it_alone_are_refused_together() -> None:
    dice = Random(8)
    rows = []
    for _ in range(1_000):
        one, other = dice.random() < 0.5, dice.random() < 0.5
        rows.append({"this": str(one), "that": str(other), "trait": "x" if one ^ other else "y"})
    report = check(pl.DataFrame(rows), "trait")
    assert set(verdicts(report).values()) == {Verdict.PASSES}
    assert report.together
    assert report.together.verdict is Verdict.REFUSED
    assert not report.passes


def test_inputs_that_tell_nothing_pass_alone_and_together() -> None:
    report = check(people().select("trait", "orders", "waits", "this"), "trait")
    assert report.together
    assert report.together.verdict is Verdict.PASSES
    assert report.passes


def test_what_too_few_people_cannot_settle_is_unclear_and_does_not_pass() -> None:
    dice = Random(6)
    traits = [dice.choice("xy") for _ in range(120)]
    leans = [str(dice.random() < (0.65 if trait == "x" else 0.35)) for trait in traits]
    report = check(pl.DataFrame({"trait": traits, "leans": leans}), "trait")
    assert verdicts(report) == {"leans": Verdict.UNCLEAR}
    assert report.inputs[0].why.endswith("check it on more people")
    assert not report.passes


def test_an_age_in_years_is_told_by_quarters() -> None:
    dice = Random(5)
    ages = [dice.randint(18, 90) for _ in range(800)]
    told = {
        "born": [str(2026 - each) for each in ages],
        "years_with_us": [str(each // 3) for each in ages],
    }
    report = check(pl.DataFrame(told), "born")
    assert set(report.groups) == {f"quarter {each}" for each in range(1, 5)}
    assert verdicts(report) == {"years_with_us": Verdict.REFUSED}


def test_a_trait_that_is_missing_or_rare_is_left_out_and_counted() -> None:
    frame = people(300).select("trait", "orders")
    odd = pl.DataFrame({"trait": ["", "  ", "unsaid"], "orders": ["1", "2", "3"]})
    assert check(pl.concat([frame, odd]), "trait").left_out == 3


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (people(30), "two are the least"),
        (people(300).with_columns(trait=pl.lit("one")), "1 groups"),
        (people(300).select("trait"), "no column beside 'trait'"),
    ],
)
def test_too_little_to_measure_is_told(frame: pl.DataFrame, told: str) -> None:
    with pytest.raises(NothingToCheck, match=told):
        check(frame, "trait")
