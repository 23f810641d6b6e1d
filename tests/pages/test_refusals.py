"""What is refused, and what fails, in a real browser: told in the look of the place, readable by
anybody, with what to do, and with a way on that a keyboard reaches."""

from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from playwright.sync_api import Page
from pytest_django import Settings
from tests.pages.conftest import OpenDesk
from tests.pages.test_axe import broken

from upheld.project import refusals
from upheld.project import urls as every

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

_View = Callable[[HttpRequest], HttpResponse]


def _raising(error: Exception) -> _View:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def _refusing(status: HTTPStatus) -> _View:
    def view(request: HttpRequest) -> HttpResponse:
        return refusals._answer(status, "That is why.", refusals._where(request.path))

    return view


VIEWS: dict[int, _View] = {
    400: _raising(BadRequest("secret")),
    403: _raising(PermissionDenied()),
    404: _raising(Http404("secret")),
    408: _refusing(HTTPStatus.REQUEST_TIMEOUT),
    411: _refusing(HTTPStatus.LENGTH_REQUIRED),
    413: _refusing(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    429: refusals.too_often,
    500: _raising(RuntimeError("secret")),
    503: _refusing(HTTPStatus.SERVICE_UNAVAILABLE),
}


class Refusing:
    """Our own addresses, and before them some at which each of the refusals is met."""

    handler400, handler403, handler404 = every.handler400, every.handler403, every.handler404
    handler429, handler500 = every.handler429, every.handler500
    urlpatterns = [
        *(path(f"{place}told/{status}/", login_not_required(view))
          for place in ("", "complain/") for status, view in VIEWS.items()),
        *every.urlpatterns,
    ]  # fmt: skip


@pytest.fixture
def page(open_desk: OpenDesk, settings: Settings) -> Page:
    settings.ROOT_URLCONF = Refusing
    return open_desk()


def _way_on(page: Page) -> str:
    """The first link of the page's own words that Tab reaches."""
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('main') !== null"):
            return str(page.evaluate("document.activeElement.href ?? ''"))
    raise AssertionError("no Tab reaches a way on")


@pytest.mark.parametrize("place", ["/", "/complain/"])
def test_every_refusal_is_read_by_anybody_and_leads_on(place: str, page: Page) -> None:
    found = []
    for status in VIEWS:
        answer = page.goto(f"{place}told/{status}/")
        assert answer
        assert answer.status == status
        words = page.locator("main").inner_text()
        assert len(words.split()) > 10
        assert "secret" not in page.content()
        looks = page.locator("link[rel=stylesheet]").evaluate_all("all => all.map(e => e.href)")
        assert any("portal" in each for each in looks) == (place == "/complain/")
        assert _way_on(page).startswith(page.url.split("/told/")[0].split("/complain")[0])
        found += broken(page)
    assert found == []


@pytest.mark.parametrize("place", ["/accounts/login/", "/complain/"])
def test_a_form_without_its_cookie_too(place: str, page: Page) -> None:
    page.goto(place)
    page.context.clear_cookies()
    page.evaluate("document.querySelector('main form, form').noValidate = true")
    with page.expect_navigation() as came:
        page.evaluate("document.querySelector('main form, form').submit()")
    assert came.value
    assert came.value.status == 403
    assert "once more" in page.locator("main").inner_text() + page.title()
    assert broken(page) == []
