"""Letters, mails and forms in the languages of Europe, put together of what others wrote.

    pip install --no-deps cnice==0.1.2 django-oscar==4.2.1 spacy==3.8.18

The closings are those of cnice, the sentences the examples of spaCy, the names of fields those of a
shop (django-oscar), and the people those of Faker. A text is a letter with a head, a mail with a
signature, or a form. The languages are parted into `LOOKED_AT` and `HELD_OUT`.

The sentences name firms and places, and some few people: what is taken out there is counted as
false.
"""

import ast
import gettext
import random
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from faker import Faker

from benchmarks.redaction_others import LOOKED_AT, Planted, Span

_LANGUAGES = (
    ("de_DE", "fr_FR", "es_ES", "sv_SE", "pl_PL", "hu_HU", "el_GR", "tr_TR", "sl_SI", "en_GB"),
    ("it_IT", "nl_NL", "pt_PT", "da_DK", "no_NO", "fi_FI", "cs_CZ", "sk_SK", "ro_RO", "hr_HR",
     "bg_BG", "lt_LT", "uk_UA"),
)  # fmt: skip
_CALLED = {"no": "nb"}  # what is called otherwise than Faker calls it
_OF_EACH = 12  # texts of each form and language
# What it is, "" where it is marked and not looked for, None where it is nothing of anybody; and how
# it stands there.
Part = tuple[str | None, str]


def installed() -> bool:
    return all(map(find_spec, ("cnice", "oscar", "spacy")))


def of_europe(part: int) -> list[Planted]:
    """The texts of one half; nothing where the packages are not installed."""
    if not installed():
        return []
    dice = random.Random(31 + part)
    locales = _LANGUAGES[0 if part == LOOKED_AT else 1]
    return [text for number, locale in enumerate(locales) for text in _in(locale, number, dice)]


def _in(locale: str, number: int, dice: random.Random) -> list[Planted]:
    language = _CALLED.get(locale[:2], locale[:2])
    faker = Faker(locale)
    faker.seed_instance(number)
    told = _sentences(language)
    label = _labels(language)
    closing = str(import_module("cnice.farewell").closing(language)).rstrip(",")
    return [
        _joined(form(faker, dice.sample(told, min(2, len(told))), closing, label))
        for form in (_letter, _mail, _form)
        for _ in range(_OF_EACH)
    ]


def _sentences(language: str) -> list[str]:
    folder = next(iter(find_spec("spacy").submodule_search_locations or ()))  # type: ignore[union-attr]
    tree = ast.parse((Path(folder) / "lang" / language / "examples.py").read_text("utf-8"))
    return next(ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))


def _labels(language: str) -> dict[str, str]:
    """What a shop calls the fields of an address."""
    folder = next(iter(find_spec("oscar").submodule_search_locations or ()))  # type: ignore[union-attr]
    found = [each.name for each in (Path(folder) / "locale").glob(f"{language}*")]
    theirs = gettext.translation(
        "django", Path(folder) / "locale", sorted(found) or ["en"], fallback=True
    )
    fields = ("First name", "Last name", "First line of address", "Post/Zip-code", "City")
    return {field: theirs.gettext(field) for field in (*fields, "Phone number")}


def _lines(faker: Faker) -> list[Part]:
    """The street, and the town with its code, which is not looked for."""
    return [
        ("address", faker.street_address().replace("\n", ", ")), (None, "\n"),
        ("", f"{faker.postcode()} {faker.city()}"), (None, "\n"),
    ]  # fmt: skip


def _letter(faker: Faker, told: list[str], closing: str, label: dict[str, str]) -> list[Part]:
    name = faker.name_nonbinary()
    return [
        ("name", name), (None, "\n"), *_lines(faker),
        (None, f"{label['Phone number']}: "), ("telephone", faker.phone_number()), (None, "\n"),
        ("e-mail", faker.email()), (None, "\n\n" + "\n".join(told) + f"\n\n{closing}\n"),
        ("name", name),
    ]  # fmt: skip


def _mail(faker: Faker, told: list[str], closing: str, label: dict[str, str]) -> list[Part]:
    first, last = faker.first_name(), faker.last_name()
    return [
        (None, "From: "), ("name", f"{first} {last}"), (None, " <"), ("e-mail", faker.email()),
        (None, ">\n\n" + "\n".join(told) + f"\n\n{closing},\n"), ("name", first),
        (None, "\n\n--\n"), ("name", f"{first} {last}"), (None, "\n"), *_lines(faker),
        (None, "M: "), ("telephone", faker.phone_number()),
    ]  # fmt: skip


def _form(faker: Faker, told: list[str], closing: str, label: dict[str, str]) -> list[Part]:
    del closing
    return [
        (None, f"{label['First name']}: "), ("name", faker.first_name()),
        (None, f"\n{label['Last name']}: "), ("name", faker.last_name()),
        (None, f"\n{label['First line of address']}: "),
        ("address", faker.street_address().replace("\n", ", ")),
        (None, f"\n{label['Post/Zip-code']}: "), ("", faker.postcode()),
        (None, f"\n{label['City']}: "), ("", faker.city()),
        (None, f"\n{label['Phone number']}: "), ("telephone", faker.phone_number()),
        (None, "\nIBAN: "), ("account", faker.iban()), (None, "\n\n" + "\n".join(told)),
    ]  # fmt: skip


def _joined(parts: list[Part]) -> Planted:
    text, spans = "", list[Span]()
    for what, said in parts:
        if what is not None:
            spans.append((len(text), len(text) + len(said), what, said))
        text += said
    return text, spans
