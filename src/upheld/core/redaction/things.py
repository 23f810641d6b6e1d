"""What a number belongs to that is nobody's: an order, a parcel, a firm's own line, a law."""

# ruff: noqa: E501 (a pattern is read whole)

import re

_OF_A_THING = re.compile(
    r"(?i:\b(?:order|form|auth|session|chat|claim|dispute|complaint|escalation|enquiry|inquiry|quotation|thread|transcript|company|co|store|device|product|event|survey|template|asset|tag|docket|voucher code|part|vat|company|transaction|txn|upi|consignment|conf|confirmation|police|report|fault|incident|crime|reference|ref|invoice|case|ticket|tracking|parcel|booking|receipt|article|art|item|sku"
    r"|feedback|interpreter|product|serial|batch|artikel|beleg\w*|kassenbon|quittung|reçu|scontrino|kvitto|kvittering|bestell\w*|auftrag\w*"
    r"|rechnung\w*|sendung\w*|aktenzeichen|commande|facture|dossier|colis|pedido|factura|expediente"
    r"|ordine|fattura|pratica|encomenda|fatura|factuur\w*|zam[oó]wieni\w*|faktur\w*|ordre\w*"
    r"|\w{0,20}ärende\w*|zaak\w*|melding\w*|reclama\w+|r[eé]clamation|reclamo|klacht\w*|reklamacj\w*"
    r"|hojas? de reclamaciones|listu przewozow\w*|prot(?:ocollo|okol\w*)?|folha(?: vermelha)?"
    r"|cmd|cde|segnalazion\w*|skad\w*|szkod\w*|schaden\w*|interacci[oó]n|interazione|interakcj\w*|interactie|incidencia|expte|exp|zlecen\w*|commessa|vorgang\w*|sinistr[eo]|siniestro|zg[łl]oszeni\w*|zam|lrar"
    r"|buchung\w*|reservier\w*|r[ée]servation|litige|prenotazione|reserva|rezerwacj\w*|bokning\w*|boeking\w*|formul[aá]?r\w*(?: \w+)?|best[aä]llning\w*|tilaus\w*|objedn[aá]v\w*|rendel[eé]s\w*|comand[aă]|narud[zž]b\w*)"
    r"\W{0,3}(?:n[or]?[°º.]?|num\w*|id)?\W{0,4}(?:[A-Z]{0,4}\d{2,6}[ -]){0,3})$"
)
# A line that a firm tells everybody.
_OF_A_FIRM = re.compile(
    r"\b(?i:helpline|hotline|switchboard|customer (?:services?|care|support)|(?:call|ring|phone|contact|text) us"
    r"|(?:your|the|their) (?:[a-z]{3,12} ){0,2}(?:help ?line|line|call cent(?:re|er)))(?: number)?\W{0,3}(?:on |at |is )?$"
)
# Before eleven figures that have the check digits of some state by chance.
_OF_A_BARE_ONE = re.compile(
    r"(?i:\b(?:order|police|crime|incident|fault|tracking|parcel|ticket|booking|invoice|conf|docket|case|reference|ref|imei|serial|transaction|txn|payment|urn|frn)"
    r"\W{0,3}(?:n[or]?[°º.]?|num\w*|ref\w*|id)?\W{0,3}(?:is |was )?#?)$"
)
# The day of a law: Loi n° 89-462 du 6 juillet 1989.
_OF_A_LAW = re.compile(
    r"\b(?i:loi|ley|legge|lei|lag|wet|gesetz|ustaw[ay]|d[ée]cret|decreto|dekret\w?|arr[êe]té|r[èe]glement|reglamento|regolamento|regulamento|verordnung|verordening|förordning|directiv\w|direttiva|richtlijn|richtlinie)\b[^.\n]{0,30}$"
)
_BARE = 8  # figures
_BEGIN_CARDS = "3456"  # ISO/IEC 7812-1: of banks and of journeys


def is_of_a_thing(text: str, called: int, start: int, what: str) -> bool:
    """The number of an order, a parcel or a case, which a complaint is about; a telephone by what
    stands before it, and what is called an ID by what stands before that."""
    is_id = what == "number" and text[called : called + 3] in ("ID ", "id ", "ID:", "id:")
    is_bare = what == "number" and called == start and text[start : start + _BARE].isdigit()
    is_short = what == "card" and text[start] not in _BEGIN_CARDS
    if what == "birthday":
        return bool(_OF_A_LAW.search(text, max(0, start - 40), start))
    if what != "telephone" and not is_id and not is_bare and not is_short:
        return False
    at = called if is_id else start
    if what == "telephone" and _OF_A_FIRM.search(text, max(0, at - 40), at):
        return True
    return bool((_OF_A_BARE_ONE if is_bare else _OF_A_THING).search(text, max(0, at - 40), at))
