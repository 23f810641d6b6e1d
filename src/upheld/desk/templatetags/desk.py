"""How the desk says words, days and amounts. Templates hold no rule; these hold only wording."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django import template
from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from upheld.core.words import CaseState, how_it_came
from upheld.desk import areas
from upheld.desk.paging import up_to
from upheld.desk.pieces import piece
from upheld.desk.show.due import Due
from upheld.desk.show.zone import in_zone
from upheld.steps.may import allowed
from upheld.store.models import Person

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation(context: template.Context) -> areas.Navigation:
    """The areas that whoever asks may open, and the pages of the one that is shown."""
    return areas.navigation(context["request"].user, str(context.get("section", "")))


_WORDS = {"partly": "Partly substantiated", "email": "E-mail", "adr_letter": "ADR letter"}
_LETTERS = {
    "acknowledgement": "The acknowledgement",
    "question": "The question",
    "final": "The answer",
    "holding": "The holding letter",
    "summary_resolution": "The summary of what was agreed",
    "referral": "The referral",
    "apology": "The letter of apology",
    "parting": "The letter that parts",
    "restriction": "The letter about a restriction",
    "restriction_review": "What a look at a restriction came to",
    "change": "The letter of what we changed",
    "idea": "The letter about their idea",
}
_WISHES = {
    "large_print": "Letters in large print",
    "by_phone": "A call rather than a letter",
    "by_post": "Letters by post",
    "plain_words": "Short sentences and plain words",
    "more_time": "More time to answer",
}
_STEPS = ("received", "acknowledged", "investigating", "decided", "answered", "closed")


@register.filter
def word(value: object) -> str:
    """The label of a vocabulary value: `make_right` reads "Make right"."""
    text = str(value)
    return _WORDS.get(text) or text.replace("_", " ").capitalize()


@register.filter
def letter(kind: str) -> str:
    """What a kind of letter is called where it is read."""
    return _LETTERS[str(kind)]


@register.filter
def may(person: Person, step: str) -> bool:
    """Whether this person's role may take a step that has no case yet."""
    return allowed(step, person, CaseState.RECEIVED)


@register.filter
def wish(way: str) -> str:
    """How somebody would like us to deal with them, as they were asked."""
    return _WISHES.get(way) or word(way)


register.filter(how_it_came)


@register.filter
def day(value: date | None) -> str:
    """A day as people write it: "Mon 2 Nov 2026"."""
    if value is None:
        return ""
    return _day(in_zone(value) if isinstance(value, datetime) else value)


def _day(local: date) -> str:
    return f"{local:%a} {local.day} {local:%b %Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """A moment in the reader's zone: "Mon 2 Nov 2026, 17:00"."""
    if value is None:
        return ""
    local = in_zone(value)
    return f"{_day(local)}, {local:%H:%M}"


@register.filter
def step_width(state: str) -> str:
    """How far the six ticks of a case are filled, in the ticks' own units."""
    return f"{(_STEPS.index(str(state)) + 1) * 6.4 - 2.4:.1f}"


@register.filter
@cache
def state_mark(state: str) -> SafeString:
    """The six ticks of a case, and the word. A list has one in each row."""
    ticks = 'd="M0 4h{}" stroke="currentColor" stroke-width="6" stroke-dasharray="4 2.4"'
    return format_html(
        '<span class="state"><svg viewBox="0 0 36 8" aria-hidden="true">'
        f'<path {ticks} opacity=".28" /><path {ticks} /></svg>{{}}</span>',
        36, step_width(state), word(state),
    )  # fmt: skip


@register.filter
def due_mark(due: Due) -> SafeString:
    """By when, in its colour. A list has one in each row."""
    hush = "" if due.tone == "met" else mark_safe('<span class="hush">Due </span>')
    return piece('<span class="due {}">{}{}</span>', due.tone, hush, due.words)


@register.filter
def unbroken(figure: str) -> str:
    """A figure whose interval stays on one line: "12 (8 to 17)" breaks before the bracket only."""
    likely, bracket, rest = figure.partition("(")
    return likely + bracket + rest.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def number(value: int) -> str:
    """A count as people write it: 2,680."""
    return f"{value:,}"


@register.filter
def counted(value: int) -> str:
    """The same, of a count that was taken as far as a list goes: more than 1,000."""
    return up_to(value)


@register.filter
def percent(value: Decimal | float) -> int:
    """0 to 1 as a whole number of hundredths."""
    return round(float(value) * 100)


@register.filter
def attention(form: BaseForm) -> str:
    """How much there is to mend, at the head of the list that says what."""
    count = sum(len(errors) for errors in form.errors.values())
    return "One thing needs your attention" if count == 1 else f"{count} things need your attention"
