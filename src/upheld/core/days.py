"""Days that a sentence names: "by 7 November 2026", "on Friday 7 Nov.", "within five days"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip
# A month written out or begun: "Nov", "Nov.", "Sept".
_MONTH = "|".join(f"{name}|{name[:3]}t?\\b\\.?" for name in _NAMES)
# "Friday 7th of November, 2026", "November 7", "2026-11-07", "7/11/2026"; the year of a month in
# words may be left out.
_DAY = (
    r"(?:the )?(?:(?:end|close)(?: of business| of play)? (?:of|on) )?(?:the )?(?:\w+day,? )?"
    rf"(?:the )?(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})"
    rf"|(?P<first_month>{_MONTH}) (?P<second_day>\d{{1,2}})(?:st|nd|rd|th)?"
    r"|(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<one>\d{1,2})(?P<sign>[/.])(?P<other>\d{1,2})(?P=sign)(?P<of>\d{4}))"
    r"(?!\w)(?:,? (?P<year>\d{4})\b)?"
)
_LIMIT = r"by|before|no later than|not later than|on or before"
_BY_DAY = re.compile(rf"\b(?:{_LIMIT}) {_DAY}")
_BY_OR_ON_DAY = re.compile(rf"\b(?:{_LIMIT}|on) {_DAY}")
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
           "twelve", "thirteen", "fourteen")  # fmt: skip
_WITHIN = re.compile(
    rf"\b(?:within|in)(?: the next)? (?P<count>\d{{1,3}}|{'|'.join(_COUNTS)}) "
    r"(?:(?P<working>working|business) |calendar )?(?P<unit>day|week)s?\b"
    r"(?! (?:of|from|after|before|since)\b)",
    re.IGNORECASE,
)
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# "by Friday", "no later than next Monday", "we will call on Thursday"; what else is on such a day
# may be past, every week or another's, and one with its date is read as that.
_BY_WEEKDAY = re.compile(
    rf"\b(?:(?:{_LIMIT})"
    r"|(?:[Ww]e|I|us|[Cc]olleagues?|team|ours)(?: \w+ly)? (?:will|shall)\b[^.,]*? on)"
    r" (?:(?:the )?(?:end|close)(?: of business| of play)?(?: of| on)? )?(?:(?:this|next|coming) )?"
    rf"(?P<weekday>{'|'.join(_WEEK)}|tomorrow)\b"
    rf"(?!,? (?:the )?\d|,? (?:{_MONTH})| (?:of|in|shift|after)\b)"
)
_HALF_A_YEAR = timedelta(days=182)


def by_days(sentence: str, near: date) -> list[date]:
    """Each day that follows "by" or the like. One without a year is the next one like it that is
    not half a year before `near`. What is no day of the calendar is left out."""
    return [day for said in _BY_DAY.finditer(sentence) for day in _days(said, near)]


def named_days(sentence: str, near: date) -> list[date]:
    """Each day by which or on which something is to be, and the last of a span from `near` on. One
    of the week is the next of its name: nobody waits for it longer than they were told."""
    named = [day for said in _BY_OR_ON_DAY.finditer(sentence) for day in _days(said, near)]
    named += [_coming(said["weekday"], near) for said in _BY_WEEKDAY.finditer(sentence)]
    return named + [_last_day(said, near) for said in _WITHIN.finditer(sentence)]


def first_day(text: str, near: date) -> date | None:
    """The same of a text that begins with it; None where it begins otherwise."""
    if said := _BY_OR_ON_DAY.match(text):
        return next(iter(_days(said, near)), None)
    span = _WITHIN.match(text)
    return _last_day(span, near) if span else None


def _coming(weekday: str, near: date) -> date:
    if weekday == "tomorrow":
        return near + timedelta(days=1)
    return near + timedelta(days=(_WEEK.index(weekday) - near.weekday() - 1) % 7 + 1)


def _days(said: re.Match[str], near: date) -> list[date]:
    """The day that was said, or none."""
    if said["of"]:
        return _of_numbers(said, near)
    if said["iso"]:
        return list(_real(*map(int, said["iso"].split("-"))))
    name, day = said["month"] or said["first_month"], said["day"] or said["second_day"]
    month = next(n for n, each in enumerate(_NAMES, 1) if each.startswith(name[:3]))
    years = [int(said["year"])] if said["year"] else [near.year, near.year + 1]
    days = [each for year in years for each in _real(year, month, int(day))]
    return [each for each in days if said["year"] or each > near - _HALF_A_YEAR][:1]


def _of_numbers(said: re.Match[str], near: date) -> list[date]:
    """3/12/2026 is 3 December to some and 12 March to others: what is to come is meant, and of two
    such days the earlier, so that nobody waits for it longer than they were told."""
    one, other, year = int(said["one"]), int(said["other"]), int(said["of"])
    days = sorted({*_real(year, other, one), *_real(year, one, other)})
    return [day for day in days if day >= near][:1] or days[-1:]


def _real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _last_day(said: re.Match[str], near: date) -> date:
    """The end of "within five working days". Holidays are not known here and are not left out, so
    it is never later than the reader may expect."""
    written = said["count"].lower()
    count = int(written) if written.isdigit() else _COUNTS.index(written) + 1
    if not said["working"]:
        return near + timedelta(days=count * (7 if said["unit"].lower() == "week" else 1))
    day = near
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
