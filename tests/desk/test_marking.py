"""Words of the complaint become what is alleged, or what would put it right."""

import re

import pytest
from django.test import Client
from tests import stories
from tests.desk.acting import done, refused
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text

from upheld.store.models import Allegation, Case, Person

LETTER = "My shelves came nine days late.\n\nThe top is cracked. I want a refund."
FIRST, SECOND = "0-31", "33-52"


def _ready(by: Person) -> str:
    return page_of(stories.an_open_case(by, text=LETTER))


def test_a_ticked_sentence_becomes_an_allegation_in_their_words(
    alice: Client, handler: Person
) -> None:
    page = _ready(handler)
    onward = done(alice, page + "marking/", {"said": FIRST, "what": "late"})
    row = Allegation.objects.get()
    assert (row.kind, row.statement) == ("late", "My shelves came nine days late.")
    assert row.spans == [[0, 31]]
    assert onward.endswith(f"#do-facts-{row.pk}")


def test_words_selected_on_the_page_are_marked_too(alice: Client, handler: Person) -> None:
    told = {"marked": "16-30", "what": "late", "statement": "They came nine days late."}
    done(alice, _ready(handler) + "marking/", told)
    assert Allegation.objects.get().spans == [[16, 30]]
    assert Allegation.objects.get().statement == "They came nine days late."


def test_what_is_marked_shows_in_what_was_said_with_the_way_to_it(
    alice: Client, handler: Person
) -> None:
    page = _ready(handler)
    done(alice, page + "marking/", {"marked": "16-30", "what": "late"})
    said = alice.get(page).content.decode()
    pk = Allegation.objects.get().pk
    assert '<mark data-at="16">nine days late</mark>' in said
    assert f'<a class="note" href="#allegation-{pk}">' in said
    assert "Allegation 1 · Late" in text(alice.get(page))


def test_more_words_can_be_marked_for_what_is_alleged_already(
    alice: Client, handler: Person
) -> None:
    page = _ready(handler)
    done(alice, page + "marking/", {"said": FIRST, "what": "late"})
    pk = Allegation.objects.get().pk
    done(alice, page + "marking/", {"said": SECOND, "what": f"again-{pk}"})
    assert Allegation.objects.get().spans == [[33, 52]]


def test_what_would_put_it_right_is_kept_apart(alice: Client, handler: Person) -> None:
    done(alice, _ready(handler) + "marking/", {"said": "53-69", "what": "demand"})
    assert Case.objects.get().demand == "I want a refund."
    assert not Allegation.objects.exists()


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ({"what": "late"}, "Tick the sentence that says it, or select the words above."),
        ({"marked": "5-999", "what": "late"}, "mark the words again"),
        ({"said": FIRST}, "Say what these words are."),
        ({"said": "1-2", "what": "late"}, "is not one of the available choices"),
        ({"said": FIRST, "what": "again-999"}, "is not one of the available choices"),
    ],
)
def test_what_cannot_be_marked_comes_back(
    alice: Client, handler: Person, told: dict[str, str], error: str
) -> None:
    response = alice.post(_ready(handler) + "marking/", told)
    assert response.status_code == 422
    assert error in text(response)
    assert not Allegation.objects.exists()


def test_a_suggestion_is_offered_with_its_form_filled(alice: Client, handler: Person) -> None:
    page = _ready(handler)
    shown = alice.get(page)
    assert "Suggested from the words: 3" in text(shown)
    ways = re.findall(r'href="([^"]*do=marking[^"]*)"', shown.content.decode())
    form = alice.get(ways[0].replace("&amp;", "&").split("#")[0]).content.decode()
    assert re.search(r'value="0-31"[^>]*checked', form)
    assert '<option value="late" selected>' in form


def test_what_was_alleged_is_suggested_no_more(alice: Client, handler: Person) -> None:
    page = _ready(handler)
    done(alice, page + "marking/", {"said": FIRST, "what": "late"})
    assert "Late?" not in text(alice.get(page))


def test_lost_marks_are_told_when_the_words_are_mended(alice: Client, handler: Person) -> None:
    page = _ready(handler)
    done(alice, page + "marking/", {"said": FIRST, "what": "late"})
    told = {"subject": "x", "text": "It came.", "demand": "", "received_at": "2026-11-02T09:30"}
    onward = done(alice, page + "words/", told)
    assert "Words that were marked are gone: mark them again." in text(alice.get(onward))


def test_the_customers_words_stay_words(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler, text='<b>late</b> & "more"\r\n<script>x</script>')
    page = alice.get(page_of(case)).content.decode()
    assert "&lt;b&gt;late&lt;/b&gt; &amp; &quot;more&quot;" in page
    assert "<script>x" not in page


def test_an_auditor_may_not_and_is_offered_nothing(
    signed_in: SignIn, auditor: Person, handler: Person
) -> None:
    page, looking = _ready(handler), signed_in(auditor)
    refused(looking, page + "marking/", {"said": FIRST, "what": "late"}, 403)
    assert "Suggested from the words" not in text(looking.get(page))


def test_an_unknown_case_is_not_found(alice: Client, db: None) -> None:
    refused(alice, page_of(404) + "marking/", {"said": FIRST, "what": "late"}, 404)
