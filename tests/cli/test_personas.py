"""`upheld personas`: the tables out and in, and the check for protected traits."""

import json
from pathlib import Path
from random import Random

import pytest
from tests.cli.conftest import Upheld

from upheld.demo.simulate.journey import JOURNEY
from upheld.store import journey

pytestmark = pytest.mark.django_db

PERSONAS = "key,name,needs,designed_for\nstayer,The stayer,An alcove,yes\npractice,B,Rooms,no\n"
POINTS = "key,name,stage,nature,place,personas\ndelivery,Delivery,onboarding,product,1,stayer\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "personas.csv").write_text(PERSONAS)
    (tmp_path / "journey.csv").write_text(POINTS)
    return tmp_path


def test_what_goes_in_comes_out_and_goes_in_again_unchanged(upheld: Upheld, folder: Path) -> None:
    told = json.loads(upheld("personas", "import", str(folder / "personas.csv"), "--json").out)
    assert told == {"personas": 2, "touchpoints": 0}
    upheld("personas", "import", str(folder / "journey.csv"))
    before = journey.personas(), journey.touchpoints()
    for name, more in (("a.yaml", []), ("b.csv", []), ("c.csv", ["--touchpoints"])):
        assert upheld("personas", "export", str(folder / name), *more).code == 0
        told = json.loads(upheld("personas", "import", str(folder / name), "--json").out)
        assert told == {"personas": 0, "touchpoints": 0}
    assert (journey.personas(), journey.touchpoints()) == before
    assert upheld("personas", "export", "-").out.startswith("personas:\n- key: stayer\n")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.csv", PERSONAS.replace("yes", "maybe"), "row 2: designed_for: 'maybe' is neither"),
        ("a.csv", PERSONAS.replace("needs", "neds"), "row 2: column neds is not known"),
        ("a.csv", PERSONAS.replace("An alcove", "An alcove,x"), "row 2: it has more or fewer"),
        ("a.csv", PERSONAS.replace("An alcove", "Women over 60"), "Equality Act 2010"),
        ("a.csv", PERSONAS.replace("stayer,T", "The Stayer,T"), "'The Stayer' is not a key"),
        ("a.csv", POINTS.replace("product", "gift"), "row 2: nature: gift is not known"),
        ("a.csv", POINTS, "personas: stayer is not declared"),
        ("a.yaml", "personas: [{key: a}]", "personas.0.name"),
        ("a.yaml", "personae: []", "personae"),
        ("a.txt", "", "name a file that ends in .csv"),
    ],
)
def test_a_slip_is_told_with_its_place_and_nothing_is_kept(
    upheld: Upheld, tmp_path: Path, name: str, text: str, told: str
) -> None:
    (tmp_path / name).write_text(text)
    assert told in upheld("personas", "import", str(tmp_path / name)).error
    assert journey.personas() == ()


def test_the_demo_companys_journey_is_one_that_can_be_declared() -> None:
    assert len({each.key for each in JOURNEY}) == len(JOURNEY) == 13


class TestTheCheck:
    @pytest.fixture
    def people(self, tmp_path: Path) -> Path:
        dice, rows = Random(3), ["sex,cohort,orders"]
        for _ in range(400):
            sex = dice.choice("fm")
            rows.append(f"{sex},{'A' if sex == 'f' else 'B'},{dice.randint(0, 9)}")
        path = tmp_path / "people.csv"
        path.write_text("\n".join(rows))
        return path

    def test_what_tells_the_trait_is_refused_with_the_figure(
        self, upheld: Upheld, people: Path
    ) -> None:
        result = upheld("personas", "check", str(people), "--trait", "sex", "--json")
        told = json.loads(result.out)
        assert (result.code, told["passes"], told["limit"]) == (1, False, 0.65)
        cohort, orders = told["inputs"]
        assert (cohort["verdict"], cohort["auc"]) == ("refused", 1.0)
        assert (orders["verdict"], orders["high"] < 0.65) == ("passes", True)
        assert "refused   cohort: it tells 'f'" in upheld(
            "personas", "check", str(people), "--trait", "sex"
        ).out.replace("'m'", "'f'")

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [(["--trait", "gender"], "has no column 'gender'"), ([], "trait")],
    )
    def test_a_trait_that_is_not_there_is_told(
        self, upheld: Upheld, people: Path, arguments: list[str], told: str
    ) -> None:
        assert told in upheld("personas", "check", str(people), *arguments).error
