"""What desks write that is nobody's, in other words than the letters that showed it, and numbers of
contracts that were kept."""

import pytest
from tests.core.test_redaction_desk_europe import _told

from upheld.core.redaction.redact import redacted


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("French", "le colis est resté rue Lepic devant la porte."),
        ("Italian", "la lavastoviglie Brenta Slim perde acqua"),
        ("Portuguese", "fui ao Hospital Beatriz Falcão e esperei"),
        ("Italian", "la filiale di Borgo Emilia non risponde"),
        ("Spanish", "escribí a Atención al Viajero y nada"),
        ("Italian", "PNR Q4WT7X, la prenotazione è sparita"),
        ("Polish", "Formularz kontaktowy (ID 771204) wysłany"),
    ],
)
def test_streets_without_a_number_houses_machines_and_bookings_are_nobody(
    language: str, said: str
) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("German", "Polizze H 3.118.204-7", "Polizze [number]"),
        ("Italian", "(tessera QF 30418)", "(tessera [number])"),
        ("Portuguese", "contrato 2025/0418.", "contrato [number]."),
        ("French", "sociétaire 4 228 031 T", "sociétaire [number]"),
        ("German", "Reisepass meines Sohnes (C3XK41PLM)", "Reisepass meines Sohnes ([number])"),
        ("German", "mein VW Polo (WU-418 KT)", "mein VW Polo ([number])"),
        ("Polish", "Nr rej.: WPI 4K118", "Nr rej.: [number]"),
        ("Spanish", "CUIL 20-30405060-9", "CUIL [number]"),
        ("Spanish", "Mi RUT es 12345678-5", "Mi RUT es [number]"),
    ],
)
def test_numbers_of_contracts_states_and_plates_are_found_as_they_are_written(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    "said",
    [
        "They sent three Tromptons to the shop and I paid for them.",
        "He was in palliative care at St. Osmund and nobody rang us.",
        "The restaurant is in Nairobi, Karangwa and it was closed.",
        "Complaint Record 2025/0311 was opened by phone and then closed.",
    ],
)
def test_what_is_counted_a_saint_a_suburb_and_a_year_with_a_number_are_nobody(said: str) -> None:
    assert redacted(said) == said


def test_a_town_of_an_address_is_no_name_where_it_stands_again() -> None:
    told = redacted(
        "I live at 3 Mill Lane, Quorndon LE12 8BX. The shop in Quorndon was shut again."
    )
    assert told.endswith("The shop in Quorndon was shut again.")
