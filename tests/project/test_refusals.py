"""What is refused, and what no page answers: in the look of where it was asked, logged, and with
nothing of the inside."""

import json
import logging
from http import HTTPStatus

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from tests.project import test_whole
from tests.project.test_whole import SIZE, answered

from upheld.project import refusals
from upheld.project.balance import Balance
from upheld.project.room import PIECE, Room
from upheld.project.whole import Refused, Rooms, Ways, Whole
from upheld.store.models import Person

PLACES = ("/", "/complain/", "/api/v1/complaints")


def told(place: str, status: HTTPStatus, method: str = "POST") -> test_whole.Client:
    """What is answered to a request that is not taken in."""

    def refuse(environ, refused):  # type: ignore[no-untyped-def]
        return refusals.not_taken_in(environ, Refused(status, "This is why."))

    ways = Ways(test_whole.echo, refuse, lambda environ: "")
    server = Whole(ways, 1, PIECE, Rooms(Room(0), Room(0)), Balance(1).join())
    client = test_whole.Client()
    client.headers = [(SIZE, str(PIECE + 1).encode()), (b"host", b"localhost")]
    return answered(client, server, path=place, method=method)


STATUSES = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.LENGTH_REQUIRED,
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.SERVICE_UNAVAILABLE)  # fmt: skip


@pytest.mark.parametrize("status", STATUSES)
def test_who_is_not_taken_in_is_told_why_in_the_look_of_the_place(status: HTTPStatus) -> None:
    pages = {place: told(place, status) for place in PLACES}
    assert {each.status for each in pages.values()} == {status}
    desk, portal, program = (each.content.decode() for each in pages.values())
    assert "This is why." in desk
    assert "This is why." in portal
    assert "desk/css/desk.css" in desk
    assert "portal/css/portal.css" in portal
    assert "Upheld" not in portal  # a customer knows the firm
    assert json.loads(program)["detail"] == "This is why. Nothing was done."
    assert json.loads(program)["status"] == status


@pytest.mark.parametrize("place", PLACES)
def test_a_refusal_is_dressed_as_any_answer_and_ends_the_connection(place: str) -> None:
    refused = told(place, HTTPStatus.SERVICE_UNAVAILABLE)
    headers = {name.lower(): value for name, value in refused.told[0]["headers"]}
    assert headers[b"connection"] == b"close"
    assert headers[b"retry-after"] == b"60"
    assert headers[b"content-length"] == str(len(refused.content)).encode()
    assert b"default-src" in headers[b"content-security-policy"]
    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert len(headers[b"x-request-id"]) == 32


def test_a_refusal_of_what_has_no_content_has_none() -> None:
    refused = told("/", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, method="HEAD")
    assert (refused.status, refused.content) == (413, b"")


def test_a_refusal_stands_in_the_log_as_any_request(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "upheld.asked"):
        told("/complain/case/secret-of-somebody/", HTTPStatus.REQUEST_TIMEOUT)
    (line,) = caplog.records
    assert (line.method, line.route, line.status) == ("POST", "none", 408)  # type: ignore[attr-defined]
    assert "secret" not in str(line.__dict__)


@login_not_required  # as an address of the API, which knows no session
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("the password is tr0ub4dor")


class Broken:
    """The addresses that there are, and some that fail."""

    from upheld.project import urls as _all

    handler400, handler403, handler404 = _all.handler400, _all.handler403, _all.handler404
    handler429, handler500 = _all.handler429, _all.handler500
    urlpatterns = [
        path("complain/broken/", broken), path("broken/", broken), path("api/v1/broken", broken),
        *_all.urlpatterns,
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["/broken/", "/complain/broken/", "/api/v1/broken"])
def test_a_fault_of_ours_says_what_to_do_and_nothing_of_itself(
    place: str, client: Client, handler: Person
) -> None:
    client.force_login(handler)
    client.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Broken):
        answer = client.get(place)
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "our fault" in page
    assert "tr0ub4dor" not in page
    assert "RuntimeError" not in page
    assert ("portal.css" in page) == place.startswith("/complain/")


@pytest.mark.django_db
def test_what_is_not_there_is_told_in_the_look_of_the_place(client: Client) -> None:
    desk, portal, program = (
        client.get(place) for place in ("/nowhere/", "/complain/nowhere/", "/api/v1/nowhere")
    )
    assert [each.status_code for each in (desk, portal, program)] == [404, 404, 404]
    assert "portal/css/portal.css" in portal.content.decode()
    assert "make a complaint" in portal.content.decode()
    assert "desk/css/desk.css" in desk.content.decode()
    assert program["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
def test_a_host_that_nobody_named_is_told_in_the_look_of_the_place(
    place: str, client: Client
) -> None:
    answer = client.get(place, headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert (answer["Content-Type"] == "application/problem+json") == place.startswith("/api/")
    assert "evil.example" not in answer.content.decode()
