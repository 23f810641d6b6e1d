"""Whose a customer's name may be, asked of one case and of many within a statement."""

from itertools import product

from django.db.models import OuterRef
from tests.stories import NOW, a_complaint

from upheld.core.words import Channel
from upheld.steps.receive import receive
from upheld.store.called import MAY_BE_ANYBODYS, began_with_anybodys, may_be_anybodys
from upheld.store.models import Case, Customer, Person

KNOWN = (None, True, False)
CHANNELS = (Channel.EMAIL, Channel.WEB, Channel.PHONE)


def test_a_row_says_the_same_as_a_statement_of_whether_anybody_may_have_written_it(
    lead: Person,
) -> None:
    case = Case.objects.get(pk=receive(a_complaint(), lead, NOW))
    for known, channel, source in product(KNOWN, CHANNELS, ("", "shop")):
        told = {"known_to_be_theirs": known, "channel": channel, "source": source}
        Case.objects.update(**told)
        case.refresh_from_db()
        assert may_be_anybodys(case) is Case.objects.filter(MAY_BE_ANYBODYS).exists(), told


def test_of_many_customers_their_first_complaint_decides(lead: Person) -> None:
    for theirs in (False, True):
        told = a_complaint(email="ann@example.org", channel=Channel.WEB, text=f"It is {theirs}.")
        receive(told, lead, NOW, theirs=theirs)
    receive(a_complaint(email="ben@example.org", channel=Channel.WEB), lead, NOW, theirs=True)
    asked = Customer.objects.annotate(doubted=began_with_anybodys(OuterRef("pk")))
    found = dict(asked.values_list("email", "doubted"))
    assert found == {"ann@example.org": True, "ben@example.org": False}
