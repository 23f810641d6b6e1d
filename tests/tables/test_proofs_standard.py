"""The standard policy: its tables are whole, and its promises proved."""

from pathlib import Path

import pytest

from upheld.tables import load
from upheld.tables.checks import Severity, check
from upheld.tables.claims import Always, Monotone, Never
from upheld.tables.parser import parse_test
from upheld.tables.proofs import Verdict, prove
from upheld.tables.proofs.always import prove_always
from upheld.tables.proofs.monotone import prove_monotone

POLICY = load(Path(__file__).parents[2] / "policies" / "standard")


def test_its_tables_have_neither_errors_nor_warnings() -> None:
    assert [str(each) for each in check(POLICY) if each.severity is not Severity.NOTE] == []


@pytest.mark.parametrize("promise", ["Promise 1", "Promise 2", "Promise 5", "Promise 8"])
def test_the_promises_that_tables_can_break_are_proved(promise: str) -> None:
    proofs = [each for each in prove(POLICY) if each.claim.because.startswith(promise)]
    assert proofs
    assert {each.verdict for each in proofs} == {Verdict.PROVED}


@pytest.mark.parametrize(
    ("across", "order"),
    [
        ("fit.band", ("outside", "adjacent", "core")),
        ("fit.values_what", ()),
        ("fit.values_how", ()),
        ("fit.mutual_value", ()),
    ],
)
def test_a_better_fit_never_gets_less_goodwill(across: str, order: tuple[str, ...]) -> None:
    claim = Monotone("goodwill.amount", Never.FALLS, across, order, (), "")
    assert prove_monotone(claim, POLICY).verdict is Verdict.PROVED


def test_being_vulnerable_never_narrows_what_is_given() -> None:
    claim = Monotone("goodwill.amount", Never.FALLS, "vulnerable", (), (), "")
    assert prove_monotone(claim, POLICY).verdict is Verdict.PROVED


def test_parting_is_always_put_to_a_lead_and_buys_nothing() -> None:
    part = {"stance": parse_test('"part"')}
    then = {"authority.role": parse_test('"lead"'), "goodwill.amount": parse_test("0")}
    assert prove_always(Always(part, then, ""), POLICY).verdict is Verdict.PROVED
