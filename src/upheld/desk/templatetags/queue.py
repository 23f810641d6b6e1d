"""One case in a list. A page has twenty-five, so they are told without a template."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from upheld.core.references import reference
from upheld.core.words import CaseState
from upheld.desk.pieces import piece
from upheld.desk.show.inbox import Row

from .desk import day, due_mark, state_mark

register = template.Library()

_ROW = """\
<li>
  {due}
  <span class="action"><a class="open" data-stop href="{address}">{action}\
<span class="hush">: {subject}, {customer}</span></a></span>
  <span class="owner">{owner}</span>
  <div class="words">
    <p class="subject">{subject}</p>
    {likely}
    <p class="first"><span class="strong">{customer}</span> · {first_words}</p>
  </div>
  {state}
  <span class="ref">{reference}</span>
</li>
"""


@register.filter
def queued(row: Row) -> SafeString:
    """What must be done next and by when, whose it is, and what was said."""
    case = row.case
    return piece(
        _ROW,
        due=_due(row),
        address=_address().format(case.reference) + ("?alone=1" if row.alone else ""),
        action=row.action,
        subject=case.subject,
        customer=case.customer,
        owner=case.owner or ("" if case.state == CaseState.CLOSED else "Nobody yet"),
        likely=_likely(row.likely),
        first_words=row.first_words,
        state=state_mark(case.state),
        reference=case.reference,
    )


def _due(row: Row) -> SafeString:
    if row.due is None:
        return piece('<span class="due">{}</span>', day(row.case.received_at))
    return piece('{}<span class="day">{}</span>', due_mark(row.due), day(row.due.at))


def _likely(told: str) -> str:
    return told and piece('<p class="likely"><strong>Likely late:</strong> {}</p>', told)


@cache
def _address() -> str:
    """Of a case, with a place for its reference: Django takes as long for one as for its row."""
    return reverse("desk:case", args=[0]).replace(reference(0), "{}")
