"""What a complaints desk gets in English, a class at a time, in other words than the texts that showed
it: towns, goods, animals, offices and numbers of things that are nobody's, and what is somebody's."""

# ruff: noqa: E501 (a text is read whole)

import pytest

from upheld.core.redaction.redact import redacted

NOTE = "I rang you and you did not help me at all. "


@pytest.mark.parametrize(
    "said",
    [
        # What an animal is called.
        "Our cat Tabitha was sick. You gave Tabitha the wrong dose.",
        "Bruno (Labrador) and our rabbit called Hazel were in kennels.",
        "Max, my 4-year-old Cocker Spaniel, was hurt.",
        # A town before its state, behind an office, in a branch of two words; a line, a bridge.
        "It is from the shop in Clayton NSW and from Preston ON.",
        "I wrote to Customer Care, Lincoln about it.",
        "I went to the Tooting Broadway branch and took the Victoria line.",
        "I flew from Cebu to Boracay Jan 24 and back.",
        # A firm before its town, and a house.
        "I bought it at Arnold Clark Motherwell and ate at the Ivy Harrogate.",
        # What is bought: by its list, in quotation marks, before what it is, after what somebody did.
        'The "Chester" corner sofa and the wardrobe "Malvern" came broken.',
        "The Sungrow failed, and so did the Bugaboo and the Vaillant.",
        "I paid for the Jameson tour.",
        "I ordered Zorvex and downloaded Frobnar, and came via Quimper.",
        "My Yeezel Slides and the Varilumo Control are scratched.",
        "They painted it in Reed Green.",
        # Medicines, small words of other languages, feasts.
        "I was given Clexane and Metacam on Valentine's night.",
        "Tafadhali help me. Dahil it is late.",
        # Whom a letter is for, and what a form answers.
        "Attn: Complaints Resolution",
        "Told the manager? N. Sent to head office.",
    ],
)
def test_what_is_called_as_somebody_could_be_is_nobody_by_what_stands_beside_it(said: str) -> None:
    assert redacted(NOTE + said) == NOTE + said


@pytest.mark.parametrize(
    "said",
    [
        "Chat ID 61-2207-K is open.",
        "My order 2025-614-30777 is late.",
        "Claim 0041-2207 was refused.",
        "How long at address: 6 yrs",
        "I was moved to Value Saver 24 in May.",
    ],
)
def test_numbers_of_chats_orders_and_tariffs_are_nobodys(said: str) -> None:
    assert redacted(NOTE + said) == NOTE + said


def test_days_and_parcels_in_the_rows_of_a_table_stay() -> None:
    head = "date;awb;consignee;addr;mobile;agent\n"
    row = "2026-01-19;AB4411370;Ann Ask;12 Mill Lane, Leeds;ann@ask.example;Bob\n"
    told = redacted(head + row)
    assert told.splitlines()[1] == "2026-01-19;AB4411370;[name];[address];[e-mail];[name 2]"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        # What is asked for in a chat.
        ("Bot: What is your policy number?\nYou: KX-4410277", "Bot: What is your policy number?\nYou: [number]"),
        # Numbers of somebody by other names.
        ("matric no. 21/SC/CH/0417", "matric no. [number]"),
        ("my parking permit (no. QT7-20418)", "my parking permit (no. [number])"),
        ("BSB 082-214", "BSB [number]"),
        # As it is said aloud.
        ("date of birth third of the tenth seventy one.", "date of birth [birthday]."),
        ("the postcode is B S oh nine P Q.", "the postcode is [postcode]."),
        ("I live at nine Tenter Lane Skipton.", "I live at [address]."),
        # A plate with a nought for a letter, and one after is.
        ("You wrote down KT21 0XB.", "You wrote down [number]."),
        ("The number plate is F-WB-2.", "The number plate is [number]."),
        # A street without a number after a word that leads to a home, and what it is near.
        ("It was sent to rue Lepic by mistake.", "It was sent to [address] by mistake."),
        ("Ann Ask\nNo. 4 Obi Lane, off Aba Road, Uyo, Rivers", "[name]\n[address]"),
        ("She lives at 88 S Main Ave #C7, Tulsa, OK 74105.", "She lives at [address]."),
        # Whose daughter somebody is, an initial before a bracket, a surname in capitals.
        ("Meena d/o Pillai rang.", "[name] rang."),
        ("Staff: Keira W. (2IC)", "Staff: [name] (2IC)"),
        ('The slip says "signed PATEL".', 'The slip says "signed [name]".'),
        # Who works there, after letters for what they are; a word that is no name before one.
        ("HCA Blessing came.", "HCA [name] came."),
        ("Says Ngozi was rude.", "Says [name] was rude."),
    ],
)  # fmt: skip
def test_what_is_somebodys_is_found_however_a_desk_writes_it(said: str, expected: str) -> None:
    assert redacted(NOTE + said).removeprefix(NOTE) == expected


def test_who_is_to_do_something_is_known_by_two_letters_again() -> None:
    told = redacted(
        "FB summarised the file.\n\nActions:\n- FB to write to the owner\n- QA to check"
    )
    assert (
        told
        == "[name] summarised the file.\n\nActions:\n- [name] to write to the owner\n- QA to check"
    )


@pytest.mark.parametrize(
    "said",
    [
        # Somebody who tells of an animal, and whoever works with them.
        "Maria, a dog owner, rang.",
        "I walked the dog, Maria rang me.",
        # A rare given name with a surname that is a word.
        "Mikayla Weld rang me.",
        # Somebody's policy is called after them.
        "You read the Okonkwo policy to me.",
    ],
)
def test_somebody_is_found_beside_an_animal_a_word_or_a_policy(said: str) -> None:
    told = redacted(NOTE + said)
    assert "[name]" in told
    assert not {"Maria", "Mikayla", "Weld", "Okonkwo"}.intersection(told.replace(",", "").split())
