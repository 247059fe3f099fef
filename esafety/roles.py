"""Who may do what: one table, pure, printed in docs/roles.md."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the school."""

    PUPIL = "pupil"
    TEACHER = "teacher"
    OFFICER = "officer"
    DEPUTY = "deputy"
    STAND_IN = "stand-in"
    HEAD = "head"
    OFFICE = "office"
    GOVERNOR = "governor"
    TRUST_ADMINISTRATOR = "trust administrator"


class Capability(StrEnum):
    """One thing that a person may be allowed to do; the value finishes the sentence "may ..."."""

    DO_LESSONS = "do lessons and quizzes"
    ASK_FOR_HELP = "ask for help"
    WRITE_ON_BOARD = "write on the board of one's own class"
    TEACH_CLASS = "see and lead one's own classes, and those one covers until the end date"
    SEE_LESSONS = "see every lesson with its teacher's notes"
    MODERATE_CLASS_BOARD = "moderate the board of one's own classes"
    READ_CONCERNS = "read concerns"
    READ_CONCERNS_AS_STAND_IN = "read a concern that every other reader is kept out of"
    MODERATE_SCHOOL_BOARD = "see held posts of the whole school"
    CHANGE_FILTER = "change the filter's words"
    HIDE_AND_ESCALATE = "hide a post and escalate it"
    CLOSE_BOARD = "close the board"
    KEEP_STAFF = "keep the list of staff and their sign-off"
    KEEP_POLICIES = "keep policies"
    KEEP_ROLL = "keep the roll and sign-in cards"
    KEEP_SETTINGS = "keep settings and backups"
    SEE_REPORTS = "see reports without names"
    KEEP_SCHOOLS = "keep the list of schools and see counts"


C = Capability
_STAFF = frozenset({C.SEE_LESSONS})
_READER = _STAFF | {C.READ_CONCERNS, C.MODERATE_SCHOOL_BOARD, C.CHANGE_FILTER, C.HIDE_AND_ESCALATE, C.SEE_REPORTS}

MAY: dict[Role, frozenset[Capability]] = {
    Role.PUPIL: frozenset({C.DO_LESSONS, C.ASK_FOR_HELP, C.WRITE_ON_BOARD}),
    Role.TEACHER: _STAFF | {C.TEACH_CLASS, C.MODERATE_CLASS_BOARD},
    Role.OFFICER: _READER,
    Role.DEPUTY: _READER,
    Role.STAND_IN: _STAFF | {C.READ_CONCERNS_AS_STAND_IN},
    # The head reads concerns only where named a reader: then the head also holds the role of deputy or stand-in.
    Role.HEAD: _STAFF | {C.KEEP_STAFF, C.KEEP_POLICIES, C.CLOSE_BOARD, C.HIDE_AND_ESCALATE, C.SEE_REPORTS},
    Role.OFFICE: _STAFF | {C.KEEP_ROLL, C.KEEP_SETTINGS},
    Role.GOVERNOR: frozenset({C.SEE_REPORTS}),
    Role.TRUST_ADMINISTRATOR: frozenset({C.KEEP_SCHOOLS}),
}


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The signed-in person, as far as rules need to know: no name, no words.

    `class_ids` are the pupil's own class, or the classes that a teacher leads or covers today.
    """

    role_names: frozenset[Role]
    person_id: int
    school_id: int
    class_ids: frozenset[int] = frozenset()
    sign_in_id: int = 0

    @property
    def is_pupil(self) -> bool:
        """Whether this is a child."""
        return Role.PUPIL in self.role_names

    @property
    def label(self) -> str:
        """How records name this person: `pupil:12` or `staff:3`."""
        return f"{'pupil' if self.is_pupil else 'staff'}:{self.person_id}"

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Everything that the person's roles allow together."""
        return frozenset().union(*(MAY[role] for role in self.role_names))

    def may(self, capability: Capability) -> bool:
        """Whether any of the person's roles allows `capability`."""
        return capability in self.capabilities
