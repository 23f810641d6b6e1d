"""Ordinary complaints of Europe, as mails, forms, chats and notes of desks: ninety that somebody
wrote who had read no pattern, and what was mended by them, class by class, in other words.

New, the thirty written first had .925 at 1.90 false spans a text, the sixty after them .929 at
1.73.
"""

import pytest
from tests.core.test_redaction_strangers import _measured, _texts

from upheld.core.redaction.redact import redacted

_DESK = _texts("letters_desk_europe.txt")
# Small words by which each language is known.
_AROUND = {
    "German": "Ich habe das schon oft gesagt und bin sehr verärgert, bitte machen Sie etwas. {}",
    "French": "Je vous ai déjà écrit deux fois pour cela et personne ne répond. {}",
    "Spanish": "Ya les he escrito dos veces por esto y nadie me contesta nunca. {}",
    "Italian": "Ho già scritto due volte per questo problema ma nessuno mi ha dato risposta. {}",
    "Dutch": "Ik heb dit al twee keer gezegd maar niemand doet daar iets aan. {}",
    "Polish": "Już dwa razy pisałem do was w tej sprawie i nikt nie odpowiada. {}",
    "Portuguese": "Já vos escrevi duas vezes por isto mas ninguém me responde nunca. {}",
    "Swedish": "Jag har redan skrivit två gånger om detta men ingen har svarat mig. {}",
}


def _told(language: str, said: str) -> str:
    before, _, after = _AROUND[language].partition("{}")
    return redacted(f"{before}\n{said}{after}").removeprefix(f"{before}\n")


def test_there_are_ninety_texts_of_desks_in_eight_languages() -> None:
    assert len(_DESK) == 90


def test_what_ninety_complaints_of_europe_tell_of_somebody_is_found_and_little_else() -> None:
    values, found, false = map(sum, zip(*map(_measured, _DESK), strict=True))
    assert found >= 0.995 * values
    assert false <= 0.2 * len(_DESK)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("German", "[14/05/26 08:12] Hallo zusammen"),
        ("Spanish", "Fecha: 29/07/2026 14:05"),
        ("French", "votre train TER 871204 du matin"),
        ("German", "Durchwahl 17."),
        ("German", "der Vorgang war 3 Servicetermine später noch offen"),
    ],
)
def test_an_hour_and_the_number_of_a_train_or_a_line_are_no_telephone_and_no_address(
    language: str, said: str
) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("Swedish", "Från: kundservice@elbolaget.se"),
        ("Dutch", "Van: klantenservice@stroom.nl"),
        ("Italian", "Codice: 1.460 + IVA"),
        ("German", "Kd-Nr wie oben"),
        ("Polish", "BOK napisał(a): nie"),
        ("German", "FRITZ!Box ist kaputt"),
        ("Portuguese", "a mala está em Madrid."),
        ("Italian", "la filiale di Mantova non risponde"),
        ("Dutch", "behandeld in het St. Antonius en daarna naar huis"),
    ],
)
def test_labels_short_words_towns_and_letter_boxes_are_nobody(language: str, said: str) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("Spanish", "el servicio Hogar Tranquilo y la Oficina Comercial"),
        ("French", "le Service Clients et la Garantie Confort"),
        ("Italian", "il Reparto Sinistri e il Pronto Soccorso"),
        ("Dutch", "naar de Klachtencommissie Verzekeringen gestuurd"),
        ("Polish", "tak mówi Dział Windykacji oraz Biuro Obsługi"),
        ("Portuguese", "o Apoio Técnico e o Livro Vermelho"),
        ("Spanish", "Aire acondicionado roto"),
        ("Swedish", "Vi kollar på det"),
        ("Dutch", "het is niet gemeld, anders was er iets gedaan"),
    ],
)
def test_words_of_the_language_with_a_capital_are_nobody(language: str, said: str) -> None:
    assert _told(language, said) == said


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("German", "PLZ: 24103", "PLZ: [postcode]"),
        ("French", "CP : 31400", "CP : [postcode]"),
        ("Italian", "cap=80121", "cap=[postcode]"),
        ("Polish", "Kod pocztowy: 61-245", "Kod pocztowy: [postcode]"),
        ("Portuguese", "Código postal: 4050-123", "Código postal: [postcode]"),
        ("Swedish", "Postnummer: 413 01", "Postnummer: [postcode]"),
        ("Dutch", "het is 2513 KL nr 7", "het is [postcode] nr 7"),
    ],
)
def test_the_code_of_the_post_is_found_in_a_form(language: str, said: str, expected: str) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("German", "Vertragsnummer nochmal: VT-3382 1177", "Vertragsnummer nochmal: [number]"),
        ("French", "Contrat : BX 4471820 M", "Contrat : [number]"),
        ("French", "N° carte Senior : 31880217 4471", "N° carte Senior : [number]"),
        ("French", "adhérent LYN-0044718", "adhérent [number]"),
        ("Spanish", "nº de socio 40118832", "nº de socio [number]"),
        ("Italian", "tessera TS-884120", "tessera [number]"),
        ("Dutch", "lidnummer: 4471-8820", "lidnummer: [number]"),
        ("Polish", "klient 1.44718820", "klient [number]"),
        ("Portuguese", "sócio 44718", "sócio [number]"),
        ("Swedish", "medlem GB-118204", "medlem [number]"),
        ("Portuguese", "passaporte FX118204", "passaporte [number]"),
        ("French", "Passeport (copie jointe) : 19AK44718", "Passeport (copie jointe) : [number]"),
    ],
)
def test_numbers_of_contracts_and_members_are_found_after_their_word(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


def test_the_number_of_an_order_or_an_amount_after_such_a_word_stays() -> None:
    for said in ("client : commande 44718820", "le client : 120 000 € de plus"):
        assert _told("French", said) == said


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("Swedish", "född 880412", "född [birthday]"),
        ("German", "Ewa Nowak, 3.9.84, Karte folgt", "[name], [birthday], Karte folgt"),
        ("Portuguese", "nasc. 12/05/44", "nasc. [birthday]"),
    ],
)
def test_a_day_of_birth_is_found_without_its_century(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


def test_dzien_dobry_is_no_day_of_birth() -> None:
    assert _told("Polish", "Dzień dobry, w dniu 14.02.26 kurier") == (
        "Dzień dobry, w dniu 14.02.26 kurier"
    )


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("German", "Freundliche Grüße\n> K.-H. Brodersen", "Freundliche Grüße\n> [name]"),
        ("Dutch", "op naam van T. de Groot", "op naam van [name]"),
        ("Dutch", 'getekend door "v. Houten"', 'getekend door "[name]"'),
        ("Polish", "opiekun: Zawadzki K.", "opiekun: [name]"),
        ("Portuguese", "fale com o Sr. Eng.º Falcão hoje", "fale com o Sr. Eng.º [name] hoje"),
        ("Italian", "il direttore della filiale (Cavalli)", "il direttore della filiale ([name])"),
        ("Spanish", "viaja con (Unax, 4 años)", "viaja con ([name], 4 años)"),
        ("German", "Nachname: Kröger", "Nachname: [name]"),
        ("French", "Nom : LE BIHAN", "Nom : [name]"),
        ("Dutch", "Voorletters: A.M.", "Voorletters: [name]"),
        ("German", "> Ihr Malte Wiechers", "> [name]"),
    ],
)
def test_names_are_found_with_initials_titles_brackets_and_in_forms(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected


@pytest.mark.parametrize(
    ("language", "said", "expected"),
    [
        ("Italian", "mi richiami per favore 3391188204", "mi richiami per favore [telephone]"),
        ("Polish", "proszę oddzwonić 601118204", "proszę oddzwonić [telephone]"),
    ],
)
def test_a_telephone_is_found_after_a_word_that_asks_to_be_called(
    language: str, said: str, expected: str
) -> None:
    assert _told(language, said) == expected
