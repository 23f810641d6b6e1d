"""A fit explained: which line moved which axis, and the smallest change that alters the band."""

from decimal import Decimal

from tests.core.given import STANDARD
from tests.core.test_fitting import LIMITS, a_row, a_rule, assessed

from upheld.core.fit_explained import band_of, explained
from upheld.core.words import Band
from upheld.tables import load

POLICY = load(STANDARD)
THREE = {"kept": [a_row(1)], "ordered": [a_row(2)], "bought": [a_row(3)]}
CORE = (a_rule("kept"), a_rule("ordered"), a_rule("bought"))


def test_each_line_moves_an_axis_by_what_it_would_be_without_it() -> None:
    told = explained(
        assessed(THREE, a_rule("kept", "1"), a_rule("ordered", "0.7"), a_rule("bought", "0.7")),
        LIMITS,
        POLICY,
    )
    assert told.moves["kept"]["values_what"] == Decimal("0.10")
    assert told.moves["ordered"]["values_what"] == Decimal("-0.05")


def test_the_smallest_change_of_an_axis_is_told_with_the_band_it_leads_to() -> None:
    told = explained(assessed(THREE, *CORE), LIMITS, POLICY)
    assert told.fit.band is Band.CORE
    assert told.changes[0].endswith("were 0.59 instead of 0.90, it would be adjacent.")


def test_a_line_without_which_too_little_is_known_is_named() -> None:
    told = explained(assessed(THREE, *CORE), LIMITS, POLICY)
    assert "Without the line “1 of 1” it would be unknown." in told.changes


def test_little_evidence_is_unknown_whatever_it_says() -> None:
    two = {"kept": [a_row(1)], "returned": [a_row(2)]}
    assert band_of(assessed(two, a_rule("kept", "0"), a_rule("returned", "0")), POLICY).band == (
        Band.UNKNOWN
    )
    assert band_of(assessed({}, *CORE), POLICY).band is Band.UNKNOWN
