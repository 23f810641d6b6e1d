"""What we found on each point: its name, the reason, the evidence; and the fault, admitted."""

from upheld.core.decision import Decision
from upheld.core.findings import Finding
from upheld.core.letter_text import as_typed
from upheld.core.words import AllegationKind, FindingResult, Outcome

from .letter import ended_well, quoted
from .voice import Voice

OURS = (FindingResult.SUBSTANTIATED, FindingResult.PARTLY)


def found(decision: Decision, voice: Voice) -> list[str]:
    """Every point; of what is not ours to answer only the fault that we found all the same."""
    theirs = decision.outcome is Outcome.OUT_OF_SCOPE
    told = [finding for finding in decision.findings if not theirs or finding.result in OURS]
    points = [point(finding, voice) for finding in told]
    return [voice.say("found_heading"), *points, *apology(decision, voice)] if points else []


def point(finding: Finding, voice: Voice) -> str:
    """One point: its name, what we found, the reason and the evidence."""
    open_still = finding.result is FindingResult.UNDETERMINED  # its reason tells work that ended
    parts = (
        f"**{ended_well(_named(finding))}**",
        voice.say(f"found_{finding.result}"),
        "" if open_still else ended_well(finding.because),
        _evidence(finding, voice),
    )
    return " ".join(filter(None, parts))


def _named(finding: Finding) -> str:
    """A point in the words that it was put in, in quotation marks, or by its kind."""
    if statement := " ".join(quoted(finding.statement).split()):
        return f'"{statement}"'
    if finding.kind is AllegationKind.OTHER:
        return "What you told us"
    return finding.kind.replace("_", " ").capitalize()


def _evidence(finding: Finding, voice: Voice) -> str:
    if not finding.evidence:
        return ""
    named = "; ".join(as_typed(item.strip().rstrip(".")) for item in finding.evidence)
    return ended_well(voice.say("evidence", evidence=named).replace("?.", "?").replace("!.", "!"))


def apology(decision: Decision, voice: Voice) -> list[str]:
    """For the whole, or for those points on which the fault was ours."""
    if decision.outcome in (Outcome.UPHELD, Outcome.ALREADY_PUT_RIGHT):
        return [voice.say("apology")]
    if decision.outcome is not Outcome.PARTLY_UPHELD:
        return []
    points = [_at_fault(finding, voice) for finding in decision.findings if finding.result in OURS]
    return [voice.say("apology_partly", points="; ".join(dict.fromkeys(points)))] if points else []


def _at_fault(finding: Finding, voice: Voice) -> str:
    named = _named(finding)
    in_part = finding.result is FindingResult.PARTLY
    return voice.say("in_part", point=named) if in_part else named
