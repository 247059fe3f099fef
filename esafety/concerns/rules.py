"""Who may read a concern, what a child may say, and what a child is told of when it will be read. Pure."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum

from esafety.clock import SchoolCalendar
from esafety.roles import Actor, Capability

LONGEST_WORDS = 2_000
READ_BEFORE_CLOSING = timedelta(minutes=30)

FEELINGS = ("worried", "sad", "scared", "cross", "unsure")
ABOUTS = ("someone-unkind", "saw-something", "someone-asked", "shared-something", "something-else")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a child said. `not_adults` are the ids of staff whom the child does not want to read it."""

    feeling: str
    about: str
    words: str
    from_page: str
    not_adults: tuple[int, ...]

    def to_text(self) -> str:
        """The form in which it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Told:
        """Read back what `to_text` wrote."""
        kept = json.loads(text)
        return cls(**{**kept, "not_adults": tuple(kept["not_adults"])})


NOTHING_TOLD = Told(feeling="", about="", words="", from_page="", not_adults=())


class Source(StrEnum):
    """Who raised a concern."""

    CHILD = "child"
    FILTER = "filter"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A message as it was when a concern was raised about it: whatever happens to it later changes nothing here.

    `earlier` are the words before its author changed them, the oldest first; `found` is what the filter said of it, for
    staff; `why` is what the member of staff said who raised the concern. `by` names who wrote it where that is another
    than the child whom the concern is about.
    """

    message_ref: str
    kind: str
    text: str
    pictures: tuple[str, ...] = ()
    written_at: str
    earlier: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    why: str = ""
    by: str = ""

    def to_text(self) -> str:
        """The form in which it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str) -> Frozen:
        """Read back what `to_text` wrote."""
        kept = json.loads(text)
        lists = {name: tuple(kept[name]) for name in ("pictures", "earlier", "found")}
        return cls(**{**kept, **lists})


class Refused(Enum):
    """Why a call for help was not taken, so that the child can mend it."""

    NOTHING_SAID = "nothing said"
    TOO_LONG = "too long"


def check(*, feeling: str, about: str, words: str) -> Refused | None:
    """Whether a call for help can be stored: one face, one picture or one word is enough."""
    if len(words) > LONGEST_WORDS:
        return Refused.TOO_LONG
    if not (feeling or about or words.strip()):
        return Refused.NOTHING_SAID
    return None


def may_read(actor: Actor, *, school_id: int, not_adults: Collection[int], readers: Collection[int]) -> bool:
    """Whether `actor` may read a concern of `school_id`.

    An adult whom the child named never may. The officer's stand-in may only where every reader (`readers`: the ids
    of officer and deputies) was named.
    """
    if actor.is_pupil or actor.school_id != school_id or actor.person_id in not_adults:
        return False
    if actor.may(Capability.READ_CONCERNS):
        return True
    nobody_else = all(reader in not_adults for reader in readers)
    return actor.may(Capability.READ_CONCERNS_AS_STAND_IN) and nobody_else


class ReadingTime(Enum):
    """When a call for help will be read."""

    TODAY = "today before school ends"
    NEXT_DAY = "on the next school day"
    NOT_KNOWN = "when school is open again"


def reading_time(calendar: SchoolCalendar, *, at: datetime) -> tuple[ReadingTime, datetime | None]:
    """When what is sent `at` will be read, and the school day on which, where it is not today."""
    there = calendar.local(at)
    closes = there.replace(hour=calendar.closes.hour, minute=calendar.closes.minute, second=0, microsecond=0)
    if calendar.is_school_day(there.date()) and there < closes - READ_BEFORE_CLOSING:
        return ReadingTime.TODAY, None
    day = calendar.next_school_day(there.date())
    if day is None:
        return ReadingTime.NOT_KNOWN, None
    return ReadingTime.NEXT_DAY, there.replace(year=day.year, month=day.month, day=day.day)
