"""Whether what was decided here is a precedent to follow."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from upheld.core.words import CaseId
from upheld.desk.forms.precedents import FollowForm
from upheld.steps import follow
from upheld.steps.may import Actor
from upheld.store.models import Person

from .acting import Done, act


@require_POST
def unfair(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    words = "It is no precedent any more. What was decided here stays as it is."
    return _follow(request, case_id, "unfair", follow.do_not_follow, words)


@require_POST
def following(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    words = "It is a precedent again."
    return _follow(request, case_id, "following", follow.follow_again, words)


def _follow(
    request: HttpRequest,
    case_id: CaseId,
    key: str,
    take: Callable[[CaseId, str, Actor, datetime], None],
    words: str,
) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        take(case_id, told["why"], by, now)
        return Done(words)

    return act(request, case_id, key, FollowForm(request.POST, key=key), step)
