"""What a reader of the code found who wished us ill: texts that take the square of their length,
and days at the end of the calendar.

A text here is so long that whoever reads it in the square of its length takes an hour.
"""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from tests.api.programs import Program, key_of
from tests.policies.laws import asked

from upheld.core.law_facts import LawFactsError
from upheld.core.reading import ours
from upheld.core.redaction.patterns import WHAT
from upheld.core.returns import Period, PeriodError
from upheld.desk.show.said import paragraphs
from upheld.store.models import Person

BLANKS = "a\n\n" + " " * 1_000_000 + "\n\nb"
LAST = "9999-12-31"


def test_a_million_blanks_between_two_words_are_read_in_their_length() -> None:
    first, last = paragraphs(BLANKS, ())
    assert (first[0][0].words, last[0][0].words) == ("a", "b")


def test_lines_without_an_empty_one_between_are_a_paragraph() -> None:
    shown = paragraphs("one\r\ntwo\rthree\n \t\r\n\nfour\n", ())
    assert [[line[0].words for line in part] for part in shown] == [
        ["one", "two", "three"],
        ["four"],
    ]


def test_links_upon_links_are_read_in_their_length() -> None:
    pattern, leads = next((pattern, check) for what, pattern, check in WHAT if what == "link")
    text = "http://" * 140_000
    assert [found[0] for found in pattern.finditer(text)] == [text]
    assert not leads(text)


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        ("https://shop.example/help", False),
        ("https://shop.example/?case=7", True),
        ("https://shop.example/#7", True),
        ("https://shop.example/?", False),
        ("https://shop.example/a/0123456789abcdef", True),
        ("https://0123456789abcdef0", False),
    ],
)
def test_a_link_goes_that_carries_a_secret_or_leads_to_somebody(link: str, leads: bool) -> None:
    assert [check(link) for what, _, check in WHAT if what == "link"] == [leads]


def test_quotes_that_never_end_are_read_in_their_length() -> None:
    text = "“" * 200_000
    assert ours(text) == text


@pytest.mark.parametrize("law", ["uk-cra", "own-promises"])
def test_a_day_at_the_end_of_the_calendar_is_to_be_mended(law: str) -> None:
    with pytest.raises(LawFactsError, match="is at the end of the calendar"):
        asked(law, {"delivered_on": LAST, "complained_on": LAST})


@pytest.mark.parametrize(
    ("first", "last"),
    [(date.min, date(2026, 1, 1)), (date(2026, 1, 1), date.max), (date.min, date.max)],
)
def test_a_period_has_a_beginning_and_an_end_in_every_zone(first: date, last: date) -> None:
    with pytest.raises(PeriodError, match="name other days"):
        Period(first, last, ZoneInfo("Asia/Tokyo"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/insight/team?last=0001-01-01",
        f"/insight/team?first={LAST}&last={LAST}",
        f"/returns/fca-disp-1-annex-1?first=2026-01-01&last={LAST}",
    ],
)
def test_no_day_is_a_fault_of_ours(lead: Person, address: str) -> None:
    assert Program(key_of(lead)).get(address).status_code == 422
