"""Root causes and changes, and what becomes of ideas: what people write down of them."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms

from upheld.core.changes import About, Among, ChangeGiven, IdeaState, Measure
from upheld.core.references import read_reference
from upheld.store.counted.gathered import Gathered
from upheld.store.models import Person

from .base import DeskForm, a_day, sentences
from .overwriting import Overwriting

Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]
_AMONG = (
    (Among.ORDERS, "All orders"),
    (Among.PRODUCTS, "Orders of a product"),
    (Among.SERVICES, "Orders of a service"),
)
_HUNDRED = Decimal(100)


def told_key(of: Gathered) -> str:
    """How an option names what gathers complaints."""
    return f"{of.about}:{of.key}"


def read_key(told: str) -> Gathered:
    about, _, key = told.partition(":")
    return Gathered(About(about), key)


class RootCauseForm(Overwriting):
    """`shown` are what may gather complaints, by kind; `people` who may own it."""

    wide: ClassVar[frozenset[str]] = frozenset({"label", "shown_by", "cases"})

    label = forms.CharField(
        label="What lies behind it, in a few words",
        max_length=120,
        help_text="About what we do, such as: our boxes do not protect corners.",
        error_messages={"required": "Say in a few words what lies behind it."},
    )
    owner = forms.TypedChoiceField(
        label="Who sees to it", coerce=int, error_messages={"required": "Choose who sees to it."}
    )
    shown_by = forms.MultipleChoiceField(
        label="Which complaints or contacts show it",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "9"}),
        help_text="Several may be chosen; all of them together are what it costs.",
    )
    cases = forms.CharField(
        label="Single complaints by their numbers",
        required=False,
        help_text="Such as UP-000123, UP-000124.",
    )

    def __init__(self, *args: Any, shown: Choices, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["shown_by"]).choices = shown
        owner = cast(forms.TypedChoiceField, self.fields["owner"])
        owner.choices = [("", "Choose"), *((each.pk, each.name) for each in people)]

    def clean_cases(self) -> list[str]:
        told = str(self.cleaned_data["cases"]).replace(";", ",").split(",")
        found = {each.strip(): read_reference(each) for each in told if each.strip()}
        if wrong := [each for each, case in found.items() if case is None]:
            raise forms.ValidationError(f"{wrong[0]} is no case: write its number, as UP-000123.")
        return [str(case) for case in found.values()]

    def gathered(self) -> list[Gathered]:
        told = self.cleaned_data
        cases = [Gathered(About.CASE, each) for each in told["cases"]]
        return [*map(read_key, told["shown_by"]), *cases]


class WhyForm(DeskForm):
    """A sentence on why a root cause is closed or opened again."""

    why = sentences("Why", "Say why.", rows=2)


class ChangeForm(DeskForm):
    """A change, written down before anybody looks at what came of it."""

    wide: ClassVar[frozenset[str]] = frozenset(
        {"name", "hypothesis", "told_as", "measure", "beside"}
    )

    name = forms.CharField(
        label="What is changed, in a few words",
        max_length=120,
        help_text="Such as: corner guards and double-wall boxes.",
        error_messages={"required": "Say in a few words what is changed."},
    )
    hypothesis = sentences(
        "Why that should help", "Say why it should make this happen less often.", rows=2
    )
    told_as = sentences(
        "What we do now, as those who complained will read it",
        "Say in a sentence what we do now.",
        rows=2,
        hint="Such as: We pack every piece with guards on its corners now.",
    )
    made_on = a_day("Day of the change", "Give the day of the change.")
    judge_from = a_day(
        "Judge it from",
        hint="What was ordered before is still on its way. Empty: from the day of the change.",
    )
    measure = forms.ChoiceField(
        label="What should happen less often",
        error_messages={"required": "Choose what should happen less often."},
    )
    among = forms.ChoiceField(
        label="Counted for each thousand",
        choices=_AMONG,
        help_text="A touchpoint is counted against how often it is passed.",
    )
    expected = forms.DecimalField(
        label="By how many hundredths less, at least",
        min_value=5,
        max_value=100,
        decimal_places=1,
        initial=30,
        help_text="Said now, so that nobody fits it to what comes of it.",
        error_messages={"required": "Say by how much it should fall, from 5 to 100."},
    )
    owner = forms.TypedChoiceField(
        label="Who sees to it", coerce=int, error_messages={"required": "Choose who sees to it."}
    )
    beside = forms.MultipleChoiceField(
        label="Beside what was not changed",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": "6"}),
        help_text="Of the same kind, in the same firm: what moves both is then no effect of it.",
    )

    def __init__(self, *args: Any, shown: Choices, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = cast(forms.ChoiceField, self.fields["measure"])
        measure.choices = [("", "Choose"), *shown]
        cast(forms.MultipleChoiceField, self.fields["beside"]).choices = shown
        owner = cast(forms.TypedChoiceField, self.fields["owner"])
        owner.choices = [("", "Choose"), *((each.pk, each.name) for each in people)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("measure"):
            kind = read_key(told["measure"]).about
            others = [read_key(each) for each in told.get("beside", ())]
            if any(each.about is not kind for each in others):
                self.add_error(
                    "beside", "Choose of the same kind as what should happen less often."
                )
        return told

    def given(self) -> ChangeGiven:
        told = self.cleaned_data
        of = read_key(told["measure"])
        made_on: date = told["made_on"]
        among = Among.PASSAGES if of.about is About.TOUCHPOINT else Among(told["among"])
        return ChangeGiven(
            name=told["name"],
            hypothesis=told["hypothesis"],
            told_as=told["told_as"],
            made_on=made_on,
            measure=Measure(of.about, of.key, among),
            expected=told["expected"] / _HUNDRED,
            judge_from=told["judge_from"] or made_on,
            beside=tuple(read_key(each).key for each in told["beside"]),
        )


class TellForm(DeskForm):
    """What we do now, as the letters tell it."""

    wide: ClassVar[frozenset[str]] = frozenset({"told_as"})

    told_as = sentences("What we do now", "Say in a sentence what we do now.", rows=2)


class PublicForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"words"})

    words = sentences(
        "What everybody may read",
        "Write what people said, and what we did.",
        hint="Name nobody. Another person reads it before it is public.",
    )


_FATES = (
    (IdeaState.CONSIDERED, "We are thinking about it"),
    (IdeaState.TAKEN_UP, "We take it up"),
    (IdeaState.NOT_TAKEN_UP, "We do not take it up"),
)


class IdeaForm(Overwriting):
    """`changes` are those in which an idea may be taken up."""

    wide: ClassVar[frozenset[str]] = frozenset({"state", "change", "because"})

    state = forms.ChoiceField(
        label="What becomes of it",
        choices=_FATES,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what becomes of it."},
    )
    change = forms.TypedChoiceField(
        label="In which change", required=False, coerce=int, empty_value=None
    )
    because = sentences("Why", hint="They read it, where it is not taken up.", rows=2)

    def __init__(self, *args: Any, changes: Iterable[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        change = cast(forms.TypedChoiceField, self.fields["change"])
        change.choices = [("", "None"), *changes]
