"""Who is to hear of a change is asked once more as each letter leaves: days may have passed."""

from datetime import date

from upheld.core.words import CaseId, LetterKind, LetterState

from . import addresses, news
from . import models as rows
from .sight import seen

_WHY = {
    "no_news": "They asked to be written to about their own complaint alone",
    "parted": "We parted with them",
    "restricted": "A restriction on them holds",
    "open": "A complaint of theirs is open",
    "unreached": "Mail comes back from their address",
    "disowned": "Whoever has the address says that they did not send this complaint",
}
_SINCE = "{}: this letter of a change did not leave. Tell them again once that is over."
_OTHERWISE = "They are told of this change by another letter: this one did not leave."
_ANOTHER_ADDRESS = "They have another address since"


@seen.whole()
def why_not(letter: rows.Letter, today: date) -> str:
    """Why a letter of a change is not to leave any more; empty where it is, and for any other."""
    if letter.kind != LetterKind.CHANGE:
        return ""
    told = rows.ChangeTold.objects.filter(letter=letter).select_related("customer", "change")
    if (row := told.first()) is None:
        return _OTHERWISE
    if letter.to and not addresses.is_theirs(letter):
        return _SINCE.format(_ANOTHER_ADDRESS)
    person = row.customer.merged_into_id or row.customer_id
    found = news.who_and_why({person: CaseId(letter.case_id)}, row.change, today)
    why = next((each for each in news.NOT_NOW if found[each]), None)
    return _SINCE.format(_WHY[why]) if why else ""


def not_told(letter: rows.Letter) -> None:
    """Whoever it was for was told of nothing by it: they are told when the change is again."""
    rows.ChangeTold.objects.filter(letter=letter, letter__state=LetterState.DRAFT).delete()
