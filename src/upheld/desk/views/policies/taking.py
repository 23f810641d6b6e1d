"""What every act on a draft has in common: done and on to a page, or told what to mend."""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from upheld.core.event_kinds import EventKind
from upheld.desk.views import once
from upheld.desk.views.overwriting import changed_by
from upheld.steps.as_read import NotRead, check_read
from upheld.steps.comment_draft import NothingSaid
from upheld.steps.edit_draft import Check, NothingToUndo
from upheld.steps.may import NotAllowed, WrongState
from upheld.steps.publish import NotReady
from upheld.store.drafts import DraftMissing, VersionMissing
from upheld.store.policies import PolicyMissing
from upheld.tables import PolicyError
from upheld.tables.editing import EditError
from upheld.tables.problems import ModelError

_TO_MEND = (
    EditError, ModelError, NothingSaid, NothingToUndo, NotReady, PolicyError, PolicyMissing,
    WrongState,
)  # fmt: skip
_WRITES = (
    EventKind.POLICY_DRAFT_EDITED, EventKind.POLICY_EDIT_UNDONE, EventKind.POLICY_EDIT_REDONE,
)  # fmt: skip
Again = Callable[[Sequence[str], int], HttpResponse]


def take(
    request: HttpRequest, act: Callable[[], str], page: Callable[[], str], again: Again
) -> HttpResponse:
    """Takes a step. `act` gives what to say of it, or nothing; `page` is where it leads; `again`
    shows the page as it is, with each problem: 422 for what is to be mended, 409 where the draft is
    not what was read. 403 and 404 for what is not for them or not there."""
    if (repeated := once.repeated(request)) is not None:
        return repeated
    try:
        words = act()
    except NotAllowed as error:
        raise PermissionDenied(_sentence(error)) from None
    except (DraftMissing, VersionMissing) as error:
        raise Http404(str(error)) from None
    except _TO_MEND as error:
        problems = getattr(error, "problems", None) or (error,)
        return again([_sentence(problem) for problem in problems], HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotRead as error:
        return again([_not_read(error)], HTTPStatus.CONFLICT)
    if words:
        messages.success(request, words)
    return once.done(request, page())


def read(request: HttpRequest) -> str:
    """What the form says that its page showed of the draft; empty for one that lost it."""
    return request.POST.get("read", "")


def as_read(request: HttpRequest) -> Check:
    """The draft that an edit is of."""
    return partial(check_read, read=read(request))


def _not_read(error: NotRead) -> str:
    who = changed_by(_WRITES, {"draft": error.draft_id})
    told = _sentence(error)[:-1] if error.unsaid else f"{who}, after you opened it"
    return (
        f"{told}: nothing was done. Look at the draft as it is now, and send yours again; a file "
        "is to be chosen once more."
    )


def _sentence(problem: object) -> str:
    text = str(problem)
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")
