"""Filling the tokens in a lesson's plain texts, once, when it is loaded."""

from __future__ import annotations

from dataclasses import replace

from esafety.content.facts import Facts
from esafety.content.model import Lesson, Question, Step
from esafety.content.render import fill_tokens


def with_tokens_filled(lesson: Lesson, *, facts: Facts) -> Lesson:
    """Return the lesson with the tokens in its pupils' texts filled; prose is filled when it is rendered."""
    if not lesson.tokens:
        return lesson
    return replace(
        lesson,
        title=fill_tokens(lesson.title, facts=facts),
        objective=fill_tokens(lesson.objective, facts=facts),
        steps=tuple(_step(step, facts=facts) for step in lesson.steps),
        talk=tuple(fill_tokens(text, facts=facts) for text in lesson.talk),
        quiz=tuple(_question(question, facts=facts) for question in lesson.quiz),
    )


def _step(step: Step, *, facts: Facts) -> Step:
    return replace(
        step,
        title=fill_tokens(step.title, facts=facts),
        narration=tuple(fill_tokens(text, facts=facts) for text in step.narration),
        speech=tuple(replace(speech, text=fill_tokens(speech.text, facts=facts)) for speech in step.speech),
        question=fill_tokens(step.question, facts=facts) if step.question else None,
        choices=tuple(replace(choice, label=fill_tokens(choice.label, facts=facts)) for choice in step.choices),
    )


def _question(question: Question, *, facts: Facts) -> Question:
    return replace(
        question,
        prompt=fill_tokens(question.prompt, facts=facts),
        answers=tuple(
            replace(
                answer, label=fill_tokens(answer.label, facts=facts), reason=fill_tokens(answer.reason, facts=facts)
            )
            for answer in question.answers
        ),
        boxes=tuple(replace(box, label=fill_tokens(box.label, facts=facts)) for box in question.boxes),
    )
