"""Who said nothing: what share complains by kind, and who may be asked how it was."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.faults import (
    FOUND,
    Declared,
    FaultError,
    declared,
    fault,
    of_declared,
    read_key,
)
from upheld.core.kindly import Standing, as_told, why_not
from upheld.core.silence import Complains, HeardAt, SilenceError, check_each_once, of_kind
from upheld.core.words import AllegationKind as Kind
from upheld.store.policy_files.silence_files import shares

TODAY = date(2026, 11, 2)
HALF_A_YEAR = timedelta(days=180)
DAYS = st.integers(0, 400).map(lambda days: TODAY - timedelta(days=days))
STANDINGS = st.builds(
    Standing,
    reachable=st.booleans(),
    asked_on=st.none() | DAYS,
    about=st.booleans(),
    wants_none=st.booleans(),
    has_complained=st.booleans(),
    open_complaint=st.booleans(),
    restricted=st.booleans(),
    parted=st.booleans(),
    vulnerable=st.booleans(),
)


def a_share(*kinds: Kind, low: float = 0.05, high: float = 0.3) -> Complains:
    return Complains("quality", HeardAt.FRONT_LINE, kinds, low, high, "", "Our own", True)


def test_every_kind_of_problem_has_a_share_with_its_source_wherever_complaints_are_heard() -> None:
    for stage in HeardAt:
        for kind in Kind:
            found = of_kind(kind, stage, shares().known)
            assert found
            assert found.source


def test_there_is_never_one_share_for_every_kind_of_problem() -> None:
    """The misquoted "1 in 26": what share complains hangs on what went wrong (Goodman)."""
    known = [each for each in shares().known if each.stage is HeardAt.FRONT_LINE]
    assert len({(each.low, each.high) for each in known}) > 1
    money, quality = (
        of_kind(k, HeardAt.FRONT_LINE, known) for k in (Kind.WRONG_AMOUNT, Kind.FAULTY)
    )
    assert money and quality  # noqa: PT018
    assert (money.low, money.high, quality.low, quality.high) == (0.5, 0.75, 0.05, 0.3)
    assert all(money.low > each.low for each in known if each is not money)
    with pytest.raises(SilenceError, match="one share for all of them misleads"):
        check_each_once([a_share(*Kind)])


def test_what_nobody_checked_says_so() -> None:
    assert [each.type for each in shares().known if not each.verified] == ["any"]


def test_a_share_lies_between_none_and_all_and_each_kind_has_one() -> None:
    for low, high in ((0.0, 0.3), (0.3, 0.3), (0.4, 0.3), (0.5, 1.0)):
        with pytest.raises(SilenceError):
            a_share(Kind.LATE, low=low, high=high)
    with pytest.raises(SilenceError, match="late stands twice"):
        check_each_once([a_share(Kind.LATE), a_share(Kind.LATE, Kind.FAULTY)])


def test_a_key_leads_back_to_its_fault() -> None:
    for rule in FOUND:
        found = fault(rule, "delivery")
        assert read_key(found.key) == found
    assert [read_key(each) for each in ("", "late", "late.", "soon.delivery")] == [None] * 4


def test_whoever_was_hit_and_is_known_for_nothing_else_may_be_asked() -> None:
    assert why_not(Standing(), TODAY, HALF_A_YEAR) == ""


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (Standing(has_complained=True), "They complained about it themselves."),
        (Standing(open_complaint=True), "A complaint of theirs is being worked on: ask there."),
        (Standing(wants_none=True), "They would rather not be asked."),
        (Standing(about=True), "They were asked about it before."),
        (Standing(restricted=True), "How they reach us is restricted for now."),
        (Standing(parted=True), "We have parted."),
        (Standing(reachable=False), "We have no e-mail address of theirs that works."),
        (
            Standing(asked_on=TODAY - timedelta(days=179)),
            "They were asked on 2026-05-07; again from 2026-11-03.",
        ),
    ],
)
def test_why_somebody_is_not_asked(who: Standing, why: str) -> None:
    assert why_not(who, TODAY, HALF_A_YEAR) == why


@given(STANDINGS, st.booleans(), st.booleans(), st.booleans())
def test_whoever_may_be_asked_is_the_same_whatever_complaints_are_shown(
    who: Standing, complained: bool, working: bool, alone: bool
) -> None:
    shown = replace(
        who, has_complained=who.has_complained and complained,
        open_complaint=who.open_complaint and working,
    )  # fmt: skip
    told = why_not(as_told(who, shown), TODAY, HALF_A_YEAR, alone)
    assert bool(told) == bool(why_not(who, TODAY, HALF_A_YEAR, alone))
    if not (shown.has_complained or shown.open_complaint):
        assert "omplain" not in told


def test_somebody_who_needs_care_is_not_asked_among_many() -> None:
    assert why_not(Standing(vulnerable=True), TODAY, HALF_A_YEAR, alone=True) == ""
    assert why_not(Standing(vulnerable=True), TODAY, HALF_A_YEAR, alone=False)


@given(STANDINGS, st.integers(1, 400), st.booleans())
def test_nobody_is_asked_within_the_days_that_they_are_left_alone(
    who: Standing, days: int, alone: bool
) -> None:
    every = timedelta(days=days)
    if not why_not(who, TODAY, every, alone):
        assert who.asked_on is None or who.asked_on + every <= TODAY
        assert who == Standing(asked_on=who.asked_on, vulnerable=who.vulnerable)
        assert alone or not who.vulnerable


def a_fault(**told: Any) -> Declared:
    plain = {
        "key": "", "name": "Runners of July", "touchpoint": "use", "first_on": date(2026, 7, 1),
        "last_on": None, "areas": (), "words": ("Pedestal",), "because": "The batch of supplier B.",
    }  # fmt: skip
    return Declared(**{**plain, **told})


def test_a_fault_is_declared_under_a_key_made_of_its_name() -> None:
    made = declared(a_fault(areas=(" bs", "CF")), ["use"], [])
    assert (made.key, made.areas, made.words) == ("runners_of_july", ("BS", "CF"), ("pedestal",))
    assert of_declared(made).key == "declared.runners_of_july"
    assert read_key(of_declared(made).key) is None


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"name": " "}, "name: say in a few words"),
        ({"because": ""}, "because: say how it is known"),
        ({"touchpoint": "nowhere"}, "there is no touchpoint 'nowhere'"),
        ({"last_on": date(2026, 6, 1)}, "last_on: it ends before it begins"),
        ({"words": ()}, "words: every order from then on would be hit"),
        ({"name": "Taken"}, "another fault is called 'Taken'"),
    ],
)
def test_a_fault_that_cannot_be_looked_at_is_refused(told: dict[str, Any], why: str) -> None:
    with pytest.raises(FaultError, match=why):
        declared(a_fault(**told), ["use"], ["taken"])


def test_a_touchpoint_that_is_retired_is_told_as_such() -> None:
    with pytest.raises(FaultError, match="touchpoint: 'use' is retired: choose one that is in use"):
        declared(a_fault(), ["use", "sale"], [], retired=["use"])
