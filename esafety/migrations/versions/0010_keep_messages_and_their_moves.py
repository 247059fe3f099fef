"""Keep messages with every move, pauses and notices; let a concern begin with a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db
import esafety.sealed

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep messages with every move, pauses and notices; let a concern begin with a message."""
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("pupil_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("cast_member", sa.String(length=40), nullable=False),
        sa.Column("to_pupil_id", sa.Integer(), nullable=True),
        sa.Column("to_cast_member", sa.String(length=40), nullable=False),
        sa.Column("text", esafety.sealed.Sealed(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("findings", esafety.sealed.Sealed(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("due_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("shown_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("decided_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("reason_words", esafety.sealed.Sealed(), nullable=False),
        sa.Column("passed_to", sa.Integer(), nullable=True),
        sa.Column("sent_key", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN pupil_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN staff_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN cast_member = '' THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_message_by_one"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'held', 'urgent', 'approved', 'returned', 'rejected', 'hidden', 'removed',"
            " 'withdrawn')",
            name=op.f("ck_message_known_state"),
        ),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_message_class_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["staff.id"], name=op.f("fk_message_decided_by")),
        sa.ForeignKeyConstraint(["parent_id"], ["message.id"], name=op.f("fk_message_parent_id")),
        sa.ForeignKeyConstraint(["passed_to"], ["staff.id"], name=op.f("fk_message_passed_to")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_message_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_message_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_message_staff_id")),
        sa.ForeignKeyConstraint(["to_pupil_id"], ["pupil.id"], name=op.f("fk_message_to_pupil_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("ref", name=op.f("uq_message_ref")),
    )
    op.create_index(op.f("ix_message_parent_id"), "message", ["parent_id"])
    op.create_index("ix_message_place", "message", ["class_id", "place", "state"])
    op.create_index("ix_message_queue", "message", ["school_id", "state", "due_at"])
    op.create_index("ix_message_sent_key", "message", ["pupil_id", "sent_key"])
    op.create_index(op.f("ix_message_to_pupil_id"), "message", ["to_pupil_id"])
    op.create_table(
        "message_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text", esafety.sealed.Sealed(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("findings", esafety.sealed.Sealed(), nullable=False),
        sa.Column("submitted_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_version_message_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_message_version_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_version")),
        sa.UniqueConstraint("message_id", "edition", name=op.f("uq_message_version_message_id_edition")),
    )
    op.create_table(
        "message_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old_state", sa.String(length=10), nullable=False),
        sa.Column("new_state", sa.String(length=10), nullable=False),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("words", esafety.sealed.Sealed(), nullable=False),
        sa.Column("concern_id", sa.Integer(), nullable=True),
        sa.Column("at", esafety.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["concern_id"], ["concern.id"], name=op.f("fk_message_move_concern_id")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_move_message_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_message_move_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_message_move_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_move")),
        sa.UniqueConstraint("message_id", "number", name=op.f("uq_message_move_message_id_number")),
    )
    op.create_index("ix_message_move_at", "message_move", ["school_id", "at"])
    op.create_table(
        "pupil_pause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("paused_by", sa.Integer(), nullable=False),
        sa.Column("child_words", esafety.sealed.Sealed(), nullable=False),
        sa.Column("staff_words", esafety.sealed.Sealed(), nullable=False),
        sa.Column("from_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("conversation", esafety.sealed.Sealed(), nullable=False),
        sa.Column("ended_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_pupil_pause_class_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_pupil_pause_ended_by")),
        sa.ForeignKeyConstraint(["paused_by"], ["staff.id"], name=op.f("fk_pupil_pause_paused_by")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_pupil_pause_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_pupil_pause_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pupil_pause")),
        sa.UniqueConstraint("ref", name=op.f("uq_pupil_pause_ref")),
    )
    op.create_index("ix_pupil_pause_class", "pupil_pause", ["school_id", "class_id", "from_at"])
    op.create_index("ix_pupil_pause_pupil", "pupil_pause", ["pupil_id", "until_on"])
    op.create_table(
        "staff_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("seen_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_staff_notice_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_notice_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_notice")),
    )
    op.create_index("ix_staff_notice_subject", "staff_notice", ["subject", "staff_id", "kind"])
    op.create_index("ix_staff_notice_unseen", "staff_notice", ["staff_id", "seen_at"])
    with op.batch_alter_table("concern") as table:
        table.add_column(sa.Column("source", sa.String(length=10), nullable=False, server_default="child"))
        table.add_column(sa.Column("raised_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("frozen", esafety.sealed.Sealed(), nullable=True))
        table.create_foreign_key(op.f("fk_concern_raised_by"), "staff", ["raised_by"], ["id"])


def downgrade() -> None:
    """Forget messages, pauses and notices, and what a concern knows of a message."""
    op.drop_table("staff_notice")
    op.drop_table("pupil_pause")
    op.drop_table("message_move")
    op.drop_table("message_version")
    op.drop_table("message")
    # What the filter or staff raised stays as a concern, without the copy of what was written.
    with op.batch_alter_table("concern") as table:
        table.drop_constraint(op.f("fk_concern_raised_by"), type_="foreignkey")
        table.drop_column("frozen")
        table.drop_column("raised_by")
        table.drop_column("source")
