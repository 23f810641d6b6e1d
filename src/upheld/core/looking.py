"""What is sensitive to read, and so is written down when somebody does."""

from enum import StrEnum


class Sensitive(StrEnum):
    """`vulnerability`: a case or customer of somebody known to be vulnerable, or who told what they
    need; `all_data` is everything of a person in one file, `question` an answer of the marts."""

    VULNERABILITY = "vulnerability"
    CONDUCT = "conduct"
    RAW_MAIL = "raw_mail"
    FILE = "file"
    ALL_DATA = "all_data"
    EXPORT = "export"
    QUESTION = "question"


class Way(StrEnum):
    DESK = "desk"
    API = "api"
    ASSISTANT = "assistant"
    COMMAND = "command"
