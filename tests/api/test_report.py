"""The team and the report for programs: what each key is told, and what it may write."""

from tests import stories
from tests.api.programs import Program, key_of

from upheld.insight.report import as_data, report
from upheld.steps.keep_report import keep_report
from upheld.steps.may import Operator
from upheld.store.models import Case, Person, Team

NOW = stories.NOW
DAYS = f"first={NOW:%Y-%m-%d}&last={NOW:%Y-%m-%d}"


def test_of_the_team_a_handler_is_told_their_own_work_and_no_report(
    handler: Person, lead: Person
) -> None:
    stories.an_open_case(handler, NOW)
    alice = Program(key_of(handler))
    mine = alice.get(f"/insight/team?{DAYS}").json()
    assert [each["name"] for each in mine["workload"]] == ["Alice Moore"]
    assert {each["step"] for each in mine["steps"]} == {
        "acknowledged", "decided", "answered", "closed",
    }  # fmt: skip
    assert alice.get(f"/insight/report?{DAYS}").status_code == 403
    assert alice.get("/insight/reports").status_code == 403


def test_of_a_private_team_a_lead_is_told_who_is_in_it_and_nothing_of_its_work(
    handler: Person, lead: Person
) -> None:
    Person.objects.filter(pk=handler.pk).update(
        team=Team.objects.create(name="Board", private=True)
    )
    case = stories.an_open_case(handler, NOW)
    Case.objects.filter(pk=case).update(owner=handler)
    told = Program(key_of(lead)).get(f"/insight/team?{DAYS}").json()
    work = {each["name"]: (each["team"], each["open"]) for each in told["workload"]}
    assert work["Alice Moore"] == ("Board", 0)
    assert (told["complaints"], told["teams"], told["nobodys"]) == (0, [], 0)


def test_a_lead_reads_reports_and_writes_hours_and_rulings(handler: Person, lead: Person) -> None:
    case = stories.a_closed_case(handler, NOW)
    day = NOW.date()
    kept = keep_report(day, day, as_data(report(day, day, NOW)), 0, Operator(), NOW)
    lena = Program(key_of(lead))
    told = lena.get(f"/insight/report?{DAYS}").json()
    assert told["figures"][0]["value"] == "1"
    assert lena.get(f"/insight/report?{DAYS}".replace("last", "first")).status_code == 422
    (row,) = lena.get("/insight/reports").json()
    assert row["hash"] == kept.hash
    assert lena.get(f"/insight/reports/{kept.pk}").json()["headline"] == told["headline"]
    assert lena.get(f"/insight/reports/{kept.pk}/pdf").content.startswith(b"%PDF")
    here = f"/people/{handler.pk}/hours"
    assert lena.get(here).json()["a_week"] is None
    unknown = lena.version(here)
    written = lena.put(here, {"a_week": "30"}, If_Match=unknown)
    assert (written.json()["a_week"], written["ETag"]) == ("30.0", lena.version(here))
    late = lena.put(here, {"a_week": "20"}, If_Match=unknown)
    assert (late.status_code, late.json()["since"][0]["a_week"]) == (412, "30.0")
    assert lena.put("/people/999/hours", {"a_week": "20"}, If_Match=unknown).status_code == 404
    assert Program(key_of(handler)).get(here).status_code == 403
    team = lena.get(f"/insight/team?{DAYS}").json()
    hours = {each["name"]: each["hours_a_week"] for each in team["workload"]}
    assert hours == {"Alice Moore": "30.0", "Lena Brandt": None}
    ruled = {"body": "The ombudsman", "ruled_on": f"{day}", "changed": True}
    answer = lena.ask("POST", f"/cases/UP-{case:06d}/rulings", ruled)
    assert answer.status_code == 201
    assert answer.json()["changed"] is True
