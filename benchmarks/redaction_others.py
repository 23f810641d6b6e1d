"""Text and people that the patterns were not written from: sentences and identities of others.

The sentences are the 209 templates of presidio-evaluator, and the people those of the Fake Name
Generator that come with it: 3,000 of 31 countries, with names of 24 languages. Neither is Faker's,
on whose values the patterns were tuned first. Both halves have been mended on since; the half
(`LOOKED_AT`, `HELD_OUT`) of other texts is told by the same names.

    pip install --no-deps presidio-evaluator==0.3.2
"""

import csv
import random
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from faker import Faker

# Where a value stands: start, end, what it is, the value; and a text with its values.
Span = tuple[int, int, str, str]
Planted = tuple[str, list[Span]]
LOOKED_AT, HELD_OUT = 0, 1
ENGLISH = frozenset({"American", "Australian", "English", "Scottish"})
_A_SENTENCE = 10  # texts made of each sentence
_FIELD = re.compile(r"{{(\w+)}}")
_WHAT = {
    "person": "name", "name": "name", "name_male": "name", "name_female": "name",
    "first_name": "name", "first_name_male": "name", "first_name_female": "name",
    "first_name_nonbinary": "name", "last_name": "name", "last_name_male": "name",
    "last_name_female": "name", "email": "e-mail", "phone_number": "telephone",
    "credit_card_number": "card", "iban": "account", "ssn": "number", "address": "address",
    "street_name": "address", "building_number": "address", "date_of_birth": "birthday",
    "ip_address": "ip",
}  # fmt: skip
Person = dict[str, str]


def planted(part: int, only: frozenset[str] = frozenset(), seed: int = 11) -> list[Planted]:
    """The texts of one half; of people with names of the languages `only`, where some are named.
    Nothing where the package is not installed."""
    folder = _folder()
    if folder is None:
        return []
    sentences = (folder / "templates.txt").read_text("utf-8").splitlines()[part::2]
    people = [each for each in _people(folder)[part::2] if not only or each["NameSet"] in only]
    companies = _companies(folder)
    dice, faker = random.Random(seed + part), Faker("en_GB")
    faker.seed_instance(seed + part)
    return [
        _filled(sentence, people, companies, faker, dice)
        for sentence in sentences
        for _ in range(_A_SENTENCE)
    ]


def _folder() -> Path | None:
    found = find_spec("presidio_evaluator")
    if found is None or not found.submodule_search_locations:
        return None
    return Path(found.submodule_search_locations[0]) / "data_generator" / "raw_data"


def _people(folder: Path) -> list[Person]:
    with (folder / "FakeNameGenerator.com_3000.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def _companies(folder: Path) -> list[str]:
    with (folder / "companies_and_organizations.csv").open(encoding="utf-8-sig") as file:
        return [row[0] for row in csv.reader(file) if row and row[0].strip()][1:]


def _filled(
    sentence: str, people: list[Person], companies: list[str], faker: Faker, dice: random.Random
) -> Planted:
    """The sentence with values in its fields, each person of it another."""
    parts, spans, at, length = list[str](), list[Span](), 0, 0
    whose = dice.choice(people)
    for match in _FIELD.finditer(sentence):
        before = sentence[at : match.start()].replace("\\n", "\n")
        if _WHAT.get(match[1]) == "name":
            whose = dice.choice(people)
        value, needed = _value(match[1], whose, companies, faker, dice)
        start = length + len(before)
        if what := _WHAT.get(match[1]):
            spans.append((start, start + len(needed), what, needed))
        parts += [before, value]
        at, length = match.end(), start + len(value)
    text = "".join([*parts, sentence[at:].replace("\\n", "\n")])
    return text, list(_streets(text, spans))


def _streets(
    text: str, spans: list[tuple[int, int, str, str]]
) -> Iterator[tuple[int, int, str, str]]:
    """A house number and a street beside each other are one address; neither is one alone."""
    waiting: Span | None = None
    for each in spans:
        part = each[2] == "address" and (each[3].isdigit() or not re.search(r"\d", each[3]))
        if not part:
            yield each
            continue
        if waiting and each[0] - waiting[1] <= 2:
            yield waiting[0], each[1], "address", text[waiting[0] : each[1]]
            waiting = None
        else:
            waiting = each


def _value(
    field: str, whose: Person, companies: list[str], faker: Faker, dice: random.Random
) -> tuple[str, str]:
    """What stands in a field, and what of it identifies somebody."""
    street = whose["StreetAddress"]
    number = re.search(r"\d+", street)
    name = re.sub(r"[\d,/]+\w?\b", "", street).strip() or "High Street"
    first, last = whose["GivenName"], whose["Surname"]
    known = {
        "person": dice.choice((f"{first} {last}", f"{first} {whose['MiddleInitial']}. {last}")),
        "name": f"{first} {last}", "name_male": f"{first} {last}", "name_female": f"{first} {last}",
        "first_name": first, "first_name_male": first, "first_name_female": first,
        "first_name_nonbinary": first, "last_name": last, "last_name_male": last,
        "last_name_female": last, "email": whose["EmailAddress"],
        "phone_number": whose["TelephoneNumber"], "street_name": name,
        "building_number": number[0] if number else "12",
        "city": whose["City"], "country": whose["CountryFull"], "zipcode": whose["ZipCode"],
        "postcode": whose["ZipCode"], "state_abbr": whose["State"], "age": whose["Age"],
        "job": whose["Occupation"], "organization": dice.choice(companies),
        "url": f"https://www.{whose['Domain']}", "year": str(dice.randint(1990, 2026)),
        "prefix": whose["Title"], "prefix_male": "Mr.", "prefix_female": "Mrs.",
        "nationality": "Danish", "nation_woman": "Dane", "nation_plural": "Danes",
        "secondary_address": f"Apt. {dice.randint(1, 99)}", "day_of_week": "Tuesday",
        "credit_card_number": faker.credit_card_number(), "iban": faker.iban(),
        "ssn": dice.choice((whose["NationalID"], "")) or faker.ssn(), "ip_address": faker.ipv4(),
        "us_driver_license": "license", "date_time": "2 May 2026 at 14:05",
        "date_of_birth": whose["Birthday"],
    }  # fmt: skip
    if field == "address":
        return f"{street}, {whose['City']} {whose['ZipCode']}", street
    value = known.get(field, field)
    return value, value
