"""Suggestions that the firm lets speak for themselves: none, unless suggestions.yaml says so."""

from datetime import datetime

from upheld.core.words import CaseId, CaseState
from upheld.insight.suggest import Model, Suggestion, kept, suggestions
from upheld.steps import may
from upheld.steps.investigate import allege
from upheld.store.models import Case
from upheld.store.policy_files import suggestions_file

_BY = may.Operator("suggestions, as the policy says")
_WAITING = (CaseState.RECEIVED, CaseState.ACKNOWLEDGED)


def sweep(now: datetime, after: int = 0) -> int:
    """Alleges what is sure enough in cases newer than the number `after`, where nobody did.

    Returns the number of the newest case that it looked at. Safe to run twice: what has an
    allegation is left to people. A starter pattern never speaks for itself: nobody measured it.
    """
    from_here, model = suggestions_file.trust().apply_from, kept.current()
    newest = Case.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if from_here is None or model is None or newest <= after:
        return max(newest, after)
    waiting = Case.objects.filter(
        pk__gt=after, pk__lte=newest, state__in=_WAITING, allegations=None
    )
    for pk, text in waiting.values_list("pk", "text").iterator():
        _allege(CaseId(pk), text, model, from_here, now)
    return newest


def _allege(case_id: CaseId, text: str, model: Model, from_here: float, now: datetime) -> None:
    for each in suggestions(text, model, from_here):
        if each.confidence is not None:
            allege(case_id, each.kind, _quote(each, text), {}, _BY, now, (each.span,))


def _quote(suggestion: Suggestion, text: str) -> str:
    return " ".join(suggestion.span.of(text).split())
