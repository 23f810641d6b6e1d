"""A dry run of customers, orders or contacts says truthfully what would come of it."""

from pathlib import Path
from typing import Any

import pytest

from upheld.steps import import_table
from upheld.store import models as rows

from .conftest import Upheld
from .test_import_tables import CALLED, CALLS, HEADER, LINES, ORDERS, PEOPLE, brought

pytestmark = pytest.mark.django_db

THERE = "customers known by their address, who get their number there"
ALONG = "customers who are new with them"


def mapped(folder: Path, mapping: str, text: str) -> None:
    (folder / "map.yaml").write_text(mapping)
    (folder / "in.csv").write_text(text)


def counted(told: dict[str, Any]) -> tuple[int, int, int]:
    """How many are new, how many of those that were there change, and how many stay."""
    return told["new"], told["changed"], told["already_there"] - told["changed"]


def here() -> list[list[Any]]:
    return [list(kind.objects.values()) for kind in (rows.Customer, rows.Order, rows.Contact)]


def tried(upheld: Upheld, kind: str) -> tuple[int, int, int]:
    """What a trial says, which is what the import then does, and which wrote nothing."""
    before = here()
    trial = brought(upheld, kind, "in.csv", "--dry-run")
    assert here() == before
    done = brought(upheld, kind, "in.csv")
    assert counted(trial) == counted(done)
    assert trial["told"] == done["told"]
    return counted(trial)


CUSTOMERS = """Id,Name,Mail,Since
1,Ann Ash,ann@example.org,2024-01-01
2,Ben Bay,,2024-01-01
3,Sally Hart,Sally@example.org,2024-01-01
4,Sally Hart,sally@example.org,2024-01-01
5,Eve Elm,eve@example.org,2024-01-01
6,Ann A. Ash,ANN@example.org,2024-01-01
"""


@pytest.mark.parametrize("chunk", [1, 20_000])
def test_a_trial_of_customers_tells_who_is_new_who_gets_their_number_and_who_stays(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(import_table, "_CHUNK", chunk)
    rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    mapped(tmp_path, PEOPLE, "Id,Name,Mail,Since\n5,Eve Elm,eve@example.org,2024-01-01\n")
    brought(upheld, "customers", "in.csv")
    mapped(tmp_path, PEOPLE, CUSTOMERS)
    assert tried(upheld, "customers") == (2, 1, 3)
    assert tried(upheld, "customers") == (0, 0, 6)


NO_ADDRESS = "email: no e-mail address: write one such as sally@example.org, or leave it empty"
NONE = ("see notes", "Ann <ann@example.org>", "ann@a.org; ben@a.org", "ann@", "kıs@a.org")


def test_who_has_what_is_no_address_of_mail_is_left_out_with_what_to_do(
    upheld: Upheld, tmp_path: Path
) -> None:
    bad = [f'{number},Ann Ash,"{mail}",2024-01-01' for number, mail in enumerate(NONE, 20)]
    mapped(tmp_path, PEOPLE, CUSTOMERS + "\n".join(bad) + "\n")
    trial = brought(upheld, "customers", "in.csv", "--dry-run")
    done = brought(upheld, "customers", "in.csv")
    for told in (trial, done):
        assert told["reasons"] == {NO_ADDRESS: len(NONE)}
        assert (told["lines"], told["lines_taken"], told["lines_rejected"]) == (11, 6, 5)
    assert not rows.Customer.objects.filter(source_key__gte="20", source_key__lte="24").exists()
    written = (tmp_path / "in.csv.rejected.csv").read_text().splitlines()
    assert written[1].startswith(f'8,"{NO_ADDRESS}",20,Ann Ash,see notes')


@pytest.mark.parametrize("customer", ["customer: Customer\n  email: Mail", "email: Mail"])
def test_so_is_a_contact_of_theirs(upheld: Upheld, tmp_path: Path, customer: str) -> None:
    lines = (
        line + mail for line, mail in zip(CALLED.splitlines(), (",Mail", ",ann@"), strict=True)
    )
    mapped(tmp_path, CALLS.replace("customer: Customer", customer), "\n".join(lines))
    for options in (["--dry-run"], []):
        told = brought(upheld, "contacts", "in.csv", *options)
        assert (told["reasons"], told["lines_taken"]) == ({NO_ADDRESS: 1}, 0)
    assert not rows.Contact.objects.exists()


@pytest.mark.parametrize("chunk", [1, 20_000])
def test_a_trial_of_orders_tells_which_are_new_and_whom_they_bring_along(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(import_table, "_CHUNK", chunk)
    mapped(tmp_path, ORDERS, HEADER + LINES)
    assert tried(upheld, "orders") == (2, 0, 0)
    mapped(tmp_path, ORDERS, HEADER + LINES + "17,A3,2026-04-01,1,5,Bulb\n19,A3,2026-04-01,1,5,X\n")
    trial = brought(upheld, "orders", "in.csv", "--dry-run")
    assert (trial["new"], trial["already_there"], trial["told"]) == (2, 2, {ALONG: 1})
    assert tried(upheld, "orders") == (2, 0, 2)


@pytest.mark.parametrize("chunk", [1, 20_000])
def test_a_trial_of_contacts_tells_which_are_new_and_who_gets_their_number(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(import_table, "_CHUNK", chunk)
    rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    mapped(tmp_path, CALLS, CALLED)
    brought(upheld, "contacts", "in.csv")
    text = CALLED + "18,2026-07-02,C2,Again,,\n18,2026-07-03,C3,Once more,,\n"
    lines = [line + mail for line, mail in zip(text.splitlines(), _MAILS, strict=True)]
    mapped(tmp_path, CALLS.replace("  key:", "  email: Mail\n  key:"), "\n".join(lines))
    trial = brought(upheld, "contacts", "in.csv", "--dry-run")
    assert (trial["new"], trial["already_there"], trial["told"][THERE]) == (2, 1, 1)
    assert ALONG not in trial["told"]
    assert tried(upheld, "contacts") == (2, 0, 1)


_MAILS = (",Mail", ",ann@example.org", ",sally@example.org", ",sally@example.org")


def test_a_trial_says_so_in_words(upheld: Upheld, tmp_path: Path) -> None:
    rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    mapped(tmp_path, PEOPLE, CUSTOMERS)
    told = upheld("import", "customers", "in.csv", "--mapping", "map.yaml", "--dry-run").out
    assert "        3  customers would be new\n" in told
    assert "        1  customers would change\n" in told
    assert "        2  customers would stay as they are\n" in told
    assert f"        1  {THERE}\n" in told


def test_who_got_their_number_before_an_import_was_killed_is_counted_when_it_goes_on(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_table, "_CHUNK", 3)
    rows.Customer.objects.create(name="Sally Hart", email="sally@example.org")
    mapped(tmp_path, PEOPLE, CUSTOMERS)
    end = import_table._end

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(import_table, "_end", killed)
    upheld("import", "customers", "in.csv", "--mapping", "map.yaml")
    monkeypatch.setattr(import_table, "_end", end)
    assert counted(brought(upheld, "customers", "in.csv")) == (3, 1, 2)
