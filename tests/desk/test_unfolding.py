"""Forms that are folded away are drawn when they are opened: with a script in place, else by a
link."""

import re

from django.test import Client
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.stories import a_decided_case, an_allegation, an_open_case

from upheld.store.models import Person

_SHUT = re.compile(r'id="do-([\w-]+)"\s+data-form="([^"]+)"')
_BY_SCRIPT = {"HX-Request": "true"}


def _forms(page: str) -> list[str]:
    return re.findall(r'<form class="form unfolded"\s+method="post"\s+action="([^"]+)"', page)


def test_a_page_draws_no_form_before_it_is_opened(alice: Client, handler: Person) -> None:
    here = page_of(an_open_case(handler))
    page = alice.get(here).content.decode()
    shut = dict(_SHUT.findall(page))
    assert _forms(page) == []
    assert shut.keys() >= {"allegation", "circumstances", "words", "marking", "owner"}
    assert shut["allegation"] == f"{here}?only=allegation"
    for key in shut:
        assert f'<a href="{here}?do={key}#do-{key}">Open this form<' in page


def test_without_a_script_the_link_leads_to_the_page_with_the_form_open(
    alice: Client, handler: Person
) -> None:
    here = page_of(an_open_case(handler))
    for address in (f"{here}?do=allegation", f"{here}?only=allegation&do=allegation"):
        page = alice.get(address).content.decode()
        assert _forms(page) == [f"{here}allegations/"]
        assert re.search(r'id="do-allegation"\s+open', page)


def test_every_form_that_is_offered_is_given_by_itself(alice: Client, handler: Person) -> None:
    opened = an_open_case(handler)
    an_allegation(opened, handler)
    for case in (opened, a_decided_case(handler)):
        shut = _SHUT.findall(alice.get(page_of(case)).content.decode())
        assert shut
        for _, address in shut:
            alone = alice.get(address, headers=_BY_SCRIPT).content.decode()
            assert len(_forms(alone)) == 1
            assert 'name="csrfmiddlewaretoken"' in alone
            assert "<main" not in alone


def test_one_that_is_offered_no_longer_says_so(alice: Client, handler: Person) -> None:
    here = page_of(an_open_case(handler))
    alone = alice.get(f"{here}?only=closure", headers=_BY_SCRIPT)
    assert "This can no longer be done here" in text(alone)


def test_what_is_open_beside_a_step_is_open_in_the_page_that_follows(
    alice: Client, handler: Person
) -> None:
    """Somebody may be writing in it, and the page is made anew around them."""
    here = page_of(an_open_case(handler))
    told = {"kind": "late", "statement": "They came nine days late."}
    open_ = {"HX-Request": "true", "Desk-Open": "circumstances words"}
    page = alice.post(f"{here}allegations/", told, follow=True, headers=open_).content.decode()
    assert {"circumstances", "words"} <= {each.split("/")[-2] for each in _forms(page)}
    assert "allegation" in dict(_SHUT.findall(page))
    again = alice.post(f"{here}allegations/", {**told, "kind": ""}, headers=open_)
    assert (again.status_code, len(_forms(again.content.decode()))) == (422, 3)


def test_what_somebody_may_not_do_is_given_to_nobody(
    signed_in: SignIn, handler: Person, auditor: Person
) -> None:
    case = an_open_case(handler)
    alone = signed_in(auditor).get(f"{page_of(case)}?only=allegation", headers=_BY_SCRIPT)
    assert _forms(alone.content.decode()) == []
