"""A complaint as the bureau publishes it, small files of them, and what an import says."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from .conftest import Upheld

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
