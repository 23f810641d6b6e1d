"""An answer: a fault is admitted in plain words, a refusal has its reason, and both are said."""

import re
from collections.abc import Iterable, Iterator

from upheld.core.findings import Finding
from upheld.core.reading import ours
from upheld.core.reply import OURS
from upheld.core.words import FindingResult, LetterKind, Outcome

from .problems import Problem, Severity
from .read import Read, words

_REFUSED_OUTRIGHT = words(
    r"(?:not|unable to|cannot|can't|won't) (?:been )?uph(?:e|o)ld(?:ing)?",
    r"reject(?:ed|ing)? (?:your|the|this) complaint",
)
_UPHELD_OUTRIGHT = words(r"uph(?:e|o)ld(?:ing)?\b")


def outcome_differs(letter: Read) -> Iterator[Problem]:
    """A letter does not say outright the opposite of its decision."""
    refused = list(letter.said(_REFUSED_OUTRIGHT))
    upheld = [each for each in letter.said(_UPHELD_OUTRIGHT) if each not in refused]
    opposite = {Outcome.UPHELD: refused and not upheld, Outcome.NOT_UPHELD: upheld and not refused}
    if letter.answered and letter.answered.outcome and opposite.get(letter.answered.outcome):
        told = letter.answered.outcome.replace("_", " ")
        mend = f"The decision says {told}: mend the letter or decide again."
        yield Problem("outcome_differs", Severity.BLOCK, (refused or upheld)[0], mend)


_REMEDY = words(
    r"(?:we|I)(?: will|'ll| have| shall| are)?(?: \w+)? (?:refund|pay|paid|credit|replac|repair"
    r"|send|sent|waiv|cancel|collect|correct|reimburs)\w*",
    r"(?:refund|replacement|payment|cheque|credit) (?:of|will|is|has)",
)


def no_answer(letter: Read) -> Iterator[Problem]:
    """RG 271.53; DISP 1.4.1R: the outcome is said, in words that can be told from another."""
    if letter.letter.kind is not LetterKind.FINAL or letter.answered:
        return
    if letter.outcome is None and not letter.says(_REMEDY) and not _admitting(letter):
        mend = "Say what we decided: upheld, upheld in part or not, and why."
        yield Problem("no_answer", Severity.BLOCK, "", mend)


_AGENT = (
    r"(?:we|I|our (?:\w+ ){1,3}|(?:the|a|one of our|two of our) (?:\w+ )?(?:driver|courier"
    r"|carrier|colleague|adviser|advisor|agent|team|warehouse|fitter|engineer|technician"
    r"|installer|branch|shop|store|system|depot|supplier|member of (?:our )?staff|manager"
    r"|teams?|website|kitchen|clerk|office|planner|partner)s?)"
)
_ADMITS = re.compile(
    r"\b(?:our (?:fault|mistake|error|failure|failing)|we (?:got|had got|were|had) (?:this |it "
    r"|that )?wrong"
    rf"|{_AGENT} ?(?:also |wrongly |simply |then |had |have |has |'d )*(?:failed|fell|missed"
    rf"|lost|broke|forgot|neglected|overcharged|double[- ]\w+|mis\w+ed|delayed|ignored|damaged"
    rf"|left|did(?: not|n't)|was(?: not|n't)? (?:late|wrong|rude|given|entered|sent|told|able)"
    rf"|were(?: not|n't)? (?:late|wrong|rude|slow|given|entered|sent|told|able)|should(?: not"
    rf"|n't)? have|could have|charged|sent|gave|took|told|promised|cancelled|closed|entered"
    rf"|typed|applied|added|delivered|booked|set|recorded|billed|arrived|turned|used the wrong"
    rf"|made (?:a|an|the|two|three|several) (?:\w+ )?(?:mistake|error|slip))"
    r"|(?:we are|we're|I am|I'm) (?:truly |very |really |so )?sorry (?:that|for) (?:we|our"
    r"|the (?!inconvenience|trouble|experience|upset|distress|frustration|disappointment"
    r"|situation|way you)\w+|not|losing|missing|leaving|charging|sending)"
    r"|(?:was|were|is) (?:entirely |clearly |plainly )?(?:ours|down to us|our responsibility)\b)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\bnot (?:been )?our (?:fault|mistake|error)|\bno (?:fault|mistake|error)\b|\bnothing wrong\b"
    r"|\b(?:do|does|did|can)(?:n't| ?not) (?:agree|accept|believe|think|find)\b|\b(?:deny"
    r"|dispute)\b"
    r"|\bif (?:we|our)\b|\bwhether (?:we|our)\b|\bany (?:mistake|error|fault|failing)s?\b",
    re.IGNORECASE,
)


def admits(sentence: str) -> bool:
    """Whether a sentence says as our own words what we did or failed to do."""
    said = ours(sentence)
    found = _ADMITS.search(said)
    return bool(found) and not _DENIES.search(said)


def _admitting(letter: Read) -> bool:
    return any(admits(sentence) for sentence in letter.sentences)


def no_admission(letter: Read) -> Iterator[Problem]:
    """A fault is admitted in plain words, and each point of it is told."""
    if letter.outcome not in (Outcome.UPHELD, Outcome.PARTLY_UPHELD):
        return
    if not _admitting(letter):
        mend = "We found a fault: say plainly what we did or failed to do."
        yield Problem("no_admission", Severity.BLOCK, "", mend)
        return
    for finding in letter.answered.findings if letter.answered else ():
        if finding.result in OURS and not _owned(finding.because, letter):
            mend = f"Say it as we found it: {finding.because}"
            yield Problem("finding_untold", Severity.BLOCK, finding.statement, mend)


def _owned(reason: str, letter: Read) -> bool:
    admitted = [sentence for sentence in letter.sentences if admits(sentence)]
    return _verbatim(reason, letter) or _told(reason, admitted)


def no_reasons(letter: Read) -> Iterator[Problem]:
    """A refusal names its reasons and the evidence relied on (DISP 1.6.2R(1)(c); RG 271.53)."""
    if not letter.answered:
        yield from _unreasoned(letter)
        return
    if letter.answered.outcome is Outcome.OUT_OF_SCOPE:
        return
    refused = [f for f in letter.answered.findings if f.result is FindingResult.NOT_SUBSTANTIATED]
    for finding in refused:
        told = _verbatim(finding.because, letter) or _told(finding.because, letter.sentences)
        if not told:
            mend = f"Give the reason and the evidence. We found: {finding.because}"
            yield Problem("no_reasons", Severity.BLOCK, finding.statement, mend)
        elif not _specific(finding):
            mend = "Say what shows it: a fact, a number, a day or the evidence."
            yield Problem("no_specific_reason", Severity.ADVISE, _place(finding, letter), mend)


_EVIDENCE = words(
    r"(?:records?|logs?|recordings?|photo\w*|pictures?|images?|scans?|tracking|signatures?"
    r"|signed|contract|agreement|terms|order|invoice|receipts?|statements?|CCTV|footage|report"
    r"|inspection|engineer|technician|e-?mails?|letters?|calls?|transcripts?|history|meter"
    r"|readings?|data|policy|schedule|description|page|listing|timesheets?|GPS|certificate"
    r"|tests?|measure\w*|screenshots?|notes?|confirmation|booking|quote|estimate|system|account"
    r"|weather|driver|surveyor|specialist|fitter|examin\w+|label|manual|instructions?|clause"
    r"|section|paragraph|warranty|guarantee|delivery)\b"
)
# A reason that can be checked names a number, a day, a clause, or what somebody saw or wrote.
_CHECKABLE = re.compile(
    r"\d|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|\"\"|\b(?:shows?|showed|shown|states?|stated|says|confirms?|confirmed|records?|recorded"
    r"|proves?|reads|lists?|listed|measured|signed|logged) (?:that|the|a|an|no|your|how|it|you"
    r"|by|both|every|all|in)\b",
    re.IGNORECASE,
)


def _unreasoned(letter: Read) -> Iterator[Problem]:
    """Without a decision: a refusal that claims nothing about what happened has no reason, and
    one that claims it without what shows it has no evidence."""
    if letter.outcome not in (Outcome.NOT_UPHELD, Outcome.PARTLY_UPHELD):
        return
    said = [each for sentence in letter.sentences for each in _CLAUSES.split(ours(sentence))]
    if not any(_claims(each) or _shows(each) for each in said):
        mend = "Say why, and what shows it: a fact, a number, a day or the evidence."
        yield Problem("no_reasons", Severity.BLOCK, "", mend)
    elif not any(map(_shows, said)):
        mend = "Say what shows it: a fact, a number, a day or the evidence."
        yield Problem("no_specific_reason", Severity.ADVISE, "", mend)


_CLAIM = words(
    r"because\b",
    r"the reason\b",
    r"(?:that is|which is|this is) why",
    r"(?:it|we|they|the (?:[\w,-]+ ){1,7}?|your (?:[\w,-]+ ){1,7}?)(?: ?(?:also|then|all|both"
    r"|each|first|only))?"
    r" ?(?:was|were|came|kept|arrived|reached|charged|delivered|did|had|has|took|gave|said|told"
    r"|sent|fell|ended|started|began|works?|worked|allows?|covers?|excludes?|runs?|applie[sd]"
    r"|shows?|showed|states?|stated|confirms?|confirmed|records?|recorded|met|does|is"
    r"|are)\b(?! (?:been )?(?:sorry|unable|not able|satisfied|confident|happy|always|committed"
    r"|grateful|independent|free|final|closed|important|looked|reviewed|investigated|considered"
    r"|taken|completed|carefully|fully|thoroughly|now|unfortunately|disappoint\w+|here|attached"
    r"|enclosed))",
    r"(?:found|find) (?:it|that|the|your|no (?=\w+ (?:in|on|at|of)))(?! (?:complaint|matter|case))",
)


# "We do not uphold it because …": the reason stands beside the answer, and is read alone.
_CLAUSES = re.compile(r"[:;]|\b(?=because\b|since\b)|, (?:and|as|so|but)\b")
# What stands in every letter: the way onward, the looking into it, the firm's policies.
_EMPTY = words(
    r"(?:ombudsm\w+|within (?:six|6) months|leaflet|reply to this|reference|write to us|call us"
    r"|you (?:wrote|complained|contacted|told|said)|received your|thank you|your (?:letter"
    r"|complaint|e-?mail) (?:of|dated|about|is|has|was)|investigat\w+|looked (?:again )?(?:into"
    r"|at) your|escalat\w+|uph(?:e|o)ld|reject\w*|our decision|our position|our response"
    r"|this matter|the matter|sorry|apologi\w+|disappoint\w+|appreciate|frustrat\w+|understand)",
    r"(?:in line with|in accordance with|according to|as per|consistent with|following"
    r"|under) (?:our|the|company) (?:\w+ ){0,3}(?:polic(?:y|ies)|procedures?"
    r"|terms(?: and conditions)?|guidelines|process(?:es)?)(?!,? (?:section|clause|which"
    r"|paragraph|\d))",
    r"(?:after|following) (?:a |an )?(?:careful|full|thorough|detailed|extensive"
    r"|internal)? ?(?:consideration|review|investigation)",
    r"(?:all|the) (?:available |relevant )?(?:information|evidence|facts"
    r"|circumstances) (?:available|provided|before)",
    r"(?:correct|usual|standard|proper|normal|relevant|right"
    r"|established) (?:\w+ )?(?:procedures?|process(?:es)?|polic(?:y|ies)|steps)",
    r"(?:have|has) acted (?:\w+ )?(?:fairly|correctly|properly|reasonably|appropriately)",
)


def _claims(said: str) -> bool:
    """Whether a sentence says what happened, rather than that it was looked into."""
    return bool(_CLAIM.search(said)) and not _EMPTY.search(said)


def _shows(said: str) -> bool:
    shown = _EVIDENCE.search(said) and _CHECKABLE.search(said)
    return bool(shown) and not _EMPTY.search(said)


def _verbatim(reason: str, letter: Read) -> bool:
    return _plain(reason) in _plain(letter.letter.body)


def _plain(text: str) -> str:
    return " ".join(ours(text).split()).rstrip(" .").lower()


def _told(reason: str, said: Iterable[str]) -> bool:
    needed = _content(ours(reason))
    return not needed or any(len(needed & _content(ours(s))) * 2 >= len(needed) for s in said)


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9£.]+", text.lower()) if len(word) > 3}


def _specific(finding: Finding) -> bool:
    """The facts name one; a person's own finding does with evidence, a number or a day."""
    read = finding.trace[-1].read if finding.trace else {"recorded_finding": "told"}
    by_a_person = read.get("recorded_finding") is not None
    return bool(not by_a_person or finding.evidence or re.search(r"\d", finding.because))


def _place(finding: Finding, letter: Read) -> str:
    """The sentence that gives the reason, as far as one holds it."""
    return next((s for s in letter.sentences if _told(finding.because, [s])), finding.statement)


RULES = (outcome_differs, no_answer, no_admission, no_reasons)
