"""An amount with more decimals than its currency has is refused where it comes in: none is rounded
in silence, and none is kept as another than it is."""

from decimal import Decimal
from pathlib import Path

import pytest
from tests.own_policies import OURS

from upheld.core.money import Money, MoneyError, exact
from upheld.tables import PolicyError, load
from upheld.tables.load import load_published, load_texts
from upheld.tables.values import places

TEXTS = {path.name: path.read_text("utf-8-sig") for path in (OURS / "standard").glob("*.*")}


def in_currency(code: str) -> dict[str, str]:
    settings = TEXTS["policy.yaml"].replace("currency: GBP", f"currency: {code}")
    return {**TEXTS, "policy.yaml": settings}


@pytest.mark.parametrize(
    ("codes", "decimals"),
    [
        ("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF", 0),
        ("GBP EUR USD CHF HUF TWD MGA MRU", 2),
        ("BHD IQD JOD KWD LYD OMR TND", 3),
        ("CLF UYW", 4),
    ],
)
def test_a_currency_has_the_decimals_of_iso_4217(codes: str, decimals: int) -> None:
    assert {places(code) for code in codes.split()} == {decimals}


@pytest.mark.parametrize(
    ("amount", "currency"), [("12.345", "EUR"), ("100.50", "JPY"), ("0.1", "XOF")]
)
def test_what_is_finer_than_a_coin_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(MoneyError, match=f"finer than the smallest coin of {currency}: give "):
        exact(Decimal(amount), currency)


@pytest.mark.parametrize(("amount", "currency"), [("1.2340", "KWD"), ("5", "BHD"), ("1", "CLF")])
def test_a_currency_of_three_decimals_is_refused(amount: str, currency: str) -> None:
    with pytest.raises(MoneyError, match=f"{currency} has [34] decimals, and amounts are kept"):
        exact(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("amount", "currency"), [("12.340", "EUR"), ("100.00", "JPY"), ("12.5", "GBP")]
)
def test_what_has_coins_is_taken_as_it_is(amount: str, currency: str) -> None:
    assert exact(Decimal(amount), currency) == Money(Decimal(amount), currency)


class TestAPolicy:
    def test_in_a_currency_of_three_decimals_it_may_not_decide(self) -> None:
        """Its sums were kept to a hundredth, and the letter named another."""
        with pytest.raises(PolicyError, match="KWD has 3 decimals, and is kept with two"):
            load_texts(in_currency("KWD"))

    def test_the_place_is_named(self, tmp_path: Path) -> None:
        for name, text in in_currency("BHD").items():
            (tmp_path / name).write_text(text, "utf-8")
        with pytest.raises(PolicyError) as refused:
            load(tmp_path)
        (problem,) = refused.value.problems
        assert str(problem).startswith("policy.yaml, line 6, column currency")

    def test_one_that_decided_before_they_were_refused_is_read_still(self) -> None:
        assert load_published(in_currency("KWD")).currency == "KWD"
