"""What a finding says: to the child, and to staff. English here; the screens translate."""

from __future__ import annotations

from esafety.filtering.verdict import Category, FourC

# For a child: what to do, never what is wrong with them. Distress and urgent posts get no reason at all.
CHILD_WORDS = {
    Category.PROFANITY: "Some words are not for our board. Can you say it another way?",
    Category.UNKIND: "A grown-up will read this first.",
    Category.IDENTITY: "A grown-up will read this first.",
    Category.PERSONAL: "Keep private things private: names, numbers, places and passwords.",
    Category.CONTACT: "A grown-up will read this first.",
    Category.DISTRESS: "A grown-up will read this.",
    Category.LINKS: "Web addresses stay off our board. You can tell us about it in words.",
    Category.UNREAD: "A grown-up will read this first.",
}
URGENT_CHILD_WORDS = "A grown-up will read this."

STAFF_WORDS = {
    Category.PROFANITY: "Swearing, plain or disguised",
    Category.UNKIND: "Unkind to or about someone",
    Category.IDENTITY: "A slur, or contempt for a group of people",
    Category.PERSONAL: "Something private is given away",
    Category.CONTACT: "Asks for contact, a meeting or something private",
    Category.DISTRESS: "The writer may be unhappy, hurt or in danger",
    Category.LINKS: "A link that can be followed",
    Category.UNREAD: "The filter could not read all of this",
}

FOUR_C = {
    Category.PROFANITY: FourC.CONTENT,
    Category.UNKIND: FourC.CONDUCT,
    Category.IDENTITY: FourC.CONDUCT,
    Category.PERSONAL: FourC.CONDUCT,
    Category.CONTACT: FourC.CONTACT,
    Category.DISTRESS: FourC.NONE,
    Category.LINKS: FourC.CONTENT,
    Category.UNREAD: FourC.NONE,
}

RULE_WORDS = {
    "rude-word": "a listed word",
    "disguised-word": "a listed word in disguise",
    "rude-phrase": "a listed phrase",
    "own-word": "a word that this school added",
    "shy-word": "a word that swears in this sentence",
    "telephone": "a telephone number",
    "card-number": "a bank card's number",
    "postcode": "a postcode",
    "street-address": "a street address",
    "email": "an e-mail address",
    "handle": "the name of an account",
    "password": "a password or PIN",
    "number-plate": "a car's number plate",
    "birth-date": "a date of birth",
    "full-name": "the full name of a pupil",
    "relative": "the full name of somebody in a pupil's family",
    "school-name": "the school's name",
    "link": "a web address",
    "threat": "a threat to hurt someone",
    "die": "tells someone to die, or that they are not wanted in the world",
    "hurt-at-home": "hurt, or violence, at home",
    "hurt-by-staff": "hurt or touched by a grown-up of the school",
    "afraid-at-home": "afraid at home, or of somebody",
    "neglect": "left alone, hungry or uncared for",
    "touch": "touched in a way that may be abuse",
    "self-harm": "hurting oneself",
    "not-alive": "not wanting to be alive",
    "runaway": "running away",
    "secret-meeting": "a secret from grown-ups, or meeting in secret",
    "alone": "asks whether a child is alone",
    "gift": "a gift for meeting, a picture or a secret",
    "picture": "asks for a picture or the camera",
    "stranger": "may be written by somebody older, or a stranger",
    "model": "it reads like it to the small model; no rule says so",
    "over-long": "it is too long",
    "filter-failed": "the filter failed; nothing is known about this message",
    "filter-slow": "the filter took too long",
}


def child_words(category: Category, *, is_urgent: bool) -> str:
    """What the child is told."""
    return URGENT_CHILD_WORDS if is_urgent else CHILD_WORDS[category]


def staff_words(category: Category, *, rule: str, found: str = "") -> str:
    """What staff are told: the category, the rule in words, and which word it was."""
    said = RULE_WORDS.get(rule, rule.replace("-", " "))
    return f"{STAFF_WORDS[category]}: {said}{f' ({found})' if found else ''}"
