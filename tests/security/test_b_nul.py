"""NUL, which PostgreSQL keeps in no text, in every field of every form and in every address: it is
refused or left out, and no page fails by it. SQLite would keep it, so this is asked of PostgreSQL.

The API: tests/api/test_bounds.py; mail: core/test_post.py; imports: core/test_imports*.py.
"""

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any
from urllib.parse import quote

import pytest
from django.forms import BaseForm
from django.test import Client
from tests.matrix.conftest import world
from tests.matrix.routes import Route, routes
from tests.matrix.test_desk import DESK, let_in
from tests.matrix.test_portal import PORTAL, came
from tests.matrix.test_portal import place as portal_place
from tests.matrix.world import World, address, undone

import upheld.desk
import upheld.portal
from upheld.core.words import Role
from upheld.store import models as rows

__all__ = ["world"]  # a fixture

NUL = "a\x00b"
ASKED = ("q", "do", "state", "page", "whose", "sort", "since", "until", "period", "step", "first",
         "last", "about", "channel", "of", "by", "kind", "next", "team", "cause")  # fmt: skip
pytestmark = [pytest.mark.postgres, pytest.mark.slow, pytest.mark.django_db]


def fields() -> set[str]:
    """The names of the fields of every form of the desk and of the portal."""
    for package in (upheld.desk, upheld.portal):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return {name for form in forms(BaseForm) for name in getattr(form, "base_fields", {})}


def forms(of: Any) -> Iterator[Any]:
    for form in of.__subclasses__():
        yield form
        yield from forms(form)


def test_no_page_fails_by_a_nul(world: World) -> None:
    told = dict.fromkeys(fields(), NUL)
    assert len(told) > 100
    failed = []
    for route in DESK:
        for method in ("GET", "POST"):
            allowed = let_in(route, method)
            client = world.client(Role.LEAD if Role.LEAD in allowed else allowed[0])
            failed += asked(client, method, address(route, world), told, route.name)
    whoever = came(world.case, rows.Case.objects.get(pk=world.case).customer.email)
    for name in PORTAL:
        for method in ("GET", "POST"):
            failed += asked(whoever, method, portal_place(name), told, name)
    assert failed == []


# Beside NUL, half of a surrogate pair, which no text in UTF-8 has, what is longer than any key, and
# a number beyond those that a row can have.
STRANGE = {"str": ("%00", "a%00b", "%ED%A0%80", quote("\u00e4" * 3_000)), "int": ("9" * 30, "0")}


def strange(route: Route, world: World) -> Iterator[str]:
    """The address with each of its parts made strange in turn."""
    for kind, name in re.findall(r"<(str|int):(\w+)>", route.path):
        for value in STRANGE[kind]:
            path = route.path.replace(f"<{kind}:{name}>", value)
            yield address(Route(route.name, path, route.takes), world)


def test_no_page_fails_by_what_stands_in_its_address(world: World) -> None:
    client, failed, tried = world.client(Role.ADMINISTRATOR), [], 0
    for route in routes():
        for place in strange(route, world):
            for method in ("GET", "POST"):
                failed += asked(client, method, place, {}, f"{route.name} {place[:60]}")
                tried += 1
    assert failed == []
    assert tried > 300


def asked(client: Client, method: str, place: str, told: dict[str, str], name: str) -> list[str]:
    """The address, where it fails."""
    client.raise_request_exception = False
    with undone():
        if method == "GET":
            answer = client.get(place, dict.fromkeys(ASKED, NUL))
        else:
            answer = client.post(place, told)
        b"".join(answer) if answer.streaming else answer.content
    return [f"{method} {name}: {answer.status_code}"] if answer.status_code >= 500 else []
