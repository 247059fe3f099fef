"""Everything that can be wrong in a lesson file is said with its line and with what to write instead."""

from __future__ import annotations

import pytest

from tests.content.samples import GOOD, everything_about, spoilt

HEADER = [
    ("title: Wren's name badge\n", "", 1, 'the field title is missing: add a line such as "title: Wren'),
    ("topic:", "topik:", 6, 'unknown field "topik": did you mean "topic"?'),
    ("minutes: 15", "minutes: 15\nzzz: 1", 11, 'unknown field "zzz": write one of title, id'),
    ("minutes: 15", "minutes: 15\nminutes: 20", 11, 'the field "minutes" is given twice: keep one.'),
    ("minutes: 15", "minutes: no", 10, "minutes: write a whole number from 5 to 90."),
    ("minutes: 15", "minutes: \u0663", 10, "minutes: write a whole number"),
    ("minutes: 15", "minutes: [15]", 10, "minutes: write a whole number"),
    ("minutes: 15", "minutes: 1", 10, "minutes: write a whole number from 5 to 90."),
    ("minutes: 15", "minutes: 3", 10, "from 5 to 90. Only a lesson with mends: is shorter."),
    ("title: Wren's name badge", "title:", 2, "title: write some words after the colon."),
    ("title: Wren's name badge", "title: " + "x" * 81, 2, "title: it has 81 characters: keep it under 80."),
    ("title: Wren's", "title: Wren: the", 2, "this cannot be read (mapping values are not allowed here)"),
    ("title: Wren's", "title: &a Wren's", 2, "words that begin with &, * or ! mean something else"),
    ("title: Wren's name badge", "title: *a", 2, "words that begin with &, * or ! mean"),
    ("cast: [wren, pip]", "cast: !!python/name:os.system ''", 11, "words that begin with &, * or ! mean"),
    ("cast: [wren, pip]", "cast: [[[[[wren]]]]]", 11, "too many brackets"),
    ("cast: [wren, pip]", "cast: {[a]: b}", 11, "a field must have a plain name"),
    ("cast: [wren, pip]", "cast: wren", 11, "cast: write names in square brackets"),
    ("cast: [wren, pip]", "cast: [wren, wren]", 11, "cast: a name stands there twice"),
    ("cast: [wren, pip]", "cast: [wren, ../pip]", 11, "cast: write names in square brackets"),
    ("cast: [wren, pip]", "cast: [Wren, pip]", 11, 'cast: "Wren" is no name: small letters and hyphens, such as wren.'),
    (
        "cast: [wren, pip]",
        "cast: [wren, Mrs Owl]",
        11,
        '"Mrs Owl" is no name: small letters and hyphens, such as mrs-owl.',
    ),
    ("cast: [wren, pip]", "cast: [wren, pipp]", 11, 'there is no character "pipp": did you mean "pip"?'),
    ("id: wrens-name-badge ", "id: Wren's badge ", 3, "id: write small letters, digits and hyphens only"),
    ("id: wrens-name-badge ", "id: [a] ", 3, "id: write small letters, digits and hyphens only"),
    ("key_stage: KS1", "key_stage: KS3", 4, 'key_stage: "KS3" is not known: did you mean "KS2"?'),
    ("key_stage: KS1", "key_stage: [KS1]", 4, 'key_stage: "" is not known: write one of KS1, KS2.'),
    ("years: [1]", "years: [4]", 5, "years: KS1 is Reception (R), 1 and 2."),
    ("years: [1]", "years: [1, 1]", 5, "years: write school years from 1 to 6"),
    ("years: [1]", "years: [7]", 5, "years: write school years from 1 to 6"),
    ("years: [1]", "years: []", 5, "years: write school years from 1 to 6"),
    ("years: [1]", "years: 1", 5, "years: write school years from 1 to 6"),
    ("topic: privacy", "topic: privasy", 6, 'topic: "privasy" is not known: did you mean "privacy"?'),
    ("strand: privacy-and-security", "strand: x", 7, 'strand: "x" is not known: write one of self-image-and-identity'),
    ("statements: [nc-ks1-private]", "statements: []", 9, "statements: write names in square brackets"),
    ("[nc-ks1-private]", "[nc-ks1-privat]", 9, 'there is no statement "nc-ks1-privat": did you mean "nc-ks1-private"?'),
    ("checked_on: 2026-11-21", "checked_on: 2026-02-30", 12, "checked_on: write a real date"),
    ("checked_on: 2026-11-21", "checked_on: 21/11/2026", 12, "checked_on: write a real date"),
    ("checked_on: 2026-11-21", "checked_on: today", 12, "checked_on: write a real date"),
    ("checked_on: 2026-11-21", "checked_on: [2026-11-21]", 12, "checked_on: write a real date"),
    (
        "checked_on: 2026-11-21",
        "checked_on: 2026-11-21\nkind: poem",
        13,
        'kind: "poem" is not known: write one of lesson',
    ),
]

BODY = [
    ("# Story\n", "Hello\n\n# Story\n", 15, "these words stand before the first section"),
    ("# Talk\n", "# Tlak\n", 35, 'unknown section "Tlak": did you mean "Talk"?'),
    ("# Talk\n", "# The end of it all\n", 35, 'unknown section "The end of it all": the sections are # Story'),
    ("# Talk\n", "# Talk {#x}\n", 35, '"#x" has no meaning here: take out the curly brackets.'),
    ("# Take home", "# Teacher\nMore.\n\n# Take home", 67, "there is a second section # Teacher: put both together."),
    ("# Talk\n- Who would you ask?\n", "", 66, 'the section "# Talk" is missing: add it.'),
    ("- Who would you ask?", "Who would you ask?", 36, "this is not a talk question"),
    ("- Who would you ask?", "", 35, "there is nothing to talk about"),
    ("Today we met **Wren**.", "", 67, 'the section "# Take home" is empty: write something below it.'),
    ("Today we met **Wren**.", "[" * 301, 67, 'the section "# Take home" cannot be shown: one mark'),
    ("Today we met **Wren**.", ">" * 9 + " a", 67, 'the section "# Take home" cannot be shown: lists or quotes'),
    ("Today we met **Wren**.", ("x" * 1999 + "\n") * 11, 67, 'the section "# Take home" cannot be shown: it has'),
    ("Ground rules first.", "```\nGround rules first.", 65, "this block has no end: put a line of ``` below it."),
]

STORY = [
    (" {#parrot scene", " {scene", 17, "the step has no name: write {#the-parrot-app} after its title."),
    ("## The parrot app {", "## {", 17, "the step has no title"),
    ("{#parrot ", "{#Parrot! ", 17, 'the name "#Parrot!" cannot be read: use only a to z'),
    ("{#parrot ", "{#parrot #bird ", 17, 'there are two names here, "#parrot" and "#bird": keep one.'),
    ("{#told ", "{#parrot ", 27, "the step #parrot is there already, on line 17"),
    ('scene="wood"', 'scen="wood"', 27, '"scen" has no meaning in these curly brackets: did you mean "scene"?'),
    ('scene="wood"', "scene=wood", 27, 'scene= needs quotes round its value: write scene="...".'),
    ('scene="wood"', 'scene="wood" scene="wood"', 27, "scene= is given twice: keep one."),
    (
        'scene="wood"',
        'scene="wood" :-)',
        27,
        '":-)" has no meaning in these curly brackets: here you can write outcome=',
    ),
    ('scene="wood" ', "", 27, 'the step has no scene: write scene="garden"'),
    ('scene="wood"', 'scene="woods"', 27, 'there is no scene "woods": did you mean "wood"?'),
    (
        'scene="wood"',
        'scene="../../etc/passwd"',
        27,
        '"../../etc/passwd" is a file or an address: write the name of a scene',
    ),
    ('show="wren pip"', 'show="wren pib"', 32, 'there is no picture "pib": did you mean "pip"?'),
    ('show="wren pip"', 'show="qqqq"', 32, 'there is no picture "qqqq": write one that stands in pictures.yaml.'),
    ('{show="parrot"}\n- [Ask', '{show="http://x"}\n- [Ask', 24, '"http://x" is a file or an address'),
    ('outcome="oops"', 'outcome="ops"', 27, 'unknown outcome "ops": did you mean "oops"?'),
    ('outcome="oops"', 'outcome="zz"', 27, 'unknown outcome "zz": write outcome="oops" or outcome="safe".'),
    (' outcome="safe"', "", 32, "the step has no choice and no outcome"),
    (' outcome="safe"', "", 17, "the story has no safe ending"),
    ("- [Choose again](#parrot)", "", 27, "the step #told has no way back"),
    ("- [Choose again](#parrot)", "- [Go on](#asked)", 27, "the step #told has no way back"),
    (
        "- [Choose again](#parrot)",
        "- [Choose again](#told)",
        27,
        "from the step #told no choice leads to a safe ending",
    ),
    ("- [Ask Pip first](#asked)\n", "", 31, "nobody reaches the step #asked: add"),
    ("(#asked)", "(#askd)", 25, 'there is no step #askd: did you mean "asked"?'),
    ("(#asked)", "(#zzz)", 25, "there is no step #zzz: give a step the name {#zzz}."),
    ("(#asked)", "(http://example.org)", 25, 'this choice cannot be read: write "- [Words on the button](#step)"'),
    (
        "(#asked)",
        "(asked)",
        25,
        'this choice cannot be read: write "- [Ask Pip first](#asked)", not "[Ask Pip first](asked)".',
    ),
    ("(#asked)", " (#asked)", 25, 'this choice cannot be read: write "- [Ask Pip first](#asked)", not'),
    ("- [Ask Pip first]", "\n\u2013 [Ask Pip first]", 26, 'a choice begins with "- ": a short dash, then a space.'),
    ("[Ask Pip first]", "[]", 25, "the choice has no words"),
    ("[Ask Pip first](#asked)", "Ask Pip", 25, "a list in a story holds choices"),
    ("[Ask Pip first](#asked)", "[ ] Ask Pip", 25, "answers with [x] belong below a question in # Quiz."),
    ("[Ask Pip first]", "[Ask kind Pip first now]", 25, 'the choice "Ask kind Pip first now" has 5 words, at most 4'),
    ("> Parrot: Hi!", "    > Parrot: Hi!", 20, "the quote is set in"),
    ("> Parrot: Hi! W", "> w", 20, "nobody says this: write who speaks first"),
    ("> Parrot: Hi! Where is your nest?", "> Parrot:", 20, "Parrot says nothing"),
    ("> Parrot:", "> Mr Okafor:", 20, "Mr Okafor speaks but is not in the cast: add mr-okafor to cast:"),
    ("> Parrot: Hi!", "### Hi", 20, "smaller headings are not shown"),
    ("> Parrot: Hi! Where is your nest?", "```\nx\n```", 20, "this block cannot be shown in a story"),
    ("## The parrot app {", "Once\n\n## The parrot app {", 17, "this stands before the first heading: begin a step"),
    ("Wren finds a parrot app.", "Wren finds a bird. " * 4, 17, "the step #parrot has 25 words, at most 15"),
    (
        "Wren finds a parrot app.",
        "One two three four five six seven eight nine.",
        17,
        "has 9 words, at most 8 for Years 1 and 2",
    ),
]

QUIZ = [
    (
        ' {#help kind="choose-one"}',
        ' {kind="choose-one"}',
        54,
        "the question has no name: write {#who-can-help} after it.",
    ),
    ("## Who can help? {", "## {", 54, "the question has no words"),
    ("{#help ", "{#keep-private ", 54, "the question #keep-private is there already, on line 40"),
    (' kind="choose-one"', "", 54, 'the question does not say its kind: write kind="choose-one"'),
    (' kind="choose-all"', "", 40, 'the question does not say its kind: write kind="choose-all"'),
    ('kind="choose-one"', 'kind="choose-on"', 54, 'unknown kind "choose-on": did you mean "choose-one"?'),
    ('kind="choose-one"', 'kind="q"', 54, 'unknown kind "q": write kind="choose-one", "choose-all"'),
    ('kind="choose-all"', 'kind="choose-one"', 40, "2 answers are marked right: keep one [x]"),
    ('ask="before-after"', 'ask="always"', 40, 'unknown ask="always": write ask="before-after" or leave it out.'),
    ("- [x] A grown-up", "- [ ] A grown-up", 54, "the question has no right answer: put an x"),
    ('- [ ] The parrot {show="parrot"}\n\n    > We do not know it.\n', "", 54, "a question needs two answers or more"),
    ("    > Yes. They can help.\n", "", 56, "the answer has no reason: below it, write 4 spaces"),
    ("    > Yes. They can help.", "> Yes. They can help.", 58, "set the reason in by 4 spaces"),
    ("    > Yes. They can help.", "    > Yes.\n\n    > They can.", 60, "this answer has a second reason"),
    ("- [ ] The parrot", "- The parrot", 60, 'an answer begins with brackets: write "- [ ] Words"'),
    ("- [x] A grown-up", "Think.\n\n- [x] A grown-up", 56, "only answers and their reasons are shown"),
    ("- [ ] The parrot", "- [ ] A grown-up", 60, "the answer #a-grown-up is there already, on line 56"),
    ("- [ ] The parrot {", "- [ ] {", 60, "the answer has no words"),
    (
        'misconception="all-private"',
        'misconception="all-privat"',
        50,
        'there is no misconception "all-privat": did you mean',
    ),
    ('{show="nest"}', '{shows="nest"}', 42, '"shows" has no meaning in these curly brackets: did you mean "show"?'),
    ("We do not know it.", "Who is it we do not know at all here now?", 60, "has 11 words, at most 8"),
    ("We do not know it.", "No. " * 16, 60, 'the reason of "The parrot" has 16 words, at most 15'),
    ("## What is private?", "## " + "What? " * 16, 40, "the question #keep-private has 16 words, at most 15"),
]

TOKENS = [
    ("## Oh dear", "##Oh dear", 27, "put a space after ## at the beginning of the line."),
    ("# Talk", "#Talk", 35, "put a space after # at the beginning of the line."),
    ("- [Ask", "-[Ask", 25, "put a space after - at the beginning of the line."),
    (
        "{{helpline:childline}}",
        "{{helpline:childlin}}",
        65,
        'there is no helpline "childlin": did you mean "childline"?',
    ),
    ("{{helpline:childline}}", "{{age:zzz}}", 65, 'there is no age "zzz": write one that stands in ages.yaml.'),
    ("{{helpline:childline}}", "{{helplin:x}}", 65, 'there is no token "helplin:": did you mean "helpline"?'),
    (
        "{{helpline:childline}}",
        "{{config:x}}",
        65,
        'there is no token "config:": write {{helpline:name}} or {{age:name}}.',
    ),
    ("Ground rules", "![a](http://tracker.example/x.png)", 65, "pictures are not put in like this"),
    ("Wren finds a", "![](../../etc/passwd) a", 18, "pictures are not put in like this"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), HEADER + BODY + STORY + QUIZ + TOKENS)
def test_a_problem_is_named_with_its_line(old: str, new: str, line: int, message: str) -> None:
    problems = [one for one in everything_about(spoilt(old, new)) if one.severity == "problem"]
    assert any(one.line == line and message in one.message for one in problems), "\n".join(map(str, problems))


ONE_SLIP = [
    ("- [Ask Pip first](#asked)", "- [Ask Pip first](asked)"),
    ("- [Ask Pip first](#asked)", "- [Ask Pip first] (#asked)"),
    ("cast: [wren, pip]", "cast: [Wren, Pip]"),
    ("title: Wren's", "title: Wren: the"),
    ("{#parrot scene", "{parrot scene"),
    ('show="wren pip"}', 'show="wren pip"'),
]


@pytest.mark.parametrize(("old", "new"), ONE_SLIP)
def test_one_slip_is_told_once_and_not_by_all_that_follows_from_it(old: str, new: str) -> None:
    found = [one for one in everything_about(spoilt(old, new)) if one.severity == "problem"]
    assert len(found) == 1, "\n".join(map(str, found))


def test_curly_brackets_without_an_end_are_read_all_the_same() -> None:
    (found,) = everything_about(spoilt('show="wren pip"}', 'show="wren pip"'))
    assert found.message == "the curly brackets have no end: put } after their last word."


@pytest.mark.parametrize("problem", [row[3] for row in HEADER + BODY + STORY + QUIZ + TOKENS])
def test_a_problem_is_written_for_people(problem: str) -> None:
    for jargon in ("None", "Traceback", "pydantic", "str_type", "Input should", "Exception"):
        assert jargon not in problem


def test_a_problem_reads_as_file_line_and_message() -> None:
    assert str(everything_about(spoilt("topic: privacy", "topic: x"))[0]).startswith(
        'wren.md:6: topic: "x" is not known: '
    )


def test_all_problems_arrive_together_in_the_order_of_their_lines() -> None:
    text = (
        GOOD.replace("minutes: 15", "minutes: x")
        .replace("KS1\n", "KS9\n")
        .replace('"wood"', '"woot"')
        .replace("- [x] A", "- [ ] A")
    )
    text = (
        text.replace("checked_on: 2026-11-21\n", "").replace("(#told)", "(#tolt)").replace("**Wren**", "![](x) aged 13")
    )
    lines = [one.line for one in everything_about(text) if one.severity == "problem"]
    assert lines == sorted(lines)
    assert {1, 4, 10, 23, 26, 53, 67} <= set(lines)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("Ground rules", "<script>alert(1)</script>", 65, "is shown as it stands, not as HTML"),
        ("Wren finds", "Wren <b>finds", 18, "is shown as it stands, not as HTML"),
        ("Ground rules", "[a](&#106;avascript:alert(1))", 65, "is shown as it stands, not as HTML"),
        ("{{helpline:childline}}", "{{7*7}}", 65, '"{{7*7}}" is shown as it stands'),
        ("Today we met", "See [this](https://example.org), we met", 68, "a child could follow this address"),
        ("> Parrot:", "> Wrem:", 20, 'there is no picture of the speaker "Wrem": did you mean Wren?'),
        (
            "{{helpline:childline}}",
            "0800 1111",
            65,
            '"0800 1111" looks like a phone number: write {{helpline:childline}}',
        ),
        (
            "Wren finds a parrot app.",
            "Pip: Look at this!",
            17,
            '"Pip: Look at this!" is told and not said: begin its line',
        ),
        ("> Parrot:", "> Zzzz:", 20, 'there is no picture of the speaker "Zzzz": the words will stand without one.'),
        ('- [x] Her name {show="nest"}', "- [x] Her name", 46, '"Her name" has no picture: children of KS1 need one'),
        ("Wren finds a parrot app.", "Unbelievable individuality. " * 3, 5, "the reading grade is"),
        ("checked_on: 2026-11-21", "checked_on: 2025-11-20", 12, "is more than a year old: read it again"),
        ("checked_on: 2026-11-21", "checked_on: 2026-11-22", 12, "lies in the future"),
    ],
)
def test_a_warning_switches_nothing_off(old: str, new: str, line: int, message: str) -> None:
    found = everything_about(spoilt(old, new))
    assert any(one.line == line and message in one.message for one in found), "\n".join(map(str, found))
    assert {one.severity for one in found} == {"warning"}


def test_a_dead_end_is_told_once() -> None:
    text = spoilt("- [Choose again](#parrot)\n", "").replace(' outcome="oops"', "")
    assert [(one.line, one.message[:37]) for one in everything_about(text)] == [
        (27, "the step has no choice and no outcome")
    ]


def test_too_many_problems_end_with_their_number() -> None:
    found = everything_about(GOOD + "\naged 13\n" * 300)
    assert len(found) == 201
    assert any("and 100 more: mend these first" in one.message for one in found)
