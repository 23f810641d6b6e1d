"""What the people who complained sent us themselves, their ways in, and what all of them say."""

from django.http import HttpRequest

from upheld.api.access import by, now
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.told import theirs as told
from upheld.api.told.theirs import IdeaTold, TheirsTold, VoicesTold
from upheld.api.values import Ref
from upheld.api.versions import case_as_read
from upheld.core.words import Scope
from upheld.insight.voices import VOICES
from upheld.steps.receipts import end_links, offer_link
from upheld.store import load, receipts
from upheld.store import voices as store

from .base import ANY_VERSION, Routes, case_id, may_read

voices = Routes(tags=["voices"])


@voices.reads("/cases/{case}/theirs", TheirsTold)
def read_theirs(request: HttpRequest, case: Ref) -> TheirsTold:
    """What they need of us, how it was for them, their ideas and their ways into the case."""
    may_read(request)
    return _shown(case)


def _shown(case: str) -> TheirsTold:
    row = load.page(case_id(case))
    return told.theirs(row, list(receipts.of_case(row)))


@voices.writes("POST", "/cases/{case}/links", TheirsTold, Scope.LETTERS, match=ANY_VERSION)
def offer_way_in(request: HttpRequest, case: Ref) -> TheirsTold:
    """Has a link to their case sent to the customer."""
    site = receipts.site(request)
    with case_as_read(request, case_id(case)):
        offer_link(case_id(case), site, by(request), now(request))
    return _shown(case)


@voices.writes("POST", "/cases/{case}/links/end", TheirsTold, Scope.LETTERS, match=ANY_VERSION)
def end_ways_in(request: HttpRequest, case: Ref) -> TheirsTold:
    """Ends every link to the case and every visit."""
    with case_as_read(request, case_id(case)):
        end_links(case_id(case), by(request), now(request))
    return _shown(case)


@voices.reads("/voices", list[VoicesTold])
def list_voices(request: HttpRequest) -> list[VoicesTold]:
    """How it was for people, as means with counts, after each outcome."""
    may_read(request)
    worked = VOICES.worked(now(request))
    return [told.voices(outcome, found, worked.at) for outcome, found in worked.needed().items()]


@voices.reads("/ideas", Page[IdeaTold])
def list_ideas(
    request: HttpRequest, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[IdeaTold]:
    """What people think that we could do better, the newest first."""
    may_read(request)
    return page(request, store.ideas(), lambda each: [*map(told.idea, each)], limit, cursor)
