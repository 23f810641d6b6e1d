"""What a check finds: a problem with its sentence and its mend."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from upheld.core.words import Severity
from upheld.tables.problems import did_you_mean

# Each check's name where a person reads it; the codes stay for programs.
NAMES = {
    "answer_in_acknowledgement": "An answer before anything was found",
    "piling_on": "Outrage before anything was found",
    "non_apology": "An apology that admits nothing",
    "person_not_issue": "About the person, not what happened",
    "placeholder_left": "A placeholder is left",
    "dead_reference": "A place that no longer exists",
    "review_condition": "A remedy may not hang on a review",
    "threat": "A threat",
    "selling": "Something to buy",
    "another_persons_data": "Another person's data",
    "empty_promise": "A promise that nobody can track",
    "jargon": "Words of the trade",
    "hard_to_read": "Hard to read",
    "no_date": "No day by which they hear from us",
    "no_time_limit": "Which time limit applies is not said",
    "no_reason_for_delay": "Why it takes longer is not said",
    "date_past": "A day that is over",
    "date_far": "A day that can only be a slip",
    "date_differs": "A day later than the decision's",
    "no_question": "Nothing is asked",
    "no_answer": "An answer that answers nothing",
    "no_admission": "No plain admission",
    "finding_untold": "What we found is not said",
    "no_reasons": "A refusal without its reason",
    "no_specific_reason": "A reason that names nothing",
    "missing_content": "What the law wants in it is missing",
    "no_outside_body": "The outside body is missing",
    "no_six_months": "The six months are missing",
    "no_leaflet": "The ombudsman's leaflet is missing",
    "no_waiver": "Whether we waive the time limit is not said",
    "not_resolved": "That it is now resolved is not said",
    "outcome_differs": "An answer that is not the decision's",
    "name_differs": "Another name than the customer's",
    "amount_differs": "An amount that is not in the decision",
    "amount_in_words": "An amount in words",
    "amount_missing": "An amount owed is missing",
    "remedy_missing": "A remedy owed is missing",
    "remedy_refused": "What is owed is refused",
    "given_again": "Promised again, and given before",
    "promise_untold": "What we promised before is not said to stand",
    "exception_untold": "An exception that was granted is not said",
    "apology_without_fix": "Sorry again, and nothing is mended",
    "too_many_apologies": "More apology is not better",
    "claims_too_much": "A change is said to help before that is known",
    "no_change_day": "Since when it is changed is not said",
    "wrong_kind": "A letter of another kind",
    "bad_subject": "A subject that cannot be sent",
    "disowned": "A complaint that they say is not theirs",
}


# What advises: style, and what a letter is better for. What is dishonest, unkind or missing by law
# blocks. A firm may say otherwise in its letters.yaml.
_ADVISING = frozenset(
    {
        "empty_promise",
        "hard_to_read",
        "jargon",
        "no_leaflet",
        "no_specific_reason",
        "no_waiver",
        "too_many_apologies",
    }
)
SEVERITIES = {code: Severity.ADVISE if code in _ADVISING else Severity.BLOCK for code in NAMES}


# A subject that mail cannot carry, a letter of another kind, a promise that cannot be kept track of
# and a letter to who says that the complaint is not theirs stay here whatever a firm says.
_STAYS = ("bad_subject", "date_far", "disowned", "wrong_kind")
SETTABLE = tuple(code for code in NAMES if code not in _STAYS)


@dataclass(frozen=True, slots=True)
class Problem:
    """`sentence` is empty where the letter as a whole lacks something."""

    code: str
    sentence: str
    mend: str
    severity: Severity = Severity.BLOCK


def blocked(problems: Iterable[Problem]) -> bool:
    return any(problem.severity is Severity.BLOCK for problem in problems)


def settings_amiss(checks: Mapping[str, Severity]) -> str:
    """What is amiss with a firm's own severities, in one line that says what to do; else empty.

    What is dishonest, unkind or missing by law may be made to advise. It is never left unseen.
    """
    for code, severity in checks.items():
        if code not in SETTABLE:
            return f"checks: {code} is no check that can be set: {did_you_mean(code, SETTABLE)}"
        if severity is Severity.OFF and code not in _ADVISING:
            return f"checks: {code} cannot be off: write advise, and it tells without blocking"
    return ""
