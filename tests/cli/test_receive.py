"""`upheld receive`: a letter becomes a case with its clocks, or one line says why not."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from upheld.core.intake import LONGEST_TEXT
from upheld.store import models as rows

from .conftest import Upheld
from .documents import written

pytestmark = pytest.mark.django_db
LETTER = "The shelves came nine days late.\n"


def test_a_letter_becomes_a_case_with_its_deadlines(upheld: Upheld, tmp_path: Path) -> None:
    name = written(tmp_path, LETTER, "letter.txt")
    told = upheld(
        "receive", name, "--name", "Ada Quill", "--email", "ada@example.org", "--phone", "555 0100",
        "--subject", "Late shelves", "--channel", "letter", "--demand", "The delivery charge",
        "--received-at", "2026-07-01T14:30",
    )  # fmt: skip
    case = rows.Case.objects.get()
    assert told.out.startswith(f"{case.reference}  Late shelves\n")
    assert case.clocks.count() == len(told.out.splitlines()) - 1 == 2
    assert (case.text, case.channel, case.demand) == (
        LETTER.strip(), "letter", "The delivery charge",
    )  # fmt: skip
    assert (case.customer.name, case.customer.phone) == ("Ada Quill", "555 0100")
    assert case.received_at == datetime(2026, 7, 1, 13, 30, tzinfo=UTC)


def test_standard_input_is_read_when_no_file_is_named(upheld: Upheld) -> None:
    told = json.loads(upheld("receive", "--json", given=LETTER.encode()).out)
    case = rows.Case.objects.get()
    assert (told["case"], told["reference"]) == (case.pk, case.reference)
    assert told["state"] == "received"
    assert [each["kind"] for each in told["deadlines"]] == ["acknowledgement", "final_response"]


def test_a_day_begins_when_it_begins_where_the_regime_is(upheld: Upheld) -> None:
    given = ("receive", "--received-at", "2026-07-01", "--regime", "us-cfpb")
    assert upheld(*given, given=LETTER.encode()).code == 0
    assert rows.Case.objects.get().received_at == datetime(2026, 7, 1, 4, tzinfo=UTC)


BAD_TEXT = {
    b"": "standard input is empty: write something into it and try again",
    b" \n\t": "standard input is empty: write something into it and try again",
    "Schrödinger".encode("latin-1"): (
        "standard input is not UTF-8 text (byte 4): "
        "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8"
    ),
    b"x" * 5_000_000: (
        "standard input is longer than 1,000,000 characters: "
        "keep the letter as evidence and give a summary"
    ),
    b"x" * (LONGEST_TEXT + 1): (
        "the text has 1,000,001 characters and 1,000,000 are allowed: "
        "keep the letter as evidence and file a summary"
    ),
    "é".encode() * 2_000_000 + b"x": (
        "standard input is longer than 1,000,000 characters: "
        "keep the letter as evidence and give a summary"
    ),
}


@pytest.mark.parametrize(("text", "told"), BAD_TEXT.items(), ids=range(len(BAD_TEXT)))
def test_bad_text_gets_one_line_and_files_nothing(upheld: Upheld, text: bytes, told: str) -> None:
    assert upheld("receive", given=text).error == told
    assert not rows.Case.objects.exists()


def test_nul_bytes_are_refused(upheld: Upheld) -> None:
    assert upheld("receive", given=b"late\0again").error.endswith(
        "save the file as plain UTF-8 and try again"
    )


BAD_OPTION = {
    ("--channel", "fax"): (
        "Invalid value for '--channel': 'fax' is not one of 'desk', 'phone', 'email', 'web', "
        "'letter', 'social', 'in_person', 'import': see upheld --help"
    ),
    ("--regime", "mars"): "regime mars is not known: choose one of ",
    ("--received-at", "2999-01-01"): (
        "received on 2999-01-01, which is in the future: mend the date"
    ),
    ("--received-at", "yesterday"): (
        "--received-at yesterday: write a day or a moment, as 2026-11-02 or 2026-11-02T14:30"
    ),
    ("--received-at", "2026-02-30"): (
        "--received-at 2026-02-30: write a day or a moment, as 2026-11-02 or 2026-11-02T14:30"
    ),
    ("--received-at", "9999-12-31T23:59-12:00"): (
        "--received-at 9999-12-31T23:59-12:00: "
        "write a day or a moment, as 2026-11-02 or 2026-11-02T14:30"
    ),
    ("--email", "ada at example"): (
        "--email ada at example: write an address such as ada@example.org"
    ),
    ("--name", "Zo\udceb"): "--name is not UTF-8 text: write it in UTF-8",
}


@pytest.mark.parametrize(("option", "told"), BAD_OPTION.items(), ids=range(len(BAD_OPTION)))
def test_a_bad_option_gets_one_line_and_files_nothing(
    upheld: Upheld, option: tuple[str, str], told: str
) -> None:
    assert upheld("receive", *option, given=LETTER.encode()).error.startswith(told)
    assert not rows.Case.objects.exists()
