"""Customers, what came by mail, and the people who work here."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Annotated

from django.http import FileResponse, HttpRequest, HttpResponse
from pydantic import Field

from upheld.api import looking
from upheld.api.access import by, now
from upheld.api.files import attached
from upheld.api.given import AsideGiven, CustomerGiven, PlacingGiven, WhyGiven
from upheld.api.given_insight import QuarterGiven
from upheld.api.paging import Cursor, Limit, Page, page
from upheld.api.problems import Problem
from upheld.api.told import customers as told
from upheld.api.told.cases import CaseTold, PersonTold
from upheld.api.told.customers import (
    ContactTold,
    CustomerTold,
    FileTold,
    MailboxTold,
    MessageLine,
    MessageTold,
    OrderTold,
)
from upheld.api.told.profit import ValueTold
from upheld.api.told.profit import value as told_value
from upheld.api.values import Id, Ref, Text
from upheld.api.versions import customer_as_read, customer_version, tagged
from upheld.core.domains import spellings
from upheld.core.post import Unreadable, parted, read
from upheld.core.words import MailState
from upheld.steps.know_customer import know_customer
from upheld.steps.place_message import hold, place_as_new, place_into
from upheld.steps.set_aside import set_aside
from upheld.store import mail, mail_health
from upheld.store import models as rows
from upheld.store.counted import lists
from upheld.store.files import FileAmiss
from upheld.store.mail import MailMissing
from upheld.store.merged import as_one, senders
from upheld.store.reached import reached
from upheld.store.sight import fit_seen
from upheld.store.sight.withheld import waiting_for_findings, withheld

from .base import THAT_VERSION, Routes, case_id, customer_of, may_read
from .cases import shown

customers = Routes(tags=["customers"])
messages = Routes(tags=["mail"])
_Filter = Annotated[Text, Field(max_length=200)]
_Email = Annotated[Text, Field(min_length=3, max_length=254, description="The whole address.")]


@customers.reads("/customers", Page[CustomerTold])
def list_customers(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    email: _Email | None = None,
) -> Page[CustomerTold]:
    """Customers, the newest first; the one with an e-mail address when it is given."""
    may_read(request)
    found = rows.Customer.objects.all()
    found = found.filter(email__in=spellings(email)) if email else found
    shown = page(request, found, _told, limit, cursor)
    looking.listed(request, {each.id for each in shown.items if each.vulnerable})
    return shown


def _told(found: Sequence[rows.Customer]) -> list[CustomerTold]:
    numbers = [row.pk for row in found]
    kept_back, away = withheld(numbers), fit_seen.kept_back(numbers)
    leads = as_one.leads(found)
    return [
        told.customer(
            row, customer_version(row, leads.get(row.pk)), row.pk in kept_back,
            leads.get(row.pk), away.get(row.pk, ()),
        )
        for row in found
    ]  # fmt: skip


@customers.reads("/customers/{customer}", CustomerTold)
def read_customer(request: HttpRequest, customer: Id, response: HttpResponse) -> CustomerTold:
    """Who a customer is to us."""
    return _shown(request, response, customer)


def _shown(request: HttpRequest, response: HttpResponse, customer_id: int) -> CustomerTold:
    (shown,) = _told([customer_of(request, customer_id)])
    tagged(response, shown.version)
    return shown


@customers.reads("/customers/{customer}/orders", Page[OrderTold])
def list_orders(
    request: HttpRequest, customer: Id, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[OrderTold]:
    """What a customer bought, the newest first."""
    found = as_one.orders(customer_of(request, customer))
    return page(request, found, lambda each: [*map(told.order, each)], limit, cursor)


@customers.reads("/orders", Page[OrderTold])
def list_all_orders(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    touchpoint: _Filter = "",
    persona: _Filter = "",
    quarter: QuarterGiven = "",
    came_by: _Filter = "",
    campaign: _Filter = "",
    promise: _Filter = "",
    q: _Filter = "",
) -> Page[OrderTold]:
    """What all customers bought, the newest first, by what the figures of insight count by."""
    may_read(request)
    asked = {
        "touchpoint": touchpoint, "persona": persona, "quarter": quarter, "came_by": came_by,
        "campaign": campaign, "promise": promise, "q": q,
    }  # fmt: skip
    found = lists.orders(asked, now(request))
    return page(request, found, lambda each: [*map(told.order, each)], limit, cursor)


@customers.reads("/customers/{customer}/contacts", Page[ContactTold])
def list_contacts(
    request: HttpRequest, customer: Id, limit: Limit = 50, cursor: Cursor | None = None
) -> Page[ContactTold]:
    """What was said between a customer and us, the newest first."""
    found = as_one.contacts(customer_of(request, customer)).select_related("case")
    return page(request, found, lambda each: [*map(told.contact, each)], limit, cursor)


@customers.reads("/customers/{customer}/value", ValueTold | None)
def read_value(request: HttpRequest, customer: Id) -> ValueTold | None:
    """What a customer is expected to bring, as it was worked out last; null before, and withheld
    while an open complaint waits for a finding, which it must not colour."""
    found = customer_of(request, customer)
    if waiting_for_findings(found):
        raise Problem(409, "withheld", "an open complaint waits for a finding: it comes first")
    whose = as_one.shown_as(found)
    kept = rows.CustomerValue.objects.select_related("of").filter(customer=whose).first()
    return told_value(kept) if kept else None


@customers.writes("PATCH", "/customers/{customer}", CustomerTold, match=THAT_VERSION)
def write_customer(
    request: HttpRequest, customer: Id, body: CustomerGiven, response: HttpResponse
) -> CustomerTold:
    """How to reach a customer, and who they are to us, with what shows it."""
    reached(body.email or "")
    with customer_as_read(request, customer):
        know_customer(customer, body.told(), by(request), now(request))
    return _shown(request, response, customer)


@customers.reads("/people", list[PersonTold])
def list_people(request: HttpRequest) -> list[rows.Person]:
    """Who works here: whom a case can be given to."""
    may_read(request)
    return list(rows.Person.objects.filter(is_active=True).order_by("pk"))


@messages.reads("/mail", Page[MessageLine])
def list_mail(
    request: HttpRequest,
    limit: Limit = 50,
    cursor: Cursor | None = None,
    state: MailState | None = None,
    case: Ref | None = None,
) -> Page[MessageLine]:
    """What came by mail, the newest first: what is held waits for a person."""
    may_read(request)
    found = rows.Incoming.objects.select_related("case")
    found = found.filter(state=state) if state else found
    found = found.filter(case=case_id(case)) if case else found
    return page(request, found, lambda each: [*map(told.message_line, each)], limit, cursor)


def _message(request: HttpRequest, message_id: int) -> rows.Incoming:
    may_read(request)
    found = rows.Incoming.objects.select_related("case").filter(pk=message_id).first()
    if found is None:
        raise MailMissing
    return found


@messages.reads("/mailboxes", list[MailboxTold])
def list_mailboxes(request: HttpRequest) -> list[mail_health.Health]:
    """Whether mail is still read: each source, how it went, and what could not be fetched."""
    may_read(request)
    return mail_health.health(now(request))


@messages.reads("/mail/{message}", MessageTold)
def read_message(request: HttpRequest, message: Id) -> MessageTold:
    """A message in words: what is new apart from what it quotes."""
    row = _message(request, message)
    line = told.message_line(row).model_dump() | asdict(senders.of_message(row))
    try:
        with mail.raw(row) as came:
            post = read(came)
            files = [
                FileTold(number=number, name=each.name, type=each.type, size=each.size)
                for number, each in enumerate(post.attachments)
            ]
    except (Unreadable, FileAmiss) as error:
        return MessageTold(**line, new="", quoted="", files=[], trouble=str(error))
    text = parted(post.text)
    return MessageTold(**line, new=text.new, quoted=text.folded, files=files, trouble="")


@messages.reads("/mail/{message}/raw", None)
def read_raw_message(request: HttpRequest, message: Id) -> FileResponse:
    """The whole message, byte for byte."""
    return attached(mail.raw(_message(request, message)), f"message-{message}.eml")


@messages.reads("/mail/{message}/files/{number}", None)
def read_message_file(
    request: HttpRequest, message: Id, number: Annotated[int, Field(ge=0, le=100_000)]
) -> FileResponse:
    """One file of a message, as it came."""
    with ExitStack() as opened:
        came = opened.enter_context(mail.raw(_message(request, message)))
        found = read(came).attachments
        if number >= len(found):
            raise FileAmiss
        opened.pop_all()  # it is closed once it was sent
        return attached(found[number].opened(came), found[number].name)


@messages.writes("POST", "/mail/{message}/placing", CaseTold)
def place_message(
    request: HttpRequest, message: Id, body: PlacingGiven, response: HttpResponse
) -> CaseTold:
    """Puts a message that was held or set aside into a case."""
    into, who, at = case_id(body.case), by(request), now(request)
    place_into(message, into, who, at, theirs=body.theirs)
    return shown(response, case_id(body.case))


@messages.writes("POST", "/mail/{message}/case", CaseTold)
def place_new(request: HttpRequest, message: Id, response: HttpResponse) -> CaseTold:
    """Makes a new case of a message that was held or set aside."""
    return shown(response, place_as_new(message, by(request), now(request)))


@messages.writes("POST", "/mail/{message}/aside", MessageLine)
def set_message_aside(request: HttpRequest, message: Id, body: AsideGiven) -> MessageLine:
    """Sets a held message aside, or all that are held from its address: nobody need act on it."""
    set_aside(message, body.of_sender, by(request), now(request))
    return told.message_line(_message(request, message))


@messages.writes("POST", "/mail/{message}/hold", MessageLine)
def hold_message(request: HttpRequest, message: Id, body: WhyGiven) -> MessageLine:
    """Keeps a new message before a person's eyes, with the reason."""
    return told.message_line(hold(message, body.why, by(request), now(request)))
