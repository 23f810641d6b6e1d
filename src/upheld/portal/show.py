"""What the person who complained reads: of their one case, and only what is theirs to read.

Nothing here comes from a decision, a finding, a fact or a customer's row: a letter tells those, and
what was promised is told as the letter promised it.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

import nh3
from django.utils.safestring import mark_safe

from upheld.core.changes import IdeaState
from upheld.core.intake import IN_THEIR_WORDS
from upheld.core.portal import Fairness
from upheld.core.reply import ended_well, told_day
from upheld.core.words import CaseId, CaseState, LetterKind
from upheld.portal import by_when
from upheld.portal.forms import (
    AnswerForm,
    FairnessForm,
    IdeaForm,
    OutcomeForm,
    PortalForm,
    RecordForm,
    TellForm,
)
from upheld.portal.mine import Mine, read
from upheld.portal.page_parts import Forms, Offered, Recorded, Shown, Stage, Theirs
from upheld.portal.promised import promised
from upheld.portal.sent import told_size
from upheld.steps.letters import html_of
from upheld.steps.may import Complainant
from upheld.store import called, policies
from upheld.store import models as rows
from upheld.store.merged import own_day, written
from upheld.store.news import wants_no_news
from upheld.store.policy_files import behaviours, portal_file
from upheld.store.policy_files.data_files import BadData
from upheld.store.sight import own_conduct

_BY = Complainant().name


def firm() -> dict[str, Any]:
    """What every page says of us."""
    return {"firm": policies.firm(), "otherwise": _otherwise()}


def _otherwise() -> str:
    with suppress(BadData):
        return portal_file.words().otherwise.strip()
    return ""


_TOLD_SO = "We have told you so"
_STAGES = (
    "We have it",
    _TOLD_SO,
    "We are looking into it",
    "We have answered",
    "It is closed",
)
# That something is decided is told by the answer, and not before it.
_REACHED = {
    CaseState.RECEIVED: 0, CaseState.ACKNOWLEDGED: 1, CaseState.INVESTIGATING: 2,
    CaseState.DECIDED: 2, CaseState.ANSWERED: 3, CaseState.CLOSED: 4,
}  # fmt: skip
_OVER = (CaseState.ANSWERED, CaseState.CLOSED)
_TITLES = {
    LetterKind.ACKNOWLEDGEMENT: "We have your complaint",
    LetterKind.QUESTION: "A question to you",
    LetterKind.FINAL: "Our answer",
}


def case_page(case_id: CaseId, forms: Forms, now: datetime) -> dict[str, Any]:
    """Everything that the page of a case shows to the person who complained."""
    mine = read(case_id)
    case, together, over = mine.case, mine.together, mine.state in _OVER
    letters = _letters(mine, forms)
    asked = not mine.shared or any(each.form for each in letters)
    said = mine.said if over else None
    heard = said.accepted if said else None
    disowned = called.is_disowned(case)
    return {
        "case": case,
        "in_their_words": case.channel in IN_THEIR_WORDS,
        "received_on": _day(case, own_day.theirs(case)),
        "stages": _stages(mine),
        "headline": _headline_beside(mine) if together and not over else _headline(mine, heard),
        "by": None if over or together else by_when.of_case(case, mine.left, now, asked=asked),
        "letters": letters,
        "disowned": disowned,
        "promised": [] if disowned or mine.gone else promised(mine, now),
        "theirs": _theirs(mine),
        "record": [] if mine.gone else _record(case, forms),
        "over": over,
        "closed": mine.state == CaseState.CLOSED,
        "gone": mine.gone,
        "goes_on": mine.goes_on,
        "heard": heard,
        "said": said,
        "outside_body": policies.voice(case.regime).outside_body if over and not heard else "",
        "add": None if mine.gone else forms.add or TellForm(key="add"),
        **(_afterwards(mine, forms) if over and not mine.gone else {}),
    }


def received_page(case: rows.Case, now: datetime) -> dict[str, Any]:
    """What anybody may read who has just filed: no name and no word of the complaint, and no day
    but by what was filed."""
    return {"reference": case.reference, "by": by_when.of_receipt(case, now)}


def _day(case: rows.Case, at: datetime) -> str:
    return told_day(policies.day_at(case.regime, at))


def _stages(mine: Mine) -> list[Stage]:
    reached = _reached(mine)
    stages = [
        Stage(words, "done" if n < reached else "now" if n == reached else "later")
        for n, words in enumerate(_STAGES)
    ]
    if _ends_here(mine):
        stages = [each for each in stages if each.when == "done"]
    return stages if mine.told_so else [each for each in stages if each.words != _TOLD_SO]


def _ends_here(mine: Mine) -> bool:
    """Whether they have no answer, and nobody knows any more of what there was to answer."""
    return mine.gone and mine.state not in _OVER


# We have looked into it, and they have no answer: between two stages.
_LOOKED = 2.5


def _reached(mine: Mine) -> float:
    state = CaseState(mine.there.state)
    if mine.together and not mine.answer and state in _OVER:
        return _LOOKED
    return _REACHED[mine.state]


_ENDS = "We no longer work on this complaint"
_TOGETHER = "We look at it together with another complaint"
_TO_COME = "We have looked into it, and our letter to you is still to come"


def _headline_beside(mine: Mine) -> str:
    """Of whoever complained beside another and has no answer yet: theirs is answered apart."""
    if mine.there.state in _OVER:
        return _ENDS if mine.gone else _TO_COME
    return _AGAIN if _was_answered(mine) else _TOGETHER


_AGAIN = "We are looking at it again"


def _was_answered(mine: Mine) -> bool:
    return any(each.kind == LetterKind.FINAL for each in mine.left)


def _headline(mine: Mine, heard: bool | None) -> str:
    match mine.state:
        case CaseState.RECEIVED:
            return "We have your complaint"
        case CaseState.ACKNOWLEDGED:
            return "Your complaint is with somebody"
        case CaseState.ANSWERED:
            return "You have accepted our answer" if heard else "We have answered you"
        case CaseState.CLOSED:
            return "Your complaint is settled" if heard else "Your complaint is closed"
    return _AGAIN if _was_answered(mine) else "We are looking into it"


_SAFE_TAGS = {"p", "h1", "h2", "h3", "ul", "ol", "li", "strong", "em", "br", "blockquote", "hr"}


def _letters(mine: Mine, forms: Forms) -> list[Shown]:
    """The newest first."""
    answered = written.answered(mine.case)
    return [_shown(mine, row, answered.get(row.pk), forms) for row in reversed(mine.left)]


def _shown(mine: Mine, row: rows.Letter, answered: bool | None, forms: Forms) -> Shown:
    # Cleaned although Markdown is told to let no HTML through: the text may come from anyone.
    html = nh3.clean(html_of(row.body), tags=_SAFE_TAGS, attributes={})
    title = _TITLES.get(LetterKind(row.kind), "We wrote to you")
    asks = row.kind == LetterKind.QUESTION and not answered and mine.state not in _OVER
    assert row.queued_at is not None
    form = None if mine.gone else _ask(row, asks, forms)
    day, doubted = _day(mine.case, row.queued_at), answered is False
    return Shown(row, title, day, mark_safe(html), form, doubted)


def _ask(row: rows.Letter, asks: bool, forms: Forms) -> PortalForm | None:
    if forms.answer and forms.answer[0] == row.pk:
        return forms.answer[1]
    return AnswerForm(key=f"answer-{row.pk}") if asks else None


def _theirs(mine: Mine) -> list[Theirs]:
    """What came by this page, by the form that they filed with, and by their mail: evidence of ours
    is never theirs to read here."""
    case, mailed, filed = mine.case, mine.mailed, _filed(mine)
    theirs = (row for row in mine.evidence if row.by == _BY or row.pk in filed)
    here = [row for row in theirs if row.allegation_id is None]
    found = [
        *(_piece(case, row) for row in here),
        *(_message(case, row, row.text) for row in mailed.messages),
        *(_piece(case, row) for row in mailed.files),
        *(_message(case, row, "") for row in mailed.unknown),
    ]
    return sorted(found, key=lambda each: each.at)


def _filed(mine: Mine) -> set[int]:
    """The files that came after what they filed: their form has a key of ours, and one of us may
    have put a file here that reads alike. No statement where nothing does."""
    alike = any(row.by != _BY and row.text == written.CAME_WITH_IT for row in mine.evidence)
    return written.in_portal(mine.case) if alike else set()


def _piece(case: rows.Case, row: rows.Evidence) -> Theirs:
    at, words = row.happened_at or row.at, "" if row.filename else row.text
    return Theirs(at, words, row.filename, told_size(row.size or 0), _day(case, at))


def _message(case: rows.Case, row: rows.Evidence, words: str) -> Theirs:
    at = row.happened_at or row.at
    return Theirs(at, words, "", "", _day(case, at))


def _record(case: rows.Case, forms: Forms) -> list[Recorded]:
    """What was recorded on this case of how contacts went, but what a law keeps from them."""
    shown = own_conduct.shown_on(case) if getattr(case, "has_conduct", False) else ()
    return [
        Recorded(row, behaviours.words_of(row.behaviour), _day(case, row.at), _account(row, forms))
        for row in shown
    ]


def _account(row: rows.Conduct, forms: Forms) -> PortalForm:
    if forms.record and forms.record[0] == row.pk:
        return forms.record[1]
    return RecordForm(key=f"record-{row.pk}")


def _afterwards(mine: Mine, forms: Forms) -> dict[str, Any]:
    """What they may say of our answer, of how it was, and of what could be better."""
    case, closed = mine.case, mine.state == CaseState.CLOSED
    felt: rows.Satisfaction | None = getattr(case, "satisfaction", None)
    return {
        "outcome": None if closed else forms.outcome or OutcomeForm(key="outcome"),
        "felt": felt,
        "fairness": None if closed and felt else forms.fairness or _fairness(felt),
        "ideas": [Offered(each.text, _became(each)) for each in case.ideas.all()],
        "no_news": wants_no_news(case.customer),
        "idea": forms.idea or IdeaForm(key="idea"),
    }


def _became(idea: rows.Idea) -> str:
    """What became of their idea, in our words to them."""
    fate: rows.IdeaFate | None = getattr(idea, "fate", None)
    match fate.state if fate else IdeaState.RECEIVED:
        case IdeaState.CONSIDERED:
            return "We are thinking about it."
        case IdeaState.TAKEN_UP if fate and fate.change:
            day = told_day(fate.change.made_on)
            return f"We have taken it up. {ended_well(fate.change.told_as)} That is so since {day}."
        case IdeaState.NOT_TAKEN_UP if fate:
            return f"We will not take it up, and this is why: {ended_well(fate.because)}"
    return "We have it, and somebody reads it."


def _fairness(felt: rows.Satisfaction | None) -> FairnessForm:
    names = [name for kind in Fairness for name in (kind, f"{kind}_words")]
    known = {name: getattr(felt, name) for name in names} if felt else {}
    return FairnessForm(key="fairness", initial=known)
