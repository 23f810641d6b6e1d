"""What a complaints desk writes and gets in English: notes, exports, transcripts, forms of many countries."""

# ruff: noqa: E501 (a text is read whole)

from time import process_time

import pytest

from upheld.core.redaction.redact import redacted

NOTE = "I rang you and you did not help me at all."


@pytest.mark.parametrize(
    "text",
    [
        # A day with its hour is no telephone.
        "Ticket opened 14/02/26 11:20, closed [15/02/26 09:14].",
        "Opened: 03/2026 15:50 and again on 2026-02-03 08:12.",
        "It was cashed on January 5, I have the image.",
        # What a field is called, and a month or a day in short, is nobody.
        "Tel: none given. Ward: B14. Ph none.",
        "You charged me on Jan 29, on 3 Jan and again in late Apr.",
        "I wrote on 9th Febuary and on Wensday.",
        # A street without a number is where something happened; a house or an office is none either.
        "He drove out of the car park on Harehills Lane, past Waiyaki Way and Drury St.",
        "I waited in your Kingsgate Road branch and at Seaview Lodge.",
        "I have copied in the Fundraising Regulator and Hastings Magistrates.",
        # A make, a model, and what is one by what stands beside it.
        "My Qashqai and the Vaillant ecoTEC broke down.",
        "It came with a second hand Zorvex and the blue Frobnar that is blocked in.",
        "I signed up for Wendrily Pro.",
        "The Billy bookcase was cracked.",
        "The Ninja Foodi MAX AF400UK is faulty.",
        # A place is known by its field, or by who comes from there.
        "Club: Zeldrum | Restaurant: Ombrelle",
        "The lady from Tubbercurry waited for the Surulere branch.",
        "SC417 MEL-HBA was cancelled at St Mary's.",
        # What a firm reads together leads to nobody, and neither does its own name on the web.
        "I wrote to complaints@brightshop.example and noreply@brightshop.example.",
        "@SouthernCrossAir did not help me.",
        # Numbers of things: a police reference, a parcel, a bag, a plate of letters.
        "The police reference is 13260008812.",
        "Bag tag 0014 882193 and job card (JC 50321) are lost.",
        "Recorded delivery: RN 1234 5678 9GB.",
        "Your helpline, 0300 123 9123, is open Mon-Sat 0800-1800; ring us on 0800 048 1000.",
        "The cheque no. 000448 is of Year 8B, Form 7K.",
        "Please ring the shop, then Guest Relations.",
        # What no list has is nobody where nothing beside it shows somebody.
        # A storm, a law, a shop, a house of a town, and a town that is somebody's name as well.
        "We lost power in Storm Darragh and after hurricane Melissa.",
        "Martyn's Law and Natasha's Law both say so.",
        "I bought it at Hobson's on Friday.",
        "We flew to Adelaide and live in Milton Keynes, near Sioux Falls.",
        "The fridge was repaired in Hamilton in Jan this year.",
        "Dear Airline, the Atholl Palace was shut and the NBI's pole fell.",
        # Numbers of things: a form, a repair, an authorisation.
        "Form ID: CF-20931, RO 118830, auth no. PA-77120.",
    ],
)  # fmt: skip
def test_what_is_of_nobody_at_a_desk_stays(text: str) -> None:
    assert redacted(f"{text} {NOTE}") == f"{text} {NOTE}"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The badge said Kieran T, and Priti V", "The badge said [name], and [name 2]"),
        ("He left it with 'Tony' in the flat.", "He left it with '[name]' in the flat."),
        ("Case lodged. ^JK", "Case lodged. ^[name]"),
        ("I rang Fizzwick, and a lad called Trastle came.", "I rang [name], and a lad called [name 2] came."),
        ("Grobnil said no; I told him so. Then Grobnil hung up.", "[name] said no; I told him so. Then [name] hung up."),
        ("The carer, Vorplina, was late.", "The carer, [name], was late."),
        ("Your desk (Zarkhama) was kind.", "Your desk ([name]) was kind."),
        ("I wrote to your Ombletta in office.", "I wrote to your [name] in office."),
        ("The nurse, an RN, Blessing, told me.", "The nurse, an RN, [name], told me."),
        ("Tell Jordan at your branch.", "Tell [name] at your branch."),
        ("Signed off by D Stubbs 14/2", "Signed off by [name] 14/2"),
        ("MPAN (if known): 2266286055968", "MPAN (if known): [number]"),
        ("my passport (no. 533018842) is here", "my passport (no. [number]) is here"),
        ("Reference: 7100448219 (account)", "Reference: [number] (account)"),
        ("policy number eight eight HO four one seven six five", "policy number [number]"),
        ('"Avoid." – Ashwin_J_CPT', '"Avoid." – [handle]'),
        ("I asked Ramil dela Cruz today.", "I asked [name] today."),
        ("I rang Deb and then Jez.", "I rang [name] and then [name 2]."),
        ("It is Sandhu, S-A-N-D-H-U, again.", "It is [name], [name 2], again."),
        ("my name is whitlock w h i t l o c k", "my name is [name] [name 2]"),
        ("agent: dthabethe", "agent: [handle]"),
        ('"assignee": "ashlynn.p"', '"assignee": "[handle]"'),
        ("I owe the Delaneys and Kyle from Zendrily.", "I owe the [name] and [name 2] from Zendrily."),
        ("my car (191-D-40822) and the boda KMFT 317T", "my car ([plate]) and the boda [number]"),
        ("KP19XWD was parked there", "[plate] was parked there"),
        ("Car rego NPT628 if you need it", "Car rego [number] if you need it"),
        ("NRIC number? S8714317A", "NRIC number? [number]"),
        ("Acc: HF-0077418", "Acc: [number]"),
        ("Rent ref: 77012-4 and clubcard 6340 0412 8871", "Rent ref: [number] and clubcard [number 2]"),
        ("dob 140388", "dob [birthday]"),
        ("call me, 98450 44812", "call me, [telephone]"),
        ("+447393 510 228 06/02 09:12 still waiting", "[telephone] 06/02 09:12 still waiting"),
        ("it's oh seven seven double oh nine hundred three one six please", "it's [telephone] please"),
    ],
)  # fmt: skip
def test_who_a_note_or_a_transcript_names_is_found(text: str, what: str) -> None:
    assert redacted(f"{text}\n\n{NOTE}").removesuffix(f"\n\n{NOTE}") == what


@pytest.mark.parametrize(
    "address",
    [
        "#42, 3rd Cross, 7th Main, JP Nagar Phase 2, Bengaluru - 560078",
        "Door No. 12-5-88, Vijayapuri Colony, Tarnaka, Hyderabad 500017",
        "Blk 412 Bedok North Avenue 2 #08-117 Singapore 460412",
        "Blk 7 Lot 14 Sampaguita St., Brgy. San Isidro, Antipolo City 1870",
        "The Cottage\nBallyduff Upper\nCo. Waterford\nP51 XK42",
        '"Rosemount", 3 Church Lane, Nether Compton, Sherborne DT9 4QB',
        "twenty two fourteen Maplewood Avenue Columbus four three two one one",
    ],
)
def test_an_address_is_found_as_india_asia_and_ireland_write_it(address: str) -> None:
    rest = redacted(f"{address}\n\n{NOTE}").removesuffix(NOTE)
    assert sum(map(str.isalnum, rest.replace("address", "").replace("postcode", ""))) < 8


def test_a_column_of_plates_and_one_of_contacts_are_read_by_what_they_are_called() -> None:
    told = (
        "parcel_id,date,recipient,contact,plate,note,handler\n"
        'JD0002884719,2026-02-02,Eilidh MacAskill,eilidh@shop.example,NQH412,"late, again",Gordon F\n'
        'JD0002884720,2026-02-03,Zsófia Lakatos,07456 012 993,PZK880,"late",unassigned\n'
    )
    assert redacted(told) == (
        "parcel_id,date,recipient,contact,plate,note,handler\n"
        'JD0002884719,2026-02-02,[name],[e-mail],[plate],"late, again",[name 2]\n'
        'JD0002884720,2026-02-03,[name 3],[telephone],[plate 2],"late",unassigned\n'
    )


@pytest.mark.parametrize("part", ["A A ", "Blk 1 Lot 2 Xx, ", "three hundred ", "12-D-", "^Ab "])
def test_what_is_written_again_and_again_takes_no_longer_than_its_length(part: str) -> None:
    began = process_time()
    redacted(part * (30_000 // len(part)))
    assert process_time() - began < 10, "where it grows with the square it is minutes"
