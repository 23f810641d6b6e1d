"""Suggestions: learnt from what people alleged, or by starter patterns; measured, never run."""

import io
import json
import pickle
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.spans import Span
from upheld.insight.duplicates import groups
from upheld.insight.suggest import BadModel, Model, demand, suggestions
from upheld.insight.suggest.history import Told, examples
from upheld.insight.suggest.model import NOTHING, load, save
from upheld.insight.suggest.train import TooLittle, train

LATE = ["It came {n} days late.", "Still {n} days over the day.", "You were {n} days late again."]
BROKEN = ["The {thing} came cracked.", "A {thing} with a split top.", "That {thing} is in two."]
SMALL_TALK = ["Hello there.", "My number is {n}.", "Kind regards.", "I am a {thing} maker myself."]
THINGS = ["table", "desk", "shelf", "lamp", "bench", "stool"]


def a_history(many: int, seed: int = 7) -> list[Told]:
    dice = random.Random(seed)

    def said(of: list[str]) -> str:
        return dice.choice(of).format(n=dice.randint(2, 60), thing=dice.choice(THINGS))

    kinds = {"late": LATE, "faulty": BROKEN}
    history = []
    for number in range(many):
        kind = ("late", "faulty")[number % 2]
        sentences = [said(SMALL_TALK), said(kinds[kind]), said(SMALL_TALK)]
        history.append(Told(" ".join([*sentences, f"Ref {number}."]), {kind: ()}))
    return history


@pytest.fixture(scope="module")
def model() -> Model:
    return train(a_history(120), 0.7)


class TestTheModel:
    def test_points_at_the_sentence_that_says_it(self, model: Model) -> None:
        text = "Hello there. Your bench came cracked. Kind regards."
        (found,) = suggestions(text, model, 0.7)
        assert (found.kind, found.span.of(text)) == ("faulty", "Your bench came cracked.")
        assert found.confidence
        assert found.confidence >= 0.7

    def test_says_what_it_was_measured_to_be(self, model: Model) -> None:
        told = model.measured
        assert told.complaints == 120
        assert told.accuracy >= 0.95
        assert 0 < told.coverage <= 1
        assert told.accuracy_shown >= 0.9

    def test_does_not_know_words_that_it_never_read(self, model: Model) -> None:
        assert model.read("Zwölf Boxkämpfer jagen Viktor.") is None

    def test_is_silent_below_the_confidence_that_the_firm_asks(self, model: Model) -> None:
        assert suggestions("Hello there. My number is 12.", model, 0.99) == ()

    def test_what_is_asked_for_is_no_allegation(self, model: Model) -> None:
        assert suggestions("I want a desk that is not cracked.", model, 0.0) == ()

    @given(st.text(max_size=60))
    def test_any_text_has_at_most_one_suggestion_of_a_kind(self, model: Model, text: str) -> None:
        found = suggestions(text, model, 0.0)
        assert len({each.kind for each in found}) == len(found) <= 4
        assert all(0 <= (each.confidence or 0) <= 1 for each in found)


class TestKept:
    def test_a_model_comes_back_as_it_was(self, model: Model, tmp_path: Path) -> None:
        save(model, tmp_path / "suggest" / "model.npz")
        again = load(tmp_path / "suggest" / "model.npz")
        assert again is not None
        assert again.measured == model.measured
        said = "Your bench came cracked."
        one, other = model.read(said), again.read(said)
        assert one == (other and (other[0], pytest.approx(other[1], abs=1e-4)))

    def test_before_the_first_there_is_none(self, tmp_path: Path) -> None:
        assert load(tmp_path / "model.npz") is None

    @pytest.mark.parametrize("what", ["pickle", "words", "other arrays", "another kind"])
    def test_nothing_in_a_file_is_run_and_no_other_file_is_taken(
        self, tmp_path: Path, model: Model, what: str
    ) -> None:
        path = tmp_path / "model.npz"
        path.write_bytes(_not_a_model(what, model, path))
        with pytest.raises(BadModel, match="run `upheld suggest train`"):
            load(path)


class _Boom:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (pytest.fail, ("a pickle was run",))


def _not_a_model(what: str, model: Model, path: Path) -> bytes:
    held = io.BytesIO()
    match what:
        case "pickle":
            pickle.dump(_Boom(), held)
        case "words":
            held.write(b"no model")
        case "other arrays":
            np.savez(held, told=np.array([_Boom()], dtype=object))
        case _:
            save(model, path)
            arrays = dict(np.load(path))
            told = json.loads(arrays["told"].tobytes())
            told["kinds"][0] = "liar"
            arrays["told"] = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
            np.savez(held, **arrays)
    return held.getvalue()


class TestHistory:
    TEXT = "Hello. It came late. The top is split."

    def test_marked_sentences_have_their_kind_and_the_others_none(self) -> None:
        told = Told(self.TEXT, {"late": (Span(7, 20),), "faulty": (Span(21, 38),)})
        assert [(each.sentence, each.label) for each in examples([told])] == [
            ("Hello.", NOTHING), ("It came late.", "late"), ("The top is split.", "faulty"),
        ]  # fmt: skip

    def test_a_text_without_marks_lends_its_one_kind(self) -> None:
        assert {each.label for each in examples([Told(self.TEXT, {"late": ()})])} == {"late"}

    def test_several_kinds_without_a_mark_teach_nothing(self) -> None:
        assert examples([Told(self.TEXT, {"late": (), "faulty": ()})]) == []

    def test_too_little_of_it_is_told(self) -> None:
        with pytest.raises(TooLittle, match="12 complaints can be learnt from, and at least 50"):
            train(a_history(12), 0.7)


class TestNearDuplicates:
    def test_letters_that_share_most_of_their_words_are_one_group(self) -> None:
        template = (
            "I write about order {} and I expect you to keep the price that you held for me when "
            "I took out the care plan in the spring, as your own leaflet says that you will."
        )
        alike, other = [template.format(n) for n in ("4411", "9082")], "The lamp is broken."
        one, same, apart = groups([*alike, other])
        assert one == same != apart

    def test_a_text_without_words_is_a_group_of_its_own(self) -> None:
        assert len(set(groups(["one two three", "!"]))) == 2


class TestWithoutHistory:
    def test_the_starter_patterns_speak_and_claim_no_confidence(self) -> None:
        text = "Hello.\nMy order came nine days late.\nThe driver was rude."
        found = {each.kind: each.span.of(text) for each in suggestions(text, None, 0.7)}
        assert found == {
            "late": "My order came nine days late.", "staff_conduct": "The driver was rude.",
        }  # fmt: skip
        assert {each.confidence for each in suggestions(text, None, 0.7)} == {None}

    def test_what_is_asked_for_is_found_apart(self) -> None:
        text = "It came late. I want my delivery charge back. Thank you."
        asked = demand(text)
        assert asked
        assert asked.of(text) == "I want my delivery charge back."
        assert demand("It came late.") is None
