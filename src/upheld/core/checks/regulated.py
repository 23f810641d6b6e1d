"""What a regulator wants to stand in a letter: the outside body, the months, leaflet and waiver."""

import re
from collections.abc import Iterator

from upheld.core.as_seen import as_seen
from upheld.core.reply.required import told
from upheld.core.spoken import phrases
from upheld.core.words import SET_ASIDE, LetterKind, Outcome

from .lists.bodies import BODIES
from .problems import Problem
from .read import Read

_ANY_BODY = phrases(*BODIES)
_NO_REFUSAL = (None, Outcome.UPHELD, *SET_ASIDE)


def missing_content(letter: Read) -> Iterator[Problem]:
    """What the regime's obligation wants in such a letter, by its code, with the rule."""
    for each in letter.required:
        if not told(each, letter.sentences):
            doubt = "" if each.verified else ", not verified"
            mend = f'{each.code} ({each.clause}{doubt}): {each.words}. Such as: "{each.sentence}"'
            yield Problem("missing_content", "", mend)


def no_outside_body(letter: Read) -> Iterator[Problem]:
    """Directive 2013/11/EU, article 13; DISP 1.6.2R; RG 271.53: a refusal names the way onward."""
    referred = letter.letter.kind is LetterKind.REFERRAL and letter.outside_body
    if (referred or letter.outcome not in _NO_REFUSAL) and not _named(letter):
        body = letter.outside_body or "the outside body, by its name"
        mend = f"Tell them that they may go to {body}."
        yield Problem("no_outside_body", "", mend)


def _named(letter: Read) -> bool:
    if letter.outside_body:
        return as_seen(letter.outside_body).lower() in letter.letter.body.lower()
    return letter.says(_ANY_BODY)


_FOS = re.compile(r"\bfinancial ombudsman\b", re.IGNORECASE)
_SIX_MONTHS = re.compile(r"\b(?:six|6) (?:calendar )?months\b", re.IGNORECASE)
_LEAFLET = re.compile(
    r"\bleaflets?\b|\bbooklets?\b|\byour complaint and the ombudsman\b", re.IGNORECASE
)
_WAIVER = re.compile(
    r"\b(?:consents?|waive|waiver|permission|agree to (?:the|it|them|an?)\b|out of time"
    r"|too late|outside (?:of )?(?:the|that|this"
    r"|these) time)\b",
    re.IGNORECASE,
)
_EIGHT_WEEKS = re.compile(
    r"\b(?:eight|8) weeks\b|\b(?:15|fifteen|35|thirty-five) (?:business|working) days\b",
    re.IGNORECASE,
)
_RESOLVED = phrases(
    "(consider|considered|considering|look on|looking on|regard|regarded|treat|treating|call"
    "|calling|mark|marked|marking|closed|closing|view|deem|is"
    "|are|now"
    "|been|be) ... (resolved|settled|concluded|put right)",
    "(resolves|settles|settled|resolved) (this|it|your|the|everything)",
)

_BY_KIND = {
    # DISP 1.6.2R(1)(e)-(g): leaflet, website, six months, whether time limits are waived.
    LetterKind.FINAL: (
        ("no_six_months", _SIX_MONTHS, "Say that they have six months from this"
                                                       " letter to go to the ombudsman (DISP"
                                                       " 1.6.2R)."),
        ("no_leaflet", _LEAFLET, "Enclose the ombudsman's leaflet and say so"
                                                  " (DISP 1.6.2R)."),
        ("no_waiver", _WAIVER, "Say whether we consent to waive the ombudsman's"
                                                " time limits (DISP 1 Annex 3R)."),
    ),
    # DISP 1.6.2R(2): the holding response encloses the leaflet and says that they may go now.
    LetterKind.HOLDING: (
        ("no_leaflet", _LEAFLET, "Enclose the ombudsman's leaflet and say so"
                                                  " (DISP 1.6.2R(2))."),
    ),
    # DISP 1.5.4R: the summary resolution communication.
    LetterKind.SUMMARY_RESOLUTION: (
        ("no_waiver", _WAIVER, "Say whether we consent to waive the ombudsman's"
                                                " time limits (DISP 1 Annex 3R)."),
    ),
    # DISP 1.6.1R with 1.6.2R: which time limit applies.
    LetterKind.ACKNOWLEDGEMENT: (
        ("no_time_limit", _EIGHT_WEEKS, "Say which time limit applies: eight"
                                                        " weeks, or 15 business days for a"
                                                        " payment service (DISP 1.6.1R)."),
    ),
}  # fmt: skip


def ombudsman(letter: Read) -> Iterator[Problem]:
    """A letter that names the Financial Ombudsman Service comes under DISP, and must be whole.

    Where the regime is known, `missing_content` asks for what its rules want instead."""
    if letter.required or not _FOS.search(letter.letter.body):
        return
    for code, pattern, mend in _BY_KIND.get(letter.letter.kind, ()):
        if not pattern.search(letter.letter.body):
            yield Problem(code, "", mend)


def not_resolved(letter: Read) -> Iterator[Problem]:
    """DISP 1.5.4R: it says that the complaint is now considered resolved, and where else to go."""
    if letter.letter.kind is not LetterKind.SUMMARY_RESOLUTION:
        return
    if not letter.says(_RESOLVED):
        mend = "Say that we now consider the complaint resolved, and why (DISP 1.5.4R)."
        yield Problem("not_resolved", "", mend)
    if letter.outside_body and not _named(letter):
        mend = f"Tell them that they may still go to {letter.outside_body}."
        yield Problem("no_outside_body", "", mend)


RULES = (missing_content, no_outside_body, ombudsman, not_resolved)
