"""Tables of the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from esafety.codes import new_ref
from esafety.db import Model, Moment


class OutgoingMail(Model):
    """One e-mail: to a member of staff, or to the school's address for out of hours. `kind` is all that it says."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (
        CheckConstraint("ended IN ('', 'sent', 'dropped')", name="known_end"),
        Index("ix_outgoing_mail_staff", "staff_id", "kind", "made_at"),
        Index("ix_outgoing_mail_ended_at", "ended_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), index=True)
    ref: Mapped[str] = mapped_column(String(12), unique=True, default=new_ref)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(30))
    made_at: Mapped[datetime] = mapped_column(Moment)
    ended: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
