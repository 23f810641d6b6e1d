"""To find out: what is still missing, who can tell, and the words to ask them with."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.urls import reverse

from upheld.core import asking, reply
from upheld.core.asking import CUSTOMER, Asked
from upheld.core.decision import Decision
from upheld.core.words import FindingResult, LetterKind
from upheld.steps import may
from upheld.store import load, policies
from upheld.store import models as rows
from upheld.store.merged import complained_too, their_part
from upheld.store.sight import seen

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
    """What one of them can tell: by letter or telephone the customer, by `message` the others.
    Whoever complained of it too is `told_of` by their own case, with the `page` where they are
    asked and the letters in which they were."""

    whom: str
    items: tuple[Item, ...]
    script: tuple[str, ...] = ()
    message: str = ""
    folds: Sequence[Fold] = ()
    told_of: rows.Case | None = None
    page: str = ""
    asked_before: tuple[rows.Letter, ...] = ()

    def waits_since(self, decided: datetime) -> bool:
        """Whether they were not asked since then."""
        return not any(each.queued_at and each.queued_at >= decided for each in self.asked_before)


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


def asked_of_them(case: rows.Case, decision: Decision) -> tuple[str, ...]:
    """What a decision asks of whoever complained in the case, on points of their own."""
    if not decision.asks_customer:
        return ()
    return their_part.part_of(decision, their_part.together(case), case.pk).asks_customer


def asking_part(
    case: rows.Case, spoken: Decision, folds: Folds, letter: ReplyPart | None, by: may.Actor
) -> AskingPart | None:
    """Every open question of what the policy says of the facts so far; None when all is known."""
    every = asking.asked(spoken, folds.policy)
    if not every:
        return None
    of = their_part.together(case)
    whose = their_part.whose(of, "allegations")
    first = [each for each in every if _whom(each, whose, case) == case.customer_id]
    questions, theirs = asking.by_whom(first), their_part.part_of(spoken, of, case.pk)
    below = letter is not None and letter.kind is LetterKind.QUESTION
    return AskingPart(
        groups=(
            *(_group(case, *each, theirs, folds, below, by) for each in questions.items()),
            *_beside(case, [each for each in every if each not in first], whose, by),
        ),
        letter_below=below,
        asked_before=tuple(
            row
            for row in _asked_in(case)
            if their_part.whose(of, "letters").get(row.pk, case.customer_id) == case.customer_id
        ),
    )


def _asked_in(case: rows.Case) -> list[rows.Letter]:
    every = case.letters.all()
    return [row for row in every if row.kind == LetterKind.QUESTION and row.queued_at]


def _whom(question: Asked, whose: Mapping[int, int], case: rows.Case) -> int:
    """Which customer is asked, or has a part in what is asked of others: the customer of the case
    is the one whose colleagues, carrier and warehouse are asked of all of it."""
    if question.whom != CUSTOMER:
        return case.customer_id
    return whose.get(int(question.allegation.removeprefix("a")), case.customer_id)


def _beside(
    case: rows.Case, told: Sequence[Asked], whose: Mapping[int, int], by: may.Actor
) -> list[Group]:
    """What whoever complained of it too can tell, each asked in their own case and nobody else."""
    if not told:
        return []
    theirs = {each.customer_id: each for each in complained_too.others(case)}
    shown = seen.shown(each.pk for each in theirs.values())
    found: dict[int, list[Asked]] = {}
    for question in told:
        found.setdefault(_whom(question, whose, case), []).append(question)
    return [_too(case, theirs.get(pk), each, shown, by) for pk, each in found.items()]


def _too(
    case: rows.Case,
    theirs: rows.Case | None,
    told: Sequence[Asked],
    shown: Collection[int],
    by: may.Actor,
) -> Group:
    items = tuple(_item(case, each) for each in told)
    if theirs is None or theirs.pk not in shown:
        return Group(_TOO, items)
    writes = may.allowed("ask_too", by, theirs.state) and may.allowed("ask", by, case.state)
    page = reverse("desk:other_letter", args=[theirs.pk, LetterKind.QUESTION]) if writes else ""
    return Group(_TOO, items, told_of=theirs, page=page, asked_before=tuple(_asked_in(theirs)))


_TOO = "whoever_complained_of_it_too"


def _group(
    case: rows.Case,
    whom: str,
    told: Sequence[Asked],
    theirs: Decision,
    folds: Folds,
    below: bool,
    by: may.Actor,
) -> Group:
    to, voice = load.addressed(case, by.name), policies.voice(case.regime)
    items = tuple(_item(case, each) for each in told)
    if whom != CUSTOMER:
        return Group(whom, items, message=asking.message(to, whom, told, voice))
    asked = [each for each in told if each.text in theirs.asks_customer]
    if not asked:  # of what they say is not theirs nothing is asked
        return Group(whom, items)
    drafted = partial(reply.question, to, theirs, voice)
    by_letter = [] if below else folds.of_question(drafted)
    return Group(whom, items, asking.call_script(to, asked, voice), folds=by_letter)


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
