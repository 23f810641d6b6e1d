"""A program that asks the API: its key in every request, JSON out and in."""

import json
from collections.abc import Collection
from typing import Any

from django.test import Client
from tests.stories import NOW

from upheld.core.references import reference
from upheld.core.words import CaseId, Scope
from upheld.steps import may
from upheld.steps.keep_keys import make_key
from upheld.store.models import Person

ROOT = "/api/v1"


def key_of(person: Person, scopes: Collection[Scope] = tuple(Scope)) -> str:
    """The key itself, as its owner would copy it."""
    return make_key(person, "A test", scopes, None, may.Operator(), NOW)[1]


def at(case: CaseId, rest: str = "") -> str:
    return f"/cases/{reference(case)}{rest}"


class Program:
    """Asks with one key. Each call gives Django's response; `.json()` reads it."""

    def __init__(self, key: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        sent: dict[str, Any] = {} if body is None else {"content_type": "application/json"}
        data: dict[str, Any] = {} if body is None else {"data": json.dumps(body)}
        return self.client.generic(
            method, ROOT + path, headers={**self.headers, **told}, **data, **sent
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PUT", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)

    def version(self, path: str) -> str:
        """The ETag of what stands there now."""
        return str(self.get(path)["ETag"])
