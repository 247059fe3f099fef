"""The practice phone in a lesson file: what is read, what is wrong with it, and what counts as put right."""

from __future__ import annotations

import pytest

from esafety.content import branching
from esafety.content.catalogue import Catalogue
from esafety.content.model import Lesson
from esafety.content.parse import parse_lesson
from esafety.content.phone import (
    DOES,
    Option,
    Phone,
    PhoneLine,
    Setting,
    is_all_right,
    is_all_set,
    read_settings,
)
from tests.content.phones import FIRST_LINE, SETTINGS, SETTINGS_BUTTONS, THREAD, step_with, with_phone
from tests.content.samples import FACTS, everything_about, spoilt


def phone_of(fence: str, *, buttons: str = "") -> Phone:
    phone = step_with(fence, buttons=buttons).phone
    assert phone is not None
    return phone


def test_a_thread_is_messages_in_order_and_me_is_ones_own_side() -> None:
    phone = phone_of(THREAD)
    assert (phone.app, phone.screen, phone.sender, phone.note) == ("Chattle", "thread", "Goalie10", "New")
    assert phone.lines == (
        PhoneLine("Goalie10", "gg!!"),
        PhoneLine("Me", "thanks", is_own=True),
        PhoneLine("Goalie10", "where do u live"),
    )
    assert [line.line for line in phone.lines] == [FIRST_LINE + 1, FIRST_LINE + 2, FIRST_LINE + 3]
    assert everything_about(with_phone(THREAD)) == ()


def test_the_first_who_writes_is_at_the_other_end_and_a_thread_is_the_common_screen() -> None:
    phone = phone_of('```phone app="Chattle"\nMe: hi\nMax_7: yo\n```\n')
    assert (phone.screen, phone.sender) == ("thread", "Max_7")


def test_the_curly_brackets_of_other_lines_may_stand_here_too() -> None:
    assert phone_of('~~~phone {app="Chattle" face="pip"}\nMax: yo\n~~~\n').face == "pip"


@pytest.mark.parametrize("screen", ["request", "popup", "prize", "comments"])
def test_lines_without_a_name_are_what_the_app_says(screen: str) -> None:
    phone = phone_of(f'```phone app="Hoot" screen="{screen}" from="Goalie10" show="nest"\nTap here now!\n```\n')
    assert (phone.screen, phone.lines, phone.show) == (screen, (PhoneLine("", "Tap here now!"),), "nest")


def test_a_pop_up_speaks_for_itself_and_a_comment_has_a_name() -> None:
    assert phone_of('```phone app="Hoot" screen="popup"\nFree skins: tap now\n```\n').lines[0].who == ""
    under_post = phone_of('```phone app="Hoot" screen="comments" from="Wren"\nMy nest\nMax: nice\n```\n')
    assert [line.who for line in under_post.lines] == ["", "Max"]


def test_settings_say_what_they_stand_at_and_what_is_right() -> None:
    step = step_with(SETTINGS, buttons=SETTINGS_BUTTONS)
    assert step.phone
    first, second = step.phone.settings
    assert first == Setting(
        "who-sees-me",
        "Who sees me",
        (Option("everyone", "Everyone", False), Option("friends", "Friends", True), Option("nobody", "Nobody", True)),
        "everyone",
    )
    assert not first.is_switch
    assert (second.id, second.now, second.is_switch) == ("my-place", "on", True)
    assert [choice.does for choice in step.choices] == ["save", "again"]
    assert everything_about(with_phone(SETTINGS, buttons=SETTINGS_BUTTONS)) == ()


def test_permissions_may_stand_at_nothing_and_begin_with_what_the_app_says() -> None:
    asks = '```phone app="Hoot" screen="permissions"\nHoot asks you.\nCamera: Allow | [x] Not now\n```\n'
    phone = phone_of(asks, buttons=SETTINGS_BUTTONS)
    assert phone.lines == (PhoneLine("", "Hoot asks you."),)
    assert phone.settings[0].now is None
    assert phone.texts == ("Hoot asks you.", "Camera", "Allow", "Not now")


@pytest.mark.parametrize("does", DOES)
def test_a_button_says_what_it_does(does: str) -> None:
    text = spoilt('- [Tell the parrot](#told) {show="parrot"}', f'- [Tell the parrot](#told) {{does="{does}"}}')
    assert any(f'does="{does}" needs a practice phone' in one.message for one in everything_about(text))


def settings_lesson() -> Lesson:
    lesson = parse_lesson(with_phone(SETTINGS, buttons=SETTINGS_BUTTONS), path="wren.md").lesson
    assert lesson is not None
    return lesson


@pytest.mark.parametrize("goes_to", ["asked", "told"])
def test_where_settings_lead_cannot_be_chosen(goes_to: str) -> None:
    assert branching.next_step(settings_lesson(), step_id="parrot", goes_to=goes_to) is None


@pytest.mark.parametrize(("is_right", "goes_to"), [(True, "asked"), (False, "told")])
def test_settings_lead_to_one_step_when_right_and_to_another_while_not(is_right: bool, goes_to: str) -> None:
    lesson = settings_lesson()
    found = branching.step_after_settings(lesson.steps[0], lesson=lesson, is_right=is_right)
    assert found
    assert found.id == goes_to


def test_a_step_without_settings_leads_nowhere_by_them() -> None:
    lesson = settings_lesson()
    assert branching.step_after_settings(lesson.steps[1], lesson=lesson, is_right=True) is None


def test_an_app_is_found_by_its_name_in_any_case() -> None:
    catalogue = Catalogue(facts=FACTS)
    assert catalogue.app("chattle") == catalogue.app("Chattle") == FACTS.apps["chattle"]
    assert catalogue.app("Nothing") is None


PUT_RIGHT = [
    ("all as it stands", {"who-sees-me": ["everyone"], "my-place": ["on"]}, True, False),
    ("one of two put right", {"who-sees-me": ["friends"], "my-place": ["on"]}, True, False),
    ("both put right", {"who-sees-me": ["friends"], "my-place": ["off"]}, True, True),
    ("another right option", {"who-sees-me": ["nobody"], "my-place": ["off"]}, True, True),
    ("a switch that is off is not sent", {"who-sees-me": ["nobody"]}, True, True),
    ("nothing at all", {}, False, False),
    ("a field of another form besides", {"who-sees-me": ["nobody"], "is_right": ["1"]}, True, True),
]


@pytest.mark.parametrize(("why", "sent", "all_set", "all_right"), PUT_RIGHT)
def test_what_is_sent_is_compared_with_what_is_right(
    why: str, sent: dict[str, list[str]], all_set: bool, all_right: bool
) -> None:
    phone = settings_lesson().steps[0].phone
    assert phone is not None
    chosen = read_settings(phone, sent=sent)
    assert chosen is not None, why
    assert (is_all_set(phone, chosen=chosen), is_all_right(phone, chosen=chosen)) == (all_set, all_right), why


@pytest.mark.parametrize(
    "values",
    [
        ["Everyone"], ["everyone "], ["EVERYONE"], ["1"], ["-1"], ["\u0663"], ["1e3"], [str(2**63)], ["9" * 5000], [""],
        ["on"], ["my-place"], ["everyone", "friends"], ["friends", "friends"], ["everyone\x00"], ["[x] Friends"],
    ],
)  # fmt: skip
def test_what_no_form_of_ours_sends_is_refused(values: list[str]) -> None:
    phone = settings_lesson().steps[0].phone
    assert phone is not None
    assert read_settings(phone, sent={"who-sees-me": values, "my-place": ["off"]}) is None
