"""Who is led to in the languages of Europe: who served, the name on a door, the heads of a mail,
who speaks in a chat, titles of trades, particles with a capital, initials alone."""

# ruff: noqa: E501 (a text is read whole)

import pytest
from tests.core.test_redaction_desk_europe import _told


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("German", "Bedient hat mich Quirling.", "Bedient hat mich [name]."),
        ("French", "J'ai été reçue par Brévot hier.", "J'ai été reçue par [name] hier."),
        ("Spanish", "me atendió primero Urquel", "me atendió primero [name]"),
        ("Italian", "mi ha risposto Zardin al telefono", "mi ha risposto [name] al telefono"),
        ("Dutch", "ik werd geholpen door Wervink", "ik werd geholpen door [name]"),
        ("Polish", "przyjęła mnie Dzierzbick", "przyjęła mnie [name]"),
        ("Portuguese", "quem me atendeu foi a Lurdelma", "quem me atendeu foi a [name]"),
        ("Swedish", "jag fick hjälp av Torvdal", "jag fick hjälp av [name]"),
    ],
)
def test_whoever_served_is_named(language: str, said: str, expected: str) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("German", "Am Klingelschild steht Quirling.", "Am Klingelschild steht [name]."),
        ("French", "nom sur la sonnette = Brévot", "nom sur la sonnette = [name]"),
        ("Spanish", 'firmado por "Urquel" y ya', 'firmado por "[name]" y ya'),
        ("Italian", "sul citofono c'è scritto Zardin", "sul citofono c'è scritto [name]"),
        ("Dutch", "op de bel staat Wervink", "op de bel staat [name]"),
        ("Polish", "na domofonie jest Dzierzbick", "na domofonie jest [name]"),
        ("Portuguese", "na campainha diz Lourdelo", "na campainha diz [name]"),
        ("Swedish", "på dörren står Torvdal", "på dörren står [name]"),
    ],
)
def test_the_name_on_a_door_and_of_who_signed_is_found(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("German", "Bedient hat mich Niemand, angenommen von Mitarbeitern."),
        ("French", "signé par le Service Clients"),
        ("Spanish", "me atendió Recepción"),
        ("Italian", "ritirato da Milano"),
        ("Dutch", "afgehandeld door Klantenservice"),
        ("Swedish", "mottaget av Kundtjänst"),
    ],
)
def test_an_office_and_a_town_that_are_led_to_are_nobody(language: str, said: str) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("German", "An: Quirling\nBetreff: Rückgabe"),
        ("Swedish", "Till: Torvdal\nÄmne: Retur"),
        ("Dutch", "Aan: Wervink\nOnderwerp: Bank"),
        ("Spanish", "Para: Urquel\nAsunto: Queja"),
        ("Polish", "Do: Dzierzbick\nTemat: Szafa"),
    ],
)
def test_a_word_that_nobody_knows_is_named_among_the_heads_of_a_mail(
    language: str, head: str
) -> None:
    label, rest = head.split(": ", 1)[0], head.split("\n")[1]
    assert _told(language, head) == f"{label}: [name]\n{rest}"


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("French", "15:11 Jordan : ok\nMerci, Jordan", "15:11 [name] : ok\nMerci, [name]"),
        ("Dutch", "[10:06] Wervink: ok", "[10:06] [name]: ok"),
        ("Polish", "(12:01) Dzierzbick: ok", "(12:01) [name]: ok"),
        ("Spanish", "23:43 Huésped: ok", "23:43 Huésped: ok"),
        ("Polish", "[10:14] Ty: ok", "[10:14] Ty: ok"),
        ("French", "10:40 Répondeur : ok", "10:40 Répondeur : ok"),
    ],
)
def test_who_speaks_in_a_chat_is_named_and_a_part_is_not(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("Italian", "il perito, geom. Zardin, ha", "il perito, geom. [name], ha"),
        ("Italian", "l'arch. Zardin e la prof.ssa Brùn", "l'arch. [name] e la prof.ssa [name 2]"),
        ("Polish", "operował dr Haddad dziś", "operował dr [name] dziś"),
        ("Polish", "mgr inż. Dzierzbick", "mgr inż. [name]"),
        ("German", "laut Mag. Quirling stimmt es", "laut Mag. [name] stimmt es"),
        ("German", "Dr. med. dent. Quirling", "Dr. med. dent. [name]"),
        ("French", "l'avis de Me Brévot", "l'avis [name]"),
        ("Spanish", "la Mtra. Urquel no vino", "la Mtra. [name] no vino"),
        ("Portuguese", "a enf.ª Lourdelo", "a enf.ª [name]"),
        ("Dutch", "ing. Wervink", "ing. [name]"),
        ("Swedish", "överläkare Torvdal", "överläkare [name]"),
        ("Dutch", "Beste mevrouw De Graaf,", "Beste mevrouw [name],"),
        ("German", "Sprecherin Frau van Quirl\n", "Sprecherin Frau [name]\n"),
        ("Dutch", "collega Chaimae B. | zaak", "collega [name] | zaak"),
        ("Dutch", "– Lotte V.D.B.\n", "– [name]\n"),
        ("Spanish", "supervisora Patricia G.. Cliente", "supervisora [name]. Cliente"),
        ("Spanish", "Autopartes del Bajío S.A. de C.V.", "Autopartes del Bajío S.A. de C.V."),
    ],
)
def test_titles_of_trades_particles_and_initials_lead_to_a_name(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("Swedish", "Patient: Kerstin Lind\nHändelse: Kerstins fall", "Patient: [name]\nHändelse: [name 2] fall"),
        ("Polish", "pani Ilona kłamie, przeprosiny od Ilony", "[name] kłamie, przeprosiny od [name 2]"),
        ("Swedish", "Anna sa nej och la på", "[name] sa nej och la på"),
        ("German", "Svenja von der Hotline sagte nein", "[name] von der Hotline sagte nein"),
        ("Dutch", "echtpaar Wervink", "echtpaar [name]"),
        ("German", "Betreuer: Quirling", "Betreuer: [name]"),
        ("Polish", "Oddałem do serwisu we wtorek", "Oddałem do serwisu we wtorek"),
    ],
)  # fmt: skip
def test_a_name_is_known_in_its_forms_and_beside_a_desk(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected
