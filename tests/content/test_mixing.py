"""How items stand on the screen tells nothing of where they belong."""

from __future__ import annotations

from dataclasses import replace

from esafety.content.mixing import shown_answers, shown_boxes
from esafety.content.model import Answer, Question
from tests.content.question_samples import MATCH, ORDER, PICTURE, SORT, THREAD, questions_of_all_kinds, read_question


def test_the_same_items_stand_there_and_always_in_the_same_places() -> None:
    for question in questions_of_all_kinds():
        assert set(shown_answers(question)) == set(question.answers)
        assert set(shown_boxes(question)) == set(question.boxes)
        assert shown_answers(question) == shown_answers(question)


def _named(question: Question, *, number: int) -> Question:
    return replace(question, id=f"q{number}")


def test_what_is_put_in_order_never_stands_in_its_right_order() -> None:
    order = read_question(ORDER)
    mixed = {shown_answers(_named(order, number=number)) for number in range(200)}
    assert order.answers not in mixed
    assert len(mixed) == 5


def test_items_to_sort_do_not_stand_box_by_box_as_they_were_written() -> None:
    sort = read_question(SORT)
    many = replace(sort, answers=tuple(replace(sort.answers[n // 4], id=f"a{n}") for n in range(8)))
    boxes = ["".join(str(each.box)[0] for each in shown_answers(_named(many, number=n))) for n in range(50)]
    assert boxes.count("ppppdddd") <= 2
    assert len(set(boxes)) > 20
    assert shown_boxes(many) == many.boxes


def test_halves_of_pairs_never_all_lie_side_by_side() -> None:
    two = read_question(MATCH)
    third = Answer(id="a-fox", label="A fox", is_right=True, reason="", box="a-den")
    three = replace(
        two, answers=(*two.answers, third), boxes=(*two.boxes, replace(two.boxes[0], id="a-den", label="A den"))
    )
    for number in range(200):
        question = _named(three, number=number)
        beside = list(zip(shown_answers(question), shown_boxes(question), strict=True))
        assert not all(answer.box == box.id for answer, box in beside)


def test_of_two_pairs_the_place_tells_nothing() -> None:
    two = read_question(MATCH)
    side_by_side = sum(
        shown_answers(_named(two, number=number))[0].box == shown_boxes(_named(two, number=number))[0].id
        for number in range(200)
    )
    assert 60 < side_by_side < 140


def test_what_is_chosen_or_spotted_stands_as_it_was_written() -> None:
    for text in (THREAD, PICTURE):
        question = read_question(text)
        assert shown_answers(question) == question.answers
