"""Ways of answering any question: by taps, by keys alone, and with scripts off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import expect

from esafety.content.marking import as_sent
from esafety.content.model import Question
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.question_screen import QuestionScreen


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be chosen, and what is to be put where, in the words on the screen."""

    chosen: Sequence[str]
    put: Sequence[tuple[str, str]]


def wanted(question: Question, *, rightly: bool) -> Wanted:
    raw = as_sent(question, rightly=rightly)
    labels = {each.id: f"{each.who}: {each.label}" if each.who else each.label for each in question.answers}
    boxes = {box.id: box.label for box in question.boxes}
    put = [one.split("=") for one in raw if "=" in one]
    if question.kind == "order":
        put.sort(key=lambda one: int(one[1]))
    return Wanted(
        chosen=[labels[one] for one in raw if "=" not in one],
        put=[(labels[one], boxes.get(place, place)) for one, place in put],
    )


def answer_by_taps(screen: QuestionScreen, question: Question, *, rightly: bool) -> None:
    want = wanted(question, rightly=rightly)
    if question.kind == "choose-one":
        screen.choose(want.chosen[0])
        return
    for words in want.chosen:
        screen.spot(words)
    if question.kind == "sort":
        for thing, box in want.put:
            screen.put_in_box(thing, box=box)
    elif question.kind == "order":
        screen.tap_in_order([thing for thing, _number in want.put])
    else:
        for thing, partner in want.put:
            screen.pair(thing, other=partner)
    screen.check()


def answer_without_scripts(screen: QuestionScreen, question: Question, *, rightly: bool) -> None:
    if question.kind not in ("order", "match"):
        answer_by_taps(screen, question, rightly=rightly)
        return
    for thing, place in wanted(question, rightly=rightly).put:
        screen.list_of(thing).select_option(label=place)
    screen.check()


def answer_by_keys(screen: QuestionScreen, question: Question, *, keys: Keyboard) -> None:
    """Rightly, and after it the focus is on the heading."""
    want = wanted(question, rightly=True)
    with screen.next_screen():
        if question.kind == "choose-one":
            keys.tab_to(screen.button(want.chosen[0]))
        else:
            _put_by_keys(screen, question, want=want, keys=keys)
            keys.tab_to(screen.with_sign("#screen button", sign="check"))
        keys.press("Enter")
    expect(screen.heading).to_be_focused()


def _put_by_keys(screen: QuestionScreen, question: Question, *, want: Wanted, keys: Keyboard) -> None:
    for words in want.chosen:
        keys.tab_to(screen.tick_box(words))
        keys.press("Space")
        expect(screen.tick_box(words)).to_be_checked()
    for thing, place in want.put:
        if question.kind == "sort":
            _arrow_to(screen, thing, box=place, question=question, keys=keys)
            continue
        keys.tab_to(screen.answer_button(thing))
        keys.press("Space")
        if question.kind == "match":
            keys.tab_to(screen.answer_button(place))
            keys.press("Enter")
            screen.expect_named(thing, state=f"goes with {place}")
        else:
            screen.expect_named(thing, state=f"number {place}")


def _arrow_to(screen: QuestionScreen, thing: str, *, box: str, question: Question, keys: Keyboard) -> None:
    first = question.boxes[0].label
    keys.tab_to(screen.round_choice(thing, box=first))
    keys.press("Space")
    for _step in range([each.label for each in question.boxes].index(box)):
        keys.press("ArrowDown")
    expect(screen.round_choice(thing, box=box)).to_be_checked()
