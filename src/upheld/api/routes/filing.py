"""Files that belong to a complaint, sent after it by the key that filed it."""

from typing import Annotated

from django.http import HttpRequest
from ninja import File, UploadedFile
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, key, now
from upheld.api.filed import case_of
from upheld.core.intake import TooMany
from upheld.core.portal import MOST_FILES, MOST_PIECES, pieces
from upheld.core.words import Scope
from upheld.steps.add_filed import add_filed, check_filed
from upheld.store import files, knocks, loose

from .base import Routes
from .findings import not_too_large

filing = Routes(tags=["cases"])
_Ticket = Annotated[str, Field(max_length=200, pattern=r"^[\w:-]+$")]
_Files = Annotated[list[UploadedFile], File(min_length=1, max_length=MOST_FILES)]


@filing.writes("POST", "/filed/{ticket}/files", None, Scope.FILE, status=204)
def add_files(request: HttpRequest, ticket: _Ticket, file: _Files) -> Status[None]:
    """Files that came with a complaint, at the address that the answer to its filing told
    (`Upheld-Files`), for an hour and by the same key. Nothing is read by it."""
    case = case_of(request, ticket)
    not_too_large(request)
    for each in file:
        files.check(each)
    check_filed(case, len(file), by(request))
    _counted(request, pieces(each.size for each in file))
    kept = [loose.keep(each, now(request)) for each in file]
    add_filed(case, kept, by(request), now(request))
    return Status(204, None)


def _counted(request: HttpRequest, weighs: int) -> None:
    """By the key, which everybody has: what is refused counts nothing, so that nobody stops others
    by it. Raises TooMany."""
    what = "pieces", f"key {key(request).prefix}"
    if knocks.too_many(*what, MOST_PIECES, now(request), weighs=weighs):
        knocks.take_back(*what, weighs)
        raise TooMany("more files than usual came by this key within an hour: send them later")
