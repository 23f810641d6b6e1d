"""Many rows as few: complaints by month, and how often each touchpoint was passed."""

from .column import CURRENCY, TOPIC, TOUCHPOINT, Column, Kind, Mart, money, number

_MONTH = Column("month", Kind.DAY, "The first day of the month.", "in the firm's zone")

MONTHS = Mart(
    "months",
    "Complaints by the month in which they came, topic, touchpoint and currency.",
    ("month", "topic", "touchpoint", "currency"),
    (
        _MONTH,
        TOPIC,
        TOUCHPOINT,
        CURRENCY,
        number("complaints", "How many came.", "complaints"),
        number("customers", "How many people they are of.", "people"),
        number("decided", "How many of them have an answer.", "complaints"),
        number("upheld", "In how many our answer was that something was so.", "complaints"),
        number("closed", "How many are closed.", "complaints"),
        number("reopened", "How many were opened again.", "complaints"),
        money("owed", "What is owed in all."),
        money("goodwill", "What was given beyond that, exceptions with it."),
        number("with_goodwill", "How many got something beyond what is owed.", "complaints"),
        Column(
            "median_hours_to_answer",
            Kind.DECIMAL,
            "Half of those answered waited no longer.",
            "hours",
        ),
    ),
    """
SELECT CAST(date_trunc('month', received_on) AS DATE) AS month, topic, touchpoint, currency,
  count(*) AS complaints, count(DISTINCT customer_number) AS customers,
  count(CASE WHEN outcome <> '' THEN 1 END) AS decided,
  count(CASE WHEN upheld THEN 1 END) AS upheld,
  count(closed_at) AS closed, count(CASE WHEN reopened > 0 THEN 1 END) AS reopened,
  sum(owed) AS owed, sum(goodwill + exceptions) AS goodwill,
  count(CASE WHEN goodwill + exceptions > 0 THEN 1 END) AS with_goodwill,
  median(hours_to_answer) AS median_hours_to_answer
FROM cases
GROUP BY CAST(date_trunc('month', received_on) AS DATE), topic, touchpoint, currency
""",
)

PASSAGES = Mart(
    "passages",
    "What passed each touchpoint by month: orders, people who came to us, and complaints.",
    ("month", "touchpoint"),
    (
        _MONTH,
        TOUCHPOINT,
        number("orders", "How many orders were placed.", "orders"),
        number("contacts", "How many came to us about no complaint.", "contacts"),
        number("contacts_by_us", "How many of all who came to us came by our doing.", "contacts"),
        number("complaints", "How many complained.", "complaints"),
        number("upheld", "In how many our answer was that something was so.", "complaints"),
    ),
    """
WITH passed AS (
  SELECT placed_on AS on_day, touchpoint, 1 AS orders, 0 AS contacts, 0 AS by_us,
    0 AS complaints, 0 AS upheld FROM orders
  UNION ALL
  SELECT on_day, touchpoint, 0, CASE WHEN case_number IS NULL THEN 1 ELSE 0 END,
    CASE WHEN failure_demand THEN 1 ELSE 0 END, 0, 0 FROM contacts WHERE inbound
  UNION ALL
  SELECT received_on, touchpoint, 0, 0, 0, 1, CASE WHEN upheld THEN 1 ELSE 0 END FROM cases
)
SELECT CAST(date_trunc('month', on_day) AS DATE) AS month, touchpoint, sum(orders) AS orders,
  sum(contacts) AS contacts, sum(by_us) AS contacts_by_us, sum(complaints) AS complaints,
  sum(upheld) AS upheld
FROM passed GROUP BY CAST(date_trunc('month', on_day) AS DATE), touchpoint
""",
)
