"""Codes of the post: of the United Kingdom by their areas, of Ireland and Canada, and a ZIP code after
its state."""

# ruff: noqa: E501 (a pattern is read whole)

import re

POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b"
# The letters of its areas, by which it is told from a model where it is one word: AF400UK.
_AREAS = frozenset(
    """ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec
    eh en ex fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls
    lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp
    sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze""".split()  # noqa: SIM905
)
# Ireland's, and Canada's.
POSTCODE_ABROAD = (
    r"[A-Y](?<!\w.)(?:(?:\d\d|6W) (?=\d{0,3}[A-Z])[0-9AC-FHKNPRTV-Y]{4}|\d[A-Z] \d[A-Z]\d)(?!\w)"
)
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]"
    "|UT|V[AIT]|W[AIVY]|GU"
)
ZIP = rf"[A-Z](?<!\w.)(?:(?<=(?={_STATES}).)|(?!))[A-Z],? (?P<it>\d{{5}}(?:-\d{{4}})?)\b"


def is_postcode(found: str) -> bool:
    return " " in found or re.split(r"\d", found)[0].casefold() in _AREAS
