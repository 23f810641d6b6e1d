"""The forms that are folded away. A case has a dozen that nobody opened: those cost little."""

from collections.abc import Iterable

from django import template
from django.template import Engine
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from upheld.desk.show.fold import Fold

register = template.Library()

_OPENED = "desk/forms/fold.html"
_SHUT = """\
<details class="unfold" id="do-{key}" data-form="{page}?only={key}">
  <summary>{label}</summary>
  <p class="unfolded opening"><a href="{page}?do={key}#do-{key}">Open this form\
<span class="hush">: {label}</span></a></p>
</details>
"""


@register.simple_tag(takes_context=True)
def fold(context: template.Context, one: Fold) -> SafeString:
    """One form; where it is not drawn yet, the address that gives it."""
    if one.form is None:
        return format_html(_SHUT, key=one.key, page=one.page, label=one.label)
    with context.push(fold=one):
        return _opened().render(context)


def _opened() -> template.Template:
    return Engine.get_default().get_template(_OPENED)


@register.simple_tag(takes_context=True)
def folds(context: template.Context, several: Iterable[Fold]) -> str:
    """Forms beside each other; nothing where there is none."""
    drawn = format_html_join("", "{}", ((fold(context, one),) for one in several or ()))
    return format_html('<div class="unfolds">{}</div>', drawn) if drawn else ""
