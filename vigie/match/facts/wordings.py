"""How a clause says what is done: the act of an authority, the modality of a cut; the first of each table counts. Pure.

A title's clause is short and its own wording settles most of the matter; a table lists the wordings in the order in
which they settle it (an appeal against a fine is an appeal). The names are finer than the facts that people read: the
weights of `action` and `stage` map them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Table = tuple[tuple[str, re.Pattern[str]], ...]

COURT = (
    r"(?:courts?|judges?|jury|tribunal|tribunaux|justice|cour|juges?|magistrats?|conseil d'etat"
    r"|conseil constitutionnel)"
)
DEAL = r"(?:merger|deal|takeover|acquisition|bid|purchase|buyout|tie-up|fusion|rachat|cession|mariage|buy)"


def table(**patterns: str) -> Table:
    return tuple((name, re.compile(pattern)) for name, pattern in patterns.items())


ACTS = table(
    avoids=r"\b(?:avoids?|escapes?|spared|exempts?|exempted|exemptions?|exempt|waivers?|echapp\w+ a|relief"
    r"|reprieve|sans suite|renonc\w+ aux poursuites)\b"
    r"|\b(?:drops?|dropped|closes?|shelves|abandons?)\b.{0,20}\b(?:fines?|probes?|case|charges|inquiry|investigations?)\b"
    r"|\b(?:will not|won't|ne seront? pas|declines? to) (?:be )?(?:pursue|prosecute|charge|investigate|poursuivi)\w*",
    appeal=r"\b(?:appeals?(?! court)(?!s court)|appealed|appealing|fai(?:t|re) appel|fera appel|interjet\w*|pourvoi"
    r"|(?:challeng\w+|contest\w+|fights?|protests?|seeks? to overturn|conteste\w*)\b.{0,40}\b(?:fine"
    r"|ruling|order|decision"
    r"|penalty|verdict|amende|sanction|condamnation|ban))\b",
    unsettled=r"\b(?:offers?|propos\w+)\b.{0,50}\b(?:to (?:end|settle|resolve)|concessions?|remedies|engagements)\b"
    r"|\b(?:concessions|remedies)\b",
    settlement=r"\b(?:settl\w+|to resolve|agrees? to pay|agreed to pay|transaction penale|cjip|convention judiciaire"
    r"|deferred prosecution|pleads? guilty|plaider? coupable|indemnis\w+|accord (?:amiable|avec (?:le"
    r"|la) (?:parquet|fisc|justice))"
    r"|(?:verse|debours|paie|payer)\w*\b.{0,60}\b(?:pour (?:regler|solder|mettre fin|clore|eviter)))\b",
    block=rf"\b(?:block\w*|veto\w*|reject\w*|oppos\w+|prohibit\w*|interdi\w+|bloqu\w+|refus\w+|pauses?|brake on"
    rf"|annul\w+)\b.{{0,40}}\b{DEAL}\b"
    rf"|\b(?:ends?|drops?|abandons?|scraps?|calls? off|walks? away)\b.{{0,40}}\b{DEAL}\b.{{0,30}}\b(?:fail\w*"
    rf"|objections?|oppos\w+|reject\w*|block\w*)\b"
    rf"|\b{DEAL}\b.{{0,40}}\b(?:impossible|annule\w*|rejetee|s'y oppose|refus\w+|bloque\w*)\b",
    deal_cleared=rf"\b(?:approv\w+|clear\w*|nod|okay|green ?light\w*|authori[sz]\w+|ok'?s|feu vert|autoris\w+"
    rf"|valid\w+)\b.{{0,60}}\b{DEAL}\b"
    rf"|\b{DEAL}\b.{{0,50}}\b(?:approv\w+|clear\w*|green ?light|feu vert|autoris\w+|valid\w+)\b",
    deal_reviewed=rf"\b(?:review\w*|examin\w+|to decide|to rule|deadline|probe\w*|investigat\w*|scrutin\w+|looking"
    rf"|conditions?)\b.{{0,60}}\b{DEAL}\b"
    rf"|\b{DEAL}\b.{{0,60}}\b(?:review\w*|examin\w+|probe|investigat\w*|scrutin\w+)\b",
    court_fines=rf"\b{COURT}\b.{{0,40}}\b(?:fines?|fined|amende)\b",
    condemned_to_pay=r"\bcondamn\w+\b.{0,50}\b(?:payer|verser|rembourser|amende|euros|millions?|dollars|milliards?)\b",
    fine_threatened=r"\b(?:risk\w*|face|faces|facing|could|may|might|threat\w*|menac\w+|risque\w*|encour\w+|requi\w+"
    r"|reclam\w+|seeks?)\b"
    r".{0,50}\b(?:fines?|penalt\w+|sanctions?|amendes?)\b",
    fine=r"\b(?:fine|fines|fined|amendes?|penalt(?:y|ies)|penali[sz]\w+|sanctionn\w+|inflig\w+|ecop\w+)\b"
    r"|\b(?:to|must|will|doit|va|devra) (?:pay|payer|verser)\b.{0,12}(?:[$€£]|\d)",
    court_delays=rf"\b{COURT}\b.{{0,60}}\b(?:hear\w*|to (?:rule|decide|review|hear)|skeptical|examin\w+"
    rf"|doit se prononcer|adviser)\b"
    rf"|\b(?:asks?|urges?|tells?|wants?|seeks?|demand\w*)\b.{{0,20}}\b{COURT}\b",
    condemned=r"\b(?:condamn\w+|reconnu\w* coupable|found (?:guilty|liable)|convict\w+|relax\w+|acquitt\w+|relaxe"
    r"|non-lieu|debout\w+)\b",
    ruling=rf"\b{COURT}\b.{{0,60}}\b(?:rul\w+|order\w*|reject\w*|dismiss\w*|uphold\w*|upheld|overturn\w*|toss\w*"
    rf"|throws?|find\w*|annul\w*"
    r"|revers\w+|lift\w*|suspend\w*|block\w*|clear\w*|allow\w*|refus\w+|den(?:y|ies|ied)|confirm\w*|says"
    r"|said|slash\w*|cuts?|approv\w+|grants?"
    r"|tranch\w+|rejet\w*|ordonn\w*|donn\w+ raison|estim\w+|valid\w+|autoris\w+|interdi\w+|back\w*"
    r"|admits?|lets?|keeps?|waves|revives?|retoqu\w+|inadmissible|can pursue|deals? blow|not (?:liable"
    r"|required)|ends?|sides?|declin\w+|favors?)\b"
    r"|\b(?:rulings?|verdicts?|jugement|wins?|win|loses?|lost|defeats?|beats?|prevails?|fends? off)\b.{0,40}"
    r"\b(?:case|lawsuits?|suits?|dismissal|court|trial|proces|appeal|fight|battle)\b"
    r"|\b(?:ruling|verdict|dismissal)\b|\b(?:jury|verdict) (?:award|finds)\b",
    civil=r"\b(?:class[- ]actions?|actions? (?:collectives?|de groupe)|investors sue|shareholders sue"
    r"|portent plainte|porte plainte)\b",
    sues=r"\b(?:sues|sue|sued|suing|lawsuits?|assign\w+|(?:files?|launch\w*|starts?) (?:\S+ )?(?:case|claim)"
    r"|court case|recours|attaqu\w+ (?:en justice|\w+)|poursuivi\w*|saisi\w* la justice|plaintes?"
    r"|complaints?|plaintiffs?)\b",
    indicted=r"\b(?:indict\w+|mise? en examen|mise? en (?:en )?cause|charged|charges|prosecut\w+|poursuites"
    r"|juge\w* (?:pour|au penal|en)|face a la justice|devra repondre|renvo\w+ en (?:proces"
    r"|correctionnelle))\b",
    trial=r"\b(?:trial|proces|court battle|testif\w+|a la barre|jury|devant (?:le|la) (?:tribunal|justice|cour))\b",
    raid=r"\b(?:raid\w*|perquisition\w*|search(?:es|ed)?|saisie|seiz\w+|arrest\w*|garde a vue|interpel\w+)\b",
    probe=r"\b(?:prob(?:e|es|ed|ing)|investigat\w+|inquir\w+|enquet\w+|scrutin\w+|examines?|examining"
    r"|looking into|soupconn\w+|suspect\w+"
    r"|dans le viseur|subpoena\w*|instruction judiciaire|information judiciaire|questions? .{0,20}"
    r"|audit\w*|accus\w+|targeted|quizz\w+|dieselgate|tourmente|scandale?|fraude|collimateur|microscope"
    r"|(?:eu|european) \w+ charge)\b",
    extradition=r"\bextradit\w+\b",
    tariff=r"\b(?:tariffs?|droits de douane|taxe?s?|levy|levies|taxe gafa|duties)\b",
    unbanned=r"\b(?:lift\w*|leve\w*|ends?|ease\w*|relax\w*|unblock\w*|autorise\w* a nouveau"
    r"|retabli\w*)\b.{0,30}\b(?:bans?|interdiction|suspension|block|curbs?|restrictions)\b",
    ban=r"\b(?:bans?|banned|banning|block|blocks|blocked|blocking|interdi\w+|bloqu\w+|suspen(?:d|ds|ded"
    r"|sion)\b|suspendu\w*|ground(?:s|ed|ing)?"
    r"|blacklist\w*|entity list|retir\w+|boycott\w*|revok\w+|strip\w*|barr?ed|bars|debars?|halts?"
    r"|export curbs?|restrict\w*|clou\w+ au sol|proscri\w+)\b",
    order=r"\b(?:orders?|ordered|ordering|injonction\w*|enjoint|mise? en demeure|somm\w+ de|ordonn\w+|must"
    r"|oblig\w+|forc\w+|contrain\w+|directive|recalls?|rappel\w*|compel\w*)\b",
    law=r"\b(?:law|laws|bill|legislation|act|decrets?|decree|loi|lois|projet de loi|reglement\w*|rules?"
    r"|executive order|regulations?|amendement|arrete"
    r"|encadr\w+|curbs?|sanctions?|charter|code)\b",
    approval=r"\b(?:approv\w+|clear(?:s|ed|ance)?|green ?light|authori[sz]\w+|grants?|granted|feu vert|autoris\w+"
    r"|homologu\w+|valid\w+|certif\w+"
    r"|licen[cs]es?|permits?|agrement|accord\w*|return to service|un-?ground\w+|allow\w*|backs?"
    r"|favorably|nod|okay|avis positif|aides? (?:pour|a|de)|soutien\w*|soutenu)\b",
    summons=r"\b(?:summon\w*|convoqu\w+|grill\w*|hearings?|audition\w*|testify|entendu\w*|questioned"
    r"|commission d'enquete)\b",
    warns=r"\b(?:warn\w*|urg\w+|calls? (?:on|for)|tells?|demand\w*|asks?|seeks?|press\w*|exhort\w*|appel\w+"
    r"|alert\w*|deman\w+|critici\w+|critiqu\w+|denonc\w+"
    r"|fustig\w+|epingl\w+|concerns?|slams?|rejects?|rejett\w+|meets?|talks)\b",
)

FUTURE = (
    r"(?:cut|axe|ax|shed|slash|close|shut|lay|eliminate|reduce|trim|furlough|end|idle|scrap|sack|fire"
    r"|dismiss|lose|drop|offer|make|layoff)"
)
CUTS = r"(?:supprim\w+|ferm\w+|licenci\w+|redui\w+|se separer|ceder|couper|delocalis\w+|tailler|disparaitre|perdre)"
PAPERS = (
    r"(?:source|sources|report|reports|wsj|bloomberg(?: law| news)?|reuters|ft|cnbc|nikkei|handelsblatt"
    r"|spiegel|bild|telegraph|times|journal"
    r"|magazin|magazine|newspaper|paper|figaro|le figaro|les echos|bbc|sky news|cnn|insider|information"
    r"|post|unions?|media|memo)"
)

MODES = table(
    not_excluded=r"\b(?:(?:does|do|did|can) ?n[o']t rule out|not ruling out|n'exclut pas|n'est pas exclu\w*"
    r"|n'ecarte pas)\b",
    denied=r"\b(?:will not|won't|no plans?|not (?:cut|close|lay|planning|shut)|den(?:y|ies|ied)|rules? out"
    r"|ruled out|dismisses (?:idea|report|talk)\w*"
    r"|no (?:redundancies|layoffs|job cuts|compulsory)|dement\w*|dementi|aucun\w* (?:licenciement"
    r"|suppression|fermeture|depart)\w*"
    r"|pas de (?:licenciement|suppression|plan social|fermeture|depart)\w*|pas question|exclut|ni licenciement"
    r"|ne (?:sera|seront|fermera|supprimera|licenciera)\w* pas|refut\w+|tenu \w+ engagements?)\b",
    cancelled=r"\b(?:scraps?|scrapped|drops?|halts?|pauses?|shelves?|suspends?|revers\w+|calls? off|postpones?"
    r"|delays?)\b.{0,40}\b(?:plans?|cuts?|layoffs?"
    r"|closures?|redundanc\w+)\b|\b(?:avert\w*|rehir\w*|reprieve|sauve[es]*|repreneur (?:trouve|designe)"
    r"|renonc\w+|abandonn\w+ (?:le|son|les|ses) (?:plan|projet)\w*)\b"
    r"|\b(?:annul\w+|suspen\w+|repouss\w+)\b.{0,30}\b(?:plan|licenciements?|fermeture|pse"
    r"|suppressions?)\b|\b(?:plan|licenciements?|fermeture|pse|suppressions?)\b.{0,30}\b(?:annul\w+"
    r"|suspen\w+|repouss\w+)",
    demanded=r"\b(?:calls? on|urges?|preconis\w+|recommand\w+|demand\w+|exig\w+|reclam\w+)\b",
    considered_as_told=rf"\b(?:consider\w*|mull\w*|weigh\w*|explor\w*|plans?|planning|prepar\w+|preps|could|may|might"
    rf"|to {FUTURE})\b.{{0,120}}[:,-] ?(?:exclusive)?(?:\w+ ){{0,2}}{PAPERS}(?: \w+)?$",
    told=rf"(?:[:,-] ?(?:\w+ ){{0,2}}{PAPERS}(?: (?:say|says|reports?|source|sources))?|\b(?:sources? says?"
    rf"|says? (?:report|source|union)s?|reports?))$",
    conditional=r"\b(?:aurai(?:t|en)t|s'appreterai\w*|envisagerai\w*|preparerai\w*|prevoirai\w*|songerai\w*"
    r"|etudierai\w*|voudrai\w*|compterai\w*|reportedly|said to)\b",
    expected=r"\b(?:pourrai\w*|serai(?:t|en)t|devrai(?:t|en)t|risqu\w+|expected to|could|may|might|set to|likely)\b",
    feared=r"\b(?:fear\w*|crai(?:n|gn)\w+|redout\w+|peur|inqui\w+|angoiss\w+|rumeurs?|spectre|hantise"
    r"|threat\w*|plane|quel avenir|retien\w+ (?:son|leur) souffle)\b",
    considered=r"\b(?:consider\w*|mull\w*|weigh\w*|explor\w*|a l'etude|etudie\w*|reflechi\w*|songe\w*|open mind)\b",
    planned=rf"\b(?:plan(?:s|ned|ning)?(?: to| on| extensive| \d)|looks? to|looking to|seeks?|aims?|intends?"
    rf"|intention de|wants?|propos\w+|consult\w*|hopes?|due to {FUTURE}"
    rf"|(?:veut|veulent|souhait\w+|compte|comptent|envisag\w+|prevoi\w+|projet\w*|s'apprete\w*"
    rf"|menace\w* de|negoci\w+|pret a)\b.{{0,40}}\b{CUTS}"
    r"|negoci\w+|talks|prevue?s?|plans? de depart|volontaires?|voluntary|rupture\w* conventionnelle\w*"
    r"|rcc|offres? de reprise|repreneurs?)\b",
    done=r"\b(?:laid off|(?:has|have|had) (?:cut|axed|shed|slashed|laid|eliminated|dismissed|fired)"
    r"|dismisses (?:over|more|hundreds|\d)\w*|(?:sacks?|fires|fired) \d+"
    r"|gutted|former (?:workers|employees|staff)|recent (?:job cuts|layoffs)|after (?:layoffs|cutting)"
    r"|dismissed (?:workers|staff|employees)|reinstate\w*|lost their jobs"
    r"|a (?:supprime|licencie|ferme|quitte)|ont (?:ete licenci\w+|perdu|ferme|quitte)|ete licenci\w+"
    r"|licencie\w* (?:par|via|il)|ex-?(?:salari|ouvri|employ)\w+"
    r"|ancien\w* (?:salari|ouvri|employ)\w+|prud'?hom\w+|ans apres|un an apres|il y a \w+ (?:ans?|mois)"
    r"|definitivement|baisse le rideau|que sont devenus|dernier jour)\b",
    underway=r"\b(?:continu\w+|begins?|began|starts?|started|underway|cutting|laying off|sent home|ongoing|amid"
    r"|en cours|commenc\w+|debut\w*|homolog\w+|valid\w+"
    r"|lettres? de licenciement|liquidation|redressement|indemnit\w+|primes?|accord (?:trouve|signe"
    r"|conclu)|vot(?:e|es|ent|e)|derniers? (?:jours|instants))\b",
    future=rf"\b(?:to {FUTURE}|will {FUTURE}|(?:va|vont|allai(?:t|ent)|devra) (?:{CUTS}|etre)|supprimera\w*"
    rf"|fermera\w*|seront (?:supprim|licenci)\w+|sera ferme\w*)\b",
    announced=r"\b(?:announc\w+|unveil\w*|confirm\w*|annonc\w+|devoil\w+|presente\w*|decid\w+|decision)\b",
    present=r"\b(?:cuts|cut|axes|sheds|slashes|slash|eliminates|trims|lays off|layoffs|job losses|closures?"
    r"|closing|supprime(?:nt)?|supprimes|suppressions?|ferme(?:nt)?|fermeture|licencie(?:nt)?"
    r"|plan social|pse|licenciements?|restructur\w+)\b",
)

CUT_NOUNS = (
    r"(?:suppressions?|fermetures?|licenciements?|plan social|plans? de (?:departs?|restructuration|sauvegarde"
    r"|licenciement)|pse|rupture conventionnelle|departs? volontaires?|restructuration|coupes?|demantelement"
    r"|delocalisation|cession|job cuts?|layoffs?|redundanc\w+|closures?|cuts?)"
)
CUT_VERBS = (
    r"(?:supprim\w+|ferm\w+|licenci\w+|redui\w+|se separer|ceder|delocalis\w+|disparaitre|perdre|vendre|arreter"
    r"|cut\w*|close\w*|lay|shed|axe|slash|shut)"
)
CUT = rf"(?:{CUT_NOUNS}|{CUT_VERBS})"

TELLINGS = table(
    announced=r"(?<!doit )(?<!devait )(?<!devrait )(?<!pourrait )\b(?:annonc\w+|confirm\w+|devoil\w+|presente\w*"
    rf"|decid\w+|decision|officialis\w+|announc\w+|unveil\w*|revel\w+|declench\w+)[^.!?]{{0,70}}\b{CUT}\b",
    announced_of_it=rf"\b{CUT}\b[^.!?]{{0,50}}\b(?:annonc\w+|confirm\w+|devoil\w+|decid\w+|announc\w+)",
    going_to=rf"\b(?:va|vont|doit|doivent|devra|will|to) (?:\w+ )?(?:{CUT_VERBS}|etre (?:supprim|licenci|ferm)\w+)",
    future=r"\b(?:seront (?:supprim|licenci|concern|touch|ferm)\w+|sera (?:supprim|ferm)\w+|fermera(?:ont)?"
    r"|supprimera\w*|fermeront|perdront)\b",
    present=r"\b(?:supprime|supprimes|ferme|licencie|ferment|suppriment)\b",
    wanted=r"\b(?:veut|veulent|souhait\w+|envisag\w+|compte|comptent|prevoi\w+|projet\w*|intention|propos\w+"
    rf"|s'apprete\w*|menace de|pret\w*|plans? to|planning|consider\w*)[^.!?]{{0,40}}\b{CUT}\b",
    conditional=r"\b(?:serai(?:t|ent)|pourrai(?:t|ent)|risqu\w+|aurai(?:t|ent))[^.!?]{0,30}\b(?:menac\w+|concern\w+"
    rf"|touch\w+|{CUT})\b",
    expected=rf"\bdevrai(?:t|ent)[^.!?]{{0,30}}\b(?:{CUT}|concern\w+|touch\w+)\b",
    threatened=r"\b(?:postes?|emplois?|salaries|usines?|sites?|magasins?)\b.{0,25}\b(?:menac\w+|en jeu|en danger"
    r"|sur la sellette|en peril|incertain\w*)\b|\bmenac\w+ de (?:fermeture|liquidation|disparition|licenciement)",
    feared=r"\b(?:craign\w+|craint\w*|redout\w+|peur|inqui\w+|angoiss\w+|rumeurs?|fear\w*)"
    rf"[^.!?]{{0,80}}\b{CUT}\b",
    eventual=rf"\b(?:eventuel\w*|possibles?|potentiel\w*|probables?|hypothese)[^.!?]{{0,30}}\b{CUT}\b",
    past=r"\b(?:a|ont|avait|avaient|deja|etaient|ete) (?:deja |ete )?(?:supprime|licencie|ferme|perdu|quitte)\w*\b",
    years_after=r"\b(?:ans|annees|mois) apres\b|\bil y a \w+ (?:ans?|mois)\b"
    r"|\b(?:ex|anciens?|anciennes?)[- ](?:salari|employ|ouvri|usine)\w+|\bdepuis la fermeture\b",
    liquidation=r"\bliquidation\b|\bliquidee?\b",
    receivership=r"\bredressement judiciaire\b",
    # What follows tells no stage by itself: who decides, what is agreed upon, who protests.
    protest=rf"\b(?:contre|protest\w+|denonc\w+|manifest\w+|oppos\w+|colere|choc)[^.!?]{{0,60}}\b{CUT}\b",
    talks=r"\b(?:negoci\w+|discussions?|consultation|comite central|cce|cse|talks|reunion\w*|table ronde)\b",
    court=r"\btribunal\b",
    buyer=r"\b(?:repreneurs?|offres? de reprise|reprise)\b",
    agreed=r"\b(?:accord|indemnit\w+|primes?|supra-?leg\w+)\b",
    voted=r"\b(?:vot(?:e|es|ent)|referendum)\b",
    validated=r"\b(?:direccte|dreets|homolog\w+|valid\w+)\b",
    last_days=r"\b(?:dernier\w* (?:jour|instant|heure|semaine)\w*|definitivement|baisse le rideau|ferme ses portes)\b",
    voluntary=r"\b(?:volontaires?|volontariat|conventionnelle|departs?)\b",
    according=r"\b(?:selon|d'apres)\b",
    no_cut=r"\b(?:aucun|pas de|sans) (?:licenciement|suppression|fermeture|depart)\w*",
    saved=r"\b(?:sauv\w+|preserv\w+|maintien)\b",
)
"""What a text says of a cut, each beside the cut itself: one that is announced, wanted, feared, over."""

STAGED = tuple(name for name, _ in TELLINGS)[:15]
"""The tellings that each speak for a stage."""

SURE = frozenset({"announced", "announced_of_it", "going_to", "future"})
UNSURE = frozenset({"wanted", "expected", "conditional", "feared", "eventual"})


def wordings(listed: Table, text: str, start: int, end: int) -> Iterator[str]:
    """The names of a table whose wording stands in text[start:end], in the table's order."""
    return (name for name, pattern in listed if pattern.search(text, start, end))


def places(listed: Table, text: str, start: int, end: int) -> dict[str, int]:
    """Where each wording of a table first stands in text[start:end]."""
    found = ((name, pattern.search(text, start, end)) for name, pattern in listed)
    return {name: match.start() for name, match in found if match}
