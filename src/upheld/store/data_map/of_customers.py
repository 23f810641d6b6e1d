"""What is held of customers, whatever their cases."""

from .held import Held, Kept

TABLES: dict[str, Held] = {
    "Conduct": Held(
        Kept.CUSTOMER,
        why="How contacts went, apart from merit, so that colleagues are looked after",
        shown="the conduct page for leads, their own page",
        personal="shown_by support not_shown answer withdrawn_why",
        plain=(
            "customer case contact family behaviour at by recorded_by withheld seen_at "
            "seen_by answered_at withdrawn_at"
        ),
    ),
    "Restriction_conduct": Held(
        Kept.CUSTOMER,
        why="Which conduct a restriction rests on",
        shown="the conduct page",
        plain="restriction conduct",
    ),
    "Restriction": Held(
        Kept.CUSTOMER,
        why="How somebody reaches us for a while, and why",
        shown="their page, letters",
        personal="detail reason alternatives ended_why",
        special="vulnerability",
        plain=(
            "customer case scope state at decided_by_name decided_by reviewed_at "
            "reviewed_by_name reviewed_by letter expires_on review_due ended_at"
        ),
    ),
    "RestrictionLook": Held(
        Kept.CUSTOMER,
        why="What they said against a restriction, and what came of it",
        shown="the conduct page",
        personal="appeal because",
        plain="restriction asked_at asked_by at by looked_by stands",
    ),
    "Customer": Held(
        Kept.CUSTOMER,
        why="To know who writes, to answer them, and to help where help is needed",
        shown="their page, lists, cases, API, their hand-over",
        personal=(
            "name email phone address area joined_on left_on relationship fit_evidence "
            "returned_email returned_at returned_why source_key"
        ),
        special="vulnerable",
        plain=(
            "brought_by taken_back_at persona came_by values_what values_how mutual_value "
            "source erased_at merged_into"
        ),
    ),
    "Order": Held(
        Kept.CUSTOMER,
        why="What they bought: a complaint is about it, and what is owed rests on it",
        shown="their page, the case, API, their hand-over",
        personal="reference",
        plain=(
            "brought_by taken_back_at customer placed_on item touchpoint amount delivery_paid "
            "refunded currency promised_on delivered_on returned_on campaign"
        ),
    ),
    "FitNote": Held(
        Kept.CUSTOMER,
        why="What they told us that they need",
        shown="their page, their hand-over",
        personal="text on",
        plain="customer at by",
        gone=True,
    ),
    "FitAssessment": Held(
        Kept.CUSTOMER,
        why="How far what we offer was built for them, each line for them to read and contest",
        shown="their page, never while a finding waits, their hand-over",
        personal="axes lines",
        plain="customer at by expires_on adopted recorded_at recorded_by",
        gone=True,
    ),
    "FitContest": Held(
        Kept.CUSTOMER,
        why="What was contested of it",
        shown="their page, their hand-over",
        personal="sentence why found",
        plain="customer line by_customer at by contested_by stands reviewed_at reviewed_by",
        gone=True,
    ),
    "Match": Held(
        Kept.CUSTOMER,
        why="Two customers who may be one person",
        shown="Same people",
        personal="reasons why probability",
        plain="one other found_at state settled_at settled_by",
        gone=True,
    ),
    "CustomerMerge": Held(
        Kept.CUSTOMER,
        why="That two customers are one person, and how to undo it",
        shown="their page, their hand-over",
        personal="why",
        plain="customer into at by led matches cases undone_at undone_by",
    ),
    "CauseLook": Held(
        Kept.CUSTOMER,
        why="Whether our own cause lies behind what a customer costs",
        shown="their page",
        personal="found",
        plain="customer contacts of_contacts raised_at raised_by cause looked_at looked_by",
    ),
    "WayTried": Held(
        Kept.CUSTOMER,
        why="What was tried before parting",
        shown="their page",
        personal="what came_of_it",
        plain="customer way tried_on at by",
    ),
    "Parting": Held(
        Kept.CUSTOMER,
        why="A proposal to part, and what showed that it may be made",
        shown="their page for leads, their hand-over",
        personal="reasons alternatives gates ended_why",
        plain=(
            "customer case state at by proposed_by approved_at approved_by_name approved_by "
            "reviewed_at reviewed_by_name reviewed_by letter last_day handed_over_at"
        ),
    ),
    "PartingAfter": Held(
        Kept.CUSTOMER,
        why="What became of a parting",
        shown="Partings",
        personal="words",
        plain="parting due_on came_back complained went_to_a_body paid_up told_at told_by",
    ),
    "CustomerValue": Held(
        Kept.CUSTOMER,
        why="What they are expected to bring, for leads and auditors alone",
        shown="their page for leads, lists for leads, their hand-over",
        personal=(
            "days first_on last_on usual_gap alive alive_else again purchases purchases_low "
            "purchases_high orders_low orders_high margin margin_low margin_high"
        ),
        plain="customer of",
        gone=True,
    ),
    "Contact": Held(
        Kept.CUSTOMER,
        why="What was said between us, by whom it was caused, what it cost",
        shown="their page, the case, API, their hand-over",
        personal="summary author source_key",
        shared="topic",
        plain="brought_by taken_back_at customer case at inbound channel caused_by minutes source",
    ),
}
