"""Words of the trade, which a customer need not know."""

JARGON = (
    "(pursuant|aforementioned|aforesaid|hereinafter|hereby|herewith|herein|hereto|heretofore"
    "|thereof|therein|thereto|whereby|wherein|whereas|hitherto|henceforth|notwithstanding|forthwith"
    "|inasmuch|appertaining|ex gratia|ex-gratia|inter alia|prima facie|bona fide|in lieu|per se"
    "|mutatis mutandis|without prejudice|quantum|ultra vires|pro rata)",
    "(indemnif*|remediat*|synerg*|leverag*|actioned|deliverables|learnings|stakeholder*"
    "|touchpoint*|eventuat*|expedit*|facilitat*|utilis*|utiliz*|ascertain*|cognisant|cognizant"
    "|deem|deemed|commenc*|operationaliz*|operationalis*|furnish*)",
    "(liability|liabilities) (is|are) [not] admitted",
    "full and final settlement",
    "root cause analysis",
    "going forward",
    "escalation matrix",
    "tier (one|two|three|1|2|3)",
    "case (disposition|closure code)",
    "endeavour* to",
    "(revert|reverting) (to you|back|within|with|by)",
    "as per (our|the|your)",
    "(furnish|supply) us with",
    "with same",
    "at your earliest convenience",
    "(sla|slas|kpi|kpis|csat|rca|rma|pod|sku|skus|eta|bau|fnol|t&cs|t&c|crm|wismo|oos|oem|tat|idr"
    "|disp)",
    "(l1|l2|l3) (support|team)",
)
