"""Keep where a class is on the wall and its hands; give each school an address for parents, closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db
from esafety.codes import new_ref

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keep where a class is on the wall and its hands; give each school an address for parents, closed."""
    op.create_table(
        "wall_sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("moved_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_wall_sitting_school_id")),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_wall_sitting_class_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_sitting")),
        sa.UniqueConstraint("class_id", "lesson_id", "number", name=op.f("uq_wall_sitting_class_id_lesson_id_number")),
    )
    op.create_table(
        "wall_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=140), nullable=False),
        sa.Column("option", sa.String(length=140), nullable=False),
        sa.Column("hands", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_wall_count_school_id")),
        sa.ForeignKeyConstraint(["sitting_id"], ["wall_sitting.id"], name=op.f("fk_wall_count_sitting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_count")),
        sa.UniqueConstraint("sitting_id", "place", "option", name=op.f("uq_wall_count_sitting_id_place_option")),
    )
    with op.batch_alter_table("school") as table:
        table.add_column(sa.Column("ref", sa.String(length=12), nullable=True))
        table.add_column(sa.Column("parents_pages", sa.Boolean(), nullable=False, server_default=sa.false()))
    school = sa.table("school", sa.column("id", sa.Integer()), sa.column("ref", sa.String()))
    for school_id in op.get_bind().execute(sa.select(school.c.id)).scalars().all():
        op.get_bind().execute(school.update().where(school.c.id == school_id).values(ref=new_ref()))
    with op.batch_alter_table("school") as table:
        table.alter_column("ref", existing_type=sa.String(length=12), nullable=False)
        table.create_unique_constraint(op.f("uq_school_ref"), ["ref"])


def downgrade() -> None:
    """Forget the wall, and the schools' addresses for parents."""
    with op.batch_alter_table("school") as table:
        table.drop_constraint(op.f("uq_school_ref"), type_="unique")
        table.drop_column("parents_pages")
        table.drop_column("ref")
    op.drop_table("wall_count")
    op.drop_table("wall_sitting")
