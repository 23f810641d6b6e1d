"""Every letter, drafted from what is known in the firm's voice: a start for a person to edit."""

from .after import End, Handover, apology, ours, parting, referral
from .answers import Accepted, final, summary_resolution
from .before import (
    Waiting,
    acknowledgement,
    acknowledgement_by_itself,
    acknowledgement_to_anybody,
    holding,
    question,
)
from .found import OURS
from .kindly import Shown, kind_question
from .letter import LONGEST_LETTER, Addressed, Letter, ended_well, told_day
from .limits import Limits, restriction, restriction_review
from .news import News, change, idea
from .required import RULED, Required, required
from .told_to import told_to, without
from .voice import Voice

__all__ = [
    "LONGEST_LETTER",
    "OURS",
    "RULED",
    "Accepted",
    "Addressed",
    "End",
    "Handover",
    "Letter",
    "Limits",
    "News",
    "Required",
    "Shown",
    "Voice",
    "Waiting",
    "acknowledgement",
    "acknowledgement_by_itself",
    "acknowledgement_to_anybody",
    "apology",
    "change",
    "ended_well",
    "final",
    "holding",
    "idea",
    "kind_question",
    "ours",
    "parting",
    "question",
    "referral",
    "required",
    "restriction",
    "restriction_review",
    "summary_resolution",
    "told_day",
    "told_to",
    "without",
]
