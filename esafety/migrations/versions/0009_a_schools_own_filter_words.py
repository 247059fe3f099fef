"""Keep the words that a school adds to the filter, and every change of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the words that a school adds to the filter, and every change of them."""
    op.create_table(
        "filter_word",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("text", sa.String(length=60), nullable=False),
        sa.Column("effect", sa.String(length=10), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("four_c", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("retired_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_filter_word_school_id")),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_filter_word_added_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filter_word")),
        sa.UniqueConstraint("ref", name=op.f("uq_filter_word_ref")),
    )
    op.create_index(op.f("ix_filter_word_school_id"), "filter_word", ["school_id"])
    op.create_table(
        "filter_word_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("word_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("at", esafety.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_filter_word_change_school_id")),
        sa.ForeignKeyConstraint(["word_id"], ["filter_word.id"], name=op.f("fk_filter_word_change_word_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_filter_word_change_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filter_word_change")),
    )
    op.create_index(op.f("ix_filter_word_change_school_id"), "filter_word_change", ["school_id"])
    op.create_index(op.f("ix_filter_word_change_word_id"), "filter_word_change", ["word_id"])


def downgrade() -> None:
    """Forget the words that schools added, and their changes."""
    op.drop_table("filter_word_change")
    op.drop_table("filter_word")
