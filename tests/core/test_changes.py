"""A change as it is written down, what a check of it says, and what a letter may claim of it."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.changes import (
    About,
    Among,
    ChangeError,
    ChangeGiven,
    Checked,
    Claim,
    Measure,
    Placebo,
    Verdict,
    about_less,
    checked_change,
    checked_label,
    claim_of,
    sentence,
    told_effect,
    verdict_of,
)
from upheld.core.checks import check
from upheld.core.intervals import Interval
from upheld.core.reply import Letter
from upheld.core.words import LetterKind

DAY = date(2026, 5, 1)


def a_change(**told: object) -> ChangeGiven:
    usual: dict[str, object] = {
        "name": "Corner guards",
        "hypothesis": "Corners break.",
        "told_as": "We guard the corners now.",
        "made_on": DAY,
        "measure": Measure(About.CAUSE, "damaged_in_transit", Among.PRODUCTS),
        "expected": Decimal("0.3"),
        "judge_from": DAY,
    }
    return ChangeGiven(**{**usual, **told})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"name": " "}, "name: say in a few words"),
        ({"name": "x" * 121}, "it has 121 characters"),
        ({"hypothesis": ""}, "hypothesis: say why"),
        ({"told_as": ""}, "told_as: say in a sentence"),
        ({"measure": Measure(About.CASE, "7")}, "one case is no measure"),
        ({"measure": Measure(About.CAUSE, "x", Among.PASSAGES)}, "only a touchpoint is passed"),
        ({"expected": Decimal("0.01")}, "expected: by how much"),
        ({"expected": Decimal("1.1")}, "expected: by how much"),
        ({"judge_from": date(2026, 4, 30)}, "before the change was made"),
        ({"judge_from": date(9999, 12, 31)}, "more than a year after the change"),
        ({"beside": ("damaged_in_transit",)}, "cannot be set beside itself"),
    ],
)
def test_a_change_that_cannot_be_judged_is_refused(told: dict[str, object], missing: str) -> None:
    with pytest.raises(ChangeError, match=missing):
        checked_change(a_change(**told))


def test_a_change_of_the_last_days_of_the_calendar_is_no_fault_of_ours() -> None:
    last = date(9999, 12, 31)
    assert checked_change(a_change(made_on=last, judge_from=last)).made_on == last


def test_a_touchpoint_is_counted_against_its_own_passages() -> None:
    found = checked_change(a_change(measure=Measure(About.TOUCHPOINT, "delivery")))
    assert found.measure.among is Among.PASSAGES


def test_a_root_cause_is_not_opened_twice() -> None:
    with pytest.raises(ChangeError, match="use that one"):
        checked_label("Thin  boxes", ["thin boxes"])


FEW, NONE = Placebo(30, 5), Placebo(30, 0)


@pytest.mark.parametrize(
    ("low", "high", "by_chance", "placebo", "verdict"),
    [
        (0.3, 0.9, 0.001, NONE, Verdict.WORKED),
        (0.3, 0.9, 0.001, None, Verdict.WORKED),
        (0.3, 0.9, 0.001, FEW, Verdict.CANNOT_TELL),  # as much comes of nothing on a fifth of days
        (0.3, 0.98, 0.03, NONE, Verdict.CANNOT_TELL),  # so much comes in one of many looks
        (0.3, 1.1, 0.08, NONE, Verdict.CANNOT_TELL),
        (0.75, 1.2, 0.3, NONE, Verdict.DID_NOT),  # 0.7 was hoped for
        (1.1, 1.4, 0.99, NONE, Verdict.DID_NOT),
        (0.75, 0.9, 0.001, NONE, Verdict.WORKED),  # less than was hoped for, and not nothing
        (0.75, 0.98, 0.03, NONE, Verdict.DID_NOT),  # and perhaps nothing
    ],
)
def test_the_interval_how_sure_it_is_and_the_pretended_days_give_the_verdict(
    low: float, high: float, by_chance: float, placebo: Placebo | None, verdict: Verdict
) -> None:
    ratio = Interval(low, (low + high) / 2, high)
    assert verdict_of(ratio, by_chance, Decimal("0.3"), placebo) is verdict


def test_without_an_effect_that_can_be_told_there_is_no_verdict() -> None:
    assert verdict_of(None, 0.001, Decimal("0.3"), None) is Verdict.CANNOT_TELL


def test_an_effect_reads_as_a_fall_or_a_rise() -> None:
    fall, rise = Interval(0.2, 0.4, 0.8), Interval(0.9, 1.2, 1.6)
    assert told_effect(fall) == "60 % less often (20 % less to 80 % less)"
    assert told_effect(rise) == "20 % more often (10 % less to 60 % more)"
    assert told_effect(None) == "cannot be said"


def test_a_verdict_reads_as_a_sentence() -> None:
    found = Checked(Verdict.WORKED, Interval(0.2, 0.4, 0.8), "before_after", NONE, DAY)
    told = sentence("Corner guards", DAY, found, Decimal("0.3"))
    assert told.startswith("“Corner guards” of 1 May 2026 worked: it happens 60 % less often")
    later = Checked(
        Verdict.CANNOT_TELL, Interval(0.5, 0.8, 1.3), "before_after", None, DAY,
        tell_on=date(2026, 9, 7),
    )  # fmt: skip
    told = sentence("Corner guards", DAY, later, Decimal("0.3"))
    assert "cannot be told yet" in told
    assert told.endswith("about 7 September 2026 one can.")


@given(st.floats(0.02, 0.9), st.floats(0.02, 0.9), st.floats(0.02, 0.9))
def test_what_a_letter_says_lies_within_what_was_found(a: float, b: float, c: float) -> None:
    low, likely, high = sorted((a, b, c))
    ratio = Interval(low, likely, high)
    claim = claim_of(Verdict.WORKED, DAY, ratio)
    told = f"It happens {about_less(ratio)} since 1 May 2026."
    assert problems(told, claim) == []


OPEN = Claim(Verdict.CANNOT_TELL, DAY)
WORKED = Claim(Verdict.WORKED, DAY, (20, 80))


def problems(body: str, claim: Claim | None, kind: LetterKind = LetterKind.CHANGE) -> list[str]:
    found = check(Letter(kind, "What we changed", body), None, None, DAY, claim=claim)
    return [each.code for each in found if each.code in ("claims_too_much", "no_change_day")]


SINCE = "We guard the corners of large pieces. That is so since 1 May 2026."


@pytest.mark.parametrize(
    "said",
    [
        "It has worked.",
        "It helps!",
        "Far fewer pieces break now.",
        "Boxes no longer break.",
        "Damage has fallen by 40%.",
        "Damage is 40 per cent lower.",
        "Breakages are down by half.",
        "The problem is solved.",
        "This will never happen again.",
        "We hope that you see that it has worked.",
        "It happens much less than it did, and it is far better.",
        "The change was a success.",
        "Complaints have dropped.",
    ],
)
def test_nobody_is_told_that_it_helps_before_a_check_says_so(said: str) -> None:
    for verdict in (Verdict.CANNOT_TELL, Verdict.DID_NOT, Verdict.RETURNED):
        claim = Claim(verdict, DAY)
        assert problems(f"{SINCE} {said}", claim) == ["claims_too_much"]
    assert problems(f"{SINCE} {said}", WORKED) == []


@pytest.mark.parametrize(
    "said",
    [
        "",
        "We changed the boxes so that fewer pieces break.",
        "Whether it helps we cannot tell yet, and we will not say so before the numbers do.",
        "We hope that it happens less often.",
        "It did not last: it came back, and we are looking for what we missed.",
        "We looked whether it helps, and it has not done what we wanted.",
        "Our answer to you stays as it is, and you need not do anything.",
    ],
)
def test_what_was_done_and_what_is_hoped_may_be_said(said: str) -> None:
    assert problems(f"{SINCE} {said}", OPEN) == []


def test_a_number_that_was_not_found_is_not_told() -> None:
    assert problems(f"{SINCE} It happens 90 % less often.", WORKED) == ["claims_too_much"]
    assert problems(f"{SINCE} It happens 60 % less often.", WORKED) == []


def test_a_letter_of_a_change_says_since_when() -> None:
    assert problems("We guard the corners now.", OPEN) == ["no_change_day"]
    assert problems(SINCE, OPEN) == []


def test_other_letters_are_not_held_to_a_check() -> None:
    assert problems("It has worked.", None, LetterKind.FINAL) == []
