"""What a headline says more precisely of an act, by pattern, and the wordings that say it: data for the grammar.

Patterns are read on the folded headline with @c for the company and @a for the authority; the slots of the wordings are
those of regulation_words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from vigie.summarise.regulation_words import Wordings

CONDEMNED = (
    r"\bcondamn|\bfound guilty|\bconvicted|\bfound liable|\bpleads? guilty|\bordered to pay|\bmust "
    r"pay|\bdoit (?:payer|verser|rembourser)"
)

NOT_OF = r"(?<!de )(?<!du )(?<!d')(?<!de la )(?<!de l')(?<!chez )(?<!a la )(?<!ex-)(?<!l'ex-)"
"""« Un cadre de la SNCF mis en examen » does not say it of the SNCF."""
CONDEMNED_IT = (
    NOT_OF + r"@c,? (?:(?:est|a|ete|de nouveau|lourdement|definitivement) )*(?:condamn|found guilty|"
    r"convicted|found liable|pleads? guilty)|"
    r"condamn\w* (?:\w+ ){0,2}@c|condamnation d(?:e|u|e la|') ?@c|(?:convicts?|finds?) @c"
)
"""The company itself is condemned."""

WON: Wordings = (
    "{c} <obtenir> gain de cause devant {k}",
    "{k} <donner> raison {cto}",
    "{c} <obtenir> gain de cause en justice{w}",
)
LOST: Wordings = (
    "{k} <donner> tort {cto}",
    "{c} <perdre> une manche devant {k}",
    "{c} <perdre> une manche en justice{w}",
)

SAID: Mapping[str, str] = MappingProxyType(
    {
        "fine": r"\bfine[ds]?\b|\bpenalt|amende|sanction|astreinte|fining",
        "probe": r"prob(?:e|es|ed|ing)\b|investigat|inquir|enquet|scrutin|examin|perquisition|mise? en "
        r"examen|garde a vue|search|raid|"
        r"looking into|look into|information judiciaire|microscope|soupcon|suspect|accus",
        "lawsuit": r"\bsu(?:e|es|ed|ing)\b|lawsuit|\bsuits?\b|plainte|justice|proces|\btrial|tribuna|court|"
        r"\bcharge|indict|poursui|"
        r"assign|attaqu|action|\bjuge|accus|legal|mise? en examen|claims?\b",
        "ruling": r"\brul(?:e|es|ed|ing)|court|judg|tribuna|justice|condamn|verdict|arret|\bjug|\bjury|prud'hom|relax",
        "ban": r"\bban(?:s|ned|ning)?\b|block|interdi|suspen|bloqu|exclu|restrict|prohibit|blacklist|"
        r"\bbar(?:s|red)\b|halt|debar|"
        r"sanction|curb|grounded",
        "order": r"\border|injonction|enjoin|en demeure|recall|ordonn|requir|\bmust\b|oblig|rappel|somm|"
        r"exig|compel|contrain",
        "law": r"\blaws?\b|\bbill\b|\brules?\b|tariff|\btax|\bloi\b|decret|reglement|regulat|mesure|"
        r"tarif|texte|\bact\b|amend|vote|"
        r"reform|droits de douane|projet|plafon|directive|quota|impo[ts]",
        "approval": r"approv|\bclear|licen|authori|green ?light|\bnod\b|autoris|feu vert|valid|permi|certif|"
        r"okay|\bok\b|exempt|homolog|"
        r"agre|waive|accord|grant|allow",
        "block": r"block|veto|oppos|reject|bloqu|refus|prohibit|interdi|thwart|halt",
        "settlement": r"settl|accord|agree|\bdeal\b|\bpa(?:y|ys|id)\b|transig|compromis|paye|vers|composition|"
        r"convention",
        "appeal": r"appeal|\bappel|recours|challeng|contest|cassation",
    }
)
"""Words without which the act is not told: with none in the headline, it is only « évoqué »; with none in the event's
sentences either, nothing is said of it.
"""

COUNTRY_ACTS = (
    r"(?<!in )(?<!across )@a(?: (?:to|will|may|might|could|would|should|has|is|was|set|opens?|"
    r"launch\w*|fines?|fined|sues?|sued|"
    r"prob(?:e|es|ing)|investigat\w+|bans?|banned|blocks?|blocked|approv\w+|clears?|orders?|"
    r"ordered|rejects?|charges?|accus\w+|"
    r"warns?|urges?|asks?|demands?|seeks?|wants?|says?|tells?|drops?|lifts?|extends?|exempts?|"
    r"waives?|denies|threatens?|"
    r"decision|ruling|order|verdict|fines|law|bill|rules?|nod|renews?|summons|grants?|imposes?|"
    r"halts?|suspends?|restricts?|decides?|weighs?|considers?|mulls?|plans?|examin\w+|files?|"
    r"settles?|agrees?|antitrust|privacy|competition|tax|tariffs?|sanctions?|ban|fine|probe|"
    r"investigation|inquiry|"
    r"approval|court|case|settlement|"
    r"over|for|on|after|as|and)\b|[^\w ]|$)"
)
"""How an English headline speaks of a country that acts: not « U.S. investors », not « in France »."""

FRENCH_ACTS = (
    r"(?:^|[:,.] )(?:l'|la |les? )?@a (?!et |ou |: )(?:n'|ne |va |vont |a |ont |s'|se )?[a-z]+|"
    r"\bpar (?:l'|la |les? )?@a\b"
)
"""How a French headline speaks of a country that acts: as its subject, or « par la France »."""

GIVES_UP: tuple[str, Wordings] = (
    r"@a (?:will not|won't|does not|drops? (?!probe|investigation|inquiry)|declines? to|ne \w+ pas|renonce|abandonne)",
    ("{a} <renoncer> à agir contre {c}",),
)

INDICTED: tuple[str, Wordings] = (
    NOT_OF + r"@c,? (?:(?:est|a|ete|finalement|aussi|a son tour|de nouveau) )*mise? en examen|mise? en "
    r"examen d(?:e|u|e la|') ?@c",
    ("{c} <être> mis{e} en examen{w}", "{c} <être> mis{e} en examen dans une affaire suivie {aby}"),
)
OTHERS_INDICTED: tuple[str, Wordings] = (
    r"mise?s? en examen",
    ("{c} <être> au cœur d'une enquête qui compte une mise en examen{w}",),
)
"""Somebody is charged, perhaps not the company."""

CLEARED: tuple[str, Wordings] = (
    r"non[- ]lieu (?:pour|en faveur|confirme|prononce|requis)|@c (?:obtient|beneficie d'?) ?un non[- ]lieu",
    ("{c} <bénéficier> d'un non-lieu",),
)

ANNULLED = re.compile(
    r"(?:interdiction|amende|sanction|condamnation|arrete|injonction) (?:\w+ ){0,4}?(?:annule|leve|"
    r"suspendu|invalide|cassee?)|"
    r"(?:annule|leve|suspend|invalide|casse)\w* (?:\w+'?){0,3} ?(?:l'|la |une |son |sa )?(?:interdiction|"
    r"amende|sanction|"
    r"condamnation|arrete|injonction)"
)
"""A French headline that tells the end of what it names."""

TURNS: Mapping[str, tuple[tuple[str, Wordings], ...]] = MappingProxyType(
    {
        "fine": (GIVES_UP,),
        "probe": (
            GIVES_UP,
            CLEARED,
            (
                r"\b(?:drops?|dropped|clos(?:es|ed|ing)|ends?|ended|halts?|concludes?|"
                r"clears?)\b.{0,40}\b(?:probe|investigation|inquiry|@c)|"
                r"\b(?:classe|clot|abandonne|referme)\b.{0,40}\benquete|classee? sans suite|enquete (?:close|classee)",
                ("{a} <clore> une enquête sur {c}", "une enquête sur {c} <être> close{w}"),
            ),
            (
                r"perquisition|\braids?\b|raided|dawn raid|\bsearch(?:es|ed)? @c|search @c offices",
                ("{a} <mener> des perquisitions {chez}", "des perquisitions <visent> {c}{w}"),
            ),
            INDICTED,
            OTHERS_INDICTED,
            (
                r"garde a vue",
                (
                    "une enquête {aof} <viser> {c}, avec des gardes à vue",
                    "une enquête <viser> {c}, avec des gardes à vue{w}",
                ),
            ),
            (
                r"\b(?:opens?|opened|opening|launch(?:es|ed)?|starts?|begins?|ouvre|ouvrent|"
                r"ouvert(?:e|ure)?|lance)\b.{0,60}"
                r"\b(?:probes?|investigat\w+|inquiry|enquete|information judiciaire)|(?:probe|"
                r"investigation|enquete)\b.{0,20}\b(?:opened|ouverte|launched)",
                (
                    "{a} <ouvrir> une enquête sur {c}",
                    "une enquête {aof} <être> ouverte sur {c}",
                    "une enquête <être> ouverte sur {c}{w}",
                ),
            ),
            (
                r"\b(?:extends?|prolonge\w*|widens?|broadens?|expands?|elargit|etend|presses on|resumes?)\b",
                ("{a} <poursuivre> {son} enquête sur {c}", "l'enquête sur {c} se poursuit{w}"),
            ),
            (
                r"@a (?:demands?|requests?|asks?|seeks?|exige|demande|reclame)",
                ("{a} <demander> des informations {cto} dans une enquête",),
            ),
            (r"@a (?:charges?|accuses?|accuse) @c", ("{a} <accuser> {c}", "{a} <mettre> {c} en cause")),
        ),
        "lawsuit": (
            GIVES_UP,
            CLEARED,
            (
                r"class[- ]action|actions? (?:de groupe|collective)|recours collectif",
                (
                    "une action collective <viser> {c} devant {k}",
                    "une action collective <viser> {c}{w}",
                    "{c} <être> visé{e} par une action collective{w}",
                ),
            ),
            INDICTED,
            OTHERS_INDICTED,
            (
                r"(?:shareholders?|investors?|actionnaires?|investisseurs?)\b.{0,30}(?:\bsu(?:e|"
                r"es|ed|ing)|lawsuit|plainte|attaqu)|"
                r"(?:sued|lawsuit|suit) by (?:shareholders?|investors?)",
                ("des actionnaires <poursuivent> {c} en justice{w}", "des actionnaires <poursuivent> {c} devant {k}"),
            ),
            (
                r"\b(?:portent? plainte|depot de plainte|plaintes? (?:deposee?s?|contre|pour|visant)|plainte)\b",
                (
                    "{c} <être> visé{e} par une plainte dans un dossier suivi {aby}",
                    "{c} <être> visé{e} par une plainte{w}",
                    "une plainte <viser> {c}{w}",
                ),
            ),
            (
                r"\bproces\b|\btrial\b|\bjugee?s?\b",
                ("{c} <être> au cœur d'un procès{w}", "{c} <être> au cœur d'un procès devant {k}"),
            ),
            (r"@a (?:sues?|sued|suing|to sue|files? (?:a )?(?:lawsuit|suit|complaint)|attaque|poursuit|assigne)", ()),
            (r"@a (?:charges?|charged|indicts?|inculpe) @c", ("{a} <inculper> {c}", "{c} <être> inculpé{e} {aby}")),
        ),
        "ruling": (
            CLEARED,
            (r"\brelax[ee]|acquit", ("{c} <être> relaxé{e} {kby}", "{c} <être> relaxé{e}{w}")),
            (
                r"\b(?:dismiss\w*|toss\w*|throws? out|rejects?|rejette\w*|"
                r"deboute\w*)\b.{0,40}\b(?:against|contre|visant) @c|"
                r"@c (?:wins?|won|prevails?|defeats?|beats?|gagne|remporte|obtient gain)|(?:not "
                r"guilty|donne raison a @c|in favou?r of @c|"
                r"clears? @c|non[- ]lieu)|@c (?:does|do) not need|"
                r"(?:toss\w*|overturn\w*|throws? out|annul\w*|scraps?|cuts?|"
                r"slash\w*)\b.{0,40}@c.{0,30}\b(?:verdict|award|fine|judgment)",
                WON,
            ),
            (
                r"@c (?:loses?|lost|fails?|perd|deboute)|(?:rules?|ruled|ruling) against @c|@c "
                r"must (?:face|pay)|\bdeboute @c|"
                r"(?:rejects?|denies|rejette) @c(?:'s)? (?:bid|appeal|challenge|request|motion|"
                r"recours)|(?:allows?|can proceed).{0,40}against @c",
                LOST,
            ),
            (CONDEMNED_IT, ("{k} <condamner> {c}", "{c} <être> condamné{e} {kby}", "{c} <être> condamné{e}{w}")),
        ),
        "ban": (
            (
                r"\b(?:lifts?|lifted|lifting|leve(?:nt|e)?|levee|ends?|reverses?|"
                r"unblocks?)\b.{0,30}\b(?:ban|suspension|interdiction|blocage)",
                ("{a} <lever> une interdiction qui visait {c}", "une interdiction qui visait {c} <être> levée{w}"),
            ),
            (r"\bsuspen[ds]", ("{a} <suspendre> une activité {cof}", "{c} <être> visé{e} par une suspension{w}")),
            (
                r"\bblock(?:s|ed|ing)?\b|\bbloqu",
                ("{a} <bloquer> une activité {cof}", "{c} <être> visé{e} par un blocage{w}"),
            ),
            (r"@a (?:bans?|banned|to ban|interdit|interdisent|bannit)", ()),
        ),
        "order": (
            (
                r"mise? en demeure|met(?:tent)? en demeure|formal notice",
                ("{a} <mettre> {c} en demeure", "{c} <être> mis{e} en demeure{w}"),
            ),
            (r"\brecall|\brappel", ("{a} <ordonner> un rappel {cto}", "{c} <être> visé{e} par un rappel{w}")),
        ),
        "approval": (
            (
                r"\b(?:extends?|prolonge\w*|renews?|renouvel\w+)\b",
                (
                    "{a} <prolonger> une autorisation accordée {cto}",
                    "une autorisation accordée {cto} <être> prolongée{w}",
                ),
            ),
            (
                r"\blicen[cs]e|\bpermit|\bagrement|\bpermis",
                ("{c} <obtenir> une licence {aof}", "{a} <accorder> une licence {cto}", "{c} <obtenir> une licence{w}"),
            ),
            (r"\bexempt", ("{a} <accorder> une exemption {cto}", "{c} <obtenir> une exemption{w}")),
        ),
        "appeal": (
            (
                r"@c(?:,? @c)? (?:to appeal|appeals?|will appeal|fait appel|conteste\w*|"
                r"challenges?|contests?|fights?|se pourvoit|va faire appel)",
                ("{c} <contester> une décision {aof}", "{c} <faire> appel d'une décision de justice{w}"),
            ),
            (
                r"@a (?:to appeal|appeals?|will appeal|fait appel|se pourvoit)",
                ("{a} <faire> appel dans {aff} qui concerne {c}",),
            ),
        ),
        "other": (
            GIVES_UP,
            CLEARED,
            (
                r"\b(?:summon\w*|testif\w*|testimony|hearing|convoqu\w+|auditionn\w+|entendus?|grill\w*)\b",
                ("{a} <demander> {cto} de s'expliquer", "{c} <être> appelé{e} à s'expliquer{w}"),
            ),
            (
                r"@a (?:demands?|asks?|asked|urges?|urged|presses|calls? on|seeks? (?:answers|"
                r"information|details)|questions?|demande|"
                r"exhorte|somme|appelle|reclame|interpelle)\b",
                ("{a} <interpeller> {c}", "{c} <être> interpellé{e} {aby}"),
            ),
            (
                r"@a (?:warns?|warned|met(?:tent)? en garde|avertit|menace)\b",
                ("{a} <mettre> {c} en garde", "{c} <recevoir> un avertissement {aof}"),
            ),
            (
                r"@a (?:criticis\w+|slams?|blasts?|accus\w+|denonce\w*|fustige\w*|epingl\w+|recadre\w*)\b",
                ("{a} <mettre> {c} en cause", "{c} <être> mis{e} en cause {aby}"),
            ),
            (
                r"@a (?:rejects?|denies|refuses?|rejette|refuse)\b",
                ("{a} <opposer> un refus {cto}", "{c} <essuyer> un refus {aof}"),
            ),
        ),
    }
)
"""Within an act, what the headline (@c the company, @a the authority) or the event's sentences say more precisely."""
