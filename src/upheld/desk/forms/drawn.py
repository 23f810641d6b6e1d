"""How the fields of the desk are drawn: Django's own markup, without its templates.

A case page has some seventy fields, most of them folded away. Django draws each by templates inside
templates, which took a third of the page's time; those that are met most are written here instead,
and `tests/desk/test_drawn.py` holds that they are the same.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

Told = Mapping[str, Any]


class DeskRenderer(DjangoTemplates):
    form_template_name = "desk/forms/form.html"
    field_template_name = "desk/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return draw(context["widget"])


def _input(told: Told) -> str:
    value = told["value"]
    said = "" if value is None else f' value="{_escaped(value)}"'
    kind, name = _escaped(told["type"]), _escaped(told["name"])
    return f'<input type="{kind}" name="{name}"{said}{_attributes(told)}>'


def _textarea(told: Told) -> str:
    name, value = _escaped(told["name"]), _escaped(told["value"] or "")
    return f'<textarea name="{name}"{_attributes(told)}>\n{value}</textarea>'


def _select(told: Told) -> str:
    groups = "".join(_group(name, options) for name, options, _ in told["optgroups"])
    return f'<select name="{_escaped(told["name"])}"{_attributes(told)}>{groups}</select>'


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    listed = "".join(map(_option, options))
    return f'<optgroup label="{_escaped(name)}">{listed}</optgroup>' if name else listed


def _option(told: Told) -> str:
    value, label = _escaped(told["value"]), _escaped(told["label"])
    return f'<option value="{value}"{_attributes(told)}>{label}</option>'


def _attributes(told: Told) -> str:
    return "".join(
        f" {_escaped(name)}" if value is True else f' {_escaped(name)}="{_escaped(value)}"'
        for name, value in told["attrs"].items()
        if value is not False
    )


def _escaped(value: object) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


_INPUTS = ("text", "number", "email", "url", "password", "hidden", "date", "time", "checkbox")
_DRAWN: dict[str, Callable[[Told], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
