"""The person instead of what happened (promise 8)."""

_CONDUCT = (
    "(difficult|unreasonable|rude|abusive|aggressive|dishonest|greedy|awkward|silly|petty|dramatic"
    "|vexatious|untruthful|careless|ignorant|hysterical|hostile|demanding|impatient|pushy"
    "|ungrateful|unrealistic|argumentative|confrontational|offensive|unpleasant|emotional"
    "|irrational|obstructive|negligent|foolish|naive|lazy|stubborn)"
)

PERSON = (
    "you people",
    "(most|all|many|other|plenty) [of] [our] [other] (passengers|customers|guests|tenants|clients"
    "|patients|people|members|residents|students) [seem to|somehow] (manage*|can|cope|have no)",
    "(not|never|no longer|cannot|hard to|difficult to) [longer] (take your word|trust you"
    "|trust what|rely on your word|rely on what you|believe what you|believe a word)",
    "your (version|account|story) ... (convenient|unlikely|implausible|fanciful|far-fetched)",
    "(convenient|unlikely|implausible|fanciful|far-fetched) (version|account|story|explanation)",
    "(someone|somebody|a person|the sort|the kind|the type|one) who (likes|like|enjoys|enjoy|loves"
    "|love|always|never|cannot|can not|will not|must|has nothing better)",
    "(the|your) (wrong people|wrong department) [again|once more]",
    "(people|customers|individuals|complainants|someone|those|guests|clients|patients) like "
    "(you|yourself)",
    "(typical|what we expect|what we see) [of] (people|customers|someone|you|those)",
    "you [have|had|are|were|do] (clearly|obviously|plainly|evidently|apparently|simply|conveniently"
    "|just) [have|had|are|were|did|do] (not|failed|misread|misunder*|forgot|forgotten|ignored|want"
    "|wanted|expect|expected|lack|never|thought|decided|failing|did|do|had|trying|looking|after"
    "|mistaken|confused|changed|refuse*|wrong|overlooked|left|dropped|broke|broken|used|put|made|kept"
    "|opened|spilt|spilled|damaged|caused|knew|made|remember*)",
    "conveniently (forget|forgot|forgotten|ignore|ignored|leave out|left out|omit|omitted"
    "|overlook*)",
    "you (always|constantly|keep|never) (complain*|ring*|call*|listen*|bother*|read|blam*"
    "|exaggerat*|shout*|take|taking|want|seem|find|moan*)",
    f"you (are|were|have been|seem|appear|seemed|are being|were being) [to be|to have been|being] "
    f"[a|an|the] [very|extremely|so|rather|quite|somewhat|most|increasingly|frankly|overly|simply"
    f"|completely|entirely] {_CONDUCT}",
    "you (are|were|seem|appear) [to be] [a|an] [very|quite|simply|just|clearly|sadly|completely"
    "|entirely] "
    "(wrong|mistaken|confused|lying|liar|persistent complainer|incapable|serial|nuisance|deluded)",
    "you [have] (neglected|could not be bothered|refuse|did not bother|failed)",
    "you (refuse|refused|refuses) to (listen|accept|see|understand|hear|read|co-operate|cooperate"
    "|admit|acknowledge|take)",
    "you chose (to ignore|not to|to disregard)",
    "you (simply|just) (did|have|failed|forgot|changed|want|do)",
    "you [have] (lied|misled us|exaggerated|invented|made (this|it|that) up|fabricated)",
    "(nobody|no one|no-one) (forced|made) you",
    "you should [really|at least|also] have [really|at least] (read|known|checked|realised|realized"
    "|noticed|understood|been more|paid|looked|listened|taken|thought|contacted|told|called"
    "|asked|kept|complained|reported|informed|let us|brought|planned|acted|raised|followed"
    "|made sure|been aware|planned|arranged|saved|backed)",
    "you (could|might) have [easily] (avoided|prevented|checked|read|known)",
    "(could|would) have been (avoided|prevented) (if|had) you",
    "(had|if) you [had] [only|simply|just] (bothered|paid [more|better|closer] attention|taken the "
    "(time|trouble)|listened|been more|read|looked|acted sooner|checked properly)",
    "your [own|general|overall|constant|continued] (attitude|behaviour|behavior|tone|dishonesty"
    "|carelessness|negligence|stupidity|ignorance|ingratitude|aggression|rudeness|character"
    "|incompetence|greed|impatience|manner|conduct)",
    "your [own] [aggressive|rude|hostile|abusive|threatening|unpleasant] (attitude|behaviour"
    "|behavior|tone|manner|language)",
    "your lack of (care|understanding|common sense|attention|patience|knowledge|respect)",
    "your [own|repeated|continued|continual] (failure|refusal|inability|unwillingness"
    "|incompetence) "
    "to",
    "your [own] fault",
    "your (constant|endless|incessant|persistent|relentless|continual|continuous|never-ending"
    "|numerous|excessive|tiresome) ... (emails|e-mails|calls|messages|complaints|complaining"
    "|letters|demands|contact)",
    "(unreasonable|unrealistic|outrageous|ridiculous|excessive|absurd) "
    "(demand|demands|behaviour|behavior|expectation|expectations|person|customer|attitude)",
    "your ... (demands|expectations|behaviour|claims) (are|is|were) ... "
    "(unreasonable|unrealistic|ridiculous|excessive|absurd|outrageous)",
    "(anyone|anybody|any|most) [other] [reasonable|sensible|normal|careful|competent"
    "|responsible|of our other] [person|people|customer|customers|adult|business|owner] "
    "[else] [with common sense] (would|can see|understands|knows|manage|manages|have no|would "
    "have)",
    "as any [reasonable|sensible|normal|responsible|careful|competent] (person|customer|adult"
    "|business|owner|driver|parent|homeowner)",
    "common sense",
    "(fool|fools|foolish|liar|liars|idiot|idiots|idiotic|stupid|stupidity|ridiculous|ridiculously"
    "|moron|hysterical|pathetic|time-waster|timewaster|troublemaker|chancer|fraudster|moaner"
    "|whinger|troll|scammer|freeloader|crybaby)",
    "(we|i) (know|suspect|believe|think) [that] you are (lying|trying|just|only|after|attempting)",
    "(serial|habitual|professional|persistent|chronic|compulsive) (complainer|complainant|moaner)",
    "some people (are|will|can|just|never|always)",
    "(you|nothing|never|not) ... (good enough|enough) for you",
    "you (are|were|will) never [be] (satisfied|happy|pleased|content)",
    "your (constant|endless|incessant|relentless|never-ending|petty|silly|childish|ridiculous)",
    "difficult (customer|person|client|individual|patient|guest)",
    "impossible to (please|satisfy|deal with)",
    "nothing (we|i) [can|could|do|did] [do|did|say] [will|would] [ever] (please|satisfy|be "
    "enough for)",
    "(your|this) story",
    "hard to believe",
    "(tone|language|manner) (left|leaves|leave) (much|a lot|a great deal|something) to be desired",
    "had you (simply|only|just|bothered|taken)",
    "(try|tries|trying|tried) it on",
    "(a|our) [walking] (cash machine|cash cow|charity|atm)",
    "(passengers|customers|people|those|guests|tenants|clients|patients) who "
    "(try|complain|expect|always|only|just|cannot|can not|never|will not)",
    "(doubt|question|questions|questioning) ... your (honesty|integrity|word|version|account"
    "|motives|sincerity)",
    "your (honesty|integrity|motives|agenda)",
    "your (account|version|story) ... (changes|changing|inconsistent|does not add up|contradict*)",
    "(not|do not) believe (you|your|a word)",
    "(looking|hoping|fishing|after) [for] (a|an|something|money|compensation) [quick] "
    "(payout|pay-out|for nothing|handout|freebie|free ride|easy)",
    "something for nothing",
    "wasting (our|everyone's|everybody's|my) time",
    "(our|my) time (has been|is being|was) wasted",
    "your [type|kind|sort] of (person|customer|people)",
    "you [have] (ignored|disregarded) (our|the|my|this|all|every)",
    "(had you|if you had) ... (would|could|might) (not|never) have",
    "you [have] [completely|simply|clearly|entirely] (misunderstood|misread)",
    "(you (should|need to|must|could)|perhaps you should|please) be more (careful|patient"
    "|realistic|reasonable|attentive)",
    "(rude|aggressive|abusive|hostile|angry|threatening|unpleasant|offensive) "
    "(email|emails|e-mail|letter|message|messages|call|calls|language|manner)",
    "(calm down|grow up|get over it)",
    "listen to reason",
    "see (sense|reason)",
    "you do not (seem|appear) to (understand|grasp|realise|realize|care|read|listen|have)",
    "(a|an) (honest|decent|genuine|reasonable) (customer|person) would",
    "(other|our other) customers (manage|have no|do not have)",
)
# What we called them and take back, and what nobody says.
NOT_OURS = (
    "(log|logged|logging|report|reported|record|recorded|book|booked|fix|fixed|clear|cleared|find"
    "|found|repair|repaired|of|about) your fault",
    "you were [then|also] (told|advised|accused|called|informed)",
    "nothing to do with",
    "(we|i|he|she|they|adviser|agent|colleague|driver|letter|reply) [had] (told|said|implied"
    "|suggested|wrote|called|accused|treated)",
    "(nobody|no one|not|never) ... (say|saying|suggest|suggesting|suggests|think|accus*|mean"
    "|imply*)",
    "(wrong|unfair|rude) (of|to|for) (us|our|me|say|call|suggest|tell)",
)
