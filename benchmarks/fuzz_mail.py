"""A fuzzer that learns which bytes reach which line of the reader of messages (atheris).

    python -m benchmarks.fuzz_mail 60 FOLDER…

runs for so many seconds, from the messages in these folders, or from a few of its own. It ends
with an error, and writes the bytes, when a message ends the reader otherwise than for a limit,
keeps it for more than ten seconds, or gives words that no database keeps. `make bench` leaves it
out: it has no figure, and no end of its own.
"""

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found,unused-ignore]

with atheris.instrument_imports(include=["upheld.core.post", "email", "mailparser_reply"]):
    from upheld.core.post import Unreadable, kind_of, parted, read, returned_ids, why_returned

_SEEDS = (
    b"From: a@b.example\nSubject: =?utf-8?q?Caf=C3=A9?=\nMessage-ID: <1@x>\n\nLate.\n",
    b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\nx\n--B\nContent-Type: image/png;"
    b' name="a.png"\nContent-Transfer-Encoding: base64\n\nPGI+\n--B--\n',
    b"Content-Type: text/html; charset=iso-2022-jp\n\n<p>a<blockquote>b</blockquote>",
    b"Content-Type: multipart/report; report-type=delivery-status; boundary=B\n\n--B\n"
    b"Content-Type: message/delivery-status\n\nAction: failed\n--B--\n",
)


def one(raw: bytes) -> None:
    """One message through all that reads it."""
    try:
        post = read(raw)
    except Unreadable as error:
        if "it cannot be read as mail" in str(error):  # an accident, and no limit
            raise
        return
    kind_of(post, None, {"complaints@localhost"})
    returned_ids(post)
    why_returned(post)
    text = parted(post.text)
    told = [post.subject, post.message_id, text.new, text.folded, post.sender.name]
    for words in (*told, *(each.name for each in post.attachments)):
        words.encode("utf-8")
        assert "\x00" not in words


def main_loop(arguments: list[str]) -> None:
    seconds, *folders = arguments or ["60"]
    corpus = Path(tempfile.mkdtemp(prefix="upheld-fuzz-"))
    given = [path.read_bytes() for folder in folders for path in Path(folder).rglob("*.eml")]
    for number, raw in enumerate(given or _SEEDS):
        (corpus / str(number)).write_bytes(raw)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=10",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], str(corpus), f"-artifact_prefix={corpus}/", *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main_loop(sys.argv[1:])
