"""What a table may hold, by kind: its fields, their choices, and how exports call and mean them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import columns, made_of, table_map
from .columns import CLOSED, OPEN

COMPLAINTS = "complaints"


@dataclass(frozen=True, slots=True)
class Shape:
    """`names` are what columns of a field are called elsewhere, in small letters without signs;
    `meant` is what a value becomes, for the fields that take one of few."""

    fields: Mapping[str, str]
    choices: Mapping[str, tuple[str, ...]]
    dates: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    meant: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


_NAMES: Mapping[str, tuple[str, ...]] = {
    "key": ("ticketid", "ticketno", "ticketnumber", "ticket", "caseid", "caseno", "casenumber",
            "complaintid", "conversationid", "reference", "ref", "number", "id"),
    "text": ("description", "complaint", "complainttext", "narrative", "text", "message", "body",
             "messagebody", "details", "comment", "comments", "whathappened", "content"),
    "subject": ("subject", "title", "summary", "headline", "rawsubject"),
    "received": ("received", "receivedat", "receivedon", "datereceived", "createdat", "createdtime",
                 "created", "requested", "conversationcreatedat", "opened", "openedat", "openedon",
                 "when", "date"),
    "name": ("customername", "requestername", "requester", "fullname", "contactname", "name",
             "customer", "messageauthorname", "complainant"),
    "email": ("email", "emailaddress", "customeremail", "requesteremail", "contactemail", "mail",
              "messageauthoremail"),
    "phone": ("phone", "telephone", "mobile", "phonenumber", "workphone", "contactphone"),
    "channel": ("channel", "source", "via", "submittedvia", "origin", "medium"),
    "topic": ("topic", "category", "type", "issue", "product", "reason", "group"),
    "demand": ("demand", "remedysought", "desiredoutcome", "resolutionsought", "wants"),
    "order": ("order", "orderno", "orderid", "ordernumber", "orderreference", "invoice"),
    "state": ("status", "state", "conversationstate", "ticketstatus"),
    "response": ("response", "resolution", "companyresponse", "outcome", "answer", "reply"),
}  # fmt: skip
_MEANT: Mapping[str, Mapping[str, str]] = {
    "channel": {"mail": "email", "e-mail": "email", "telephone": "phone", "call": "phone",
                "portal": "web", "website": "web", "form": "web", "chat": "web", "post": "letter",
                "postal mail": "letter", "in person": "in_person", "twitter": "social",
                "facebook": "social", "api": "web", "feedback widget": "web"},
    "state": {"solved": CLOSED, "closed": CLOSED, "resolved": CLOSED, "done": CLOSED,
              "new": OPEN, "open": OPEN, "pending": OPEN, "hold": OPEN, "on-hold": OPEN,
              "snoozed": OPEN, "waiting": OPEN, "in progress": OPEN},
}  # fmt: skip
_CUSTOMER = ("customerid", "customerno", "customernumber", "customer", "clientid", "client",
             "accountid", "accountno", "account", "memberid", "userid", "id")  # fmt: skip
_TABLES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "customers": {
        "customer": _CUSTOMER,
        "name": ("name", "fullname", "customername", "contactname", "displayname"),
        "email": ("email", "emailaddress", "mail", "customeremail"),
        "phone": ("phone", "telephone", "mobile", "phonenumber"),
        "area": ("area", "postcode", "zip", "zipcode", "region", "city"),
        "joined": ("joined", "since", "customersince", "createdat", "created", "registered"),
        "came_by": ("cameby", "source", "campaign", "channel", "referrer"),
    },
    "orders": {
        "order": ("orderid", "orderno", "ordernumber", "order", "invoice", "invoiceno",
                  "invoicenumber", "reference"),
        "customer": _CUSTOMER,
        "placed": ("placed", "placedat", "placedon", "orderdate", "invoicedate", "date", "day",
                   "createdat", "created", "when"),
        "item": ("item", "description", "product", "productname", "what", "title", "sku",
                 "stockcode"),
        "quantity": ("quantity", "qty", "units", "count"),
        "price": ("unitprice", "price", "priceeach", "itemprice"),
        "amount": ("amount", "total", "linetotal", "ordertotal", "sum", "value", "grandtotal"),
        "currency": ("currency", "currencycode"),
        "area": ("area", "postcode", "zip", "region"),
        "campaign": ("campaign", "campaignid", "campaignkey", "campaignname", "utmcampaign"),
    },
    "contacts": {
        "key": ("contactid", "callid", "messageid", "conversationid", "interactionid", "call",
                "ticketid", "id", "number"),
        "customer": _CUSTOMER[:-1],
        "email": ("email", "emailaddress", "mail", "customeremail", "from"),
        "at": ("at", "when", "date", "time", "startedat", "createdat", "created", "starttime",
               "contactdate", "calldate"),
        "direction": ("direction", "way", "inbound", "inout"),
        "channel": ("channel", "via", "medium", "source", "type"),
        "summary": ("summary", "said", "text", "message", "note", "notes", "subject",
                    "description", "body"),
        "author": ("author", "agent", "speaker", "who", "name"),
        "topic": ("topic", "about", "category", "reason", "issue"),
        "caused_by": ("causedby", "cause", "fault", "rootcause"),
        "minutes": ("minutes", "durationminutes", "handleminutes", "timespent"),
        "seconds": ("seconds", "duration", "durationseconds", "handletime", "talktime"),
    },
}  # fmt: skip
_OF_CONTACTS: Mapping[str, Mapping[str, str]] = {
    "channel": _MEANT["channel"],
    "direction": dict.fromkeys(("inbound", "incoming", "inbound call", "received"), made_of.IN)
    | dict.fromkeys(("outbound", "outgoing", "outbound call", "sent"), made_of.OUT),
    "caused_by": {"us": "firm", "we": "firm", "company": "firm", "them": "customer",
                  "client": "customer", "none": "neutral", "neither": "neutral"},
}  # fmt: skip

SHAPES: Mapping[str, Shape] = {
    COMPLAINTS: Shape(columns.FIELDS, columns.CHOICES, ("received",), _NAMES, _MEANT),
    **{
        kind: Shape(
            table_map.FIELDS[kind], table_map.CHOICES[kind], table_map.DATES[kind], _TABLES[kind],
            _OF_CONTACTS if kind == "contacts" else {},
        )
        for kind in table_map.KINDS
    },
}  # fmt: skip
