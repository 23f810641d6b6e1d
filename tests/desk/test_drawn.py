"""A field that is drawn without templates is the one that Django draws with them."""

from datetime import date

from django import forms
from django.forms.renderers import DjangoTemplates
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from upheld.desk.forms.drawn import _DRAWN, DeskRenderer

_WIDGETS = (
    forms.TextInput(attrs={"autocomplete": "off"}),
    forms.NumberInput(attrs={"step": "0.01", "min": 0}),
    forms.EmailInput(),
    forms.URLInput(),
    forms.PasswordInput(render_value=True),
    forms.HiddenInput(),
    forms.DateInput(attrs={"autofocus": True, "disabled": False}),
    forms.TimeInput(),
    forms.CheckboxInput(),
    forms.Textarea(attrs={"rows": 3, "placeholder": 'a "quote" & <b>'}),
    forms.Select(choices=[("", "None"), ("a", "A & B"), ("<b>", "<i>"), ("2", "Two")]),
    forms.Select(choices=[("", "-"), ("Group <1>", [("a", "A"), ("c", "C")])]),
    forms.NullBooleanSelect(),
)
# Each renderer of its own would read its templates anew.
_OURS, _DJANGOS = DeskRenderer(), DjangoTemplates()


def _alike(widget: forms.Widget, value: object) -> None:
    ours = widget.render("field", value, {"id": "one-field"}, _OURS)
    django = widget.render("field", value, {"id": "one-field"}, _DJANGOS)
    assert parse_html(ours) == parse_html(django)


def test_every_widget_that_is_drawn_here_is_tried() -> None:
    assert {widget.template_name for widget in _WIDGETS} == set(_DRAWN)


def test_what_is_empty_chosen_or_a_date_is_drawn_as_django_draws_it() -> None:
    for widget in _WIDGETS:
        for value in (None, "", "a", "<b>", 2, True, date(2026, 3, 1)):
            _alike(widget, value)


@given(st.text())
def test_whatever_is_in_it_is_escaped_as_django_escapes_it(text: str) -> None:
    for widget in _WIDGETS:
        _alike(widget, text)
