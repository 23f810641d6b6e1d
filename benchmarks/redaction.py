"""How much of what identifies people is taken out: recall and false spans a document.

Four samples were mended on: letters of the CFPB, which were redacted before they were published,
with values that Faker writes for people of many countries; sentences and people of others
(redaction_others.py); one half of the texts of four more authors (redaction_fresh.py); and letters,
mails and forms in ten languages (redaction_letters.py). Held out are letters, countries and a seed
that were never looked at, the other half of those texts, and fourteen other languages; and notes of
two more authors that were not read (redaction_unseen.py), and texts of complaints desks
(redaction_desks.py). What is held out was
measured when the patterns were finished, and nothing was mended by it. What is taken out of a
letter as it was published is false; so is what is taken out of a text of others beside what they
marked.

With the model of names, where it is installed, some sixty texts of each are read.
"""

import hashlib
import random
import re
import time
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter
from pathlib import Path

import polars as pl
from faker import Faker

from benchmarks import redaction_desks as desks
from benchmarks import redaction_fresh as fresh
from benchmarks import redaction_letters as europe
from benchmarks import redaction_others as others
from benchmarks import redaction_unseen as unseen
from benchmarks.redaction_others import Planted
from upheld.core.redaction.apart import apart
from upheld.core.redaction.patterns import Found
from upheld.core.redaction.places import places
from upheld.insight import names

_DATA = Path(__file__).parents[2] / "shared" / "data" / "cfpb_complaints.parquet"
_LETTERS = 1_000
_OF_MODEL = 60  # texts of a sample are read by the model of names, which is slow
_LOCALES = (
    "en_GB", "en_US", "en_AU", "en_CA", "en_IE", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL",
    "de_AT", "pt_BR", "no_NO", "fi_FI", "pl_PL", "cs_CZ", "da_DK", "sv_SE", "hu_HU", "ro_RO",
)  # fmt: skip
_OTHER_LOCALES = (
    "en_NZ", "en_IN", "de_CH", "fr_CH", "fr_BE", "nl_BE", "es_MX", "es_CO", "pt_PT", "hr_HR",
    "sk_SK", "sl_SI", "et_EE", "lt_LT", "lv_LV", "tr_TR",
)  # fmt: skip
_NUMBERS = Faker("en_US"), Faker("en_GB")
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
    "passport": ("My passport number is {}.", "They scanned my passport {} twice."),
    "plate": ("My number plate is {}.", "The car with registration {} was towed."),
    "policy": ("My policy number is {}.", "Policy no. {} should cover it."),
}  # fmt: skip


def main() -> None:
    for number, faker in enumerate(_NUMBERS):
        faker.seed_instance(number)
    if _DATA.exists():
        _of_letters("mended on: letters and Faker", _letters(), _LOCALES, 7)
        _of_letters("held out: other letters, other countries", _others(), _OTHER_LOCALES, 4712)
    else:
        print("redaction: ../shared/data is not here, so no letter is measured")
    _of_others()
    _of_europe()
    for half, part in (("mended on", others.LOOKED_AT), ("held out", others.HELD_OUT)):
        for title, texts in fresh.all_of(part):
            if texts:
                _both(f"{half}: {title}", texts, texts)
            else:
                print(f"{half}: {title} is not installed: see benchmarks/redaction_fresh.py")
    for title, texts in desks.all_of():
        _both(f"held out, never read: {title}", texts, texts)
    for title, texts in unseen.all_of():
        if texts:
            _both(f"held out, never read: {title}", texts, texts)
        else:
            print(f"{title} are not installed: see benchmarks/redaction_unseen.py")


def _of_others() -> None:
    for title, only in (("names of English", others.ENGLISH), ("of 24 languages", frozenset())):
        halves = (others.planted(part, only) for part in (others.LOOKED_AT, others.HELD_OUT))
        texts = [text for half in halves for text in half]
        if not texts:
            print("sentences of others: pip install --no-deps presidio-evaluator==0.3.2")
            return
        _both(f"mended on: sentences and people of others, {title}", texts, texts)
        if only:
            small = [*map(_in_small_letters, texts)]
            _both("mended on: the same in small letters, names alone", small, small)
    if small := [*map(_in_small_letters, fresh.of_a_hospital(others.HELD_OUT, "base"))]:
        _both("held out: notes of a hospital in small letters, names alone", small, small)


def _of_europe() -> None:
    if not europe.installed():
        print("letters of Europe: see benchmarks/redaction_letters.py")
    for half, part in (("mended on", others.LOOKED_AT), ("held out", others.HELD_OUT)):
        if texts := europe.of_europe(part):
            _both(f"{half}: letters, mails and forms of Europe", texts, texts)


def _in_small_letters(text: Planted) -> Planted:
    """The text in small letters; only its names count."""
    told, spans = text
    small = "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in told)
    return small, [
        (start, end, what * (what == "name"), small[start:end]) for start, end, what, _ in spans
    ]


def _of_letters(title: str, letters: list[str], locales: Iterable[str], seed: int) -> None:
    dice, fakers = random.Random(seed), [Faker(locale) for locale in locales]
    for number, faker in enumerate(fakers):
        faker.seed_instance(seed + number)
    planted = [_planted(letter, fakers, dice) for letter in letters]
    bare: list[Planted] = [(letter, []) for letter in letters]
    _both(title, planted, bare)


def _both(title: str, planted: list[Planted], bare: list[Planted]) -> None:
    """Patterns alone, and with the model of names where there is one, on some of them."""
    _measure(f"{title}; patterns alone", planted, bare, with_model=False)
    if names.installed():
        few = slice(None, None, max(1, len(planted) // _OF_MODEL))
        _measure(f"{title}; with the model", planted[few], bare[few], with_model=True)


def _told() -> pl.Series:
    frame = pl.read_parquet(_DATA)
    column = next(name for name in frame.columns if "narrative" in name.lower() or name == "text")
    return frame[column].drop_nulls().unique(maintain_order=True)


def _letters() -> list[str]:
    return _told().sample(_LETTERS, seed=3).to_list()


def _others() -> list[str]:
    """Letters by which no list of words was made either, none of those that were measured before
    among them."""
    before = set(_letters())
    odd = (t for t in _told().to_list() if hashlib.sha256(t.encode()).digest()[0] >> 4 & 1)
    return [text for text in odd if text not in before][3 * _LETTERS :]


def _planted(letter: str, fakers: list[Faker], dice: random.Random) -> Planted:
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
            value = _NUMBERS[0].credit_card_number()
            return value if dice.random() < 0.5 else " ".join(re.findall(".{1,4}", value))
        case "number":
            return dice.choice(_NUMBERS).ssn()
        case "address":
            return faker.street_address().replace("\n", ", ")
        case "birthday":
            form = dice.choice(("%d/%m/%Y", "%B %d, %Y", "%d %B %Y", "%Y-%m-%d"))
            return faker.date_of_birth().strftime(form)
        case "ip":
            return faker.ipv4() if dice.random() < 0.7 else faker.ipv6()
    return _by_name(what, faker, dice)


def _by_name(what: str, faker: Faker, dice: random.Random) -> str:
    """What only its name tells from other numbers."""
    if what == "passport":
        return faker.passport_number()
    if what == "plate":
        return faker.license_plate()
    return faker.bothify(dice.choice(("??#######", "???-####-####", "########"))).upper()


def _measure(title: str, planted: list[Planted], bare: list[Planted], *, with_model: bool) -> None:
    """`bare` are the same texts as they are looked through for what is false: where no value was
    planted, or beside the values that stand in them."""
    found, all_ = Counter[str](), Counter[str]()
    began = time.process_time()
    for text, spans in planted:
        taken = [(each.start, each.end) for each in _places(text, with_model)]
        for start, end, what, _ in filter(itemgetter(2), spans):
            all_[what] += 1
            covered = sum(min(end, e) - max(start, s) for s, e in taken if s < end and start < e)
            found[what] += covered >= 0.8 * (end - start)
    seconds = time.process_time() - began
    false = Counter(what for text, spans in bare for what in _beside(text, spans, with_model))
    print(
        f"{title}: recall {found.total() / all_.total():.3f}, false spans a document "
        f"{false.total() / len(bare):.2f}, {len(planted) / seconds:,.0f} documents a core-second",
        flush=True,
    )
    for what in filter(all_.get, _SAID):
        print(f"  {what:10} {found[what] / all_[what]:.3f} of {all_[what]:5}  false {false[what]}")


def _beside(text: str, spans: Iterable[tuple[int, int, str, str]], with_model: bool) -> list[str]:
    known = [(start, end) for start, end, _, _ in spans]
    taken = _places(text, with_model)
    return [e.what for e in taken if not any(e.start < end and s < e.end for s, end in known)]


def _places(text: str, with_model: bool) -> list[Found]:
    told = names.read(text) if with_model else None
    if told is None:
        return apart(places(text))
    return apart(places(text, "", told.people(), likely=told.is_possible))


if __name__ == "__main__":
    main()
