"""`upheld precedents`: the cases most like one, and how far its decision agrees."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.cli.conftest import Upheld
from tests.stories import NOW, a_decided_case, an_open_case

from upheld.core.references import reference
from upheld.jobs import learning
from upheld.steps.may import Operator


@pytest.fixture(autouse=True)
def var(settings: Settings, tmp_path: Path) -> Path:
    settings.VAR = tmp_path
    return tmp_path


def test_a_case_is_shown_with_those_like_it(upheld: Upheld, db: None) -> None:
    by = Operator()
    first, case = a_decided_case(by), a_decided_case(by)
    ran = upheld("precedents", reference(case), "--json")
    told = json.loads(ran.out)
    (found,) = told["precedents"]
    assert (found["case"], found["facts"], found["differs"]) == (reference(first), 1.0, [])
    assert found["words"] > 0.9
    assert told["measure"]["sentence"] == "As in the one like case."
    assert "Learnt from 2 decided cases." in ran.err
    told = upheld("precedents", reference(case)).out
    assert "As in the one like case. 100%, in truth from 21% to 100%." in told
    assert "the same facts" in told


def test_words_alone_find_what_was_decided_since(upheld: Upheld, db: None) -> None:
    assert "No decided case shares these words." in upheld("precedents", "--words", "late").out
    case = a_decided_case(Operator(), text="The varnish was sticky and smelt of fish.")
    ran = upheld("precedents", "--words", "A sticky varnish that smelt of fish", "--json")
    assert json.loads(ran.out)["precedents"] == []  # none of its words was known then
    upheld("precedents", "--learn")
    ran = upheld("precedents", "--words", "A sticky varnish that smelt of fish", "--json")
    assert [each["case"] for each in json.loads(ran.out)["precedents"]] == [reference(case)]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("UP-000404",), "there is no case UP-000404: take the reference from the inbox"),
        (("Sally",), "Sally is no reference of a case: write one such as UP-000012"),
        ((), "name a case such as UP-000012, or give --words, and not both"),
        (("UP-000001", "--words", "late"), "and not both"),
    ],
)
def test_what_cannot_be_asked_is_told(
    upheld: Upheld, db: None, asked: tuple[str, ...], told: str
) -> None:
    ran = upheld("precedents", *asked)
    assert (ran.code, told in ran.err) == (2, True)


def test_a_case_without_anything_alleged_has_no_measure(upheld: Upheld, db: None) -> None:
    ran = upheld("precedents", reference(an_open_case(Operator())), "--json")
    assert json.loads(ran.out)["measure"] is None


def test_the_job_learns_when_there_is_reason_and_once(db: None) -> None:
    assert not learning.sweep(NOW)
    a_decided_case(Operator())
    assert [learning.sweep(NOW), learning.sweep(NOW)] == [True, False]
    a_decided_case(Operator())
    assert learning.sweep(NOW)


def test_a_broken_index_is_told_and_made_anew_when_asked(
    upheld: Upheld, db: None, var: Path
) -> None:
    place = var / "precedents" / "index.npz"
    place.parent.mkdir()
    place.write_bytes(b"not an index")
    ran = upheld("precedents", "--words", "late")
    assert (ran.code, "run `upheld precedents --learn`" in ran.err) == (2, True)
    assert upheld("precedents", "--learn", "--words", "late").code == 0
