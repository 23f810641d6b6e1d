"""Who is named after what they do, houses without a number, and what ends a letter."""

# ruff: noqa: E501 (a text is read whole)

import pytest

from upheld.core.redaction import redacted


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("El repartidor, Anxo, no vino y dejó la caja en la calle.", "El repartidor, [name], no vino y dejó la caja en la calle."),
        ("De bezorger, ene Jorrit, was niet aardig voor mij.", "De bezorger, ene [name], was niet aardig voor mij."),
        ("La vendeuse, prénommée Maëlys, ne veut pas me rembourser.", "La vendeuse, prénommée [name], ne veut pas me rembourser."),
        ("Vakten sa att han heter Viggart och gick sedan.", "Vakten sa att han heter [name] och gick sedan."),
    ],
)  # fmt: skip
def test_a_name_is_known_by_what_somebody_does(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "We are at Tarn Howe, Mill Street, Keswick.",
        "Contact: High Barn Farm, Dent, LA10 5QJ",
        "Mieszkam: os. Lipowe 4 m. 12, 31-624 Kraków",
        "Moro na Rua do Pinhal, 14, 2.º Esq., 4050-107 Porto",
    ],
)
def test_a_house_is_known_with_its_door_and_without_a_number(text: str) -> None:
    rest = redacted(text).replace("[address]", "")
    assert not {"Street", "Farm", "12", "Esq"}.intersection(rest.replace(".", " ").split())


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Nr rachunku: 76 7863 4725 4782 1387 6548 1291.", "Nr rachunku: [account]."),
        ("Mój ojciec ur. 4 marca 1948 r. czekał", "Mój ojciec ur. [birthday] r. czekał"),
        ("RECORD . . MR7547408", "RECORD . . [number]"),
        ("my daughter Isla (3.8.2012) waited", "my daughter [name] ([birthday]) waited"),
        ("We took the van QX14 TKB from you", "We took the van [number] from you"),
        ("I bought a Dyson and a car BMW 320 there", "I bought a Dyson and a car BMW 320 there"),
    ],
)
def test_numbers_and_days_are_known_as_their_countries_write_them(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("It never came. /zorka", "It never came. /[name]"),
        ("I was told to wait. Thanks", "I was told to wait. Thanks"),
    ],
)
def test_whoever_signs_in_the_last_line_is_named(text: str, what: str) -> None:
    assert redacted(text) == what
