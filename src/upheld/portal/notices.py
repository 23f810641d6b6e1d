"""What was done is told once, on the page that follows: no address makes a page say it."""

from django.contrib import messages
from django.http import HttpRequest

from upheld.core.kindly import AskedAnswer

_WORDS = {
    "sent": "It is with us. Thank you.",
    "accepted": "You accept our answer. Thank you for telling us.",
    "contested": "We look at your complaint again.",
    "rated": "Thank you. What you say is read by people who can change how we work.",
    "idea": "Thank you for your idea.",
    "record": "It stands beside what we wrote down.",
    "news": "We write to you again when we change something that you told us of.",
    "no-news": "From now on we write to you about your own complaint alone.",
    AskedAnswer.WELL: "We are glad to hear it. You need do nothing more.",
    AskedAnswer.NO_MORE: "You will get no such letter from us again. A complaint is welcome at any "
    "time, and never counts against you.",
    AskedAnswer.WRONG: "We have your complaint. One of us finds out what happened and writes to "
    "you. The link at the top of this page leads to how far it is.",
    "not-mine": "Thank you for telling us. The link opened nothing, and whoever works on that "
    "complaint reads that you did not send it.",
    "left": "Your visit has ended: this browser no longer opens your complaint.",
    "no-visit": "No visit is open in this browser. Each one ends, so that nobody else reads your "
    "complaint here.",
}


def tell(request: HttpRequest, done: str, of: str = "") -> None:
    """`of`: the case, or the letter, whose page alone may tell it."""
    messages.success(request, _WORDS[done], extra_tags=of)


def told(request: HttpRequest, of: str = "") -> str:
    found = [each.message for each in messages.get_messages(request) if each.extra_tags == of]
    return found[-1] if found else ""
