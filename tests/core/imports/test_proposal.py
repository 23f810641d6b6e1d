"""A mapping is proposed by what columns are called and hold; what cannot be told is said."""

import pytest

from upheld.core.imports.columns import From
from upheld.core.imports.moments import ISO, UNIX
from upheld.core.imports.proposal import proposed
from upheld.core.imports.shapes import SHAPES


def of(**columns: list[str]) -> tuple[dict[str, From], list[str]]:
    samples = {name.replace("_", " "): values for name, values in columns.items()}
    return proposed(list(samples), samples, SHAPES["complaints"])


def test_columns_are_known_by_the_names_that_exports_give_them() -> None:
    fields, doubts = of(
        Ticket_ID=["7"], Subject=["Lamp"], Description=["It broke"], Status=["Solved"],
        Created_time=["2026-05-07T14:30:00Z"], Requester_email=["a@x.example"], Via=["Email"],
    )  # fmt: skip
    assert {name: each.column for name, each in fields.items()} == {
        "key": "Ticket ID", "subject": "Subject", "text": "Description", "state": "Status",
        "received": "Created time", "email": "Requester email", "channel": "Via",
    }  # fmt: skip
    assert fields["state"].values == {"Solved": "closed"}
    assert fields["channel"].values == {"Email": "email"}
    assert doubts == []


def test_an_address_and_what_was_said_are_known_by_their_contents() -> None:
    fields, _ = of(
        A=["ann@x.example", "ben@x.example"],
        B=["short", "words"],
        C=["The lamp that I bought in May is broken.", "Nobody ever called me back about it."],
    )
    assert {name: each.column for name, each in fields.items()} == {"email": "A", "text": "C"}


@pytest.mark.parametrize(
    ("values", "written", "doubt"),
    [
        (["2026-05-07", "2026-05-08 14:30:00"], ISO, ""),
        (["28/05/2026 14:30", "07/05/2026 09:00:10"], "%d/%m/%Y %H:%M", ""),
        (["05/28/2026", "05/07/2026"], "%m/%d/%Y", ""),
        (["05/06/2026"], "%d/%m/%Y", "day and month may stand either way: look at the dates below"),
        (["1778164200"], UNIX, ""),
        (["soon", "7.5.2026"], "%d.%m.%Y", "soon is no date as the others are written"),
        (["soon"], ISO, "no usual way of writing a date fits: choose one"),
    ],
)
def test_dates_are_read_in_the_one_way_that_fits(
    values: list[str], written: str, doubt: str
) -> None:
    fields, doubts = of(Created=values)
    assert fields["received"].format == written
    assert doubts == ([f"Created: {doubt}"] if doubt else [])


def test_a_value_that_may_mean_anything_is_not_guessed() -> None:
    fields, doubts = of(Status=["Open", "Zurückgestellt"])
    assert fields["state"].values == {"Open": "open"}
    assert doubts == ["Status: say what Zurückgestellt means"]
