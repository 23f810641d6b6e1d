"""What shows that a word that no list has is somebody, and not a product or a place of which few
have heard: what stands beside it."""

# ruff: noqa: E501 (a pattern is read whole)

import re

from .known_words import bare, is_listed
from .naming_runs import Run, roles
from .redaction_checks import NO_NAMES
from .redaction_patterns import DEGREES, PART

# What somebody does, and no thing: said, rang, at the desk.
_DOES = re.compile(
    r"(?:['’]d|['’]ll)?,? (?:(?:then|also|just|never|still|again|once|actually|finally|even|kindly|very kindly|has|had|would|will|could|did|was|is) )?"
    r"(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|promis\w{1,3}|assur\w{1,3}|explain\w{1,3}|repl(?:ied|ies|y)|answer(?:ed|s)|refus(?:ed|es)|insist(?:ed|s)|apologi[sz]\w{1,3}"
    r"|suggest(?:ed|s)|confirm(?:ed|s)|admit(?:ted|s)|agree[ds]?|claim(?:ed|s)|advis(?:ed|es)|r(?:ang|ings?|inging)|phon(?:ed|es|ing)|call(?:ed|s|ing)|e-?mail(?:ed|s)|messag(?:ed|es)|text(?:ed|s)|w(?:rote|rites)"
    r"|ask(?:ed|s|ing)|want(?:ed|s|ing)|th(?:ought|inks?)|kn(?:ew|ows?)|shrugged|laugh(?:ed|s|ing)|shout(?:ed|s|ing)|sign(?:ed|s)|forg(?:ot|ets?)|l(?:ives?|ived|iving)|work(?:ed|s)|came|comes?|went|goes|turned up|walked"
    r"|looked|look(?:s|ed)? (?:into|after|at)|took|gave|gives|got|put me|sent|brought|hung|passed|transferred|handed|spoke|speak\w*|saw|heard|helped|fixed|promised|pointed|noticed|filled|read|knocked|waited|paid|booked"
    r"|ordered|bought|born|aged|(?:very |so |really |extremely )?(?:rude|kind|helpful|lovely|polite|unhelpful|adamant|wonderful|brilliant|crying|ill|pregnant|distraught|diagnosed|present|absent|sitting|standing|abrupt|patient|there|off|away|upset|admitted|discharged|seen|born|dismissive|sorry)"
    r"|who|i think|I think|and I|and me|or somebody|or similar|(?:at|on|from|in) (?:(?:the|your|our|their) )?(?:[a-z]{3,12} )?(?:desk|counter|till|phone|reception|team|shift|line|chat|office|shop|store|front)"
    r"|(?:in|from) (?:billing|accounts?|claims|sales|support|complaints|customer|collections|lettings|reception|returns|retentions|hr|payroll|finance|repairs|bookings)|on (?:reception|shift|duty|the phone|chat|nights)|of (?:your|the) (?:[a-z]{3,12} )?(?:team|department|staff|branch|office))\b"
)
# Or what is told of somebody behind their name: Lilibet, my daughter; Kavanagh, acct 88; Imani (7).
_TOLD_OF = re.compile(
    r"(?:,| [(–-]) ?(?:that['’]?s |that is )?(?:my|our|your|his|her|their|the|an?) (?:[a-z-]{2,12} ){0,2}(?P<role>[a-z-]{3,15})\b| \((?:that|this) is on|(?:,| \() ?(?:aged? )?\d{1,2}\b(?! ?[-/:.]|\d)|,? (?:\()?(?:dob|d\.o\.b|born|aged|acct|a/c|tel|mob|ph|ext|nhs|nino|ni no|policy|room|flat|employee|staff|badge|account)\b"
)
_OWNS = re.compile(
    r" (?!(?:in|and|at|on|or|is|was|for|to|has|had|both|by|with|from|near)\b)[a-z]{3,}"
)
# What leads to somebody: I rang Suki, a lad called Tavi, dear Ottoline, in memory of Lilibet.
_LEADS = re.compile(
    r"(?:^|[^\w'’])(?i:called|named|call(?:ed)? (?:me|her|him)|name as|under|marked|labelled|made out to|addressed to|get|ring|calls herself|calls himself|name(?:['’]?s| is| was)?|surname|initials|i['’ ]?a?m|it['’]s|its|this is|that['’]?s|he['’]s|she['’]s|(?:is|was|one is|staff is|were)|it was"
    r"|rang|phoned|telephoned|e-?mailed|messaged|texted|told|telling|met|meet|thank(?:s|ed|ing)?|thank you,?|visit(?:ed|ing)?|contacted|know|knew|saw|seen by|signed by|served by|dealt with by|handled by|met by|taken by|written by|sent by|answered by|looked after by|assigned to|treated by|delivered by|fitted by|installed by|raised by|logged by|prepared by|authori[sz]ed by|approved by"
    r"|sp(?:oke|eak|oken|eaking) (?:to|with|w/)|talk(?:ed|ing)? (?:to|with)|chat(?:ted|ting)? (?:to|with)|dealing with|dealt with|passed to|put through to|transferred to|reported (?:it |this )?to|complained to|wrote to|written to|copy to|c/o|care of|on behalf of|memory of|gender of|tell|starring|angry with|grateful to|according to|appointment with|form to|why is|why did|can|did|ask for|asked for|asking for|attn|fao|cc"
    r"|dear|hi|hello|hey|hullo|hiya|cheers|regards|sincerely|love|from:|to:|by:|re:|mr|mrs|ms|miss|dr|me and|me,|and i,|myself,|and myself,|both|between|with me and|husband|wife|says|said|quote|madam|sir|auntie|aunty|uncle|brother|sister|baby|little|old|young|poor|late)[:,]? ?[\"“'‘(]?$"
)
_ROLE_BEFORE = re.compile(
    r"(?<![\w-])(?P<role>[A-Za-z][a-z-]{2,15})(?: on shift| on duty| there| at the time)?(?: (?:is|was|named|called)|[:,;]| -| –|:? \(|,? [\"“'‘])? ?$"
)
_PEOPLE = frozenset(
    """founder founders replacement successor them one them lady guy man woman girl boy lad bloke chap gentleman person staff kid kids child children team colleague colleagues carer
    carers missus misses misis helper carrier worker student friend friends pal mate coach teacher tutor nurse
    midwife aider visitor tenant landlord landlady neighbour neighbours neighbor supervisor
    steward stewardess host hostess waiter waitress usher guide officer constable
    warden caretaker clerk teller cashier rep salesman saleswoman salesperson technician engineer operator rider courier
    driver postie plumber fitter agent adviser advisor handler manager lead foreman buyer seller sender
    recipient patient resident passenger guest applicant claimant customer caller client member holder
    signatory witness lead petitioner councillor sergeant inspector detective surgeon consultant registrar
    sonographer counsellor therapist physio pharmacist dispenser optician hygienist dentist vet groomer
    cleaner janitor porter concierge doorman bouncer guard receptionist secretary assistant trainee
    apprentice intern volunteer chair treasurer trustee councilwoman prof professor lecturer desk crew
    cousin nephew niece twins twin grandson granddaughter mum dad mother father son daughter
    names madam sir concierge bot chatbot webchat assistant contact someone somebody""".split()  # noqa: SIM905
)
_ALONE_BEFORE = re.compile(
    r"(?:^|\n|\]|\d\d(?::\d\d)?(?: ?[ap]m)?|[-–•*>]|\d[.)]|[/|;]) ?(?:\[?\d\d:\d\d(?::\d\d)?\]? ?)?$"
)
_ALONE_AFTER = re.compile(r" ?(?:\n|$|:|,|;|\||/| [-–] )|[.] ?(?:\n|$)")
_QUOTED = re.compile(r"[\"“‘'][,.]?$"), re.compile(r"[.,]?[\"”’']")
_ENCLOSED = re.compile(r"(?:,| [–—-]) $"), re.compile(r",| and | [–—-] |\.|\)|\n")
_BRACKETS = re.compile(r"\($"), re.compile(r"\)| I think| \d| and | -|,|/")
_NEXT = re.compile(r"([A-Z][\w'’-]+)(?:,? (?:and|&|or)|,|/) $")
_AFTER = re.compile(r"(?:,? (?:and|&|or)|,|/) ([A-Z][\w'’-]+)")
_TOLD = re.compile(r"[a-z-]{3,}")
# The subject of a sentence, and what is somebody's.
_BEGINS = re.compile(r"(?:^|[\n.!?\"“] ?)$")
_IS_SUBJECT = re.compile(r" (?!and\b|or\b|in\b|at\b|on\b|is [a-z]+ed\b)[a-z]{2,}| (?:\w+ ){1,5}\?")
_OF_SOMEBODY = re.compile(
    r" (?:(?:his|her|their|my) [a-z]|was influenced|novel|book|famil|case|account|household|tenanc|complaint|estate\b|residence)"
)
_ARE = re.compile(r" (?:were|are|have|had|both|did|told|said)\b")
_TWO = re.compile(r"(?:^|[\n.!?] )[A-Z][\w'’-]+ and $")
_TWO_ARE = re.compile(r" and [A-Z][\w'’-]+ (?:were|are|have|had|both|did|told|said)\b")
_A_PAIR = 2
_HOUSE_AFTER = re.compile(r" \d{1,4} [A-Z]")
_SURNAME_BEFORE = re.compile(r"[A-Z][\w'’-]+, $")
_PARTICLE = re.compile(rf"(?<!\w)(?:(?:{DEGREES})|(?:{PART} ))$")
_INITIAL = re.compile(r"[A-Z][a-z]?\. ")
_FAMILY = re.compile(r"\bthe $")
_HOUSE = re.compile(r"\b\d{1,4}[A-Za-z]? $")
_FROM_TO = re.compile(r"(?:^|\n)[Ff]rom $"), re.compile(r" to [A-Z]")


def is_shown_to_be_somebody(run: Run) -> bool:
    """A word beside it says so, or it stands as only somebody does."""
    return bool(
        _DOES.match(run.after)
        or (run.told[-1].endswith(("'s", "’s")) and _OWNS.match(run.after))
        or _LEADS.search(run.before)
        or _is_told_of(run)
        or _is_after_people(run)
        or _is_enclosed(run)
        or _is_beside_somebody(run)
        or _is_led_by_its_own(run)
        or not run.said.replace("’", "'").isascii()  # hardly any word of English has an accent
        or (_BEGINS.search(run.before) and _IS_SUBJECT.match(run.after))
        or _OF_SOMEBODY.match(run.after)
        or (_FROM_TO[0].search(run.before) and _FROM_TO[1].match(run.after))
        or (_ALONE_BEFORE.search(run.before) and _ALONE_AFTER.match(run.after))
    )


def _is_told_of(run: Run) -> bool:
    match = _TOLD_OF.match(run.after)
    return match is not None and (match["role"] is None or _is_of_people(match["role"]))


def _is_after_people(run: Run) -> bool:
    role = _ROLE_BEFORE.search(run.before)
    return role is not None and _is_of_people(role["role"])


def _is_of_people(word: str) -> bool:
    plain = bare(word)
    return plain in _PEOPLE or plain in roles()


def _is_enclosed(run: Run) -> bool:
    """In quotation marks or brackets; or between commas, behind whoever it is."""
    for before, after in (_QUOTED, _BRACKETS):
        if before.search(run.before) and after.match(run.after):
            return True
    before, after = _ENCLOSED
    if run.before.endswith(" and ") and any(map(_is_of_people, _TOLD.findall(run.before))):
        return True
    people = any(map(_is_of_people, _TOLD.findall(run.before)))
    return bool(people and before.search(run.before) and after.match(run.after))


def _is_led_by_its_own(run: Run) -> bool:
    """An initial, a particle, or what somebody is, among its own words; a family; or the number of
    a house before them."""
    if _INITIAL.match(run.said) or _PARTICLE.search(run.before[-8:]):
        return True
    if len(run.told) > _A_PAIR and _HOUSE_AFTER.match(run.after):
        return True
    if len(run.told) > 1:
        first = _is_of_people(run.plain[0]) or _LEADS.search(f"{run.told[0]} ")
        return bool(first or _HOUSE.search(run.before))
    family = run.plain[0].removesuffix("s")
    return bool(_FAMILY.search(run.before)) and run.said.endswith("s") and is_listed(family)


def _is_beside_somebody(run: Run) -> bool:
    if _BEGINS.search(run.before) and _TWO_ARE.match(run.after):
        return True
    if _TWO.search(run.before) and _ARE.match(run.after):
        return True
    surname = _SURNAME_BEFORE.search(run.before)
    if surname and _LEADS.search(run.before[: surname.start()]):
        return True
    beside = _NEXT.search(run.before), _AFTER.match(run.after)
    return any(found and is_listed(found[1]) and bare(found[1]) not in NO_NAMES for found in beside)
