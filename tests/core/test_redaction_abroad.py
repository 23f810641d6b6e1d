"""Who is named after what they do, houses without a number, and what ends a letter."""

# ruff: noqa: E501 (a text is read whole)

import pytest

from upheld.core.redaction.redact import redacted


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


@pytest.mark.parametrize(
    "text",
    [
        "Die Reparatur dauerte drei Tage, und danach hat niemand angerufen.",
        "Solange die Kinder im Zimmer sind, ist die Heizung in der Wohnung aus.",
        "Hanno detto che il pacco era perso, ma non mi hanno chiamato.",
        "Le case costano, la costa è bianca e la scritta non è chiara per niente.",
        "Quand je jette la boîte, la lampe claire et blanche ne va plus.",
        "Las flores, las paredes y las cuevas estaban en el correo, pero no.",
    ],
)  # fmt: skip
def test_a_name_that_is_a_word_of_the_language_is_none_alone(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Danach hat Herr Keller angerufen, und es war nichts da.", "Danach hat [name] angerufen, und es war nichts da."),
        ("Gestern war Hanno Schmitz hier und hat es nicht repariert.", "Gestern war [name] hier und hat es nicht repariert."),
        ("Hier, Yolaine Quéméneur m'a dit que le colis était perdu.", "Hier, [name] m'a dit que le colis était perdu."),
        ("Yolaine Quéméneur m'a dit que le colis était perdu.", "[name] m'a dit que le colis était perdu."),
    ],
)  # fmt: skip
def test_beside_another_name_or_after_a_title_it_is_one(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "Ho comprato la lampada in Val Gardena e non va.",
        "Koupil jsem to ve Velké Británii a nefunguje to.",
        "Bunları Biliyor muydunuz? Paket hiç gelmedi ve kimse aramadı.",
    ],
)  # fmt: skip
def test_two_capitals_in_a_place_or_before_a_question_are_nobody(text: str) -> None:
    assert redacted(text) == text
