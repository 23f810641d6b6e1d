"""`upheld deadlines`: what is due when, and why, for one regime or for all at once."""

import json
from typing import Any

import pytest

from .conftest import Upheld


def told(upheld: Upheld, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(upheld("deadlines", *options, "--json").out)
    return found


def dues(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {row["id"]: row["due"] for row in rows}


def test_the_clocks_of_a_complaint_to_a_uk_financial_firm(upheld: Upheld) -> None:
    rows = told(upheld, "--regime", "uk-fca-disp", "--received", "2026-04-02T09:00")
    assert dues(rows) == {
        "fca-ack": "2026-04-08",
        "fca-src": "2026-04-09",
        "fca-final": "2026-05-28",
        "fca-holding": "2026-05-28",
        "fca-retention": "2029-04-02",
        "fca-psd-final": "2026-04-27",
        "fca-psd-holding": "2026-04-27",
        "fca-psd-final-35": "2026-05-27",
        "fca-retention-5": "2031-04-02",
    }
    final = next(row for row in rows if row["kind"] == "final_response")
    assert (final["due"], final["when"], final["verified"]) == ("2026-05-28", None, True)
    assert final["clause"] == "DISP 1.6.2R(1)"
    assert "Thu 28 May 2026" in final["explanation"]
    assert final["content"]["leaflet"] == "The leaflet of the Financial Ombudsman Service"
    assert {row["when"] for row in rows} == {None, "payment-services", "mifid-or-ucits"}


def test_a_kind_of_complaint_leaves_out_what_is_for_others(upheld: Upheld) -> None:
    options = ("--regime", "uk-fca-disp", "--received", "2026-04-02")
    rows = told(upheld, *options, "--complaint-kind", "payment-services")
    assert dues(rows).keys() >= {"fca-ack", "fca-src", "fca-psd-final"}
    assert not dues(rows).keys() & {"fca-final", "fca-holding", "fca-retention-5"}


def test_hours_are_due_at_a_moment_with_its_zone(upheld: Upheld) -> None:
    (ack, *_) = told(upheld, "--regime", "au-asic-rg271", "--received", "2026-04-02T09:00")
    assert (ack["kind"], ack["due"]) == ("acknowledgement", "2026-04-03T09:00:00+11:00")


def test_the_day_is_that_of_the_regime(upheld: Upheld) -> None:
    """Half past eleven at night in London in summer is the next day in Sydney."""
    rows = told(upheld, "--regime", "au-asic-rg271", "--received", "2026-07-01T23:30+01:00")
    assert dues(rows)["asic-final"] == "2026-08-01"


def test_all_regimes_at_once(upheld: Upheld) -> None:
    named = told(upheld, "--regime", "all", "--received", "2026-11-02")
    assert named == told(upheld, "--received", "2026-11-02")
    assert {row["regime"] for row in named} == {
        "au-asic-rg271", "iso-10002", "uk-duaa", "uk-fca-disp", "uk-ofcom", "uk-ofgem", "us-cfpb",
    }  # fmt: skip


def test_two_regimes_together(upheld: Upheld) -> None:
    rows = told(upheld, "--regime", "uk-duaa", "--regime", "uk-ofcom", "--received", "2026-11-02")
    assert [row["regime"] for row in rows][::3] == ["uk-duaa", "uk-ofcom"]


def test_a_regime_that_had_no_rule_yet_is_left_out_of_all_and_said_so(upheld: Upheld) -> None:
    ran = upheld("deadlines", "--received", "2026-04-02", "--json")
    assert "uk-duaa" not in {row["regime"] for row in json.loads(ran.out)}
    assert ran.err == (
        "left out: uk-duaa had no rule on 2026-04-02: its first holds from 2026-06-19\n"
    )


def test_for_a_reader_every_rule_is_a_sentence(upheld: Upheld) -> None:
    out = upheld("deadlines", "--regime", "uk-ofgem", "--received", "2026-04-02").out
    assert "uk-ofgem  UK gas and electricity, SI 2008/1898, received Thu 2 Apr 2026, 00:00" in out
    assert "the letter that names the outside scheme must reach the customer within 8 weeks" in out
    assert "new-supplier: A complaint to a supplier in its first year" in out
    assert "Nobody has verified this rule: check it at its source." in out
    assert "Without a date, from closing: reopening" in out
    assert "Without a date, from deadlock: the letter that names the outside scheme" in out


BAD = {
    ("--regime", "uk-fca"): "regime uk-fca is not known: did you mean uk-fca-disp?",
    ("--regime", "mars"): "regime mars is not known: choose one of au-asic-rg271, iso-10002, ",
    ("--regime", "../standard"): "regime ../standard is not known: choose one of",
    ("--regime", "uk-duaa", "--received", "2026-06-18"): (
        "uk-duaa had no rule on 2026-06-18: its first holds from 2026-06-19"
    ),
    ("--received", "2026-02-30"): "--received 2026-02-30: write a day or a moment, as 2026-11-02 o",
    ("--received", "tomorrow"): "--received tomorrow: write a day or a moment, as 2026-11-02 or ",
    ("--received", "0001-01-01"): "--received 0001-01-01 is not between 1990 and 2100: mend the",
    ("--received", "9999-12-31"): "--received 9999-12-31 is not between 1990 and 2100: mend the",
    ("--complaint-kind", "payment"): "--complaint-kind payment is not known: did you mean payment-",
}


@pytest.mark.parametrize(("options", "told"), BAD.items(), ids=range(len(BAD)))
def test_bad_input_gets_one_line(upheld: Upheld, options: tuple[str, ...], told: str) -> None:
    assert upheld("deadlines", *options).error.startswith(told)
