"""A table of cases for each rule: what it holds, and the nearest thing that it lets through."""

from __future__ import annotations

import pytest

from esafety.filtering.grammar import rules_in
from esafety.filtering.meaning import RULE_FILES
from esafety.filtering.pipeline import check
from esafety.filtering.verdict import Level
from esafety.filtering.wordfiles import lines_of
from tests.filtering.corpora import HERE, roll_in

ROLL, SCHOOL = roll_in(HERE / "corpus/roll.json")

CASES = [
    # rule, what it holds, the near miss
    ("unkind.name-calling", "you are such a weirdo", "you are such a star"),
    ("unkind.about-someone", "Hugo is so stupid", "Hugo is so clever"),
    ("unkind.what-a", "what a moron", "what a goal"),
    ("unkind.bare-insult", "idiot", "igloo"),
    ("unkind.called-out", "go home fatty", "go home early"),
    ("unkind.mocked", "why is your voice so weird", "why is your voice so quiet today"),
    ("unkind.looks-like", "you look like a pig", "you look like a princess"),
    ("unkind.stinks", "you stink", "you smell lovely"),
    ("unkind.emoji-insult", "you are 💩", "you are 🌟"),
    ("unkind.bin-sum", "Max + the bin = true love", "Max put the apple in the bin"),
    ("unkind.only-babies", "only babies like that game", "only my sister likes that game"),
    ("unkind.cannot-even", "you cant even read", "you can even read it upside down"),
    ("unkind.lurgy", "he has got the lurgy", "he has got the measles jab"),
    ("unkind.shut-up", "shut up", "shut the door"),
    ("unkind.go-away", "go away nobody asked you", "go along the path"),
    ("unkind.nobody-likes", "nobody likes you", "nobody likes cold toast"),
    ("unkind.hate", "I hate you", "I hate peas"),
    ("unkind.dislike", "we dont want you here", "we dont want rain here"),
    ("unkind.worst", "you are the worst player", "this is the worst weather"),
    ("unkind.no-friends", "you have no friends", "you have no homework"),
    ("unkind.no-wonder", "no wonder nobody sits with you", "no wonder the ice melted"),
    ("unkind.why-would", "why would anyone play with you", "why would anyone paint a tree blue"),
    ("unkind.rather", "I would rather eat mud than sit by Hugo", "I would rather read than draw"),
    ("unkind.pass-it-on", "Finn kissed a frog pass it on", "pass the ball to Finn"),
    ("unkind.wish-away", "I wish you were not in our class", "I wish you were on my team"),
    ("unkind.pity", "she only likes you because you have a pool", "she only likes cheese because it is soft"),
    ("unkind.no-one", "what is wrong with you", "what is wrong with this sum"),
    ("unkind.jeer", "ugh not you again", "can we do it again"),
    ("unkind.squash", "everyone sit down so Toby cant fit", "everyone sit down so Miss can see"),
    ("unkind.dont-play", "dont play with Ebony", "dont play with matches"),
    ("unkind.cannot-join", "you cant play with us", "you cant play the tuba quietly"),
    ("unkind.banned", "you are banned from our game", "phones are banned from our game"),
    ("unkind.not-ours", "you are not in our gang", "the ball is not in our garden"),
    ("unkind.only-some", "only cool people allowed", "only four people on the bench"),
    ("unkind.only-let", "we only let you play because Miss made us", "we only let it cool because it was hot"),
    ("unkind.everyone-shun", "everyone ignore Noor", "everyone ignore the noise"),
    ("unkind.hands-up", "hands up if you dont like Max", "hands up if you like pizza"),
    ("unkind.no-name", "no Ebony allowed", "no running allowed"),
    ("unkind.if-friends", "if you play with Max you cant be our friend", "if you play with Max take a ball"),
    ("unkind.party", "nobody go to Hugos party", "Hugo had a pirate party"),
    ("unkind.pretend", "lets pretend we cant hear him", "lets pretend we are pirates"),
    ("unkind.threat", "I will punch you", "I will help you"),
    ("unkind.die", "I hope you die", "I hope you win"),
    ("identity.group-contempt", "Muslims are all bad", "Muslims are in our class"),
    ("identity.threat-to-group", "all gays should be shot", "all children should be kind"),
    ("identity.as-insult", "thats so gay", "thats so good"),
    ("identity.skin", "your skin looks like poo", "your skin needs sun cream"),
    ("identity.family-kind", "two mums is disgusting", "two mums came to the fair"),
    ("contact.asks-detail", "whats your phone number", "whats your favourite number"),
    ("contact.off-platform", "lets chat on discord", "lets chat on the bench"),
    ("contact.meeting", "meet me at the park after school", "meet me at the book corner"),
    ("contact.secret-meeting", "dont tell your mum about us", "dont tell mum its a surprise card"),
    ("contact.alone", "are you on your own", "are you on my team"),
    ("contact.gift", "I will give you robux if you come to the woods", "I will give you my rubber"),
    ("contact.picture", "send me a photo of you", "send me a photo of the volcano for our poster"),
    ("contact.stranger", "I am 19 but I am really nice", "I am 9 and I am really tall"),
    ("distress.hurt-at-home", "my dad hits me", "my dad hits the ball for me"),
    ("distress.touch", "my uncle touches me", "my uncle touches his toes"),
    ("distress.afraid-at-home", "I am scared to go home", "I am scared of the dark"),
    ("distress.neglect", "there is no food at home", "there is no chalk at the board"),
    ("distress.self-harm", "I cut my arms when I am sad", "I cut my finger on paper"),
    ("distress.not-alive", "I want to die", "I want to dance"),
    ("distress.runaway", "I want to run away from home", "I ran away from the wasp"),
    ("distress.bullied", "they keep pushing me", "they keep pushing the trolley"),
    ("distress.lonely", "I have no friends", "I have no pencils"),
    ("distress.crying", "I cry every night", "onions make everyone cry"),
    ("distress.worry", "I am always worried and I cant stop", "I am worried about my spelling test"),
    ("distress.family", "mum and dad are splitting up and I am sad", "mum and dad are splitting the bill"),
    ("personal.home-alone", "I am home alone every day", "I am home for tea"),
    ("personal.family-facts", "my dad is in prison", "my dad is in the garden"),
    ("personal.bank-card", "her card number is 4929 1111", "the number is on the card"),
    ("personal.on-app", "I am on whatsapp just search my name", "I am on page ten"),
    ("profanity.shy-word", "this is bloody hard", "my knee was bloody so I got a plaster"),
    ("profanity.rude-word", "oh crap", "oh carp"),
    ("profanity.rude-phrase", "sod off", "sob off stage"),
    ("profanity.disguised-word", "sh1t", "5th"),
    ("identity.rude-word", "you spaz", "you star"),
    ("identity.disguised-word", "you f@ggot", "you maggie"),
    ("personal.telephone", "oh double seven double oh nine hundred one two three", "0 100 200 300 400 500"),
    ("personal.card-number", "4111 1111 1111 1111 is on mums card", "the barcode is 5000328721972"),
    ("personal.postcode", "it is L S 6 2 Q T", "we were 3 4th and 5th"),
    ("personal.street-address", "I live at 12 Acorn Close", "Sherlock Holmes lived at 221B Baker Street"),
    ("personal.email", "its max dot pretend at example dot com", "look at the dot on the map"),
    ("personal.handle", "my psn is goalie_2015", "my ps5 is broken"),
    ("personal.password", "my password is fluffycat7", "a password is secret"),
    ("personal.number-plate", "dads car reg is KX15 ABC", "dads car is red"),
    ("personal.birth-date", "I was born on 3/9/2016", "Henry was born on 28 June 1491"),
    ("personal.full-name", "Kacper Wozniak sits here", "Kacper sits here"),
    ("personal.relative", "my mum is Ewa Wozniak", "Mrs Titmuss is here"),
    ("personal.school-name", "I go to Hazelbrook Primary", "I go to choir"),
    ("links.link", "go on coolmaths dot com", "The end.It was good"),
]

# Beside the table that the model learns from: a rule that is new does not need the model made anew.
NOT_LEARNT = [
    ("distress.hurt-by-staff", "Mr Lloyd hits me", "Mr Lloyd hit the ball to me"),
]
EVERY = [*CASES, *NOT_LEARNT]


@pytest.mark.parametrize(("rule", "held", "near"), EVERY, ids=[rule for rule, _, _ in EVERY])
def test_each_rule_holds_its_case_and_not_the_near_miss(rule: str, held: str, near: str) -> None:
    found = check(held, roll=ROLL, school=SCHOOL)
    assert rule in {finding.rule for finding in found.findings}, found
    assert check(near, roll=ROLL, school=SCHOOL).level is Level.ALLOW, check(near, roll=ROLL, school=SCHOOL)


def test_every_grammar_has_a_case() -> None:
    named = {f"{kind}.{rule.name}" for file, kind in RULE_FILES.items() for rule in rules_in(lines_of(file))}
    assert named <= {rule for rule, _, _ in EVERY}


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("a sum", "5106820 x 5 is hard"),
        ("a score", "We won 3-1 and then 2-2"),
        ("a date in history", "World War Two was 1939-1945"),
        ("a page", "read page 145 and 146"),
        ("999", "if there is a fire ring 999"),
        ("Childline", "You can call Childline on 0800 1111"),
        ("pi", "pi is 3.14159265358979"),
        ("counting up", "0 1 2 3 4 5 6 7 8 9"),
        ("an ISBN", "the isbn is 9780141365459"),
        ("a town", "My nan lives in Scunthorpe near Penistone"),
        ("a food", "shiitake mushrooms and cocktail sausages"),
        ("a bird", "a great tit and a blue tit"),
        ("a teacher", "Mrs Titmuss and Mr Hancock"),
        ("initials", "p.e. and then r.e. and then lunch"),
        ("a word spelt out", "C A T spells cat"),
        ("a name that is two words", "there is a daisy hill near us"),
    ],
)
def test_numbers_names_and_words_of_school_are_not_private(why: str, text: str) -> None:
    assert check(text, roll=ROLL, school=SCHOOL).level is Level.ALLOW, why


@pytest.mark.parametrize(
    "text",
    [
        "GRACE PARK", "wozniak kacper", "kacperwozniak", "K4cper W0zniak", "Kacper Wózniak", "lily rose chambers",
        "Siobhan O Malley", "Dylan Rees Hughes", "by Grace Park", "Hugo Fetherstone", "k a c p e r w o z n i a k",
    ],
)  # fmt: skip
def test_a_full_name_is_found_however_it_is_written(text: str) -> None:
    assert "personal.full-name" in {one.rule for one in check(text, roll=ROLL, school=SCHOOL).findings}


@pytest.mark.parametrize(
    "text",
    [
        "Mr Lloyd hits me",
        "mr lloyd keeps hitting me when nobody looks",
        "Miss Okoro slapped me",
        "sir punched me in the arm",
        "miss grabs me and it hurts",
        "my teacher hurts me",
        "the dinner lady smacked me",
        "our new head teacher kicks us",
        "my teacher mr lloyd has slapped my face",
        "sir touches me",
        "my football coach touches me",
        "Mrs Dale kissed me and said dont tell",
        "my TA locks me in the cupboard",
        "I got hit by my teacher",
        "I was slapped by Mr Dunn",
        "mr lloyd shook me hard",
    ],
)
def test_what_an_adult_of_the_school_does_to_a_child_is_urgent(text: str) -> None:
    found = check(text, roll=ROLL, school=SCHOOL)
    assert found.level is Level.URGENT, found
    assert "distress.hurt-by-staff" in {finding.rule for finding in found.findings}, found


@pytest.mark.parametrize(
    "text",
    [
        "sir beat me at chess",
        "Mr Dunn hit the drum and it was loud",
        "miss can you grab me a pencil",
        "sir grab me a book please",
        "Mrs Dale pushed me on the swing",
        "I miss my old teacher",
        "Miss shook my hand in assembly",
        "my teacher kicked off the match",
        "Mrs Dale kicked me out of goal because it was her turn",
        "Mr Dunn tagged me and I was it",
        "my teacher touched the sculpture",
        "sir locked the shed",
        "the pirate teacher in my story hits me with a sword",
        "my teacher hurt her ankle",
        "miss my leg hurts",
    ],
)
def test_what_adults_of_a_school_do_on_any_day_goes_through(text: str) -> None:
    assert check(text, roll=ROLL, school=SCHOOL).level is Level.ALLOW, check(text, roll=ROLL, school=SCHOOL)
