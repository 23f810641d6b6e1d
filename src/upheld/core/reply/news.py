"""Letters after the case: what we changed since somebody complained, and what became of an idea."""

from dataclasses import dataclass
from datetime import date

from upheld.core.words import LetterKind

from .letter import Addressed, Letter, ended_well, letter, quoted_within, told_day
from .voice import Voice


@dataclass(frozen=True, slots=True)
class News:
    """What we changed, on which day, and what is known of whether it helps: a key of the voice's
    phrases, such as `worked`, with how much less often it happens where that is known."""

    told_as: str
    made_on: date
    verdict: str
    less: str = ""


def change(to: Addressed, news: News, voice: Voice) -> Letter:
    """What we changed, the day, and no more of what came of it than the numbers say."""
    parts = (
        voice.say("change_opening", received_on=told_day(to.received_on), subject=to.quoted),
        voice.say("change_told", change=ended_well(news.told_as), made_on=told_day(news.made_on)),
        voice.say(f"change_{news.verdict}", less=news.less),
        voice.say("change_close"),
    )
    return letter(LetterKind.CHANGE, "change", to, parts, voice)


def idea(
    to: Addressed, text: str, offered_on: date, news: News | None, because: str, voice: Voice
) -> Letter:
    """What became of an idea: taken up in a change, or not, and why."""
    if news:
        day = told_day(news.made_on)
        told = voice.say("idea_taken_up", change=ended_well(news.told_as), made_on=day)
    else:
        told = voice.say("idea_not_taken_up", because=ended_well(because))
    parts = (
        voice.say("idea_opening", offered_on=told_day(offered_on), idea=quoted_within(text)),
        told,
        voice.say(f"change_{news.verdict}", less=news.less) if news else "",
        voice.say("idea_close"),
    )
    return letter(LetterKind.IDEA, "idea", to, parts, voice)
