"""A remedy that hangs on a review (FTC 16 CFR 465; UK DMCC Act 2024)."""

_REVIEW = (
    "((google|trustpilot|tripadvisor|yelp|facebook|amazon|online|positive|negative|bad|good|honest"
    "|public|five-star|5-star|one-star|1-star|four-star|two-star|(five|5|one|1|two|2) star) "
    "(review|reviews|rating|ratings|post|comment|comments|feedback)"
    "|your ... (review|reviews|rating|ratings|post|posts|tweet|tweets|comments)"
    "|(a|the|any|another) ... (review|rating) (on|at|about|for us|of us|online)"
    "|the (review|reviews|post|posts|tweet|rating)"
    "|(the|those|these|all|any) (comments|comment|remarks|video|videos|photos|pictures|messages) "
    "... (online|about us|posted|published|public|facebook|instagram|tiktok|twitter|google)"
    "|rating|ratings|trustpilot|tripadvisor|yelp|social media|(five|5) stars|testimonial)"
)

ASKED = (
    "(remove|removing|removed|take down|taking down|taken down|delete|deleting|deleted|withdraw"
    "|withdrawing|withdrawn|change|changing|changed|update|updating|updated|amend|amending|amended"
    "|edit|editing|edited|revise|revising|revised|reconsider|reconsidering|retract|retracting"
    f"|retracted|revisit|improve|improving|upgrade|upgrading) ... {_REVIEW}",
    f"(take|taking|took|taken) ... {_REVIEW} down",
    f"{_REVIEW} ... (is|are|has been|have been|was|comes|goes) (removed|taken down|deleted|changed"
    "|updated|withdrawn|online|live|published|posted|down|amended|up|gone|off|hidden|private)",
    "(remove|removing|take down|taking down|delete|deleting|withdraw|withdrawing|edit|change) ... "
    "what you [have] (wrote|written|posted|said|published|put)",
    "(agree|undertake|promise) [not] to (post|posting|publish|discuss|speak about|write|take "
    "down|remove|delete)",
    f"{_REVIEW} (gone|off|to disappear|to come down|comes down|to be gone|disappear*)",
    "(leave|leaving|write|writing|post|posting|give|giving) [us] [a|an] ... "
    "(positive|good|five-star|5-star|kind|nice|glowing|favourable) ... (review|rating|feedback)",
    "(leave|give|rate) us ... (five|5) stars",
)
HANGS = (
    "(in return|in exchange|on condition|on the condition|provided|as long as|if you|once you"
    "|when you"
    f"|as soon as|subject to|after you|conditional) ... [that] ... {_REVIEW}",
    "(in return|in exchange|on condition|provided|as long as|condition) ... [you] ... "
    "(say nothing|not (post|share|discuss|publish|write)|keep ... (confidential|private|quiet))",
    "(if|once|when|provided|as long as) you (leave|write|post|share) ... (review|feedback|rating)",
    f"(thank-you|thank you|thanks|reward) for ... {_REVIEW} ... (we|i|you) [will|shall|can] "
    "(add|give|get|send|receive|have|offer|credit)",
)
FREE = (
    "(free to|whether or not|whatever you (write|say|decide)|up to you|no conditions|no condition"
    "|no strings|your choice|regardless|either way)",
    "(nothing|not|never|no) ... (depend*|hang*|condition*|affect*|asking|ask you|need to|have to"
    "|linked|tied)",
    "(do|does|will|would|are) not (have to|need to|ask|require|expect|asking)",
    "(review*|investigat*) (of|into) (your|the|our) (complaint|case|decision|file|claim)",
)
