"""A letter as it would be read. A case shows several, so they are told without a template."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from upheld.desk.show.letter import Block

register = template.Library()


@register.filter
def as_read(blocks: Iterable[Block]) -> SafeString:
    """Its paragraphs, headings, items and lines; each sentence is safe as it comes."""
    return mark_safe("\n".join(map(_read, blocks)))


def _read(block: Block) -> SafeString:
    said = mark_safe(" ".join(sentence.html for sentence in block.sentences))
    if block.shape == "heading":
        return format_html("<h3>{}</h3>", said)
    return format_html('<p class="{}">{}</p>', block.shape, said)
