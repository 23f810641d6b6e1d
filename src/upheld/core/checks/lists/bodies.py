"""Who outside of the firm can look at a complaint, or help with it."""

BODIES = (
    "(ombudsman|ombudsmen|ombuds|ombudsperson|ombudsman's|ombudswoman|adjudicat*|conciliation"
    "|arbitrat*|mediation"
    "|mediator|tribunal|court|cisas|afca|popla|ias|cedr|fos|tio|ewon|accc|cfpb|bbb|fcc|ftc|ico|caa"
    "|ofcom|ofgem|ofsted|ofwat|anac|aviationadr|retailadr|adr|resolver|comreg|lgsco|ncat|vcat"
    "|qcat|oia|imo|scotsman)",
    "(alternative dispute|dispute resolution|small claims|better business bureau|attorney general"
    "|citizens advice|trading standards|fair trading|motor codes|which legal)",
    "(consumer|consumers') ... (authority|tribunal|council|centre|center|affairs|commission"
    "|bureau|board"
    "|protection|advice|agency|association|services|rights|complaints)",
    "(information|privacy|competition|data protection|insurance|banking|regulatory|public service"
    "|services|health|gambling|law|police|charity|property|energy|telecommunications|aviation|civil"
    "|financial|human) ... (commissioner|commission|authority|regulator|office|association"
    "|bureau|board"
    "|tribunal|complaints)",
    "(department|office|ministry) of (transportation|justice|consumer|insurance|fair|communities"
    "|the|banking)",
    "(complaints|complaint|redress|advisory) ... (service|scheme|board|body|authority|panel"
    "|commissioner)",
    "(national enforcement body|independent (body|scheme|review|reviewer|adjudicator|panel"
    "|assessor)"
    "|trade (association|body))",
    "stage (two|2|three|3)",
    "environmental health",
    "association offers",
)
