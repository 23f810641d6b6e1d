"""Long lists, a page at a time: from where the last page ended, whatever came in meanwhile."""

import hashlib
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from pydantic import BaseModel, Field

from .problems import Problem

_SALT = "upheld.api.cursor"
Row = TypeVar("Row", bound=Model)
Out = TypeVar("Out")

Limit = Annotated[int, Field(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str,
    Field(
        max_length=200,
        description="The `next` of the page before; left out for the first. It holds for one list "
        "with the same filters.",
    ),
]


class Page(BaseModel, Generic[Out]):
    """One page of a list. What is added while somebody reads neither moves nor doubles a line."""

    items: list[Out]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


def page(
    request: HttpRequest,
    rows: "QuerySet[Row]",
    told: Callable[[list[Row]], list[Out]],
    limit: int,
    cursor: str | None,
    newest_first: bool = True,
) -> Page[Out]:
    """The rows after the cursor by their key. Raises Problem 422 for a cursor that is not ours."""
    if cursor is not None:
        last = _read(request, cursor)
        rows = rows.filter(pk__lt=last) if newest_first else rows.filter(pk__gt=last)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    return Page(items=told(found), next=_written(request, found[-1].pk) if more else None)


def _written(request: HttpRequest, last: int) -> str:
    return signing.Signer(salt=_salt(request)).sign(str(last))


def _read(request: HttpRequest, cursor: str) -> int:
    try:
        return int(signing.Signer(salt=_salt(request)).unsign(cursor))
    except (signing.BadSignature, ValueError):
        told = "this cursor is not of this list with these filters: begin without one"
        where: dict[str, Any] = {"detail": told, "parameter": "cursor", "in": "query"}
        raise Problem(422, "cursor", told, [where]) from None


def _salt(request: HttpRequest) -> str:
    """A cursor belongs to one list as it was asked for."""
    asked = request.GET.copy()
    for name in ("cursor", "limit"):
        asked.pop(name, None)
    told = f"{request.path}?{asked.urlencode()}"
    return f"{_SALT}.{hashlib.sha256(told.encode()).hexdigest()}"
