"""Letters: problems are told for a draft, and a blocked one says each with its mend."""

from tests.stories import NOW, a_decided_case

from upheld.core.reply import Letter
from upheld.core.words import LetterKind
from upheld.steps.answer import draft_reply
from upheld.steps.letters import LetterBlocked, problems_of
from upheld.store import load
from upheld.store.models import Person


def test_the_draft_of_a_decision_has_no_problems(handler: Person) -> None:
    case = a_decided_case(handler)
    assert problems_of(draft_reply(load.page(case), handler, NOW), load.latest_decision(case)) == ()


def test_a_draft_without_a_decision_is_checked_for_its_words() -> None:
    letter = Letter(LetterKind.FINAL, "About", "You clearly misread [NAME].")
    problems = problems_of(letter, None)
    assert [problem.code for problem in problems] == ["person_not_issue", "placeholder_left"]
    blocked = LetterBlocked(problems)
    assert blocked.problems == problems
    assert "placeholder_left: Fill in the placeholder" in str(blocked)
