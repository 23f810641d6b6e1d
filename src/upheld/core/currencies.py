"""What money is called: the codes of ISO 4217, and the names and signs of the world's currencies.

A name that several currencies share has the code of each; that of the case is meant where it is one
of them, and the first where it is not.
"""

from typing import NamedTuple


def _each(told: str) -> tuple[str, ...]:
    return tuple(told.split())


_ISO_4217 = _each("""
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD
CAD CDF CHE CHF CHW CLF CLP CNH CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP
GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF
KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK
SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYI UYU UYW
UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
ANG CUC HRK SLL ZWL
""")
# What these letters mean elsewhere too: the top of a list, a version of PHP, a gauge of wire.
WORD_CODES = _each("ALL AMD AWG BAM BTN CUP GEL MOP PEN PHP SDG STN SVC TOP")
CODES = tuple(code for code in _ISO_4217 if code not in WORD_CODES)

_DOLLARS = _each("""
USD AUD CAD HKD NZD SGD BBD BMD BND BSD BZD FJD GYD JMD KYD LRD NAD SBD SRD TTD TWD XCD ZWL
""")
_POUNDS = ("GBP", "EGP", "FKP", "GIP", "LBP", "SDG", "SHP", "SSP", "SYP")
_KRONER = ("SEK", "NOK", "DKK", "ISK")
_RUPEES = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
_FRANCS = ("CHF", "XOF", "XAF", "XPF", "BIF", "CDF", "DJF", "GNF", "KMF", "RWF")
_PESOS = ("MXN", "ARS", "CLP", "COP", "CUP", "DOP", "PHP", "UYU")
SIGNS: dict[str, tuple[str, ...]] = {
    "£": _POUNDS, "₤": _POUNDS, "€": ("EUR",), "$": _DOLLARS, "¥": ("JPY", "CNY"),
    "円": ("JPY",), "圓": ("JPY", "TWD"), "元": ("CNY", "TWD"), "₹": ("INR",), "₨": _RUPEES,
    "₩": ("KRW", "KPW"), "₽": ("RUB",), "₴": ("UAH",), "₺": ("TRY",), "₪": ("ILS",),
    "₫": ("VND",), "₦": ("NGN",), "₱": ("PHP",), "฿": ("THB",), "₡": ("CRC",), "₲": ("PYG",),
    "₵": ("GHS",), "₸": ("KZT",), "₼": ("AZN",), "₾": ("GEL",), "₭": ("LAK",), "₮": ("MNT",),
    "৳": ("BDT",), "៛": ("KHR",), "﷼": ("IRR", "SAR", "QAR", "OMR", "YER"), "؋": ("AFN",),
    "֏": ("AMD",), "₿": ("BTC",),
}  # fmt: skip
# Signs of letters, as they are written.
LETTERS: dict[str, tuple[str, ...]] = {
    "R$": ("BRL",), "A$": ("AUD",), "AU$": ("AUD",), "C$": ("CAD", "NIO"), "CA$": ("CAD",),
    "HK$": ("HKD",), "NZ$": ("NZD",), "NT$": ("TWD",), "S$": ("SGD",), "US$": ("USD",),
    "MX$": ("MXN",), "J$": ("JMD",), "TT$": ("TTD",), "EC$": ("XCD",), "kr": _KRONER,
    "Kr": _KRONER, "zł": ("PLN",), "zl": ("PLN",), "Kč": ("CZK",), "лв": ("BGN",), "руб": ("RUB",),
    "грн": ("UAH",), "Rs": _RUPEES, "Rp": ("IDR",), "SFr": ("CHF",), "Fr": ("CHF",),
    "Dhs": ("AED",), "Dh": ("AED", "MAD"), "KSh": ("KES",), "Ksh": ("KES",), "TSh": ("TZS",),
    "USh": ("UGX",), "RMB": ("CNY",), "NIS": ("ILS",), "FCFA": ("XOF", "XAF"),
    "CFA": ("XOF", "XAF"), "STG": _POUNDS, "BTC": ("BTC",),
}  # fmt: skip
# What stands for one currency's own, and for much else in letters about other money.
OWN_LETTERS = {"MYR": "RM", "HUF": "Ft", "ZAR": "R", "PEN": "S/", "BWP": "P"}

_NAMED = (
    ("pound pounds quid sterling stg", _POUNDS),
    ("euro euros", ("EUR",)),
    ("dollar dollars bucks", _DOLLARS),
    ("yen", ("JPY",)),
    ("yuan renminbi rmb", ("CNY",)),
    ("franc francs franken", _FRANCS),
    ("krona kronor krone kroner kronur krónur", _KRONER),
    ("rupee rupees", _RUPEES),
    ("peso pesos", _PESOS),
    ("dinar dinars", ("KWD", "BHD", "JOD", "IQD", "TND", "LYD", "DZD", "RSD")),
    ("dirham dirhams", ("AED", "MAD")),
    ("rial rials riyal riyals", ("SAR", "QAR", "OMR", "IRR", "YER")),
    ("shilling shillings", ("KES", "TZS", "UGX", "SOS")),
    ("reais reals", ("BRL",)),
    ("rand", ("ZAR", "NAD")),
    ("zloty zlotys zlote zlotych złoty złote złotych", ("PLN",)),
    ("forint forints", ("HUF",)),
    ("koruna korunas koruny korun", ("CZK",)),
    ("leu lei", ("RON", "MDL")),
    ("lev leva levs", ("BGN",)),
    ("lira liras lire", ("TRY",)),
    ("rouble roubles ruble rubles", ("RUB", "BYN")),
    ("hryvnia hryvnias hryvni", ("UAH",)),
    ("shekel shekels sheqel sheqels", ("ILS",)),
    ("baht", ("THB",)),
    ("rupiah rupiahs", ("IDR",)),
    ("ringgit ringgits", ("MYR",)),
    ("taka", ("BDT",)),
    ("naira", ("NGN",)),
    ("cedi cedis", ("GHS",)),
    ("birr", ("ETB",)),
    ("kwacha", ("ZMW", "MWK")),
    ("pula", ("BWP",)),
    ("metical meticais", ("MZN",)),
    ("kwanza kwanzas", ("AOA",)),
    ("dalasi dalasis", ("GMD",)),
    ("leone leones", ("SLE",)),
    ("ariary", ("MGA",)),
    ("loti maloti", ("LSL",)),
    ("lilangeni emalangeni", ("SZL",)),
    ("ouguiya", ("MRU",)),
    ("nakfa", ("ERN",)),
    ("dobra dobras", ("STN",)),
    ("tenge", ("KZT",)),
    ("somoni", ("TJS",)),
    ("manat manats", ("AZN", "TMT")),
    ("lari", ("GEL",)),
    ("denar denars denari", ("MKD",)),
    ("lek leke", ("ALL",)),
    ("tugrik tugriks tögrög", ("MNT",)),
    ("kyat kyats", ("MMK",)),
    ("riel riels", ("KHR",)),
    ("ngultrum", ("BTN",)),
    ("rufiyaa", ("MVR",)),
    ("afghanis", ("AFN",)),
    ("pataca patacas", ("MOP",)),
    ("tala", ("WST",)),
    ("kina", ("PGK",)),
    ("vatu", ("VUV",)),
    ("guarani guaranis guaraníes", ("PYG",)),
    ("boliviano bolivianos", ("BOB",)),
    ("bolivar bolivars bolivares bolívares", ("VES",)),
    ("colones", ("CRC",)),
    ("quetzales", ("GTQ",)),
    ("lempira lempiras", ("HNL",)),
    ("gourde gourdes", ("HTG",)),
    ("guilder guilders", ("XCG", "AWG", "SRD")),
    ("escudo escudos", ("CVE",)),
    ("bitcoin bitcoins", ("BTC",)),
)
NAMES = {name: codes for names, codes in _NAMED for name in names.split()}
# Names that are words of other things: a real fault, whoever won, a crown on a tooth.
_AS_WORDS = (
    ("real", ("BRL",)),
    ("won", ("KRW", "KPW")),
    ("crown crowns", (*_KRONER, "CZK")),
    ("mark marks", ("BAM",)),
    ("sol sols soles", ("PEN",)),
    ("colon colons", ("CRC",)),
    ("dong dongs", ("VND",)),
    ("dram drams", ("AMD",)),
    ("som soms", ("KGS", "UZS")),
    ("kip kips", ("LAK",)),
    ("quetzal quetzals", ("GTQ",)),
    ("cordoba cordobas", ("NIO",)),
    ("balboa balboas", ("PAB",)),
    ("florin florins", ("AWG",)),
    ("kuna kunas", ("HRK",)),
    ("afghani", ("AFN",)),
)
WORDS = {name: codes for names, codes in _AS_WORDS for name in names.split()}
# Of which a hundred are one.
SMALL = {
    "pence": _POUNDS, "penny": _POUNDS, "p": _POUNDS, "centime": ("CHF",), "centimes": ("CHF",),
    "rappen": ("CHF",), "öre": _KRONER, "ore": _KRONER, "øre": _KRONER, "grosz": ("PLN",),
    "groszy": ("PLN",), "kopeck": ("RUB",), "kopecks": ("RUB",), "kopeks": ("RUB",),
    "paise": ("INR", "PKR", "NPR"), "centavo": _PESOS, "centavos": _PESOS,
}  # fmt: skip

_OF_NATIONS = """
US:USD U.S.:USD American:USD Australian:AUD Canadian:CAD Hong_Kong:HKD New_Zealand:NZD Taiwan:TWD
Singapore:SGD Jamaican:JMD British:GBP UK:GBP Egyptian:EGP Lebanese:LBP Syrian:SYP Swiss:CHF CFA:XOF
Japanese:JPY Chinese:CNY Swedish:SEK Norwegian:NOK Danish:DKK Icelandic:ISK Indian:INR Pakistani:PKR
Sri_Lankan:LKR Nepalese:NPR Mauritian:MUR Mexican:MXN Argentine:ARS Chilean:CLP Colombian:COP
Philippine:PHP Uruguayan:UYU Dominican:DOP Cuban:CUP Kuwaiti:KWD Bahraini:BHD Jordanian:JOD
Iraqi:IQD Tunisian:TND Libyan:LYD Algerian:DZD Serbian:RSD UAE:AED Emirati:AED Moroccan:MAD
Saudi:SAR Qatari:QAR Omani:OMR Iranian:IRR Yemeni:YER Kenyan:KES Tanzanian:TZS Ugandan:UGX
Somali:SOS Brazilian:BRL Korean:KRW South_Korean:KRW Czech:CZK South_African:ZAR Polish:PLN
Hungarian:HUF Romanian:RON Moldovan:MDL Bulgarian:BGN Turkish:TRY Russian:RUB Belarusian:BYN
Ukrainian:UAH Israeli:ILS Thai:THB Indonesian:IDR Malaysian:MYR Bangladeshi:BDT Nigerian:NGN
Ghanaian:GHS Ethiopian:ETB Zambian:ZMW Malawian:MWK Botswana:BWP Bosnian:BAM convertible:BAM
Peruvian:PEN Costa_Rican:CRC Vietnamese:VND Armenian:AMD Kyrgyz:KGS Uzbek:UZS Lao:LAK Albanian:ALL
Georgian:GEL Kazakh:KZT Namibian:NAD Fijian:FJD
"""
NATIONS = {
    nation.replace("_", " ").lower(): code
    for nation, code in (each.split(":") for each in _OF_NATIONS.split())
}


class Unit(NamedTuple):
    """A currency by its code; of which `parts` make one."""

    code: str
    parts: int


def unit(told: str, currency: str) -> Unit:
    """What is told by a sign, a code or a name, with a nation before it or not, in a text about
    `currency`."""
    told = " ".join(told.split())
    name = told.lower().removesuffix(" sterling")
    for nation, code in NATIONS.items():
        if name.startswith(f"{nation} "):
            return Unit(code, 100 if name.removeprefix(f"{nation} ") in _CENTS else 1)
    if not told or name in _CENTS:
        return Unit(currency, 100 if told else 1)
    if OWN_LETTERS.get(currency) == told:
        return Unit(currency, 1)
    letters = SIGNS.get(told) or LETTERS.get(told.rstrip("."))
    codes = letters or SMALL.get(name) or NAMES.get(name) or WORDS.get(name)
    codes = codes or LETTERS.get(told.upper()) or (told.upper(),)
    return Unit(currency if currency in codes else codes[0], 100 if name in SMALL else 1)


_CENTS = {"cent", "cents"}
