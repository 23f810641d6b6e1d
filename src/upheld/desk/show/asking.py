"""To find out: what is still missing, who can tell, and the words to ask them with."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.urls import reverse

from upheld.core import asking, reply
from upheld.core.asking import CUSTOMER, Asked
from upheld.core.decision import Decision
from upheld.core.words import FindingResult, LetterKind
from upheld.steps import may
from upheld.store import load, policies
from upheld.store import models as rows

from .fold import Fold
from .folds import Folds
from .reply import ReplyPart


@dataclass(frozen=True, slots=True)
class Item:
    """One question, which allegation it is about (its kind and its number), and where its answer is
    recorded."""

    text: str
    about: str
    allegation: int
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """What one of them can tell: by letter or telephone the customer, by `message` the others."""

    whom: str
    items: tuple[Item, ...]
    script: tuple[str, ...]
    message: str
    folds: list[Fold]


@dataclass(frozen=True, slots=True)
class AskingPart:
    groups: tuple[Group, ...]
    letter_below: bool
    asked_before: tuple[rows.Letter, ...]

    @property
    def first(self) -> dict[int, str]:
        """What is to be found out first of each allegation of which not all is known."""
        items = [item for group in self.groups for item in group.items]
        return {item.allegation: item.text for item in reversed(items)}


def asking_part(
    case: rows.Case, spoken: Decision, folds: Folds, letter: ReplyPart | None, by: may.Actor
) -> AskingPart | None:
    """Every open question of what the policy says of the facts so far; None when all is known."""
    questions = asking.by_whom(asking.asked(spoken, folds.policy))
    if not questions:
        return None
    below = letter is not None and letter.kind is LetterKind.QUESTION
    return AskingPart(
        groups=tuple(
            _group(case, whom, told, spoken, folds, below, by) for whom, told in questions.items()
        ),
        letter_below=below,
        asked_before=tuple(
            row for row in case.letters.all() if row.kind == LetterKind.QUESTION and row.queued_at
        ),
    )


def _group(
    case: rows.Case,
    whom: str,
    told: Sequence[Asked],
    spoken: Decision,
    folds: Folds,
    below: bool,
    by: may.Actor,
) -> Group:
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    items = tuple(_item(case, each) for each in told)
    if whom != CUSTOMER:
        return Group(whom, items, (), asking.message(to, whom, told, voice), [])
    drafted = partial(reply.question, to, spoken, voice)
    by_letter = [] if below else folds.of_question(drafted)
    return Group(whom, items, asking.call_script(to, told, voice), "", by_letter)


def _item(case: rows.Case, question: Asked) -> Item:
    row = next(row for row in case.allegations.all() if f"a{row.pk}" == question.allegation)
    finding = getattr(row, "finding", None)
    page = reverse("desk:case", args=[case.pk])
    if finding and finding.result == FindingResult.UNDETERMINED and not finding.by_table:
        fold, field = f"finding-{row.pk}", f"do-finding-{row.pk}"
    else:
        fold = f"facts-{row.pk}"
        field = f"{fold}-{question.facts[0]}" if question.facts else f"do-{fold}"
    return Item(question.text, row.kind, row.pk, f"{page}?do={fold}#{field}")
