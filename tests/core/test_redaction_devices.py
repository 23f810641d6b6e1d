"""Numbers of vehicles, of telephones and of permits to stay, which lead to whoever has them."""

# ruff: noqa: E501 (a text is read whole)

import pytest

from upheld.core.redaction.redact import redacted


@pytest.mark.parametrize(
    "number",
    [
        "1M8GDM9AXKP042788",  # 49 CFR 565.15: ten are left by 11, written X
        "5GZCZ43D13S812715",
        "1M8 GDM9AX KP042788",  # in its three sections (ISO 3779)
        "WVWZZZ1JZ3W386752",  # in Europe three places are filled
    ],
)
def test_a_vehicle_is_known_though_nobody_says_that_it_is_one(number: str) -> None:
    assert redacted(f"They sold {number} abroad.") == "They sold [number] abroad."


@pytest.mark.parametrize(
    "number",
    [
        "1M8GDM9A1KP042788",  # a wrong check digit
        "1M8 GDM9A1 KP042788",
        "1M8GDM9AXKP04278B",  # ends in no four figures
        "WVWZZZ1JZ3W38675",  # sixteen signs
        "WVWZZZ1JZ3W3867522",  # eighteen
        "IVWZZZ1JZ3W386752",  # no vehicle has an I
        "11111111111111111",  # its check digit is right, but it has no letter
        "5GZCZ43DXUS812715",  # no model has the year U, though the check digit is right
    ],
)
def test_seventeen_signs_that_are_no_vehicles_stay(number: str) -> None:
    assert redacted(f"They sold {number} abroad.") == f"They sold {number} abroad."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("VIN: 1m8gdm9axkp042788, sold", "VIN: [number], sold"),
        ("VIN 1M8 GDM9AX KP042788 was sold", "VIN [number] was sold"),  # ISO 3779: its three sections
        ("VIN: WVW-ZZZ1JZ-3W386752", "VIN: [number]"),
        ("VIN: WVW ZZZ 1JZ 3W 386752", "VIN: [number]"),
        ("VIN\nWVWZZZ1JZ3W386752", "VIN\n[number]"),
        ("Vehicle identification number (VIN): WVWZZZ1JZ3W386753", "Vehicle identification number (VIN): [number]"),
        ("numer VIN pojazdu: 1M8GDM9A1KP042788", "numer VIN pojazdu: [number]"),
        ("Die Fahrgestellnummer lautet 1M8GDM9A1KP042788.", "Die Fahrgestellnummer lautet [number]."),
        ("Le numéro de châssis est 1M8GDM9A1KP042788.", "Le numéro de châssis est [number]."),
        ("Il numero di telaio 1M8GDM9A1KP042788 non va.", "Il numero di telaio [number] non va."),
        ("El número de bastidor es 1M8GDM9A1KP042788.", "El número de bastidor es [number]."),
        ("Az alvázszám: 1M8GDM9A1KP042788", "Az alvázszám: [number]"),
        ("Αριθμός πλαισίου 1M8GDM9A1KP042788", "Αριθμός πλαισίου [number]"),
    ],
)  # fmt: skip
def test_what_is_called_a_vehicles_is_one_in_sections_in_small_letters_and_mistyped(
    text: str, what: str
) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("IMEI: 35-209900-176148-1", "IMEI: [number]"),  # 3GPP TS 23.003: with its check digit
        ("IMEI: 35-209900-176148-2", "IMEI: [number]"),  # mistyped
        ("IMEI: 35/209900/176148", "IMEI: [number]"),  # without it
        ("IMEISV: 35-209900-176148-23", "IMEISV: [number]"),  # with the version
        ("IMEI 2: 352099001761481, lost", "IMEI 2: [number], lost"),
        ("Die IMEI-Nummer: 35209900176148", "Die IMEI-Nummer: [number]"),
        ("IMEI of my phone is 35209900176148.", "IMEI of my phone is [number]."),
        ("numer IMEI telefonu: 35209900176148", "numer IMEI telefonu: [number]"),
        ("MEID: A10000009296F2", "MEID: [number]"),
    ],
)
def test_a_telephones_own_number_is_known_by_what_it_is_called(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    "text",
    [
        "They sent 352099001761482 to me.",  # fifteen digits, a wrong check digit
        "They sent 35209900176148 to me.",
        "The IMEI was blocked for 14 days.",
        "Le vin de la commande 35209900176148.",
        "The VIN of the car is a secret that we kept in 2024.",
        "A frame number of the film is 12345.",
        "Der Aufenthaltsraum A1234567 war zu und der Kaffee war kalt.",
        "A residence permit since 2019-2024 was on file.",
    ],
)
def test_what_only_stands_beside_such_a_word_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    "called",
    [
        "residence card", "Aufenthaltserlaubnis Nr.", "permesso di soggiorno n.", "carte de séjour", "título de residência",
        "verblijfsvergunning", "opholdstilladelse", "oppholdstillatelse", "uppehållstillstånd", "oleskelulupa",
        "karta pobytu", "povolenie na pobyt", "tartózkodási engedély", "permis de ședere", "dozvola boravka",
        "dovoljenje za prebivanje", "elamisluba", "uzturēšanās atļauja", "leidimas gyventi", "άδεια διαμονής",
        "разрешение за пребиваване", "permiso de residencia", "ikamet izni",
    ],
)  # fmt: skip
def test_a_permit_to_stay_is_known_by_its_name_in_the_languages_of_europe(called: str) -> None:
    assert redacted(f"{called} AB1234567").endswith(" [number]")
