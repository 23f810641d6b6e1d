"""What hides nothing: signs that nobody sees, letters that a scanner misread, and words that stand in
the place of signs; and what stands beside somebody."""

# ruff: noqa: E501 (a text is read whole)

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.plain_signs import as_read
from upheld.core.redaction.places import places
from upheld.core.redaction.redact import redacted, taken_out

_UNSEEN = "\u200b\u202a\u2066\u00ad\ufeff"
_SIGNS = st.text(alphabet="Ann é\u0301" + _UNSEEN + "０７9\n@.", max_size=80)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Call \u202a+44 20 7946 0958\u202c please", "Call \u202a[telephone] please"),
        ("my card 4111\u200b1111\u200b1111\u200b1111 was", "my card [card] was"),
        ("write to mary\u200b@example.com today", "write to [e-mail] today"),
        ("Dear Jose\u0301 Garci\u0301a,", "Dear [name],"),
        ("tel ０２０ ７９４６ ０９５８", "tel [telephone]"),
    ],
)
def test_signs_that_nobody_sees_and_wide_signs_hide_nothing(text: str, what: str) -> None:
    assert redacted(text) == what


def test_a_customers_name_is_known_with_its_accents_apart() -> None:
    assert redacted("It was Zoë.", unicodedata.normalize("NFD", "Zoë")) == "It was [name]."
    assert redacted(unicodedata.normalize("NFD", "It was Zoë."), "Zoë") == "It was [name]."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("P0LICY N0: AB123456", "P0LICY N0: [number]"),
        ("PAT1ENT 1D: 4415529", "PAT1ENT 1D: [number]"),
        ("D A T E  O F  B I R T H: 05/11/2003", "D A T E  O F  B I R T H: [birthday]"),
        ("N A M E: Mila Hartwell", "N A M E: [name]"),
        ("M. R. N.: 4415529", "M. R. N.: [number]"),
        ("T H E  S U M: B44155", "T H E  S U M: B44155"),
    ],
)
def test_a_label_that_a_scanner_misread_or_tore_apart_is_one(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ada.ask [at] example [dot] com", "[e-mail]"),
        ("it is askada at example dot com", "it is [e-mail]"),
        ("ada.ask@example .com", "[e-mail]"),
        ("I was at home, dot and all", "I was at home, dot and all"),
    ],
)
def test_an_address_of_mail_may_be_said_aloud_or_parted(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("DOB 01/02/1980, XR-44125 seen", "DOB [birthday], [number] seen"),
        ("born 01/02/1980\nWorksheet 4412577; paid 1200", "born [birthday]\nWorksheet [number]; paid 1200"),
        ("DOB 01/02/1980, order 4412577", "DOB [birthday], order 4412577"),
        ("a | +31 6 12345678 | 804536727", "a | [telephone] | [number]"),
    ],
)  # fmt: skip
def test_a_number_beside_a_day_of_birth_or_a_telephone_is_of_somebody(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "hospital no: 4415529", "EMPI: 100293847", "MBI 1EG4-TE5-MK73", "Fall-Nr.: 4415529",
        "IPP : 800123456", "MPAN 1200023305967", "KTN 981234567", "nr umowy 44155291",
        "MRN ........ 4415529", "bleep 2231", "MAC address 00:1A:2B:3C:4D:5E",
        "Meine Mitgliedsnummer lautet seit gestern 4412577",
    ],
)  # fmt: skip
def test_a_number_is_known_by_what_it_is_called_wherever_it_is_from(text: str) -> None:
    assert "[number]" in redacted(text)


@pytest.mark.parametrize(
    "text", ["Rechnungsnummer 4412577", "the visit was 10 times", "PC World", "DR SAID NO"]
)
def test_what_is_called_after_a_thing_or_is_none_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("PC 4412 Smith came", "PC 4412 [name] came"),
        ("seen by Z Bevil, MD", "seen by [name], MD"),
        ("I asked DR PLETHWICK", "I asked DR [name]"),
    ],
)
def test_a_name_is_known_by_the_rank_before_it_or_the_degree_behind(text: str, what: str) -> None:
    assert redacted(text) == what


@given(_SIGNS)
def test_what_was_taken_out_can_always_be_put_back(text: str) -> None:
    taken = taken_out(text)
    assert taken.back_in(taken.text) == text


@given(_SIGNS)
def test_every_place_stands_in_the_text(text: str) -> None:
    read, stands = as_read(text)
    assert not stands or (len(stands) == len(read) + 1 and stands == sorted(stands))
    assert all(0 <= found.start < found.end <= len(text) for found in places(text))
