"""A step with a practice phone, within the good lesson."""

from __future__ import annotations

from esafety.content.model import Step
from esafety.content.parse import parse_lesson
from tests.content.samples import GOOD

FIRST_LINE = 20
"""Where the fence begins in the file."""

THREAD = """\
```phone app="Chattle" screen="thread" from="Goalie10" note="New"
Goalie10: gg!!
Me: thanks
Goalie10: where do u live
```
"""

SETTINGS = """\
```phone app="Hoot" screen="settings"
Who sees me: Everyone (now) | [x] Friends | [x] Nobody
My place: On (now) | [x] Off
```
"""

SETTINGS_BUTTONS = """\
- [Save](#asked) {does="save"}
- [Look again](#told) {does="again"}
"""


def with_phone(fence: str, *, buttons: str = "", question: str = "") -> str:
    """The good lesson with a phone in its first step instead of what the parrot says."""
    old = "> Parrot: Hi! Where is your nest?\n\nWhat can Wren do?\n\n"
    choices = '- [Tell the parrot](#told) {show="parrot"}\n- [Ask Pip first](#asked)\n'
    assert old + choices in GOOD
    return GOOD.replace(old + choices, f"{fence}{question}\n{buttons or choices}")


def step_with(fence: str, *, buttons: str = "") -> Step:
    lesson = parse_lesson(with_phone(fence, buttons=buttons), path="wren.md").lesson
    assert lesson is not None
    return lesson.steps[0]
