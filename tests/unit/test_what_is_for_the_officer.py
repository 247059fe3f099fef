"""What was written for the officer, and what a child took back before it was shown, is not opened for everybody."""

from __future__ import annotations

import pytest

from esafety import receipts
from esafety.moderation.models import Message
from esafety.moderation.queue import Opened, open_message
from esafety.moderation.receiving import mend
from esafety.moderation.states import Decision
from esafety.roles import Actor
from tests.factories.classroom import NICE, SECRET, Classroom, approved, choose, row, sent


def opened(actor: Actor, ref: str) -> Opened:
    found = open_message(actor, ref=ref)
    assert found is not None
    return found


@pytest.mark.parametrize(("who", "reads"), [("officer", True), ("deputy", True), ("cover", False), ("teacher", True)])
def test_why_it_went_to_the_officer_is_read_by_them_and_by_who_wrote_it(
    classroom: Classroom, who: str, reads: bool
) -> None:
    ref = sent(classroom.ada)
    choose(classroom.teacher, ref, Decision.ESCALATE, words="Her brother is on the list")
    last = opened(getattr(classroom, who), ref).moves[-1]
    assert (last.words == "Her brother is on the list", last.by) == (reads, "Mr Lloyd")


def shown_after_a_mend(room: Classroom) -> str:
    ref = sent(room.ada, SECRET)
    mend(room.ada, ref=ref, text=NICE, key=receipts.new_key())
    choose(room.teacher, ref, Decision.APPROVE)
    return ref


@pytest.mark.parametrize(("who", "reads"), [("officer", True), ("cover", True), ("head", False)])
def test_held_words_of_before_are_for_who_moderates(classroom: Classroom, who: str, reads: bool) -> None:
    found = opened(getattr(classroom, who), shown_after_a_mend(classroom))
    assert [each.text for each in found.earlier] == ([SECRET] if reads else [])
    assert all(reads or not (each.words or each.reason) for each in found.moves)


def test_the_head_reads_no_word_of_a_report_or_of_a_decision(classroom: Classroom) -> None:
    ref = approved(classroom.ada, by=classroom.teacher)
    choose(classroom.head, ref, Decision.ESCALATE, words="Seen by a parent")
    choose(classroom.officer, ref, Decision.APPROVE)
    assert isinstance(row(ref), Message)
    words = {each.decision: each.words for each in opened(classroom.head, ref).moves}
    assert words[Decision.ESCALATE] == "Seen by a parent"
    assert {each.words for each in opened(classroom.cover, ref).moves} == {""}
