"""What is held of what many cases taught, and of letters that told people of it."""

from .held import Held, Kept

_PAGES = "the firm's own pages"

TABLES: dict[str, Held] = {
    "RootCause": Held(
        Kept.FIRM,
        why="Why it happens again and again, and who mends it",
        shown=_PAGES,
        plain="label owner state closed_at closed_why at by",
    ),
    "RootCauseEvidence": Held(
        Kept.FIRM,
        why="What a root cause rests on",
        shown=_PAGES,
        plain="root_cause about key",
    ),
    "Change": Held(
        Kept.FIRM,
        why="What was changed, and what was expected of it",
        shown=f"{_PAGES}, the public wall where two people wish it",
        plain=(
            "root_cause name hypothesis told_as made_on about key among expected judge_from beside "
            "owner at by public_words proposed_by proposed_by_name approved_at approved_by "
            "approved_by_name"
        ),
    ),
    "EffectCheck": Held(
        Kept.FIRM,
        why="Whether a change worked",
        shown=_PAGES,
        plain=("change verdict low likely high method last_week tell_on returned_on told at by"),
    ),
    "ChangeTold": Held(
        Kept.CUSTOMER,
        why="That somebody was told of a change, once",
        shown="the change, by number",
        plain="change customer letter at",
    ),
    "IdeaFate": Held(
        Kept.CASE,
        why="What became of an idea, in our words",
        shown="Voices, their own page",
        personal="because",
        plain="idea state change at by letter",
    ),
    "NoNews": Held(
        Kept.CUSTOMER,
        why="That somebody wants no letters about changes",
        shown="their page",
        personal="words",
        plain="customer at by ended_at",
    ),
    "KnownFault": Held(
        Kept.FIRM,
        why="A fault that hit many, and whom it hit by day and area",
        shown=_PAGES,
        plain="key name words touchpoint first_on last_on areas because at by ended_at",
    ),
    "Asked": Held(
        Kept.CUSTOMER,
        why="That somebody who said nothing was asked kindly, and what they answered",
        shown="the silent, their hand-over",
        personal="subject body to error",
        plain=(
            "customer order fault site answer answered_at case state by at queued_at claimed_at "
            "sent_at attempts try_after automatic"
        ),
    ),
    "KeptFigures": Held(
        Kept.SHORT,
        why="Numbers about many, as they were worked out last",
        shown=_PAGES,
        plain="kind asked audience asked_on at number took told",
    ),
    "Question": Held(
        Kept.FIRM,
        why="Questions to the marts that are asked again",
        shown="Questions",
        plain="name sql at by",
    ),
    "MartsWanted": Held(
        Kept.SHORT,
        why="That the marts are to be made anew",
        shown="Questions",
        plain="at by began_at ended_at error",
    ),
    "KeptReport": Held(
        Kept.FIRM,
        why="What the board was told of a month: counts, sums and sentences about many",
        shown="Reports",
        plain="first_on last_on told hash at by",
    ),
    "WorkingHours": Held(
        Kept.STAFF,
        why="How much work is fair",
        shown="themselves and leads",
        personal="a_week",
        plain="person at by",
    ),
    "OutsideRuling": Held(
        Kept.CASE,
        why="What an outside body said of a case",
        shown="the case, the team",
        personal="words",
        plain="case body ruled_on changed at by",
    ),
}
