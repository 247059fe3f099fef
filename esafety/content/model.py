"""What a lesson is, once its file has been read. Frozen values: nothing here can be changed by a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from esafety.content.phone import Does, Phone

KeyStage = Literal["KS1", "KS2"]
Outcome = Literal["oops", "safe"]
Mood = Literal["happy", "sad", "worried", "cross", "surprised", "sleepy", "thinking"]
QuestionKind = Literal["choose-one", "choose-all", "sort", "order", "match", "spot"]
Reason = Literal["personal", "links", "profanity", "unkind", "identity", "contact"]
Language = Literal["en", "cy"]
Severity = Literal["problem", "warning"]

KEY_STAGE_YEARS: dict[KeyStage, tuple[int, ...]] = {
    "KS1": (0, 1, 2),
    "KS2": (3, 4, 5, 6),
}
"""The school years of each key stage; 0 is Reception."""

STRANDS: dict[str, str] = {
    "self-image-and-identity": "Self-image and identity",
    "online-relationships": "Online relationships",
    "online-reputation": "Online reputation",
    "online-bullying": "Online bullying",
    "managing-online-information": "Managing online information",
    "health-wellbeing-and-lifestyle": "Health, well-being and lifestyle",
    "privacy-and-security": "Privacy and security",
    "copyright-and-ownership": "Copyright and ownership",
}
"""The eight strands of "Education for a Connected World" (UKCIS, 2020): id and name."""

TOPICS: dict[str, str] = {
    "privacy": "Keeping things private",
    "reporting": "Telling and getting help",
    "age-limits": "Age limits",
    "passwords": "Passwords",
    "sharing": "Sharing and footprints",
    "friends": "Friends and strangers online",
    "kindness": "Kindness and bullying",
    "truth": "True or not",
    "adverts": "Adverts and spending",
    "balance": "Screens and rest",
    "ownership": "Whose work is it",
    "self-image": "Pictures of ourselves",
}
"""What a lesson is about, in the words a teacher picks it by: id and name."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file; `str()` is `path:line: message`. Lines count from 1."""

    path: str
    line: int
    message: str
    severity: Severity = "problem"

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Speech:
    """What one character says. `who` is the name as the author wrote it ("Pip", "Mr Okafor", "Parrot").

    Its picture is `Catalogue.picture(who)`, which knows names as well as ids.
    """

    who: str
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """A button of a story step; `goes_to` is the id of the step that it opens.

    `does` says what the button does on a practice phone; one that does "again" is no button, but where settings lead
    that are not right yet.
    """

    label: str
    goes_to: str
    show: str | None = None
    line: int = field(default=0, compare=False)
    does: Does | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of a story. A `safe` step ends it well; an `oops` step leads back to a choice.

    `moods` has for each name in `show` how it feels, or None. Beside a practice phone `scene` may be empty.
    `sound` is the name of a file that somebody recorded to be heard in place of the browser's voice.
    """

    id: str
    title: str
    outcome: Outcome | None
    scene: str
    show: tuple[str, ...]
    narration: tuple[str, ...]
    speech: tuple[Speech, ...]
    question: str | None
    choices: tuple[Choice, ...]
    line: int
    moods: tuple[Mood | None, ...] = ()
    phone: Phone | None = None
    sound: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """Where an item may be put: a box of a sort, or the other half of a pair in a match."""

    id: str
    label: str
    show: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer, or one item to put somewhere, with the reason that a child is told after it.

    `is_right` tells which to choose or to spot; it is true of every item of the other kinds. `box` is where an item of
    a sort or a match belongs; the items of an order stand in their right order. `who` says a message of a thread; `at`
    is where a thing stands in a picture, in hundredths from left and top.
    """

    id: str
    label: str
    is_right: bool
    reason: str
    show: str | None = None
    misconception: str | None = None
    line: int = field(default=0, compare=False)
    box: str | None = None
    who: str | None = None
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question. `ask` is "before-after" where it is put to a child before and after the story.

    A sort and a match have `boxes`; a spot has either the `app` whose messages are looked at, or a `scene`.
    """

    id: str
    prompt: str
    kind: QuestionKind
    ask: Literal["before-after"] | None
    answers: tuple[Answer, ...]
    line: int
    boxes: tuple[Box, ...] = ()
    app: str | None = None
    scene: str | None = None

    def answer(self, answer_id: str) -> Answer | None:
        """Return the answer with this id, or None."""
        return next((answer for answer in self.answers if answer.id == answer_id), None)

    def box(self, box_id: str | None) -> Box | None:
        """Return the box with this id, or None."""
        return next((box for box in self.boxes if box.id == box_id), None)


@dataclass(frozen=True, slots=True)
class Token:
    """A `{{helpline:childline}}`, to be filled from the data files. `name` is None where it has no such shape."""

    kind: str
    name: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson as read from one file. `teacher` and `take_home` are for `render.prose`; all else is plain text.

    `mends` is the reason that leads a child to a short lesson; None for a lesson of the ordinary kind.
    """

    id: str
    title: str
    key_stage: KeyStage
    years: tuple[int, ...]
    topic: str
    strand: str
    objective: str
    statements: tuple[str, ...]
    minutes: int
    cast: tuple[str, ...]
    checked_on: date
    steps: tuple[Step, ...]
    talk: tuple[str, ...]
    quiz: tuple[Question, ...]
    teacher: str
    take_home: str
    path: str
    language: Language = "en"
    mends: Reason | None = None
    tokens: tuple[Token, ...] = field(default=(), compare=False)
    header_lines: tuple[tuple[str, int], ...] = field(default=(), compare=False)
    has_cast: bool = field(default=True, compare=False)
    """False in a draft whose `cast` could not be read."""

    def step(self, step_id: str) -> Step | None:
        """Return the step with this id, or None."""
        return next((step for step in self.steps if step.id == step_id), None)

    def question(self, question_id: str) -> Question | None:
        """Return the quiz question with this id, or None."""
        return next((question for question in self.quiz if question.id == question_id), None)

    def line_of(self, header_field: str) -> int:
        """Return the line on which a field of the header stands, or 1."""
        return dict(self.header_lines).get(header_field, 1)
