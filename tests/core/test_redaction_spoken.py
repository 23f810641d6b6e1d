"""What somebody said aloud, wrote in small letters, or put into a field is taken out; what is short
for something, and the number of a thing, stay."""

import pytest

from upheld.core.redaction.redact import redacted


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("It is oh one one five, four nine six, double oh two three.", "It is [telephone]."),
        ("It went to fifty six Elm Rise Road by mistake.", "It went to [address] by mistake."),
        ("That is spelled q u e n t y n by the way.", "That is spelled [name] by the way."),
        ("he left it at 9 elm terrace again", "he left it at [address] again"),
        ("it never came, cheers bazzo", "it never came, cheers [name]"),
        ("My login zev_ask12 is locked.", "My login [handle] is locked."),
    ],
)
def test_what_was_said_or_typed_carelessly_is_left_out(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("BILLING REFERENCE | K-4471920", "BILLING REFERENCE | [number]"),
        ("Visa: K4471920. It was refused.", "Visa: [number]. It was refused."),
        ("VIN: WVWZZZJZZXWAABCDE, of 2019", "VIN: [number], of 2019"),
        ("CLIENT-004471 rang.", "[number] rang."),
        ("MEDlCAL FILE >> 4471920", "MEDlCAL FILE >> [number]"),
        ("Ask Maria Lopez, 2025550191.", "Ask [name], [telephone]."),
        ("It was sent for Glenford, Maria, who rang.", "It was sent for [name], who rang."),
        ("We are in A65 F4E2 now.", "We are in [postcode] now."),
        ("We are in K1A 0B1 now.", "We are in [postcode] now."),
        ("Then 14 Havnevej was empty.", "Then [address] was empty."),
        ("адрес улица Раковски 35, не дойде.", "адрес [address], не дойде."),
        ("I asked Karl-D. Quandt M.Sc. again.", "I asked [name] again."),
    ],
)
def test_a_number_a_name_or_a_street_is_known_in_more_places(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "It does 40 Mbps, and the Dx says so.",
        "The handoff took place May 3. Multidisciplinary it was not.",
        "Receipt 1188 0042 7719 is for article 771-330-12.",
        "One two three, and it broke.",
        "Betreff: it came in März.",
    ],
)
def test_what_is_short_for_something_or_of_a_thing_stays(text: str) -> None:
    assert redacted(text) == text
