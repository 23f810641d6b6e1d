"""What every letter passes through: checked, drafted and queued in the caller's transaction."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from markdown_it import MarkdownIt

from upheld.core.checks import Problem, blocked, check
from upheld.core.decision import Decision
from upheld.core.reading import broken_on_purpose
from upheld.core.reply import Letter
from upheld.core.words import LetterKind
from upheld.store import load, policies, save
from upheld.store import models as rows

from . import may
from .commit import commit_to


class LetterBlocked(ValueError):
    """A letter that may not leave as it stands; `problems` says where and the mend."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.code}: {p.mend}" for p in problems))
        self.problems = problems


def problems_of(
    letter: Letter, decision: rows.Decision | None, case: rows.Case, now: datetime
) -> tuple[Problem, ...]:
    """What is to be mended in a letter that leaves now, on the day where the case is."""
    today, to = today_of(case, now), case.customer.name
    return check(letter, _recalled(decision), policies.voice(), today, to)


def today_of(case: rows.Case, now: datetime) -> date:
    return now.astimezone(policies.zone(case.regime)).date()


def _recalled(decision: rows.Decision | None) -> Decision | None:
    return load.recalled(decision) if decision else None


def send_now(
    case: rows.Case,
    kind: LetterKind,
    letter: Letter,
    decision: rows.Decision | None,
    by: may.Actor,
    now: datetime,
) -> rows.Letter:
    """Queues a letter of the step's own `kind` that passes its checks. Raises LetterBlocked."""
    found = problems_of(letter, decision, case, now)
    problems = (*_of_another_kind(kind, letter), *_unsendable(letter), *found)
    if blocked(problems):
        raise LetterBlocked(problems)
    row = save.drafted(case, letter, decision, by.name, now)
    save.queued(row, by.name, now)
    commit_to(case, row, letter, decision, by, now)
    return row


def _of_another_kind(kind: LetterKind, letter: Letter) -> Iterator[Problem]:
    """An answer may not leave as a question: that would pass by its checks and its approval."""
    if letter.kind is not kind:
        mend = f"This is a letter of the kind {letter.kind}: send it as that, or draft a {kind}."
        yield Problem("wrong_kind", letter.subject, mend)


_LONGEST_SUBJECT = 200


def _unsendable(letter: Letter) -> Iterator[Problem]:
    """A line break in a subject could add a header to the mail (RFC 5322, section 2.2)."""
    told = letter.subject
    if len(told) > _LONGEST_SUBJECT or any(unicodedata.category(sign) == "Cc" for sign in told):
        mend = f"A subject is one line of at most {_LONGEST_SUBJECT} characters: shorten it."
        yield Problem("bad_subject", "", mend)


# A letter quotes what a stranger wrote: nothing in it may load, run, or lead anywhere.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "link", "autolink", "reference"]
)


_BLANK_LINE = re.compile(r"\n\s*\n")


def html_of(letter_body: str) -> str:
    """A letter as it is mailed: no images, no links, and the lines of its signature kept."""
    parts = _BLANK_LINE.split(letter_body.replace("\r\n", "\n"))
    return str(_MARKDOWN.render("\n\n".join(map(_with_breaks, parts))))


def inline_html_of(sentence: str) -> str:
    """One sentence as `html_of` gives it, for a page that marks each sentence."""
    return str(_MARKDOWN.renderInline(sentence))


def _with_breaks(paragraph: str) -> str:
    return paragraph.replace("\n", "  \n") if broken_on_purpose(paragraph) else paragraph
