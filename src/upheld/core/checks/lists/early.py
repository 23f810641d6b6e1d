"""What must not stand in a letter that leaves before anything is found."""

# We promise, admit or refuse: no "you told us" before it makes it theirs.
OUR_ANSWER = (
    "(we|i) (will|shall|can|are going to|am going to|have|would like to|want to) "
    "[of course|gladly|certainly|also|now|happily|immediately|already|arrange to|be able to|be] "
    "(refund*|reimburs*|compensat*|replac* (it|this|the|your)|repay*|waiv*|credit* (you|your)"
    "|cancel* the (charge|fee|bill|invoice)|offer* you"
    "|(give|send) you (a|the|your) [full] (new|replacement|refund|voucher|credit)|pay)",
    "we will make (this|it|things) right",
    "(we|i) will put (this|it|things|everything) right",
    "(we|i) (will|can) ... sort (this|it|things|everything|that) out",
    "(get|have) your money back",
    "you will have your money",
    "(get|have) (this|it|that) (fixed|replaced|refunded|repaired) [for you]",
    "(we|i) [have] (arranged|ordered|issued|processed|approved|authorised|authorized|requested"
    "|sent|booked) "
    "(for a|a|your|the|you a) [full|new|free] (refund|replacement|voucher|credit|cheque"
    "|compensation|new)",
    "(send|sending) [you] [out] a replacement",
    "(token of (our|goodwill)|please accept (a|this|our) ... (voucher|credit|offer|gift|discount))",
    "(credited|refunded|paid|deducted|reimbursed|offered) ... (to|from|off|you) [your]",
    "you will be [fully|also|of course] (refunded|compensated|reimbursed|paid)",
    "(we|i) (believe|think|consider) [that] (our|we|you|the|this|it|there)",
    "(non-refundable|not refundable|not covered|not eligible|no evidence)",
    "(warranty|policy|guarantee|contract|insurance|terms|plan) (does|do|will|is|are|states|says"
    "|state|make|makes) "
    "[not] [clearly] (not|cover*|exclude*|clear|include|allow|that|it clear)",
    "(we|i) (will|can) ... happily (send|give|offer|pay|refund)",
    "make sure [that] you (get|receive|are (refunded|compensated|paid))",
    "you will (get|receive|have|be (given|sent|paid|offered)) ... "
    "(refund|replacement|compensation|credit|money back|new one|voucher)",
    "you will be (refunded|compensated|reimbursed|paid)",
    "(a|your|full|the) (refund|replacement|voucher|credit) (will be|has been|is being|is on)",
    "(refund|replacement|compensation) is (due|owed|on its way)",
    "you are (entitled|eligible|owed|due)",
    "see you (right|all right|okay)",
    "(raise|raising|get|getting) your hopes",
    "(leave|leaves|left) [us] [very] (little|no) (room|choice|scope)",
    "(hold out|give you) ... hope",
    "(not|never) be (out of pocket|left out of pocket|worse off|disappointed)",
    "at (your|our) (end|own end)",
    "(we|i) [can] [already] see [already] [now] that (this|it|we|our|you|your|the)",
    "(warranty|policy|guarantee|contract|insurance|terms|conditions|plan) [does|do] [not] "
    "(exclude|excludes|cover|covers)",
    "(replacement|refund|new *) (is|are) [already|now] on (its|their|the) way",
    "(we|i) [have] [already] (taken|knocked) ... off (your|the)",
    "(sounds|sound|looks|look|seems|seem|appears) (like|as if|as though|that) "
    "(you|your|the|our|we|this|it|someone|somebody) ... (wrong|wrongly|incorrect|incorrectly"
    "|yourself|misused|mishandled|mislaid|overlooked|our (mistake|fault|error)"
    "|your (mistake|fault))",
    "(we|i) (do|did|have|can|could) not [think|believe|see|feel] [that] [we] [have] ... "
    "(done|did|do) [anything|something] wrong",
    "you are not (entitled|eligible|owed|due)",
    "(as a|a) (gesture of goodwill|goodwill gesture|gesture)",
    "(would like to|happy to|pleased to|able to) (offer|refund|replace|compensate|credit)",
    "(we|i) (have|had) (made|got) (a|an) ... (mistake|error)",
    "(we|i) made (a|an) ... (mistake|error)",
    "(this|it|that) (was|is) [clearly|entirely|completely|plainly|obviously] our [own] "
    "(mistake|fault|error|failing|failure|responsibility|doing)",
    "(we|i) (got|have got|were|had got|went) [this|it|that|things] wrong",
    "(we|i) (have|had) [clearly|badly|really] let you down",
    "(we|i) [clearly|badly|really] let you down",
    "(we|i) [have] [clearly|badly] failed (you|to)",
    "(we|i) should [not] have",
    "(apologise|apologize|sorry|apologies) (for|that) (our|we|the) "
    "... (mistake|error|failure|failed|forgot|fault|wrong)",
    "(we|i) (accept|admit|acknowledge|agree) (that|full responsibility|responsibility|you)",
    "(we|i) (do|can|will) not (agree|accept|uphold|believe|think (that|we|our|there|you))",
    "(we|i) (can not|will not|are unable to|are not able to) (refund|offer|compensate|replace|pay)",
    "(do|does|did|can) not accept",
    "(we|i) (uphold|reject|have (upheld|rejected|decided to))",
    "(i am|we are) (satisfied|confident|certain|sure) that (the|our|we|this|it|all|your)",
    "(we|i) (acted|have acted) (correctly|properly|fairly|appropriately|in line)",
    "(guarantee|promise) [you] that (you|we will (refund|replace|put|resolve|fix|get)|this|it)",
    "(we|i) (guarantee|promise|can assure you) (a|an|your) (refund|replacement|full)",
    "not (our|the firm's) (fault|responsibility)",
    "(we|our (company|firm|team|shop)) (is|are) not (liable|responsible|to blame)",
    "there (was|is|were|has been) no (fault|error|mistake|wrongdoing|negligence)",
)
# What went wrong, as if it had been found: a list of their points is theirs.
FOUND = (
    "(we|i|our (driver|courier|team|warehouse|engineer|adviser|colleague|system|staff|agent|fitter"
    "|receptionist|technician|branch|shop|store|office|supplier|website)) [have|has|clearly|also"
    "|then] "
    "(lost|failed|missed|broke|damaged|forgot|overcharged|overlooked|left|made a ... (error"
    "|mistake)|sent you the wrong"
    "|delivered (the|it) ... wrong)",
    "the (driver|courier|carrier|engineer|adviser|fitter|receptionist|technician|supplier) [has"
    "|clearly|also] "
    "(lost|failed|missed|broke|damaged|forgot|overlooked|left)",
    "you were (overcharged|given the wrong|misled|sent the wrong|charged twice|badly treated"
    "|let down)",
    "(should|must) not have happened",
    "caused by (incorrect|improper|your|misuse|normal|wear|our|the courier)",
    "(sounds|looks|seems|appears) (like|as if|as though|that)",
    "(our|my) records (show|confirm|indicate) ... "
    "(deliver*|attended|correct*|received it|signed|completed|paid in full|no)",
    "(our|my) records suggest",
    "(it is|it was) clear that",
)
# Who is right and what was wrong: ours unless they said it.
JUDGED = (
    "you are [absolutely|quite|completely|entirely|clearly] (right|correct|wrong|mistaken)",
    "you were [absolutely|quite|completely|entirely|clearly] "
    "(right|correct|wrong|mistaken|misled|overcharged|mistreated)",
    "(your complaint|complaint) (is|was) [clearly|entirely|completely] "
    "(justified|unfounded|valid|well founded|without merit)",
    "our [own] (mistake|fault|error|failing)",
    "your own (fault|mistake|error|router|equipment|device|choice)",
    "(most likely|probably|almost certainly|likely|clearly|no doubt|appears to be|seems to be) "
    "[to be] [caused by|down to|due to|a problem with|the fault of] (your|our|the) [own] "
    "(router|device|equipment|phone|computer|settings|side|end|fault|mistake|error|courier|driver"
    "|carrier|supplier|warehouse|misunderstanding|use|misuse)",
    "(was|were|is|are) (wrong|at fault|to blame|negligent|careless)",
    "(was|were) [applied|charged|calculated|billed] (correctly|properly)",
    "(charge|fee|bill|amount|charges|fees) (is|are|was|were) (correct|payable|valid|due|right)",
    "(so|therefore|and) [it] is payable",
    "(driver|courier|carrier|colleague|team|warehouse|supplier|engineer|fitter|adviser|advisor"
    "|agent|technician|installer|she|he|they|receptionist|manager|waiter|branch|shop) ... "
    "should [not] have",
    "(has|have) been (given a ... (warning|talking)|disciplined|dismissed|retrained|reprimanded"
    "|sacked)",
    "you should [not] have",
    "should never have",
    "in (your|our) favour",
    "(upheld|not upheld|partly upheld)",
    "no (error|fault|mistake) (on our|by us|was made)",
    "(will|shall) (not|never) happen again",
    "(looks|seems|appears) (as though|as if|like|that) ... (our|we|your|you|the|by us)",
)
# What they said, what is open, and what only may be: no answer of ours.
THEIRS = (
    "you (say|said|tell us|told us|told|wrote|write|ask*|want*|would like|request*|explain*"
    "|mention*|report*|claim*|believe|feel|felt|think|state*|complain*|describ*|set out|rais*"
    "|expected|hope*|consider)",
    "(your|the|this) ... (complaint|concern|concerns|letter|email|e-mail|message|request|question"
    "|call|note|claim) [of|dated] ... (about|that|regarding|concerning|for|on|alleg*|says|asks)",
    "your client alleg*",
    "what you (describe|call|say)",
    "(we|i) (have noted|understand|note|gather|have recorded|have read) (that|the following)",
    "asking (for|whether|us)",
    "to ask (for|whether)",
)
# What is still looked for is not found.
LOOKED_FOR = (
    "(look* into|looking at|investigat*|find out|check*|establish|ask|asks|asked|asking|examin*"
    "|review*|see|talk|compar*"
    "|where|how|why|when|possible|alleged*|reported*|concern*|regarding|about)",
)
OPEN = (
    "(will|shall) be [now|fully|carefully|then] (handled|dealt|assessed|considered)",
    "whether",
    "if (we|it|the|there|our|any|you|that|they|this|he|she|i)",
    "should (we|it|there) (find|turn|be)",
    "until (we|she|he|they|i|it)",
    "before (we|she|he|they|i|any)",
    "once (we|she|he|they|i|it)",
    "not [yet] (decided|reached|made|been decided|know|be able to say|say)",
    "(can not|not able to|unable to|too early [for us] to) ... (say|tell|decide|promise)",
    "(no|any) (decision|view|finding|promise)",
    "nothing in this letter",
    "does not mean",
    "what (went wrong|happened)",
    "(ombudsman|afca|ombudsmen)",
)
# They have found already who are outraged with them.
OUTRAGE = (
    "(appalled|appalling|horrified|horrifying|horrific|horrible|horrendous|disgusted|disgusting"
    "|outraged|outrageous|awful|dreadful|terrible|shambles|shambolic|disgrace|disgraceful"
    "|inexcusable|unforgivable|atrocious|unacceptable|shameful|ashamed|mortified|shocking"
    "|shocked|scandalous|deplorable|abysmal|abhorrent|dismayed|heartbroken|heartbreaking"
    "|diabolical|inexplicable|unbelievable|indefensible|furious|ghastly|gutted)",
    "(not|never|hardly) acceptable",
    "simply not good enough",
    "a nightmare",
    "beyond belief",
    "you have every (right|reason) to (be|feel)",
    "should never (have happened|happen|have been|have had|be treated)",
    "(nobody|no one|no-one|no customer) should [ever] (be|have|experience|go through|face)",
    "(falls|fell|fall|fallen|is|was|were|are) ... (far short|well short|short of|below the"
    "|below our)",
    "(not|far from) the [level of|standard of|kind of|high] (service|standard|care|standards"
    "|experience) ... "
    "(we|you) (expect*|pride*|aim|want|strive|deserve*|should)",
    "you deserve* ... better",
    "clearly (failed|let you down|not right)",
    "can not believe",
)
OUTRAGE_IS_THEIRS = (
    "you (say|said|wrote|write|told us|tell us|feel|felt|found|find|call|called|mention*|report*"
    "|think|thought|consider|considered|regard*|believe)",
    "you describ* ... as",
    "(your|the) words",
    "weather",
)
