"""Whose complaint was merged with another's was erased: on the other's page stands nothing more."""

import pytest
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came
from tests.portal.test_gone import erased

from upheld.core.evidence import File
from upheld.steps import may
from upheld.steps.merge import merge
from upheld.steps.tell import Told, tell
from upheld.store.models import Case, Person

PAGE = "/complain/case/"
FILE = File("label.txt", 9, "a" * 64)


@pytest.mark.parametrize("files", [(), (FILE,)], ids=["words", "a file"])
def test_what_he_wrote_in_the_case_where_they_were_together_is_not_hers_once_it_says_nothing(
    files: tuple[File, ...], came_in: Came, handler: Person, lead: Person, administrator: Person
) -> None:
    hers = stories.an_open_case(handler)
    his = stories.an_open_case(handler, name="Bob Mercer", email="bob@example.net")
    tell(hers, Told("The red van.", (), None, ""), may.Complainant(), stories.NOW)
    merge(his, hers, "One matter.", handler, stories.NOW, sure=True)
    tell(his, Told("The blue van.", files, None, ""), may.Complainant(), stories.NOW)
    client = came_in(hers)
    before = text(client.get(PAGE))
    assert "The red van." in before
    Case.objects.filter(pk=hers).update(state="closed", next_due=None)
    erased(his, lead, administrator)
    Case.objects.filter(pk=hers).update(state="investigating")
    after = text(client.get(PAGE))
    assert "The red van." in after
    assert "[erased]" not in after
