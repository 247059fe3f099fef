"""Keep from which staff a message is kept, and since when it waits for staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep from which staff a message is kept, and since when it waits for staff."""
    op.create_table(
        "message_kept_from",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_kept_from_message_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_message_kept_from_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_message_kept_from_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_kept_from")),
        sa.UniqueConstraint("message_id", "staff_id", name=op.f("uq_message_kept_from_message_id_staff_id")),
    )
    # By itself and not in a batch, which would copy the table and lose its checks.
    op.add_column("message", sa.Column("waiting_since", esafety.db.Moment(timezone=True), nullable=True))
    op.execute("UPDATE message SET waiting_since = submitted_at WHERE state IN ('waiting', 'held', 'urgent', 'hidden')")
    op.execute(
        "UPDATE message SET waiting_since = (SELECT MAX(message_move.at) FROM message_move"
        " WHERE message_move.message_id = message.id) WHERE state = 'hidden'"
    )


def downgrade() -> None:
    """Forget both."""
    op.drop_column("message", "waiting_since")
    op.drop_table("message_kept_from")
