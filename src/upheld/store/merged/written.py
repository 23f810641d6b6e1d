"""Whose words came into a case that was merged with that of another customer: in the portal or by
mail each goes on writing, or sends files after what they filed, and all of it comes into the case
where the work is done."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from upheld.core.domains import spellings
from upheld.core.event_kinds import EventKind
from upheld.core.references import read_reference
from upheld.core.words import Channel
from upheld.store import models as rows
from upheld.store.record import said
from upheld.store.sight import seen

from . import as_one, merging
from .moves import Moved

_CAME = (
    EventKind.WROTE, EventKind.MAIL_PLACED, EventKind.MAIL_HELD, EventKind.MAIL_SET_ASIDE,
)  # fmt: skip
CAME_WITH_IT = "Came with the complaint."
# What was filed that a file came after, by its reference, as the event of that file names it.
FILED = "filed"
_SENT_AFTER = Q(kind=EventKind.EVIDENCE_ADDED, data__has_key=FILED)


def _none() -> Moved:
    return defaultdict(set)


@seen.whole()
def in_portal(case: rows.Case) -> set[int]:
    """The evidence that whoever complained in this case wrote in the portal, or sent after it was
    filed, whatever their address is since: here, and in each case of another that this one was ever
    a part of. That a merge was undone takes nothing of it away."""
    theirs = rows.Contact.everything.filter(customer=case.customer_id, channel=Channel.WEB)
    said_at = set(theirs.filter(inbound=True).values_list("at", "summary"))
    events = rows.Event.objects.filter(_SENT_AFTER | Q(kind=EventKind.WROTE), erased_by=None)
    return {
        pk
        for event in events.filter(case__in=ever_in(case))
        if event.data.get(FILED) == case.reference
        or (event.at, event.data.get("text", "")) in said_at
        for pk in said.numbers(event.data, "evidence")
    }


@seen.whole()
def sent_after(case: rows.Case) -> int:
    """How many files came after what was filed as this case, wherever it was a part of another."""
    where = {case.pk, *merging.ever_near({case.pk})}
    events = rows.Event.objects.filter(_SENT_AFTER, case__in=where, erased_by=None)
    return events.filter(data__filed=case.reference).count()


@seen.whole()
def not_known_sent(case: rows.Case) -> set[int]:
    """The evidence here that came after what was filed and is not known to be theirs by now."""
    if not any(each.filename and each.text == CAME_WITH_IT for each in case.evidence.all()):
        return set()
    events = rows.Event.objects.filter(_SENT_AFTER, case__in=merging.whole(case.pk))
    sent = list(events.filter(erased_by=None).values_list("data", flat=True))
    filed = rows.Case.everything.filter(pk__in={read_reference(each[FILED]) for each in sent})
    doubted = {each.reference for each in filed.filter(known_to_be_theirs=False)}
    return {pk for each in sent if each[FILED] in doubted for pk in said.numbers(each, "evidence")}


@seen.whole()
def answered(case: rows.Case) -> Mapping[int, bool]:
    """The letters that were answered, wherever the case was a part of another or another of it, and
    whether we know that by them: in the portal, or by a mail that was vouched for. Of what one of
    us placed and no mail server vouches for they read no word: they may answer still."""
    found: dict[int, bool] = {}
    for data in _answers(case):
        letter = data["answers"]
        found[letter] = found.get(letter, False) or _is_known(data)
    return found


def _is_known(data: Mapping[str, Any]) -> bool:
    return "mail" not in data or (data.get("vouched") is True and not data.get("unchecked"))


@seen.whole()
def is_first_answer(case: rows.Case, letter: rows.Letter) -> bool:
    """Whether what they answered to a letter, on their page or by mail, is all that they did."""
    return [data["answers"] for data in _answers(case)].count(letter.pk) == 1


def _answers(case: rows.Case) -> Iterator[Mapping[str, Any]]:
    """What the record says of each answer to a letter. A message that was split off since is
    another matter, and answers nothing here."""
    merged = getattr(case, "ever_merged", True)
    where = {case.pk, *(merging.ever_near({case.pk}) if merged else ())}
    kinds = (EventKind.WROTE, EventKind.MAIL_PLACED, EventKind.SPLIT_OFF)
    told = rows.Event.objects.filter(case__in=where, kind__in=kinds)
    events = list(told.values_list("kind", "data"))
    off = {data.get("mail", 0) for kind, data in events if kind == EventKind.SPLIT_OFF}
    apart = _elsewhere(case, off) if off else ()
    for kind, data in events:
        if kind != EventKind.SPLIT_OFF and data.get("answers") and data.get("mail") not in apart:
            yield data


def _elsewhere(case: rows.Case, mail: Collection[int]) -> Collection[int]:
    """Those of these messages that are not where the case is worked on: a merge of the case that
    was made of one took it back."""
    here = merging.whole(merging.worked_on_in(case).pk)
    gone = rows.Incoming.objects.filter(pk__in=mail).exclude(case__in=here)
    return set(gone.values_list("pk", flat=True))


def ever_in(case: rows.Case) -> set[int]:
    """The case and those that it was ever a part of, or is history in: what they say of it came
    there once too. One of their own has its own page."""
    found = above = {case.pk}
    others = ~Q(into__customer=case.customer_id)
    while above:
        went = rows.Merge.objects.filter(others, case__in=above)
        above = set(went.values_list("into", flat=True)) - found
        found, others = found | above, Q()
    return found


@dataclass(frozen=True, slots=True)
class Written:
    """By model, what these customers wrote, what others did, and what came into their cases from
    nobody who is known, since a case of somebody else was taken in."""

    theirs: Moved = field(default_factory=_none)
    others: Moved = field(default_factory=_none)
    unknown: Moved = field(default_factory=_none)


@seen.whole()
def by_whom(people: Collection[int]) -> Written:
    """What came into the cases of these customers and those that they were ever merged with or
    parted from: its event, evidence, message and contact. A merge that was undone counts: what came
    meanwhile stays."""
    found = Written()
    own = set(rows.Case.everything.filter(customer__in=people).values_list("pk", flat=True))
    near = merging.ever_near(own)
    if not near:
        return found
    called, shared = _called({*own, *near}), _shared(own)
    kinds = (*_CAME, EventKind.TOOK_IN)
    told = rows.Event.objects.filter(_SENT_AFTER | Q(kind__in=kinds), erased_by=None)
    events = list(told.filter(case__in=own | near).order_by("number"))
    beside = _read(events, own | near)
    took_in: set[int | None] = set()
    for event in events:
        if event.kind == EventKind.TOOK_IN:
            took_in.add(event.case_id)
        elif writers := beside.writers(event, called):
            _add(found.theirs if writers & set(people) else found.others, event, beside)
        elif event.case_id in shared & took_in:
            _add(found.unknown, event, beside)
    return found


def _called(cases: Collection[int]) -> dict[str, set[int]]:
    """The customers of these cases, with all who are one person with them, by what evidence says
    of with whom it was."""
    found: dict[str, set[int]] = defaultdict(set)
    whose = rows.Case.everything.filter(pk__in=cases).values_list("customer", flat=True)
    stay = set(as_one.people(whose).values())
    told = rows.Customer.everything.filter(Q(pk__in=stay) | Q(merged_into__in=stay))
    for pk, *mails, name in told.values_list("pk", "email", "returned_email", "name"):
        known = [each for mail in mails if mail.strip() for each in spellings(mail)]
        for each in known or [name.strip().lower()]:
            found[each[:200]].add(pk)
    found.pop("", None)
    return found


def _shared(cases: Collection[int]) -> set[int]:
    """Those into which a case of another customer ever came."""
    taking = rows.Case.everything.filter(pk__in=cases, taken_in__isnull=False).distinct()
    return {case.pk for case in taking if merging.of_others(case).since}


@dataclass(frozen=True, slots=True)
class _Beside:
    """What was written down beside events: the contacts by their way, their words and when they
    came, and the mail, the evidence and who filed a case by their numbers."""

    by_words: Mapping[tuple[str, str, datetime], Sequence[rows.Contact]]
    mail: Mapping[int, rows.Incoming]
    evidence: Mapping[int, rows.Evidence]
    filers: Mapping[int, int]

    def contacts(self, event: rows.Event) -> list[rows.Contact]:
        way, came = Channel.WEB, {event.at}
        if event.kind != EventKind.WROTE:
            way, came = Channel.EMAIL, {each.came_at for each in self._mail(event)}
        words = event.data.get("text", "")
        return [each for at in came for each in self.by_words.get((way, words, at), ())]

    def writers(self, event: rows.Event, called: Mapping[str, set[int]]) -> set[int]:
        """The portal knows who writes, whatever their address is since, and a file that came after
        what it belongs to; mail says it by its sender."""
        if event.kind == EventKind.EVIDENCE_ADDED:
            return self._filer(event)
        if event.kind == EventKind.WROTE and (known := self.contacts(event)):
            return {each.customer_id for each in known}
        numbers = said.numbers(event.data, "evidence")
        named = {self.evidence[pk].with_whom for pk in numbers if pk in self.evidence}
        named |= {each.sender for each in self._mail(event)}
        return {pk for each in named for pk in called.get(each.lower()[:200], ())}

    def _filer(self, event: rows.Event) -> set[int]:
        filed = read_reference(event.data[FILED])
        return {self.filers[filed]} if filed is not None and filed in self.filers else set()

    def _mail(self, event: rows.Event) -> list[rows.Incoming]:
        numbers = said.numbers(event.data, "mail")
        return [self.mail[pk] for pk in numbers if pk in self.mail]


def _read(events: Sequence[rows.Event], cases: Collection[int]) -> _Beside:
    """All of it at once. A contact is looked for in all these cases: a merge may have moved it."""
    by_words: dict[tuple[str, str, datetime], list[rows.Contact]] = defaultdict(list)
    ways = (Channel.WEB, Channel.EMAIL)
    for each in rows.Contact.everything.filter(case__in=cases, inbound=True, channel__in=ways):
        by_words[each.channel, each.summary, each.at].append(each)
    mail = {pk for each in events for pk in said.numbers(each.data, "mail")}
    evidence = {pk for each in events for pk in said.numbers(each.data, "evidence")}
    return _Beside(
        by_words=by_words,
        mail=rows.Incoming.objects.only("came_at", "sender").in_bulk(mail),
        evidence=rows.Evidence.objects.only("with_whom").in_bulk(evidence),
        filers=dict(rows.Case.everything.filter(pk__in=cases).values_list("pk", "customer")),
    )


def _add(to: Moved, event: rows.Event, beside: _Beside) -> None:
    to[rows.Event].add(event.pk)
    to[rows.Contact] |= {each.pk for each in beside.contacts(event)}
    to[rows.Evidence] |= said.numbers(event.data, "evidence")
    to[rows.Incoming] |= said.numbers(event.data, "mail")
