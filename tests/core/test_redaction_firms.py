"""Firms, towns and things that are bought are nobody; couples and names on tickets are somebody."""

import pytest

from upheld.core.redaction.redact import redacted


@pytest.mark.parametrize(
    "text",
    [
        "I went to the Surulere branch and they sent me away.",
        "I bought a Ryobi mower from you and the cord snapped.",
        "Hello @BrightBus your driver did not stop for us.",
    ],
)
def test_what_is_of_a_firm_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Our neighbours Bill and Jean Cattanach can confirm it.", "Bill"),
        ("The passengers were TREMBLAY/LOIC MSTR and nobody else.", "TREMBLAY"),
        ("she lives at 918 e 47th st apt 3 and waited all day", "47th"),
    ],
)
def test_what_is_of_somebody_goes(text: str, gone: str) -> None:
    assert gone not in redacted(text)
