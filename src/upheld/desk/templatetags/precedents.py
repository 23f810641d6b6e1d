"""A case beside another that was decided. A page has six, so they are told without a template."""

from functools import cache

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from upheld.core.references import reference
from upheld.desk.show.precedents import Line

from .desk import day, word

register = template.Library()

_LINE = """\
<tr>
  <td><a href="{address}">{reference}</a> \
<span class="soft"><bdi>{customer}</bdi>, {at}</span></td>
  <td class="amount">{facts}%</td>
  <td class="amount">{words}</td>
  <td>{stance}</td>
  <td>{outcome}</td>
  <td class="amount">{owed}</td>
  <td class="amount">{goodwill}</td>
  <td><a href="{both}">{beside}</a></td>
</tr>
<tr class="differs"><td colspan="8"><p>{differs}</p>{not_followed}</td></tr>
"""
_NONE = mark_safe('<span class="soft">none</span>')
_NOT_FOLLOWED = "<p><strong>Not to follow:</strong> {}</p>"


@register.simple_tag
def precedent(line: Line, case_id: int) -> SafeString:
    """What was decided there, how like it is, what differs, and the way to both side by side."""
    both, there = _addresses()
    mark = line.not_followed
    return format_html(
        _LINE,
        address=there.format(line.reference),
        reference=line.reference,
        customer=line.customer,
        at=day(line.at),
        facts=line.facts,
        words=f"{line.words}%" if line.words else _NONE,
        stance=word(line.stance),
        outcome=word(line.outcome),
        owed=line.owed,
        goodwill=line.goodwill,
        both=both.format(reference(case_id), line.reference),
        beside=line.beside,
        differs=capfirst("; ".join(line.differs)) or "The same facts",
        not_followed=format_html(_NOT_FOLLOWED, mark) if mark else "",
    )


@cache
def _addresses() -> tuple[str, str]:
    """Of both beside each other and of the other one, with places for their references."""
    both, there = reverse("desk:beside", args=[0, 1]), reverse("desk:case", args=[1])
    here, other = reference(0), reference(1)
    return both.replace(here, "{}").replace(other, "{}"), there.replace(other, "{}")
