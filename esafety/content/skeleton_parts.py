"""What stands in the beginning of a new lesson. Words in <angle brackets> are filled in when it is written."""

from __future__ import annotations

HEADER = """\
---
# Lines like this one are notes for you. Nobody else sees them; take them out when you are done.
# See the lesson while you write:   esafety lessons preview <name>.md
# Ask what is wrong with it:        esafety lessons check <name>.md
title: <title>
id: <name>   # never change it once children have done the lesson
key_stage: <key_stage>
years: <years>   # one or several of <of_years>; the youngest decides how much there may be to read
topic: reporting   # all topics and strands: docs/lesson-format.md
strand: self-image-and-identity
objective: I can say what to do when something online feels wrong.   # begin with "I can"
statements: [<statement>]   # names from lessons/data/statements.yaml
minutes: <minutes>
cast: <cast>   # names from lessons/data/cast.yaml
checked_on: <today>   # the day on which you last read all of it
---

# Story

"""

KS1_STORY = """\
## How it begins {#begins scene="garden" show="pip tablet otto"}

Say who does what.

> Tablet: Tap me!

What could Pip do?

- [Tap it](#tapped) {show="tablet"}
- [Ask Mrs Owl](#asked) {show="owl"}

## What goes wrong {#tapped outcome="oops" scene="wood" show="pip tablet otto"}

Show kindly what happens.

> Otto: Nobody is in trouble.

- [Choose again](#begins) {show="tablet"}

## How it ends well {#asked outcome="safe" scene="garden" show="pip owl otto"}

> Mrs Owl: I'm glad you asked.

End with something to laugh at.

"""

KS2_STORY = """\
## How it begins {#begins scene="classroom" show="kit tablet zofia"}

Say in two lines who wants what. Say what gets in the way.

> Kit: Everybody else is in the group!

What could Kit do?

- [Look at the message](#message) {show="phone"}
- [Ask Mr Okafor](#asked) {show="question"}

## A practice phone {#message scene="bedroom"}

```phone app="Chattle" screen="thread" from="Newfriend5"
Newfriend5: hi! want in?
Newfriend5: just tell me your school first
```

Each button says what it does.

- [Tell](#told) {does="reply"}
- [Show a grown-up](#asked) {does="show"}

## What goes wrong {#told outcome="oops" scene="bedroom" show="kit phone"}

Show kindly what happens. Nobody is silly, and nobody is to blame.

> Zofia: You are not in trouble. Let's try another way.

- [Choose again](#begins) {show="phone"}

## How it ends well {#asked outcome="safe" scene="classroom" show="kit mr-okafor zofia"}

> Mr Okafor: Thank you for telling me. It is not your fault.

End with something to laugh at.

"""

TALK = """\
# Talk

- What could someone like <who> do, and who could help?
- How might someone like <who> feel, and what would make it better?
- Ask about “someone like <who>”, never about a child's own life.

"""

KS1_QUIZ = """\
# Quiz

## Something feels wrong. What can Pip do? {#what-to-do kind="choose-one" ask="before-after"}

- [x] Tell a grown-up {show="owl"}

    > Yes. Say why it is right.

- [ ] Keep it secret {show="lock" misconception="worries-are-for-keeping"}

    > Say kindly what helps. Never say wrong.

## Is Pip in trouble? {#in-trouble kind="choose-one" ask="before-after"}

- [x] No {show="heart"}

    > Right. It is not her fault.

- [ ] Yes {show="worried" misconception="in-trouble-if-i-tell"}

    > No. Telling brings help.

## Which should Pip ask about first? {#ask-first kind="sort" boxes="Fine | Ask first" boxes-show="happy owl" ask="before-after"}

- [Fine] A favourite song {show="music"}

    > A song tells nobody where she lives.

- [Ask first] Where she lives {show="home" misconception="must-answer-an-app"}

    > Home is private. Ask a grown-up first.

"""

KS2_QUIZ = """\
# Quiz

## A message asks Kit for his school. What should he do? {#what-to-do kind="choose-one" ask="before-after"}

- [x] Stop, and tell a grown-up {show="hand"}

    > Yes. Say in a line why it is right.

- [ ] Answer, it sounds friendly {show="speech-bubble" misconception="kind-words-mean-friend"}

    > Say kindly what the words do not show. Never say “wrong”.

## Kit has told already. Is it too late? {#too-late kind="choose-one" ask="before-after"}

- [x] No, he can tell at any time {show="clock"}

    > Yes. A grown-up can help to put it right.

- [ ] Yes, and he would be in trouble {show="quiet" misconception="in-trouble-if-i-tell"}

    > He is not in trouble. Telling brings help.

## Put these in the order that helps most. {#order kind="order" ask="before-after"}

1. Stop, and do not answer {misconception="must-answer-an-app"}

    > First, so that nothing more is told.

2. Keep the message to show {misconception="delete-makes-it-gone"}

    > Then a grown-up can see what was said.

3. Tell a grown-up {misconception="too-late-to-tell"}

    > Together they can block and report.

"""

TEACHER = """\
# Teacher

## In one line

What children should remember next week.

## Ground rules (say them, 1 minute)

- We talk about “someone like <who>”, not about ourselves or people we know.
- Nobody has to speak. No question is silly.
- If this makes you think of something, tell me afterwards, or use *I need help*.

## Timings

1. Ground rules, and the questions marked "also ask before". Give no answers yet.
2. Story. Stop at each choice; take one wrong way together.
3. Talk.
4. Quiz, with the same questions in it.
5. Who to tell: each child thinks of one grown-up at school and one elsewhere.

## Before and after, by hands

Read the question and its answers. Eyes shut, hands up, count, write the numbers down. Do the same at the end, and compare the class with itself.

## What to say

- “You are not in trouble. I am glad you told me.”

## What a child might tell you, and what to do then

Say what a child may come with after this lesson.

1. Stop, move out of others' hearing, and listen. Do not question or guess.
2. Say: “Thank you for telling me. You are not in trouble. I need to tell someone whose job is to help.” Never promise to keep it secret.
3. Write down the child's own words, the time, and where you were.
4. Tell the Designated Safeguarding Lead (DSL; in Wales the Designated Safeguarding Person, DSP) the same day, in person; if the lead is not there, the deputy.
5. If a child may be in danger now, do not wait: tell the lead or deputy at once, and in an emergency call 999.

Children can also ring {{helpline:childline}}.

## Children who need it another way

Not yet reading, SEND, EAL, children for whom the subject is tender, and more to think about.

## Without devices

How the same lesson goes with hands, cards and a floor.

"""

HOME = """\
# Take home

Today we met **<who>**. Say in two lines what happened.

**Ask tonight:** “One question that a child is glad to answer.”

**Try together:** one small thing.

If your child tells you about something that felt wrong, stay calm and say: “You are not in trouble. Thank you for telling me.” The school can help you. Children can ring {{helpline:childline}}.
"""
