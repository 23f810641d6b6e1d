"""A threat: what we would do to somebody because they complain, go on, or say so in public."""

_IF_THEY = (
    "(if|should|unless|were) you [do not|not|to|ever] ... "
    "(complain|complaining|contact|contacting|write|writing|post|posting|publish|share|call"
    "|calling|continue|persist|repeat|go on|go to|take this|take it|tell|speak|raise|stop|pursue"
    "|cease|drop|remove|withdraw|insist|chase|email|answer|reply|respond)"
)
_WE_WOULD = (
    "(legal action|legal proceedings|legal advice|solicitor|solicitors|lawyer|lawyers|attorney"
    "|attorneys|sue|sued|defamation|libel|police|bailiff|bailiffs|debt collector|debt collectors"
    "|debt collection|collections|credit file|credit record|credit score|blacklist|blacklisted"
    "|ban|banned|bar you|barred|refuse (to serve|service|you)"
    "|close your (account|membership|policy|file)|cancel your"
    "|terminate your|end your|withdraw (the|this|our) (offer|voucher|refund|goodwill)|evict*"
    "|report you|block you|charge you|consequences)"
)
THREATS = (
    f"{_IF_THEY} ... [again] ... [to] ... (we|i|our|your|this) ... {_WE_WOULD}",
    f"{_WE_WOULD} ... {_IF_THEY}",
    "any (further|more|other|future) (complaint|complaints|contact|correspondence|emails|e-mails"
    f"|calls|letters|posts|messages|comments) ... (will|may|could|shall) ... {_WE_WOULD}",
    "(reserve the right|no choice but|not hesitate|have no hesitation|forced) ... [to] ... "
    f"{_WE_WOULD}",
    "(think|careful|carefully|twice) ... before you (complain|post|write|go|take|publish|say)",
    "(harm|hurt|damage|affect) [your] (credit|chances|account|record|standing|tenancy|future)",
    "(statement|statements|post|posts|review|reviews|comment|comments) ... (will|may|shall) be "
    "(passed|sent|handed|referred|forwarded) to (our|my|the) (solicitor*|lawyer*|attorney*|legal)",
)
# Rights of theirs, and what somebody else does.
NO_THREAT = (
    "(will|does|do|would|can|could|shall) not [be] (affect*|change*|harm*|hurt|close*|cancel*|end"
    "|lose|count*|cost|stop*|mean|lead|held|make|matter|take)",
    "(nothing|never|no one|nobody)",
    "you (may|can|could|have the right to|are free to) [also|always] ... "
    "(police|court|solicitor|legal advice|lawyer)",
)
