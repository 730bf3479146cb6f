"""Frames of English headlines in which people go to court, and in which the company reacts to an act: data."""

from __future__ import annotations

from vigie.summarise.frames.grammar import Row, table

PEOPLE: tuple[tuple[str, str], ...] = (
    (r"(?:group of )?(?:shareholders?|investors?)", "des actionnaires"),
    (r"(?:\w+ )?pilots?", "des pilotes"),
    (r"(?:\w+ )?drivers?", "des chauffeurs"),
    (r"(?:\w+ |ex-|former )?(?:workers?|employees?|staff)", "des salariés"),
    (r"(?:\w+ )?(?:car |vehicle )?owners?", "des propriétaires de véhicules"),
    (r"(?:\w+ )?(?:customers?|consumers?|users?|buyers?)", "des clients"),
    (r"(?:\w+ )?consumer groups?", "une association de consommateurs"),
    (r"(?:families|relatives|victims)(?: of [\w ]{3,30})?", "des familles de victimes"),
    (r"(?:\w+ )?(?:farmers?)", "des agriculteurs"),
    (r"(?:\w+ )?(?:publishers?|newspapers?)", "des éditeurs de presse"),
    (r"(?:\w+ )?(?:activists?|environmental groups?|campaigners?|ngos?)", "des militants"),
    (r"(?:\w+ )?(?:parents?)", "des parents"),
    (r"(?:\w+ )?(?:passengers?)", "des passagers"),
    (r"(?:\w+ )?(?:unions?)", "un syndicat"),
    (r"(?:\w+ )?(?:women|woman)", "des femmes"),
    (r"(?:\w+ )?(?:authors?|writers?|artists?|musicians?)", "des auteurs"),
    (r"(?:\w+ )?(?:developers?)", "des développeurs"),
    (r"(?:\w+ )?(?:rivals?|competitors?)", "un concurrent"),
)
"""Who goes to court besides authorities."""

SUITS = table(r"""
(?-i:[A-Z])[\w.-]+ ~<win> (?:\w+ ){0,3}?(?:case|battle|suit|lawsuit|ruling|appeal) against @C
    {c} <perdre> une manche en justice{w}
class[- ]action(?: \w+){0,2}? (?:<accuse allege claim say seek target>|filed|against) (?:that )?(?:\w+ ){0,2}?@C
    {c} <être> visé{e} par une action collective{w}
    une action collective <viser> {c}{w}
(?:lawsuits?|suit|complaint)(?: \w+){0,2}? (?:<accuse allege claim say seek target>|filed\
|against) (?:that )?(?:\w+ ){0,2}?@C
    {c} <être> visé{e} par une action en justice{w}
    une action en justice <viser> {c}{w}
(?:[\w-]+ ){0,2}jury (?:<find>|<convict>|<award order>|says) (?:[\w$€£.,'-]+ ){0,7}?(?:against )?@C
    un jury <mettre> {c} en cause{w}
(?:[\w-]+ ){0,2}(?:probe|investigation|inquiry) (?:into|of|against) @C (?:<widen expand deepen continue>)
    l'enquête sur {c} se poursuit{w}
""")
"""Suits and inquiries as the subject."""


SUE = (
    r"~(?:<sue>|<file> (?:\w+ )?(?:lawsuit|suit|complaint|class[- ]action) (?:against|over)|"
    r"launch (?:[\w'-]+ )?(?:case|suit|class action) against) @C"
)


def people_rows() -> list[Row]:
    """Frames with people as who acts, their French put in."""
    return [
        (
            rf"(?:@a(?:'s)? |U\.S\. |US |UK |\d+ |\w+ly )?{english} {SUE}",
            (f"{french} {'<poursuivent>' if french.startswith('des ') else '<poursuivre>'} {{c}} en justice{{w}}",),
        )
        for english, french in PEOPLE
    ]


SPOKEN_OF: tuple[tuple[str, str], ...] = (
    (r"(?:probe|investigation|inquiry)", "une enquête"),
    (r"(?:fine|penalty)", "une amende"),
    (r"(?:lawsuit|suit)", "une action en justice"),
    (r"ban", "une interdiction"),
    (r"(?:rulings?|decision|verdict|judgment)", "une décision"),
    (r"(?:order|orders)", "une injonction"),
    (r"tariffs", "des droits de douane"),
    (r"(?:laws?|rules?|bill)", "une réglementation"),
)
"""What a company reacts to."""
REACTS = (
    r"(?:<say welcome study expect regret criticise criticize slam blast await fear downplay>|disappointed|"
    r"unhappy|pleased|"
    r"braces? for|responds? to|ready for|steels for|hits? back at|awaits|vows|reels? (?:as|from))"
)
BETWEEN = r"(?:(?!(?:no|not|without|after|before|until)\b)[\w$€£.,'%-]+ ){0,5}?"


def reaction_rows() -> list[Row]:
    """Frames in which the company speaks of an act."""
    acts = (r"@A (?:[\w$€£.,-]+ ){{0,3}}?{0}", "{0} (?:by|from|of) @A")
    return [
        (rf"@C ~{REACTS} {BETWEEN}{act.format(english)}", (f"{{c}} <réagir> à {french} {{aof}}",))
        for english, french in SPOKEN_OF
        for act in acts
    ]
