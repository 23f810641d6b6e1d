"""What a letter calls whoever complained: what they call themselves, where that is known to be from
them; never what a stranger may have written under their address, when they are known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from upheld.core.event_kinds import EventKind
from upheld.core.reply.greeting import may_be_name
from upheld.core.words import Channel

from . import models as rows
from .sight import seen
from .sql.asked_again import AskedAgain

# What somebody wrote or filled in; what was written down for them has a person beside it.
THEY_WROTE = (Channel.EMAIL, Channel.WEB)


def called(case: rows.Case) -> str:
    """By what name a letter of this case greets; empty where none is known to be theirs."""
    told, known = _told_in(case), case.customer.name
    if is_disowned(case):
        ours = name_of(case.customer)
        return ours if ours != told or _is_named_since(case, ours) else ""
    if known and are_anybodys(case.customer, case):  # it is of the complaint that brought it alone
        known = ""
    return known or told if may_be_anybodys(case) else told or known


def addressed(case: rows.Case) -> str:
    """What stands above the address of a letter of this case: what a letter would greet by, or what
    is known to be what they are called, such as the name of a firm; never what anybody wrote."""
    name = called(case)
    if may_be_name(name):
        return name
    ours = name == case.customer.name and not are_anybodys(case.customer)
    return name if ours else ""


def name_of(who: rows.Customer) -> str:
    """By what name a letter greets them that is of no case; empty where anybody may have written
    it."""
    return "" if are_anybodys(who) else who.name


def names_of(case: rows.Case) -> tuple[str, ...]:
    """Every name by which we know whoever complained, to be taken out of what is shown of it: their
    row's, what they call themselves, and those of all rows that are one person with theirs. One
    statement where `case` has its customer and need."""
    return names_of_each([case])[case.pk]


def names_of_each(cases: Sequence[rows.Case]) -> dict[int, tuple[str, ...]]:
    """The same of many cases, by their numbers, in as many statements as of one."""
    people = {case.pk: case.customer.merged_into_id or case.customer_id for case in cases}
    merged = names_of_merged(people.values())
    return {
        case.pk: each_once(case.customer.name, _told_in(case), *merged.get(people[case.pk], ()))
        for case in cases
    }


def names_of_merged(people: Iterable[int] | None = None) -> Mapping[int, list[str]]:
    """By the number of the customer who stays, the names of all rows that are one person, whoever
    looks: of these people, or of all who were ever merged. One statement."""
    merged = rows.Customer.everything.exclude(merged_into=None).order_by("pk")
    if people is not None:
        merged = merged.filter(merged_into__in=set(people))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for stays, known, name in merged.values_list("merged_into__pk", "merged_into__name", "name"):
        found[stays] += [known, name]
    return found


# What of a case `named_in` reads, in a statement over many.
NAMED_BY = ("customer__name", "customer__merged_into", "need__name")


def named_in() -> Callable[[int, str, int | None, str | None], tuple[str, ...]]:
    """The same for a statement over many cases: of the number of a customer, and what of their case
    is in the columns `NAMED_BY`, all their names. One statement for all."""
    merged = names_of_merged()

    def called(customer: int, name: str, into: int | None, told: str | None) -> tuple[str, ...]:
        return each_once(name, told, *merged.get(into or customer, ()))

    return called


def each_once(*names: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _told_in(case: rows.Case) -> str:
    need: rows.Need | None = getattr(case, "need", None)
    return need.name if need else ""


def disowning(case: Combinable | rows.Case) -> "QuerySet[rows.Event]":
    """What whoever has the address said of a case: that they did not send it; the newest first."""
    said = rows.Event.objects.filter(case=case, kind=EventKind.DISOWNED)
    return said.order_by("-number")


def is_disowned(case: rows.Case) -> bool:
    """Whether whoever has its address says that it is not from them, and nobody of staff has
    settled it since. A page reads it with its case (store/load.py)."""
    if case.known_to_be_theirs is not False:
        return False
    read: bool | None = getattr(case, "was_disowned", None)
    return disowning(case).exists() if read is None else bool(read)


def disowned() -> "QuerySet[rows.Case]":
    """The cases of which whoever has their address says so, and nobody has settled it since."""
    return rows.Case.everything.filter(Exists(disowning(OuterRef("pk"))), known_to_be_theirs=False)


def with_disowned(merges: "QuerySet[rows.Merge]") -> "QuerySet[rows.Merge]":
    """These merges with what `is_disowned` asks of each case that came, in their own statement."""
    return merges.annotate(part_disowned=Exists(disowning(OuterRef("case"))))


def as_read(merges: Iterable[rows.Merge]) -> None:
    """Onto the cases of merges that were read so."""
    for each in merges:
        each.case.was_disowned = each.part_disowned  # type: ignore[attr-defined]


def _is_named_since(case: rows.Case, name: str) -> bool:
    """Whether the customer of a case that is disowned has the name since then: whoever disowned it
    took it away (store/save/customers.py), and earlier versions did not."""
    said = disowning(case).values("number")[:1]
    named = mends(case.customer).filter(data__after__name=name)
    return bool(name) and named.filter(number__gt=Subquery(said)).exists()


def may_be_anybodys(case: rows.Case) -> bool:
    """Whether anybody may have written it: a program may pass on a form."""
    if case.known_to_be_theirs is None:
        return case.channel in THEY_WROTE and not case.source
    return not case.known_to_be_theirs


# The same of a row.
MAY_BE_ANYBODYS = Q(known_to_be_theirs=False) | Q(
    known_to_be_theirs=None, channel__in=THEY_WROTE, source=""
)


def began_with_anybodys(who: Combinable) -> Exists:
    """Whether the first complaint of customer `who` is one that anybody may have written, within a
    statement of others: of nobody else may what they are called be anybody's."""
    theirs = rows.Case.everything.filter(customer=OuterRef("customer")).order_by("pk")
    first = rows.Case.everything.filter(customer=who, pk=Subquery(theirs.values("pk")[:1]))
    return Exists(first.filter(MAY_BE_ANYBODYS))


@seen.whole()
def are_anybodys(who: rows.Customer, but: rows.Case | None = None) -> bool:
    """Whether the name and the number of a customer may be what anybody wrote under their address:
    neither our records have them so, nor a colleague, nor a complaint that is known to be theirs,
    `but` for one. Where that one brought them they are nobody else's."""
    if who.brought_by_id or who.joined_on:
        return False
    first: list[rows.Case] = _FIRST(who.pk)
    if not first or first[0] == but or not may_be_anybodys(first[0]):
        return False
    proved = _PROVED(who.pk, who.name, but.pk if but else 0)
    return not (proved or _was_mended(who))


def brought_them(case: rows.Case) -> bool:
    """Whether we know the customer by what was written or filled in as this complaint: it was their
    first, and our records do not have them."""
    who = case.customer
    if who.brought_by_id or who.joined_on or who.source:
        return False
    wrote = case.channel in THEY_WROTE and not case.source
    return wrote and [*_FIRST(who.pk)] == [case]


def _first(who: int) -> "QuerySet[rows.Case]":
    return rows.Case.everything.filter(customer=who).order_by("pk")[:1]


def _proved(who: int, name: str, but: int) -> "QuerySet[rows.Case, Any]":
    """A complaint that is known to be theirs and names them so."""
    named = Q(known_to_be_theirs=True, need__name=name) & ~Q(need__name="")
    return rows.Case.everything.filter(named, customer=who).exclude(pk=but).values_list("pk")[:1]


# Asked whenever a complaint is filed under an address that is known.
_FIRST, _PROVED = AskedAgain(_first), AskedAgain(_proved)


def _was_mended(who: rows.Customer) -> bool:
    return mends(who).filter(data__after__has_key="name").exists()


def mends(who: rows.Customer) -> "QuerySet[rows.Event]":
    """What the record says of who mended how they are called and reached."""
    return rows.Event.objects.filter(kind=EventKind.CUSTOMER_MENDED, data__customer=who.pk)
