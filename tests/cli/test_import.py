"""`upheld import complaints`: each complaint once, the rest with its reason."""

import csv
import io
import json
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from upheld.core.intake import LONGEST_TEXT
from upheld.store import events, search
from upheld.store import models as rows

from .conftest import ROOT, Upheld

pytestmark = pytest.mark.django_db

ANN = {
    "Date received": "2016-05-07",
    "Product": "Debt collection",
    "Sub-product": "Medical",
    "Issue": "Cont'd attempts collect debt not owed",
    "Consumer complaint narrative": "I paid this bill in March.\nThey call every day.",
    "Company": "ACME, Inc.",
    "State": "TX",
    "Submitted via": "Web",
    "Tags": "Older American",
    "Company response to consumer": "Closed with explanation",
    "Complaint ID": "1914933",
}


def a_row(number: int, **told: str) -> dict[str, str]:
    return {**ANN, "Complaint ID": str(number), **told}


def csv_file(folder: Path, *found: dict[str, str], name: str = "in.csv") -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]))
    writer.writeheader()
    writer.writerows(found)
    (folder / name).write_bytes(text.getvalue().encode())
    return name


def imported(upheld: Upheld, file: str, *options: str) -> dict[str, Any]:
    ran = upheld("import", "complaints", file, *options, "--json")
    assert (ran.code, ran.err) == (0, "")
    told: dict[str, Any] = json.loads(ran.out)
    return told


def counts(told: dict[str, Any]) -> tuple[int, int, int, int]:
    return told["rows"], told["taken"], told["already_there"], told["rejected"]


def test_a_row_becomes_a_whole_case(upheld: Upheld, tmp_path: Path) -> None:
    assert counts(imported(upheld, csv_file(tmp_path, ANN), "--format", "cfpb")) == (1, 1, 0, 0)
    case = rows.Case.objects.get()
    assert case.text == "I paid this bill in March.\nThey call every day."
    assert case.subject == "Cont'd attempts collect debt not owed"
    assert case.topic == "Debt collection › Cont'd attempts collect debt not owed"
    assert (case.state, case.channel, case.regime, case.currency) == (
        "received", "web", "us-cfpb", "USD",
    )  # fmt: skip
    assert (case.source, case.source_key) == ("cfpb", "1914933")
    assert case.received_at == datetime(2016, 5, 7, 4, tzinfo=UTC)  # midnight in New York
    assert [clock.due_on for clock in case.clocks.all()] == [date(2016, 5, 22), date(2016, 7, 6)]
    assert case.customer.name == ""
    assert [event.kind for event in case.events.all()] == ["received"]
    assert not list(events.breaks())
    assert search.matching(rows.Case.objects.all(), "bill march").get() == case


def test_what_the_company_did_is_a_contact_and_what_else_is_known_a_particular(
    upheld: Upheld, tmp_path: Path
) -> None:
    imported(upheld, csv_file(tmp_path, {**ANN, "Favourite colour": "green"}))
    case = rows.Case.objects.get()
    contact = case.contacts.get()
    assert contact.summary == "The company's response on record: Closed with explanation"
    assert (contact.inbound, contact.caused_by) == (False, "neutral")
    assert case.particulars == {
        "company": "ACME, Inc.", "state": "TX", "sub_product": "Medical",
        "submitted_via": "Web", "complaint_id": "1914933", "tags": "Older American",
        "favourite_colour": "green",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("Web", "web"), ("Phone", "phone"), ("Email", "email"), ("Postal mail", "letter"),
        ("Fax", "import"), ("Referral", "import"), ("", "import"),
    ],
)  # fmt: skip
def test_the_channel_is_how_it_was_submitted(
    upheld: Upheld, tmp_path: Path, via: str, channel: str
) -> None:
    imported(upheld, csv_file(tmp_path, {**ANN, "Submitted via": via}))
    assert rows.Case.objects.get().channel == channel


def test_the_narrative_alone_is_enough(upheld: Upheld, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    told = imported(upheld, csv_file(tmp_path, {"narrative": "They call every day."}))
    assert (told["taken"], told["without_date"]) == (1, 1)
    case = rows.Case.objects.get()
    assert before <= case.received_at <= datetime.now(UTC)
    assert case.particulars == {"received_on": "not in the file: taken as the moment of import"}
    assert (case.subject, case.topic, case.channel) == ("They call every day.", "", "import")


def test_a_second_run_changes_nothing(upheld: Upheld, tmp_path: Path) -> None:
    file = csv_file(tmp_path, ANN, a_row(2), {**a_row(3), "Complaint ID": ""})
    assert counts(imported(upheld, file)) == (3, 3, 0, 0)
    before = (rows.Customer.objects.count(), rows.Event.objects.count())
    assert counts(imported(upheld, file)) == (3, 0, 3, 0)
    assert (rows.Customer.objects.count(), rows.Event.objects.count()) == before


def test_rows_without_an_id_are_each_a_complaint_even_when_they_are_alike(
    upheld: Upheld, tmp_path: Path
) -> None:
    alike = {**ANN, "Complaint ID": ""}
    file = csv_file(tmp_path, alike, alike, {**alike, "State": "NY"})
    assert counts(imported(upheld, file)) == (3, 3, 0, 0)
    assert counts(imported(upheld, file)) == (3, 0, 3, 0)
    assert rows.Customer.objects.count() == 3


def test_parquet_and_csv_of_the_same_rows_are_the_same_complaints(
    upheld: Upheld, tmp_path: Path
) -> None:
    found = [ANN, {**a_row(2), "Complaint ID": ""}, {**a_row(3), "State": ""}]
    frame = pl.DataFrame(found).with_columns(
        pl.col("Date received").str.to_date(), pl.col("Complaint ID").replace("", None)
    )
    frame.write_parquet(tmp_path / "in.parquet")
    assert counts(imported(upheld, "in.parquet")) == (3, 3, 0, 0)
    assert counts(imported(upheld, csv_file(tmp_path, *found))) == (3, 0, 3, 0)


def test_an_id_that_became_a_float_is_the_same_id(upheld: Upheld, tmp_path: Path) -> None:
    imported(upheld, csv_file(tmp_path, ANN))
    told = imported(upheld, csv_file(tmp_path, {**ANN, "Complaint ID": "1914933.0"}))
    assert counts(told) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    "written", ["2016-05-07", "05/07/2016", "5/7/2016", "2016-05-07T12:00:00-05:00"]
)
def test_days_are_read_in_each_form_that_the_bureau_writes(
    upheld: Upheld, tmp_path: Path, written: str
) -> None:
    imported(upheld, csv_file(tmp_path, {**ANN, "Date received": written}))
    assert rows.Case.objects.get().received_at == datetime(2016, 5, 7, 4, tzinfo=UTC)


def test_another_regime_sets_other_clocks_in_its_own_zone(upheld: Upheld, tmp_path: Path) -> None:
    imported(upheld, csv_file(tmp_path, ANN), "--regime", "iso-10002")
    case = rows.Case.objects.get()
    assert case.received_at == datetime(2016, 5, 6, 23, tzinfo=UTC)  # midnight in London
    assert {clock.obligation for clock in case.clocks.all()} == {"iso-ack", "iso-final"}


TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
BAD_ROWS = {
    "no narrative": {"Consumer complaint narrative": " \x1c\n"},
    "NUL bytes: save the row as plain text": {"State": "T\0X"},
    "narrative longer than 1,000,000 characters": {
        "Consumer complaint narrative": "x" * (LONGEST_TEXT + 1)
    },
    "complaint id longer than 80 characters": {"Complaint ID": "9" * 81},
    "date that cannot be read: write it as 2016-05-07": {"Date received": "07.05.2016"},
    "date in the future": {"Date received": TOMORROW},
}


def test_a_row_that_cannot_be_taken_is_written_with_its_reason_and_the_rest_go_in(
    upheld: Upheld, tmp_path: Path
) -> None:
    bad = [a_row(number, **told) for number, told in enumerate(BAD_ROWS.values(), 10)]
    told = imported(upheld, csv_file(tmp_path, ANN, *bad))
    assert counts(told) == (1 + len(bad), 1, 0, len(bad))
    assert told["reasons"] == dict.fromkeys(BAD_ROWS, 1)
    assert told["rejected_file"] == "in.csv.rejected.csv"
    with (tmp_path / "in.csv.rejected.csv").open(newline="") as opened:
        written = list(csv.DictReader(opened))
    assert [row["rejected_because"] for row in written] == list(BAD_ROWS)
    assert [row["rejected_row"] for row in written] == [str(3 + n) for n in range(len(bad))]
    assert written[-1]["Complaint ID"] == bad[-1]["Complaint ID"]


def test_a_two_digit_year_is_not_guessed(upheld: Upheld, tmp_path: Path) -> None:
    told = imported(upheld, csv_file(tmp_path, {**ANN, "Date received": "05/07/16"}))
    assert told["reasons"] == {"date that cannot be read: write it as 2016-05-07": 1}


def test_an_id_used_again_with_other_contents_is_rejected_and_a_copy_is_not(
    upheld: Upheld, tmp_path: Path
) -> None:
    told = imported(upheld, csv_file(tmp_path, ANN, ANN, {**ANN, "State": "NY"}))
    assert counts(told) == (3, 1, 1, 1)
    assert told["reasons"] == {"complaint id used again with other contents": 1}


def test_a_mended_rejected_file_can_be_imported(upheld: Upheld, tmp_path: Path) -> None:
    imported(upheld, csv_file(tmp_path, ANN, a_row(2, **{"Date received": "soon"})))
    rejected = tmp_path / "in.csv.rejected.csv"
    rejected.write_text(rejected.read_text().replace("soon", "2016-05-08"))
    assert counts(imported(upheld, rejected.name)) == (1, 1, 0, 0)
    assert "rejected_row" not in rows.Case.objects.get(source_key="2").particulars


@pytest.mark.parametrize("start", list("=+-@\t"))
def test_no_cell_of_the_rejected_file_is_a_formula(
    upheld: Upheld, tmp_path: Path, start: str
) -> None:
    formula = f'{start}HYPERLINK("http://evil.example")'
    sly = {**ANN, "Date received": "soon", "Company": formula, f"{start}name": "x"}
    imported(upheld, csv_file(tmp_path, sly))
    with (tmp_path / "in.csv.rejected.csv").open(newline="") as opened:
        header, cells = csv.reader(opened)
    assert f"'{start}name" in header
    assert f"'{formula}" in cells
    assert not any(cell.startswith(tuple("=+-@\t\r\n")) for cell in header + cells)


def test_the_rejected_rows_go_where_we_are_when_their_folder_is_read_only(
    upheld: Upheld, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    file = csv_file(folder, {**ANN, "Date received": "soon"})
    (folder / "in.csv.rejected.csv").mkdir()  # nobody can write there, not even root
    told = upheld("import", "complaints", f"archive/{file}").out
    assert f"The rejected rows are in {tmp_path / 'in.csv.rejected.csv'}" in told
    assert (tmp_path / "in.csv.rejected.csv").is_file()


def test_people_read_the_same_counts(upheld: Upheld, tmp_path: Path) -> None:
    undated = {**a_row(2), "Date received": ""}
    told = upheld("import", "complaints", csv_file(tmp_path, ANN, undated, a_row(3, Issue="\0")))
    assert [line.split()[:2] for line in told.out.splitlines()] == [
        ["3", "rows"], ["2", "taken"], ["1", "of"], ["0", "already"], ["1", "rejected"],
        ["1", "NUL"], ["The", "rejected"],
    ]  # fmt: skip


def test_blank_lines_are_no_rows(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Complaint ID,narrative\n1,They call.\n\n2,Daily.\n\n\n")
    assert counts(imported(upheld, "in.csv")) == (2, 2, 0, 0)


def test_a_header_without_rows_is_an_empty_import(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("Complaint ID,narrative\n")
    assert counts(imported(upheld, "in.csv")) == (0, 0, 0, 0)


HEADER = b"Complaint ID,narrative,State\n"
BAD_FILES = {
    "empty.csv": (b"", "empty.csv is empty: export it again"),
    "blank.csv": (b"\n\n", "blank.csv is empty: export it again"),
    "latin.csv": (
        HEADER + "1,Señor,TX\n".encode("latin-1"),
        "latin.csv is not UTF-8 text (byte 33): "
        "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8",
    ),
    "sheet.xlsx": (
        b"PK\x03\x04\xff",
        "sheet.xlsx is not UTF-8 text (byte 4): "
        "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8",
    ),
    "cut.csv": (
        HEADER + b'1,"They call every',
        "cut.csv ends inside a quoted text: it is cut off, copy it again whole",
    ),
    "short.csv": (
        HEADER + b"1,They call,TX\n2,They",
        "short.csv, row 3: 2 columns where the header has 3: "
        "the file is cut off there, or a quote or comma stands wrongly",
    ),
    "long.csv": (
        HEADER + b"1,They call, and call,TX\n",
        "long.csv, row 2: 4 columns where the header has 3: "
        "the file is cut off there, or a quote or comma stands wrongly",
    ),
    "other.csv": (
        b"id,words\n1,hello\n",
        "no column holds what the customer said: name it 'Consumer complaint narrative' "
        "or 'narrative' (found: id, words)",
    ),
    "facts.json": (
        b'{"narrative": "hello"}',
        "no column holds what the customer said: name it 'Consumer complaint narrative' "
        'or \'narrative\' (found: {"narrative": "hello"})',
    ),
    "twice.csv": (
        b"narrative,Consumer complaint narrative\na,b\n",
        "columns 'narrative' and 'Consumer complaint narrative' are both the narrative: keep one",
    ),
    "csv.parquet": (
        HEADER,
        "csv.parquet is not a Parquet file: name it .csv if it is one, or export again",
    ),
    "cut.parquet": (
        b"PAR1" + b"\0" * 100,
        "cut.parquet is a damaged or cut off Parquet file: copy it again whole",
    ),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_gets_one_line_and_files_nothing(
    upheld: Upheld, tmp_path: Path, name: str
) -> None:
    contents, told = BAD_FILES[name]
    (tmp_path / name).write_bytes(contents)
    assert upheld("import", "complaints", name).error == told
    assert not rows.Case.objects.exists()


def test_a_late_byte_that_is_not_utf8_is_found_across_blocks(
    upheld: Upheld, tmp_path: Path
) -> None:
    start = HEADER + b"1," + "é".encode() * ((1 << 20) // 2)
    (tmp_path / "in.csv").write_bytes(start + b"\xff,TX\n")
    assert f"(byte {len(start):,})" in upheld("import", "complaints", "in.csv").error


def test_a_damaged_parquet_file_is_refused(upheld: Upheld, tmp_path: Path) -> None:
    frame = pl.DataFrame({"narrative": [f"complaint {n * n}" for n in range(9000)]})
    frame.write_parquet(tmp_path / "in.parquet")
    whole = bytearray((tmp_path / "in.parquet").read_bytes())
    whole[40:400] = b"\0" * 360
    (tmp_path / "in.parquet").write_bytes(whole)
    assert upheld("import", "complaints", "in.parquet").error == (
        "in.parquet is a damaged or cut off Parquet file: copy it again whole"
    )


def test_nested_columns_are_refused_by_name(upheld: Upheld, tmp_path: Path) -> None:
    pl.DataFrame({"narrative": ["a"], "tags": [["x"]]}).write_parquet(tmp_path / "in.parquet")
    assert upheld("import", "complaints", "in.parquet").error == (
        "in.parquet: tags cannot be read as text: write plain values"
    )


def test_a_missing_file_a_folder_and_an_unknown_name_are_told_apart(
    upheld: Upheld, tmp_path: Path
) -> None:
    assert upheld("import", "complaints", "no.csv").error == (
        "there is no file no.csv: check the path"
    )
    assert upheld("import", "complaints", ".").error == ". is a folder: name a file in it"
    file = csv_file(tmp_path, ANN)
    assert upheld("import", "complaints", file, "--format", "zendesk").error == (
        "Invalid value for '--format': 'zendesk' is not one of 'cfpb': see upheld --help"
    )
    assert upheld("import", "complaints", file, "--regime", "mars").error.startswith(
        "regime mars is not known: choose one of "
    )


SHARED = Path(os.environ.get("UPHELD_SHARED", ROOT.parent / "shared"))
REAL = SHARED / "data" / "cfpb_complaints.parquet"


@pytest.mark.shared_data
@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"needs {REAL.name} in the shared data")
def test_the_bureaus_own_file_goes_in_whole_and_once(upheld: Upheld) -> None:
    assert counts(imported(upheld, str(REAL))) == (8931, 8931, 0, 0)
    assert rows.Customer.objects.count() == rows.Case.objects.count() == 8931
    assert rows.Contact.objects.count() == 5066
    assert counts(imported(upheld, str(REAL))) == (8931, 0, 8931, 0)
    assert not list(events.breaks())
