"""People: one row a contact, an order, a customer. Numbers stand for them, never names."""

from .column import (
    CASE,
    CURRENCY,
    CUSTOMER,
    TOPIC,
    TOUCHPOINT,
    Column,
    Kind,
    Mart,
    day,
    is_so,
    moment,
    money,
    number,
    text,
)

CONTACTS = Mart(
    "contacts",
    "One row a communication, with whose doing it was.",
    ("contact_number",),
    (
        number("contact_number", "The contact."),
        CUSTOMER,
        CASE,
        moment("came_at", "When it was."),
        day("on_day", "The day of it."),
        is_so("inbound", "They came to us; else we went to them."),
        text("channel", "How."),
        TOPIC,
        TOUCHPOINT,
        text("recorded_as", "Whose doing it was, as somebody wrote down: firm, customer, neutral."),
        text("caused_by", "Whose doing it was by what was found, which is what counts."),
        is_so("failure_demand", "They came to us by our own doing."),
        Column(
            "minutes", Kind.MONEY, "What it took of our time, where it was written down.", "minutes"
        ),
    ),
    """
WITH points AS (
  SELECT case_number, count(*) AS alleged,
    count(CASE WHEN finding IN ('substantiated', 'partly') THEN 1 END) AS so,
    count(CASE WHEN finding = 'not_substantiated' THEN 1 END) AS not_so
  FROM kept_allegations GROUP BY case_number
), closing AS (
  SELECT case_number, cause, row_number() OVER (
    PARTITION BY case_number ORDER BY closing_number DESC) AS turn
  FROM kept_closings WHERE reopened_at IS NULL
), doing AS (
  SELECT t.*, CASE
    WHEN t.case_number IS NULL THEN t.recorded_as
    WHEN coalesce(p.so, 0) > 0 OR t.recorded_as = 'firm' THEN 'firm'
    WHEN p.alleged = p.not_so AND (c.explained_before OR coalesce(u.own_doing, FALSE))
      THEN 'customer'
    ELSE 'neutral' END AS caused_by
  FROM kept_contacts AS t
  LEFT JOIN kept_cases AS c ON c.case_number = t.case_number
  LEFT JOIN points AS p ON p.case_number = t.case_number
  LEFT JOIN closing AS e ON e.case_number = t.case_number AND e.turn = 1
  LEFT JOIN kept_causes AS u ON u.cause = e.cause
)
SELECT contact_number, customer_number, case_number, came_at, on_day, inbound, channel, topic,
  touchpoint, recorded_as, caused_by, inbound AND caused_by = 'firm' AS failure_demand, minutes
FROM doing
""",
)

ORDERS = Mart(
    "orders",
    "One row an order: what was bought, and what came of it.",
    ("order_number",),
    (
        number("order_number", "The order.", personal=True),
        CUSTOMER,
        day("placed_on", "The day on which it was placed."),
        text("item", "What was bought, as the firm calls it."),
        text("nature", "A product or a service."),
        TOUCHPOINT,
        text("campaign", "The campaign that brought it."),
        CURRENCY,
        money("amount", "What it cost, without delivery."),
        money("delivery_paid", "What was paid for delivery."),
        money("refunded", "What was given back."),
        day("promised_on", "The day that was promised."),
        day("delivered_on", "The day on which it came."),
        number("days_late", "How long after the promised day it came; 0 in time.", "days"),
        day("returned_on", "The day on which it came back."),
        number("complaints", "How many complaints are about it.", "complaints"),
    ),
    """
WITH about AS (
  SELECT order_number, count(*) AS complaints FROM cases
  WHERE order_number IS NOT NULL GROUP BY order_number
)
SELECT o.order_number, o.customer_number, o.placed_on, o.item, o.nature, o.touchpoint, o.campaign,
  o.currency, o.amount, o.delivery_paid, o.refunded, o.promised_on, o.delivered_on,
  CASE WHEN o.delivered_on IS NOT NULL AND o.promised_on IS NOT NULL
    THEN greatest(date_diff('day', o.promised_on, o.delivered_on), 0) END AS days_late,
  o.returned_on, coalesce(a.complaints, 0) AS complaints
FROM kept_orders AS o LEFT JOIN about AS a ON a.order_number = o.order_number
""",
)

CUSTOMERS = Mart(
    "customers",
    "One row a person or organisation, by number: those that were merged are one.",
    ("customer_number",),
    (
        CUSTOMER,
        day("joined_on", "The day on which they came to us."),
        day("left_on", "The day on which they left."),
        text("came_by", "What brought them, as the firm calls it."),
        text("area", "Where they live, as roughly as the firm keeps it.", personal=True),
        is_so("waits", "A finding on a case of theirs waits: who they are to us is withheld."),
        Column(
            "persona",
            Kind.TEXT,
            "Whom we built this for, see `personas`.",
            personal=True,
            withheld=True,
        ),
        Column(
            "band",
            Kind.TEXT,
            "How far it was built for them: core, adjacent, outside, unknown.",
            personal=True,
            withheld=True,
        ),
        text("currency", "What `expected_margin` is in."),
        Column(
            "expected_margin",
            Kind.MONEY,
            "What they are expected to leave, by the last valuing.",
            "in `currency`",
            personal=True,
            withheld=True,
        ),
        number("orders", "How many orders they placed.", "orders"),
        day("first_order_on", "The day of the first."),
        day("last_order_on", "The day of the last."),
        number("complaints", "How many complaints are theirs.", "complaints"),
        number("upheld", "In how many our answer was that something was so.", "complaints"),
        number("contacts", "How often they came to us.", "contacts"),
        number("contacts_by_us", "How often by our own doing.", "contacts"),
    ),
    """
WITH bought AS (
  SELECT customer_number, count(*) AS orders, min(placed_on) AS first_order_on,
    max(placed_on) AS last_order_on
  FROM kept_orders GROUP BY customer_number
), complained AS (
  SELECT customer_number, count(*) AS complaints, count(CASE WHEN upheld THEN 1 END) AS upheld
  FROM cases GROUP BY customer_number
), came AS (
  SELECT customer_number, count(*) AS contacts,
    count(CASE WHEN failure_demand THEN 1 END) AS contacts_by_us
  FROM contacts WHERE inbound GROUP BY customer_number
)
SELECT c.customer_number, c.joined_on, c.left_on, c.came_by, c.area, c.waits, c.persona, c.band,
  c.currency, c.expected_margin, coalesce(b.orders, 0) AS orders, b.first_order_on,
  b.last_order_on, coalesce(k.complaints, 0) AS complaints, coalesce(k.upheld, 0) AS upheld,
  coalesce(m.contacts, 0) AS contacts, coalesce(m.contacts_by_us, 0) AS contacts_by_us
FROM kept_customers AS c
LEFT JOIN bought AS b ON b.customer_number = c.customer_number
LEFT JOIN complained AS k ON k.customer_number = c.customer_number
LEFT JOIN came AS m ON m.customer_number = c.customer_number
""",
)
