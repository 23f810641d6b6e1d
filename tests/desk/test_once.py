"""What is sent twice is done once."""

import re

from django.test import Client
from tests import stories
from tests.desk.reading import page_of, text
from tests.desk.test_complaint_new import ADDRESS, TOLD

from upheld.store.models import Case, Evidence, Person


def _once(page: bytes) -> str:
    found = re.search(rb'name="once" value="([^"]+)"', page)
    assert found
    return found[1].decode()


def test_a_complaint_sent_twice_is_one_case(alice: Client) -> None:
    told = {**TOLD, "once": _once(alice.get(ADDRESS).content)}
    first, again = (alice.post(ADDRESS, told) for _ in range(2))
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Case.objects.count() == 1


def test_two_complaints_are_two_cases(alice: Client) -> None:
    for _ in range(2):
        alice.post(ADDRESS, {**TOLD, "once": _once(alice.get(ADDRESS).content)})
    assert Case.objects.count() == 2


def test_other_words_from_the_same_page_are_no_repeat(alice: Client) -> None:
    once = _once(alice.get(ADDRESS).content)
    for words in ("The first.", "The second."):
        alice.post(ADDRESS, {**TOLD, "text": words, "once": once})
    assert Case.objects.count() == 2


def test_a_step_sent_twice_is_taken_once(alice: Client, handler: Person) -> None:
    case = stories.an_open_case(handler)
    allegation = stories.an_allegation(case, handler)
    address = f"{page_of(case)}allegations/{allegation}/evidence/"
    told = {
        "kind": "record",
        "text": "Carrier scan",
        "once": _once(alice.get(f"{page_of(case)}?do=evidence-{allegation}").content),
    }
    pages = [alice.post(address, told) for _ in range(2)]
    assert [page.status_code for page in pages] == [303, 303]
    assert Evidence.objects.count() == 1


def test_what_had_to_be_mended_is_no_repeat(alice: Client) -> None:
    once = _once(alice.get(ADDRESS).content)
    assert alice.post(ADDRESS, {**TOLD, "text": "", "once": once}).status_code == 422
    assert "Nine days!!" in text(alice.post(ADDRESS, {**TOLD, "once": once}, follow=True))
