"""Somebody is named after what leads to one: a part that people have, or a word before a name that
is written small."""

import re
from collections.abc import Iterator

from .naming import bare, is_name, is_unknown
from .pieces import UP, one_of
from .redaction_patterns import PART, Found
from .word_lists import words

# Parts that people have, in the languages of Europe. What a part goes on with may stand between:
# titulaire du compte, vlasnik računa.
_PARTS = one_of(
    "customer", "client", "patient", "employee", "claimant", "guardian", "holder", "cardholder", "policyholder", "applicant", "insured", "tenant", "borrower",
    "witness", "beneficiary", "contact", "prescriber", "clinician", "nurse", "agent", "advis[eo]r", "driver", "caller", "passenger", "guest", "member", "owner",
    "payee", "payer", "sender", "recipient", "buyer", "seller", "student", "teacher", "carer", "caregiver", "attorney", "spouse", "dependa?nt", "interpreted by", "signed by", "witnessed by",
    "kundin", "kunden?", "kontoinhaber(?:in)?", "karteninhaber(?:in)?", "inhaber(?:in)?", "versicherungsnehmer(?:in)?", "versicherten?r?", "patientin", "mitarbeiter(?:in)?", "empfänger(?:in)?", "begünstigter?", "antragsteller(?:in)?", "ansprechpartner(?:in)?",
    "cliente", "titulaire", "assurée?", "bénéficiaire", "salariée?", "conseill(?:er|ère)", "destinataire",
    "titolare", "intestatari[oa]", "paziente", "beneficiari[oa]", "assicurat[oa]", "destinatari[oa]", "titular", "paciente", "asegurad[oa]", "segurad[oa]", "empleado", "empleada",
    "clientul", "clienta", "titularul", "pacientul", "beneficiarul", "klijent(?:ica)?", "vlasni[ck]a?", "stranka", "imetni[ck]a?", "korisnik", "pacijent", "ügyfél", "ügyfelünk", "számlatulajdonos", "beteg", "klient(?:ka)?", "majitel", "zákazník", "właściciel", "posiadacz", "pacjent(?:ka)?",
    "klant", "rekeninghouder", "kaarthouder", "kunde", "kunden", "kund", "kontohaver", "kontoinnehavare[n]?", "asiakas", "tilinomistaja", "müşteri", "клиентът?", "титулярът?",
)  # fmt: skip
_SMALL_PART = r"[a-zß-ÿœāăąćčďđēęěğıłńňőřśşšťūůűźżžșțа-я]{1,12}"
_LED = re.compile(
    rf"{_PARTS}(?:(?: {_SMALL_PART}){{0,2}}|(?i: name| is| was| named| called| full name)*)[:,]? ?\(?"
    rf"(?P<it>[{UP}](?<=\W.)(?:[\w'’-]{{1,40}}|\.)(?: (?:{PART} )*[{UP}](?:\.|[\w'’-]{{0,40}})){{0,4}})"
)
_SMALL_NAME = r"[a-zß-ÿ][a-zß-ÿ'’-]{1,30}"
_LEADS_TO_SMALL = one_of(
    "my (?:full |legal |own )?name(?:'s| is|:)", "name(?: is|:)", "i am", "i'm", "im", "this is", "spoke (?:to|with)", "signed(?: by)?:?", "account holder(?: is)?",
    "on behalf of", "in the name of", "called", "named", "asked for", "agent", "manager", "advis[eo]r", "representative",
    "my (?:wife|husband|partner|son|daughter|mother|father|brother|sister|friend|colleague|neighbou?r),?",
    "regards,?", "sincerely,?", "thank you,?", "thanks,?", "dear", "hello", "hi",
)  # fmt: skip
_SMALL = re.compile(
    rf"{_LEADS_TO_SMALL}\s{{1,2}}(?P<first>{_SMALL_NAME})(?: [a-z]\.?)?(?: (?P<last>{_SMALL_NAME}))?"
)
_TITLED = re.compile(rf"{one_of('mr', 'mrs', 'ms', 'dr')}[.]? (?P<last>{_SMALL_NAME})")
_AT_THE_END = re.compile(rf"(?m:^)(?P<first>{_SMALL_NAME}) (?P<last>{_SMALL_NAME})\s{{0,5}}\Z")


def led_to(text: str) -> Iterator[Found]:
    """Where somebody is named after such a word, with a capital or small."""
    for match in _LED.finditer(text):
        if _is_somebody(match["it"]):
            yield Found(*match.span("it"), "name")
    for pattern in (_SMALL, _AT_THE_END):
        for match in pattern.finditer(text):
            if is_name(match["first"]) and match["first"] not in words("english"):
                follows = match["last"] and _is_surname(match["last"])
                yield Found(match.start("first"), match.end("last" if follows else "first"), "name")
    for match in _TITLED.finditer(text):
        if _is_surname(match["last"]):
            yield Found(*match.span("last"), "name")


def _is_somebody(said: str) -> bool:
    """None of its words is of a firm; two of them, or one that is a name, and one that can be."""
    told = re.findall(r"[^\W\d_]{2,}", said)
    plain = [bare(word) for word in told]
    lists = ("given", "surnames", "given_too", "surnames_too")
    known = [word for word in plain if any(word in words(of) for of in lists)]
    if not told or not words("nobody").isdisjoint(plain) or "XX" in said:
        return False
    return bool(known) or (len(told) > 1 and any(map(is_unknown, told)))


def _is_surname(word: str) -> bool:
    plain = bare(word)
    known = any(plain in words(of) for of in ("surnames", "surnames_too", "given"))
    return known or is_unknown(word)
