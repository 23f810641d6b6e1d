"""Whatever charset a message names, and wherever: it is read, and what is none of text is UTF-8."""

from collections.abc import Callable
from encodings.aliases import aliases

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.post import Post, read

NAMES = sorted({*aliases, *aliases.values()})
# Codecs that Python has for other ends, one that is there to fail, and what is no name at all.
OF_NO_TEXT = (
    "hex", "base64", "zip", "zlib", "rot13", "bz2", "quopri", "uu", "undefined", "idna", "punycode",
    "unicode_escape", "unicode-escape", "raw_unicode_escape", "mbcs", "no-such", "\x00", "é", "",
)  # fmt: skip
HEAD = "From: Bob <bob@bob.example>\nMIME-Version: 1.0\n"


def of_body(charset: str) -> Post:
    return read(f"{HEAD}Content-Type: text/plain; charset={charset}\n\nIt is \\u0041.\n".encode())


def of_coded_charset(charset: str) -> Post:
    kind = f"text/plain; charset*={charset}''utf-8"
    return read(f"{HEAD}Content-Type: {kind}\n\nIt is \\u0041.\n".encode())


def of_word(charset: str) -> Post:
    return read(f"{HEAD}Subject: =?{charset}?q?It_is_=5Cu0041=2E?=\n\n.\n".encode())


def of_parts(top: str, inner: str) -> Post:
    kind = f"{HEAD}Content-Type: multipart/mixed; {top}\n\n"
    text = "--S\nContent-Type: text/plain\n\nIt is late.\n"
    return read(f"{kind}{text}--S\nContent-Type: application/pdf{inner}\n\nabc\n--S--\n".encode())


def of_boundary(charset: str) -> Post:
    return of_parts(f"boundary*={charset}''S", "")


def of_file(charset: str) -> Post:
    named = f"\nContent-Disposition: attachment; filename*={charset}''Stra%C3%9Fe.pdf"
    return of_parts("boundary=S", named)


def of_file_in_parts(charset: str) -> Post:
    named = f"filename*0*={charset}''Stra%C3; filename*1*=%9Fe.pdf"
    return of_parts("boundary=S", f"\nContent-Disposition: attachment; {named}")


def of_type_name(charset: str) -> Post:
    return of_parts("boundary=S", f"; name*={charset}''Stra%C3%9Fe.pdf")


Place = Callable[[str], Post]
PLACES: tuple[Place, ...] = (
    of_body, of_coded_charset, of_word, of_boundary, of_file, of_file_in_parts, of_type_name,
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@given(name=st.sampled_from(OF_NO_TEXT) | st.sampled_from(NAMES))
def test_a_message_is_read_whatever_codec_it_names(place: Place, name: str) -> None:
    assert place(name).senders[0].email == "bob@bob.example"


@given(name=st.text(max_size=30), value=st.binary(max_size=30))
def test_a_file_has_a_name_whatever_stands_there(name: str, value: bytes) -> None:
    coded = "".join(f"%{byte:02x}" for byte in value)
    named = f"\nContent-Disposition: attachment; filename*={name.encode()!r}''{coded}"
    (file,) = of_parts("boundary=S", named).attachments
    assert file.name


@pytest.mark.parametrize("charset", OF_NO_TEXT)
class TestWhatIsNoCharsetOfTextIsUtf8:
    def test_in_the_text(self, charset: str) -> None:
        assert of_body(charset).text.strip() == r"It is \u0041."

    def test_in_a_file_s_name(self, charset: str) -> None:
        assert [each.name for each in of_file(charset).attachments] == ["Straße.pdf"]
        assert [each.name for each in of_file_in_parts(charset).attachments] == ["Straße.pdf"]
        assert [each.name for each in of_type_name(charset).attachments] == ["Straße.pdf"]

    def test_where_the_parts_begin(self, charset: str) -> None:
        found = of_boundary(charset)
        assert (found.text.strip(), len(found.attachments)) == ("It is late.", 1)


@pytest.mark.parametrize("charset", ["rot13", "idna", "undefined", "unicode_escape"])
def test_a_subject_in_no_charset_of_text_is_utf8(charset: str) -> None:
    assert of_word(charset).subject == r"It is \u0041."


@pytest.mark.parametrize(
    ("charset", "coded", "name"),
    [
        ("utf-8", "Stra%C3%9Fe.pdf", "Straße.pdf"),
        ("iso-8859-1", "Stra%DFe.pdf", "Straße.pdf"),
        ("koi8-r", "%D7.pdf", "в.pdf"),
        ("", "Stra%C3%9Fe.pdf", "Straße.pdf"),
        ("undefined", "Stra%C3%9Fe%FF.pdf", "StraÃŸeÿ.pdf"),
    ],
)
def test_the_name_of_a_file_is_in_its_charset(charset: str, coded: str, name: str) -> None:
    named = f"\nContent-Disposition: attachment; filename*={charset}''{coded}"
    assert [each.name for each in of_parts("boundary=S", named).attachments] == [name]


@pytest.mark.parametrize(
    "named", ["filename*=utf-8''a.pdf; filename*0=b.pdf", f"filename*{'9' * 5_000}=a.pdf"]
)
def test_a_name_that_contradicts_itself_is_none(named: str) -> None:
    found = of_parts("boundary=S", f"\nContent-Disposition: attachment; {named}")
    assert [each.name for each in found.attachments] == ["attachment.pdf"]
