"""What opens an account or reaches a person: e-mail addresses, handles, passwords, and dates of birth."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from esafety.filtering.reading import BREAK, Reading

_AT = re.compile(r" ?(?:@|\(at\)|\[at\]|\{at\}|<at>|\bat the rate of\b|\bat\b) ?")
_DOMAIN = re.compile(
    r"([a-z0-9][a-z0-9-]{1,40})(?:(?:\.| \. ?| ?(?:\(dot\)|\[dot\]|\{dot\}|\bdot\b|\bd0t\b) ?)[a-z0-9-]{2,20}){1,4}|(gmail|hotmail|outlook|yahoo|icloud|btinternet|googlemail)\b"
)
_LOCAL = re.compile(r"[a-z0-9][a-z0-9._+'-]{0,60}$")
_PROVIDERS = frozenset(
    "gmail googlemail hotmail outlook yahoo icloud btinternet live proton protonmail aol sky mail ymail msn me gmx example virginmedia talktalk".split()
)
_MAIL_CUES = re.compile(r"\be ?-?mail|\bgmail|\bmine\b|\buse\b|\bits\b|\bit's\b|\bmail\b|\bcontact\b|\bmy\b")
_ENDINGS = re.compile(r"(?:\b|[^a-z])(?:com|net|org|uk|co|edu|gov|io|eu|info|me|sch|ac|fr|de|ie|biz|us)$")


def emails(reading: Reading, /) -> Iterator[tuple[int, int]]:
    """Where an e-mail address stands, in plain letters: start and end in `reading.plain`."""
    plain = reading.plain
    if "@" not in plain and "at" not in plain:
        return
    for match in _AT.finditer(plain):
        local = _LOCAL.search(plain[max(0, match.start() - 64) : match.start()])
        domain = _DOMAIN.match(plain, match.end())
        if not local or not domain:
            continue
        start, end = match.start() - len(local.group()), domain.end()
        is_sign = match.group().strip() != "at"
        provider = domain[1] or domain[2] or ""
        is_address = is_sign or provider in _PROVIDERS or re.search(r"[0-9_]", local.group())
        if domain[2] and not (is_sign or re.search(r"[0-9_.]", local.group())):
            continue
        if (domain[2] or _ENDINGS.search(domain.group())) and (
            is_address or _MAIL_CUES.search(_said_before(plain, start))
        ):
            yield start, end


def _said_before(plain: str, start: int) -> str:
    """What stands before `start` in its own sentence: what was said in another one gives this one no other meaning."""
    begun = max(plain.rfind(end, 0, start) for end in (". ", "! ", "? ", "\n"))
    return plain[begun + 1 : start]


_ODD = re.compile(
    r"(?=[a-z0-9_.@#-]*[a-z])(?:@?[a-z0-9]+_[a-z0-9_.]+|@?[a-z0-9]{2,}(?:\.[a-z0-9_]{2,})+|@?[a-z]{3,}(?:\.[a-z0-9_]+)+|@?[a-z]+[0-9]{2,}[a-z0-9]*|@[a-z0-9_.]{3,}|[a-z]+#[0-9]{3,5}|[a-z0-9]+_[a-z0-9_]*|[a-z]{3,}[0-9][a-z0-9]*|[0-9]+[a-z]{4,}[0-9a-z]*)$"
)
_CAMEL = re.compile(r"[A-Za-z]+[a-z](?:[A-Z][a-z]+){1,4}[0-9]*$|[a-z]{3,}X[A-Za-z]{3,}[0-9]*$|[xX]{1,2}_?\w+_?[xX]{2}$")
_FRIEND_CODE = re.compile(
    r"\bsw ?-? ?[0-9]{4} ?-? ?[0-9]{4} ?-? ?[0-9]{4}\b|(?<![a-z0-9])[a-z0-9_.]{2,30}#[0-9]{3,5}\b"
)
APPS = frozenset(
    "snapchat snap whatsapp instagram insta ig tiktok tik discord telegram messenger facebook fb kik skype facetime twitch youtube yt twitter bereal"
    " roblox rblx fortnite minecraft mc xbox playstation ps4 ps5 psn switch nintendo steam gamertag gamer epic fifa fc25 scratch reddit pinterest likee"
    " vrchat account channel username user userid handle tag profile login subscribe follow add gamertags server tumblr apex valorant brawl clash signal zoom threads".split()
)
_APP_NAME = frozenset("name tag user username account id handle gamertag gamer channel called is im".split())
_NO_HANDLE = frozenset(
    "ps4 ps5 ps3 year5 year6 year4 year3 year2 year1 mp3 mp4 h2o co2 ks1 ks2 covid19 2nd 1st 3rd 4th 21st 22nd 23rd world2 gta5 fc25 fc24 fifa22 fifa23 fifa24 minecraft2 windows11 windows10".split()
)
_TAKEN_BACK = frozenset(
    "broken cool better fun great good bad not so really boring the my a on in and because rubbish working slow best brilliant amazing awesome banned"
    " down glitchy laggy full over about for new old where when project page account game games world blocky off to called like".split()
)


def handles(reading: Reading, /, *, known: Container[str]) -> Iterator[tuple[int, int]]:
    """Where the name of an account stands in the original: an odd word near the name of an app."""
    words = set(reading.words)
    has_cue = not APPS.isdisjoint(words)
    plain = reading.plain
    if "sw" in plain or "#" in plain:
        for match in _FRIEND_CODE.finditer(plain):
            yield reading.span(match.start(), match.end())
    if not (has_cue or "@" in plain):
        return
    for match in re.finditer(r"\S+", plain):
        core = match.group().strip(".,!?;:()\"'")
        start = match.start() + match.group().find(core)
        if not core or core in _NO_HANDLE or len(core) < 4:  # noqa: PLR2004 - no account has a shorter name
            continue
        begin, end = reading.span(start, start + len(core))
        written = reading.original[begin:end]
        is_at = core[0] == "@" and len(core) > 3 and core[1:] not in known  # noqa: PLR2004 - as above
        if is_at or (has_cue and (_ODD.match(core) or (_CAMEL.match(written) and core not in known))):
            yield begin, end
    if has_cue:
        yield from _said_handles(reading, known)


def _said_handles(reading: Reading, known: Container[str], /) -> Iterator[tuple[int, int]]:
    """An app's name, then "name is", then anything: "my psn name is wizard pretend"."""
    words = reading.words
    for place in range(len(words) - 2):
        if words[place] not in APPS or not ({"my", "mine", "is"} & set(words[max(0, place - 3) : place])):
            continue
        after = place + 1
        named = False
        while after < len(words) and words[after] in _APP_NAME:
            named = named or words[after] not in {"is", "im", "called"}
            after += 1
        if after == place + 1 or after >= len(words) or words[after] in _TAKEN_BACK or words[after] == BREAK:
            continue
        if words[after - 1] in {"is", "im", "called"} and (
            named or words[place] in {"username", "gamertag", "user", "handle"} or words[after] not in known
        ):
            yield reading.span_of_words(after, after + 1)


_PLATE = re.compile(r"(?<![a-z0-9])[a-z]{2}[0-9]{2} ?[a-z]{3}(?![a-z0-9])")
_CAR = re.compile(r"\breg\b|\bregistration\b|\bnumber plate\b|\bnumberplate\b|\blicence plate\b|\bcar\b")


def number_plates(reading: Reading, /) -> Iterator[tuple[int, int]]:
    """Where a family's number plate stands, in the original."""
    if _CAR.search(reading.plain):
        for match in _PLATE.finditer(reading.plain):
            yield reading.span(match.start(), match.end())


_SECRET_WORDS = frozenset("password passwords passcode pw pwd pin login passphrase paswrd pasword".split())
_MEANS = frozenset({"is", "=", "was", "are", "its", "it's", "s"})
_NO_PASSWORD = frozenset(
    "secret not private wrong hard too easy strong long weak important never a an the my your our so really very something wrong good bad best safe"
    " always only for what like that and on in to stored written needed never changed broken short rubbish because kept hidden supposed".split()
)
_LONGEST_GAP = 6


def passwords(reading: Reading, /) -> Iterator[tuple[int, int]]:
    """Where a password or a PIN is given away."""
    words = reading.words
    for place, word in enumerate(words):
        if word in _SECRET_WORDS or (word in {"code", "word"} and _opens_something(words, place)):
            found = _told_after(reading, place)
            if found is not None:
                yield reading.span_of_words(place, found + 1)


def _opens_something(words: list[str], place: int, /) -> bool:
    near = set(words[max(0, place - 5) : place + 5])
    return bool(
        near
        & {
            "phone",
            "door",
            "tablet",
            "ipad",
            "gate",
            "alarm",
            "safe",
            "wifi",
            "lock",
            "unlock",
            "garage",
            "laptop",
            "house",
            "bank",
            "card",
            "locker",
            "mobile",
            "pass",
        }
    )


def _told_after(reading: Reading, place: int, /) -> int | None:
    words = reading.words
    for after in range(place + 1, min(len(words), place + 1 + _LONGEST_GAP)):
        word = words[after]
        is_odd = any(letter.isdigit() for letter in word) or (
            after + 1 < len(words) and words[after + 1].isdigit() and reading.starts[after + 1] == reading.ends[after]
        )
        is_told = words[after - 1] in _MEANS or reading.plain[reading.ends[after - 1] - 1] in ":="
        if is_odd and word.isdigit() and not is_told and words[place] not in {"pin", "password", "passcode", "pw"}:
            continue
        if is_odd or (
            is_told and words[place] != "code" and word.isalpha() and word not in _NO_PASSWORD and word not in _MEANS
        ):
            return after
    return None


_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_YEAR = r"(?:20(?:0[5-9]|1[0-9]|2[0-9])|'?(?:0[5-9]|1[0-9]|2[0-6])|two thousand (?:and )?[a-z]+|twenty (?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty))"
_DATE = re.compile(
    rf"\b(?:[0-9]{{1,2}} ?[/.\-\\ ] ?[0-9]{{1,2}} ?[/.\-\\ ] ?(?:20)?[0-9]{{2}}(?![0-9])"
    rf"|(?:the )?(?:[0-9]{{1,2}}|[a-z]+)(?:st|nd|rd|th)? ?(?:of )?(?:{_MONTHS})[ ,./-]{{0,3}}{_YEAR}(?![0-9])"
    rf"|(?:{_MONTHS}) (?:the )?(?:[0-9]{{1,2}}|[a-z]+)(?:st|nd|rd|th)?[ ,./-]{{0,3}}{_YEAR}(?![0-9])"
    rf"|20(?:0[5-9]|1[0-9]|2[0-9])[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}})"
)
_BIRTH = re.compile(
    r"\bborn\b|\bbirth ?day|\bd\.? ?o\.? ?b\b|date ?of ?birth|\bb-?day\b|\bbirth\b|\bbithday|\bbirfday|\bburthday"
)


def birth_dates(reading: Reading, /) -> Iterator[tuple[int, int]]:
    """Where a child's date of birth stands: a date with its year near "born" or "birthday"."""
    if _BIRTH.search(reading.plain):
        for match in _DATE.finditer(reading.plain):
            yield reading.span(match.start(), match.end())
