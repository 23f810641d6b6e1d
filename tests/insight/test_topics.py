"""Topics learnt from labels: right, calibrated, silent where it does not know, and no pickle."""

import pickle
from pathlib import Path

import numpy as np
import pytest
from tests.insight.letters import letters

from upheld.insight.topics import BadTopics, Topics, load, save
from upheld.insight.topics.drift import drift
from upheld.insight.topics.learn import TooFewLabels, learn


@pytest.fixture(scope="module")
def model() -> Topics:
    texts, topics = letters(300)
    return learn(texts, topics, 0.95)


def test_it_says_what_unseen_letters_are_about(model: Topics) -> None:
    texts, topics = letters(100, seed=77)
    right = [guess.likeliest == topic for guess, topic in
             zip(model.guesses(texts), topics, strict=True)]  # fmt: skip
    assert np.mean(right) > 0.95
    assert model.measured.accuracy > 0.95


def test_it_does_not_know_what_it_never_learnt(model: Topics) -> None:
    strange, empty = model.guesses(["Gardening with roses and tulips.", ""])
    assert strange.confidence <= model.measured.speak_from or strange.topic is None
    assert empty.confidence < 0.95


def test_labels_by_chance_leave_it_silent() -> None:
    texts, _ = letters(200)
    shuffled = [f"topic {n % 4}" for n in range(200)]
    measured = learn(texts, shuffled, 0.9).measured
    assert measured.accuracy < 0.5
    assert measured.coverage < 0.1


def test_copies_of_a_letter_do_not_flatter() -> None:
    texts, _ = letters(60)
    twice = [text for text in texts for _ in range(5)]
    by_letter = [f"topic {n // 5 % 3}" for n in range(300)]
    assert learn(twice, by_letter, 0.9).measured.accuracy < 0.7


def test_two_topics_and_a_topic_of_too_few() -> None:
    texts, topics = letters(200)
    two = ["late" if topic == "late" else "else" for topic in topics]
    known = learn(texts, [*two[:-1], "once"], 0.9)
    assert known.names == ("else", "late")
    assert known.measured.accuracy > 0.9


def test_too_few_labels_are_told() -> None:
    with pytest.raises(TooFewLabels, match="0 labelled complaints of 0 topics"):
        learn(["a", "b", "c"], ["x", "y", "x"], 0.9)


def test_a_topic_of_copies_alone_is_told() -> None:
    texts, _ = letters(30)
    copies = ["The same letter came from all of us in May."] * 30
    for told in (copies + texts, copies * 2):
        with pytest.raises(TooFewLabels, match="copies of one letter"):
            learn(told, ["one"] * 30 + ["other"] * 30, 0.9)


def test_a_model_comes_back_as_it_was_kept(model: Topics, tmp_path: Path) -> None:
    save(model, tmp_path / "model.npz")
    again = load(tmp_path / "model.npz")
    texts, _ = letters(20, seed=5)
    kept, known = again.guesses(texts), model.guesses(texts)
    assert [guess.likeliest for guess in kept] == [guess.likeliest for guess in known]
    assert (again.trained_on, again.measured) == (model.trained_on, model.measured)


@pytest.mark.parametrize("told", [b"", b"PK\x03\x04", pickle.dumps({"a": 1})])
def test_another_file_is_no_model_and_is_not_run(told: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(told)
    with pytest.raises(BadTopics, match="run `upheld topics train`"):
        load(path)


def test_drift_is_told_and_the_usual_is_not(model: Topics) -> None:
    usual, _ = letters(200, seed=12)
    assert drift(model, usual, model.guesses(usual)).alarm is False
    other = [f"zebra{n} gnu{n} okapi{n} came" for n in range(80)]
    told = drift(model, other, model.guesses(other))
    assert told.alarm
    assert "more words are unknown" in told.because
    assert drift(model, usual[:9], model.guesses(usual[:9])).alarm is None


LANGUAGES = [
    "The parcel came late again.", "Das Paket kam schon wieder zu spät.",
    "Le colis est encore arrivé en retard.", "El paquete llegó tarde otra vez.",
    "Paczka znowu przyszła za późno.", "Посылка снова пришла поздно.",
    "荷物がまた遅れて届きました。",
    "包裹又迟到了。", "وصل الطرد متأخرا مرة أخرى.", "พัสดุมาช้าอีกแล้ว",
]  # fmt: skip


def test_a_guess_does_not_depend_on_what_stands_beside_it(model: Topics) -> None:
    texts, _ = letters(40, seed=8)
    strange = [f"zebra{n} gnu{n % 7} okapi" for n in range(400)]
    alone = [model.guesses([text])[0] for text in texts]
    beside = model.guesses([*strange, *texts])[len(strange) :]
    assert [g.likeliest for g in alone] == [g.likeliest for g in beside]
    assert np.allclose([g.confidence for g in alone], [g.confidence for g in beside], atol=1e-5)


def test_ten_languages_and_a_text_of_five_megabytes_are_read(model: Topics) -> None:
    long = "The parcel came late, and nobody told me. " * 125_000
    *told, of_long = model.guesses([*LANGUAGES, "", "\U0001f621" * 50, long])
    assert of_long.likeliest == "late"
    assert all(0 <= guess.confidence <= 1 for guess in told)
    assert [guess.topic for guess in told[1:]] == [None] * (len(told) - 1)


def test_topics_are_learnt_in_ten_languages() -> None:
    texts = [f"{text} {n}" for n in range(12) for text in LANGUAGES]
    labels = [f"language {n % 10}" for n in range(120)]
    assert learn(texts, labels, 0.9).names == tuple(sorted(set(labels)))


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([""] * 60, "0 labelled complaints of 0 topics"),
        (["one"] * 60, "60 labelled complaints of 1 topics"),
        ([f"topic {n}" for n in range(60)], "0 labelled complaints of 0 topics"),
    ],
)
def test_no_label_one_label_and_a_label_for_each_case_are_told(
    labels: list[str], told: str
) -> None:
    with pytest.raises(TooFewLabels, match=told):
        learn(letters(60)[0], labels, 0.9)


def test_texts_without_words_say_nothing() -> None:
    with pytest.raises(TooFewLabels, match="no words"):
        learn(["", "  ", "12 !?"] * 30, ["one", "other"] * 45, 0.9)
