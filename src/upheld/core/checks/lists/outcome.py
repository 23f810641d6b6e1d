"""How a letter says its answer: no, yes, in part, or that there is nothing to answer."""

_COMPLAINT = (
    "((your|the|this|that|either|any|both|these|those) ... "
    "(complaint|complaints|point|points|claim|part|ground|request|appeal|concern)|it|them|this"
    "|rest)"
)
UPHELD_OUTRIGHT = ("(uphold|upheld|upholding)",)
REFUSED_OUTRIGHT = (
    "(not|unable to|never) [to] [been|be|able to|going to|in a position to|fully] (uphold|upheld"
    "|upholding)",
    f"(reject|rejected|rejecting|dismissed|dismiss) {_COMPLAINT}",
    f"{_COMPLAINT} (is|was|has been|must be) [therefore] (rejected|dismissed)",
    "(complaint|claim|appeal) [is|was|has been] [therefore] (rejected|dismissed|unsuccessful)",
)
REFUSED = (
    *REFUSED_OUTRIGHT,
    "(we|i) (do|did|can) not [therefore] agree",
    f"(declin*|turn* down|refus*) {_COMPLAINT}",
    "(your|the|this) ... (request|claim|application|appeal|complaint|refund) ... "
    "(has been|is|was|must be) [therefore|respectfully] (declined|denied|refused|turned down"
    "|unsuccessful|rejected)",
    "(must|have to|will|shall|has to) [therefore|respectfully|regretfully] (decline|refuse|say "
    "no|deny)",
    "(will|shall|can|could|would) not [therefore] [be] [able to] (refund*|compensat*|reimburs*"
    "|repay*|replac*|waiv*)",
    "(will|shall|can|could|would) not [therefore] [be] [able to] (return*|pay*|cover*|give"
    "|giving|issue|issuing|offer*) "
    "[you] (the|your|any|a|it|that|this|back|for|compensation|money)",
    "(we|i) [therefore|respectfully] decline",
    "(unable|not able|not in a position) to [fully] (refund|compensate|reimburse|repay|replace"
    "|waive|return|cover|pay)",
    "(unable|not able|not in a position|can not|will not be able) [to] "
    "(remove|reverse|cancel|reduce|adjust|lift|write off|drop|change|amend|alter|overturn) (it"
    "|the|this|that|your|these|our)",
    "(unable|not able|not in a position|can not|will not be able) [to] "
    "(provide|process|issue|grant|give|make|authorise|authorize|approve|consider|support) [you] "
    "[with] "
    "(a|any|the|your|this) ... (refund|compensation|replacement|exception|credit|payment|claim"
    "|request)",
    "(can not|could not|will not|can never) [now] be (refunded|returned|waived|reversed|replaced"
    "|paid|covered|removed|reduced)",
    "(not|never) (think|believe|consider|accept) [that] (we|our|there|it|this|you) ... (wrong"
    "|fault|error|mistake|due|owed)",
    "(stand|stands|standing) by (our|the|this|my)",
    "(can not|unable to|not able to) (help|assist) you further",
    "nothing (more|further|else) [that] (we|i) can",
    "(there is|there will be|there can be|so|therefore) [be] no "
    "(refund|compensation|payment|reimbursement|replacement|reduction|credit)",
    "answer [is|stays|remains] (the same|no|unchanged)",
    "(not|unable to) ... make an exception",
    "(not|unable to|no) [be] [able to] [fully] (agree|accept) (to|with|that|your|this)",
    "(not|unable to) [able to] find (that|any|it|the|you|your|our|grounds|evidence|a|this|these)",
    "(find|found|see|saw) (no|nothing) (fault|error|mistake|evidence|failing|grounds|reason|wrong"
    "|basis|to suggest)",
    "(no|any) (fault|error|mistake|failing|wrongdoing) (on our|was|in)",
    "(not|unable to|not able to) [be] [able to] [going to] [make you] [a|any] "
    "(offer*|refund|refunding|compensate|reimburse|pay|replace|waive|issue|give|process|grant"
    "|honour|honor"
    "|consider|comply|meet|make|cover) ... (refund|compensation|replacement|it|this|new one|that"
    "|fee"
    "|fees|charge|charges|claim|payment|offer|request|for it|you|reduction|exception)",
    "(not|nothing) ... (due|payable|owed|entitled|eligible|covered|justified|refundable|warranted)",
    "(fee|charge|charges|decision|bill|fine|invoice|amount) ... (stands|remains payable|remains due"
    "|still stands|is due|is correct|was correct|is payable|was right|are correct|were correct"
    "|are due)",
    "(was|were|is|are) (correct|correctly|properly|rightly) "
    "(charged|applied|calculated|billed|handled|assessed|made|declined|billed)",
    "(handled|acted|applied|charged|assessed|calculated) "
    "(appropriately|correctly|properly|reasonably|fairly|in line|in accordance)",
    "(our|the|this) [original|earlier|previous] (answer|decision|position|response) "
    "(is no|on ... does not change|remains|is final|is unchanged|stays the same|will not change"
    "|stands)",
    "(this|our) (decision|answer) is final",
    "(can not|could not|can not be) ... (substantiate|substantiated|established|held responsible"
    "|liable)",
    "(is not|was not|are not|were not) [therefore|found to be] (faulty|defective|our (fault"
    "|responsibility)"
    "|broken during|responsible|liable|at fault)",
    "nothing (wrong|was lost|was hidden)",
    "did (what|as|exactly what) it should",
    "nobody followed you",
)
PARTLY = (
    "(partly|partially|in part)",
    "(uphold|upheld|upholding|agree with|accept) ... (part|one|two|some) (of|in)",
    "two (answers|decisions)",
)
UPHELD = (
    f"(uphold|upheld|upholding) {_COMPLAINT}",
    f"{_COMPLAINT} (is|was|has been|are|have been) [therefore|fully|entirely] "
    "(upheld|justified|well-founded|well founded|valid)",
    "(agree|accept|agreed|accepted) (with you|you|that (we|our|this|the|it))",
    "you (are|were) [quite|absolutely|completely] right",
    "in your favour",
    "(find|found) that (this|it) is so",
)
TAKEN_BACK = (
    "(withdraw|withdrew|withdrawn) (your|the|this) complaint",
    "you [have] (withdraw|withdrew|withdrawn)",
    "(should|to) stop looking into it",
    "as you (wish|wished|asked|requested) ... (closed|close)",
    "closed your complaint as you",
)
NOT_OURS = (
    "not [something] [that] [is] (ours|for us|we can) [can] to (answer|decide)",
    "not [something] [that] we (can|are able to) (answer|decide|look at|look into|investigate)",
    "outside [of] (what we can|our|the scope)",
    "(belongs to|is the responsibility of) ... and not to us",
)
# What we give: a remedy that stands in the answer.
GIVES = (
    "(we|i) [have|will|shall|are|am|can|now|also|already] ... (refund*|repay|repaid|repaying|pay"
    "|paid"
    "|paying|credit*|replac*|repair*|reimburs*|waiv*|cancelled|canceled|redo|re-do|revers*)",
    "(will|has been|have been|is being|was|were|are|is) [also|now|be|being|been] (refunded|repaid"
    "|paid|credited|transferred|replaced|repaired|reimbursed|waived|corrected|restored|removed)",
    "(goes|go|comes|come|is going|will come|will go) (back|out)",
    "(refund|replacement|payment|cheque|credit|voucher) (of|will|is|has|for)",
    "(a|your|the) new ... (leaves|ships|is|goes|will|comes)",
    "(sum|payment) of",
    "back (on|in|to|into) your (card|account|bank)",
    "you [will|can] [also] (get|have|receive) ... back",
    "(we|i) [do] owe you",
    "you are owed",
    "off your (bill|account)",
    "(is|are) (on its way|on their way|going out)",
    "yours to keep",
)
