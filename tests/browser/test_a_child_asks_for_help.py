"""A child says that something is wrong; the right grown-ups see it, and the others do not."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.journeys.friends_of_friends import THOUGHTS, TITLE
from tests.browser.journeys.wrens_name_badge import expect_room_for_a_finger
from tests.browser.pages.concerns import Concerns
from tests.browser.pages.doors import StaffDoor, walk_in
from tests.browser.pages.help import Help
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story


def test_a_young_child_asks_for_help_by_taps_alone(story: Story, people: People) -> None:
    child = people.child("Beech")
    tablet, desk = story.device("tablet", has_touch=True), story.device("laptop")
    asking, concerns = Help(tablet), Concerns(desk)

    with story.given("a young child at the shelf"):
        walk_in(tablet, child)

    with story.when("the child taps I need help, a sad face, and what it is about"):
        asking.ask()
        expect_room_for_a_finger(tablet)
        asking.tap_face("face-sad")
        asking.tap_about("about-saw-something")
        asking.send()

    with story.then("it says that it is sent, and who will read it"):
        asking.expect_sent(reader="Mrs Khan")
        expect_room_for_a_finger(tablet)

    with story.then("the officer finds it, not read yet"):
        StaffDoor(desk).sign_in(people.staff("officer"))
        concerns.open()
        expect(concerns.of_child(child["name"], class_name="Beech")).to_contain_text("Not read yet")

    with story.when("the officer opens it"):
        concerns.read(child["name"], class_name="Beech")

    with story.then("it says how the child feels, in pictures, without words"):
        concerns.expect_says("Feels", words="Sad")
        expect(desk.locator(".told")).to_have_text("No words: the child tapped pictures.")

    with story.then("the list says that Mrs Khan has read it"):
        concerns.open()
        expect(concerns.of_child(child["name"], class_name="Beech")).to_contain_text("Mrs Khan")


def test_an_older_child_asks_for_help_with_words_from_inside_a_lesson(story: Story, people: People) -> None:
    child = people.child("Willow")
    laptop, desk = story.device("laptop"), story.device("laptop")
    words = 'someone online asked where I live <b>& I said "no"</b>'

    with story.given("a child in the middle of a lesson"):
        walk_in(laptop, child)
        Shelf(laptop).open(TITLE)
        LessonScreen(laptop).think_first(THOUGHTS)
        LessonScreen(laptop).choose("Put it up now")

    with story.when("the child asks for help, in words"):
        Help(laptop).ask()
        Help(laptop).write(words)
        Help(laptop).send()
        Help(laptop).expect_sent(reader="Mrs Khan")

    with story.then("the child can carry on where they were"):
        Help(laptop).follow("Carry on")
        LessonScreen(laptop).expect_title("Hello, Snail Girl")

    with story.then("the officer reads the child's exact words, and on which page they were written"):
        StaffDoor(desk).sign_in(people.staff("officer"))
        Concerns(desk).open()
        Concerns(desk).read(child["name"], class_name="Willow")
        expect(desk.locator(".told")).to_have_text(words)
        Concerns(desk).expect_says("Was on page", words="/lesson/friends-of-friends")


def test_a_child_who_has_said_nothing_is_asked_kindly(story: Story, people: People) -> None:
    child = people.child("Beech")
    tablet = story.device("tablet", has_touch=True)

    with story.given("a child who presses send before saying anything"):
        walk_in(tablet, child)
        Help(tablet).ask()
        Help(tablet).press_send()
        Help(tablet).expect_asked("Tap a face or a picture, or write a word.")

    with story.then("a face is enough"):
        Help(tablet).tap_face("face-worried")
        Help(tablet).send()
        Help(tablet).expect_sent(reader="Mrs Khan")


def test_an_adult_whom_the_child_names_does_not_see_it(story: Story, people: People) -> None:
    child, other = people.child("Willow"), people.child("Willow")
    laptop, officer, deputy = story.device("laptop"), story.device("laptop"), story.device("laptop")

    with story.given("a child who has told something that Mrs Khan, the officer, is not to see"):
        walk_in(laptop, child)
        Help(laptop).ask()
        Help(laptop).write("it is about a grown-up")
        Help(laptop).keep_from("Mrs Khan")
        Help(laptop).send()

    with story.then("the child is told that Mr Bell, the deputy, will read it"):
        Help(laptop).expect_sent(reader="Mr Bell")

    with story.given("another child who has told something without naming anybody"):
        another = story.device("tablet")
        walk_in(another, other)
        Help(another).ask()
        Help(another).tap_face("face-cross")
        Help(another).send()

    with story.when("the deputy looks at the list"):
        StaffDoor(deputy).sign_in(people.staff("deputy"))
        Concerns(deputy).open()

    with story.then("both are there, and the deputy reads them"):
        for each in (child, other):
            Concerns(deputy).read(each["name"], class_name="Willow")
            story.look()
            Concerns(deputy).open()

    with story.when("the officer looks at the list"):
        StaffDoor(officer).sign_in(people.staff("officer"))
        Concerns(officer).open()

    with story.then("only the other child's is there, and it says who has read it"):
        expect(Concerns(officer).of_child(child["name"], class_name="Willow")).to_have_count(0)
        expect(Concerns(officer).of_child(other["name"], class_name="Willow")).to_contain_text("Mr Bell")
