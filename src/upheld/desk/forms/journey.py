"""Personas and touchpoints, as they are declared or said in other words."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from upheld.core.journey import Touchpoint
from upheld.core.personas import Persona
from upheld.core.words import JourneyStage
from upheld.core.words import Touchpoint as Nature

from .base import sentences
from .overwriting import Overwriting

_STAGES = [(stage.value, stage.capitalize()) for stage in JourneyStage]
_NATURES = [
    (Nature.PRODUCT.value, "A hand-off: a product changes hands"),
    (Nature.SERVICE.value, "A handshake: a service is done together"),
]


class PersonaForm(Overwriting):
    """By what they need, do and expect: who somebody is may not be written here."""

    wide: ClassVar[frozenset[str]] = frozenset({
        "name", "description", "needs", "use", "expectations", "promise", "designed_for",
    })  # fmt: skip

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Give the persona a name."}
    )
    description = sentences("In a sentence", rows=2)
    needs = sentences(
        "What they need", rows=2, hint="Needs, use and expectations: never who somebody is."
    )
    use = sentences("How they use it", rows=2)
    expectations = sentences("What they expect", rows=2)
    promise = sentences("What we promise them", rows=2)
    designed_for = forms.BooleanField(
        label="The experience is designed for them",
        required=False,
        help_text="Left empty for a fair wish that we do not serve.",
    )

    def said(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name != "designed_for"}


def persona_told(persona: Persona) -> dict[str, Any]:
    return {name: getattr(persona, name) for name in PersonaForm.base_fields}


def persona_form(persona: Persona, key: str) -> PersonaForm:
    return PersonaForm(key=key, initial=persona_told(persona))


class TouchpointForm(Overwriting):
    wide: ClassVar[frozenset[str]] = frozenset({"name", "promise", "personas"})

    name = forms.CharField(
        label="What the customer meets there",
        max_length=120,
        error_messages={"required": "Say what the customer meets there."},
    )
    stage = forms.ChoiceField(label="Stage", choices=_STAGES)
    nature = forms.ChoiceField(label="What it is", choices=_NATURES)
    promise = sentences("What we promise there", rows=2)
    place = forms.IntegerField(
        label="Place in the journey",
        required=False,
        min_value=0,
        max_value=1_000,
        help_text="1 is the first; empty is behind the last.",
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Write a whole number from 0 to 1,000."
        ),
    )
    personas = forms.MultipleChoiceField(
        label="In whose journey it stands",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen is everybody's.",
    )

    def __init__(self, *args: Any, personas: Sequence[Persona], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["personas"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(each.key, each.name) for each in personas if not each.retired]

    def touchpoint(self, key: str) -> Touchpoint:
        told = self.cleaned_data
        return Touchpoint(
            key=key,
            name=told["name"],
            stage=JourneyStage(told["stage"]),
            nature=Nature(told["nature"]),
            promise=told["promise"],
            place=told["place"] or 0,
            personas=tuple(told["personas"]),
        )


def touchpoint_told(touchpoint: Touchpoint) -> dict[str, Any]:
    names = ("name", "stage", "nature", "promise", "place")
    told: dict[str, Any] = {name: getattr(touchpoint, name) for name in names}
    return told | {"personas": list(touchpoint.personas)}


def touchpoint_form(
    touchpoint: Touchpoint, personas: Sequence[Persona], key: str
) -> TouchpointForm:
    return TouchpointForm(key=key, personas=personas, initial=touchpoint_told(touchpoint))
