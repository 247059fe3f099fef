"""Keep timed jobs and the lease of the process that does them; old receipts, tries and stays are found by their age."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clockwork_lease",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("beats", sa.Integer(), nullable=False),
        sa.Column("until", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("beat_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_clockwork_lease_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clockwork_lease")),
    )
    op.create_table(
        "timed_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("due_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("next_try_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_fault", sa.String(length=60), nullable=False),
        sa.Column("done_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'given-up')", name=op.f("ck_timed_job_known_state")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_timed_job_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timed_job")),
        sa.UniqueConstraint("kind", "subject", "due_at", name=op.f("uq_timed_job_kind_subject_due_at")),
    )
    op.create_index("ix_timed_job_school_id", "timed_job", ["school_id"])
    op.create_index("ix_timed_job_state", "timed_job", ["state", "next_try_at"])
    op.create_index("ix_receipt_at", "receipt", ["at"])
    op.create_index("ix_sign_in_seen_at", "sign_in", ["seen_at"])
    op.create_index("ix_sign_in_try_at", "sign_in_try", ["at"])


def downgrade() -> None:
    op.drop_index("ix_sign_in_try_at", table_name="sign_in_try")
    op.drop_index("ix_sign_in_seen_at", table_name="sign_in")
    op.drop_index("ix_receipt_at", table_name="receipt")
    op.drop_table("timed_job")
    op.drop_table("clockwork_lease")
