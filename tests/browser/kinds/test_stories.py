"""Children meet every kind of question: by pictures, by keys, with a third wrong try."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.journeys.wrens_name_badge import expect_room_for_a_finger
from tests.browser.kinds.answering import answer_by_keys, answer_by_taps
from tests.browser.pages.doors import walk_in
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.question_screen import QuestionScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.storytelling import People, Story
from tests.content.question_samples import lessons_of_all_kinds

KIT, WREN = lessons_of_all_kinds()


def put_by_pictures(screen: QuestionScreen, *, thing: str, box: str) -> None:
    card = screen.with_picture(".thing", picture=thing)
    label = screen.with_picture(".answer", picture=box)
    screen.press(card.locator(label))
    expect(card.locator(label).locator("input")).to_be_checked()


def test_a_six_year_old_sorts_by_pictures_with_taps_alone(story: Story, people: People) -> None:
    tablet = story.device("tablet", has_touch=True)
    screen = QuestionScreen(tablet)

    with story.given("a child who cannot read yet, at the first question before the story"):
        walk_in(tablet, people.child("Acorn"))
        Shelf(tablet).open(WREN.title)
        screen.carry_on()
        screen.expect_title("Where does it go?")
        expect_room_for_a_finger(tablet)

    with story.when("the child puts everything under the lock"):
        for thing in ("nest", "music", "key", "berries"):
            put_by_pictures(screen, thing=thing, box="lock")
        screen.check()

    with story.then("nothing is said to it, and the next question is there"):
        screen.expect_title("Who can help Wren?")

    with story.when("the child taps the parrot, and goes through the story"):
        screen.choose_picture("parrot")
        screen.expect_title("A full nest")
        screen.carry_on()

    sort_again_after_the_story(story, screen)


def sort_again_after_the_story(story: Story, screen: QuestionScreen) -> None:
    with story.when("the same sorting comes again, and the nest goes to the friends"):
        screen.expect_title("Where does it go?")
        put_by_pictures(screen, thing="nest", box="friends")
        for thing in ("music", "berries"):
            put_by_pictures(screen, thing=thing, box="friends")
        put_by_pictures(screen, thing="key", box="lock")
        screen.check()

    with story.then("three are right, the nest is not, and a kind reason says why"):
        screen.expect_title("Good start! Look at 1 again.")
        expect(screen.page.locator(".mark--not-this")).to_contain_text("It shows people where to find her.")
        screen.have_another_go()

    with story.then("what was right has stayed in its box, and only the nest is left"):
        expect(screen.page.locator("#screen input:checked")).to_have_count(3)
        put_by_pictures(screen, thing="nest", box="lock")
        screen.check()
        screen.expect_title("Yes, that's right!")


def test_an_eight_year_old_spots_sorts_orders_and_matches_by_keyboard_alone(story: Story, people: People) -> None:
    laptop = story.device("laptop")
    screen, keys = QuestionScreen(laptop), Keyboard(laptop)

    with story.given("a child at the word before the story"):
        walk_in(laptop, people.child("Oak"))
        keys.tab_to(laptop.locator(".book").filter(has_text=KIT.title))
        keys.press("Enter")
        screen.expect_title("Before we begin")
        screen.mark_page()

    with story.when("the child says by keys what they think, and goes through the story"):
        go_on_by_keys(screen, keys, button="Let's begin")
        for question in (each for each in KIT.quiz if each.ask):
            screen.expect_title(question.prompt)
            answer_by_keys(screen, question, keys=keys)
        screen.expect_title("A new message")
        go_on_by_keys(screen, keys, button="Carry on")

    for question in KIT.quiz:
        with story.when(f"the child answers {question.id} by keys"):
            screen.expect_title(question.prompt)
            answer_by_keys(screen, question, keys=keys)
        with story.then("it is right"):
            screen.expect_title("Yes, that's right!")
            story.look()
            go_on_by_keys(screen, keys, button="Carry on")

    with story.then("the stamp is there, and the page was never loaded anew"):
        screen.expect_title("You did it!")
        screen.expect_same_page()


def go_on_by_keys(screen: QuestionScreen, keys: Keyboard, *, button: str) -> None:
    with screen.next_screen():
        keys.tab_to(screen.button(button))
        keys.press("Enter")


def test_the_third_wrong_try_shows_the_answer(story: Story, people: People) -> None:
    laptop = story.device("laptop")
    screen = QuestionScreen(laptop)
    order = next(question for question in KIT.quiz if question.kind == "order")

    with story.given("a child who has come to what is to be put in order"):
        walk_in(laptop, people.child("Oak"))
        Shelf(laptop).open(KIT.title)
        screen.begin()
        for question in (each for each in KIT.quiz if each.ask):
            answer_by_taps(screen, question, rightly=False)
        screen.choose("Carry on")
        for question in KIT.quiz[: KIT.quiz.index(order)]:
            answer_by_taps(screen, question, rightly=True)
            screen.choose("Carry on")
        screen.expect_title(order.prompt)

    for number in (1, 2):
        with story.when(f"the order is wrong, for try {number}"):
            take_away_what_stayed(screen)
            answer_by_taps(screen, order, rightly=False)
        with story.then("one reason helps on, and there is another go"):
            screen.expect_title("Good start! Look at 2 again.")
            assert reasons_shown(screen) == 1
            screen.have_another_go()

    with story.when("the order is wrong for the third time"):
        take_away_what_stayed(screen)
        answer_by_taps(screen, order, rightly=False)

    with story.then("the right order is shown with all its reasons, and the lesson goes on"):
        screen.expect_title("Let's look together")
        labels = laptop.locator(".mark__label > span:last-child").all_inner_texts()
        assert labels == [answer.label for answer in order.answers]
        assert reasons_shown(screen) == len(order.answers)
        screen.choose("Carry on")
        screen.expect_title("Which belong together?")


def take_away_what_stayed(screen: QuestionScreen) -> None:
    """Tap away the numbers of what was right, to begin afresh."""
    put = screen.page.locator("#screen .tap[data-put]")
    while put.count():
        screen.press(put.first)


def reasons_shown(screen: QuestionScreen) -> int:
    return screen.page.locator(".mark__words > p:not(.mark__label, .mark__where)").count()
