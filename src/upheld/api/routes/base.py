"""What every operation has in common: a scope, and what stands in the schema of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from upheld.api import access
from upheld.api.access import Key
from upheld.api.versions import READ_VERSION, VERSION, unversioned
from upheld.core.words import CaseId, Scope
from upheld.steps import may
from upheld.store import models as rows
from upheld.store.load import CustomerMissing

View = TypeVar("View", bound=Callable[..., Any])
# An operation with a version to be read: `match` says whether it may be left out, and whether it
# must be one that was read, so that `*` will not do.
ANY_VERSION, THAT_VERSION, NAMED_VERSION = "may", "must", "named"
_VERSION = {
    "name": "If-Match",
    "in": "header",
    "description": "The ETag that was read. Another one by now: 412 and what happened since.",
}


# What each asks of a key, by its method and address: a kept answer is given to such keys alone.
SCOPES: dict[tuple[str, str], Scope] = {}


class Routes(Router):
    """A router whose operations name their scope."""

    def reads(self, path: str, out: Any, **more: Any) -> Callable[[View], View]:
        return self._operation(["GET"], path, Key(Scope.READ), {200: out}, **more)

    def writes(
        self,
        method: str,
        path: str,
        out: Any,
        scope: Scope = Scope.WRITE,
        status: int = 200,
        match: str = "",
        away: bool = False,
    ) -> Callable[[View], View]:
        """`match` says whether If-Match may or must be sent, or must name a version; without a
        version it is refused.
        `away`: it may be taken out of the sight of whoever does it, who then is answered 204."""
        extra = {"parameters": [_version(match)]} if match else {}
        answers = {status: out, **({204: None} if away else {})}
        key = Key(scope) if match else Key(scope, unversioned)
        return self._operation([method], path, key, answers, extra)

    def _operation(
        self,
        methods: list[str],
        path: str,
        key: Key,
        response: Any,
        extra: dict[str, Any] | None = None,
    ) -> Callable[[View], View]:
        told = {"x-scope": key.scope.value, **(extra or {})}
        SCOPES.update({(method, path): key.scope for method in methods})
        return self.api_operation(methods, path, auth=key, response=response, openapi_extra=told)


def _version(match: str) -> dict[str, Any]:
    pattern = READ_VERSION if match == NAMED_VERSION else VERSION
    schema = {"type": "string", "pattern": pattern}
    return {**_VERSION, "schema": schema, "required": match != ANY_VERSION}


def case_id(reference: str) -> CaseId:
    return CaseId(int(reference.removeprefix("UP-")))


def may_read(request: HttpRequest) -> None:
    """Raises NotAllowed for one whose role reads nothing."""
    may.check("read", access.by(request))


def customer_of(request: HttpRequest, number: int) -> rows.Customer:
    """Raises NotAllowed or CustomerMissing."""
    may_read(request)
    found = rows.Customer.objects.filter(pk=number).first()
    if found is None:
        raise CustomerMissing
    return found


def made(value: Any) -> Status[Any]:
    return Status(201, value)
