"""How a firm says what it did or failed to do."""

_WHO = (
    "(we|i)",
    "our ...",
    "(the|one of our|two of our|a) ... (driver|drivers|courier|carrier|colleague"
    "|colleagues|adviser|advisor|agent|team|warehouse|fitter|engineer|technician|installer|branch"
    "|shop|store|system|depot|supplier|staff|manager|teams|website|kitchen|clerk|office|planner"
    "|partner|packer|packers|waiter|nurse|assessor|school|council|crew|workshop|bank|company|firm"
    "|desk|department|hotel|practice|surgery|panel|reception|receptionist|crew|airline|operator"
    "|van|report|letter|app|migration|contractor|designer|tutor|cleaner|baker|cook|chef|mechanic"
    "|landlord|trust|ward|club|school|server|tool|bot|robot|line|round|close|front desk)",
)
_HAD = "[had|have|has|also|then|simply|wrongly|both|still|just|all|only]"
_OWNED = (
    # Whose it was.
    "our [own] (fault|mistake|mistakes|error|errors|failure|failures|failing|failings|oversight"
    "|slip"
    "|doing|blunder|stuff-up|mess|bad|responsibility)",
    "our ... (mistake|error|fault|failing|oversight|slip)",
    "(a|an|its|their) (failing|failure|error|mistake|fault|oversight|slip|mix-up) (on our|by our"
    "|by us|of ours|at our|in our)",
    "(apologise|apologises|apologize|apologizes|sorry|apologies) (for|that) "
    "(not|its|our|these|this|this|both|the|losing|missing|leaving|charging|sending|failing"
    "|keeping|making|getting) "
    "[own] [very] (failure|failures|error|errors|mistake|mistakes|telling|replying|answering"
    "|turning|sending"
    "|delay|wait|fault|keeping|collecting|delivering|checking|paying|calling|letting|giving"
    "|having|mix-up|damage)",
    "(apologise|apologize|sorry|apologies) [to you] (that|because) (we|our|i|my|nobody|no one"
    "|your|it|this letter)",
    "(fault|responsibility) [for this|for that] (lies|lay|is|was|rests) with (us|the|our|me)",
    "(we are|we were|i am|i was) (at fault|to blame|responsible|in the wrong)",
    "(was|were|is|are) [entirely|clearly|plainly|all] (ours|down to us|on us|down to me|on me"
    "|my (fault|mistake))",
    "that is (on us|on me|down to us|our)",
    "my (fault|mistake|error|oversight|slip|stuff-up|bad)",
    "because of us",
    "(for us|ours) to put right",
    "you (are|were) [quite|absolutely|completely] right",
    "we [have] let you down",
    "(we|i) (got|had got|have got|were|went) [this|it|that|these|both|things] [badly] wrong",
    "(was|were) (wrong|careless|rude|slow|unfair|unkind|not good enough|not acceptable)",
    "that was (wrong|rude|careless|unfair|not good enough)",
    "(it|this) was wrong (of|to|that)",
    "no excuse",
    "(was|were) (left behind|packed without|sent without|delivered without|left off)",
    # What we did or did not do.
    "(we|i|it|this|that|these|they|he|she|nobody|somebody|someone|charge|letter|fee|fees|deposit"
    "|bill"
    "|loan|payment|which|invoice|account|refund|parcel|call|visit|order) should [not|never|all] "
    "have",
    "and did not (send|tell|check|call|answer|reply|act|look|notice|come|read|pass|deliver|stop"
    "|do)",
    "(he|she|they) did not (act|tell|check|call|answer|reply|count|notice|come|turn up|do so)",
    "(wrong) (mug|box|line|house|day|date|name|address|size|colour|color|account|price|code|room"
    "|part"
    "|form|file|label|order|customer|amount|figure|reading|week|time|street|item|one|rate|tariff)",
    "nobody [had|has|there] (told|answered|came|called|checked|turned up|looked|noticed|replied"
    "|spoke|acted|rang|read|picked)",
    "(was|were|had been|have been|has been|been|are|is|got) [then|also|simply|all|both] (not"
    "|never) "
    "(entered|sent|given|told|passed|recorded|done|added|put|made|counted|bagged|kept|answered"
    "|updated|removed|paid|replaced|checked|cleaned|logged|booked|processed|delivered|collected)",
    "(never|not) (entered|bagged|recorded|passed on|logged|processed|put on|dispatched|checked"
    "|left us)",
    "(was|were|had been|has been|been) [then|also|wrongly|simply] (left out|left in|missed|lost"
    "|damaged|broken"
    "|overlooked|delayed|forgotten|mislaid|misread|overcharged|double charged|double-booked|swapped"
    "|cut off|closed unread|wrongly|mixed up|sent to the wrong|told to|told that|served|ignored"
    "|mistakenly|charged twice|incorrectly)",
    "contradictory",
)
# What we did or did not do, after who of us did it.
_DID = (
    f"{_HAD} "
    "(failed|missed|lost|broke|forgot|neglected|overcharged|double-charged|double-booked|delayed"
    "|ignored|damaged|overlooked|omitted|left|fell short|dropped|scratched|cracked|confused|muddled"
    "|overbooked|misread|misplaced|misspelled|mistyped|mislabelled|misled|miscalculated|mishandled"
    "|misdirected|misinformed|mixed up|swapped|cut off|ran out|kept (you|charging|on)|charged you"
    "|penalised|published|estimated|hid|served|rejected|marked|switched|closed|stopped"
    "|cancelled|canceled)",
    f"{_HAD} (did|was|were|had|has|have|do|does) (not|never) "
    "(tell|told|check*|call*|come|came|send|sent|give|given|enter*|answer*|reply|replied|notic*"
    "|act*|collect*|deliver*|arriv*|keep|kept|pass*|read|look*|make|made|put|record*|remov*|stop*"
    "|respond*|follow*|turn*|do|done|pay|paid|process*|warn*|explain*|updat*|replac*|book*|mention*"
    "|bring|brought|meet|met|honour*|honor*|return*|wash*|clean*|repair*|fit|fix*|ask*|let|listen*"
    "|spot*|post*|apply|applied|count*|write|wrote|order*|inspect*|test*|measur*|help*|secure*"
    "|close*)",
    f"{_HAD} (took|taken) [far] (too long|longer)",
    f"{_HAD} (sent|packed|gave|took|told|quoted|charged|delivered|booked"
    "|used|entered|typed|set|applied|added|billed|recorded|wrote|read|picked|cut|laid|fitted"
    "|copied|rang|called|spoke|shouted)"
    " ... (wrong|twice|too (late|short|long|early|much|many|few|soon)|late|wrongly|instead"
    "|incorrect|incorrectly|rude*|over you|at you)",
)
ADMITS = (*_OWNED, *(f"{who} {did}" for who in _WHO for did in _DID))
# Sorry for something that we did, unless it is for nothing of ours.
SORRY_FOR = (
    "(apologise|apologises|apologize|apologizes|sorry|apologies) (for|about) "
    "(the|our|its|this|that|these|both|it)",
)
FOR_NOTHING = (
    "(for|about) (the|any|your|this|all the) ... (inconvenience|trouble|experience|upset|distress"
    "|frustration|disappointment|situation|way you|confusion|misunderstanding|dissatisfaction"
    "|offence|offense|annoyance|stress)",
)
# What denies it, or says only that it might be.
DENIES = (
    "not [been] [found to be] our (fault|mistake|error|responsibility)",
    "no (fault|mistake|error|failing)",
    "nothing wrong",
    "(do|does|did|can|could|have|am|are) not [able to] (agree|accept|believe|think|find|see"
    "|uphold|consider)",
    "(deny|denies|dispute|alleg*)",
    "(if|whether) (we|our|there|any|it|you)",
    "any (mistake|error|fault|failing|failings|errors|mistakes)",
    "(did|have|had|has) not [yet] (receive|received|hear|heard)",
    "may have",
    "(you) (feel|felt|believe|think|say|said|told us|tell us|complain|complained|alleged|claim"
    "|claimed|wrote)",
    "your own (fault|mistake|error)",
)
