"""Every screen of every lesson on the wall is read from the back row and fits; so do the teacher's pages around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from esafety import places
from esafety.content.catalogue import load_catalogue
from tests.browser.conftest import SCREENS
from tests.browser.pages.desk import Desk
from tests.browser.pages.doors import StaffDoor
from tests.browser.pages.wall import Lead
from tests.browser.storytelling import People, Story
from tests.browser.test_every_screen_fits import ruler_on

# For each slide in turn: what is too high for the screen, a scene too low to see who is in it, words too small.
FAULTS = """least => {
  const slides = [...document.querySelectorAll(".slide")], faults = [];
  const small = { vote: ".slide__prompt, .choice", prompt: ".slide__prompt", talk: ".slide__prompt",
                  answer: ".right__label", set: ".big-phone__option, .big-phone__setting" };
  for (const slide of slides) {
    slides.forEach(each => { each.hidden = each !== slide });
    const name = `${slide.dataset.place}#${slide.dataset.part}`;
    const stage = slide.querySelector(".slide__stage");
    const over = slide.scrollHeight - slide.clientHeight;
    if (over > 0) faults.push(`${name}: ${over} px too high`);
    if (stage && stage.clientHeight < least.scene) faults.push(`${name}: a scene of ${stage.clientHeight} px`);
    const foot = slide.querySelector(".slide__foot"), list = slide.querySelector(".choices");
    const below = foot && list ? list.getBoundingClientRect().bottom - foot.getBoundingClientRect().top : 0;
    if (below > 0) faults.push(`${name}: its foot lies ${below} px over the options`);
    const [kind] = [...slide.classList].filter(each => each.startsWith("slide--")).map(each => each.slice(7));
    const size = element => parseFloat(getComputedStyle(element).fontSize) + 0.5;
    const tooSmall = each => faults.push(`${name}: ${size(each)} px: ${each.textContent.trim()}`);
    for (const each of slide.querySelectorAll(small[kind] || "none"))
      if (size(each) < least.big && !each.matches(".for-ears")) tooSmall(each);
    for (const each of slide.querySelectorAll("p:not(.slide__foot, .big-phone__top)"))
      if (size(each) < least.story) tooSmall(each);
  }
  return faults;
}"""
LEAST = {"tablet": {"big": 64, "story": 48, "scene": 180}, "wall": {"big": 90, "story": 67, "scene": 250}}


LESSONS = load_catalogue(shipped=places.shipped("lessons"), own=None, today=date(2026, 11, 26)).lessons.values()
SHORT = {ks: [lesson.id for lesson in LESSONS if lesson.mends and lesson.key_stage == ks] for ks in ("KS1", "KS2")}


def walls_of(page: Any, *, class_name: str, key_stage: str) -> list[str]:
    """The address of the wall for each lesson of a class, those that mend a message included."""
    Desk(page).open_class(class_name)
    links = page.get_by_role("link", name="on the wall")
    addresses: list[str] = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    at_class = addresses[0].partition("/lesson/")[0]
    return [*addresses, *(f"{at_class}/lesson/{lesson_id}/wall" for lesson_id in SHORT[key_stage])]


@pytest.mark.parametrize(("class_name", "key_stage"), [("Acorn", "KS1"), ("Willow", "KS2")])
def test_every_lesson_fits_the_wall_in_large_type(
    story: Story, people: People, class_name: str, key_stage: str
) -> None:
    page = story.switch_on("tablet")
    StaffDoor(page).sign_in(people.staff("teacher", class_name=class_name))
    faults = []
    for address in walls_of(page, class_name=class_name, key_stage=key_stage):
        for screen, least in LEAST.items():
            page.set_viewport_size(SCREENS[screen])
            page.goto(f"{address}/screen")
            page.evaluate("document.fonts.ready")
            faults += [f"{address} on {screen}: {fault}" for fault in page.evaluate(FAULTS, least)]
    assert not faults, "\n  " + "\n  ".join(faults)


def test_the_teachers_pages_around_the_wall_fit(story: Story, people: People, axe: Callable[..., None]) -> None:
    ruler = ruler_on(story, axe)
    page = ruler.page
    StaffDoor(page).sign_in(people.staff("teacher", class_name="Acorn"))
    address = next(each for each in walls_of(page, class_name="Acorn", key_stage="KS1") if "wrens-name-badge" in each)
    page.goto(f"{address}?carry=on")
    Lead(page).go_to("Story: A big question")
    Lead(page).go_on()
    Lead(page).expect_kept()
    ruler.measure("the teacher's view at a choice")
    Lead(page).go_to("Quiz: What should Wren keep private?")
    ruler.measure("the teacher's view at a question")
    page.goto(address)
    ruler.measure("where to begin")
    for name, where in (
        ("on paper", "/desk/lessons/wrens-name-badge/paper"),
        ("for parents", "/desk/lessons/wrens-name-badge/parents"),
        ("certificates", address.replace("/wall", "/certificates?for=class")),
    ):
        page.goto(where)
        ruler.measure(name)
    ruler.expect_all_fits()
