"""Two lessons on telling: by taps alone for a child who cannot read yet, by the keyboard alone for an older one."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.authors.test_shipped_lessons import lessons
from tests.browser.journeys import keep_stop_tell, pips_telling_tree
from tests.browser.kinds.answering import answer_by_keys
from tests.browser.pages.doors import walk_in
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.question_screen import QuestionScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story
from tests.browser.test_a_practice_phone import KeyboardPhone


def test_a_five_year_old_finds_who_to_tell_with_taps_alone(story: Story, people: People) -> None:
    tablet = story.device("tablet", has_touch=True)
    lesson = LessonScreen(tablet)

    with story.given("a child who cannot read yet, at the shelf"):
        walk_in(tablet, people.child("Derwen"))
        Shelf(tablet).open(pips_telling_tree.TITLE)
        lesson.mark_page()

    pips_telling_tree.say_what_you_think(story, lesson)
    pips_telling_tree.live_through_the_story(story, lesson)
    pips_telling_tree.answer_the_questions(story, lesson)

    with story.then("all of it came without the page being loaded anew"):
        lesson.expect_same_page()


def test_a_ten_year_old_keeps_stops_and_tells_with_the_keyboard_alone(story: Story, people: People) -> None:
    laptop = story.device("laptop")
    keys = Keyboard(laptop)
    lesson, screen = KeyboardPhone(keys), QuestionScreen(laptop)
    quiz = lessons()["keep-stop-tell"].quiz

    with story.given("a child at the word before the story"):
        walk_in(laptop, people.child("Onnen"))
        keys.tab_to(laptop.locator(".book").filter(has_text=keep_stop_tell.TITLE))
        keys.press("Enter")
        lesson.expect_title("Before we begin")
        lesson.mark_page()

    with story.when("the child says by keys what they think"):
        lesson.choose("Let's begin")
        for question in (each for each in quiz if each.ask):
            lesson.expect_title(question.prompt)
            answer_by_keys(screen, question, keys=keys)

    keep_stop_tell.live_through_the_story(story, lesson)

    with story.when("the child goes on to the questions"):
        lesson.choose("Carry on")

    for question in quiz:
        with story.when(f"the child answers {question.id} by keys"):
            lesson.expect_title(question.prompt)
            answer_by_keys(screen, question, keys=keys)
        with story.then("it is right, and a reason says why"):
            lesson.expect_title("Yes, that's right!")
            story.look()
            lesson.choose("Carry on")

    with story.then("the stamp is there, and the page was never loaded anew"):
        lesson.expect_title("You did it!")
        expect(laptop.get_by_role("img", name=f"Your stamp for {keep_stop_tell.TITLE}")).to_be_visible()
        lesson.expect_same_page()
