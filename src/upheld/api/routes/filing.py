"""Files that belong to a complaint, sent after it by the key that filed it."""

from collections.abc import Iterator
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest
from ninja import File, UploadedFile
from ninja.responses import Status
from pydantic import Field

from upheld.api.access import by, by_key, now, place
from upheld.api.filed import case_of
from upheld.core.networks import widest
from upheld.core.portal import MOST_FILES, MOST_PIECES, USUAL_PIECES, pieces
from upheld.core.words import Scope
from upheld.steps.add_filed import add_filed, check_filed
from upheld.store import files, knocks, loose
from upheld.store.knocks import By, Share

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
    filed, _ = check_filed(case, len(file), by(request))
    weighs = pieces(each.size for each in file)
    counted_by = _shares(request, filed.customer.email, weighs)
    with knocks.counted("pieces", counted_by, _TOO_MANY, now(request), weighs):
        kept = [loose.keep(each, now(request)) for each in file]
        add_filed(case, kept, by(request), now(request))
    return Status(204, None)


_TOO_MANY = "more files than usual came this way within an hour: send them later"


def _shares(request: HttpRequest, email: str, weighs: int) -> Iterator[Share]:
    """What may come within an hour, in pieces: under one address from one place half of all from
    there, and at least the files of one complaint. Under an address alone nothing is counted:
    anybody writes anybody's. By the key, which everybody has, each place has what is usual, and of
    what is for more half of what the other places leave: so a few use it up for nobody."""
    key, network = by_key(request), widest(place(request))
    if email:
        of_one = pieces([settings.LARGEST_FILE] * MOST_FILES)
        most = min(MOST_PIECES, max(MOST_PIECES // 2, of_one))
        yield Share(By(f"{knocks.mailbox_of(email)} {key}", network), most)
    of_usual = f"{key} usual"
    usual = Share(By(of_usual, network), USUAL_PIECES), Share(By(of_usual), MOST_PIECES)
    if all(_had(each.by, request) + weighs <= each.most for each in usual):
        yield from usual
        return
    theirs, every = By(key, network), By(key)
    left = 2 * MOST_PIECES - (_had(every, request) - _had(theirs, request))
    yield Share(theirs, left // 2)
    yield Share(every, 2 * MOST_PIECES)


def _had(by: By, request: HttpRequest) -> int:
    return knocks.within_hour("pieces", by, now(request))
