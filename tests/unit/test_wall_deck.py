"""A lesson on the wall: its places in their order, what is asked of the class, and that it fits on a screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from esafety.content.catalogue import load_catalogue
from esafety.content.model import Answer, Box, Choice, Lesson, Question, Speech
from esafety.content.phone import Option, Phone, PhoneLine, Setting
from esafety.lessons import wall_fit
from esafety.lessons.wall_deck import COVER, END, Deck, Stop, deck_of
from esafety.lessons.wall_parts import Part
from tests.unit.test_lesson_places import LESSON, step

ROOT = Path(__file__).resolve().parents[2]
ASKED_BEFORE = replace(LESSON.quiz[0], ask="before-after")
TAUGHT = replace(LESSON, talk=("Who would you ask?",), quiz=(ASKED_BEFORE, LESSON.quiz[1]))


def shipped() -> list[Lesson]:
    catalogue = load_catalogue(
        shipped=ROOT / "lessons", own=ROOT / "tests" / "lessons_of_all_kinds", today=date(2026, 11, 26)
    )
    return list(catalogue.lessons.values())


def stop_of(lesson: Lesson, place: str) -> Stop:
    found = deck_of(lesson).stop(place)
    assert found is not None
    return found


def kinds(stop: Stop) -> list[str]:
    return [part.kind for part in stop.parts]


def test_a_class_meets_the_questions_before_the_story_and_again_after_the_talk() -> None:
    deck = deck_of(TAUGHT)
    way, place = [], COVER
    while place:
        way.append(place)
        stop = deck.stop(place)
        assert stop is not None
        best = min(stop.ways, key=lambda each: each.left).to if stop.ways else ""
        place = stop.goes_on or best
    story = ["step:start", "step:asks", "step:told"]
    assert way == [COVER, "before:one", *story, "talk:1", "question:one", "question:two", END]


def test_a_lesson_without_questions_and_talk_goes_from_its_safe_ending_to_the_end() -> None:
    assert stop_of(replace(LESSON, quiz=()), "step:told").goes_on == END
    assert stop_of(replace(LESSON, quiz=()), COVER).goes_on == "step:start"


def test_before_the_story_no_answer_is_told() -> None:
    assert "answer" not in kinds(stop_of(TAUGHT, "before:one"))
    assert kinds(stop_of(TAUGHT, "question:one")) == ["vote", "answer"]


def test_a_step_with_choices_is_voted_on_and_one_with_a_single_way_is_not() -> None:
    assert kinds(stop_of(LESSON, "step:start")) == ["story", "vote"]
    lone = stop_of(LESSON, "step:alone")
    assert kinds(lone) == ["story"]
    assert lone.parts[0].on == "start"


def test_two_choices_that_lead_to_one_step_are_counted_apart() -> None:
    first = replace(
        step("start", "asks"),
        choices=tuple(Choice(label=x, goes_to=y) for x, y in [("8", "asks"), ("18", "asks"), ("88", "alone")]),
    )
    stop = stop_of(replace(LESSON, steps=(first, *LESSON.steps[1:])), "step:start")
    assert [way.option for way in stop.ways] == ["asks", "asks.2", "alone"]
    assert [option.id for option in stop.parts[-1].options] == ["asks", "asks.2", "alone"]


def question(kind: str, **more: object) -> Question:
    answers = tuple(
        Answer(id=name, label=name.title(), is_right=True, reason=f"Because {name}.", box=f"box-{name}")
        for name in ("ant", "bee", "cat")
    )
    facts: dict[str, object] = {
        "id": "one",
        "prompt": "Which?",
        "kind": kind,
        "ask": None,
        "answers": answers,
        "line": 1,
    }
    return Question(**{**facts, **more})  # type: ignore[arg-type]


BOXES = tuple(Box(id=f"box-{name}", label=f"Box of {name}") for name in ("ant", "bee", "cat"))


@pytest.mark.parametrize("kind", ["sort", "match"])
def test_a_sort_and_a_match_are_asked_thing_by_thing_and_each_is_answered_at_once(kind: str) -> None:
    stop = stop_of(replace(LESSON, quiz=(question(kind, boxes=BOXES),)), "question:one")
    assert kinds(stop) == ["prompt", *(["vote", "answer"] * 3)]
    for vote, answer in zip(stop.parts[1::2], stop.parts[2::2], strict=True):
        (right,) = [option for option in vote.options if option.is_right]
        name = vote.thing.lower()
        assert right.id == f"{name}=box-{name}"
        assert answer.options[0].where == f"Box of {name}"


def test_an_order_asks_what_comes_first_and_then_tells_all_of_it() -> None:
    stop = stop_of(replace(LESSON, quiz=(question("order"),)), "question:one")
    vote = stop.parts[0]
    assert [option.id for option in vote.options] != ["ant", "bee", "cat"]
    assert [option.id for option in vote.options if option.is_right] == ["ant"]
    told = [(option.where, option.id) for part in stop.parts if part.kind == "answer" for option in part.options]
    assert told == [("1", "ant"), ("2", "bee"), ("3", "cat")]


def test_a_picture_is_looked_at_before_hands_go_up() -> None:
    spot = question("spot", scene="bedroom")
    assert kinds(stop_of(replace(LESSON, quiz=(spot,)), "question:one"))[:2] == ["look", "vote"]


def test_a_phone_comes_after_what_is_told_and_its_lines_are_paged() -> None:
    phone = Phone(
        app="Chattle",
        screen="thread",
        sender="Goalie10",
        lines=tuple(PhoneLine(who="Goalie10", text="word " * 12) for _line in range(5)),
    )
    first = replace(LESSON.steps[0], phone=phone, narration=("Buzz!",))
    stop = stop_of(replace(LESSON, steps=(first, *LESSON.steps[1:])), "step:start")
    assert kinds(stop) == ["story", "phone", "phone", "phone", "vote"]
    assert [line for part in stop.parts for line in part.lines] == list(phone.lines)


def test_settings_are_put_right_together_and_only_right_ones_lead_on() -> None:
    setting = Setting(
        id="who",
        label="Who can write",
        now="all",
        options=(Option("all", "Everyone", is_right=False), Option("none", "Nobody", is_right=True)),
    )
    phone = Phone(app="Chattle", screen="settings", settings=(setting,))
    choices = (
        Choice(label="Save", goes_to="asks", does="save"),
        Choice(label="Look again", goes_to="start", does="again"),
    )
    first = replace(LESSON.steps[0], phone=phone, choices=choices)
    stop = stop_of(replace(LESSON, steps=(first, *LESSON.steps[1:])), "step:start")
    assert kinds(stop)[-2:] == ["set", "answer"]
    assert stop.parts[-1].options[0].where == "Nobody"
    assert [way.to for way in stop.ways] == ["step:asks"]


@pytest.mark.parametrize("lesson", shipped(), ids=lambda lesson: lesson.id)
def test_no_vote_of_a_lesson_is_higher_than_a_screen(lesson: Lesson) -> None:
    too_high = []
    for stop, part in deck_of(lesson).votes():
        height = wall_fit.options_height(part.options)
        height += 0 if part.is_alone else wall_fit.prompt_height(part.thing or part.prompt)
        if height > wall_fit.HEIGHT:
            too_high.append((stop.place, part.prompt, height))
    assert not too_high


@pytest.mark.parametrize("lesson", shipped(), ids=lambda lesson: lesson.id)
def test_every_word_of_a_lesson_comes_to_the_wall(lesson: Lesson) -> None:
    words = words_on(deck_of(lesson))
    for each in lesson.steps:
        assert {each.title, *each.narration, *(speech.text for speech in each.speech)} <= words
        assert {choice.label for choice in each.choices if choice.does != "again"} <= words
        assert set(each.phone.texts if each.phone else ()) - {each.phone.note if each.phone else ""} <= words
    for asked in lesson.quiz:
        assert {asked.prompt, *(answer.label for answer in asked.answers)} <= words
        assert {answer.reason for answer in asked.answers if answer.is_right} <= words
    assert set(lesson.talk) <= words


def words_on(deck: Deck) -> set[str]:
    return {text for stop in deck.stops for part in stop.parts for text in texts_of(part)}


def texts_of(part: Part) -> set[str]:
    options = {text for option in part.options for text in (option.label, option.reason, option.where)}
    phone = {line.text for line in part.lines} | {setting.label for setting in part.settings}
    set_ = {option.label for setting in part.settings for option in setting.options}
    said = {each.text for each in part.said}
    return {part.title, part.prompt, part.thing, part.on} | said | options | phone | set_


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("one", 1),
        ("nnn nnn", 1),
        ("nnnnnnnnnn nnnnnnnnnn", 2),
        ("nnnnnnnnnn nn nnnnnnnnnn", 3),
        ("łłł ŵŵŵ", 1),
    ],
)
def test_words_are_wrapped_whole(text: str, lines: int) -> None:
    eleven_letters = int(11 * 64 * 0.62)
    assert wall_fit.lines_of(text, size=64, width=eleven_letters) == lines


def test_wide_letters_take_more_room_than_narrow_ones() -> None:
    assert wall_fit.lines_of("iiii iiii", size=64, width=300) < wall_fit.lines_of("WWWW WWWW", size=64, width=300)


def test_what_is_told_goes_on_a_second_page_before_it_leaves_no_room_for_the_picture() -> None:
    long = Speech(who="", text="word " * 40)
    assert wall_fit.pages_of_said([long, long], title="A", has_way_on=False) == [(long,), (long,)]
    assert wall_fit.pages_of_said([], title="A", has_way_on=False) == [()]


def test_options_that_need_two_screens_are_shared_out_evenly_and_stay_one_vote() -> None:
    long, short = "many long words in a row here " * 2, "few words"
    answers = tuple(
        Answer(id=f"a{number}", label=label, is_right=number == 0, reason="")
        for number, label in enumerate((short, short, short, long, long, long))
    )
    stop = stop_of(replace(LESSON, quiz=(question("choose-one", answers=answers),)), "question:one")
    votes = [part for part in stop.parts if part.kind == "vote"]
    assert [len(part.options) for part in votes] == [2, 2, 2]
    assert [part.first for part in votes] == [1, 3, 5]
    assert all(wall_fit.options_height(part.options) <= wall_fit.HEIGHT for part in votes)
    assert {part.asked for part in votes} == {("a0", "a1", "a2", "a3", "a4", "a5")}
