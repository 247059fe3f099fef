"""The Wi-Fi drops while a child answers: the answer is kept, sent once it can be, and counted once."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.journeys.friends_of_friends import THOUGHTS, TITLE
from tests.browser.pages.desk import open_progress
from tests.browser.pages.doors import StaffDoor, walk_in
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Person, Story
from tests.browser.watchdog import Watchdog

LOST = r"Failed to load resource: net::ERR_(INTERNET_DISCONNECTED|FAILED|CONNECTION_\w+)|htmx:(sendError|afterRequest)"
WRONG = "Only people you can trust"
WRONG_TOO = "Nobody, because it is private"


def come_to_the_first_question(page: Page, child: Person) -> LessonScreen:
    lesson = LessonScreen(page)
    walk_in(page, child)
    Shelf(page).open(TITLE)
    lesson.think_first(THOUGHTS)
    for choice in ("Find out who that is", "88 people", "Look at the picture again", "Ask Dad to turn it off"):
        lesson.choose(choice)
    lesson.choose("Carry on")
    return lesson


def expect_counted_once(story: Story, lesson: LessonScreen) -> None:
    """Three tries are given. If the first answer had counted twice, the second would be the last."""
    with story.then("it counted once: after a second wrong answer there is still another go"):
        lesson.expect_title("Good try. Not quite.")
        lesson.have_another_go()
        lesson.choose(WRONG_TOO)
        lesson.expect_title("Good try. Not quite.")
        expect(lesson.button("Have another go")).to_be_visible()


def test_an_answer_is_kept_while_the_connection_is_gone(story: Story, people: People, watchdog: Watchdog) -> None:
    child = people.child("Willow")
    tablet, desk = story.device("tablet"), story.device("laptop")
    sent: list[str] = []
    watchdog.expect(LOST)

    with story.given("a child at the first question, and the class's page on the teacher's desk"):
        lesson = come_to_the_first_question(tablet, child)
        StaffDoor(desk).sign_in(people.staff("teacher", class_name="Willow"))
        progress = open_progress(desk, class_name="Willow", lesson=TITLE)
        progress.expect_row(child["nickname"], "Question 1 of 6")
        ideas = progress.ideas()

    with story.when("the connection drops, and the child answers"):
        tablet.context.set_offline(True)
        lesson.press(lesson.button(WRONG))

    with story.then("the page says: not sent yet; the question stays"):
        expect(lesson.badge).to_have_text("Not sent yet. We keep trying.")
        lesson.expect_title("A picture is set to “friends of friends”. Who can see it?")

    with story.then("pressing Home warns before anything is lost"):
        tablet.locator(".me").click()
        expect(lesson.badge).to_have_text("Not sent yet. If you go now, it is lost. Press again to go.")
        lesson.expect_title("A picture is set to “friends of friends”. Who can see it?")

    with story.when("the connection comes back"):
        tablet.on("response", lambda response: response.url.endswith("/answer") and sent.append(response.url))
        tablet.context.set_offline(False)

    with story.then("the answer goes by itself, once"):
        lesson.expect_title("Good try. Not quite.")
        expect(lesson.badge).to_be_empty()
        assert len(sent) == 1

    with story.then("the class's page counts one pupil more with that idea"):
        expect(progress.row(child["nickname"]).locator("td").last).not_to_be_empty()
        assert pupils_in(progress.ideas()) == pupils_in(ideas) + 1

    expect_counted_once(story, lesson)


def pupils_in(ideas: list[list[str]]) -> int:
    return sum(int(words.split()[0]) for _idea, words, *_rest in ideas)


def test_an_answer_whose_reply_was_lost_counts_once(story: Story, people: People, watchdog: Watchdog) -> None:
    child = people.child("Willow")
    tablet = story.device("tablet")
    watchdog.expect(LOST)
    replies: list[int] = []

    def lose_the_first_reply(route: Route) -> None:
        reply = route.fetch()
        replies.append(reply.status)
        if len(replies) == 1:
            route.abort()
        else:
            route.fulfill(response=reply)

    with story.given("a child at the first question"):
        lesson = come_to_the_first_question(tablet, child)

    with story.when("the answer arrives, but the reply to it is lost on its way"):
        tablet.route("**/answer", lose_the_first_reply)
        lesson.press(lesson.button(WRONG))

    with story.then("the page sends the same answer again, and goes on"):
        lesson.expect_title("Good try. Not quite.")
        assert replies == [200, 200]

    expect_counted_once(story, lesson)


def test_an_answer_pressed_twice_counts_once(story: Story, people: People) -> None:
    child = people.child("Willow")
    tablet = story.device("tablet")

    with story.given("a child at the first question"):
        lesson = come_to_the_first_question(tablet, child)

    with story.when("the child presses an answer twice, quickly"):
        lesson.button(WRONG).dblclick()

    expect_counted_once(story, lesson)


def test_an_answer_pressed_twice_counts_once_without_javascript(story: Story, people: People) -> None:
    child = people.child("Willow")
    tablet = story.device("tablet", javascript=False)

    with story.given("a child at the first question, on a tablet without JavaScript"):
        lesson = come_to_the_first_question(tablet, child)

    with story.when("the child presses an answer twice, quickly"), lesson.next_screen():
        lesson.button(WRONG).dblclick()

    expect_counted_once(story, lesson)
