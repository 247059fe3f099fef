"""While the children answer, the teacher's page keeps itself up to date; and the spreadsheet says the same."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.journeys.friends_of_friends import THOUGHTS, TITLE
from tests.browser.pages.desk import ClassProgress, open_progress
from tests.browser.pages.doors import StaffDoor, walk_in
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story


def test_the_teacher_watches_it_arrive(story: Story, people: People) -> None:
    child = people.child("Oak")
    nickname = child["nickname"]
    wall, tablet = story.device("laptop"), story.device("tablet")
    lesson = LessonScreen(tablet)

    with story.given("the teacher of Oak class has the class's progress open"):
        StaffDoor(wall).sign_in(people.staff("teacher", class_name="Oak"))
        progress = open_progress(wall, class_name="Oak", lesson=TITLE)
        progress.expect_row(nickname, "Not begun")
        begun = progress.count("have begun")
        lesson_of_teacher = LessonScreen(wall)
        lesson_of_teacher.mark_page()

    with story.when("a child of the class begins the lesson on a tablet"):
        walk_in(tablet, child)
        Shelf(tablet).open(TITLE)
        lesson.think_first(THOUGHTS)
        lesson.choose("Find out who that is")

    with story.then("the child's row says where in the story they are"):
        progress.expect_row(nickname, "Doing", "Idris gets a pencil")
        assert progress.count("have begun") == begun + 1

    with story.when("the child comes to the first question and mixes something up"):
        for choice in ("88 people", "Look at the picture again", "Ask Dad to turn it off", "Carry on"):
            lesson.choose(choice)
        lesson.choose("Only people you can trust")

    with story.then("the row says which question, and what was mixed up"):
        progress.expect_row(nickname, "Question 1 of 6")
        mixed_up = progress.row(nickname).locator("td").last
        expect(mixed_up).not_to_be_empty()
        assert mixed_up.inner_text() in [idea for idea, *_rest in progress.ideas()]

    with story.then("all that came without the teacher's page being loaded anew"):
        lesson_of_teacher.expect_same_page()

    with story.then("the table that the teacher saves says what the screen says"):
        expect_same_tables(progress)


def expect_same_tables(progress: ClassProgress) -> None:
    pupils, ideas = progress.save_as_table()
    assert pupils == [progress.columns(), *progress.table()]
    counted = [[idea, pupils_words(number), question, talk] for idea, number, question, talk in ideas[1:]]
    assert counted == progress.ideas()


def pupils_words(number: str) -> str:
    return "1 pupil" if number == "1" else f"{number} pupils"
