"""How much of what identifies people is taken out: recall and false spans a document.

Real complaints of the CFPB, which were redacted before they were published, get what Faker writes
for people of ten countries: names, addresses, numbers. Neither the letters nor the values are by
whoever wrote the patterns. What is taken out of a letter as it was published is false.
"""

import random
import re
import time
from collections import Counter
from pathlib import Path

import polars as pl
from faker import Faker

from upheld.core.redaction import apart, places
from upheld.core.redaction_patterns import Found
from upheld.insight import names

_DATA = Path(__file__).parents[2] / "shared" / "data" / "cfpb_complaints.parquet"
_LETTERS = 1_000
_OF_MODEL = 200  # the model of names is slow
# A text, and where each value stands: start, end, what it is, the value.
Planted = tuple[str, list[tuple[int, int, str, str]]]
_LOCALES = (
    "en_GB", "en_US", "en_AU", "en_CA", "en_IE", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL",
)  # fmt: skip
# As people say it; the sentences are of the kind that the letters have.
_SAID = {
    "name": ("My name is {}.", "I spoke to {} about it.", "The account belongs to {}.",
             "{} at the branch told me so.", "Sincerely,\n{}", "Dear {},"),
    "e-mail": ("Write to {}.", "My email is {}", "I used {} to sign in."),
    "telephone": ("Call me at {}.", "My number is {}.", "They rang from {} twice."),
    "account": ("Please pay it to {}.", "My IBAN is {}"),
    "card": ("The card {} was charged.", "My card number is {}."),
    "number": ("My social security number is {}.", "They asked for {} as proof."),
    "address": ("I live at {}.", "It was sent to {} by mistake."),
    "birthday": ("I was born on {}.", "My date of birth is {}."),
    "ip": ("The login came from {}.",),
}  # fmt: skip


def main() -> None:
    if not _DATA.exists():
        print("redaction: ../shared/data is not here")
        return
    letters = _letters()
    dice, fakers = random.Random(7), [Faker(locale) for locale in _LOCALES]
    for number, faker in enumerate(fakers):
        faker.seed_instance(number)
    planted = [_planted(letter, fakers, dice) for letter in letters]
    _measure("patterns alone", letters, planted, with_model=False)
    if names.installed():
        some = letters[:_OF_MODEL], planted[:_OF_MODEL]
        _measure("patterns and names", *some, with_model=True)


def _letters() -> list[str]:
    frame = pl.read_parquet(_DATA)
    column = next(name for name in frame.columns if "narrative" in name.lower() or name == "text")
    told = frame[column].drop_nulls().unique(maintain_order=True)
    return told.sample(_LETTERS, seed=3).to_list()


def _planted(
    letter: str, fakers: list[Faker], dice: random.Random
) -> tuple[str, list[tuple[int, int, str, str]]]:
    """The letter with a sentence for each kind, and where the values stand."""
    faker = dice.choice(fakers)
    said = []
    for what, forms in _SAID.items():
        value = _value(what, faker, fakers, dice)
        said.append((what, value, dice.choice(forms)))
    dice.shuffle(said)
    text, spans = letter, []
    for what, value, form in said:
        before, _, after = form.partition("{}")
        start = len(text) + 1 + len(before)
        text = f"{text}\n{before}{value}{after}"
        spans.append((start, start + len(value), what, value))
    return text, spans


def _value(what: str, faker: Faker, fakers: list[Faker], dice: random.Random) -> str:
    match what:
        case "name":
            return dice.choice((faker.name_nonbinary, faker.name_female, faker.name_male))()
        case "e-mail":
            return faker.email()
        case "telephone":
            return faker.phone_number()
        case "account":
            value = faker.iban()
            return value if dice.random() < 0.5 else " ".join(re.findall(".{1,4}", value))
        case "card":
            value = fakers[1].credit_card_number()
            return value if dice.random() < 0.5 else " ".join(re.findall(".{1,4}", value))
        case "number":
            return fakers[1].ssn() if dice.random() < 0.5 else fakers[0].ssn()
        case "address":
            return faker.street_address().replace("\n", ", ")
        case "birthday":
            form = dice.choice(("%d/%m/%Y", "%B %d, %Y", "%d %B %Y", "%Y-%m-%d"))
            return faker.date_of_birth().strftime(form)
    return faker.ipv4() if dice.random() < 0.7 else faker.ipv6()


def _measure(
    title: str,
    letters: list[str],
    planted: list[Planted],
    with_model: bool,
) -> None:
    found, all_ = Counter(), Counter()
    began = time.process_time()
    for text, spans in planted:
        taken = [(each.start, each.end) for each in _places(text, with_model)]
        for start, end, what, _ in spans:
            all_[what] += 1
            covered = sum(min(end, e) - max(start, s) for s, e in taken if s < end and start < e)
            if covered >= 0.8 * (end - start):
                found[what] += 1
    seconds = time.process_time() - began
    false, which = 0, Counter()
    for letter in letters:
        for each in _places(letter, with_model):
            false += 1
            which[each.what] += 1
    print(
        f"{title}: recall {found.total() / all_.total():.3f}, false spans a document "
        f"{false / len(letters):.2f}, {len(planted) / seconds:,.0f} documents a core-second"
    )
    for what in _SAID:
        print(f"  {what:10} {found[what] / all_[what]:.3f}  false {which[what]:4}")


def _places(text: str, with_model: bool) -> list[Found]:
    return apart(places(text, "", names.places(text) if with_model else ()))


if __name__ == "__main__":
    main()
