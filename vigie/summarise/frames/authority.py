"""Frames of English headlines whose subject is an authority: data.

Patterns: @A an authority, @C the company itself, ~ an auxiliary, <approve clear> any form of these verbs; wordings are
those of regulation_words, with {o} the deal or product, {v} and {dev} what is asked.
"""

from __future__ import annotations

ROWS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        r"@A ~<decline refuse> to (?:hear|take up|review|consider) (?:[\w'-]+ ){0,3}?@C",
        ("{a} <refuser> d'examiner {aff} qui concerne {c}",),
    ),
    (
        r"@A ~(?:waves?|waved) through (?:[\w.'-]+ ){0,3}?(?:case|lawsuit|suit) against @C",
        ("{a} <relancer> des poursuites contre {c}",),
    ),
    (
        r"@A ~(?:<drop close end halt conclude>) (?:\w+ ){0,3}(?:probe|investigation|inquiry|case|"
        r"lawsuit|charges?|suit) (?:\w+ )?(?:into|of|against|on|over) @C",
        ("{a} <clore> une procédure visant {c}",),
    ),
    (
        r"@A ~<fine> @C",
        (
            "{a} <infliger> une amende {cto}",
            "{c} <écoper> d'une amende infligée {aby}",
            "{a} <sanctionner> {c} d'une amende",
        ),
    ),
    (
        r"@A ~<sue> @C",
        (
            "{a} <poursuivre> {c} en justice",
            "{a} <attaquer> {c} en justice",
            "{c} <être> poursuivi{e} en justice {aby}",
        ),
    ),
    (
        r"@A ~<file> (?:a |an )?(?:\w+ ){0,2}(?:lawsuit|suit|complaint|charges|case) against @C",
        (
            "{a} <poursuivre> {c} en justice",
            "{c} <être> poursuivi{e} en justice {aby}",
        ),
    ),
    (
        r"@A ~<indict> @C",
        ("{a} <inculper> {c}",),
    ),
    (
        r"@A ~<charge accuse> @C",
        (
            "{a} <accuser> {c}",
            "{a} <mettre> {c} en cause",
        ),
    ),
    (
        r"@A ~(?:<open launch start begin>) (?:\w+[- ]){0,4}(?:probe|investigation|inquiry|review|"
        r"proceedings?|case|examination|audit)s? (?:into|of|against|over|on|targeting) (?:[\w.,]+ "
        r"){0,3}?@C",
        (
            "{a} <ouvrir> une enquête sur {c}",
            "une enquête {aof} <être> ouverte sur {c}",
        ),
    ),
    (
        r"@A ~(?:<open launch start begin>) (?:[\w-]+ ){0,2}?@C(?: [\w-]+){0,3} (?:probe|"
        r"investigation|inquiry|review)",
        (
            "{a} <ouvrir> une enquête sur {c}",
            "une enquête {aof} <être> ouverte sur {c}",
        ),
    ),
    (
        r"@A ~(?:<seek demand>) (?:answers|info\w*|details|clarity|explanations) (?:on|about|over) "
        r"(?:[\w'-]+ ){1,4}?(?:in|at|of|from|by) @C",
        ("{a} <demander> des explications {cto}",),
    ),
    (
        r"@A ~(?:<extend widen broaden expand deepen resume>) (?:\w+[- ]){0,3}(?:probe|investigation|"
        r"inquiry|review|scrutiny)(?: (?:into|of|over|on))? @C",
        ("{a} <poursuivre> {son} enquête sur {c}",),
    ),
    (
        r"@A ~(?:<extend>) (?:\w+ ){0,2}@C(?: \w+){0,2} (?:probe|investigation|review|inquiry)",
        ("{a} <poursuivre> {son} enquête sur {c}",),
    ),
    (
        r"@A ~(?:<probe investigate>) (?:\w+ ){0,3}?@C(?: \w+){0,3} (?:merger|deal|takeover|"
        r"acquisition)",
        (
            "{a} <examiner> {o}",
            "{a} <enquêter> sur une opération {cof}",
        ),
    ),
    (
        r"@A ~(?:<probe investigate>|look(?:s|ing)? (?:in)?to) (?:(?!(?:after|before|ahead|"
        r"despite)\b)[\w.,'-]+ ){0,4}?@C",
        (
            "{a} <enquêter> sur {c}",
            "{c} <être> visé{e} par une enquête {aof}",
            "{c} <faire> l'objet d'une enquête {aof}",
        ),
    ),
    (
        r"@A ~(?:<examine review scrutinize scrutinise assess study inspect>) (?:[\d.,]+ |new |"
        r"proposed |planned )*@C(?: \w+){0,4} (?:deal|merger|acquisition|takeover)",
        (
            "{a} <examiner> {o}",
            "{a} <examiner> une opération {cof}",
        ),
    ),
    (
        r"@A ~(?:<examine review scrutinize scrutinise assess study>) @C",
        (
            "{a} <examiner> {o}",
            "{a} <examiner> la situation {cof}",
        ),
    ),
    (
        r"@A ~(?:<approve okay back>) (?:[\w$€£.,'-]+ ){0,4}?@C(?: [\w$€£.,'-]+){0,4} (?:settlement|"
        r"agreement|accord|plea)",
        ("{a} <approuver> un accord amiable {cof}",),
    ),
    (
        r"@A ~(?:<reject block toss void>) (?:[\w$€£.,'-]+ ){0,4}?@C(?: [\w$€£.,'-]+){0,4} "
        r"(?:settlement|agreement|accord|plea)",
        ("{a} <rejeter> un accord amiable {cof}",),
    ),
    (
        r"@A ~(?:<clear>) @C of",
        ("{a} <blanchir> {c}",),
    ),
    (
        r"@A ~(?:<clear approve okay back>|greenlights?) (?:[\w$€£.,'-]+ ){0,4}?@C(?:,? "
        r"[\w$€£.,-]+){0,4} (?:merger|takeover|acquisition|buyout|purchase)",
        (
            "{a} <donner> {son} feu vert {oto}",
            "{a} <donner> {son} feu vert à {deal} qui concerne {c}",
        ),
    ),
    (
        r"@A ~(?:<seek demand claim>) (?:[\w$€£.,'-]+ ){1,5}?from @C",
        ("{a} <réclamer> {m} {cto}",),
    ),
    (
        r"@A ~(?:<clear approve okay ok back authorize authorise>|<give grant> (?:\w+ )?(?:approval|"
        r"okay|ok|nod|green light|go-ahead|clearance|permission)(?: (?:to|for|on))?|nods?(?: to)?|"
        r"greenlights?) (?:new |proposed |planned |[$€£][\d.,]+ \w+ )*@C",
        (
            "{a} <donner> {son} feu vert {oto}",
            "{a} <autoriser> {o}",
            "{a} <donner> {son} feu vert {cto}",
            "{c} <obtenir> le feu vert {aof}",
        ),
    ),
    (
        r"@A ~<grant give issue renew> @C (?:\w+[- ]){0,4}licen[cs]es?",
        ("{a} <accorder> une licence {cto}",),
    ),
    (
        r"@A ~<grant give> @C (?:\w+[- ]){0,3}(?:exemption|waiver|reprieve|extension|more time|"
        r"permission|approval)",
        ("{a} <accorder> un répit {cto}",),
    ),
    (
        r"@A ~(?:<extend renew>) (?:\w+ ){0,2}@C(?: \w+){0,3} (?:licen[cs]e|permit|reprieve|waiver|"
        r"exemption|approval)",
        ("{a} <prolonger> une autorisation accordée {cto}",),
    ),
    (
        r"@A ~(?:<strip revoke suspend>) (?:\w+ )?@C(?: \w+){0,3} (?:licen[cs]e|permit)",
        ("{a} <retirer> une licence {cto}",),
    ),
    (
        r"@A ~(?:<deny refuse reject>) @C(?: \w+){0,3} (?:licen[cs]e|permit|permission)",
        ("{a} <refuser> une licence {cto}",),
    ),
    (
        r"@A ~(?:<lift ease reverse relax end unblock>) (?:\w+ ){0,3}(?:ban|suspension|restrictions?|"
        r"curbs|sanctions|grounding) (?:on|of|against|for) (?:\w+ )?@C",
        ("{a} <lever> une interdiction qui visait {c}",),
    ),
    (
        r"@A ~(?:<lift end>) @C(?: \w+){0,3} (?:ban|suspension|grounding)",
        ("{a} <lever> une interdiction qui visait {c}",),
    ),
    (
        r"@A ~(?:<ground>) (?:all )?@C",
        (
            "{a} <suspendre> les vols {oof}",
            "{a} <suspendre> les vols d'avions {cof}",
        ),
    ),
    (
        r"@A ~(?:<ban>) (?:all )?@C (?:\w+ ){0,2}(?:planes|flights|jets|aircraft|from (?:its|their) "
        r"airspace)",
        (
            "{a} <interdire> de vol {o}",
            "{a} <interdire> de vol des avions {cof}",
        ),
    ),
    (
        r"@A ~(?:<ban bar exclude blacklist>|<impose> (?:\w+ )?ban on) (?:use of |imports of |new )*@C",
        (
            "{a} <prononcer> une interdiction contre {c}",
            "{c} <être> visé{e} par une interdiction {aof}",
        ),
    ),
    (
        r"@A ~(?:<block veto prohibit reject halt>) (?:\w+ )?@C(?:,? [\w$€£.,-]+){0,5} (?:deal|merger|"
        r"takeover|acquisition|purchase|buyout)",
        (
            "{a} <s'opposer> {oto}",
            "{a} <bloquer> {deal} qui concerne {c}",
        ),
    ),
    (
        r"@A ~(?:<block>) @C(?: \w+)? (?:effort|attempt|request|bid|move|appeal)",
        ("{a} <rejeter> une demande {cof}",),
    ),
    (
        r"@A ~(?:<block>) @C",
        ("{a} <bloquer> une activité {cof}",),
    ),
    (
        r"@A ~(?:<oppose>|<object> to) @C",
        (
            "{a} <s'opposer> {oto}",
            "{a} <exprimer> {son} opposition {cto}",
        ),
    ),
    (
        r"@A ~(?:<delay postpone pause halt>|puts? (?:brakes? on|on hold)) (?:\w+ )?@C(?: \w+){0,4} "
        r"(?:deal|takeover|acquisition|merger)|@A ~(?:<delay postpone pause halt>) (?:[\w'.-]+ ){1,3}deal with @C",
        (
            "{a} <suspendre> {o}",
            "{a} <suspendre> une opération {cof}",
        ),
    ),
    (
        r"@A ~(?:<delay postpone>) (?:\w+ ){0,3}(?:decision|ruling|verdict) (?:on|over|about) @C",
        ("{a} <reporter> {son} décision sur {c}",),
    ),
    (
        r"@A ~(?:<order tell force require direct compel instruct>) @C to",
        (
            "{a} <ordonner> {cto} {dev}",
            "{a} <adresser> une injonction {cto}",
        ),
    ),
    (
        r"@A ~(?:<urge ask press pressure want>|calls? (?:up)?on|called on|pressing) @C",
        (
            "{a} <demander> {cto} {dev}",
            "{a} <interpeller> {c}",
        ),
    ),
    (
        r"@A ~(?:<seek request demand>|asks? for|asked for) (?:\w+ )?(?:info\w*|details?|documents?|"
        r"records|data|answers|clarity|clarification|explanations?)(?: and \w+)? (?:from|of|on|about|"
        r"over) @C",
        (
            "{a} <demander> des explications {cto}",
            "{a} <demander> des informations {cto}",
        ),
    ),
    (
        r"@A ~(?:<question quiz grill query>) @C",
        ("{a} <demander> des explications {cto}",),
    ),
    (
        r"@A ~(?:<summon>|calls? in|subpoenas?|subpoenaed|hauls? in) @C",
        ("{a} <convoquer> {c}",),
    ),
    (
        r"@A ~(?:<warn>) @C",
        (
            "{a} <mettre> {c} en garde",
            "{c} <recevoir> un avertissement {aof}",
        ),
    ),
    (
        r"@A ~(?:<criticise criticize slam blast rebuke chide reprimand censure rap>) @C",
        (
            "{a} <mettre> {c} en cause",
            "{c} <être> critiqué{e} {aby}",
        ),
    ),
    (
        r"@A ~(?:<raise voice express>) (?:\w+ ){0,3}(?:concerns?|doubts?|worries|alarm|objections?|"
        r"questions) (?:over|about|on|with|to) (?:\w+ )?@C",
        (
            "{a} <exprimer> des réserves sur {o}",
            "{a} <exprimer> des réserves sur {c}",
        ),
    ),
    (
        r"@A ~(?:<find>) (?:that )?@C (?:not )?(?:guilty|liable|in breach|in violation|in contempt|"
        r"violated|broke|breached|infringed|abused|misled)",
        (
            "{a} <donner> tort {cto}",
            "{a} <mettre> {c} en cause",
        ),
    ),
    (
        r"@A ~(?:<say find rule>)s? (?:that )?@C(?: [\w'-]+){0,4} (?:violates?|violated|broke|breaks|"
        r"breach(?:es|ed)?|illegal|unlawful|abused?|infringe[sd]?|misled|must)",
        (
            "{k} <donner> tort {cto}",
            "{a} <mettre> {c} en cause",
        ),
    ),
    (
        r"@A ~(?:<rule>) against @C",
        (
            "{k} <donner> tort {cto}",
            "{a} <donner> tort {cto}",
        ),
    ),
    (
        r"@A ~(?:<rule>) (?:for|in favou?r of) @C|@A ~<side> with @C",
        ("{a} <donner> raison {cto}",),
    ),
    (
        r"@A ~(?:<convict>) @C",
        ("{k} <condamner> {c}",),
    ),
    (
        r"@A ~(?:<acquit>) @C",
        ("{c} <être> relaxé{e} {aby}",),
    ),
    (
        r"@A ~(?:<dismiss toss reject deny throw>|throws? out|tosse[sd])(?: out)? (?:\w+[- "
        r"]){0,5}(?:lawsuits?|suits?|case|claims?|charges?|complaints?|challenge|appeal|petition|"
        r"verdict|award|bid) (?:\w+ ){0,3}?(?:against|to|over|targeting|vs) @C",
        (
            "{a} <donner> raison {cto}",
            "{c} <obtenir> gain de cause devant {k}",
        ),
    ),
    (
        r"@A ~(?:<reject deny dismiss refuse rebuff>|turns? down|throws? out) @C(?: [\w'-]+){0,5} "
        r"(?:appeals?|bid|request|challenge|motion|effort|plea|case|lawsuit|petition|claims?|attempt|"
        r"argument)",
        (
            "{a} <rejeter> une demande {cof}",
            "{c} <essuyer> un refus {aof}",
        ),
    ),
    (
        r"@A ~(?:<revive reinstate allow>|lets?|clears? way for) (?:\w+[- ]){0,5}(?:lawsuits?|suits?|"
        r"case|cases|claims?) (?:\w+ ){0,3}?(?:against|over|vs) @C",
        ("{a} <relancer> des poursuites contre {c}",),
    ),
    (
        r"@A ~(?:<uphold confirm>) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|verdict|ban|ruling|decision|"
        r"order|conviction|award) (?:\w+ ){0,2}?(?:on|against|over|of|for) @C|@A ~(?:<uphold "
        r"confirm>) @C(?: [\w$€£.,-]+){0,4} (?:fine|penalty|verdict|ban|ruling|conviction)",
        ("{a} <confirmer> une décision défavorable {cto}",),
    ),
    (
        r"@A ~(?:<overturn annul scrap void quash>|throws? out|strikes? down|toss(?:es)? out) "
        r"(?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|verdict|ban|ruling|order|award|decision|judgment) "
        r"(?:\w+ ){0,3}?(?:on|against|over|for) @C|@A ~(?:<overturn annul scrap quash>|toss(?:es)? "
        r"out) @C(?: [\w$€£.,-]+){0,4} (?:fine|penalty|verdict|ruling|award)",
        ("{a} <annuler> une décision qui visait {c}",),
    ),
    (
        r"@A ~(?:<slash cut reduce>) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|verdict|award|judgment) "
        r"(?:\w+ ){0,3}?(?:on|against|over|for) @C|@A ~(?:<slash cut reduce>) @C(?: [\w$€£.,-]+){0,4} "
        r"(?:fine|penalty|verdict|award|judgment)",
        ("{a} <réduire> une sanction qui visait {c}",),
    ),
    (
        r"@A ~(?:<hear>) (?:\w+ ){0,3}@C(?: \w+){0,3} (?:case|appeal|challenge|lawsuit|arguments|"
        r"dispute)|@A ~hears? (?:\w+ ){0,3}(?:case|appeal|challenge|arguments) (?:\w+ )?(?:against|by|"
        r"from|on|over) @C",
        ("{a} <examiner> {aff} qui concerne {c}",),
    ),
    (
        r"@A ~(?:<rule decide>) (?:on|in|over) (?:\w+ )?@C",
        (
            "{a} <se prononcer> sur {o}",
            "{a} <se prononcer> dans {aff} qui concerne {c}",
        ),
    ),
    (
        r"@A ~<settle> (?:\w+ ){0,4}with @C",
        ("{c} <conclure> un accord amiable avec {a}",),
    ),
    (
        r"@A ~(?:<raid search>) (?:\w+ ){0,2}@C",
        ("{a} <mener> des perquisitions {chez}",),
    ),
    (
        r"@A ~(?:<impose slap set>) (?:[\w$€£.,-]+ ){0,4}(?:fine|penalty) on @C",
        ("{a} <infliger> une amende {cto}",),
    ),
    (
        r"@A ~(?:<impose slap>) (?:[\w-]+ ){0,4}(?:sanctions|restrictions|curbs|conditions|tariffs|"
        r"duties|limits) on @C",
        ("{a} <imposer> des restrictions {cto}",),
    ),
    (
        r"@A ~(?:<call>s? for|<recommend seek propose demand>|<ask> for) (?:[\w$€£.,-]+ ){0,5}(?:fine|"
        r"penalty) (?:against|for|on|from|in trial of) @C",
        ("{a} <réclamer> une amende contre {c}",),
    ),
    (
        r"@A ~(?:<appeal>) (?:[\w$€£.,-]+ ){0,5}@C",
        ("{a} <faire> appel dans {aff} qui concerne {c}",),
    ),
    (
        r"@A ~(?:<hit> @C with) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|demand)",
        ("{a} <infliger> une amende {cto}",),
    ),
    (
        r"@A ~(?:<hit> @C with) (?:[\w-]+ ){0,5}(?:charges?|lawsuit|suit|complaint)",
        ("{a} <poursuivre> {c}",),
    ),
    (
        r"@A ~(?:<target>) @C",
        ("{a} <viser> {c}",),
    ),
    (
        r"(?:two |three |some )?@A ~(?:<vote>) to (?:cap|limit|ban|curb|tax|restrict) (?:[\w.,]+ "
        r"){0,3}?@C",
        ("{a} <voter> des restrictions qui visent {c}",),
    ),
    (
        r"@A ~(?:<suspend>) (?:[\w$€£.,-]+ ){0,3}?(?:fine|ban|ruling|order) (?:\w+ )?(?:on|against) @C",
        ("{a} <suspendre> une décision qui visait {c}",),
    ),
    (
        r"@A ~(?:<clear>) (?:the )?way for (?:[\w.,]+ ){0,3}?@C to (?:face|stand)",
        ("{a} <permettre> des poursuites contre {c}",),
    ),
    (
        r"@A ~(?:<query press>) (?:[\w.,]+ )?@C",
        ("{a} <demander> des explications {cto}",),
    ),
    (
        r"@A ~(?:<object>) to @C",
        ("{a} <s'opposer> à une demande {cof}",),
    ),
    (
        r"@A ~(?:<extend>) deadline (?:[\w.,]+ ){0,4}?(?:on|for|of|over) (?:[\w'.,]+ ){0,2}?@C",
        (
            "{a} <prolonger> {son} examen {oof}",
            "{a} <prolonger> {son} examen d'un dossier {cof}",
        ),
    ),
    (
        r"@A ~(?:<criticise criticize condemn welcome defend hail>) (?:[\w$€£.,'-]+ ){0,4}?@C",
        ("{a} <prendre> position sur {o}",),
    ),
    (
        r"@A ~(?:<check monitor>) (?:\w+ )?@C",
        ("{a} <contrôler> {c}",),
    ),
    (
        r"@A ~(?:<review>) (?:[\w'-]+ ){0,6}?@C",
        ("{a} <réexaminer> {aff} qui concerne {c}",),
    ),
    (
        r"@A ~(?:<consider weigh mull discuss debate>) (?:\w+ ){0,3}?(?:ban|banning|excluding|curbs|"
        r"restrictions|sanctions)(?: \w+){0,2} (?:on |against )?@C",
        ("{a} <envisager> des restrictions contre {c}",),
    ),
    (
        r"@A ~(?:<consider weigh mull>) (?:\w+ ){0,3}?(?:fine|fining|penalty|charges|charging|lawsuit|"
        r"suing)(?: \w+){0,2} (?:on |against )?@C",
        ("{a} <envisager> des poursuites contre {c}",),
    ),
    (
        r"@A ~(?:<consider weigh mull>) (?:\w+ ){0,3}?(?:probe|probing|investigating|"
        r"investigation)(?: \w+){0,2} (?:into |of )?@C",
        ("{a} <envisager> une enquête sur {c}",),
    ),
    (
        r"@A ~(?:<threaten>) @C with (?:[\w-]+ ){0,4}?(?:fines?|penalty|sanctions)",
        ("{a} <menacer> {c} d'une sanction",),
    ),
    (
        r"@A ~(?:<threaten>) (?:to )?(?:ban|block|sue|fine) @C",
        ("{a} <menacer> de s'en prendre {cto}",),
    ),
    (
        r"@A ~(?:<win>) (?:[\w$€£.,'-]+ ){0,4}?(?:against|over) @C",
        ("{a} <obtenir> gain de cause contre {c}",),
    ),
    (
        r"@A ~(?:<lose>) (?:[\w$€£.,'-]+ ){0,4}?(?:against|over) @C",
        ("{c} <obtenir> gain de cause contre {a}",),
    ),
    (
        r"@A ~(?:<back support>) @C",
        ("{a} <soutenir> {c}",),
    ),
    (
        r"@A ~(?:<complete finish conclude end wrap>)(?: up)? (?:\w+ ){0,3}?(?:probe|investigation|"
        r"inquiry|review) (?:into|of|on) @C",
        ("{a} <achever> une enquête sur {c}",),
    ),
    (
        r"@A(?:'s)? (?:new |ongoing |criminal |antitrust |formal )*(?:probe|investigation|inquiry) "
        r"(?:into|of|on) @C",
        ("{c} <être> visé{e} par une enquête {aof}",),
    ),
    (
        r"@A(?:'s)? (?:new |pending |antitrust |federal )*(?:lawsuit|suit|case) against @C",
        ("{c} <être> visé{e} par une action en justice {aof}",),
    ),
    (
        r"@A(?:'s)? ban (?:on|of|against) @C",
        ("{c} <être> visé{e} par une interdiction {aof}",),
    ),
    (
        r"@A(?:'s)? (?:\w+ )?tariffs (?:on|against) @C",
        ("{c} <être> visé{e} par des droits de douane {aof}",),
    ),
    (
        r"@A(?:'s)? (?:[\w$€£.,-]+ )*?fine (?:on|against|for|of) @C",
        ("une amende {aof} <viser> {c}",),
    ),
    (
        r"@A ~(?:<publish release issue unveil>) (?:\w+ ){0,4}?(?:report|findings|directive|rules|"
        r"guidance|order|draft)(?: \w+){0,2} (?:on|for|about|into|requiring|over) @C",
        (
            "{a} <publier> un document sur {o}",
            "{a} <publier> un document qui concerne {c}",
        ),
    ),
    (
        r"@A ~(?:<finalise finalize>) @C",
        (
            "{a} <publier> une consigne sur {o}",
            "{a} <adopter> une mesure qui concerne {c}",
        ),
    ),
    (
        r"@A ~(?:<discuss meet>) (?:with )?@C",
        ("{a} <discuter> avec {c}",),
    ),
    (
        r"@A,? @C ~(?:<meet settle>|in talks|reach(?:es)? (?:\w+ )?(?:deal|settlement|agreement))",
        ("{a} et {c} <négocier>",),
    ),
)
