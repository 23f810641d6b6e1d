"""A day at either end of the calendar is refused with the days that are taken, by every way in."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from mcp.server.mcpserver.exceptions import ToolError
from tests.api.programs import Program, key_of
from tests.cli.conftest import Upheld, upheld
from tests.stories import NOW, a_decided_case

from upheld.core.references import reference
from upheld.desk.forms.period import PeriodForm
from upheld.desk.forms.promises import PromiseForm
from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.store.models import Person

__all__ = ["upheld"]

pytestmark = pytest.mark.django_db
DAYS = ("9999-12-30", "0001-01-01")
AMISS = "is not between 1990 and 2100: mend the year"
FACTS = str(Path(__file__).parents[2] / "docs" / "examples" / "owed" / "uk-261.json")
COMMANDS = (
    ("owed", FACTS, "--regime", "uk-261", "--on"),
    ("owed", "--facts", "--on"),
    ("legal-hold", "review", "1", "--because", "It is appealed", "--review"),
    ("silent", "--since"),
    ("deadlines", "--received"),
)


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_by_command(command: tuple[str, ...], day: str, upheld: Upheld) -> None:
    told = upheld(*command, day).error
    assert told.startswith(command[-1])
    assert told.endswith("not between 1990 and 2100: mend the year")


@pytest.mark.parametrize("day", DAYS)
def test_to_a_program(day: str, lead: Person) -> None:
    program, case = Program(key_of(lead)), reference(a_decided_case(lead))
    owed = {"regimes": ["uk-261"], "facts": {}, "on": day}
    promise = {"words": "A call", "due_on": day}
    answers = [
        program.post("/owed", owed),
        program.post(f"/cases/{case}/promises", promise, If_Match="*"),
        program.get(f"/returns/fca-disp-1-annex-1?first={day}&last={day}"),
        program.get(f"/insight/team?last={day}"),
    ]
    assert [each.status_code for each in answers] == [422] * 4
    assert all(f"{day} {AMISS}" in each.content.decode() for each in answers)


@pytest.mark.parametrize("day", DAYS)
def test_to_an_assistant(day: str, handler: Person) -> None:
    tools = Tools(lambda: acting_for(handler.email), lambda: NOW)
    with pytest.raises(ToolError, match=AMISS):
        tools.what_is_owed({"touchpoint": "travel"}, ("uk-261",), date.fromisoformat(day))


@pytest.mark.parametrize(
    "page", ["/complaints/", "/contacts/", "/insight/team/", "/insight/whale/"]
)
@pytest.mark.parametrize("span", ["from=0001-01-01&to=9999-12-31", "from=9999-12-31&to=9999-12-31"])
def test_in_an_address_of_the_desk(span: str, page: str, client: Client, lead: Person) -> None:
    """From one end of the calendar to the other is all of it."""
    client.force_login(lead)
    assert client.get(f"{page}?{span}").status_code == 200


@pytest.mark.parametrize("day", DAYS)
def test_in_the_desk(day: str) -> None:
    promise = PromiseForm({"words": "A call", "due_on": day})
    period = PeriodForm({"first": day, "last": day})
    assert promise.errors["due_on"] == [f"{day} {AMISS}."]
    assert period.errors["first"] == period.errors["last"] == [f"{day} {AMISS}."]
