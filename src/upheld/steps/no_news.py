"""No news: somebody wants no letters but about their own complaint, or wants the others again."""

from datetime import datetime

from django.db import transaction

from upheld.core.words import CaseId
from upheld.store import load, news

from . import may


@transaction.atomic
def ask_no_news(case_id: CaseId, words: str, by: may.Actor, now: datetime) -> None:
    """From now on nobody writes to them of a change or of an idea, whichever of their complaints
    it was about; an answer reaches them as before. Said twice it is so once."""
    case = load.case(case_id)
    may.check("ask_no_news", by, case.state)
    if not news.wants_no_news(case.customer):
        news.asked_for_none(case, words.strip(), by.name, now)


@transaction.atomic
def ask_news_again(case_id: CaseId, by: may.Actor, now: datetime) -> None:
    """They want to hear again; where they never said otherwise, it stays so."""
    case = load.case(case_id)
    may.check("ask_no_news", by, case.state)
    if news.wants_no_news(case.customer):
        news.asked_again(case, by.name, now)
