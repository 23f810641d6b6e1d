"""The page of a letter beside the answer: what it needs, and how it reads."""

from datetime import datetime
from typing import Any

from upheld.core.reply import Letter, Required
from upheld.core.words import LetterKind
from upheld.desk.forms.letters import OtherLetterForm
from upheld.steps.hold import due_letters
from upheld.steps.letters import problems_of, required_of
from upheld.store import models as rows
from upheld.store import policies
from upheld.store.merged import merging

from .letter import blocks, notes

_ABOUT = {
    LetterKind.FINAL: "They complained of the same matter, and have a letter of their own: what "
    "was found, and what is owed to them. Nothing of anybody else belongs in it.",
    LetterKind.QUESTION: "They complained of the same matter, and only they can tell this of what "
    "they told us. What another told us is asked of nobody else.",
    LetterKind.HOLDING: "Why there is no answer yet, by when there will be one, and what happens "
    "meanwhile.",
    LetterKind.SUMMARY_RESOLUTION: "They are satisfied: this short letter stands for the answer, "
    "and the case can be closed.",
    LetterKind.REFERRAL: "Whose it is to answer, why, and what goes there. Ours goes on here.",
    LetterKind.APOLOGY: "What we did, once and plainly, and what we change. The answer stays as "
    "it is.",
    LetterKind.PARTING: "Last of all, approved by a second person, and never because of a "
    "complaint.",
}


def letter_page(
    case: rows.Case, form: OtherLetterForm, letter: Letter | None, now: datetime
) -> dict[str, Any]:
    """What the page shows. `letter` is None while something that it needs is missing."""
    decision = next(iter(merging.worked_on_in(case).decisions.all()), None)
    required = _required(case, form.kind, decision, now)
    found = notes(problems_of(letter, decision, case, now, required)) if letter else ()
    return {
        "section": "inbox",
        "case": case,
        "now": now,
        "kind": form.kind,
        "about": _ABOUT[form.kind],
        "form": _with(form, letter, decision),
        "letter": letter,
        "blocks": blocks(letter.body, found) if letter else (),
        "notes": found,
        "only_if": _only_if(case, form.kind, now),
        "unverified": [each.words for each in required if not each.verified],
    }


def _with(
    form: OtherLetterForm, letter: Letter | None, decision: rows.Decision | None
) -> OtherLetterForm:
    """The form with the letter's words in it, and the decision that was read."""
    latest = {"decision": decision.pk if decision else None}
    words = {"subject": letter.subject, "body": letter.body} if letter else {}
    if not form.is_bound:
        return type(form)(key="letter", initial={**latest, **words})
    form.data = {**form.data.dict(), **latest, **words}  # type: ignore[attr-defined]
    return form


def _required(
    case: rows.Case, kind: LetterKind, decision: rows.Decision | None, now: datetime
) -> tuple[Required, ...]:
    due = [clock.obligation for clock in due_letters(case, now)]
    return required_of(case, kind, decision, due)


def _only_if(case: rows.Case, kind: LetterKind, now: datetime) -> list[str]:
    """When the rules of the case know such a letter at all, as they put it."""
    if kind is not LetterKind.HOLDING:
        return []
    rules = {o.id: o.condition for o in policies.regime(case.regime).obligations}
    due = [rules.get(clock.obligation, "") for clock in due_letters(case, now)]
    return [condition for condition in dict.fromkeys(due) if condition]
