"""Keep the board: topics, when it was open and with whom on duty, and what a school has chosen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep the board: topics, when it was open and with whom on duty, and what a school has chosen."""
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("picture", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_topic_class_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_topic_closed_by")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_topic_made_by")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_topic_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("ref", name=op.f("uq_topic_ref")),
    )
    op.create_index(op.f("ix_topic_class_id"), "topic", ["class_id"])
    op.create_table(
        "board_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("on_duty", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("lesson_id", sa.String(length=60), nullable=False),
        sa.Column("from_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("until_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_why", sa.String(length=10), nullable=False),
        sa.CheckConstraint("from_at < until_at", name=op.f("ck_board_opening_in_order")),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_board_opening_class_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_board_opening_closed_by")),
        sa.ForeignKeyConstraint(["on_duty"], ["staff.id"], name=op.f("fk_board_opening_on_duty")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_board_opening_opened_by")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_board_opening_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_opening")),
        sa.UniqueConstraint("ref", name=op.f("uq_board_opening_ref")),
    )
    op.create_index("ix_board_opening_class", "board_opening", ["class_id", "until_at"])
    op.create_table(
        "board_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("any_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("most_waiting", sa.Integer(), nullable=False),
        sa.Column("oldest_minutes", sa.Integer(), nullable=False),
        sa.Column("shows_first_names", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("closed_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["staff.id"], name=op.f("fk_board_settings_closed_by")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_board_settings_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_settings")),
        sa.UniqueConstraint("school_id", name=op.f("uq_board_settings_school_id")),
    )


def downgrade() -> None:
    """Forget topics, openings and the board's settings."""
    op.drop_table("board_settings")
    op.drop_table("board_opening")
    op.drop_table("topic")
