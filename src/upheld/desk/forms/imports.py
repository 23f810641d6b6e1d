"""Imports: the file, what it is, and how its columns become fields."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.imports.columns import DELIMITERS, ENCODINGS
from upheld.core.imports.moments import FORMATS, ISO
from upheld.core.imports.shapes import COMPLAINTS, SHAPES, Shape
from upheld.desk.templatetags.desk import word

from .base import DeskForm
from .rules import RulesField

FORMAT_CHOICES = (
    ("mapped", "Complaints in a table: CSV or Parquet"),
    ("customers", "Customers in a table"),
    ("orders", "Orders in a table"),
    ("contacts", "Contacts in a table: calls, mail, visits"),
    ("zendesk", "Tickets of Zendesk (JSON)"),
    ("freshdesk", "Tickets of Freshdesk (JSON)"),
    ("intercom", "Conversations of Intercom (JSON)"),
)
_ALWAYS = "="
_DELIMITERS = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}
_MOST_VALUES = 12
_Choice = tuple[str, str]


class UploadForm(DeskForm):
    """A file, or one that came before; `kept` are these, `saved` the mappings with a name."""

    marks_optional: ClassVar[bool] = False

    file = forms.FileField(label="The file", required=False, allow_empty_file=True)
    again = forms.ChoiceField(label="Or a file that is here already", required=False)
    format = forms.ChoiceField(label="What it is", choices=FORMAT_CHOICES)
    saved = forms.ChoiceField(label="Read its columns", required=False)

    def __init__(
        self, *args: Any, kept: Sequence[tuple[int, str]], saved: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        again, mapped = self.fields["again"], self.fields["saved"]
        cast(forms.ChoiceField, again).choices = [("", "None"), *kept]
        known = [(name, f"As in {name}") for name in saved]
        cast(forms.ChoiceField, mapped).choices = [("", "As their names tell"), *known]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not told.get("file") and not told.get("again"):
            self.add_error("file", "Choose a file.")
        return told


class NameForm(DeskForm):
    name = forms.CharField(
        label="Name of the mapping",
        max_length=60,
        error_messages={"required": "Give it a name."},
    )


class RulesForm(DeskForm):
    rules = RulesField(required=False)


class MappingForm(DeskForm):
    """A select for every field, and for what a value means where few are meant.

    `columns` are those of the file with their samples; `told` is the mapping so far, as data.
    """

    wide: ClassVar[frozenset[str]] = frozenset({"rules"})
    marks_optional: ClassVar[bool] = False

    def __init__(
        self,
        *args: Any,
        columns: Mapping[str, Sequence[str]],
        told: Mapping[str, Any],
        rules: str,
        shape: Shape,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.shape = columns, shape
        self.values: dict[str, tuple[str, str]] = {}
        fields = told.get("fields", {})
        names = [("", "Not in the file"), *((name, name) for name in columns)]
        for field, label in shape.fields.items():
            self._field(field, label, names, fields.get(field, {}), columns)
        self.fields["source"] = forms.CharField(
            label="Where the rows come from", max_length=60, initial=told.get("source", ""),
            help_text="A second import knows its rows by it.",
            error_messages={"required": "Say where they come from."},
        )  # fmt: skip
        self.fields["zone"] = forms.CharField(
            label="Where its times are", max_length=40, initial=told.get("zone", "UTC"),
            help_text="A zone such as Europe/London.",
        )  # fmt: skip
        self._choice("encoding", "Encoding", [(each, each) for each in ENCODINGS], told, "utf-8")
        parted = [(each, _DELIMITERS[each]) for each in DELIMITERS]
        self._choice("delimiter", "Columns are parted by", parted, told, ",")
        if "currency" in shape.fields:
            self.fields["currency"] = forms.CharField(
                label="Currency, where no column says it", max_length=3, required=False,
                initial=told.get("currency", ""), help_text="A code such as GBP.",
            )  # fmt: skip
        if shape is SHAPES[COMPLAINTS]:
            self.fields["rules"] = RulesField(required=False, initial=rules)

    def _choice(
        self,
        name: str,
        label: str,
        choices: list[_Choice],
        told: Mapping[str, Any],
        usual: str,
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, initial=told.get(name, usual)
        )

    def _field(
        self,
        field: str,
        label: str,
        names: list[_Choice],
        told: Mapping[str, Any],
        columns: Mapping[str, Sequence[str]],
    ) -> None:
        choices = self.shape.choices
        always = [(f"{_ALWAYS}{each}", f"Always: {word(each)}") for each in choices.get(field, ())]
        constant = told.get("constant", "")
        if constant and field not in choices:
            always = [(f"{_ALWAYS}{constant}", f"Always: {constant}")]
        chosen = f"{_ALWAYS}{constant}" if constant else told.get("column", "")
        self.fields[f"field-{field}"] = forms.ChoiceField(
            label=label, choices=[*names, *always], required=False, initial=chosen,
            error_messages={"invalid_choice": "The file has no such column: choose another."},
        )  # fmt: skip
        if field in self.shape.dates:
            written = told.get("format", ISO)
            known = [*FORMATS.items()] + ([] if written in FORMATS else [(written, written)])
            self.fields["format"] = forms.ChoiceField(
                label="Its dates are written", choices=known, initial=written
            )
        if field in choices and chosen in columns:
            self._meanings(field, told, columns[chosen])

    def _meanings(self, field: str, told: Mapping[str, Any], values: Sequence[str]) -> None:
        meant = told.get("values", {})
        among = [("", "Not known: refuse the row")]
        among += [(each, word(each).capitalize()) for each in self.shape.choices[field]]
        # What a mapping says of values that are not among the samples is kept as well.
        for number, value in enumerate(dict.fromkeys([*values[:_MOST_VALUES], *meant])):
            name = f"value-{field}-{number}"
            self.values[name] = (field, value)
            self.fields[name] = forms.ChoiceField(
                label=f"“{value[:40]}” means", choices=among, required=False,
                initial=meant.get(value, value.casefold()),
            )  # fmt: skip
        self.fields[f"otherwise-{field}"] = forms.ChoiceField(
            label="Anything else means", choices=among, required=False,
            initial=told.get("otherwise", ""),
        )  # fmt: skip

    def told(self) -> dict[str, Any]:
        """The mapping as data, as it was chosen."""
        chosen = self.cleaned_data
        fields: dict[str, Any] = {}
        for field in self.shape.fields:
            if column := chosen.get(f"field-{field}"):
                fields[field] = self._from(field, column)
        own = ("source", "zone", "encoding", "delimiter", "currency")
        rest = {name: chosen[name] for name in own if name in chosen}
        return {"fields": fields, **rest}

    def _from(self, field: str, column: str) -> dict[str, Any]:
        chosen, told = self.cleaned_data, {"column": column}
        if column.startswith(_ALWAYS) and column not in self.columns:
            told = {"constant": column.removeprefix(_ALWAYS)}
        if field in self.shape.dates:
            return {**told, "format": chosen["format"]}
        if field not in self.shape.choices or "constant" in told:
            return told
        values = {
            value: chosen[name]
            for name, (of, value) in self.values.items()
            if of == field and chosen.get(name)
        }
        return {**told, "values": values, "otherwise": chosen.get(f"otherwise-{field}", "")}
