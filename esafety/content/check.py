"""Checks of a lesson that was read: the story holds, its words fit its readers, what it names exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from esafety.content.branching import first_unreachable, steps_that_cannot_end_well, steps_without_a_way_back
from esafety.content.dates import what_is_wrong_with
from esafety.content.facts import Facts
from esafety.content.mending import check_short
from esafety.content.model import Lesson, Problem
from esafety.content.naming import check_names
from esafety.content.readability import Limits, grade, limits_for, sentences, words
from esafety.content.report import Report, shown


def check_lesson(lesson: Lesson, *, facts: Facts, today: date) -> tuple[Problem, ...]:
    """Return everything wrong with a lesson or the draft of one, in the order of its lines. Never raises."""
    report = Report(lesson.path)
    _check_story(lesson, report=report)
    _check_words(lesson, report=report)
    check_short(lesson, report=report)
    check_names(lesson, facts=facts, report=report)
    report.take(check_date(lesson, today=today))
    return report.in_order()


def check_date(lesson: Lesson, *, today: date) -> tuple[Problem, ...]:
    """Return the warning about a lesson's `checked_on`, if there is one."""
    # A draft whose date could not be read has the last of all days.
    wrong = what_is_wrong_with(lesson.checked_on, today=today) if lesson.checked_on != date.max else None
    return (Problem(lesson.path, lesson.line_of("checked_on"), wrong, "warning"),) if wrong else ()


def _check_story(lesson: Lesson, *, report: Report) -> None:
    if not lesson.steps:
        return
    if all(step.outcome != "safe" for step in lesson.steps):
        report.problem(
            lesson.steps[0].line,
            message='the story has no safe ending: write outcome="safe" on the step where it ends well.',
        )
    else:
        for step in steps_that_cannot_end_well(lesson):
            if step.choices or step.outcome == "oops":
                report.problem(
                    step.line, message=f"from the step #{step.id} no choice leads to a safe ending: add one that does."
                )
    for step in first_unreachable(lesson):
        if step.id:
            report.problem(
                step.line,
                message=f'nobody reaches the step #{step.id}: add "- [Words](#{step.id})" somewhere, or take it out.',
            )
    for step in steps_without_a_way_back(lesson):
        back = lesson.steps[0].id or "step"
        report.problem(
            step.line, message=f'the step #{step.id} has no way back: add a choice such as "- [Choose again](#{back})".'
        )


def _check_words(lesson: Lesson, *, report: Report) -> None:
    limits = limits_for(lesson.years)
    for line, what, texts in _screens(lesson):
        count = sum(len(words(text)) for text in texts)
        if count > limits.screen_words:
            most = f"at most {limits.screen_words} for {limits.readers}"
            report.problem(line, message=f"{what} has {count} words, {most}: cut some words.")
    for line, text in _labels(lesson):
        count = len(words(text))
        if limits.choice_words and count > limits.choice_words:
            most = f"at most {limits.choice_words} for {limits.readers}"
            report.problem(line, message=f'the choice "{shown(text)}" has {count} words, {most}: make it shorter.')
    read = list(_read_by_pupils(lesson))
    for line, text in read:
        _check_sentences(text, line=line, limits=limits, report=report)
    # The grade counts English syllables.
    reads_like = grade([text for _, text in read]) if lesson.language == "en" else 0.0
    if reads_like > limits.grade:
        hardest = max((text for _, text in read), key=lambda text: (grade([text]), text))
        aim = f"{limits.grade:.0f} is the aim for {limits.readers}"
        report.warning(
            lesson.line_of("years"),
            message=f'the reading grade is {reads_like:.1f}; {aim}. Use shorter words; hardest: "{shown(hardest)}".',
        )


def _check_sentences(text: str, *, line: int, limits: Limits, report: Report) -> None:
    for sentence in sentences(text):
        count = len(words(sentence))
        if count > limits.sentence_words:
            most = f"at most {limits.sentence_words} for {limits.readers}"
            report.problem(line, message=f'the sentence "{shown(sentence)}" has {count} words, {most}: make two of it.')


def words_by_line(lesson: Lesson) -> dict[int, int]:
    """Return how many words a child reads on each screen, by the line of the file on which it begins."""
    return {line: sum(len(words(text)) for text in texts) for line, _what, texts in _screens(lesson)}


def _screens(lesson: Lesson) -> Iterator[tuple[int, str, list[str]]]:
    for step in lesson.steps:
        spoken = [speech.text for speech in step.speech]
        on_phone = step.phone.texts if step.phone else ()
        yield step.line, f"the step #{step.id}", [*step.narration, *spoken, *on_phone, step.question or ""]
    for question in lesson.quiz:
        # The messages of a thread are read before anything can be chosen.
        said = [answer.label for answer in question.answers if answer.who]
        yield question.line, f"the question #{question.id}", [question.prompt, *said]
        for answer in question.answers:
            yield answer.line, f'the reason of "{shown(answer.label)}"', [answer.reason]


def _labels(lesson: Lesson) -> Iterator[tuple[int, str]]:
    yield from ((choice.line, choice.label) for step in lesson.steps for choice in step.choices)
    for question in lesson.quiz:
        yield from ((answer.line, answer.label) for answer in question.answers if not answer.who)
        yield from ((box.line, box.label) for box in question.boxes)


def _read_by_pupils(lesson: Lesson) -> Iterator[tuple[int, str]]:
    for step in lesson.steps:
        yield from ((step.line, text) for text in step.narration)
        yield from ((speech.line, speech.text) for speech in step.speech)
        if step.phone:
            yield from ((line.line, line.text) for line in step.phone.lines)
        if step.question:
            yield step.line, step.question
    for question in lesson.quiz:
        yield question.line, question.prompt
        yield from ((answer.line, answer.label) for answer in question.answers if answer.who)
        yield from ((answer.line, answer.reason) for answer in question.answers)
