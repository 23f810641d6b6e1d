"""Every case teaches: a cause, and resolved only when the person accepted."""

import pytest

from upheld.core import lessons
from upheld.core.lessons import Cause, ClosingError, close
from upheld.core.words import JourneyStage

LATE = Cause("carrier", "The carrier was late", JourneyStage.USE, needs_promise=False)
MISREAD = Cause("misread", "A promise was misread", JourneyStage.PROMISE, needs_promise=True)
CAUSES = (LATE, MISREAD)


@pytest.mark.parametrize(("accepted", "resolved"), [(True, True), (False, False), (None, False)])
def test_only_what_was_accepted_is_resolved(accepted: bool | None, resolved: bool) -> None:
    assert close("carrier", " Ring them. ", accepted, CAUSES).resolved is resolved


def test_the_lesson_is_kept() -> None:
    assert close("carrier", " Ring them. ", None, CAUSES).lesson == "Ring them."


def test_an_unknown_cause_names_the_known_ones() -> None:
    with pytest.raises(
        ClosingError, match="'weather' is not known: choose one of carrier, misread"
    ):
        close("weather", "", True, CAUSES)


@pytest.mark.parametrize("misunderstood", ["", "  "])
def test_a_misunderstanding_names_what_was_misread(misunderstood: str) -> None:
    with pytest.raises(ClosingError, match="name the promise or instruction that was misread"):
        close("misread", "", True, CAUSES, misunderstood)


def test_a_misunderstanding_with_its_promise_is_closed() -> None:
    closing = close("misread", "", False, CAUSES, " The delivery window ")
    assert closing.misunderstood == "The delivery window"


class TestTheList:
    KNOWN = (Cause("carrier", "The carrier was late", JourneyStage.USE, False),)

    def test_a_cause_is_added_with_a_key_of_its_words(self) -> None:
        new = lessons.added(" The label  fell off! ", JourneyStage.USE, False, self.KNOWN)
        assert (new.key, new.label) == ("the_label_fell_off", "The label fell off!")

    def test_a_cause_in_other_words_keeps_its_key(self) -> None:
        told = lessons.changed("carrier", "Late carrier", JourneyStage.SALE, True, self.KNOWN)
        assert told == Cause("carrier", "Late carrier", JourneyStage.SALE, True)

    @pytest.mark.parametrize(
        ("label", "why"),
        [
            (" ", "say in a few words"),
            ("the carrier WAS late", "a cause reads"),
            ("x" * 121, "121 characters and 120 are allowed"),
            ("???", "has no letter"),
        ],
    )
    def test_a_label_says_what_came_about_once(self, label: str, why: str) -> None:
        with pytest.raises(lessons.CauseError, match=why):
            lessons.added(label, JourneyStage.USE, False, self.KNOWN)

    def test_the_last_one_in_use_is_not_retired(self) -> None:
        with pytest.raises(lessons.CauseError, match="a closed case has a cause"):
            lessons.retired("carrier", True, self.KNOWN)

    def test_a_retired_cause_closes_no_case_and_can_come_back(self) -> None:
        other = Cause("other", "Something else", JourneyStage.USE, False)
        out = lessons.retired("carrier", True, (*self.KNOWN, other))
        with pytest.raises(ClosingError, match="choose one of other"):
            close("carrier", "", True, (out, other))
        assert lessons.retired("carrier", False, (out, other)) == self.KNOWN[0]

    def test_an_unknown_cause_is_told(self) -> None:
        with pytest.raises(lessons.CauseError, match="no cause 'x'"):
            lessons.changed("x", "Y", JourneyStage.USE, False, self.KNOWN)
