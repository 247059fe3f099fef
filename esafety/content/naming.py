"""Does everything that a lesson names exist: characters, pictures, scenes, statements, misconceptions, tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from esafety.content.facts import Facts
from esafety.content.model import Lesson, Question
from esafety.content.report import Report, did_you_mean, nearest, shown
from esafety.content.slugs import slug_of


def check_names(lesson: Lesson, *, facts: Facts, report: Report) -> None:
    """Report every name in a lesson that the data files have not."""
    for member in lesson.cast:
        _known(member, known=facts.cast, what="character", file="cast.yaml", line=lesson.line_of("cast"), report=report)
    for statement in lesson.statements:
        _known(
            statement,
            known=facts.statements,
            what="statement",
            file="statements.yaml",
            line=lesson.line_of("statements"),
            report=report,
        )
    for line, name in _pictures(lesson):
        _known(name, known=facts.pictures, what="picture", file="pictures.yaml", line=line, report=report)
    for step in lesson.steps:
        if step.scene:
            _known(step.scene, known=facts.scenes, what="scene", file="scenes.yaml", line=step.line, report=report)
        if step.phone and step.phone.app:
            check_app(step.phone.app, facts=facts, line=step.phone.line, report=report)
    for question in lesson.quiz:
        _check_question(question, lesson=lesson, facts=facts, report=report)
    _check_speakers(lesson, facts=facts, report=report)
    _look_for_speech_without_its_mark(lesson, facts=facts, report=report)
    _check_tokens(lesson, facts=facts, report=report)


def _check_question(question: Question, *, lesson: Lesson, facts: Facts, report: Report) -> None:
    if question.scene:
        _known(question.scene, known=facts.scenes, what="scene", file="scenes.yaml", line=question.line, report=report)
    for answer in question.answers:
        if answer.misconception:
            _known(
                answer.misconception,
                known=facts.misconceptions,
                what="misconception",
                file="misconceptions.yaml",
                line=answer.line,
                report=report,
            )
        if lesson.key_stage == "KS1" and not answer.show and not answer.who:
            report.warning(
                answer.line,
                message=f'"{shown(answer.label)}" has no picture: children of KS1 need one, such as {{show="nest"}}.',
            )
    for box in question.boxes if lesson.key_stage == "KS1" else ():
        if not box.show:
            how = 'show="one other"' if question.kind == "match" else 'boxes-show="lock basket"'
            report.warning(
                box.line,
                message=f'"{shown(box.label)}" has no picture: children of KS1 need one, as in {how}.',
            )
    _look_for_ideas(question, report=report)


def _look_for_ideas(question: Question, *, report: Report) -> None:
    """What was learnt is told by misconception: a question that is asked before and after needs them."""
    if question.ask is None:
        return
    if question.kind in ("choose-one", "choose-all"):
        nameless = [answer for answer in question.answers if not answer.is_right and not answer.misconception]
    else:
        nameless = [] if any(answer.misconception for answer in question.answers) else [*question.answers[:1]]
    for answer in nameless:
        report.warning(
            answer.line,
            message=f'"{shown(answer.label)}" names no wrong idea: add misconception="...", for the question is asked '
            "before and after, and what children learnt is told by their ideas.",
        )


def check_app(name: str, *, facts: Facts, line: int, report: Report) -> None:
    """Report an app that is not one of the invented ones."""
    if slug_of(name) in facts.apps:
        return
    known = [app.name for app in facts.apps.values()]
    close = nearest(name, known=known)
    invented = ", ".join(known) or "none: there is no apps.yaml"
    ending = f'did you mean "{close}"?' if close else f"write an invented one that stands in apps.yaml ({invented})."
    report.problem(line, message=f'there is no app "{shown(name)}": {ending}')


def _pictures(lesson: Lesson) -> Iterator[tuple[int, str]]:
    for step in lesson.steps:
        yield from ((step.line, name) for name in step.show)
        yield from ((choice.line, choice.show) for choice in step.choices if choice.show)
        if step.phone:
            yield from ((step.phone.line, name) for name in (step.phone.face, step.phone.show) if name)
    for question in lesson.quiz:
        yield from ((answer.line, answer.show) for answer in question.answers if answer.show)
        yield from ((box.line, box.show) for box in question.boxes if box.show)


def _known(name: str, *, known: Mapping[str, object], what: str, file: str, line: int, report: Report) -> None:
    if name in known:
        return
    if any(mark in name for mark in "/\\:."):
        report.problem(line, message=f'"{shown(name)}" is a file or an address: write the name of a {what} in {file}.')
    else:
        # Places are few enough to be told at once.
        otherwise = f"write one of {', '.join(known)}." if what == "scene" else f"write one that stands in {file}."
        ending = did_you_mean(name, known=known, otherwise=otherwise)
        report.problem(line, message=f'there is no {what} "{shown(name)}": {ending}')


def _check_speakers(lesson: Lesson, *, facts: Facts, report: Report) -> None:
    # A cast that could not be read is told once, in the header.
    missing = facts.cast.keys() - set(lesson.cast) if lesson.has_cast else set()
    for speech in (speech for step in lesson.steps for speech in step.speech):
        name = slug_of(speech.who)
        if name in missing:
            report.problem(
                speech.line,
                message=f"{shown(speech.who)} speaks but is not in the cast: add {name} to cast: in the header.",
            )
        elif name not in facts.cast and name not in facts.pictures:
            close = nearest(name, known=facts.cast)
            ending = f"did you mean {facts.cast[close].name}?" if close else "the words will stand without one."
            report.warning(speech.line, message=f'there is no picture of the speaker "{shown(speech.who)}": {ending}')
    for line in (line for step in lesson.steps if step.phone for line in step.phone.lines):
        name = slug_of(line.who)
        if name in missing:
            report.problem(
                line.line,
                message=f"{shown(line.who)} writes but is not in the cast: add {name} to cast: in the header.",
            )


def _look_for_speech_without_its_mark(lesson: Lesson, *, facts: Facts, report: Report) -> None:
    names = {member.name for member in facts.cast.values()}
    for step in lesson.steps:
        for told in step.narration:
            who, colon, said = told.partition(":")
            if colon and said and who in names:
                report.warning(
                    step.line,
                    message=f'"{shown(told)}" is told and not said: begin its line with > so that {who} speaks.',
                )


def _check_tokens(lesson: Lesson, *, facts: Facts, report: Report) -> None:
    kinds: dict[str, Mapping[str, object]] = {"helpline": facts.helplines, "age": facts.ages}
    for token in lesson.tokens:
        if token.name is None:
            how = "{{helpline:childline}} and {{age:name}} are filled in."
            report.warning(token.line, message=f'"{shown(token.kind)}" is shown as it stands: only {how}')
        elif token.kind not in kinds:
            ending = did_you_mean(token.kind, known=kinds, otherwise="write {{helpline:name}} or {{age:name}}.")
            report.problem(token.line, message=f'there is no token "{token.kind}:": {ending}')
        elif token.name not in kinds[token.kind]:
            file = "helplines.yaml" if token.kind == "helpline" else "ages.yaml"
            ending = did_you_mean(token.name, known=kinds[token.kind], otherwise=f"write one that stands in {file}.")
            report.problem(token.line, message=f'there is no {token.kind} "{token.name}": {ending}')
        elif token.kind == "age" and not facts.ages[token.name].min_age:
            message = f"{facts.ages[token.name].name} has no lowest age in ages.yaml: say so in words, without a token."
            report.problem(token.line, message=message)
