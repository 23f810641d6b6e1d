"""Apologies that admit nothing, promises that nobody can track, and what mends."""

_SORRY = "(sorry|regret|regrets|apologise|apologize|apologies|apology)"

NO_APOLOGY = (
    f"{_SORRY} [that|if|to hear that|to learn that|to read that|for how|because|to see that] you "
    "[have|may have|might have|still] (feel|felt|believe|believed|think|thought|perceive*"
    "|consider*|remain|took|take|see|saw|view*)",
    f"{_SORRY} [that|if|for how|because] you [are|were|have been|have|had|may have been|remain] "
    "[so|very|still|clearly] (unhappy|dissatisfied|disappointed|upset|offended|frustrated"
    "|inconvenienced|displeased|annoyed|unsatisfied|confused|not (happy|satisfied|pleased)"
    "|disappointment)",
    f"{_SORRY} [that|if|because] you (found|find) (it|this|that|our|the|them) ... "
    "(necessary|confusing|difficult|disappointing|upsetting|unclear|unsatisfactory|frustrating"
    "|offensive|hard)",
    f"{_SORRY} [that|if|because] you (had|have had|have|felt) [the] "
    "(cause|reason|need|occasion|to complain|to raise|to contact us|to get in touch|to write)",
    f"{_SORRY} [that|if|because] you did not (enjoy|like|have a good|get the experience|receive "
    "the "
    "(service|level|experience))",
    f"{_SORRY} [that|if] (our|the|this) ... (did|has|have|had|does) not (live* up to|meet|met|match"
    "|reach*) [your|the] (expectation|expectations|standards)",
    f"{_SORRY} [that] (this|it|we|the ... experience) ... (fell short of|failed to meet|did not "
    "meet) "
    "your expectations",
    f"{_SORRY} [that|if] (the|your|our) (service|experience|stay|visit|product|purchase) [you] "
    "[have|had|received] [has|was|is|did] not [been|be] (what|to your|up to your|as you|meet|met)",
    f"{_SORRY} [that|if] you ... (impression|feeling|view)",
    f"{_SORRY} if",
    f"{_SORRY} (for|about) how you",
    f"{_SORRY} (for|about) [the way|your] "
    "(feelings|frustration|disappointment|perception|upset|dissatisfaction|unhappiness)",
    f"{_SORRY} for the way [that] you [have|had|may have] (feel|felt|perceive*|see|saw|seen|view*"
    "|took|taken)",
    f"{_SORRY} to (hear|learn|read|see) [that] you (are|were|have been|remain) [so|very|still] "
    "(unhappy|dissatisfied|disappointed|upset|offended|frustrated|inconvenienced|annoyed)",
    f"{_SORRY} [to you] [sincerely] (for|about) (any|whatever)",
    f"{_SORRY} any",
    "(accept|offer) [our|my] ... (apologies|apology) for any",
    "any [possible|further|potential] (inconvenience|upset|distress|confusion|offence|offense"
    "|misunderstanding|disappointment|frustration|trouble|stress|annoyance|worry) ... "
    "(caused|may|might|could|have|this|you|taken)",
    "(mistakes|errors) (were|may have been) made",
    f"{_SORRY} but you",
    f"{_SORRY} that (this|it) (was|is|has been) your (perception|experience|view|impression"
    "|opinion)",
    "(never|not) (our|my|his|her|their) intention (to|that)",
    "not (meant|intended) ... (the way|in the way|as) [that] (it|they|you|this) (was|were|took) "
    "... "
    "(received|taken|taken|perceived|understood)",
    f"{_SORRY} (that|for) (there|what) (may|might) have been",
    f"{_SORRY} that you (were|are) (under the impression|of the opinion|of the view)",
    f"{_SORRY} (for|about) the misunderstanding",
)
# In a letter that may not admit anything yet, it is courtesy to have heard that they are unhappy.
COURTESY = (
    "(sorry|regret) [that] you have [had] (reason|cause|occasion|needed|had to)",
    "sorry to (hear|learn|read|see) [that] you (are|were|have been|had|have|remain)",
    "sorry to (hear|learn|read|see) [of|about|how]",
)
# What is to be done if something does not happen promises nothing.
NO_PROMISE = ("(if|unless|whether|in case) ... (does|do|did|should) not",)
EMPTY_PROMISE = (
    "(will|shall|should|does|do|would|can) [ensure] (not|never) [ever] (happen|occur|be repeated)",
    "(will|shall) not happen",
    "(ensure|make sure|making sure|guarantee|guaranteed|ensuring) [that] (this|it|nothing like "
    "(this|it)"
    "|such|similar) ... (not|never)",
    "(never|not) happen again",
    "(ensure|ensuring) ... (does not|do not|will not|never) (happen|occur)",
    "(rest|be|please be|remain|feel) assured",
    "(can|would like to|want to) assure you (that|of)",
    "(we|i) [will] (always|continually|constantly|continuously) (strive|aim|endeavour|try|work"
    "|do our)",
    "strive to",
    "(feedback|comments|concerns|complaint|remarks) (has|have|had) been "
    "(noted|taken on board|passed (on|to)|shared)",
    "(customer satisfaction|your satisfaction|your custom|our customers) is (our|of)",
    "(number one|top|highest|utmost) (priority|importance)",
    "(take|takes|taken) [all|every|any|your|such|these] [customer] "
    "(complaint|complaints|feedback|concerns|matters|this) [very|extremely|so] seriously",
    "(do|doing) (better|everything [that] we can) (in future|in the future|next time|going "
    "forward)",
    "you have my word",
    "lessons (have been|will be) (learnt|learned)",
    "(steps|measures|action) (have|has) been (taken|put in place) to (prevent|avoid|stop|ensure)",
    "committed to (improving|providing|delivering|ensuring|the highest|high)",
    "we (will|shall) do better",
    "working (hard|tirelessly) to",
)
APOLOGISES = (
    "(sorry|apologise|apologize|apologised|apologized|apologies|apology)",
    "(we|i) [do|very much|deeply|sincerely] regret",
)
NOT_AN_APOLOGY = (
    "sorry to (hear|learn|read|see)",
    "to say sorry for",
    "(apology|apologise|apologize|sorry) (is|was|does|do|alone|would) not",
)
MENDS = (
    "(refund*|repay*|repaid|paid|pay|credit*|replac*|repair*|correct*|waiv*|reimburs*|voucher*"
    "|cheque*|check|redeliver*|resend|resent|cancel*|compensat*|stopped|restored|removed|changed"
    "|mended|fixed|rebooked|retrained|trained|updated|replastered|redo|redone|exchange*)",
    "(we|i) [have|will|are|am] [now|also|already|since] (chang*|put|set|remov*|add*|train*|fix*"
    "|mend*|updat*|arrang*|ask*|mov*|stop*|start*|book*|send*|sent|mak*|made|giv*|gave|return*"
    "|com*|take*|took|talk*|spok*|shown|order*|check*|tak*)",
    "(has|have|is|are) (been|being) (put|set|sent|order*|chang*|move*|taken|credit*|correct*)",
    "(goes|went|is going|are going|will go|leaves|comes|is on its way|is on the way|out) ... "
    "(today|tomorrow|back|this|on|to|out|way)",
    "(is|are) (now|on) (on|in|its|their|a)",
    "no longer",
    "will hear from (us|me)",
    "from now on",
    "by (the|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april"
    "|may|june|july|august|september|october|november|december)",
    "(engineer|fitter|driver|colleague|manager) (will|is going to|comes)",
    "off your (bill|account)",
    "back",
    "free of charge",
    "at (our|no) (cost|expense)",
)
