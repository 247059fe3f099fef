"""Keep from which staff a message is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep from which staff a message is kept."""
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


def downgrade() -> None:
    """Forget it."""
    op.drop_table("message_kept_from")
