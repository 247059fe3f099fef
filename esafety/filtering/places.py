"""Postcodes and street addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from esafety.filtering.reading import BREAK, Reading
from esafety.filtering.wordfiles import lines_of

AREAS = frozenset(
    "ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fk fy g gl"
    " gu gy ha hd hg hp hr hs hu hx ig im ip iv je ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox"
    " pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn"
    " wr ws wv yo ze".split()
)
_TIGHT = re.compile(
    r"(?<![a-z0-9])([a-z]{1,2})([0-9][0-9a-z]?)[ .-]{0,3}([0-9])[ ]?([abd-hjlnp-uw-z])[ ]?([abd-hjlnp-uw-z])(?![a-z0-9])"
)
_SPACED = re.compile(
    r"(?<![a-z0-9])([a-z](?: ?[a-z])?) ([0-9](?: [0-9a-z])?) {1,3}([0-9]) ([abd-hjlnp-uw-z]) ([abd-hjlnp-uw-z])(?![a-z0-9])"
)
_OUTWARD = re.compile(r"post ?code[a-z ':=]{0,20}\b([a-z]{1,2})([0-9][0-9a-z]?)\b")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})
_NUMBER = re.compile(r"[0-9]{1,4}")
_NUMBER_WORDS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred".split()
)
_STRONG = frozenset(
    "road rd street st avenue ave lane ln close drive dr crescent cres grove terrace gardens gdns court mews".split()
)
_TYPES = _STRONG | frozenset(
    "way place pl walk rise row square sq parade cottages mount fold croft villas vale view heights wynd quay esplanade"
    " approach chase ridge meadows garth green hill bank gate house cottage buildings mansions brow lodge park wharf tower"
    " point strand parkway boulevard circus farm yard passage broadway loan brae rd. crofts bungalow bungalows flats".split()
)
_CUES = frozenset(
    "live lives living lived address adress addres house home flat number door my our come send post meet moved nan nans"
    " dads mums round stay staying deliver sat nav near is from im opposite mine its i'll i".split()
)
_STOPS = frozenset(
    "the a an in of on my our your his her their down up to and or is was were are with minutes miles metres meters days"
    " years people children houses cars times hours weeks pages points goals questions got have had has for at by from"
    " this that these those it go goes went did some other long old busy same quiet main whole every each next far way"
    " km cm m kg pm am x y then than more less out off into over under".split()
)
_AT_HOME = frozenset({"live", "lives", "living", "house", "home", "flat", "address", "moved"})
_ROOMS = frozenset({"flat", "room", "apartment", "caravan", "plot", "unit", "number"})
_FAMOUS = frozenset(tuple(line.split()) for line in lines_of("innocent/addresses.txt"))
_FARTHEST_CUE = 12
_MOST_WORDS = 2  # name most streets


def postcodes(reading: Reading, /) -> Iterator[tuple[int, int]]:
    """Where a UK postcode stands: a real area and a lawful ending."""
    plain = reading.plain
    if not any(letter in plain for letter in "0123456789"):
        return
    for pattern in (_TIGHT, _SPACED):
        for match in pattern.finditer(plain):
            area = match[1].replace(" ", "")
            if area in AREAS and not (match[4] + match[5] in _ORDINALS and " " in match.group()):
                yield reading.span(match.start(), match.end())
    for match in _OUTWARD.finditer(plain):
        if match[1] in AREAS:
            yield reading.span(match.start(1), match.end())


def addresses(reading: Reading, /) -> Iterator[tuple[int, int]]:
    """Where a street address stands: number, name, kind of street; or a home "on" a named street."""
    words = reading.words
    for place, word in enumerate(words):
        if word in _TYPES and place:
            first = _first_of_address(reading, place)
            if first is not None:
                yield reading.span_of_words(first, place + 1)
        elif word in _ROOMS and place + 1 < len(words) and _NUMBER.fullmatch(words[place + 1]):
            near = set(words[max(0, place - 4) : place])
            if near & {"live", "lives", "living", "address", "staying"} or (
                word in {"flat", "apartment"} and place + 2 < len(words) and words[place + 2] in {",", *"abcdef"}
            ):
                yield reading.span_of_words(place, place + 2)


def _first_of_address(reading: Reading, kind: int, /) -> int | None:
    words = reading.words
    begin = kind
    while begin > 0 and kind - begin < 4 and _is_name(words[begin - 1]):  # noqa: PLR2004 - the longest names of streets
        begin -= 1
    if begin == kind:
        return None
    number = begin - 1
    if number >= 0 and words[number] == ",":
        number -= 1
    if number >= 1 and words[number] in "abcdef" and _NUMBER.fullmatch(words[number - 1]):
        number -= 1
    if number >= 0 and (_NUMBER.fullmatch(words[number]) or words[number] in _NUMBER_WORDS):
        return _numbered(reading, number, begin, kind)
    return _on_named_street(reading, begin, kind)


def _numbered(reading: Reading, number: int, begin: int, kind: int, /) -> int | None:
    words = reading.words
    if tuple(words[number : kind + 1]) in _FAMOUS or (*words[number:begin], *words[begin : kind + 1]) in _FAMOUS:
        return None
    is_written_big = reading.original[reading.span_of_words(begin, begin + 1)[0]].isupper()
    has_cue = not _CUES.isdisjoint(words[max(0, number - _FARTHEST_CUE) : number] + words[kind + 1 : kind + 6])
    if words[kind] in _STRONG:
        return number if is_written_big or has_cue else None
    strict = {"live", "lives", "address", "house", "flat", "moved", "send", "home", "door"}
    near = set(words[max(0, number - _FARTHEST_CUE) : number] + words[kind + 1 : kind + 6])
    return number if (is_written_big and has_cue) or strict & near else None


def _on_named_street(reading: Reading, begin: int, kind: int, /) -> int | None:
    """A home on a street that is named without a number."""
    words = reading.words
    if (
        words[kind] not in _STRONG
        or kind - begin > _MOST_WORDS
        or begin == 0
        or words[begin - 1] not in {"on", "in", "down", "at"}
    ):
        return None
    near = words[max(0, begin - 7) : begin]
    if BREAK in near:
        near = near[len(near) - near[::-1].index(BREAK) :]
    if _AT_HOME.isdisjoint(near) or not {"i", "we", "my", "our", "im", "she", "he", "nan", "dad"} & set(near):
        return None
    return begin


def _is_name(word: str, /) -> bool:
    return word.isalpha() and len(word) > 1 and word not in _STOPS and word not in _NUMBER_WORDS
