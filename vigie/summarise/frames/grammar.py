"""How frames are written: verbs in all their forms, auxiliaries, the company itself. Pure."""

from __future__ import annotations

import re
from functools import cache

Row = tuple[str, tuple[str, ...]]
"""A pattern as it is written, and the wordings to try where it fits."""

NOT_IT = (
    r"boss(?:es)?|chiefs?|ceos?|cfos?|executives?|execs?|bankers?|traders?|employees?|workers?|staff|"
    r"drivers?|couriers?|"
    r"shareholders?|investors?|rivals?|hoax|users?|customers?|clients?|suppliers?|founders?|co-founders?|heir|chair\w*|"
    r"directors?|managers?|lawyers?|pilots?|founder|owners?|partners?|dealers?|sellers?|critics?|engineers?|analysts?|"
    r"competitors?|trader|alumni|president|leader|officials?|board|family|stake|owner|parent|victims?|peers?|hosts?|"
    r"stores?|whistleblowers?|exec|accountant|auditors?|consultants?|executive's|former|ex-\w+|patients?"
)
PREPOSITION = r"(?:over|for|in|on|after|to|as|and|of|with|by|from|amid|at|during|because)"
ITS = (
    r"(?:French|German|Swiss|British|U\.S\.|US|UK|Dutch|Chinese|Japanese|Italian) "
    r"(?:bank|carmaker|automaker|lender|firm|giant)"
)
UNIT = r"(?:\w+ ){0,2}(?:arm|unit|subsidiary|division|affiliate)"
VERB = re.compile(r"<([a-z -]+)>")
IRREGULAR = {
    "find": "found", "seek": "sought", "win": "won|winning", "lose": "lost", "get": "got|getting", "say": "said",
    "tell": "told", "give": "gave|given", "hit": "hitting", "take": "took|taken", "uphold": "upheld", "set": "setting",
    "ban": "banned|banning", "drop": "dropped|dropping", "stop": "stopped|stopping", "pay": "paid", "hear": "heard",
    "fight": "fought", "see": "saw|seen", "bring": "brought", "throw": "threw|thrown", "let": "letting", "sue": "suing",
    "ok": "ok'd|okayed", "bar": "barred|barring", "plead": "pled", "slam": "slammed|slamming", "win back": "won back",
    "begin": "began|beginning", "ship": "shipped", "hold": "held", "deal": "dealt", "put": "putting", "go": "goes|went",
    "grant": "granted", "leave": "left", "make": "made|making", "ask": "asked", "back": "backed", "curb": "curbed",
}  # fmt: skip


def forms(verb: str) -> str:
    """Every form of an English verb, as a pattern."""
    extra = f"|{IRREGULAR[verb]}" if verb in IRREGULAR else ""
    if verb.endswith("y") and verb[-2] not in "aeo":
        return f"{verb[:-1]}(?:y|ies|ied|ying){extra}"
    if verb.endswith("e"):
        return f"{verb[:-1]}(?:e|es|ed|ing){extra}"
    return f"{verb}(?:s|es|ed|ing)?{extra}"


AUXILIARY = (
    r"((?:(?:will|may|might|could|would|should|to|has|have|is|are|says? (?:it )?(?:will|to)|set to|"
    r"expected to|likely to|due to|poised to|"
    r"plans? to|moves? to|said to(?: be)?|reportedly|about to|again|also|formally|officially|provisionally|"
    r"conditionally|temporarily|finally) )*)"
)


def table(text: str) -> tuple[Row, ...]:
    """The rows of a table: a pattern, then its wordings, each on a line that is set in; « \\ » continues a line."""
    rows: list[tuple[str, list[str]]] = []
    for line in text.replace("\\\n", "").strip().splitlines():
        if line.startswith("    "):
            rows[-1][1].append(line.strip())
        else:
            rows.append((line, []))
    return tuple((pattern, tuple(wordings)) for pattern, wordings in rows)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    pattern = VERB.sub(
        lambda m: "(?:" + "|".join(forms(verb.replace("-", " ")) for verb in m[1].split()) + ")", pattern
    )
    pattern = pattern.replace("~", AUXILIARY)
    pattern = pattern.replace("@A", r"(?:the )?@a")
    pattern = pattern.replace(
        "@C",
        rf"(?:{ITS} )?@c(?:'s?)?(?! (?:(?!{PREPOSITION}\b)[\w-]+ ){{0,2}}(?:{NOT_IT})\b)(?: {UNIT}| "
        rf"(?-i:[A-Z])[a-z]+)?",
    )
    return re.compile(rf"{pattern}(?!\w)", re.I)
