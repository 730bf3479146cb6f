"""The text attacks of class I (reliability, cases 201 to 212), as each platform's tests use them, and what they must
leave: the list itself is tested here for what it claims to hold.
"""

from __future__ import annotations

import re
import unicodedata

import pytest

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""What no reader sees; the joiner U+200D is for each test to judge."""

CASES: dict[int, tuple[str, ...]] = {
    201: ("@everyone @here", "@EVERYONE"),
    202: ("<@1> <@!1> <@&1> <#1>", "</vigie aide:1> <t:0:R> <id:guide> <a:rire:1>"),
    203: (
        "<!channel> <!here> <!everyone>",
        "<!subteam^S1|direction> <@U1> <#C1|salon>",
        "<!date^1764000000^{date}|hier>",
    ),
    204: (
        "[banque](https://mal.example)",
        "<https://mal.example|La Gazette>",
        "[a](<https://mal.example>)",
        "https://mal.example/ discord.gg/mal",
    ),
    205: (
        "```\nbloc\n``` `code`",
        "||caché|| ~~barré~~",
        "# titre\n## titre\n> cité\n>>> tout",
        "*gras* _italique_ **gras** __souligné__",
        "- un\n2. deux\n-# petit",
        ":rotating_light: :fire:",
        "@everyone\\ \\@here \\\\<@1>",
    ),
    206: ("4\u202e3\u2066\u2067\u20682\u20691\u202c", "\u200fsupprime\u200e"),
    207: ("Ate\u200bliers Mor\u200cvan", "Ateliers\ufeff\u2060 Mor\u00advan", "\ud800 seul \U000e0041\ue000"),
    208: ("\u0410teliers M\u043erv\u0430n",),
    209: ("Z" + "\u0301\u0302\u0303\u0304\u0305" * 200 + "algo", "\u0489" * 300),
    210: (
        "\U0001f53b" * 500,
        "\U0001f469\u200d\U0001f4bc" * 300,
        "\U0001f1eb\U0001f1f7" * 300,
        "\u200d" * 50 + "a",
    ),
    212: (
        "&amp;lt;!channel&amp;gt;",
        "&lt;!channel&gt; &amp;amp; &#60;@U1&#62;",
        "ligne\u2028autre\u2029ligne\r\nfin\x0b\x0c\x85\x00\x1b[31m",
    ),
}
"""By the case's number; 211 is lengths, for which each platform has tests of its own."""

ATTACKS = {f"{number}-{at}": text for number, texts in CASES.items() for at, text in enumerate(texts)}

each_attack = pytest.mark.parametrize("text", ATTACKS.values(), ids=ATTACKS)


EMOJI = "\U0001f53b"

FAMILY = "\U0001f469\u200d\U0001f4bc"

FILLS = ["a", EMOJI, "é\u0301", FAMILY, "mot "]
"""What fills a field: letters; four-byte characters; accents; families; words. Each platform adds what it escapes."""


def filled_to(length: int, fill: str) -> str:
    """So many code points of it."""
    return (fill * length)[:length]


def around(limit: int) -> list[int]:
    return [limit - 1, limit, limit + 1]


def piled(text: str) -> bool:
    """Whether more than three accents lie on one letter."""
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run > 3:
            return True
    return False


def test_each_case_has_its_texts() -> None:
    assert sorted(CASES) == [number for number in range(201, 213) if number != 211]
    assert len(set(ATTACKS.values())) == len(ATTACKS)


@pytest.mark.parametrize("number", [206, 207])
def test_what_is_called_invisible_is(number: int) -> None:
    assert all(INVISIBLE.search(text) for text in CASES[number])
