"""Postcode areas with their towns, and the two planted ways in which areas differ."""

TOWNS: dict[str, tuple[str, ...]] = {
    "B": ("Birmingham", "Bournville", "Solihull", "Moseley", "Redditch"),
    "BN": ("Brighton", "Hove", "Lewes", "Worthing"),
    "BS": ("Bristol", "Clevedon", "Portishead", "Keynsham"),
    "CB": ("Cambridge", "Ely", "Newmarket", "Saffron Walden"),
    "CF": ("Cardiff", "Penarth", "Barry", "Pontypridd"),
    "CH": ("Chester", "Wallasey", "Hoylake", "Mold"),
    "CV": ("Coventry", "Rugby", "Leamington Spa", "Kenilworth"),
    "DH": ("Durham", "Chester-le-Street", "Consett"),
    "E": ("Walthamstow", "Leytonstone", "Hackney", "Bow"),
    "EH": ("Edinburgh", "Leith", "Musselburgh", "Linlithgow"),
    "EX": ("Exeter", "Exmouth", "Barnstaple", "Crediton"),
    "G": ("Glasgow", "Paisley", "Bearsden", "Giffnock"),
    "HR": ("Hereford", "Leominster", "Ledbury", "Ross-on-Wye"),
    "IP": ("Ipswich", "Woodbridge", "Felixstowe", "Bury St Edmunds"),
    "LA": ("Lancaster", "Kendal", "Morecambe", "Ulverston"),
    "LE": ("Leicester", "Oadby", "Market Harborough", "Loughborough"),
    "LS": ("Leeds", "Otley", "Headingley", "Ilkley"),
    "M": ("Manchester", "Chorlton", "Sale", "Salford"),
    "N": ("Tottenham", "Crouch End", "Palmers Green", "Finchley"),
    "NE": ("Newcastle", "Gateshead", "Whitley Bay", "Hexham"),
    "NG": ("Nottingham", "Beeston", "Newark", "Southwell"),
    "NR": ("Norwich", "Cromer", "Wymondham", "Holt"),
    "OX": ("Oxford", "Witney", "Abingdon", "Banbury"),
    "PL": ("Plymouth", "Tavistock", "Saltash", "Looe"),
    "RG": ("Reading", "Newbury", "Wokingham", "Basingstoke"),
    "S": ("Sheffield", "Rotherham", "Chesterfield", "Dronfield"),
    "SA": ("Swansea", "Llanelli", "Carmarthen", "Tenby"),
    "SE": ("Lewisham", "Peckham", "Greenwich", "Dulwich"),
    "SY": ("Shrewsbury", "Ludlow", "Aberystwyth", "Church Stretton"),
    "WR": ("Worcester", "Malvern", "Pershore", "Evesham"),
    "YO": ("York", "Whitby", "Malton", "Selby"),
}

DEPOT_AREAS = ("BS", "CF", "HR", "SA")

# People in these areas ask a second time more often, right or not: a habit, never a merit.
ASKING_AREAS = (
    "BN", "BS", "CB", "CH", "E", "EH", "EX", "HR", "N", "OX", "RG", "SE", "SY", "WR", "YO",
)  # fmt: skip
OTHER_AREAS = tuple(area for area in TOWNS if area not in ASKING_AREAS)
