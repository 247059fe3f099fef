"""Set lessons for a class or some of its children, and note who was absent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Set lessons for a class or some of its children, and note who was absent."""
    op.create_table(
        "set_lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=60), nullable=False),
        sa.Column("whole_class", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("stamp", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_set_lesson_class_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_set_lesson_school_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["staff.id"], name=op.f("fk_set_lesson_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_lesson")),
        sa.UniqueConstraint("class_id", "lesson_id", name=op.f("uq_set_lesson_class_id_lesson_id")),
    )
    op.create_table(
        "set_lesson_pupil",
        sa.Column("set_lesson_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_set_lesson_pupil_pupil_id")),
        sa.ForeignKeyConstraint(["set_lesson_id"], ["set_lesson.id"], name=op.f("fk_set_lesson_pupil_set_lesson_id")),
        sa.PrimaryKeyConstraint("set_lesson_id", "pupil_id", name=op.f("pk_set_lesson_pupil")),
    )
    op.create_index(op.f("ix_set_lesson_pupil_pupil_id"), "set_lesson_pupil", ["pupil_id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("pupil_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("lesson_id", sa.String(length=60), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_absence_class_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["staff.id"], name=op.f("fk_absence_marked_by_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupil.id"], name=op.f("fk_absence_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_absence_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("pupil_id", "day", "lesson_id", name=op.f("uq_absence_pupil_id_day_lesson_id")),
    )
    op.create_index("ix_absence_class", "absence", ["class_id", "day"])
    op.create_index(op.f("ix_absence_day"), "absence", ["day"])


def downgrade() -> None:
    """Forget what was set and who was absent."""
    op.drop_index(op.f("ix_absence_day"), table_name="absence")
    op.drop_index("ix_absence_class", table_name="absence")
    op.drop_table("absence")
    op.drop_index(op.f("ix_set_lesson_pupil_pupil_id"), table_name="set_lesson_pupil")
    op.drop_table("set_lesson_pupil")
    op.drop_table("set_lesson")
