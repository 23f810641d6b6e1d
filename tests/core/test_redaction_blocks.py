"""What stands in a table, a pair of a machine, the head of a letter or beside what it is called."""

# ruff: noqa: E501 (a text is read whole)

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.redaction.apart import apart
from upheld.core.redaction.places import places
from upheld.core.redaction.redact import redacted

_SIGNS = st.text(alphabet='Ann, ;|\t"=<>@/:-\n0123456789MRN€é', max_size=200)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("patient,dob,mrn\nZev Ask,1951-10-26,596-171", "patient,dob,mrn\n[name],[birthday],[number]"),
        ('name;account;paid\n"Ask, Zev";448190;12.00', 'name;account;paid\n"[name]";[number];12.00'),
        ("| Customer | Street | Phone |\n| Zev Ask | Elm 4 | 011 4960 |",
         "| Customer | Street | Phone |\n| [name] | [address] | [telephone] |"),
        ('{"fullName": "Zev Ask", "street": "Elm Row"}', '{"fullName": "[name]", "street": "[address]"}'),
        ("<phone>0115 496</phone><name>Zev Ask</name>", "<phone>[telephone]</phone><name>[name]</name>"),
        ("?name=Zev+Ask&city=Leeds", "?name=[name]&city=Leeds"),
        ("MEDICAL_RECORD_NUMBER=MRN-OM3-0001;", "MEDICAL_RECORD_NUMBER=[number];"),
    ],
)  # fmt: skip
def test_a_value_is_known_by_what_its_column_or_its_field_is_called(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Karl Polje\nPolje, cesta VIII\n1393 Trbovlje", "[name]\n[address]\n[address 2]"),
        ("Sonja Ask B.Eng.\nAm Rain 9\n53513 Gera", "[name]\n[address]"),
        ("Yours,\nPer\n\n--\nPer Jonasson", "Yours,\n[name]\n\n--\n[name 2]"),
        ("From: Per Jonasson <a@b.org>", "From: [name] <[e-mail]>"),
        ("Subscriber: Glenford, Zev; born in May.", "Subscriber: [name]; born in May."),
        ("Bracken, Zev is a customer of ours.", "[name] is a customer of ours."),
        ("Thanks, Will", "Thanks, [name]"),
        ("I asked HERMIONE VON GRESOW again.", "I asked [name] again."),
        ("D0CT0R = Zev Askham", "D0CT0R = [name]"),
    ],
)
def test_a_name_or_a_street_is_known_by_the_line_that_it_stands_in(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("FZ-75165 was kept as the account of ours.", "[number] was kept as the account of ours."),
        ("MRN, as seen at the desk >> 53-18461.", "MRN, as seen at the desk >> [number]."),
        ("Write to a@b.org / 6045550156.", "Write to [e-mail] / [telephone]."),
        ("Ring 2045550112 x540.", "Ring [telephone]."),
        ("I am @redstar on there.", "I am @[handle] on there."),
        ("My instagram is red.star9 now.", "My instagram is [handle] now."),
        ("It is in Elmstraße 7, 22496 Gera, Germany.", "It is in [address]."),
    ],
)  # fmt: skip
def test_a_number_or_a_handle_is_known_by_what_stands_beside_it(text: str, what: str) -> None:
    assert redacted(text) == what


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("13198785260", "13198785261"),  # Turkey
        ("15086102348", "15086102349"),  # Greece
        ("1234567T", "1234567W"),  # Ireland
    ],
)
def test_the_number_of_another_state_is_known_by_its_check_digits(number: str, wrong: str) -> None:
    assert redacted(f"They read {number} aloud.") == "They read [number] aloud."
    assert redacted(f"They read {wrong} aloud.") != "They read [number] aloud."


@pytest.mark.parametrize(
    "text",
    [
        "product,colour,price\nLamp,red,12.00",
        "order,status,name\nIt came, was late, and 7 were gone",
        '{"product": "Lamp", "size": "Elm 4"}',
        "The Calvin Klein coat and Jack Daniel's came broken.",
        "For my account the order is 471108155.",
        "Ask @amazon about it.",
        "Regards, Amazon",
        "However, Tuesday was late.",
        "HbA1c 7.2% was told.",
        "Die Lampe wurde für uns geliefert, und der Abschluss fehlt.",
    ],
)
def test_what_is_beside_something_else_stays(text: str) -> None:
    assert redacted(text) == text


@given(_SIGNS)
def test_what_is_found_stands_in_the_text_in_order_and_never_within_another(text: str) -> None:
    found = apart(places(text))
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(_SIGNS, max_size=4))
def test_a_table_is_read_whatever_stands_under_its_head(rows: list[str]) -> None:
    redacted("name,phone,account\n" + "\n".join(rows))
