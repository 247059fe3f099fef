"""Tell answers given before the story from those given after it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONE_TRY = "uq_quiz_answer_sitting_id_question_id_try_no"
ONE_TRY_OF_A_PHASE = "uq_quiz_answer_sitting_id_question_id_phase_try_no"


def upgrade() -> None:
    """Every answer so far was given after the story; those that a step back had set aside are taken up again."""
    with op.batch_alter_table("quiz_answer") as quiz_answer:
        quiz_answer.add_column(sa.Column("phase", sa.String(length=6), server_default="after", nullable=False))
        quiz_answer.drop_constraint(ONE_TRY, type_="unique")
        quiz_answer.create_unique_constraint(ONE_TRY_OF_A_PHASE, ["sitting_id", "question_id", "phase", "try_no"])
    op.execute("UPDATE quiz_answer SET phase = 'before', try_no = -try_no WHERE try_no < 0")


def downgrade() -> None:
    """Set the answers from before the story aside, as tries below zero: none is lost."""
    op.execute("UPDATE quiz_answer SET try_no = -try_no WHERE phase = 'before'")
    with op.batch_alter_table("quiz_answer") as quiz_answer:
        quiz_answer.drop_constraint(ONE_TRY_OF_A_PHASE, type_="unique")
        quiz_answer.create_unique_constraint(ONE_TRY, ["sitting_id", "question_id", "try_no"])
        quiz_answer.drop_column("phase")
