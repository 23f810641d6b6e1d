"""Complaints: one row a case, a point of one, a remedy, an exception, a clock."""

from .column import (
    CASE,
    CURRENCY,
    CUSTOMER,
    TOPIC,
    TOUCHPOINT,
    Mart,
    day,
    is_so,
    moment,
    money,
    number,
    text,
)

CASES = Mart(
    "cases",
    "One row a complaint, each once: those that are a part of another are in that one.",
    ("case_number",),
    (
        CASE,
        CUSTOMER,
        number("order_number", "The order that it is about, where one is known.", personal=True),
        day("received_on", "The day on which it came."),
        moment("received_at", "The moment at which it came."),
        text("channel", "How it came: desk, phone, email, web, letter, social, in_person, import."),
        TOPIC,
        TOUCHPOINT,
        number("theme", "The theme that its words belong to; see `themes`."),
        text("state", "Where our work on it stands; the last is closed."),
        text("regime", "The rules that its clocks follow."),
        text("complaint_kind", "Which of the regime's kinds of complaint it is."),
        text("kind", "What was alleged first; empty where nothing is alleged yet."),
        text("impact", "The gravest effect that a point of it had: none, low, medium, high."),
        number("allegations", "How many points it makes.", "points"),
        number("found", "How many of them have a finding.", "points"),
        number("so", "How many were found so, wholly or in part.", "points"),
        number("not_so", "How many were found not so.", "points"),
        text("outcome", "The answer of the latest decision; independent of goodwill."),
        text("stance", "The spirit of the latest decision."),
        is_so("upheld", "Our answer was that something was so; empty where nothing is decided."),
        text("policy_version", "The policy that the latest decision was made under."),
        number("decisions", "How often it was decided.", "decisions"),
        CURRENCY,
        money("owed", "What the latest decision owes; 0 where nothing is decided."),
        money("goodwill", "What it gives beyond that."),
        money("exceptions", "What a person gave beside it as an exception, in the same currency."),
        text("cause", "What it was closed with; see `causes`. Empty while it is open."),
        is_so("resolved", "Closed as resolved for whoever complained."),
        is_so("explained_before", "The same had been explained to them before, with reasons."),
        is_so("withdrawn", "It was taken back."),
        is_so("in_scope", "It is ours to answer."),
        moment("acknowledged_at", "When it was acknowledged first, by a letter or otherwise."),
        moment("found_at", "When the last finding was made."),
        moment("decided_at", "When it was decided first."),
        moment("answered_at", "When the first final answer left us."),
        moment("closed_at", "When it was closed; empty while it is open."),
        number("hours_to_acknowledge", "From receipt to the acknowledgement.", "whole hours"),
        number("hours_to_decide", "From receipt to the first decision.", "whole hours"),
        number("hours_to_answer", "From receipt to the first final answer.", "whole hours"),
        number("hours_to_close", "From receipt to the closing that stands.", "whole hours"),
        number("reopened", "How often it was closed and opened again.", "times"),
        is_so("accepted", "Whether they accepted our answer, as they said last."),
        number("felt_outcome", "How fair the outcome felt to them.", "1 to 5"),
        number("felt_process", "How fair the way to it felt.", "1 to 5"),
        number("felt_treatment", "How they felt treated.", "1 to 5"),
        number("contacts", "How often somebody came to us about it.", "contacts"),
    ),
    """
WITH newest AS (
  SELECT *, row_number() OVER (
    PARTITION BY case_number ORDER BY decision_number DESC) AS turn
  FROM kept_decisions
), decided AS (
  SELECT case_number, count(*) AS decisions, min(decided_at) AS decided_at
  FROM kept_decisions GROUP BY case_number
), first_point AS (
  SELECT case_number, kind, row_number() OVER (
    PARTITION BY case_number ORDER BY allegation_number) AS turn
  FROM kept_allegations
), points AS (
  SELECT case_number, count(*) AS allegations,
    count(CASE WHEN finding <> '' THEN 1 END) AS found,
    count(CASE WHEN finding IN ('substantiated', 'partly') THEN 1 END) AS so,
    count(CASE WHEN finding = 'not_substantiated' THEN 1 END) AS not_so,
    max(found_at) AS found_at,
    max(CASE impact WHEN 'high' THEN 4 WHEN 'medium' THEN 3 WHEN 'low' THEN 2
      WHEN 'none' THEN 1 ELSE 0 END) AS gravest
  FROM kept_allegations GROUP BY case_number
), closing AS (
  SELECT *, row_number() OVER (PARTITION BY case_number ORDER BY closing_number DESC) AS turn
  FROM kept_closings WHERE reopened_at IS NULL
), again AS (
  SELECT case_number, count(reopened_at) AS reopened FROM kept_closings GROUP BY case_number
), left_us AS (
  SELECT case_number,
    min(CASE WHEN kind = 'acknowledgement' THEN left_at END) AS acknowledged_at,
    min(CASE WHEN kind IN ('final', 'summary_resolution') THEN left_at END) AS answered_at
  FROM kept_letters GROUP BY case_number
), clocked AS (
  SELECT case_number, min(met_at) AS acknowledged_at FROM kept_clocks
  WHERE met_by = 'acknowledgement' GROUP BY case_number
), heard AS (
  SELECT *, row_number() OVER (PARTITION BY case_number ORDER BY heard_number DESC) AS turn
  FROM kept_acceptances
), came AS (
  SELECT case_number, count(*) AS contacts FROM kept_contacts
  WHERE inbound AND case_number IS NOT NULL GROUP BY case_number
), given AS (
  SELECT case_number, currency, sum(amount) AS exceptions FROM kept_exceptions
  WHERE counts AND amount IS NOT NULL GROUP BY case_number, currency
)
SELECT c.case_number, c.customer_number, c.order_number, c.received_on, c.received_at, c.channel,
  c.topic, c.touchpoint, c.theme, c.state, c.regime, c.complaint_kind,
  coalesce(f.kind, '') AS kind,
  CASE p.gravest WHEN 4 THEN 'high' WHEN 3 THEN 'medium' WHEN 2 THEN 'low' WHEN 1 THEN 'none'
    ELSE '' END AS impact,
  coalesce(p.allegations, 0) AS allegations, coalesce(p.found, 0) AS found,
  coalesce(p.so, 0) AS so, coalesce(p.not_so, 0) AS not_so,
  coalesce(n.outcome, '') AS outcome, coalesce(n.stance, '') AS stance,
  CASE WHEN n.outcome <> ''
    THEN n.outcome IN ('upheld', 'partly_upheld', 'already_put_right') END AS upheld,
  coalesce(n.policy_version, '') AS policy_version, coalesce(d.decisions, 0) AS decisions,
  coalesce(n.currency, c.currency) AS currency,
  coalesce(n.owed, 0) AS owed, coalesce(n.goodwill, 0) AS goodwill,
  coalesce(g.exceptions, 0) AS exceptions,
  coalesce(e.cause, '') AS cause, e.resolved, c.explained_before, c.withdrawn, c.in_scope,
  coalesce(l.acknowledged_at, t.acknowledged_at) AS acknowledged_at, p.found_at,
  d.decided_at, l.answered_at, e.closed_at,
  floor((epoch(coalesce(l.acknowledged_at, t.acknowledged_at)) - epoch(c.received_at)) / 3600)
    AS hours_to_acknowledge,
  floor((epoch(d.decided_at) - epoch(c.received_at)) / 3600) AS hours_to_decide,
  floor((epoch(l.answered_at) - epoch(c.received_at)) / 3600) AS hours_to_answer,
  floor((epoch(e.closed_at) - epoch(c.received_at)) / 3600) AS hours_to_close,
  coalesce(a.reopened, 0) AS reopened, h.accepted,
  s.felt_outcome, s.felt_process, s.felt_treatment, coalesce(m.contacts, 0) AS contacts
FROM kept_cases AS c
LEFT JOIN newest AS n ON n.case_number = c.case_number AND n.turn = 1
LEFT JOIN decided AS d ON d.case_number = c.case_number
LEFT JOIN first_point AS f ON f.case_number = c.case_number AND f.turn = 1
LEFT JOIN points AS p ON p.case_number = c.case_number
LEFT JOIN closing AS e ON e.case_number = c.case_number AND e.turn = 1
LEFT JOIN again AS a ON a.case_number = c.case_number
LEFT JOIN left_us AS l ON l.case_number = c.case_number
LEFT JOIN clocked AS t ON t.case_number = c.case_number
LEFT JOIN heard AS h ON h.case_number = c.case_number AND h.turn = 1
LEFT JOIN kept_ratings AS s ON s.case_number = c.case_number
LEFT JOIN came AS m ON m.case_number = c.case_number
LEFT JOIN given AS g ON g.case_number = c.case_number
  AND g.currency = coalesce(n.currency, c.currency)
WHERE c.counts
""",
)

ALLEGATIONS = Mart(
    "allegations",
    "One row a point that a complaint makes, with what was found.",
    ("allegation_number",),
    (
        number("allegation_number", "The point."),
        CASE,
        text("kind", "What went wrong, in the customer's view."),
        text("nature", "Of a product or of a service."),
        text("impact", "The effect of the fault beyond the money: none, low, medium, high."),
        text("finding", "What was found; empty where nobody looked into it yet."),
        is_so("by_table", "The policy found it from the facts; nobody had to."),
        moment("found_at", "When it was found."),
        day("received_on", "The day on which the complaint came."),
        TOPIC,
        TOUCHPOINT,
    ),
    """
SELECT a.allegation_number, a.case_number, a.kind, a.nature, a.impact, a.finding, a.by_table,
  a.found_at, c.received_on, c.topic, c.touchpoint
FROM kept_allegations AS a JOIN cases AS c ON c.case_number = a.case_number
""",
)

REMEDIES = Mart(
    "remedies",
    "One row a remedy of the latest decision of a case: what is owed, and what is goodwill.",
    ("case_number", "place"),
    (
        CASE,
        number("place", "Its place in the decision, from 1."),
        text("basis", "entitlement is owed by law, contract or promise; goodwill goes beyond it."),
        text("kind", "What is done: refund, repair, compensation, voucher ..."),
        CURRENCY,
        money("amount", "What it comes to; 0 for what is no money."),
        text("source", "The law, the clause or the promise that gives it."),
        day("decided_on", "The day of the decision."),
        text("outcome", "The answer that it stands in."),
    ),
    """
WITH newest AS (
  SELECT decision_number, outcome, decided_on, row_number() OVER (
    PARTITION BY case_number ORDER BY decision_number DESC) AS turn
  FROM kept_decisions
)
SELECT r.case_number, r.place, r.basis, r.kind, r.currency, r.amount, r.source,
  n.decided_on, n.outcome
FROM kept_remedies AS r
JOIN newest AS n ON n.decision_number = r.decision_number AND n.turn = 1
JOIN cases AS c ON c.case_number = r.case_number
""",
)

EXCEPTIONS = Mart(
    "exceptions",
    "One row an exception that was proposed: what a person wished to do beyond the policy.",
    ("exception_number",),
    (
        number("exception_number", "The exception."),
        CASE,
        text("kind", "voucher, refund, help or term_waived."),
        CURRENCY,
        money("amount", "What it came to; empty for what is no money."),
        text("state", "Where it stands, such as granted, refused or expired."),
        is_so("counts", "It was granted, and not found in what a decision had given already."),
        moment("proposed_at", "When it was proposed."),
        moment("granted_at", "When it was granted."),
        day("expires_on", "The day on which it ends."),
        money(
            "price", "What it is likely to cost in a year if everyone in this situation gets it."
        ),
    ),
    """
SELECT e.exception_number, e.case_number, e.kind, e.currency, e.amount, e.state,
  e.counts, e.proposed_at, e.granted_at, e.expires_on, e.price
FROM kept_exceptions AS e JOIN cases AS c ON c.case_number = e.case_number
""",
)

OBLIGATIONS = Mart(
    "obligations",
    "One row a clock of a case: what had to be done by when, and whether it was.",
    ("clock_number",),
    (
        number("clock_number", "The clock."),
        CASE,
        text("obligation", "What had to be done."),
        text("rule_of", "By whose rule: of the law, of a code, or our own target."),
        day("received_on", "The day on which the complaint came."),
        day("due_on", "The day by which it is due."),
        moment("due", "The moment by which it is due."),
        moment("met_at", "When it was done."),
        is_so("in_time", "Done by then; empty while it may still be."),
    ),
    """
SELECT k.clock_number, k.case_number, k.obligation, k.rule_of, c.received_on, k.due_on, k.due,
  k.met_at,
  CASE WHEN k.met_at IS NOT NULL THEN k.met_at <= k.due
    WHEN k.due < m.written_at THEN FALSE END AS in_time
FROM kept_clocks AS k JOIN cases AS c ON c.case_number = k.case_number CROSS JOIN kept_moment AS m
""",
)
