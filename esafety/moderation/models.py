"""Tables of moderation: a school's own part of the filter; messages with their history; pauses; notices."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment
from esafety.sealed import Sealed


class FilterWord(Model):
    """A word or phrase that a school holds, or lets through. It is never deleted: it is retired."""

    __tablename__ = "filter_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    text: Mapped[str] = mapped_column(String(60))
    effect: Mapped[str] = mapped_column(String(10))
    category: Mapped[str] = mapped_column(String(20))
    four_c: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(300))
    added_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    added_at: Mapped[datetime] = mapped_column(Moment)
    retired_at: Mapped[datetime | None] = mapped_column(Moment)


class FilterWordChange(Model):
    """One change of a school's words, in the order in which they came: who did what, when and why."""

    __tablename__ = "filter_word_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    word_id: Mapped[int] = mapped_column(ForeignKey("filter_word.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    verb: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime] = mapped_column(Moment)


class Message(Model):
    """What somebody wrote, as it is now: a post, a reply, a private note, or class mail.

    It is by exactly one: a child, a member of staff, or a practice character. `place` names where it belongs, in the
    words of the part that shows it (`topic:4`). `version` counts every move, `edition` the author's own changes.
    `reason` and `reason_words` are those of the last decision that the author is told of. `waiting_since` is since when
    it waits for staff; None where it does not.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN pupil_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN staff_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN cast_member = '' THEN 0 ELSE 1 END) = 1",
            name="by_one",
        ),
        CheckConstraint(
            "state IN ('waiting', 'held', 'urgent', 'approved', 'returned', 'rejected', 'hidden', 'removed',"
            " 'withdrawn')",
            name="known_state",
        ),
        Index("ix_message_place", "class_id", "place", "state"),
        Index("ix_message_queue", "school_id", "state", "due_at"),
        Index("ix_message_sent_key", "pupil_id", "sent_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    kind: Mapped[str] = mapped_column(String(10))
    place: Mapped[str] = mapped_column(String(60))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    cast_member: Mapped[str] = mapped_column(String(40), default="")
    to_pupil_id: Mapped[int | None] = mapped_column(ForeignKey("pupil.id"), index=True)
    to_cast_member: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Sealed)
    pictures: Mapped[list[str]] = mapped_column(JSON, default=list)
    edition: Mapped[int] = mapped_column(default=1)
    level: Mapped[str] = mapped_column(String(10))
    findings: Mapped[str] = mapped_column(Sealed)
    state: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)
    submitted_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime] = mapped_column(Moment)
    waiting_since: Mapped[datetime | None] = mapped_column(Moment)
    shown_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(String(30), default="")
    reason_words: Mapped[str] = mapped_column(Sealed, default="")
    passed_to: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    sent_key: Mapped[str] = mapped_column(String(64), default="")


class MessageKeptFrom(Model):
    """A member of staff who sees nothing of a message, for a child says in it, or of it, what that adult did."""

    __tablename__ = "message_kept_from"
    __table_args__ = (UniqueConstraint("message_id", "staff_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))


class MessageVersion(Model):
    """The words of a message before its author changed them, and what the filter had made of them: for staff alone."""

    __tablename__ = "message_version"
    __table_args__ = (UniqueConstraint("message_id", "edition"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    edition: Mapped[int]
    text: Mapped[str] = mapped_column(Sealed)
    pictures: Mapped[list[str]] = mapped_column(JSON, default=list)
    level: Mapped[str] = mapped_column(String(10))
    findings: Mapped[str] = mapped_column(Sealed)
    submitted_at: Mapped[datetime] = mapped_column(Moment)


class MessageMove(Model):
    """One move of a message: from where, to where, by whom and why. Only ever added; `number` is the version it made.

    `decision` is empty for the first. `concern_id` is the concern that the move raised.
    """

    __tablename__ = "message_move"
    __table_args__ = (UniqueConstraint("message_id", "number"), Index("ix_message_move_at", "school_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    number: Mapped[int]
    old_state: Mapped[str] = mapped_column(String(10), default="")
    new_state: Mapped[str] = mapped_column(String(10))
    decision: Mapped[str] = mapped_column(String(20), default="")
    edition: Mapped[int]
    who: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(String(30), default="")
    words: Mapped[str] = mapped_column(Sealed, default="")
    concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    at: Mapped[datetime] = mapped_column(Moment)


class PupilPause(Model):
    """A child may read but not write on the board for a while; notes to the teacher and help stay open."""

    __tablename__ = "pupil_pause"
    __table_args__ = (
        Index("ix_pupil_pause_pupil", "pupil_id", "until_on"),
        Index("ix_pupil_pause_class", "school_id", "class_id", "from_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id"))
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    pupil_id: Mapped[int] = mapped_column(ForeignKey("pupil.id"))
    paused_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    child_words: Mapped[str] = mapped_column(Sealed)
    staff_words: Mapped[str] = mapped_column(Sealed)
    from_at: Mapped[datetime] = mapped_column(Moment)
    until_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date] = mapped_column(Date)
    conversation: Mapped[str] = mapped_column(Sealed, default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class StaffNotice(Model):
    """Something that a member of staff is told of: a kind and an id (`message:4`), never names or words."""

    __tablename__ = "staff_notice"
    __table_args__ = (
        Index("ix_staff_notice_subject", "subject", "staff_id", "kind"),
        Index("ix_staff_notice_unseen", "staff_id", "seen_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime | None] = mapped_column(Moment)
