"""What is held of staff, of programs, for a short time, and of nobody."""

from .held import Held, Kept

TABLES: dict[str, Held] = {
    "Team": Held(
        Kept.FIRM,
        why="Who works together",
        shown="the firm's own pages",
        plain="name private",
    ),
    "Budget": Held(
        Kept.FIRM,
        why="What a team may give",
        shown="the firm's own pages",
        plain="team period first_on last_on amount currency at by",
    ),
    "Tally": Held(
        Kept.FIRM,
        why="How many cases of a kind were upheld on a day, and what a team gave",
        shown="what an exception or goodwill costs a year, budgets",
        plain="of key day n",
    ),
    "TalliedTo": Held(
        Kept.FIRM,
        why="Up to which event the sums are brought",
        shown="nowhere",
        plain="number",
    ),
    "Person": Held(
        Kept.STAFF,
        why="Who works here, and may do what",
        shown="every page that they act on",
        personal="email name password last_login",
        plain="role is_active team",
    ),
    "ApiKey": Held(
        Kept.STAFF,
        why="A program that acts as a colleague",
        shown="keys",
        personal="label",
        plain=(
            "person prefix digest under scopes made_at expires_at revoked_at last_used_at minute "
            "requests"
        ),
    ),
    "KeptAnswer": Held(
        Kept.SHORT,
        why="What a program was answered, for when it asks again",
        shown="the program that asked",
        personal="headers body",
        plain="key name asked at status",
    ),
    "Webhook": Held(
        Kept.FIRM,
        why="Which program is told of what",
        shown="the firm's own pages",
        plain=(
            "url kinds salt sealed added_at added_by person ended_at ended_why stopped_at "
            "failing_since held_until"
        ),
    ),
    "Delivery": Held(
        Kept.SHORT,
        why="That a program was told of an event",
        shown="webhooks",
        personal="answer",
        plain="webhook event state next_at claimed_at attempts tried_at",
    ),
    "Campaign": Held(
        Kept.FIRM,
        why="What the firm says of itself",
        shown="the firm's own pages",
        plain="key name promise starts ends retired",
    ),
    "CauseChange": Held(
        Kept.FIRM,
        why="The firm's causes",
        shown="the firm's own pages",
        plain="key label stage needs_promise retired_at at by",
    ),
    "Import": Held(
        Kept.FIRM,
        why="Which file brought what",
        shown="imports",
        personal="filename",
        plain=(
            "kind format source sha256 size kept mapping mapping_name doubts regime "
            "complaint_kind state dry rows done taken past without_date already_there "
            "rejected reasons ignored error made_at by asked_by claimed_at began_at ended_at "
            "taken_back kept_back watermark"
        ),
    ),
    "ImportProblem": Held(
        Kept.SHORT,
        why="Rows that were not taken, to be mended and sent again",
        shown="imports",
        personal="value why cells",
        plain="of row column mend",
    ),
    "SavedMapping": Held(
        Kept.FIRM,
        why="How a file is read",
        shown="imports",
        plain="name told by at",
    ),
    "SituationRuling": Held(
        Kept.FIRM,
        why="What became of exceptions that repeat",
        shown="the firm's own pages",
        plain="situation stops why draft at by",
    ),
    "RuleFired": Held(
        Kept.FIRM,
        why="Which rule spoke how often",
        shown="the worth of a rule",
        plain="decision table rule amount at",
    ),
    "Persona": Held(
        Kept.FIRM,
        why="For whom the experience was designed",
        shown="the firm's own pages",
        plain=("key name description needs use expectations promise designed_for retired_at at by"),
    ),
    "Touchpoint": Held(
        Kept.FIRM,
        why="The journey",
        shown="the firm's own pages",
        plain="key name stage nature promise place personas retired_at at by",
    ),
    "MailSource": Held(
        Kept.FIRM,
        why="Which mailbox is read, and how far",
        shown="the firm's own pages",
        plain="name began_at good_at fault fault_at uidvalidity last_uid stuck",
    ),
    "CalendarAddress": Held(
        Kept.STAFF,
        why="Where a colleague's deadlines are subscribed to",
        shown="its own person",
        personal="secret",
        plain="person made_at",
    ),
    "Knock": Held(
        Kept.SHORT,
        why="How often one place sent a form, or asked by its key, against abuse",
        shown="nobody",
        personal="who",
        plain="what at",
    ),
    "LooseFile": Held(
        Kept.SHORT,
        why="Which files came with what was not done in the end: they go after a day",
        shown="nobody",
        personal="sha256",
        plain="at",
    ),
    "Pulse": Held(
        Kept.FIRM,
        why="Whether the jobs run",
        shown="the firm's own pages",
        plain="name began_at good_at fault",
    ),
    "Theme": Held(
        Kept.FIRM,
        why="What many complaints are about, with sentences of theirs",
        shown="themes",
        personal="examples wishes",
        plain=(
            "name found_name named_by head phrases weights weeks trends cases letters people "
            "first_found_at found_at gone_at merged_into split_from"
        ),
    ),
    "CopiedLetter": Held(
        Kept.FIRM,
        why="A letter that several sent",
        shown="duplicates",
        personal="words",
        plain="cases people first_on last_on",
    ),
    "ThemesFound": Held(
        Kept.FIRM,
        why="What is said of all themes together",
        shown="themes",
        personal="terms",
        plain="at by cases outside copies first_week languages limits",
    ),
    "Valuing": Held(
        Kept.FIRM,
        why="One working out for all customers",
        shown="the firm's own pages",
        plain="at by until weeks model currency margin cost_of_capital customers told limits",
    ),
    "PolicyVersion": Held(
        Kept.FIRM,
        why="A published policy",
        shown="the firm's own pages",
        plain="policy version valid_from files note author approver published_at",
    ),
    "KeptPolicy": Held(
        Kept.FIRM,
        why="A policy that decided",
        shown="the firm's own pages",
        plain="version files at",
    ),
    "PolicyDraft": Held(
        Kept.FIRM,
        why="A policy being written",
        shown="the firm's own pages",
        plain=(
            "policy based_on base files done valid_from note state author reviewer opened_at became"
        ),
    ),
    "DraftEdit": Held(
        Kept.FIRM,
        why="A change of a draft",
        shown="the firm's own pages",
        plain="draft number changed words by at",
    ),
    "DraftComment": Held(
        Kept.FIRM,
        why="What was said of a draft",
        shown="the firm's own pages",
        plain="draft table rule text by at settled_at settled_by",
    ),
    "Event": Held(
        Kept.FIRM,
        why="The record: every act, in a chain that shows any change",
        shown="the case, webhooks, their hand-over",
        personal="data",
        plain="case at by kind previous hash key seal erased_by",
    ),
    "EmailAddress": Held(
        Kept.STAFF,
        why="Where staff sign in",
        shown="nobody",
        personal="email",
        plain="user verified primary",
    ),
    "EmailConfirmation": Held(
        Kept.STAFF,
        why="Where staff sign in",
        shown="nobody",
        personal="key",
        plain="email_address created sent",
    ),
    "Permission": Held(
        Kept.FIRM,
        why="Made by the framework, not used",
        shown="the firm's own pages",
        plain="name content_type codename",
    ),
    "Group_permissions": Held(
        Kept.FIRM,
        why="Made by the framework, not used",
        shown="the firm's own pages",
        plain="group permission",
    ),
    "Group": Held(
        Kept.FIRM,
        why="Made by the framework, not used",
        shown="the firm's own pages",
        plain="name",
    ),
    "ContentType": Held(
        Kept.FIRM,
        why="Made by the framework, not used",
        shown="the firm's own pages",
        plain="app_label model",
    ),
    "Session": Held(
        Kept.SHORT,
        why="Who is signed in",
        shown="nobody",
        personal="session_key session_data",
        plain="expire_date",
    ),
    "Erasure": Held(
        Kept.FIRM,
        why="That somebody was erased, who asked and who approved it, without saying who it was",
        shown="erasures",
        plain=(
            "customer case why state at by proposed_by approved_at approved_by_name approved_by "
            "rows files cleaned_at"
        ),
    ),
    "LegalHold": Held(
        Kept.CASE,
        why="That a case or a customer is kept for a dispute: why, by whom, and until when",
        shown="legal holds, the case, the customer, and whoever asks for all that we hold",
        personal="reason lifted_why",
        plain=("customer case at by placed_by review_due lifted_at lifted_by_name lifted_by"),
    ),
    "Looked": Held(
        Kept.SHORT,
        why="Who of us read what is sensitive",
        shown="readings, for leads and auditors",
        plain="by person what way customer case hour mark",
    ),
}
