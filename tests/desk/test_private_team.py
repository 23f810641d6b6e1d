"""The page of a case says which private team keeps it, to those who see it."""

from tests.desk.conftest import SignIn
from tests.desk.reading import text
from tests.stories import a_received_case

from upheld.core.references import reference
from upheld.store.models import Case, Person, Team


def test_the_page_says_which_private_team_keeps_a_case(
    handler: Person, administrator: Person, signed_in: SignIn
) -> None:
    case = a_received_case(handler)
    team = Team.objects.create(name="Board matters", private=True)
    Person.objects.filter(pk=handler.pk).update(team=team)
    Case.objects.filter(pk=case).update(owner=handler)
    client, place = signed_in(administrator), f"/cases/{reference(case)}/"
    assert "Kept private by Board matters" in text(client.get(place))
    Team.objects.update(private=False)
    assert "Kept private" not in text(client.get(place))
