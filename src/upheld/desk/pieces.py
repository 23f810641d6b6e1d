"""Pieces of HTML of which a page has dozens."""

from html import escape

from django.utils.safestring import SafeString, mark_safe


def piece(form: str, *told: object, **named: object) -> SafeString:
    """The form with each of these in its place, escaped unless it is HTML already. Django's
    `format_html` also looks at each whether it waits for a translation: that took longer than to
    escape it, and a list tells five hundred."""
    return mark_safe(
        form.format(*map(_safe, told), **{name: _safe(each) for name, each in named.items()})
    )


def _safe(told: object) -> str:
    return told.__html__() if hasattr(told, "__html__") else escape(str(told))
