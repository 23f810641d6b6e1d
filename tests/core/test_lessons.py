"""Every case teaches: a cause, and resolved only when the person accepted."""

import pytest

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
