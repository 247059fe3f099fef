"""Keep how a child likes to read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep how a child likes to read."""
    op.create_table(
        "reader_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("letters", sa.String(length=20), nullable=False),
        sa.Column("size", sa.String(length=20), nullable=False),
        sa.Column("lines", sa.String(length=20), nullable=False),
        sa.Column("paper", sa.String(length=20), nullable=False),
        sa.Column("motion", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_reader_choice_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_reader_choice_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reader_choice")),
        sa.UniqueConstraint("pupil_id", name=op.f("uq_reader_choice_pupil_id")),
    )


def downgrade() -> None:
    """Forget how children like to read."""
    op.drop_table("reader_choice")
