"""What was done, and the rules that spoke: a case has dozens of lines of both, so they are told
without a template."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from upheld.core.ruling import Ruling
from upheld.desk.pieces import piece
from upheld.desk.show.timeline import Told
from upheld.desk.show.zone import in_zone

from .desk import moment, word

register = template.Library()

_ACT = '<li><time datetime="{}">{}</time>{}{}{} <span class="soft">{}</span></li>'
_ELSEWHERE = '<span class="soft">{}:</span> '
_READ_IT = ' <a href="{}">Read it<span class="hush"> ({})</span></a>'
_RULING = '<tr><td>{}</td><td>{}</td><td>{} <span class="source">{}</span></td></tr>'


@register.filter
def acts(events: Iterable[Told]) -> SafeString:
    """Each act with its moment, in which other case it was done, and the message that it read."""
    return mark_safe("".join(piece(_ACT, *_act(each)) for each in events))


def _act(event: Told) -> tuple[str, ...]:
    at = moment(event.at)
    read = event.mail and piece(_READ_IT, reverse("desk:message", args=[event.mail]), at)
    elsewhere = event.of and piece(_ELSEWHERE, event.of)
    return (
        in_zone(event.at).isoformat(),
        at,
        elsewhere,
        event.words,
        read or "",
        event.by,
    )


@register.filter
def rulings(trace: Iterable[Ruling]) -> SafeString:
    """Each table that spoke, by which of its rules, and why."""
    told = ((word(each.table), ", ".join(each.rules), each.because, each.source) for each in trace)
    return mark_safe("".join(piece(_RULING, *each) for each in told))
