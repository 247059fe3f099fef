"""A child with a keyboard and nothing else: each stop of the Tab key must be seen."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST_STOPS = 60
WHERE_THE_FOCUS_IS = """() => {
  const at = document.activeElement;
  const box = at.closest("label") || at;
  const outlined = [at, box].some(each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const place = box.getBoundingClientRect();
  const x = Math.min(Math.max(place.x + place.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(place.y + place.height / 2, 0), innerHeight - 1);
  const on_top = document.elementFromPoint(x, y);
  const in_view = on_top !== null && (box.contains(on_top) || on_top.contains(box));
  return { what: box.outerHTML.slice(0, 120), is_body: at === document.body, outlined, in_view };
}"""


class Keyboard:
    """Tab, Enter, Space and arrows."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tab_to(self, target: Locator) -> None:
        """Tab until `target` has the focus; at every stop on the way the focus must be in sight."""
        wanted = target.element_handle()
        for _stop in range(MOST_STOPS):
            self.press("Tab")
            here = self.page.evaluate(WHERE_THE_FOCUS_IS)
            assert here["is_body"] or (here["outlined"] and here["in_view"]), f"the focus is not seen: {here}"
            if self.page.evaluate("wanted => document.activeElement === wanted", wanted):
                return
        raise AssertionError(f"{MOST_STOPS} presses of Tab did not reach {target}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
