"""Words that must not stand in a letter: each with its reason and its mend."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upheld.core.reading import ours
from upheld.core.words import LetterKind

from .problems import Problem, Severity
from .read import BEFORE_A_FINDING, Read, words


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must not stand in a letter of some kinds, with the mend; `unless` lets a
    sentence pass."""

    code: str
    pattern: re.Pattern[str]
    mend: str
    kinds: frozenset[LetterKind]
    unless: re.Pattern[str] | None = None
    severity: Severity = Severity.BLOCK


def _never(
    code: str,
    pattern: re.Pattern[str],
    mend: str,
    kinds: frozenset[LetterKind] = frozenset(LetterKind),
    unless: re.Pattern[str] | None = None,
    severity: Severity = Severity.BLOCK,
) -> Phrase:
    return Phrase(code, pattern, mend, kinds, unless, severity)


# What they told us, and what is still open, is no answer of ours.
_REPORTED = words(
    r"you (?:\w+ ){0,2}(?:told|said|say|wrote|write|asked?|want(?:ed)?|would like|request(?:ed)?"
    r"|explain(?:ed)?|mention(?:ed)?|describe[ds]?|report(?:ed)?|hope|set out|raised?"
    r"|complain(?:ed)?)",
    r"(?:your|the) (?:\w+ ){0,2}(?:complaint|concerns?|letter|e-?mail|message|call|request"
    r"|question)s?"
    r" (?:is |was |were |are )?(?:about|that|for|of|on|regarding|concerning|says?|tells?)",
    r"(?:as (?:we|I) understand|whether|what (?:you|would)|if (?:we|it|the|there|our|any)|until"
    r"|before"
    r"|once|not (?:yet )?(?:been )?(?:decided|reached|made|found|able to say)|without deciding"
    r"|about (?:a|the|your) refund|does not mean|no (?:decision|view|finding))",
    r"(?:ref(?:erence)?|subject|re):",
)
_ANSWERS = words(
    r"(?:refund|compensat|reimburs|upheld|uphold|reject|entitled|goodwill|voucher|discount"
    r"|credit note"
    r"|our (?:fault|mistake|error|responsibility)|(?:not|n't) (?:our|the firm's) (?:fault"
    r"|responsibility)"
    r"|your (?:own )?(?:fault|mistake|error)|unacceptable|you (?:are|were) (?:right|correct"
    r"|mistaken|wrong)"
    r"|(?:in|on) your favour|as a gesture|free of charge|you will be (?:pleased|happy))\w*",
    r"(?:we|I)(?: will|'ll| shall| can| are going to| am going to| have(?: already)?"
    r"|'ve(?: already)?)"
    r"(?: \w+)? (?:pay|paid|replace|repair|credit|refund|waive|cancel|re-?send|re-?deliver"
    r"|send(?:ing)? you a"
    r" (?:new|replacement)|collect the|put (?:this|it|things) right|make (?:this|it) right"
    r"|fix (?:this|it|that)"
    r"|resolve (?:this|it)|sort (?:this|it) out)",
    r"(?:we|I)(?:'ve| have)? (?:were|was|got (?:this|it)) wrong",
    r"(?:we|I)(?:'ve| have)? (?:made|make) (?:a|an|the) (?:\w+ )?(?:mistake|error)",
    r"(?:we|I)(?:'ve| have)? (?:clearly )?(?:let you down|failed (?:you|to)|fell short|messed up"
    r"|should have)",
    r"(?:driver|courier|carrier|colleague|staff|team|warehouse|supplier|engineer|fitter|adviser"
    r"|agent|member|system"
    r"|technician|installer)s? (?:\w+ ){0,2}(?:at fault|to blame|was wrong|were wrong"
    r"|should (?:not )?have"
    r"|made (?:a|an) (?:\w+ )?(?:mistake|error)|did not do|has been (?:disciplined|spoken to"
    r"|dismissed))",
    r"you should (?:have|not have|be aware|note that our terms)",
    r"(?:this|it) (?:was|is) (?:clearly |plainly |obviously )?(?:our|the (?:courier|carrier"
    r"|driver|supplier|warehouse)'s)"
    r" (?:fault|mistake|error|failing)",
    r"no (?:fault|error|mistake|wrongdoing) (?:on|of|by)",
    r"(?:we|I) (?:guarantee|can assure you|assure you|promise)(?: you)? (?:that )?(?:this|it|you"
    r"|we|I|the)",
    r"(?:will|shall) (?:not|never) happen again",
)
_OUTRAGE = words(
    r"(?:appalled|appalling|horrified|horrif(?:ic|ying)|disgust(?:ed|ing)|outrag(?:ed|eous)"
    r"|shock(?:ed|ing)"
    r"|awful|dreadful|terrible|horrendous|shambles|disgrace(?:ful)?|inexcusable|unforgivable"
    r"|atrocious"
    r"|unacceptable|not acceptable|simply not good enough|a nightmare|absolutely furious)\b",
    r"you have every right to (?:be|feel)",
    r"should never have happened",
    r"mortified",
)
_NO_APOLOGY = words(
    r"(?:sorry|regret|apologi[sz]e|apologies) (?:\w+ )?(?:that |if |to hear (?:that |how )?"
    r"|to learn (?:that )?|for how |because )"
    r"you(?:'ve| have)? (?:feel|felt|were|are|'re|had to|have had|had cause|believe|think"
    r"|found it|perceived?|remain"
    r"|did(?:n't| not) (?:enjoy|like)|were(?:n't| not) (?:happy|satisfied)|aren't|do not|don't"
    r"|considered?|took)",
    r"(?:sorry|apologi[sz]e|regret) (?:that )?you(?:'ve| have)? (?:feel|felt|were upset"
    r"|are upset|found it|feel you|believe|think)",
    r"(?:sorry|regret) (?:that |if )?you (?:are|were|remain|'re) (?:un|dis|not |so "
    r"|still )?(?:happy|satisfied|pleased|content|upset|appointed|disappointed|unhappy"
    r"|dissatisfied)",
    r"(?:sorry|apologi[sz]e|apologies) if\b",
    r"(?:apologi[sz]e|apologies|sorry|regret)(?: \w+)? (?:for )?any\b",
    r"any (?:\w+ )?(?:inconvenience|upset|distress|confusion|offence|misunderstanding"
    r"|disappointment)"
    r"(?: that)?(?: this| it| that| you)? ?(?:may|might|could)",
    r"(?:sorry|regret) (?:that )?you (?:felt|feel|found|had|thought|saw) (?:it |the need "
    r"|that it was )?(?:necessary|to complain|the need|reason|cause)",
    r"(?:mistakes|errors) (?:were|may have been) made",
    r"sorry (?:that )?(?:our|the) (?:service|product|response|level of service)s? (?:did|has"
    r"|have)(?:n't| not) (?:live[d]? up to|met|meet) your expectations",
    r"sorry (?:for|about) (?:your|the way you) (?:feelings?|frustrations?|disappointment"
    r"|perception|feel|felt)",
    r"sorry,? but you\b",
    r"(?:regret|sorry) that (?:this|it) (?:was|has been) your (?:perception|experience|view"
    r"|impression)",
)
_PERSON = words(
    r"you people",
    r"(?:people|customers|individuals|complainants|someone|those) like you(?:rself)?",
    r"you (?:clearly|obviously|plainly|evidently) (?:did|do|have|had|are|were|failed|misread"
    r"|misunderst\w+|forgot|ignored|want|expect|lack|never|thought|decided|chose)",
    r"you (?:always|never|constantly|keep) (?:complain\w*|ring\w*|call\w*|listen|bother|read"
    r"|blam\w+|exaggerat\w+|shout\w*|tak\w+|want)",
    r"you(?:'re| are| were| have been| seem| appear)(?: to be"
    r"| being)? (?:\w+ )?(?:being (?:\w+ )?(?:difficult|unreasonable|rude|abusive|aggressive"
    r"|dishonest|greedy|awkward|silly|petty|dramatic)"
    r"|wrong|mistaken|confused|lying|difficult|unreasonable|abusive|aggressive|rude|dishonest"
    r"|greedy|vexatious|persistent complainer|untruthful|careless|ignorant|incapable|hysterical"
    r"|just (?:after|looking for|trying))",
    r"you (?:have )?(?:failed|neglected|couldn't be bothered|could not be bothered|refuse[ds]?"
    r"|chose|did not bother|didn't bother|simply (?:did|have|failed|forgot|changed))\b",
    r"you (?:lied|misled|exaggerated|invented|made (?:this|it) up|fabricated)\b",
    r"you should (?:have|'ve) (?:read|known|checked|realised|realized|noticed|understood"
    r"|been more|paid|looked|listened|taken (?:more|greater)|thought)",
    r"your (?:\w+ )?(?:attitude|behaviour|behavior|tone|dishonesty|carelessness|negligence"
    r"|stupidity|ignorance|ingratitude|aggression|rudeness|character|lack of (?:care"
    r"|understanding|common sense|attention))\b",
    r"your (?:own )?(?:fault|failure|incompetence)\b",
    r"(?:anyone|any (?:reasonable|sensible|normal) (?:person|customer)|most (?:people"
    r"|customers)) (?:\w+ )?(?:would (?:have )?(?:know|read|understand|realise|see|notice)\w*"
    r"|can see|understands?|knows?|manages?)",
    r"(?:fool(?:s|ish|ishness)?|liars?|idiot(?:s|ic)?|stupid(?:ity|ly)?|ridiculous(?:ly)?"
    r"|morons?|hysterical|pathetic|imbeciles?|time-?waster|troublemaker|chancer|fraudster)\b",
    r"we (?:know|suspect|believe|think) (?:that )?you(?:'re| are) (?:lying|trying|just|only|after)",
)
_PLACEHOLDER = re.compile(
    r"\{[^}]*\}|\[[^\]()]*\](?!\()|\bX{2,}\b|\bx{3,}\b|\b(?:TODO|TBC|TBD|FIXME)\b"
    r"|</?[A-Za-z][A-Za-z_ ]*>|_{3,}|<<|%[A-Z_]+%"
    r"|\$[A-Z_]{3,}|«[^»]*»|\b(?:INSERT|DELETE AS APPROPRIATE)\b|\bDear (?:Customer Name"
    r"|First ?Name|Name|Sir/Madam/Mx|NAME)\b"
    r"|(?i:\blorem ipsum\b|\binsert (?:name|date|amount|reason|reference)\b|\bdd/mm/yyyy\b)"
    r"|£\s?(?:X|0\.00|#)|\?{3,}|#{2,}(?=\s?[a-zA-Z]*[.,])"
)
_REVIEW = words(
    r"(?:remov\w*|tak(?:e|ing) (?:\w+ )?down|delet\w*|withdraw\w*|chang\w*|updat\w*|amend\w*"
    r"|edit\w*|improv\w*|revis\w*|reconsider\w*|retract\w*)"
    r"\b[^.]{0,50}\b(?:reviews?|ratings?|stars?|tweet|trustpilot|posts?|comments?|feedback)\b",
    r"(?:leav(?:e|ing)|writ(?:e|ing)|post(?:ing)?|giv(?:e|ing)|shar(?:e|ing)"
    r"|add(?:ing)?) (?:us )?[^.]{0,40}\b(?:reviews?|ratings?|\w+[- ]stars?|testimonial)\b",
    r"(?:review|rating|post)s? (?:is|are|has been|have been|was) (?:removed|taken down|deleted"
    r"|changed|updated|withdrawn)",
    r"(?:in (?:return|exchange)|on (?:the )?condition|provided|as long as"
    r"|if you)[^.]{0,60}\b(?:reviews?|ratings?|five[- ]stars?|social media|trustpilot"
    r"|say nothing|not (?:post|share|discuss|publish))\b",
)
_FREE_TO = words(
    r"(?:free to|nothing (?:here |in this )?(?:depends|hangs)|whether or not|does not depend"
    r"|no conditions?|whatever you (?:write|say)|up to you)"
)
_EMPTY = words(
    r"(?:will|shall|should|does|do)(?:n't| not| never) (?:ever )?(?:happen|occur) again",
    r"(?:ensure|make sure|making sure|guarantee) (?:that )?(?:this|it|nothing like (?:this"
    r"|it)) (?:will |does |can )?(?:not|never|n't)",
    r"(?:ensure|make sure|guarantee) (?:that )?(?:this|it) (?:does|will)(?:n't| not)",
    r"rest assured",
    r"we (?:always|continually|constantly) (?:strive|aim|endeavour)",
    r"(?:feedback|comments|concerns) (?:has|have) been (?:noted|taken on board|passed (?:on|to))\b",
)

_KEEP_IT = (
    "An acknowledgement says received, who, by when and what happens next. Keep the answer "
    "until you have investigated."
)
_EARLY = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.HOLDING})

PHRASES = (
    # DESIGN promise 3; Min et al. 2020: listen, then apologise.
    _never("answer_in_acknowledgement", _ANSWERS, _KEEP_IT, _EARLY, _REPORTED),
    # Nothing is found yet: whoever is outraged with them has found it already.
    _never(
        "piling_on", _OUTRAGE,
        "Say that you have heard it and will find out what happened; judge it when you know.",
        BEFORE_A_FINDING, _REPORTED,
    ),
    # LGSCO guidance on remedies: "sorry you felt it necessary to complain" is no apology.
    _never(
        "non_apology", _NO_APOLOGY,
        "Say what we did and that we are sorry for that; leave out how they feel about it.",
    ),
    _never("person_not_issue", _PERSON, "Write about what happened, not about the person."),
    _never("placeholder_left", _PLACEHOLDER, "Fill in the placeholder or take it out."),
    # The EU's dispute platform closed on 20 July 2025 (Regulation (EU) 2024/3228).
    _never(
        "dead_reference",
        re.compile(
            r"ec\.europa\.eu/(?:consumers/)?odr|webgate\.ec\.europa\.eu/odr|\b(?:ODR"
            r"|online dispute resolution)"
            r" (?:platform|portal|website|site)|\bEU(?:'s)? (?:ODR|online dispute)",
            re.IGNORECASE,
        ),
        "The EU platform closed on 20 July 2025: name the outside body instead.",
    ),
    # FTC 16 CFR 465; UK DMCC Act 2024: nothing may hang on a review.
    _never(
        "review_condition", _REVIEW,
        "A remedy may not hang on a review: take the sentence out.", unless=_FREE_TO,
    ),
    # Halperin et al. 2022: a promise to do better that is not kept costs more than none.
    _never(
        "empty_promise", _EMPTY,
        "Say what is changed, by whom and by when, or leave the promise out.",
        severity=Severity.ADVISE,
    ),
)  # fmt: skip


def phrases(letter: Read) -> Iterator[Problem]:
    """Every sentence in which one of these stands as our own words."""
    for sentence in letter.sentences:
        said = ours(sentence)
        for phrase in PHRASES:
            if letter.letter.kind in phrase.kinds and _stands(phrase, said):
                yield Problem(phrase.code, phrase.severity, sentence, phrase.mend)


def _stands(phrase: Phrase, said: str) -> bool:
    """Whether the words stand in it; what `unless` names must come before them to excuse them."""
    found = phrase.pattern.search(said)
    if not found or phrase.unless is None:
        return found is not None
    return not phrase.unless.search(said[: found.end()])


def about_the_person(sentence: str) -> bool:
    """Whether a sentence speaks of the person instead of what happened (promise 8)."""
    return bool(_PERSON.search(ours(sentence)))
