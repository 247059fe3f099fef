"""Class devices, the sign-in window, and tries that remember whether their device was trusted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import esafety.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Class devices, the sign-in window, and tries that remember whether their device was trusted."""
    with op.batch_alter_table("school") as school:
        school.add_column(
            sa.Column("sign_in_window", sa.String(length=20), nullable=False, server_default="school hours")
        )
        school.add_column(
            sa.Column("code_sign_in", sa.String(length=20), nullable=False, server_default="in the window")
        )
    with op.batch_alter_table("school_class") as school_class:
        school_class.add_column(sa.Column("open_until", esafety.db.Moment(timezone=True), nullable=True))
        school_class.add_column(sa.Column("let_in_at", esafety.db.Moment(timezone=True), nullable=True))
    with op.batch_alter_table("sign_in_try") as sign_in_try:
        sign_in_try.add_column(sa.Column("was_trusted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "device_enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("opened_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("ends_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used <= most", name=op.f("ck_device_enrolment_no_more_than_allowed")),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_device_enrolment_class_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_device_enrolment_school_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_device_enrolment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_enrolment")),
        sa.UniqueConstraint("ref", name=op.f("uq_device_enrolment_ref")),
    )
    op.create_index("ix_device_enrolment_class", "device_enrolment", ["class_id", "ends_at"])
    op.create_table(
        "class_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("class_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("enrolled_at", esafety.db.Moment(timezone=True), nullable=False),
        sa.Column("used_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.Column("revoked_at", esafety.db.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["class_id"], ["school_class.id"], name=op.f("fk_class_device_class_id")),
        sa.ForeignKeyConstraint(["enrolment_id"], ["device_enrolment.id"], name=op.f("fk_class_device_enrolment_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_class_device_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_device")),
        sa.UniqueConstraint("class_id", "number", name=op.f("uq_class_device_class_id_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_class_device_ref")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_class_device_token_digest")),
    )


def downgrade() -> None:
    """Undo it: every class device becomes an unknown one."""
    op.drop_table("class_device")
    op.drop_index("ix_device_enrolment_class", table_name="device_enrolment")
    op.drop_table("device_enrolment")
    with op.batch_alter_table("sign_in_try") as sign_in_try:
        sign_in_try.drop_column("was_trusted")
    with op.batch_alter_table("school_class") as school_class:
        school_class.drop_column("let_in_at")
        school_class.drop_column("open_until")
    with op.batch_alter_table("school") as school:
        school.drop_column("code_sign_in")
        school.drop_column("sign_in_window")
