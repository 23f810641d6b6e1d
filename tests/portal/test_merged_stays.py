"""What is somebody's own stays theirs, wherever cases were merged and taken apart again."""

from datetime import timedelta

import pytest
from tests import stories
from tests.desk.reading import text
from tests.portal.conftest import Came, wrote
from tests.steps.acts import QUESTION

from upheld.core.evidence import File
from upheld.core.portal import Needs
from upheld.core.words import CaseId
from upheld.steps import may
from upheld.steps.acknowledge import acknowledge, draft_acknowledgement
from upheld.steps.answer import ask
from upheld.steps.file_complaint import Filed, file_complaint
from upheld.steps.merge import merge, undo_merge
from upheld.steps.tell import Told, tell
from upheld.store import load
from upheld.store.models import Customer, Person

PAGE = "/complain/case/"
THEM = may.Complainant()


class TestTheirOwnStays:
    """What somebody wrote stands on their own page, whatever became of the merge and address."""

    def merged(self, case: CaseId, into: CaseId, by: Person) -> int:
        return merge(case, into, "One van, one crash.", by, stories.NOW, sure=True).pk

    def test_what_he_wrote_meanwhile_once_the_merge_is_undone(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        row = self.merged(bobs, sallys, handler)
        wrote(bobs, "The driver was on the phone.")
        undo_merge(sallys, row, handler, stories.NOW)
        page = text(came_in(bobs).get(PAGE))
        assert "Bob's words." in page
        assert "on the phone" in page
        assert "Sally's words." not in page

    def test_what_he_wrote_into_the_case_where_that_of_another_went(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        first = self.merged(bobs, sallys, handler)
        second = self.merged(sallys, carols, handler)
        wrote(bobs, "The driver was on the phone.")
        wrote(sallys, "He looked away.")
        undo_merge(carols, second, handler, stories.NOW)
        undo_merge(sallys, first, handler, stories.NOW)
        his, hers = text(came_in(bobs).get(PAGE)), text(came_in(sallys).get(PAGE))
        assert ("on the phone" in his, "looked away" in his) == (True, False)
        assert ("on the phone" in hers, "looked away" in hers) == (False, True)
        assert "on the phone" not in text(came_in(carols).get(PAGE))

    def test_his_words_under_an_address_that_was_corrected_since(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        self.merged(bobs, sallys, handler)
        wrote(bobs, "The driver was on the phone.")
        Customer.objects.filter(name="Bob Mercer").update(email="bob@example.org")
        assert "on the phone" in text(came_in(bobs).get(PAGE))

    def test_hers_where_that_of_another_came_in(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        self.merged(bobs, sallys, handler)
        wrote(sallys, "He looked away.")
        Customer.objects.filter(name="Sally Hart").update(email="sally@example.com")
        page = text(came_in(sallys).get(PAGE))
        assert "Sally's words." in page
        assert "He looked away." in page
        assert "Bob's words." not in page

    def test_the_files_that_came_with_her_complaint(
        self, came_in: Came, bobs: CaseId, handler: Person
    ) -> None:
        before = stories.NOW - stories.days(1)
        photo = File("crash.jpg", 3, "0" * 64)
        told = stories.a_complaint(received_at=before)
        case = file_complaint(Filed(told, Needs(), "", (photo,), "", ""), THEM, before)
        acknowledge(case, draft_acknowledgement(load.page(case), handler, before), handler, before)
        self.merged(bobs, case, handler)
        assert "crash.jpg" in text(came_in(case).get(PAGE))

    @pytest.mark.parametrize("later", [timedelta(), timedelta(seconds=2)])
    def test_the_files_that_came_with_it_where_the_clock_of_whoever_merged_was_behind(
        self, later: timedelta, came_in: Came, bobs: CaseId, handler: Person
    ) -> None:
        """Or it came at that very moment, and before that all the same."""
        at, photo = stories.NOW, File("crash.jpg", 3, "0" * 64)
        told = stories.a_complaint(received_at=at)
        case = file_complaint(Filed(told, Needs(), "", (photo,), "", ""), THEM, at)
        acknowledge(case, draft_acknowledgement(load.page(case), handler, at), handler, at)
        merge(bobs, case, "One van, one crash.", handler, at - later, sure=True)
        assert "crash.jpg" in text(came_in(case).get(PAGE))

    def test_and_nothing_that_he_wrote_since_where_the_clock_was_behind(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        self.merged(bobs, sallys, handler)
        before = stories.NOW - timedelta(seconds=2)
        tell(bobs, Told("The driver was on the phone.", (), None, ""), THEM, before)
        assert "on the phone" in text(came_in(bobs).get(PAGE))
        assert "on the phone" not in text(came_in(sallys).get(PAGE))

    def test_what_came_into_his_before_it_went_on_is_not_his(
        self, came_in: Came, sallys: CaseId, bobs: CaseId, handler: Person
    ) -> None:
        carols = stories.an_open_case(handler, name="Carol Dean", email="carol@example.com")
        wrote(carols, "Carol's words.")
        ask(carols, QUESTION, handler, stories.NOW)
        self.merged(carols, bobs, handler)
        wrote(carols, "And it rained.")
        self.merged(bobs, sallys, handler)
        page = text(came_in(bobs).get(PAGE))
        assert "Bob's words." in page
        for of_carol in ("Carol's words.", "it rained", "Carol Dean", "On which day did it come?"):
            assert of_carol not in page
