"""What is held of a case: the words, the work on it, the answer."""

from .held import Held, Kept

TABLES: dict[str, Held] = {
    "Allegation": Held(
        Kept.CASE,
        why="What went wrong, so that it can be found out",
        shown="the case, API",
        personal="statement provenance spans",
        plain="case kind facts",
    ),
    "Evidence": Held(
        Kept.CASE,
        why="What a finding rests on",
        shown="the case, API, what they sent on their own page, their hand-over",
        personal="text with_whom filename sha256 size",
        plain="case allegation kind at by happened_at relied_on_by",
    ),
    "Finding": Held(
        Kept.CASE,
        why="Whether it is so, and why",
        shown="the case, API",
        personal="because",
        plain="allegation result by_table at by",
    ),
    "Decision": Held(
        Kept.CASE,
        why="What was decided, from which facts, by which rules: made again bit for bit",
        shown="the case, API",
        personal="over_budget document record",
        plain=(
            "case at by decided_by policy_version outcome stance owed goodwill currency "
            "needs_role needs_second_person approved_at approved_by same_facts situation team "
            "budget_on like_facts"
        ),
    ),
    "TallyPart": Held(
        Kept.CASE,
        why="What the case counts for in sums of its kind and of its team",
        shown="nowhere by itself",
        plain="case of key day n",
    ),
    "Letter": Held(
        Kept.CASE,
        why="What we wrote",
        shown="the case, their own page, their hand-over",
        personal="subject body to error",
        plain=(
            "case decision kind state by at queued_at claimed_at sent_at attempts try_after "
            "automatic"
        ),
    ),
    "Acceptance": Held(
        Kept.CASE,
        why="Whether they accepted our answer",
        shown="the case",
        personal="words",
        plain="case accepted at by",
    ),
    "Closing": Held(
        Kept.CASE,
        why="What the case taught",
        shown="the case, causes",
        personal="lesson misunderstood",
        plain="case cause resolved at by reopened_at",
    ),
    "Claim": Held(
        Kept.CASE,
        why="What an assistant says is alleged, until a person takes it",
        shown="the case",
        personal="statement spans sources why",
        plain="case allegation kind facts by at taken settled_by settled_at",
    ),
    "Commitment": Held(
        Kept.CASE,
        why="What we promised them, until it is kept",
        shown="the case, commitments",
        personal="words source note",
        plain="case letter due due_on state at by settled_at settled_by",
    ),
    "Note": Held(
        Kept.CASE,
        why="What colleagues said among themselves",
        shown="the case",
        personal="text",
        plain="case at by",
    ),
    "Deviation": Held(
        Kept.CASE,
        why="An exception, its price and who approved it",
        shown="the ledger, the case",
        personal="words reason ended_why over_budget",
        plain=(
            "case decision customer persona touchpoint band situation kind amount currency "
            "similar price_low price_likely price_high state at by proposed_by needs_role "
            "needs_second_person granted_at approved_by approver expires_on told_at ended_at "
            "ended_by draft policy_version found team budget_on"
        ),
    ),
    "Dishonesty": Held(
        Kept.CASE,
        why="A statement that was knowingly untrue: evidenced, and seen by two",
        shown="the case for staff",
        personal="statement review",
        plain=(
            "allegation state evidence at by proposed_by confirmed_at confirmed_by_name "
            "confirmed_by review_due reviewed_at reviewed_by"
        ),
    ),
    "Incoming": Held(
        Kept.CASE,
        why="The mail as it came, so that nothing is lost",
        shown="mail, the case",
        personal="return_path reason message_id sender sender_name subject",
        # The hash stays, so that the same message is not taken again.
        plain=(
            "sha256 size came_by came_at state kind case claimed_at attempts settled_at settled_by"
        ),
    ),
    "Notice": Held(
        Kept.CASE,
        why="That a message was too large",
        shown="nobody: it is sent",
        personal="to subject body error",
        plain="incoming state at claimed_at attempts try_after",
        gone=True,
    ),
    "Merge": Held(
        Kept.CASE,
        why="Which cases are one, and how to undo it",
        shown="the case",
        personal="why before",
        plain="case into as_history at by moved undone_at undone_by",
    ),
    "ModelReading": Held(
        Kept.CASE,
        why="What a language model suggested of the words",
        shown="the case",
        personal="found refused error sha256",
        plain="case at model attempts",
        gone=True,
    ),
    "Pause": Held(
        Kept.CASE,
        why="When we waited for them",
        shown="the case",
        personal="why",
        plain="case since until",
    ),
    "Receipt": Held(
        Kept.CASE,
        why="A way into their own case",
        shown="nobody: the link is in their mail",
        personal="to wanted error",
        plain=(
            "case site asked_at asked_by state claimed_at attempts sent_at link_hash "
            "link_until entered_at session_hash session_until ended_at"
        ),
        gone=True,
    ),
    "Filing": Held(
        Kept.CASE,
        why="That a form was sent once",
        shown="nobody",
        personal="mark",
        plain="case at",
        gone=True,
    ),
    "Need": Held(
        Kept.CASE,
        why="What somebody needs so that they can complain at all",
        shown="the case",
        personal="name acts_for reach",
        special="ways words",
        plain="case",
    ),
    "Satisfaction": Held(
        Kept.CASE,
        why="How it was for them",
        shown="voices",
        personal="distributive_words procedural_words interactional_words",
        plain="case distributive procedural interactional at",
    ),
    "Idea": Held(
        Kept.CASE,
        why="What they would do better",
        shown="voices, the case",
        personal="text",
        plain="case may_tell at",
    ),
    "NotFollowed": Held(
        Kept.CASE,
        why="Why a decision is no precedent",
        shown="the case",
        personal="why ended_why",
        plain="decision at by marked_by ended_at ended_by",
    ),
    "Distinction": Held(
        Kept.CASE,
        why="Why a decision differs from like cases",
        shown="the case",
        personal="why",
        plain="decision sentence cases at by",
    ),
    "ThemeCase": Held(
        Kept.CASE,
        why="In which theme a complaint stands",
        shown="themes",
        plain="case theme place",
    ),
    "LetterCase": Held(
        Kept.CASE,
        why="That a complaint is one of several alike",
        shown="duplicates",
        plain="case letter",
    ),
    "Case": Held(
        Kept.CASE,
        why="The complaint in its own words, and where it stands",
        shown="the case, lists, search, API, their own page",
        personal="subject text demand particulars order_reference paused_why source_key",
        shared="topic",
        plain=(
            "brought_by taken_back_at customer order channel received_at known_to_be_theirs "
            "regime complaint_kind zone currency owner state next_step next_due paused_since "
            "withdrawn in_scope explained_before source erased_at merged_into"
        ),
    ),
    "Clock": Held(
        Kept.CASE,
        why="Deadlines and their reasons",
        shown="the case, lists",
        personal="moved",
        plain=(
            "case obligation kind force ends due due_on explanation source verified met_at "
            "first_due"
        ),
    ),
}
