"""Protected traits are refused by name: direct, renamed, in other languages, and by a proxy."""

import pytest

from upheld.core.protected import by_name, in_words

DIRECT = [
    "age", "sex", "gender", "race", "ethnicity", "religion", "disability", "sexual_orientation",
    "nationality", "pregnancy", "marital_status",
]  # fmt: skip
RENAMED = [
    "customer.age", "customerAge", "AgeBand", "cust_gndr_cd", "DOB", "date_of_birth", "birthYear",
    "is_female", "ethnic_group", "m_f", "has_disability", "isMarried", "faith", "gender-identity",
]  # fmt: skip
ABROAD = ["Geschlecht", "sexe", "nacionalidad", "Nationalité", "Staatsangehoerigkeit", "etat_civil",
          "leeftijd", "schwanger"]  # fmt: skip
PROXIES = [
    "postcode", "PostCode", "zip_code", "customer.area", "first_name", "forename", "vorname",
    "birth_date", "salutation", "title", "mr_mrs", "mother_tongue", "neighbourhood",
]  # fmt: skip
INNOCENT = [
    "orders", "returned_share", "average_order", "usage", "pages_read", "stage", "asked_for_repair",
    "age_of_order", "order_age", "evidence.age_of_evidence_days", "fit.values_what", "persona",
    "vulnerable", "message", "carriage_paid", "item_name", "job_title_of_item", "delivery_area",
]  # fmt: skip


@pytest.mark.parametrize("name", [*DIRECT, *RENAMED, *ABROAD])
def test_a_trait_is_refused_by_its_name_however_it_is_written(name: str) -> None:
    found = by_name(name)
    assert found
    assert "Equality Act 2010" in str(found)


@pytest.mark.parametrize("name", PROXIES)
def test_what_stands_for_a_trait_is_refused_and_what_it_tells_is_said(name: str) -> None:
    found = by_name(name)
    assert found
    assert "which tells" in str(found) or "protected trait" in str(found)


@pytest.mark.parametrize("name", INNOCENT)
def test_an_innocent_name_passes(name: str) -> None:
    assert by_name(name) is None


@pytest.mark.parametrize(
    "text",
    [
        "Women who work at home",
        "Families under 35 with a mortgage",
        "For customers of any age",
        "Retired couples over 60",
        "Black customers in the north",
        "Anyone from this postcode",
        "The customer is pregnant",
        "Married, two children",
    ],
)
def test_a_sentence_that_says_who_somebody_is_is_refused(text: str) -> None:
    assert in_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Furnishes a home to stay in and would rather wait for one good piece than replace three",
        "A surgery, studio or small school that wants the same thing again in five years",
        "Wood that darkens with age; the age of the piece is on the label",
        "Lasting, repairable, made by people who answer the telephone",
        "Told us a piece is meant for the children one day",
        "Keeps good faith, belief in repair, and a race against time at the weekend",
        "Speaks the language of joiners",
    ],
)
def test_a_sentence_about_needs_use_and_expectations_passes(text: str) -> None:
    assert in_words(text) is None
