"""`upheld decide FACTS`: exact, complete, and clear about what it cannot read."""

import json
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
import yaml
from tests.drafts import DAY, a_published_version
from tests.stories import NOW

from upheld.store import policies
from upheld.store.models import Person

from .conftest import ROOT, Upheld
from .documents import BOB, SALLY, document, written

# Where there is a store, what was published in it decides.
pytestmark = pytest.mark.django_db

PARTS = {
    "findings", "outcome", "entitlement", "owed", "fit", "stance", "goodwill", "authority",
    "next_action", "questions", "reasons", "trace", "currency", "policy_version", "decided_at",
}  # fmt: skip


def decided(upheld: Upheld, facts: Path) -> dict[str, Any]:
    ran = upheld("decide", str(facts), "--json")
    assert (ran.code, ran.err) == (0, "")
    told: dict[str, Any] = json.loads(ran.out)
    return told


def test_sally_and_bob_are_owed_the_same_and_only_sally_gets_goodwill(upheld: Upheld) -> None:
    sally, bob = decided(upheld, SALLY), decided(upheld, BOB)
    assert sally["findings"] == bob["findings"]
    assert sally["entitlement"] == bob["entitlement"]
    assert (sally["owed"], bob["owed"]) == ("12.50", "12.50")
    assert (sally["stance"], bob["stance"]) == ("make_right", "honour")
    assert (sally["goodwill"]["amount"], bob["goodwill"]["amount"]) == ("25.00", "0.00")


def test_the_decision_has_every_part(upheld: Upheld) -> None:
    assert set(decided(upheld, SALLY)) == PARTS


def test_the_trace_tells_for_every_other_rule_the_first_cell_that_stopped_it(
    upheld: Upheld,
) -> None:
    finding = decided(upheld, SALLY)["trace"][0]
    assert (finding["table"], finding["rules"]) == ("finding", ["late-by-days"])
    others = {other["rule"]: other for other in finding["others"]}
    assert others["on-time"] == {
        "rule": "on-time", "row": others["on-time"]["row"],
        "column": "days_late", "test": "0", "value": "9",
    }  # fmt: skip
    assert others["day-unknown"]["after"] == "late-by-days"
    rules = (ROOT / "policies" / "standard" / "finding.csv").read_text("utf-8").splitlines()[1:]
    assert len(others) + 1 == len([rule for rule in rules if rule])


def test_plain_print_holds_the_same_as_json(upheld: Upheld) -> None:
    plain = yaml.safe_load(upheld("decide", str(SALLY)).out)
    told = decided(upheld, SALLY)
    assert {**plain, "decided_at": ""} == {**told, "decided_at": ""}


def test_standard_input_is_read_for_a_dash(upheld: Upheld) -> None:
    ran = upheld("decide", "-", "--json", given=SALLY.read_bytes())
    assert json.loads(ran.out)["owed"] == "12.50"


def test_amounts_are_exact(upheld: Upheld, tmp_path: Path) -> None:
    facts = SALLY.read_text("utf-8").replace("12.50", "9876543.29")
    told = decided(upheld, Path(written(tmp_path, facts)))
    assert Decimal(told["owed"]) == Decimal("9876543.29")


def test_a_policy_folder_is_used_in_place_of_the_firms_own(upheld: Upheld, tmp_path: Path) -> None:
    for file in (ROOT / "policies" / "standard").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    policy = tmp_path / "policy.yaml"
    policy.write_text(policy.read_text("utf-8").replace("name: standard", "name: draft"), "utf-8")
    told = json.loads(upheld("decide", str(SALLY), "--policy", str(tmp_path), "--json").out)
    assert told["policy_version"].startswith("draft/")


BAD_JSON = {
    "": "facts.json is empty: write something into it and try again",
    " \n": "facts.json is empty: write something into it and try again",
    "[]": "facts.json does not hold a JSON object: write the case as {...}",
    '"late"': "facts.json does not hold a JSON object: write the case as {...}",
    '{"received_on": "2026': (
        "facts.json, line 1, column 17: the JSON ends too early: "
        "the file looks cut off, copy it again whole"
    ),
    '{"allegations": [{}': (
        "facts.json, line 1, column 20: the JSON ends too early: "
        "the file looks cut off, copy it again whole"
    ),
    "{received_on: 1}": (
        "facts.json, line 1, column 2: Expecting property name enclosed in double quotes: "
        "mend the JSON there"
    ),
    '{"a": 1}{': "facts.json, line 1, column 9: Extra data: mend the JSON there",
    '{"a": NaN}': (
        "facts.json: NaN is not a number: leave a fact out while it is not known"
    ),
    '{"a": -Infinity}': (
        "facts.json: -Infinity is not a number: leave a fact out while it is not known"
    ),
    '{"a": 1, "b": {"c": 1, "c": 2}}': (
        "facts.json: 'c' stands twice in one object: keep one"
    ),
    '{"a": ' + "9" * 5000 + "}": "facts.json: a number has too many digits: correct it",
    '{"a": 1e99999999999999999999}': "facts.json: a number has too many digits: correct it",
    '{"a": "\\ud800"}': (
        "facts.json holds half a character, such as \\ud800: write the whole one"
    ),
    "[" * 100_000: "facts.json is nested too deeply for a case: see the facts reference",
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD_JSON.items(), ids=range(len(BAD_JSON)))
def test_bad_json_gets_one_line(upheld: Upheld, tmp_path: Path, text: str, told: str) -> None:
    assert upheld("decide", written(tmp_path, text)).error == told


def test_text_that_is_not_utf8_is_refused_with_its_byte(upheld: Upheld, tmp_path: Path) -> None:
    name = written(tmp_path, '{"customer": {"name": "Zoë"}}'.encode("latin-1"))
    assert upheld("decide", name).error == (
        "facts.json is not UTF-8 text (byte 25): "
        "convert it, for example with iconv -f WINDOWS-1252 -t UTF-8"
    )


def test_utf16_is_recognised(upheld: Upheld, tmp_path: Path) -> None:
    assert upheld("decide", written(tmp_path, "{}".encode("utf-16"))).error == (
        "facts.json is not UTF-8 text (byte 0): "
        "convert it, for example with iconv -f UTF-16 -t UTF-8"
    )


def test_a_byte_order_mark_does_no_harm(upheld: Upheld, tmp_path: Path) -> None:
    name = written(tmp_path, b"\xef\xbb\xbf" + SALLY.read_bytes())
    assert upheld("decide", name, "--json").code == 0


def test_a_missing_file_and_a_folder_are_told_apart(upheld: Upheld, tmp_path: Path) -> None:
    assert upheld("decide", "no.json").error == "there is no file no.json: check the path"
    assert upheld("decide", ".").error == ". is a folder: name a file in it"


def test_every_problem_of_a_document_is_told_at_once(upheld: Upheld, tmp_path: Path) -> None:
    broken = {**document(), "curency": "GBP", "similar_a_year": -1}
    ran = upheld("decide", written(tmp_path, json.dumps(broken)))
    assert (ran.code, ran.out) == (2, "")
    assert [line.split(":")[1].strip() for line in ran.err.splitlines()] == ["facts.json"] * 2
    assert "did you mean currency?" in ran.err
    assert "similar_a_year: -1" in ran.err


def test_amounts_in_another_currency_are_refused(upheld: Upheld, tmp_path: Path) -> None:
    ran = upheld("decide", written(tmp_path, json.dumps({**document(), "currency": "EUR"})))
    assert ran.error.startswith("facts.json: the amounts are in EUR and policy standard is in GBP")


def test_a_day_before_the_policy_is_refused_and_a_chosen_folder_is_tried_all_the_same(
    upheld: Upheld, tmp_path: Path
) -> None:
    name = written(tmp_path, json.dumps({**document(), "received_on": "1999-01-01"}))
    assert upheld("decide", name).error.startswith("no policy was in force on 1999-01-01")
    folder = str(ROOT / "policies" / "standard")
    assert upheld("decide", name, "--policy", folder, "--json").code == 0


def test_a_policy_folder_that_is_not_one_is_refused(upheld: Upheld, tmp_path: Path) -> None:
    assert upheld("decide", str(SALLY), "--policy", "nowhere").error == (
        "there is no policy folder nowhere: name one that holds a policy.yaml"
    )
    ran = upheld("decide", str(SALLY), "--policy", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "policy.yaml" in ran.err


def test_a_policy_without_a_document_is_refused(upheld: Upheld) -> None:
    assert upheld("decide", "--policy", ".").error == (
        "--policy goes with FACTS: a case in the store has its policy by its date"
    )


def test_a_version_published_in_the_store_decides_from_its_day_on(
    upheld: Upheld, tmp_path: Path, policy_owner: Person, lead: Person
) -> None:
    version = a_published_version(policy_owner, lead).version
    given = {}
    for day in (DAY - timedelta(days=1), DAY):
        file = written(tmp_path, json.dumps({**document(), "received_on": day.isoformat()}))
        with time_machine.travel(NOW + timedelta(days=40), tick=False):
            told = json.loads(upheld("decide", file, "--json").out)
        given[day] = (told["policy_version"], Decimal(told["goodwill"]["amount"]))
    assert given[DAY] == (version, Decimal(20))
    assert given[DAY - timedelta(days=1)] == (
        policies.read_policy(policies.folder()).version,
        Decimal(25),
    )
