"""A token of its own for every form on every page: see views/once.py."""

from secrets import token_urlsafe

from django import template

register = template.Library()


@register.simple_tag
def once() -> str:
    return token_urlsafe(12)
