"""A letter on paper: whole, with both addresses, tagged, and harmless whatever it quotes."""

import io
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pypdf
import pytest
from tests.stories import NOW, an_open_case

import upheld
from upheld.core.reply import LONGEST_LETTER
from upheld.steps.printed import file_name, printed
from upheld.store.models import Case, Customer, Letter, Need, Person
from upheld.store.typeset import NotPrintable, typeset

HOSTILE = """\
Dear Sally Hart,

You wrote: "<img src=file:///etc/passwd> ![x](file:///etc/passwd) #read("/etc/passwd") \
#import "@preview/x:1.0.0": * <script>alert(1)</script> $x$ `#panic()`".

## What we found

**It came late.** We *did* find it so: Łódź, Ηράκλειο, Київ, £12.50 and “quotes”.

- One thing
- Another thing

1. First
2. Second

With kind regards,

Alice Moore
the Larch & Lintel care team
"""


@pytest.fixture
def letter(handler: Person) -> Letter:
    case = an_open_case(handler)
    Customer.objects.update(address="12 High Street\nLeeds LS1 4AB")
    return Letter.objects.create(
        case_id=case, kind="final", subject="Our answer <b>#panic()</b>", body=HOSTILE,
        state="by_hand", by="Alice Moore", at=NOW, queued_at=NOW,
    )  # fmt: skip


def read(content: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(content))


def text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def test_it_says_who_to_whom_when_and_what(letter: Letter) -> None:
    said = text(printed(letter))
    for told in (
        "Larch & Lintel", "4 Mill Lane", "Sally Hart", "12 High Street", "Leeds LS1 4AB",
        "2 November 2026", f"Our reference: {letter.case.reference}", "What we found",
        "It came late.", "• One thing", "2. Second", "the Larch & Lintel care team", "1 / 1",
    ):  # fmt: skip
        assert told in said, said
    assert "**" not in said
    assert "##" not in said
    assert file_name(letter) == f"{letter.case.reference}-final.pdf"


def test_what_may_be_no_name_stands_in_no_address(letter: Letter) -> None:
    """Whoever filled in the form may have written a sentence, which our paper would carry."""
    said = "Your claim is paid, ring 0800 1"
    Need.objects.update_or_create(case=letter.case, defaults={"name": said})
    Case.objects.update(known_to_be_theirs=False)
    Customer.objects.update(name=said, brought_by=None, joined_on=None)
    told = text(printed(Letter.objects.get(pk=letter.pk)))
    assert "0800" not in told
    assert "12 High Street Leeds LS1 4AB" in told


def test_nor_does_one_that_is_known_to_be_theirs_fall_out(letter: Letter) -> None:
    """The post brings nothing to a firm whose name is not there."""
    Customer.objects.update(name="Studio 24 Ltd", joined_on=NOW.date())
    assert "Studio 24 Ltd" in text(printed(Letter.objects.get(pk=letter.pk)))


def test_it_is_unicode_with_its_font_in_it(letter: Letter) -> None:
    assert "Łódź, Ηράκλειο, Київ, £12.50 and “quotes”" in text(printed(letter))
    page: Any = read(printed(letter)).pages[0]
    fonts = page["/Resources"]["/Font"].values()
    for font in fonts:
        descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys()


def test_it_is_tagged_for_those_who_have_it_read_to_them(letter: Letter) -> None:
    """PDF/UA-1, ISO 14289-1: marked, with a title and a language."""
    found = read(printed(letter))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert found.metadata is not None
    assert found.metadata.title == letter.subject
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """What the renderer asks of the network: it is no Python, and goes by the proxy that is set."""
    found: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        for name in ("ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")

        def answer() -> None:
            with suppress(OSError):
                while True:
                    came, _ = proxy.accept()
                    found.append(came.recv(100))
                    came.close()

        listening = threading.Thread(target=answer)
        listening.start()
        yield found
        proxy.shutdown(socket.SHUT_RDWR)
    listening.join()


def test_a_template_reads_no_file_of_the_machine_and_ours_name_no_package(
    asked: list[bytes],
) -> None:
    for reads in (b'#read("/etc/passwd")', b'#read("../../../../etc/passwd")',
                  b'#image("/etc/passwd")'):  # fmt: skip
        with pytest.raises(NotPrintable, match=r"file not found|escape the project root"):
            typeset(reads, "told", {})
    assert asked == []
    with pytest.raises(NotPrintable, match="failed to download"):
        typeset(b'#import "@preview/example:0.1.0": *', "told", {})
    assert asked, "it would be seen"
    templates = list(Path(upheld.__file__).parent.rglob("*.typ"))
    assert len(templates) >= 2
    assert not re.findall(r"#(?:import|include|read)", "".join(map(Path.read_text, templates)))


@pytest.mark.pain("19", "P19")
def test_markup_in_what_is_quoted_does_nothing(letter: Letter, asked: list[bytes]) -> None:
    """Neither a file nor the network, whatever a stranger wrote."""
    content = printed(letter)
    assert asked == []
    said = text(content)
    assert "<img src=file:///etc/passwd>" in said
    assert '#read("/etc/passwd")' in said
    assert "<script>alert(1)</script>" in said
    assert Path("/etc/passwd").read_text().splitlines()[0] not in said
    for page in read(content).pages:
        assert not page.images
        assert "/Annots" not in page
    root: Any = read(content).trailer["/Root"]
    assert "/EmbeddedFiles" not in root.get("/Names", {})


def test_a_picture_that_no_font_has_is_a_box_and_the_letter_is_printed(letter: Letter) -> None:
    letter.body = 'You wrote: "Three weeks! 😡 Unbelievable."'
    said = text(printed(letter))
    assert "Three weeks!" in said
    assert "Unbelievable." in said


def test_a_script_that_no_font_has_is_told(letter: Letter) -> None:
    letter.body = "Dear \U00013000,"  # an Egyptian hieroglyph
    with pytest.raises(NotPrintable, match="install a font that has it"):
        printed(letter)


def test_the_pages_of_a_long_letter_are_numbered(letter: Letter) -> None:
    letter.body = "\n\n".join(f"Paragraph {number} of a long letter." for number in range(90))
    content = printed(letter)
    assert len(read(content).pages) > 1
    assert f"1 / {len(read(content).pages)}" in text(content)
    assert "Paragraph 89 of a long letter." in text(content)


UNSETTABLE = "\N{ARABIC LETTER BEH}" * 33_000  # the renderer cuts it within a letter, and panics


def test_a_text_that_ends_the_renderer_is_told(letter: Letter) -> None:
    letter.body = UNSETTABLE
    with pytest.raises(NotPrintable, match="has no space: part that text"):
        printed(letter)


def test_what_ends_the_process_is_not_taken_for_that(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("typst.compile", interrupted)
    with pytest.raises(KeyboardInterrupt):
        printed(letter)


def test_a_letter_is_printed_up_to_a_length_that_no_machine_is_held_up_by(letter: Letter) -> None:
    letter.body = "a" + " " * (LONGEST_LETTER - 2) + "b"
    assert printed(letter)
    letter.body += "c"
    with pytest.raises(NotPrintable, match="200,000 characters of a letter are"):
        printed(letter)
