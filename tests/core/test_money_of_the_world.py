"""Money is seen by whatever it is called: what a letter or a promise gives of it is held to what
was decided, in yen as in pounds."""

import re
from datetime import date
from decimal import Decimal

import pytest
from tests.core.test_checks import FINAL, HONEST, UPHELD, problems

from upheld.core.currencies import CODES, WORD_CODES
from upheld.core.gives import written_out
from upheld.core.promises.commitments import CommitmentError, by_hand
from upheld.core.sums import amounts

TODAY, THEN = date(2026, 11, 2), date(2026, 12, 20)
SUMS = [
    ("2,000 yen", "2000", "JPY"), ("5,000円", "5000", "JPY"), ("¥5,000", "5000", "JPY"),
    ("5万円", "50000", "JPY"), ("50 Swiss francs", "50", "CHF"), ("Swiss francs 50", "50", "CHF"),
    ("Fr. 50", "50", "CHF"), ("500 kronor", "500", "SEK"), ("500 kr", "500", "SEK"),
    ("kr 500", "500", "SEK"), ("500 Norwegian kroner", "500", "NOK"),
    ("90 Danish crowns", "90", "DKK"), ("500 rupees", "500", "INR"), ("Rs. 500", "500", "INR"),
    ("₹500", "500", "INR"), ("2 lakh rupees", "200000", "INR"), ("KWD 5.000", "5.000", "KWD"),
    ("5 Kuwaiti dinars", "5", "KWD"), ("AED 500", "500", "AED"), ("500 dirhams", "500", "AED"),
    ("BRL 500", "500", "BRL"), ("R$ 500", "500", "BRL"), ("500 reais", "500", "BRL"),
    ("50 Brazilian real", "50", "BRL"), ("500 rand", "500", "ZAR"),
    ("500 Mexican pesos", "500", "MXN"), ("500 pula", "500", "BWP"),
    ("50,000 won", "50000", "KRW"), ("50 South Korean won", "50", "KRW"),
    ("₩50,000", "50000", "KRW"), ("500 crowns", "500", "SEK"), ("50 zł", "50", "PLN"),
    ("50 zlotys", "50", "PLN"), ("500 Kč", "500", "CZK"), ("500 US dollars", "500", "USD"),
    ("US$ 500", "500", "USD"), ("30 New Zealand dollars", "30", "NZD"), ("50 bucks", "50", "USD"),
    ("500 roubles", "500", "RUB"), ("₽500", "500", "RUB"), ("500 chf", "500", "CHF"),
    ("PHP 800", "800", "PHP"), ("500 RMB", "500", "CNY"), ("500 yuan", "500", "CNY"),
    ("500 baht", "500", "THB"), ("2 bitcoin", "2", "BTC"), ("500 centimes", "5", "CHF"),
    ("1,500 Ksh", "1500", "KES"),
]  # fmt: skip
NO_MONEY = [
    "the 3 real faults", "You won 5 of them", "200 won prizes", "2 crowns on your teeth",
    "a 5 pound weight", "5 pounds in weight", "5 marks out of 10", "PHP 8.3", "the TOP 10",
    "ALL 3 items", "R500", "Fr. 6 November", "AWG 24", "a BTN 5", "Sol 5", "5 soles",
    "step 5, real soon", "2 drams of it",
]  # fmt: skip


@pytest.mark.parametrize(("told", "amount", "code"), SUMS)
def test_a_sum_is_read_by_the_name_or_the_sign_of_its_currency(
    told: str, amount: str, code: str
) -> None:
    for words in (f"We pay you {told}.", f"We pay you {told} by 20 December.", f"{told} is yours"):
        assert amounts(words, "GBP")[0] == (Decimal(amount), code)


@pytest.mark.parametrize("code", CODES)
def test_a_sum_is_read_by_every_code_of_iso_4217(code: str) -> None:
    for words in (f"{code} 1,500 for you", f"1,500 {code}", f"{code}1500"):
        assert amounts(words, "GBP") == ((Decimal(1_500), code),)


@pytest.mark.parametrize("code", WORD_CODES)
def test_a_code_that_is_a_word_counts_with_many(code: str) -> None:
    assert amounts(f"{code} 1,500 for you. 1,500 {code}.", "GBP") == ((Decimal(1_500), code),) * 2
    assert amounts(f"{code} 5 and 5 {code}.", code) == ((Decimal(5), code),) * 2


@pytest.mark.parametrize("words", NO_MONEY)
def test_a_word_of_something_else_is_no_money(words: str) -> None:
    assert amounts(words, "GBP") == ()


@pytest.mark.parametrize(
    ("told", "currency"),
    [("500 kr", "NOK"), ("500 francs", "XOF"), ("500 pesos", "PHP"), ("5 dinars", "BHD"),
     ("500 rupees", "PKR"), ("5 real", "BRL"), ("R500", "ZAR"), ("RM 50", "MYR"), ("500 Ft", "HUF"),
     ("5 pounds", "EGP"), ("5 crowns.", "CZK")],
)  # fmt: skip
def test_a_name_that_several_share_is_of_the_cases_own(told: str, currency: str) -> None:
    [(amount, code)] = amounts(told, currency)
    assert (amount, code) == (Decimal(re.sub(r"\D", "", told)), currency)


@pytest.mark.parametrize("told", [told for told, _, _ in SUMS])
def test_no_answer_gives_it_beside_what_was_decided(told: str) -> None:
    says = f"{HONEST} We will also pay you {told} by 20 December 2026."
    assert "amount_differs" in problems(FINAL, says, UPHELD)


@pytest.mark.parametrize("told", [told for told, _, _ in SUMS])
def test_nobody_promises_it_by_hand(told: str) -> None:
    words = f"We will pay you {told} by 20 December 2026."
    with pytest.raises(CommitmentError, match="was not decided in this case"):
        by_hand(words, THEN, TODAY, {(Decimal("12.50"), "GBP")}, "GBP")


@pytest.mark.parametrize("words", NO_MONEY)
def test_what_is_no_money_is_promised_freely(words: str) -> None:
    by_hand(f"We will look at {words} by 20 December 2026.", THEN, TODAY, (), "GBP")


@pytest.mark.parametrize(
    "told", ["two thousand yen", "fifty Swiss francs", "five hundred rupees", "ninety US dollars"]
)
def test_money_in_words_is_seen_in_every_currency(told: str) -> None:
    assert written_out(f"We will pay you {told} by then.")


@pytest.mark.parametrize("told", ["three real faults", "two crowns", "one won", "five marks"])
def test_words_of_something_else_are_no_money_in_words(told: str) -> None:
    assert not written_out(f"We will mend {told}.")
