"""How the pages of themes say numbers."""

from django import template

from upheld.core.references import reference

register = template.Library()


@register.filter
def many(count: int) -> str:
    """A count with its thousands apart: "8,931"."""
    return f"{count:,}"


@register.filter
def case_reference(number: int) -> str:
    return reference(number)
