"""Barriers that axe-core finds on a page, as sentences that say where and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = (Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js").read_text(encoding="utf-8")
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES_OF_AAA = {"color-contrast-enhanced"}  # of AAA we promise the contrast, and that to pupils
RUN = """async ([tags, enhanced]) => {
  const others = axe.getRules(["wcag2aaa"]).map(rule => [rule.ruleId, { enabled: enhanced.includes(rule.ruleId) }]);
  const rules = { "target-size": { enabled: true }, ...Object.fromEntries(others) };
  const options = { runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"] };
  return (await axe.run(document, options)).violations;
}"""


def barriers(page: Page, *, for_pupils: bool) -> list[str]:
    """What keeps somebody out of `page`: WCAG 2.2 AA, and for pupils the contrast of AAA too."""
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        with _twin(page) as twin:
            return barriers(twin, for_pupils=for_pupils)
    # The page's own policy stays in force: it binds the page's scripts, not what a test evaluates.
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SOURCE)
    tags = [*WCAG_22_AA, "wcag2aaa"] if for_pupils else WCAG_22_AA
    found = page.evaluate(RUN, [tags, sorted(RULES_OF_AAA) if for_pupils else []])
    return [sentence for violation in found for sentence in _told(violation)]


@contextmanager
def _twin(page: Page) -> Iterator[Page]:
    """The same page, still without its scripts, where axe's own timers run: they stand still with JavaScript off."""
    assert page.context.browser
    html = re.sub(r"<script\b.*?</script>", "", page.content(), flags=re.DOTALL)
    with page.context.browser.new_context(viewport=page.viewport_size, reduced_motion="reduce") as context:
        twin = context.new_page()
        twin.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        twin.route("**/favicon.ico", lambda route: route.abort())
        twin.goto(page.url)
        yield twin


def _told(violation: dict[str, Any]) -> list[str]:
    lines = []
    for node in violation["nodes"]:
        place = " ".join(str(part) for part in node["target"])
        why = " ".join(node["failureSummary"].split())
        lines.append(f"{violation['id']} ({violation['impact']}) at {place}: {node['html'][:160]}\n    {why}")
    return lines
