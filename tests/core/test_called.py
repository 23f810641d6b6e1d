"""A letter to one who complained names nobody who complained too, however their name is spelled."""

import pytest
from benchmarks.letters import groups
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import NOW, VOICE

from upheld.core.checks import Others, check
from upheld.core.checks.called import Called
from upheld.core.reading import paragraphs, sentences
from upheld.core.reply import Letter
from upheld.core.words import LetterKind


def is_held(sentence: str, name: str, to: str = "Gus Bert", ours: tuple[str, ...] = ()) -> bool:
    """Whether a letter to `to` is held with this in it, where `name` complained too."""
    letter = Letter(LetterKind.QUESTION, "Your complaint", f"Dear {to},\n\n{sentence}")
    found = check(letter, None, VOICE, NOW.date(), to, who_else=Others((name,), ours=ours))
    return "another_persons_data" in {each.code for each in found}


SPELLINGS = (
    "Fay Quill", "Quill, Fay", "QUILL, Fay", "fay quill", "Mrs Fay Quill", "Quill, Mrs Fay",
    "Fay Q. Quill", "Fay Q Quill", "F. Fay Quill", "Dr. Fay Quill PhD", "Fay Quill-Hart",
    "Fáy Quill", "Fay (Quill)",
)  # fmt: skip
NAMES_THEM = (
    "As Fay Quill wrote, it came late.",
    "As FAY QUILL wrote, it came late.",
    "As Fay R. Quill wrote, it came late.",
    "As Quill, Fay, wrote, it came late.",
    "As Mrs Quill wrote, it came late.",
    "As Mrs F. Quill wrote, it came late.",
    "As Quill wrote, it came late.",
    "The Quill family wrote it.",
    "The Quills wrote it.",
    "Quill wrote it.",
    "Quill’s letter says so.",
    "Dear Fay told us.",
    "As Fay wrote, it came late.",
    "We heard it from Fay, too.",
)


@pytest.mark.parametrize("name", SPELLINGS)
@pytest.mark.parametrize("sentence", NAMES_THEM)
def test_whoever_is_named_is_held_however_their_name_is_kept(name: str, sentence: str) -> None:
    assert is_held(sentence, name)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Anne-Marie wrote that it came late.", "Anne-Marie Quill"),
        ("Anne Marie wrote that it came late.", "Anne-Marie Quill"),
        ("Annemarie wrote that it came late.", "Anne-Marie Quill"),
        ("As O’Neil wrote, it came late.", "Anne-Marie O'Neil"),
        ("As Oneil wrote, it came late.", "Anne-Marie O'Neil"),
        ("As Ms Hart wrote, it came late.", "Quill-Hart, Fay"),
        ("As Jose wrote, it came late.", "José Pérez"),
        ("As Müller wrote, it came late.", "MUELLER, Jörg"),
        ("As Mueller wrote, it came late.", "Jörg Müller"),
        ("Another customer (Young) wrote it.", "Rose Young"),
        ("As Berg wrote, it came late.", "van den Berg, Jo"),
        ("As Lange wrote, it came late.", "Herr Klaus Lange"),
        ("As Robert wrote, it came late.", "Bob (Robert) Mercer"),
        ("As Young wrote, it came late.", "Rose Young"),
        ("As we wrote to Rose, it came late.", "Rose Young"),
        ("Rose said that it came late.", "Rose Young"),
        ("Miss May wrote it.", "May Young"),
        ("As May told us, it came late.", "May Young"),
        ("That was June’s order.", "June Young"),
        ("As London wrote, it came late.", "London, Jack"),
        ("The London family wrote it.", "London, Jack"),
    ],
)
def test_a_name_of_whatever_form_is_known(sentence: str, name: str) -> None:
    assert is_held(sentence, name)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Young drivers deliver for us.", "Rose Young"),
        ("The young driver came late.", "Rose Young"),
        ("You ordered the Rose armchair.", "Rose Young"),
        ("Prices rose in spring.", "Rose Young"),
        ("Our shop in Rose Lane is open.", "Rose Young"),
        ("May we ask when it came?", "May Young"),
        ("It came on 2 May 2026.", "May Young"),
        ("It came in May and was whole.", "May Young"),
        ("The letter that you sent in May said so.", "May Young"),
        ("It came on 5 June 2026.", "June Hill"),
        ("You may go up the hill.", "June Hill"),
        ("Will you send us a photograph?", "Will Mark"),
        ("Mark the place with a cross, please.", "Will Mark"),
        ("Our shop in London is open.", "Jack London"),
        ("It left the London depot.", "Jack London"),
        ("You may write to the Financial Ombudsman.", "Acme Financial Services Ltd"),
        ("The van came late.", "Jo van den Berg"),
        ("You may write to the Public Services Ombudsman.", "Joy Service"),
        ("Petal Post", "Miles Post"),
        ("We are at Exchange Tower, London E14 9SR.", "Jack London"),
        ("A photograph would help, and I would look.", "A I"),
        ("Your case is UP-000017.", "Customer"),
    ],
)
def test_a_name_that_is_a_word_holds_no_letter_that_says_the_word(sentence: str, name: str) -> None:
    assert not is_held(sentence, name)


@pytest.mark.parametrize(
    ("sentence", "to", "ours"),
    [
        ("As you wrote, Mrs Quill, it came late.", "Mrs Gus Quill", ()),
        ("Fay told you so by telephone.", "Gus Bert", ("Young, Fay",)),
        ("Jo Quill rings you on Monday.", "Gus Bert", ("Jo Quill",)),
    ],
)
def test_the_reader_and_our_own_people_may_be_named(
    sentence: str, to: str, ours: tuple[str, ...]
) -> None:
    assert not is_held(sentence, "Fay Quill", to, ours)


def test_the_whole_name_is_theirs_though_reader_and_clerk_share_its_words() -> None:
    assert is_held("As Fay Quill wrote, it came late.", "Fay Quill", "Gus Quill", ("Fay Young",))


def test_the_firm_may_be_named() -> None:
    assert not is_held(f"{VOICE.firm} answers you.", f"Fay {VOICE.firm.split()[-1]}")


SPELLED = (
    "{0} {1}", "{1}, {0}", "{1} {0}", "Mrs {0} {1}", "{0} Q. {1}", "{1}, {0} Q.", "Dr. {0} {1}",
)  # fmt: skip
TELLS_OF_THEM = (
    "As {0} wrote, it came late.",
    "As {1} wrote, it came late.",
    "As {0} {1} wrote, it came late.",
    "As {1}, {0}, wrote, it came late.",
    "Good morning {0}, it came.",
    "As Mr {1} wrote, it came.",
)


@given(
    given_name=st.sampled_from(["Fay", "Rose", "Anne-Marie", "Zoë", "Mark", "Bo"]),
    surname=st.sampled_from(["Quill", "Young", "O'Neil", "Hart-Dyke", "van Dam", "Grün"]),
    form=st.sampled_from(SPELLED),
    as_typed=st.sampled_from([str, str.upper, str.lower]),
    sentence=st.sampled_from(TELLS_OF_THEM),
)
def test_no_spelling_lets_a_name_through(
    given_name: str, surname: str, form: str, as_typed: type[str], sentence: str
) -> None:
    name = as_typed(form.format(given_name, surname))
    assert is_held(sentence.format(given_name, surname), name)


@pytest.mark.parametrize(
    "name",
    [
        "Rose Young",
        "May Day",
        "Mark Price",
        "Will Bill",
        "Jack London",
        "Grace Baker",
        "Bob Street",
    ],
)
def test_no_good_letter_is_held_for_a_name_of_ordinary_words(name: str) -> None:
    called = Called((name,), "Gus Bert", ())
    good = [each.letter for group in groups().values() for each in group if not each.problems]
    told = [s for each in good for part in paragraphs(each.body) for s in sentences(part)]
    assert len(told) > 1_000
    assert not list(filter(called.in_sentence, told))
