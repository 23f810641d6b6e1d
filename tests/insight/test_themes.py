"""Themes: found in the words, named in them, nothing forced, and kept across what comes."""

from datetime import date

import pytest
from sklearn.metrics import normalized_mutual_info_score
from tests.insight.letters import letters

from upheld.insight.themes import OUTSIDE, Found, find
from upheld.insight.themes.identity import Known, same
from upheld.insight.themes.refit import Case, looked_at

STRANGERS = [
    "Quarterly newsletter about gardening with roses tulips daffodils",
    "Minutes from yesterday regarding parking spaces behind building seven",
]


TEN = [
    "The lamp that I had of you on day {n} is broken, and {who} does not answer me at all.",
    "Die Lampe ist seit {n} Tagen kaputt, und {who} hat mir auch nicht gesagt, was ich tun soll.",
    "La lampe est cassée depuis {n} jours et {who} ne m'a pas dit ce que je dois faire avec elle.",
    "La lámpara está rota desde hace {n} días y {who} no me ha dicho qué es lo que hay que hacer.",
    "La lampada è rotta da {n} giorni e {who} non mi ha detto che cosa devo fare con questa cosa.",
    "De lamp is al {n} dagen kapot en {who} heeft mij niet gezegd wat ik daar nu mee moet doen.",
    "Lampa jest zepsuta od {n} dni, a {who} nie powiedział mi, co ja mam z tym teraz zrobić 🙁.",
    "Lampan har varit trasig i {n} dagar och {who} har inte sagt mig vad jag ska göra med den.",
    "İstanbul'dan gelen lamba {n} gündür bozuk ama {who} bunun için bana daha çok şey demedi.",
    "ランプは{n}日前から壊れていて、{who}はどうすればよいのかを私にまだ教えてくれていません。",
]


@pytest.fixture(scope="module")
def found() -> Found:
    texts, _ = letters(400)
    return find([*texts, *STRANGERS, texts[0], texts[0]])


def test_letters_of_one_topic_lie_in_its_themes(found: Found) -> None:
    _, topics = letters(400)
    placed = [at for at, theme in enumerate(found.theme_of[:400]) if theme != OUTSIDE]
    assert len(placed) > 300
    about = [[topics[at] for at in theme.members if at < 400] for theme in found.themes]
    right = sum(max(map(each.count, each)) for each in about)
    assert right >= 0.75 * len(placed)


def test_a_text_that_is_like_none_stays_outside(found: Found) -> None:
    assert found.theme_of[400:402] == (OUTSIDE, OUTSIDE)


def test_copies_stand_in_the_theme_of_the_first_and_count_once(found: Found) -> None:
    assert found.theme_of[402] == found.theme_of[403] == found.theme_of[0]
    assert found.copies >= 2
    theme = found.themes[found.theme_of[0]]
    assert theme.letters <= len(theme.members) - 2


def test_a_name_is_in_words_that_people_wrote(found: Found) -> None:
    texts, _ = letters(400)
    phrases = [phrase.lower() for theme in found.themes for phrase in theme.phrases]
    assert all(any(phrase in text.lower() for text in texts) for phrase in phrases)
    named = " ".join(theme.name for theme in found.themes).lower()
    assert all(word in named for word in ("fitter", "drawer", "card"))


def test_examples_and_wishes_are_sentences_of_the_theme(found: Found) -> None:
    texts, _ = letters(400)
    for theme in found.themes:
        assert 1 <= len(theme.examples) <= 3
        assert all(quote.words in texts[quote.text] for quote in theme.examples)
    wishes = [quote.words for theme in found.themes for quote in theme.wishes]
    assert wishes
    assert all("I just want" in words or "should have" in words for words in wishes)


def test_what_many_write_alike_or_for_the_form_is_no_example() -> None:
    form = "Please treat my order of the drawer as a matter of some urgency now."
    opening = "Dear keepers of the drawer runner and whatever else may snap in {n} days,"
    texts = [f"{opening.format(n=n)}\n{text} {form}" for n, text in enumerate(letters(400)[0])]
    said = [quote.words for theme in find(texts).themes for quote in theme.examples + theme.wishes]
    assert said
    assert not [words for words in said if words == form or words.startswith("Dear")]


def test_a_theme_is_found_again_where_it_was_when_more_come(found: Found) -> None:
    texts, _ = letters(400)
    more, _ = letters(80, seed=8)
    again = find([*texts, *more], [theme.weights for theme in found.themes])
    before = [Known(t.weights, frozenset(t.members)) for t in found.themes]
    now = [Known(t.weights, frozenset(t.members)) for t in again.themes]
    assert len([place for place in same(before, now) if place is not None]) >= 0.8 * len(before)
    assert normalized_mutual_info_score(found.theme_of[:400], again.theme_of[:400]) > 0.75


class TestWhatCannotBeSaid:
    def test_nothing_and_one(self) -> None:
        assert find([]).limits == ("no complaint to look at yet",)
        assert find(["My lamp broke."]).limits == ("1 different letter: themes are looked for "
                                                   "from 40 on",)  # fmt: skip

    def test_all_the_same_are_one_letter(self) -> None:
        told = find(["The lamp that I bought broke on the first day."] * 300)
        assert (told.themes, told.copies, len(told.limits)) == ((), 299, 1)

    def test_letters_that_all_say_one_thing_are_told(self) -> None:
        said = "The parcel {n} for {town} came late and the box was torn."
        told = find([said.format(n=n, town=("Leeds", "York")[n % 2]) for n in range(60)])
        assert (told.themes, told.limits) == ((), (
            "nearly all letters say the same: there is nothing to tell themes apart by",
        ))  # fmt: skip

    def test_emoji_alone_have_no_words(self) -> None:
        told = looked_at(
            [Case(n, "🙂" * n, "", date(2026, 1, n % 28 + 1), n) for n in range(1, 81)]
        )
        assert (told.themes, told.terms, told.outside) == ((), (), 80)

    def test_emoji_and_blanks_and_five_megabytes(self) -> None:
        told = find(["🙂" * 50, "", "   ", "word " * 1_000_000, *letters(60)[0]])
        assert told.theme_of[:3] == (OUTSIDE,) * 3

    def test_letters_that_share_nothing_have_no_theme(self) -> None:
        told = find([f"alpha{n} beta{n} gamma{n} delta{n}" for n in range(100)])
        assert not told.themes
        assert told.limits

    def test_ten_languages_give_themes_within_each_and_words_of_each(self) -> None:
        told = find([said.format(n=n, who=f"x{n}y") for said in TEN for n in range(20)])
        assert len({*told.theme_of}) > 2
        assert {*told.languages} >= {"de", "fr", "es", "it", "nl", "pl", "sv", "tr", "ja"}
        for theme in told.themes:
            assert theme.name
        of_head = [(theme.head, theme.language) for theme in told.themes if theme.head != OUTSIDE]
        assert len({*of_head}) == len({head for head, _ in of_head})
        assert any("languages" in limit for limit in told.limits)

    def test_languages_are_told(self) -> None:
        german = [f"Die Lampe ist nicht gekommen und ich warte seit {n} Tagen auf das Paket, "
                  f"das mir Frau Muster{n} versprochen hat." for n in range(30)]  # fmt: skip
        told = find([*letters(120)[0], *german])
        assert told.languages["de"] >= 28
        assert any("2 languages" in limit for limit in told.limits)


def test_the_likest_theme_is_continued_and_a_stranger_is_new() -> None:
    late = Known({"late": 1.0, "parcel": 0.5}, frozenset({1, 2, 3}))
    rude = Known({"rude": 1.0}, frozenset({4, 5}))
    late_now = Known({"late": 1.0}, frozenset({1, 2, 9}))
    new = Known({"refund": 1.0}, frozenset({7, 8}))
    assert same([late, rude], [new, late_now]) == [None, 0]
    assert same([], [new]) == [None]
    assert same([late], []) == []
