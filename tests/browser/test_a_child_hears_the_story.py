"""A child who does not read yet hears every text, with the words lit, by a voice that is on the device itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.journeys.wrens_name_badge import come_to_the_story
from tests.browser.measures import small_targets, what_does_not_fit, what_has_no_edge
from tests.browser.pages.doors import walk_in
from tests.browser.pages.help import Help
from tests.browser.pages.keyboard import Keyboard
from tests.browser.pages.lesson_screen import LessonScreen
from tests.browser.pages.shelf import Shelf
from tests.browser.pages.voice import AMERICAN, BRITISH, FAR_AWAY, WELSH, Voice, has_voices
from tests.browser.storytelling import People, Person, Story
from tests.content.samples import silence

TITLE = "Wren's name badge"
CAPTION, SPEECH, CHOICE = ".stage__caption", ".speech", ".answer"
NOT_NESTED = "button.ear:is(button button, a button, label button, h1 button, h2 button, legend button)"


@pytest.fixture
def child(people: People) -> Person:
    """A child of Year 1 who has not begun the lesson."""
    return people.child("Beech")


def begun(page: Page, child: Person, *voices: dict[str, object]) -> Voice:
    """A child at the first screen of the story, on a device with these voices."""
    has_voices(page, voices)
    walk_in(page, child)
    Shelf(page).open(TITLE)
    come_to_the_story(LessonScreen(page))
    return Voice(page)


def test_a_six_year_old_hears_the_story_word_by_word(story: Story, child: Person) -> None:
    tablet = story.device("tablet", has_touch=True)

    with story.given("a tablet with a British voice of its own, and the first screen of the story"):
        voice = begun(tablet, child, AMERICAN, FAR_AWAY, BRITISH)
        expect(voice.ears).to_have_count(3)

    with story.then("nothing has been said by itself, and every ear is big enough and stands for itself"):
        assert voice.said() == []
        assert small_targets(tablet, least_px=64) == []
        expect(tablet.locator(NOT_NESTED)).to_have_count(0)
        expect(tablet.get_by_role("button", name="Read this aloud")).to_have_count(3)

    with story.when("the child presses the ear of the caption"):
        before = tablet.locator(CAPTION).inner_html()
        voice.press_ear(CAPTION)
        voice.begin()

    with story.then("the British voice says the title, and each word lights up as it comes"):
        assert voice.said() == ["A badge app"]
        assert voice.voices_used() == {"Local British"}
        for word in ("A", "badge", "app"):
            assert voice.next_word() == word
            expect(voice.lit).to_have_text([word])

    with story.then("then the sentence below it, and at the end everything is as it was"):
        voice.end()
        assert voice.said()[1:] == ["Wren makes a badge in an app."]
        voice.begin()
        assert voice.next_word() == "Wren"
        expect(voice.lit).to_have_text(["Wren"])
        voice.end()
        expect(voice.ear_of(CAPTION)).to_have_attribute("aria-pressed", "false")
        assert tablet.locator(CAPTION).inner_html() == before


def test_one_text_is_read_at_a_time_and_the_second_press_stops_it(story: Story, child: Person) -> None:
    tablet = story.device("tablet", has_touch=True)

    with story.given("the first screen of the story"):
        voice = begun(tablet, child, BRITISH)

    with story.when("the child presses what the parrot says, and then the choice"):
        voice.press_ear(SPEECH)
        expect(voice.ear_of(SPEECH)).to_have_attribute("aria-pressed", "true")
        voice.press_ear(CHOICE)

    with story.then("only the last one is read, and the choice was not taken"):
        expect(tablet.locator('.ear[aria-pressed="true"]')).to_have_count(1)
        expect(voice.ear_of(CHOICE)).to_have_attribute("aria-pressed", "true")
        assert voice.said() == ["Squawk!", "Berries!"]
        LessonScreen(tablet).expect_title("A badge app")

    with story.when("the child presses the same ear again"):
        voice.press_ear(CHOICE)

    with story.then("it is quiet"):
        assert not voice.is_speaking()
        expect(tablet.locator(".word")).to_have_count(0)


def test_reading_stops_when_the_child_goes_on(story: Story, people: People) -> None:
    tablet = story.device("tablet", has_touch=True)

    with story.given("a story that is being read"):
        voice = begun(tablet, people.child("Beech"), BRITISH)
        voice.press_ear(CAPTION)
        voice.begin()
        assert voice.is_speaking()

    with story.when("the child takes the choice"):
        LessonScreen(tablet).choose("Berries!")

    with story.then("it is quiet, and the new screen has its own ears"):
        assert not voice.is_speaking()
        expect(tablet.locator('.ear[aria-pressed="true"]')).to_have_count(0)
        expect(voice.ears.first).to_be_visible()
        assert tablet.evaluate("document.activeElement.localName") == "h1"
        voice.press_ear(CAPTION)
        assert voice.is_speaking()

    with story.when("the child presses Escape"):
        tablet.keyboard.press("Escape")

    with story.then("it is quiet again"):
        assert not voice.is_speaking()

    with story.then("nothing is read on to an empty room when the page is left"):
        voice.press_ear(CAPTION)
        assert voice.is_speaking()
        tablet.evaluate("window.dispatchEvent(new Event('pagehide'))")
        assert not voice.is_speaking()
        tablet.reload()
        expect(voice.ears.first).to_be_visible()


def test_where_the_voice_does_not_tell_its_words_the_sentence_is_lit(story: Story, child: Person) -> None:
    laptop = story.device("laptop")

    with story.given("a voice that only says when it begins and when it ends"):
        voice = begun(laptop, child, BRITISH)

    with story.when("the caption is read"):
        voice.press_ear(CAPTION)
        voice.begin()

    with story.then("its first sentence lights up whole, then the second and not the first"):
        expect(voice.lit).to_have_text(["A", "badge", "app"])
        voice.end()
        voice.begin()
        expect(voice.lit).to_have_text(["Wren", "makes", "a", "badge", "in", "an", "app."])

    with story.when("the voice breaks down"):
        laptop.evaluate("fakeVoice.fail()")

    with story.then("the text is as it was, and the ear can be pressed anew"):
        expect(laptop.locator(".word")).to_have_count(0)
        expect(voice.ear_of(CAPTION)).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("voices", [(), (FAR_AWAY,), (WELSH,)], ids=["no voice", "far away only", "Welsh only"])
def test_without_a_fitting_voice_of_the_device_there_is_no_ear(
    story: Story, child: Person, voices: tuple[dict[str, object], ...]
) -> None:
    page = story.device("tablet")
    voice = begun(page, child, *voices)
    expect(LessonScreen(page).heading).to_be_visible()
    expect(voice.ears).to_have_count(0)
    # Browsers find out about their voices a little later than the page begins.
    page.evaluate("voice => fakeVoice.arrive([voice])", BRITISH)
    expect(voice.ears).to_have_count(3)


def test_a_welsh_text_is_read_by_a_welsh_voice_or_by_none(story: Story, child: Person) -> None:
    page = story.device("tablet")
    voice = begun(page, child)
    page.evaluate("document.documentElement.lang = 'cy'")
    page.evaluate("voice => fakeVoice.arrive([voice])", BRITISH)
    expect(voice.ears).to_have_count(0)
    page.evaluate("voice => fakeVoice.arrive([voice])", WELSH)
    expect(voice.ears).to_have_count(3)
    voice.press_ear(CAPTION)
    assert voice.voices_used() == {"Local Welsh"}


def test_without_javascript_there_is_no_ear(story: Story, child: Person) -> None:
    page = story.device("tablet", javascript=False)
    walk_in(page, child)
    Shelf(page).open(TITLE)
    expect(page.locator(".ear:visible")).to_have_count(0)


def test_questions_answers_and_reasons_have_ears_too(story: Story, people: People) -> None:
    tablet = story.device("tablet", has_touch=True)
    lesson = LessonScreen(tablet)

    with story.given("a child at the quiz"):
        voice = begun(tablet, people.child("Beech"), BRITISH)
        for words in ("Berries!", "Tell Mrs Owl", "Finish the badge", "I love berries", "Carry on"):
            lesson.choose(words) if words != "Tell Mrs Owl" else _tell_the_parrot_first(lesson)

    with story.then("the question and each of its answers can be heard, and ticking still works"):
        expect(voice.ears).to_have_count(1 + tablet.locator("label.answer").count())
        voice.press_ear(".ask")
        assert voice.said()[-1] == "What should Wren keep private?"
        voice.press_ear("label.answer")
        expect(tablet.locator("input:checked")).to_have_count(0)
        assert small_targets(tablet, least_px=64) == []

    with story.when("the child answers"):
        lesson.answer_all(["Where she lives", "Her favourite song"])

    with story.then("what is said to each answer can be heard"):
        voice.press_ear(".mark")
        assert voice.said()[-1] == "Yes"
        voice.say_to_the_end()
        assert "Where she lives" in voice.said()


def _tell_the_parrot_first(lesson: LessonScreen) -> None:
    lesson.choose("Tell the parrot")
    lesson.choose("Tell Mrs Owl")


def test_the_way_to_help_can_be_heard(story: Story, child: Person) -> None:
    tablet = story.device("tablet", has_touch=True)
    has_voices(tablet, [BRITISH])
    voice = Voice(tablet)

    with story.given("a child who asks for help"):
        walk_in(tablet, child)
        Help(tablet).ask()

    with story.then("questions, faces and the promise have ears, and a face is not ticked by its ear"):
        for text, words in (("legend", "How do you feel?"), (".faces .answer", "Worried")):
            voice.press_ear(text)
            assert voice.said()[-1] == words
        voice.press_ear(".promise")
        expect(tablet.locator("input:checked")).to_have_count(0)


def test_a_recording_is_played_in_place_of_the_voice(story: Story, child: Person) -> None:
    tablet = story.device("tablet")
    voice = begun(tablet, child, BRITISH)
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=silence(), content_type="audio/wav")

    tablet.route("**/sounds/here.wav", answer)
    tablet.route("**/sounds/gone.wav", lambda route: route.fulfill(status=404, body=""))
    tablet.locator(CAPTION).evaluate("text => { text.dataset.sound = '/sounds/here.wav'; }")
    tablet.locator(f"{CAPTION} > .ear").click()
    expect(voice.ear_of(CAPTION)).to_have_attribute("aria-pressed", "false")
    assert len(asked) >= 1
    assert voice.said() == []
    # One that cannot be played is read by the voice.
    tablet.locator(CAPTION).evaluate("text => { text.dataset.sound = '/sounds/gone.wav'; }")
    voice.press_ear(CAPTION)
    expect(tablet.locator(f"{CAPTION} .word").first).to_be_visible()
    assert voice.said() == ["A badge app"]


@pytest.mark.parametrize("screen", ["narrow", "phone", "tablet", "laptop"])
def test_pages_with_ears_fit(story: Story, child: Person, screen: str) -> None:
    page = story.device(screen)
    voice = begun(page, child, BRITISH)
    found = [f"story: {each}" for each in what_does_not_fit(page)]
    for address in ("/home", "/help", "/not-me", "/ages", "/reading"):
        page.goto(address)
        expect(voice.ears.first).to_be_visible()
        found += [f"{address}: {each}" for each in what_does_not_fit(page)]
        found += [f"{address}: {each}" for each in small_targets(page, least_px=64) if "ear" in each]
    assert not found, "\n  " + "\n  ".join(found)
    story.look()
    page.emulate_media(forced_colors="active")
    assert what_has_no_edge(page) == []
    story.look()


def test_a_child_with_a_keyboard_hears_too(story: Story, child: Person) -> None:
    page = story.device("laptop")
    voice = begun(page, child, BRITISH)
    keyboard = Keyboard(page)
    # The text's ear comes before it, an answer's after it: the first stop in the choices is the choice.
    for text, words in ((CAPTION, "A badge app"), (SPEECH, "Squawk!")):
        keyboard.tab_to(voice.ear_of(text))
        keyboard.press("Enter")
        assert voice.said()[-1] == words
    keyboard.tab_to(page.locator(CHOICE))
    keyboard.tab_to(voice.ear_of(CHOICE))
    keyboard.press("Space")
    assert voice.said()[-1] == "Berries!"
    LessonScreen(page).expect_title("A badge app")
