"""How the firm speaks: its phrases by key, and which words in braces each of them may hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from upheld.core.words import Severity

_FIRM = frozenset({"firm", "team", "outside_body"})
_TOLD = frozenset({"received_on", "subject"})
_HEAD = frozenset({"reference", "subject"})
_HIT = frozenset({"promised_on", "on"})
_LIMITED = frozenset({"last_day", "detail"})
_OWED = frozenset({"remedy", "amount", "of_amount", "by", "comma_by"})

# Every phrase that a letter is made of, with the words in braces that are filled in there.
_OWN: Mapping[str, frozenset[str]] = {
    "greeting": frozenset({"name"}),
    "signature": frozenset({"handler"}),
    "acknowledgement_subject": _HEAD,
    "acknowledgement": _TOLD | {"handler", "answer_by", "reference"},
    "acknowledgement_by_itself": _TOLD | {"answer_by", "reference"},
    # To an address that may be a stranger's: nothing of what was written stands in it.
    "acknowledgement_to_anybody_subject": frozenset({"reference"}),
    "acknowledgement_to_anybody": frozenset({"received_on", "answer_by", "reference"}),
    "signature_by_itself": frozenset(),
    "question_subject": _HEAD,
    "question_opening": frozenset(),
    "question_close": frozenset(),
    "call_opening": frozenset({"handler", "name", "received_on"}),
    "call_close": frozenset(),
    "inside_greeting": frozenset({"whom"}),
    "inside_opening": frozenset({"received_on", "reference"}),
    "inside_close": frozenset({"handler"}),
    "holding_subject": _HEAD,
    "holding_opening": _TOLD,
    "holding_questions": frozenset(),
    "holding_points": frozenset({"points"}),
    "holding_approval": frozenset(),
    "holding_close": frozenset({"answer_by", "handler"}),
    "final_subject": _HEAD,
    "final_opening": _TOLD,
    "out_of_scope": frozenset(),
    "found_heading": frozenset(),
    "found_substantiated": frozenset(),
    "found_partly": frozenset(),
    "found_not_substantiated": frozenset(),
    "found_undetermined": frozenset(),
    "evidence": frozenset({"evidence"}),
    "apology": frozenset(),
    "apology_partly": frozenset({"points"}),
    "in_part": frozenset({"point"}),
    "owed_heading": frozenset(),
    "owed_apology": frozenset({"by"}),
    "owed_other": _OWED,
    "given_before": frozenset({"remedy", "of_amount", "on"}),
    "still_promised": frozenset({"remedy", "of_amount", "on"}),
    "goodwill_heading": frozenset(),
    "goodwill_voucher": frozenset({"amount"}),
    "goodwill_refund": frozenset({"amount"}),
    "goodwill_help": frozenset({"amount"}),
    "help_in_person": frozenset(),
    "exception_voucher": frozenset({"amount"}),
    "exception_refund": frozenset({"amount"}),
    "exception_other": frozenset({"words"}),
    "educate": frozenset(),
    "hold": frozenset(),
    "onward_heading": frozenset(),
    "onward_dates": frozenset(),
    "onward_upheld": frozenset(),
    "onward_withdrawn": frozenset(),
    "onward_out_of_scope": frozenset(),
    "onward_not_upheld": frozenset(),
    "resolution_subject": _HEAD,
    "resolution_opening": _TOLD | {"told_on", "words"},
    "resolution_close": frozenset(),
    "referral_subject": _HEAD,
    "referral_opening": _TOLD | {"whom", "why"},
    "referral_handed": frozenset({"whom", "handed", "agreed_on", "reach"}),
    "referral_close": frozenset({"handler"}),
    "apology_subject": _HEAD,
    "apology_opening": _TOLD,
    "apology_change": frozenset({"change"}),
    "apology_close": frozenset(),
    "parting_subject": _HEAD,
    "parting_opening": frozenset({"last_day", "approver"}),
    "parting_until": frozenset({"last_day"}),
    "parting_settled": frozenset(),
    "parting_alternatives": frozenset({"alternatives"}),
    "parting_data": frozenset({"last_day"}),
    "parting_close": frozenset({"handler"}),
    "restriction_subject": _HEAD,
    "restriction_opening": frozenset({"reason"}),
    "restriction_single_contact": _LIMITED,
    "restriction_subject_limited": _LIMITED,
    "restriction_written_only": _LIMITED,
    "restriction_limited_times": _LIMITED,
    "restriction_place": _LIMITED,
    "restriction_complaints": frozenset(),
    "restriction_help": frozenset(),
    "restriction_ends": frozenset({"last_day", "review_due"}),
    "restriction_appeal": frozenset({"decided_by"}),
    "restriction_close": frozenset(),
    "restriction_review_subject": _HEAD,
    "restriction_review_opening": frozenset(),
    "restriction_appealed": frozenset(),
    "restriction_stands": frozenset({"last_day"}),
    "restriction_over": frozenset(),
    "restriction_onward": frozenset(),
    "kind_question_subject": _HEAD,
    "kind_question_opening": frozenset({"ordered_on", "subject", "reference"}),
    "kind_question_late": _HIT,
    "kind_question_not_come": _HIT,
    "kind_question_sent_back": _HIT,
    "kind_question_declared": _HIT,
    "kind_question_ask": frozenset(),
    "kind_question_ways": frozenset(),
    "kind_question_close": frozenset({"days"}),
    "change_subject": _HEAD,
    "change_opening": _TOLD,
    "change_told": frozenset({"change", "made_on"}),
    "change_worked": frozenset({"less"}),
    "change_returned": frozenset({"less"}),
    "change_did_not": frozenset({"less"}),
    "change_cannot_tell": frozenset({"less"}),
    "change_close": frozenset(),
    "idea_subject": _HEAD,
    "idea_opening": frozenset({"offered_on", "idea"}),
    "idea_taken_up": frozenset({"change", "made_on"}),
    "idea_not_taken_up": frozenset({"because"}),
    "idea_close": frozenset(),
}


# Phrases that came later. A firm's own file of before has none of them and goes on as it is: until
# it says them in its own words they are said in these.
_LATER: Mapping[str, str] = {
    "holding_decided": "We have looked into it, and our answer to you is being written.",
    "holding_open": "We are still finding out what happened.",
    "still_promised_words": (
        "What we promised you on {on}, as an exception, still stands: {words}"
    ),
    "still_promised_rest": (
        "Of what we promised you on {on}, {back} came back to you since. The rest still stands: "
        "{remedy}{of_amount}."
    ),
    "promised_came_back": (
        "What we promised you on {on} came back to you since: {remedy}{of_amount}."
    ),
    "comes_beside": "The {other} comes beside it.",
}
_LATER_PLACES: Mapping[str, frozenset[str]] = {
    "still_promised_words": frozenset({"words", "on"}),
    "still_promised_rest": frozenset({"back", "remedy", "of_amount", "on"}),
    "promised_came_back": frozenset({"remedy", "of_amount", "on"}),
    "comes_beside": frozenset({"other"}),
}


def places(key: str) -> frozenset[str] | None:
    """The words in braces that a phrase may hold; None for a phrase that no letter says.

    A remedy without a phrase of its own is told by `owed_other`, so a firm may add `owed_*`."""
    beyond = _OWED if key.startswith("owed_") else None
    later = _LATER_PLACES.get(key, frozenset[str]()) if key in _LATER else None
    known = later if later is not None else _OWN.get(key, beyond)
    return None if known is None else known | _FIRM


def missing(phrases: Mapping[str, str]) -> list[str]:
    """The phrases that every firm needs and that are not there; none that came later."""
    return [key for key in _OWN if key not in phrases]


def places_in(phrase: str) -> list[str]:
    """The words in braces of a phrase. Raises ValueError for a brace that is not closed."""
    return [name for _, name, _, _ in Formatter().parse(phrase) if name is not None]


KEYS = (*_OWN, *_LATER)


@dataclass(frozen=True, slots=True)
class Voice:
    """How the firm speaks: its name, who signs, the outside body, and its phrases by key.

    `checks` is what the firm made of a check of its letters, by the check's code; `address` is
    what stands at the head of a printed letter. `acknowledges_by_itself` lets an acknowledgement
    leave before anybody has read the complaint.
    """

    firm: str
    team: str
    outside_body: str
    phrases: Mapping[str, str]
    perspectives: Mapping[str, str]
    checks: Mapping[str, Severity] = field(default_factory=dict)
    address: str = ""
    acknowledges_by_itself: bool = False

    def say(self, key: str, **names: str) -> str:
        known = {"firm": self.firm, "team": self.team, "outside_body": self.outside_body}
        phrase = self.phrases[key] if key in self.phrases else _LATER[key]
        if names.get("subject") == "":
            phrase, names["subject"] = _QUOTED_SUBJECT.sub("", phrase), _UNTOLD
        return phrase.format(**{**known, **names}).strip()


# A subject that one of us wrote down is not told: the sentence ends before it.
_QUOTED_SUBJECT = re.compile(r'(?: about(?: this)?)?:?\s*["“]\{subject\}["”]')
_UNTOLD = "what you told us"
