"""What a complaint is about: what its words suggest is taken, or another topic is chosen."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from upheld.core.event_kinds import EventKind
from upheld.core.words import CaseId
from upheld.desk.forms.topics import TopicForm
from upheld.insight.topics import kept
from upheld.steps.choose_topic import TopicError, choose_topic
from upheld.store import load
from upheld.store.models import Case

from . import once
from .asking import now, person
from .overwriting import Overtaken, held, of_case

# The most frequent topics of the newest cases; whoever has more types the rare one. All that ever
# were would take longer to count the older the firm is.
_MOST, _NEWEST = 200, 2_000


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """The topic of a case, chosen among the firm's own or typed."""
    if (again := once.repeated(request)) is not None:
        return again
    case = get_object_or_404(Case, pk=case_id)
    told = {"topic": case.topic}
    form = TopicForm(request.POST or None, key="topic", topics=_topics(case), initial=told)
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            return _chosen(request, case_id, form)
        except Overtaken as error:
            form.add_error(None, str(error))
            status = 409
        except TopicError as error:
            form.add_error(None, capfirst(str(error)))
    context = {"section": "inbox", "case": case, "form": form, "now": now()}
    return render(request, "desk/topic.html", context, status=status)


def _chosen(request: HttpRequest, case_id: CaseId, form: TopicForm) -> HttpResponse:
    there = of_case(case_id, lambda: {"topic": load.case(case_id).topic}, EventKind.TOPIC_CHOSEN)
    with held(form, there):
        changed = choose_topic(case_id, form.chosen(), person(request), now())
    messages.success(request, "The topic is kept." if changed else "Nothing was changed.")
    return once.done(request, reverse("desk:case", args=[case_id]))


def _topics(case: Case) -> list[str]:
    """Those that cases have, those that were learnt, and its own."""
    newest = Case.objects.order_by("-received_at", "-pk").values_list("topic", flat=True)[:_NEWEST]
    used = (topic for topic, _ in Counter(filter(None, newest)).most_common(_MOST))
    known = kept.current()
    own = {case.topic} if case.topic else set()
    return sorted({*used, *(known.names if known else ()), *own}, key=str.casefold)
