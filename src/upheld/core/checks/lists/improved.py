"""Words that say that something is better now, and those before them by which it is only hoped."""

IMPROVED = (
    "(has|have|had) [already|now|since|clearly|greatly|really|much|truly|largely] "
    "(worked|helped|improved|fallen|dropped|halved|decreased|declined|stopped|ended|ceased"
    "|disappeared|vanished|succeeded)",
    "(has|have|had|is|are|was|were) [been|now|already|finally|all|largely|nearly|fully|completely] "
    "(solved|fixed|cured|eliminated|eradicated|sorted|gone|over|reduced|prevented|mended for good)",
    "(it|that|this|which|change) [now|already|clearly|really|certainly] "
    "(works|helps|worked|helped|pays off|paid off)",
    "it does (help|work)",
    "helps, and it does",
    "(fewer|less often|less likely|less frequent|less frequently|more rarely|far less|much less"
    "|hardly ever|hardly any|almost never|rarely|seldom)",
    "no longer (happen|happens|break|breaks|arrive|arrives|come|comes|fail|fails|occur|occurs"
    "|a problem|an issue|the case)",
    "(does|do|did|will) not (happen|occur|break|fail|go wrong) (again|any more|anymore|now)",
    "(will|can) never ... (happen|occur|break|go wrong)",
    "never again",
    "never (happen|happens|come|comes|arrive|arrives|break|breaks|fail|fails|occur|occurs|go|goes"
    "|wait|waits|get|gets) ... again",
    "(half|a third|a quarter) as (many|much|often)",
    "(nobody|no one|no customer|nothing) ... (any more|anymore|any longer)",
    "(guarantee|guarantees|guaranteed)",
    "(put|puts) an end to",
    "(got|gotten) rid of",
    "(much|far|a lot|clearly|measurably|noticeably) (better|safer|quicker|faster|more reliable)",
    "(better|safer|quicker|faster|more reliable) (now|than before|than it was|ever since|since)",
    "(problem|fault|trouble) (is|was) (behind us|over|gone|history|solved|fixed)",
    "a thing of the past",
    "a (success|great success|full success|clear improvement|real improvement|big improvement)",
    "success*",
    "NUMBER [.] (per cent|percent) (fewer|less|lower|better|down)",
    "(down|fallen|reduced|cut|dropped|halved) by (NUMBER|half|a third|a quarter|two thirds|more)",
    "by (half|a third|two thirds|more than half) less",
    "results are (good|great|clear|encouraging)",
    "(cut|cuts|reduced|reduces|halved|lowered) (the|these|such|your|our) [number of|share of] "
    "(complaints|breakages|delays|faults|errors|damages|problems|cases)",
)
HOPED = (
    "whether",
    "if (it|this|that|they)",
    "can not [yet] (say|tell|know|promise|be told|be said)",
    "(do|does) not [yet] (know|say|claim)",
    "too early",
    "(hope|hopes|hoped|aim|aims|intend|intends|want|wanted|expect|expects|meant|should|ought)",
    "(so that|in order to|in order that|to make|to help|to keep|to stop)",
)
# An end that was claimed already: what stands after it is claimed beside it.
NOT_HOPED = ("(hope|trust|sure|see|agree|find|know|notice) [that] you",)
