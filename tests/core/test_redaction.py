"""What identifies a person is taken out before anybody sees a text who need not know it."""

from importlib.resources import files
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.known_words import bare, is_name, may_name
from upheld.core.quoting import sentence_of
from upheld.core.redaction.apart import apart
from upheld.core.redaction.patterns import Found
from upheld.core.redaction.redact import redacted
from upheld.core.spans import sentences
from upheld.core.word_lists import words


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Write to sally.hart@shop.example.org.", "Write to [e-mail]."),
        ("Ring 07700 900123 today.", "Ring [telephone] today."),
        ("Ring +44 (0)115 496 0000.", "Ring [telephone]."),
        ("Ring (555) 123-4567.", "Ring [telephone]."),
        ("My card is 4111 1111 1111 1111.", "My card is [card]."),
        ("Pay GB82 WEST 1234 5698 7654 32 please.", "Pay [account] please."),
        ("Pay NO93 8601 1117 947 please.", "Pay [account] please."),
        ("I live in NG1 5FS.", "I live in [postcode]."),
        ("Dear Monica Reyes,\nIt is late.", "Dear [name],\nIt is late."),
        ("Yesterday Maria Lopez rang.", "Yesterday [name] rang."),
        ("It was Keiran C. White.", "It was [name]."),
        ("I asked Grant Holloway.", "I asked [name]."),
        ("I live at Storgatan 12 now.", "I live at [address] now."),
        ("Send it to Dalsetkroken 129, Stavanger 4018.", "Send it to [address]."),
        ("Ring 72 734 13 01.", "Ring [telephone]."),
        ("My number is AB 12 34 56 C.", "My number is [number]."),
        ("Sally Hart wrote. SALLY again.", "[name] wrote. [name] again."),
        ("It was Ćosić who rang, then van der Torre.", "It was [name] who rang, then [name 2]."),
        ("I asked Chase Manager Maria Lopez.", "I asked Chase Manager [name]."),
        ("I am Sally Hart. Ring 07700 900123.", "I am [name]. Ring [telephone]."),
        ("Then Christian hung up.", "Then [name] hung up."),
        ("It went to 12 Oak Street, Leeds LS1 4AP today.", "It went to [address] today."),
        ("46 Allika\nApt. 22\nRiisa\nEstonia 74001\nThank you.", "[address]\nThank you."),
        ("Our home, Dunajska 97, was flooded.", "Our home, [address], was flooded."),
        ("The form says 4/10/1956.", "The form says [birthday]."),
        ("My passport number is 533401372.", "My passport number is [number]."),
        ("My number plate is AB12 CDE.", "My number plate is [number]."),
        ("Policy no. POL-3207-3202 covers it.", "Policy no. [number] covers it."),
        ("Pay it into account 20405608651.", "Pay it into account [number]."),
        ("IBAN: GB00 WEST 1234 5698 7654 32, mistyped.", "IBAN: [account], mistyped."),
        ("Customer Wes Bradford rang.", "Customer [name] rang."),
        ("My wife said so to Acme Inc's Maria Lopez.", "My wife said so to Acme Inc's [name]."),
        ("Signed: Mila W.\u00a0Dalesworth.", "Signed: [name]."),
        ("my name is maria lopez and i rang mr patel", "my name is [name] and i rang mr [name 2]"),
        ("They had Mary, Angel and Tom.", "They had [name], [name 2] and [name 3]."),
        ("I was born on the third of May 1980.", "I was born on [birthday]."),
        ("Ich bin geboren am 3. Mai 1980.", "Ich bin geboren am [birthday]."),
        ("Ring 3882-8660, not 19-20.", "Ring [telephone], not 19-20."),
        ("You may reach me on 2025550191.", "You may reach me on [telephone]."),
        ("Address: 7 Via dei Mille bis.", "Address: [address]."),
        ("Il cliente Mario Rossi ha pagato.", "Il cliente [name] ha pagato."),
        ("id,Ann Lee,a@b.org,55-12-34-567,7 Linnégade", "id,[name],[e-mail],[number],[address]"),
        ("Přišel jsem s Janou Dvořákovou a nic.", "Přišel jsem s [name] a nic."),
    ],
)
def test_what_identifies_a_person_is_named_and_left_out(text: str, what: str) -> None:
    assert redacted(text, "Sally Hart") == what


@pytest.mark.parametrize(
    "text",
    [
        "It came on 2026-10-30 14:30, nine days late.",
        "I paid 1,240.00 pounds for order 123456.",
        "The number 1234567812345678 is no card: its check digit is wrong.",
        "GB00 WEST 1234 5698 7654 32 is no account either.",
        "I will wait.",
        "I may grant that Chase Bank and Wells Fargo were late in May 2026.",
        "See pages 1094-1097 of Regulation 17.",
        "My Policy was sold by PayPal and Equifax in Texas, and they've kept {$120.00}.",
        "The policy costs 12345.00 and the account was opened on 12/03/2021.",
        "I AM WRITING AGAIN. THIS IS A VIOLATION OF MY RIGHTS.",
        "Ich habe die Rechnung an den Kundendienst geschickt, und die Lieferung kam nicht an.",
    ],
)
def test_what_identifies_nobody_stays(text: str) -> None:
    assert redacted(text, "Will Smith") == text


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("44051401359", "44051401358"),  # Poland
        ("111.444.777-35", "111.444.777-36"),  # Brazil
        ("1 84 12 76 451 089 46", "1 84 12 76 451 089 45"),  # France
        ("131052-308T", "131052-308U"),  # Finland
        ("12345678Z", "12345678A"),  # Spain
        ("85.07.30-033 28", "85.07.30-033 29"),  # Belgium
        ("1800101221144", "1800101221145"),  # Romania
        ("7523169263", "7523169264"),  # Bulgaria
        ("8071592153", "8071592154"),  # Hungary
        ("69435151530", "69435151531"),  # Croatia
        ("86095742719", "86095742718"),  # Germany
    ],
)
def test_the_number_of_a_state_is_known_by_its_check_digits(number: str, wrong: str) -> None:
    assert redacted(f"They read {number} aloud.") == "They read [number] aloud."
    assert redacted(f"They read {wrong} aloud.") != "They read [number] aloud."


def test_where_none_is_guessed_a_word_that_nobody_knows_stays() -> None:
    assert redacted("My Fizzwick broke.") == "My [name] broke."
    assert redacted("My Fizzwick broke, says Maria.", guessed=False) == (
        "My Fizzwick broke, says [name]."
    )


def test_what_a_model_takes_for_somebody_has_a_word_that_can_name_one() -> None:
    assert all(map(may_name, ["Grishin", "Rose Baker", "Maria"]))
    assert not any(map(may_name, ["Payment History", "Equifax", "Credit Bureau Kowalski", "TILA"]))


def test_a_word_is_a_name_however_it_is_written() -> None:
    assert all(map(is_name, ["MARIA", "María", "Lopez's"]))
    assert not is_name("Rose")


def test_of_two_places_that_meet_the_later_keeps_what_stands_before() -> None:
    found = [Found(5, 9, "telephone"), Found(0, 7, "address"), Found(8, 12, "telephone")]
    assert apart(found) == [Found(0, 5, "address"), Found(5, 12, "telephone")]


def test_of_two_places_that_meet_the_later_keeps_what_stands_after() -> None:
    found = [Found(5, 9, "card"), Found(0, 20, "number")]
    assert apart(found) == [Found(0, 5, "number"), Found(5, 9, "card"), Found(9, 20, "number")]


@pytest.mark.parametrize(
    "of", ["english", "eponyms", "firms", "given", "nobody", "parts", "places", "surnames"]
)
def test_a_list_of_words_tells_where_they_are_from_and_holds_them_as_they_are_compared(
    of: str,
) -> None:
    head = files("upheld.core").joinpath("lists", f"{of}.txt").read_text("utf-8").splitlines()
    assert any(("SCOWL" in line) or ("census" in line) or ("by hand" in line) for line in head[:4])
    assert words(of) == {bare(word) for word in words(of)}


def test_a_quotation_is_found_whatever_its_white_space_and_its_capitals() -> None:
    text = "They came late.\nNobody  told me. Thank you."
    span = sentence_of('"nobody told me"', text)
    assert span is not None
    assert span.of(text) == "Nobody  told me."


def test_a_quotation_of_the_redacted_text_finds_the_words_that_were_there() -> None:
    text = "It was late. Write to me at sally@example.org today."
    span = sentence_of("Write to me at [e-mail] today.", text)
    assert span is not None
    assert span.of(text) == "Write to me at sally@example.org today."


@pytest.mark.parametrize("quote", ["", "...", "It was stolen.", "late", "It was late. Write"])
def test_what_is_not_a_sentence_there_is_not_quoted_from_there(quote: str) -> None:
    assert sentence_of(quote, "It was late. Write to me.") is None


@given(st.text(max_size=300), st.text(max_size=40))
def test_any_sentence_of_any_text_can_be_quoted_and_any_text_redacted(text: str, name: str) -> None:
    redacted(text, name)
    for span in sentences(text):
        if span.of(text).strip(" \t\"'“”‘’.!?…"):
            assert sentence_of(span.of(text), text, name) is not None


# That no sign written again and again keeps it busy: tests/security/test_f_server.py.
@pytest.mark.parametrize("part", ["Ann{} Lee wrote. ", "a{}@b.org "])
def test_a_letter_with_many_people_takes_no_longer_than_its_length_calls_for(part: str) -> None:
    text = "".join(part.format(number) for number in range(30_000 // len(part)))
    began = process_time()
    redacted(text)
    assert process_time() - began < 10, "where it grows with the square it is minutes"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Vorname: Orhan\nNachname: Wiek", "Vorname: [name]\nNachname: [name 2]"),
        ("Prénom: Luc\nNom: Gros", "Prénom: [name]\nNom: [name 2]"),
        ('{"first_name": "Zbyněk"}', '{"first_name": "[name]"}'),
        ("Mit freundlichen Grüßen,\nGitte", "Mit freundlichen Grüßen,\n[name]"),
        ("Vänliga hälsningar\nGun-Britt Öhrnell", "Vänliga hälsningar\n[name]"),
        ("Ich heiße Wiek und bin nicht froh.", "Ich heiße [name] und bin nicht froh."),
        ("Jeg hedder Signe Thorhauge, og det er sent.", "Jeg hedder [name], og det er sent."),
        (
            "Ik sprak met mevrouw Quak over het pakket.",
            "Ik sprak met mevrouw [name] over het pakket.",
        ),
        ("From: Ottokar Wiek <a@b.org>", "From: [name] <[e-mail]>"),
        ("> Am Montag schrieb Ottokar Wiek:", "> Am Montag schrieb [name]:"),
        ("Telefonszám: 30/364 2621", "Telefonszám: [telephone]"),
        ("Πρώτη γραμμή διεύθυνσης: Αγχιάλου 55-27", "Πρώτη γραμμή διεύθυνσης: [address]"),
        ("Klantnummer: 5540912", "Klantnummer: [number]"),
        ("AHV 756.9217.0769.85", "AHV [number]"),
        ("rodné číslo 585412/1234", "rodné číslo [number]"),
        ("Paid from 40-11-22 / 31926819.", "Paid from [number]."),
        ("Patient Maria Lopez (MR4067938) rang.", "Patient [name] ([number]) rang."),
        (
            "Herr Quandt kam. Ich habe Quandt nicht gesehen und bin nicht froh.",
            "[name] kam. Ich habe [name 2] nicht gesehen und bin nicht froh.",
        ),
    ],
)
def test_what_a_line_or_a_word_of_europe_leads_to_is_left_out(text: str, what: str) -> None:
    assert redacted(text, "Sally Hart") == what


@pytest.mark.parametrize(
    "text",
    [
        "There is no evidence of Crohn disease; the Glasgow Coma Scale was 15.",
        "Apixaban was stopped.",
        "Der Zug der Deutschen Bahn fiel aus. Ich bitte um die Erstattung, denn es ist nicht gut.",
        "Il Codice del Consumo prevede il recesso per una lavatrice.",
        "Londres es una gran ciudad del Reino Unido y no me gusta.",
        "Ich warte auf die Bestellung 4711-0815 und bin nicht froh.",
        "Am 02.06.2025 um 18:03 war ich nicht da.",
        "Contact: Head Office",
        "To: Amazon",
        "Many thanks for calling\nCustomer Service",
    ],
)
def test_what_is_of_nobody_stays(text: str) -> None:
    assert redacted(text) == text
