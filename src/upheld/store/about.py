"""Which case a message is about, by all that it names: asked as it comes and as it is read, before
anything else is. Whatever keeps a message from its place, whoever may not see that case may not see
the message (store/sight/seen.py)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db.models import Q, QuerySet

from upheld.core.post import Post, all_words, answered_ids
from upheld.core.words import MailState

from . import models as rows
from . import receipts, tokens
from .rows import people
from .sight import seen

LONGEST_ID = 300
_MOST = 200  # of each kind that one message names: a stranger may write any number
# What is looked for begins with what is written so: that is found fast in 50 MB.
_REFERENCE = re.compile(r"up-(?<![\w-]up-)(\d{6,12})(?!\w)")
_LINK = re.compile(r"/enter/([\w-]{43})(?![\w-])")
_WITH_TEAM = "owner__team"


def by_message_ids(ids: Sequence[str]) -> rows.Incoming | None:
    """The message in a case that the nearest of these ids names."""
    kept_as = [each[:LONGEST_ID] for each in ids]
    if not kept_as:
        return None
    placed = rows.Incoming.objects.filter(message_id__in=kept_as, state=MailState.PLACED)
    found = {row.message_id: row for row in placed.select_related("case__customer")}
    return next((found[each] for each in kept_as if each in found), None)


def of_bytes(raw: bytes) -> rows.Case | None:
    """By its bytes as they came, which may be of one that cannot be read."""
    return _named(answered_ids(raw), [raw.decode("latin-1")])


def of_post(post: Post) -> rows.Case | None:
    return _named(post.answers, all_words(post))


def first_of(*cases: rows.Case | None) -> rows.Case | None:
    """Of those that a message is about, the first that a private team works on; else the first.
    One that was erased is as if it were not there."""
    found = [case for case in cases if case and not case.erased_at]
    return next(filter(_is_private, found), found[0] if found else None)


def _is_private(case: rows.Case) -> bool:
    return people.private_team(case.owner) is not None


@seen.whole()
def _named(ids: Sequence[str], told: Iterable[str]) -> rows.Case | None:
    """By our signed token or link, or the message of theirs that it goes on from. A reference
    counts where a private team works on its case: anybody can write one."""
    answered = by_message_ids(ids)
    names, links, references = set[tokens.Named](), set[int](), set[int]()
    for text in told:
        names.update(islice(tokens.every(text), _MOST))
        links.update(_links(text))
        references.update(int(each[1]) for each in islice(_REFERENCE.finditer(text.lower()), _MOST))
    sure = links | _of_tokens(names) | ({answered.case_id} if answered else set())
    there = Q(pk__in=sure) | Q(pk__in=references, owner__team__private=True)
    if not (sure or references):
        return None
    cases: QuerySet[rows.Case] = rows.Case.objects.filter(there, erased_at=None)
    return first_of(*cases.select_related(_WITH_TEAM).order_by("pk"))


def _of_tokens(names: Iterable[tokens.Named]) -> set[int | None]:
    letters = {each.letter for each in names if each.case}
    links = {each.letter for each in names if each.case is None}
    found = set[int | None]()
    for model, numbers in ((rows.Letter, letters), (rows.Receipt, links)):
        if numbers:
            found |= {*model._base_manager.filter(pk__in=numbers).values_list("case", flat=True)}
    return found


def _links(text: str) -> Iterator[int]:
    for each in islice(_LINK.finditer(text), _MOST):
        if case := receipts.case_of_link(each[1]):
            yield case
