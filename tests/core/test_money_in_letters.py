"""Money that stands in a letter alone: it is in no limit, in no budget and before no second person,
so no letter may promise what no decision gave, whatever it is called and however it is written."""

from decimal import Decimal

import pytest
from tests.core.given import VOICE
from tests.core.test_checks import BY_THEN, FINAL, HONEST, TODAY, UPHELD, problems

from upheld.core.checks import check
from upheld.core.reply import Letter
from upheld.core.sums import amounts
from upheld.core.words import LetterKind

KINDS = sorted(set(LetterKind) - {LetterKind.FINAL, LetterKind.SUMMARY_RESOLUTION})


def codes(kind: LetterKind, body: str, subject: str = "About", **told: object) -> set[str]:
    found = check(Letter(kind, subject, body), None, VOICE, TODAY, **{"given": (), **told})  # type: ignore[arg-type]
    return {problem.code for problem in found}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "says",
    [
        "We have put £5,000 aside for you. To which account do we send it?",
        "The £5,000 that we owe you are on their way.",
        "The £5,000 is on its way, by cheque.",
        "Could you send us your bank details, so that we can pay you the £5,000?",
        "To which account shall we send the £5,000?",
        "How would you like to receive your £5000: cheque or transfer?",
        "We will pay you £50 a week.",
        "You asked for £5,000. We agree.",
        "Your debt of £5,000 is waived.",
    ],
)
def test_a_letter_of_any_kind_promises_only_what_was_decided(kind: LetterKind, says: str) -> None:
    assert "amount_differs" in codes(kind, f"{says} {BY_THEN}")
    given = {(Decimal(5_000), "GBP")}
    if "a week" not in says:
        assert "amount_differs" not in codes(kind, f"{says} {BY_THEN}", given=given)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "says",
    [
        "You paid £465 on 2 May.",
        "You ask for a refund of £500. Do you still have the bill?",
        "On which day did you transfer the £500 to us?",
        "The price of the shelves was £465, and £39 for the delivery.",
        'You wrote: "I want £5,000 by Friday or I go to the papers."',
        "Your order of £465 is with the carrier.",
        "Was the invoice of £120 yours?",
    ],
)
def test_what_they_named_or_paid_may_be_named(kind: LetterKind, says: str) -> None:
    assert "amount_differs" not in codes(kind, f"{says} {BY_THEN}")


def test_money_in_words_is_promised_by_no_letter() -> None:
    said = f"We will pay you five thousand pounds. {BY_THEN}"
    assert "amount_in_words" in codes(LetterKind.HOLDING, said)
    assert "amount_in_words" not in codes(LetterKind.HOLDING, f"You paid fifty pounds. {BY_THEN}")


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("We refund you £5,000", True),
        ("We refund you £12.50", False),
        ("Your complaint about £5,000 (UP-000001)", False),
    ],
)
def test_the_subject_is_read_as_well(subject: str, found: bool) -> None:
    final = check(Letter(FINAL, subject, HONEST), UPHELD, VOICE, TODAY)
    assert ("amount_differs" in {problem.code for problem in final}) is found
    given = {(Decimal("12.50"), "GBP")}
    early = codes(LetterKind.ACKNOWLEDGEMENT, BY_THEN, subject, given=given)
    assert ("amount_differs" in early) is found


@pytest.mark.parametrize(
    "sum_of_money",
    [
        "**£**5000", "&pound;700", "&#163;700", "£ **600**", "£5**000**", "£5<b></b>000",
        "￡5000", "₤5000", "£⁵⁰⁰⁰", "£②⓪⓪", "£𝟓𝟎𝟎", "£\u200b5000", "£5\u2060000", "£5\u00ad000",
        "£5\u0336000", "£12.50\u200b00", "£12.5000", "£:5000", "£ approx 5000", "£(5000)", "£-5000",
        "5000 pence", "500000p", "5000 sterling", "STG 5000", "pounds: 5000", "5000 gbp", "5k",
        "£5k", "£5 000", "5.000 £", "£12.50 twice", "twice the £12.50", "£12.50 every week",
        "£12.50 each month for a year", "£12.50 x 40",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [FINAL, LetterKind.APOLOGY])
def test_money_is_read_as_its_reader_sees_it(kind: LetterKind, sum_of_money: str) -> None:
    """No sign of Markdown, sign that nobody sees or other way to write it hides a sum."""
    says = f"{HONEST} We will pay you {sum_of_money} as well."
    assert "amount_differs" in problems(kind, says, UPHELD)


@pytest.mark.parametrize(
    "says",
    [
        "Total: £5000.", "In total: £5000", "A payment of £5000 reaches you soon.",
        "You asked for £5000. We agree.", "You asked for £5000, and that is fair.",
        "You wrote that you want £5000. Yes.", 'You wrote: "I want £5000." We agree.',
        'We will pay you "£5,000" by 5 December 2026.',
        "We will pay you “the sum of £5,000” by 5 December 2026.",
    ],
)  # fmt: skip
def test_no_turn_of_words_or_marks_makes_a_sum_theirs(says: str) -> None:
    assert "amount_differs" in problems(FINAL, f"{HONEST} {says}", UPHELD)


@pytest.mark.parametrize(
    "says",
    [
        'You asked: "Pay me £5,000 or I go to the papers."',
        'You wrote "£500 by Friday".',
        "You asked for £5000, and we agree that it came late.",
        "Your order total was £465.",
        "Your own payment of £39 was for the delivery.",
        "The film is in 1080p, and the set is a 4k TV.",
        "The £12.50 is 12.50 GBP, 1250 pence or GBP 12.50.",
    ],
)
def test_what_is_theirs_or_no_money_stays_free(says: str) -> None:
    assert "amount_differs" not in problems(FINAL, f"{HONEST} {says}", UPHELD)


def test_an_amount_is_read_in_its_own_currency_and_its_own_places() -> None:
    assert amounts("KWD 12.500", "KWD") == ((Decimal("12.500"), "KWD"),)
    assert amounts("€1.250,00 and £0.2856", "EUR") == (
        (Decimal("1250.00"), "EUR"), (Decimal("0.2856"), "GBP"),
    )  # fmt: skip
    assert amounts("£3 million, €5 and 20 cents", "EUR") == (
        (Decimal(3_000_000), "GBP"), (Decimal(5), "EUR"), (Decimal("0.20"), "EUR"),
    )  # fmt: skip
