"""Keep the e-mail that is to go out, and each school's address for out of hours."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the e-mail that is to go out, and each school's address for out of hours."""
    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("made_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("ended", sa.String(length=10), nullable=False),
        sa.Column("ended_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("ended IN ('', 'sent', 'dropped')", name=op.f("ck_outgoing_mail_known_end")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_outgoing_mail_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_outgoing_mail_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("ref", name=op.f("uq_outgoing_mail_ref")),
    )
    op.create_index("ix_outgoing_mail_ended_at", "outgoing_mail", ["ended_at"])
    op.create_index(op.f("ix_outgoing_mail_school_id"), "outgoing_mail", ["school_id"])
    op.create_index("ix_outgoing_mail_staff", "outgoing_mail", ["staff_id", "kind", "made_at"])
    with op.batch_alter_table("school") as table:
        table.add_column(sa.Column("out_of_hours_email", sa.String(length=254), nullable=True))


def downgrade() -> None:
    """Forget the outbox, and the addresses for out of hours."""
    with op.batch_alter_table("school") as table:
        table.drop_column("out_of_hours_email")
    op.drop_table("outgoing_mail")
