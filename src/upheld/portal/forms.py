"""The forms of the portal: few fields, plain words, and nothing that is typed is lost."""

from secrets import token_urlsafe
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates

from upheld.core.portal import LONGEST_WORDS, Fairness, Felt, Needs, Way
from upheld.store.reached import ReachedField

from .sent import limits


class PortalRenderer(DjangoTemplates):
    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"


def _not_too_long(words: str) -> None:
    """Told, and not cut by the browser: what is cut is lost without a word."""
    if len(words) > LONGEST_WORDS:
        raise ValidationError(
            f"This has {len(words):,} characters, and {LONGEST_WORDS:,} fit here: send the rest "
            "as a file."
        )


def words(label: str, missing: str = "", *, rows: int = 4, hint: str = "") -> forms.CharField:
    """A field for somebody's own words; `missing` is the error when it must be filled in."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[_not_too_long],
        error_messages={"required": missing},
    )


def line(
    label: str, missing: str = "", *, hint: str = "", longest: int = 200, autocomplete: str = ""
) -> forms.CharField:
    """A field of one line, `longest` characters at most; `missing` as in `words`."""
    attrs = {"maxlength": None} | ({"autocomplete": autocomplete} if autocomplete else {})
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=longest,
        widget=forms.TextInput(attrs=attrs),
        help_text=hint,
        error_messages={
            "required": missing,
            "max_length": f"At most {longest} characters fit here: shorten it.",
        },
    )


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


def files_field(label: str) -> forms.FileField:
    """Any number of files. portal/sent.py reads and keeps them, so that none is refused here."""
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,
        widget=FilesInput(attrs={"multiple": True}),
        help_text=" ".join(limits()),
    )


class PortalForm(forms.Form):
    """A form with our markup. `key` keeps the ids of many forms on one page apart."""

    default_renderer = PortalRenderer()
    use_required_attribute = False
    takes_files: ClassVar[bool] = False
    unmarked: ClassVar[frozenset[str]] = frozenset()  # not called optional, though it is

    def __init__(self, *args: Any, key: str = "form", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{key}-%s"
        super().__init__(*args, **kwargs)

    @property
    def once(self) -> str:
        """A token of its own for each drawing of a form: what is sent twice is known by it."""
        return token_urlsafe(12)


_WAYS = (
    (Way.LARGE_PRINT, "Letters in large print"),
    (Way.BY_PHONE, "A call rather than a letter"),
    (Way.BY_POST, "Letters by post"),
    (Way.PLAIN_WORDS, "Short sentences and plain words"),
    (Way.MORE_TIME, "More time to answer you"),
)
_BAD_ADDRESS = "This is no e-mail address: write one such as sally@example.org."


class FilingForm(PortalForm):
    takes_files: ClassVar[bool] = True
    unmarked: ClassVar[frozenset[str]] = frozenset({"email", "reach"})  # one of the two is needed

    text = words(
        "What happened?",
        "Tell us what happened, in your own words.",
        rows=8,
        hint="In your own words, in any order. You need not be polite, and you need no proof.",
    )
    demand = words(
        "What would put it right?",
        rows=3,
        hint="If you know. What you are owed does not depend on what you ask for.",
    )
    attached = files_field("Photographs, letters, bills")
    order = line("Order or reference", hint="If you have it at hand.", longest=40)
    name = line("Your name", "Tell us what we may call you.", autocomplete="name")
    email = ReachedField(
        label="Your e-mail address",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": None}),
        help_text="We send a link there, by which you can see how far your complaint is.",
        error_messages={"invalid": _BAD_ADDRESS, "max_length": _BAD_ADDRESS},
    )
    reach = line(
        "Another way to reach you",
        hint="A telephone number or a postal address. One of the two is enough.",
    )
    ways = forms.MultipleChoiceField(
        label="What would make it easier?",
        required=False,
        choices=_WAYS,
        widget=forms.CheckboxSelectMultiple,
    )
    acts_for = line(
        "If you write for somebody else: their name",
        hint="We may have to ask them whether they agree.",
    )
    needs = words(
        "Is there anything about your situation that we should know?",
        rows=3,
        hint="Such as an illness, a loss, or money being short. It can only bring you more help, "
        "and never less.",
    )
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    groups: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = (
        ("What it is about", ("text", "demand", "attached", "order")),
        ("How we reach you", ("name", "email", "reach")),
    )
    help_group: ClassVar[tuple[str, ...]] = ("ways", "acts_for", "needs")

    def clean_website(self) -> str:
        """Filled in by a machine, or by a helpful browser: a person just sends it once more.

        The page draws it empty, whatever came."""
        if self.cleaned_data["website"]:
            raise ValidationError(
                "A field that people do not see was filled in. It is empty now: please send the "
                "form once more."
            )
        return ""

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not self.errors.keys() & {"email", "reach"} and not (
            told.get("email") or told.get("reach")
        ):
            self.add_error("email", "Tell us one way to reach you: an e-mail address, or below.")
        return told

    def needs_told(self) -> Needs:
        told = self.cleaned_data
        return Needs(
            tuple(Way(way) for way in told["ways"]),
            told["acts_for"].strip(),
            told["reach"].strip(),
            told["needs"].strip(),
        )

    @property
    def fieldsets(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups]

    @property
    def help_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.help_group]

    @property
    def help_open(self) -> bool:
        """Whether something stands in the folded part, which then is open."""
        return any(field.value() or field.errors for field in self.help_fields)


class LinkForm(PortalForm):
    email = ReachedField(
        label="Your e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "maxlength": None}),
        help_text="The one that you gave us.",
        error_messages={
            "required": "Write the address that you gave us.",
            "invalid": _BAD_ADDRESS,
            "max_length": _BAD_ADDRESS,
        },
    )
    reference = line(
        "Reference",
        hint="Such as UP-000414. Left empty, it is the latest that is known to be yours.",
        longest=40,
    )


class WrongForm(PortalForm):
    """What went wrong, to answer a kind letter with."""

    text = words("What went wrong", "Say in a few words what went wrong.", rows=5)


class TellForm(PortalForm):
    """More words and files; nothing is required alone, because a photograph says enough."""

    takes_files: ClassVar[bool] = True
    unmarked: ClassVar[frozenset[str]] = frozenset({"words", "attached"})

    words = words("What would you like to add?")
    attached = files_field("Photographs, letters, bills")


class AnswerForm(TellForm):
    words = words("Your answer", hint="In your own words. That you do not know is an answer too.")


class RecordForm(PortalForm):
    """Their own account of what we wrote down of a contact."""

    words = words("How it was for you", "Write how it was for you.")


class OutcomeForm(PortalForm):
    accepted = forms.ChoiceField(
        label="Do you accept our answer?",
        choices=(("yes", "Yes, I accept it"), ("no", "No, please look at it again")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    words = words(
        "In your words",
        hint="If not: what did we get wrong, or not see? A colleague who has not worked on your "
        "complaint should look at it.",
    )


_SCORES = ((1, "1, not at all"), (2, "2"), (3, "3, in part"), (4, "4"), (5, "5, entirely"))
QUESTIONS = (
    (
        Fairness.DISTRIBUTIVE,
        "Was the outcome fair?",
        "What you got, or did not get.",
        "About the outcome, in a few words",
    ),
    (
        Fairness.PROCEDURAL,
        "Was the way there fair?",
        "How long it took, and whether we listened.",
        "About the way there, in a few words",
    ),
    (
        Fairness.INTERACTIONAL,
        "Were you treated well?",
        "How we spoke to you and wrote to you.",
        "About how we treated you, in a few words",
    ),
)


class FairnessForm(PortalForm):
    """Three questions, none of which must be answered. It changes nothing of what is owed."""

    unmarked: ClassVar[frozenset[str]] = frozenset(
        {*Fairness, *(f"{kind}_words" for kind in Fairness)}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label, hint, why in QUESTIONS:
            self.fields[kind] = forms.TypedChoiceField(
                label=label, help_text=hint, choices=_SCORES, coerce=int, empty_value=None,
                required=False, widget=forms.RadioSelect(attrs={"class": "scores"}),
            )  # fmt: skip
            self.fields[f"{kind}_words"] = words(why, rows=2)

    def felt(self) -> dict[Fairness, Felt]:
        told = self.cleaned_data
        return {kind: Felt(told[kind], told[f"{kind}_words"]) for kind in Fairness}


class IdeaForm(PortalForm):
    idea = words("What should we do better?", "Write your idea in a few words.", rows=3)
    may_tell = forms.BooleanField(label="Tell me what became of it", required=False)
