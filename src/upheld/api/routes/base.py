"""What every operation has in common: a scope, and what stands in the schema of it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status

from upheld.api import access
from upheld.api.access import Asked, Key, Scopes
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
SCOPES: dict[tuple[str, str], Scopes] = {}


class Routes(Router):
    """A router whose operations name their scope."""

    def reads(self, path: str, out: Any, **more: Any) -> Callable[[View], View]:
        return self._operation(["GET"], path, (Scope.READ,), {200: out}, **more)

    def writes(
        self,
        method: str,
        path: str,
        out: Any,
        scope: Scope = Scope.WRITE,
        status: int = 200,
        match: str = "",
        tells: bool = False,
    ) -> Callable[[View], View]:
        """`match` says whether If-Match may or must be sent, or must name a version; without a
        version it is refused.
        `tells`: it is done for what it answers, and asks for `read` too. What any other did is
        told to no key without `read`, nor to whoever took it out of their own sight: 204."""
        extra = {"parameters": [_version(match)]} if match else {}
        scopes = (scope, Scope.READ) if tells else (scope,)
        answers = {status: out} if Scope.READ in scopes else {status: out, 204: None}
        asks = () if match else (unversioned,)
        return self._operation([method], path, scopes, answers, extra, asks)

    def _operation(
        self,
        methods: list[str],
        path: str,
        scopes: Scopes,
        response: Any,
        extra: dict[str, Any] | None = None,
        asks: tuple[Callable[[Asked], None], ...] = (),
    ) -> Callable[[View], View]:
        told = {"x-scope": scopes[0].value, **(extra or {})}
        SCOPES.update({(method, path): scopes for method in methods})
        key = Key(scopes[0], *map(Key, scopes[1:]), *asks)
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


def made_at(place: str, value: Any, response: HttpResponse) -> Status[Any]:
    """What has an address of its own, which is told to a key that is told nothing else too."""
    response["Location"] = f"/api/v1{place}"
    return made(value)
