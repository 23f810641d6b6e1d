"""What gives no reason, why it takes longer, and what can be checked."""

# What stands in every letter whatever happened: none of it is a reason.
BOILERPLATE = (
    "(dear|hello|hi|hey|good morning)",
    "(kind|best|warm|with|many) [kind|best|warm] (regards|wishes|thanks)",
    "(yours|your) (sincerely|faithfully|truly)",
    "(thank you|thanks) (for|very|so|again)",
    "(sorry|apologise|apologize|apologies|regret)",
    "(ombudsman|ombudsmen|afca|leaflet|citizens advice|trading standards|adjudicator|arbitration"
    "|small claims|tribunal|better business bureau|attorney general|free of charge|free for you"
    "|independent of us|six months|twelve months)",
    "(appreciate|understand|realise|realize|recognise|recognize|know) ... (that|this|your|how"
    "|why) ... "
    "(disappoint*|frustrat*|upset*|difficult|hop*|answer|news|concern*|feel*|not the)",
    "(disappointed|disappointing|disappointment|frustration|frustrating)",
    "(if you|should you) ... (remain|disagree|are|unhappy|dissatisfied|not|wish|have|see|want"
    "|need|would|feel|do)",
    "(not happy|unhappy with|dissatisfied with|not satisfied)",
    "(you|your) (may|can|could|have the right|are free|are welcome|have a right|local|request)",
    "(consider|regard|treat) (the|this|your) (matter|complaint|case) ... (closed|final|concluded"
    "|resolved)",
    "(case|matter|complaint|file) (is|has been|was) [now] (closed|concluded|reviewed|considered"
    "|investigated|assessed|passed|looked)",
    "(this|our) (decision|response|answer|letter|position|email) (is|was|will|has|stands|remains"
    "|concludes|represents|refers)",
    "(completed|finished|concluded|carried out|conducted|undertaken|done) ... (review"
    "|investigation|assessment|enquiries|inquiry|enquiry)",
    "(our|the|my|this|an|a) [full|thorough|internal|detailed|careful] (review|investigation"
    "|findings|decision) [of|into|into|has|have|is|found]",
    "(review|reviewed|reviewing|considered|considering|investigated|investigating|looked into"
    "|looked at|looked again|examined) ... "
    "(complaint|case|file|matter|concerns|request|claim|points|comments|circumstances"
    "|information|evidence|everything|carefully|situation|details)",
    "(after|following|having) ... (consider*|review*|investigat*)",
    "(spoken|discussed|shared|raised|consulted) ... (management|manager|team|colleagues"
    "|department|supervisor)",
    "(support|supports|agree|agrees|stand by|stands by) ... (this|the|our|my) (decision|position"
    "|answer)",
    "(we|i|everything|staff|team|claim|matter|agent|adviser|advisor|complaint|it|they) "
    "(was|were|has been|have been|have|has|had|is|are) [been] [all] "
    "(handled|acted|dealt with|followed|done|applied|processed|carried out) "
    "(appropriately|correctly|properly|reasonably|fairly|in line|in accordance|the correct|our"
    "|professionally|within)",
    "(satisfied|confident|comfortable|of the view|of the opinion|content) that",
    "(came|come|arrived|reached) [to|at] the [same] (conclusion|view|decision)",
    "(discussed|talked|went|gone|looked|read) ... "
    "(at length|through|line by line|in depth|in detail)",
    "(ask|urge|invite) you to (accept|respect|understand)",
    "because (it|they|this|that|we|the (charge|fee|price|decision|amount)) "
    "(is|are|was|were|do|does) "
    "[not] [considered|deemed] (applicable|correct|right|valid|due|payable|fair|justified|proper"
    "|appropriate|our policy|the policy|the rules|the case|so|accurate|reasonable)",
    "(in line|in accordance|accordance|consistent|as per|according|compliance|keeping"
    "|following) [with|to] "
    "[all|our|the|company|standard|usual|normal|internal|relevant|applicable] "
    "(policy|policies|procedure|procedures|terms|terms and conditions|guidelines|process|processes"
    "|usual|rules|practice|standards|standard)",
    "(our|company|the|usual|standard|normal|internal) (policy|procedures|procedure|processes"
    "|terms and conditions|guidelines) "
    "(is|are|was|were|do|does|state|prevent|allow|apply|must|require)",
    "(all|the) [available|relevant] (information|evidence|facts|circumstances|details) "
    "(available|provided|before|given|you)",
    "(value|valued) ... (custom|customer|business|feedback|loyalty)",
    "(take|takes|taken) ... seriously",
    "(hope|trust) ... (this|that|you)",
    "(love|like|happy|glad|pleased|delighted) to (see|welcome|help|hear|serve|assist|confirm"
    "|inform)",
    "(bring|bringing|brought) (this|it|your) ... to (our|my)",
    "(fell|fall|fallen) (short|below)",
    "like to (offer|apologise|apologize|thank|assure|express|take|resolve|reassure|make)",
    "(recognise|recognize|regret|note) that",
    "in recognition of",
    "(experience|journey) ... (ideal|standard|expect*|positive|hoped|better|enjoy*)",
    "(ideal|opportunity to|valued customer)",
    "(we|i) (agree|acknowledge|accept) that",
    "(decided|happy|pleased|delighted|agreed) to",
    "(help|assist) you further",
    "(may|might) [not] have [been|experienced]",
    "(exception|discretion|exceptional)",
    "(final|management) (decision|review|position)",
    "(look forward|wish you|hesitate to|get in touch|contact us|write to us|call us|let us know"
    "|let me know|in touch)",
    "reply to (this|me|us)",
    "(reference|ref|complaint number|case number|our response|final response|account number)",
    "(uphold|upheld|upholding|reject|rejected|declined|decline)",
    "(you|your) (wrote|complained|contacted|told|said|letter|email|complaint|raised|asked|say"
    "|feel|request)",
    "(a|the|any) (refund|replacement|compensation|offer|payment|exception|waiver) [is|can|will"
    "|on|in|at]",
    "(on this occasion|in this instance|in this case|at this time)",
    "(received|writing) [about|regarding|to] [your|you]",
)
# Why it takes longer, by themselves.
WAITING = (
    "(waiting|wait|waits) (for|on|until)",
    "(awaiting|await|awaits|pending)",
    "(has|have|had) not [yet|fully] (sent|replied|answered|given|provided|returned|reached us"
    "|received|come|heard|arrived|had|got|been (able to (find|reach|speak|see)|returned|released"
    "|sent))",
    "(asked|asking|requested|request|chased|written to|instructed) (for|the|our|your|them|him"
    "|her|a|an)",
    "(because|the reason|due to|owing to|as a result of|on leave|off sick|held up)",
    "(needs|need|needed) (to (see|be|come|repeat|inspect|test|speak|look at|visit|talk|hear)"
    "|more time|further|a|an|the)",
    "(promised|expects|expected|booked|scheduled|due) (it|for|on|to|back|next)",
)
# An update that says only that there is none.
# That there is much to do says nothing of what is still waited for.
BUSY = (
    "(unprecedented|high|higher|increased|exceptional|large|unusual|unusually|current|sheer|extra) "
    "... (demand|demands|volume|volumes|number|numbers|workload|workloads|level|levels)",
    "(demand|volume|volumes|backlog|workload|staff shortages|staff shortage"
    "|busy (period|time|season))",
)
NO_NEWS = (
    "(still|currently|being|continue to|continuing to) ... (investigat*|looking|review*|work*"
    "|consider*|process*|dealt)",
    "(longer|more time) [than|to] ... (expected|we|hoped|would|usual|anticipated|like|planned"
    "|normal)",
    "(sorry|apologise|apologize|regret|apologies)",
    "(thank you|thanks|appreciate|patience|bear with|be patient)",
    "(will|shall) ... (write|contact|call|update|let you know|reply|respond|be in touch|get back"
    "|send|ring|phone|text|have|hear|expect|receive|get)",
    "(write|writing|back in touch|hear from us|update you|expect|aim|hope)",
    "(not yet|not) ... (complete*|finish*|conclu*|able|in a position|ready|answer*|decid*|resolv*)",
    "(remain|remains|still|is) open",
    "(not forgotten|worked on|let* you know|keep you|priority|as soon as|shortly|in due course"
    "|busy|volume|volumes)",
    "(in progress|under way|underway|ongoing|in hand)",
    "(ombudsman|leaflet|afca|adjudicator|eight weeks|8 weeks|wait for it)",
    "(your|the|our) (complaint|reference|investigation|case|enquiry) [is|has|of|reference|number"
    "|into]",
    "(dear|hello|hi|regards|sincerely|faithfully)",
    "(update on|this is an update|quick update)",
)
# What a reason that can be checked rests on.
EVIDENCE = (
    "(record|records|log|logs|recording|recordings|photo*|picture|pictures|image|images|scan|scans"
    "|tracking|signature|signed|contract|agreement|terms|order|invoice|receipt|receipts|statement"
    "|statements|cctv|camera|cameras|footage|report|inspection|inspector|engineer|technician|email"
    "|emails|e-mail|letter|letters|call|calls|transcript|history|meter|reading|readings|data|policy"
    "|schedule|description|page|listing|timesheet*|gps|certificate|test|tests|tested|measur*"
    "|screenshot|screenshots|note|notes|confirmation|booking|quote|estimate|account|weather|driver"
    "|surveyor|specialist|fitter|examin*|label|manual|instructions|clause|section|paragraph"
    "|warranty|guarantee|delivery|form|journal|x-ray|x-rays|leaflet|guide|guides|advert*|minutes"
    "|diary|sheet|slip|map|document|documents|catalogue|website|price list|handbook|tariff|register"
    "|survey|audit|till|workshop|checked|shows|show|showed|saw|says|matched|scanned|looked at"
    "|compared|spoke|watched|listened|asked)",
)
