"""The parts of the page that the person who complained reads, and the forms that they may send."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from upheld.portal.forms import PortalForm
from upheld.store import models as rows


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms as they were sent, where they are to be mended; else the page makes new ones."""

    add: PortalForm | None = None
    answer: tuple[int, PortalForm] | None = None
    outcome: PortalForm | None = None
    fairness: PortalForm | None = None
    idea: PortalForm | None = None
    record: tuple[int, PortalForm] | None = None

    @property
    def sent(self) -> PortalForm | None:
        beside = (each[1] for each in (self.answer, self.record) if each)
        every = (self.add, *beside, self.outcome, self.fairness, self.idea)
        return next((each for each in every if each), None)


def on_page(told: Mapping[str, Any]) -> Iterator[PortalForm]:
    """The forms that what is told of a case has a place for."""
    named = (told.get(name) for name in ("add", "outcome", "fairness", "idea"))
    beside = (each.form for each in (*told["letters"], *told["record"]))
    yield from (each for each in (*named, *beside) if each)


@dataclass(frozen=True, slots=True)
class Stage:
    """One of five, in plain words; `when` is `done`, `now` or `later`."""

    words: str
    when: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence in which a day is told, where one is."""

    words: str
    day: str
    rest: str


@dataclass(frozen=True, slots=True)
class By:
    """By when they hear from us, in sentences, and why then where there is a day."""

    says: tuple[Said, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter as it left. A question has its form, until it is answered; `doubted`: an answer came
    of which nobody knows that they wrote it."""

    row: rows.Letter
    title: str
    day: str
    html: SafeString
    form: PortalForm | None
    doubted: bool


@dataclass(frozen=True, slots=True)
class Theirs:
    """What they sent in: a file by its name and size, or words; neither of a message that nobody
    knows to be theirs."""

    at: datetime
    words: str
    filename: str
    size: str
    day: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What we wrote down of a contact with them, and the form for their own account."""

    row: rows.Conduct
    words: str
    day: str
    form: PortalForm


@dataclass(frozen=True, slots=True)
class Offered:
    """An idea of theirs, and what became of it."""

    text: str
    became: str


@dataclass(frozen=True, slots=True)
class PublicChange:
    """What everybody may read of a change: approved words, since when, and what came of it."""

    words: str
    day: str
    became: str
