"""What is said of a change in public is approved word by word by another, and names nobody."""

import pytest
from tests.steps.changing import LATER, made_private
from tests.stories import a_closed_case

from upheld.core.changes import (
    ChangeError,
)
from upheld.steps.publish_change import approve_words, propose_words, take_down
from upheld.store import changes
from upheld.store import models as rows
from upheld.store.sight import seen


class TestPublic:
    WORDS = "Many of you told us that large pieces came late. We use a second carrier now."

    @pytest.fixture
    def many(self, change: int, lead: rows.Person) -> int:
        for n in range(4):
            a_closed_case(lead, name=f"Kim {n}", email=f"kim{n}@example.org")
        return change

    def test_another_person_approves_the_very_words(
        self, many: int, lead: rows.Person, second_lead: rows.Person
    ) -> None:
        propose_words(many, self.WORDS, lead, LATER)
        with pytest.raises(ChangeError, match="ask another"):
            approve_words(many, self.WORDS, lead, LATER)
        for read in ("", "Many of you told us that it came late."):
            with pytest.raises(ChangeError, match="were written anew while you read"):
                approve_words(many, read, second_lead, LATER)
        approve_words(many, self.WORDS, second_lead, LATER)
        assert changes.change(many).approved_by_name == "Marta Vogel"
        propose_words(many, "Other words, which somebody reads anew.", lead, LATER)
        assert changes.change(many).approved_at is None
        take_down(many, lead, LATER)
        assert changes.change(many).public_words == ""

    def test_so_few_that_the_words_would_tell_of_them_are_not_published(
        self, change: int, lead: rows.Person, second_lead: rows.Person
    ) -> None:
        propose_words(change, self.WORDS, lead, LATER)
        with pytest.raises(ChangeError, match="with fewer than 5 the words"):
            approve_words(change, self.WORDS, second_lead, LATER)

    def test_nobody_is_named(self, many: int, lead: rows.Person) -> None:
        made_private(rows.Case.objects.get(customer__name="Sally Hart").pk)
        for named in ("Write to sally@example.org.", "Sally Hart told us so."):
            with seen.looking(lead), pytest.raises(ChangeError, match="names somebody"):
                propose_words(many, named, lead, LATER)

    @pytest.fixture
    def sally_is_theirs(self, many: int) -> None:
        made_private(rows.Case.objects.get(customer__name="Sally Hart").pk)

    GLUED = "Large pieces came late, zqsally hartzq. We use a second carrier now."

    @pytest.mark.usefixtures("sally_is_theirs")
    def test_proposing_does_not_tell_who_complained_to_a_private_team(
        self, many: int, lead: rows.Person
    ) -> None:
        """Letters that are glued to a name hide it from redaction."""
        with seen.looking(lead):
            for words in (self.GLUED, self.GLUED.replace("sally", "tally")):
                propose_words(many, words, lead, LATER)
            with pytest.raises(ChangeError, match="names somebody who complained"):
                propose_words(many, self.GLUED.replace("sally hart", "kim 1"), lead, LATER)

    @pytest.mark.usefixtures("sally_is_theirs")
    def test_what_names_somebody_of_a_private_team_is_never_public(
        self, many: int, lead: rows.Person, second_lead: rows.Person, administrator: rows.Person
    ) -> None:
        """Whoever approves is one from whom nothing is kept, whatever the words say."""
        for words in (self.GLUED, self.WORDS):
            with seen.looking(lead):
                propose_words(many, words, lead, LATER)
            with seen.looking(second_lead), pytest.raises(ChangeError, match="an administrator"):
                approve_words(many, words, second_lead, LATER)
        with seen.looking(administrator):
            approve_words(many, self.WORDS, administrator, LATER)
        with seen.looking(lead):
            propose_words(many, self.GLUED, lead, LATER)
        with seen.looking(administrator), pytest.raises(ChangeError, match="who complained"):
            approve_words(many, self.GLUED, administrator, LATER)
        assert changes.change(many).approved_at is None

    def test_whoever_complains_after_the_words_were_proposed_is_not_named_either(
        self, many: int, lead: rows.Person, second_lead: rows.Person
    ) -> None:
        words = self.GLUED.replace("sally hart", "zoe zed")
        propose_words(many, words, lead, LATER)
        a_closed_case(lead, name="Zoe Zed", email="zoe@example.org")
        with pytest.raises(ChangeError, match="who complained"):
            approve_words(many, words, second_lead, LATER)
