"""Frames of English headlines whose subject is an authority: data.

Patterns: @A an authority, @C the company itself, ~ an auxiliary, <approve clear> any form of these verbs; wordings are
those of regulation_words, with {o} the deal or product, {v} and {dev} what is asked. See grammar.table.
"""

from __future__ import annotations

from vigie.summarise.frames.grammar import table

ROWS = table(r"""
@A ~<decline refuse> to (?:hear|take up|review|consider) (?:[\w'-]+ ){0,3}?@C
    {a} <refuser> d'examiner {aff} qui concerne {c}
@A ~(?:waves?|waved) through (?:[\w.'-]+ ){0,3}?(?:case|lawsuit|suit) against @C
    {a} <relancer> des poursuites contre {c}
@A ~(?:<drop close end halt conclude>) (?:\w+ ){0,3}(?:probe|investigation|inquiry|case|lawsuit|charges?\
|suit) (?:\w+ )?(?:into|of|against|on|over) @C
    {a} <clore> une procédure visant {c}
@A ~<fine> @C
    {a} <infliger> une amende {cto}
    {c} <écoper> d'une amende infligée {aby}
    {a} <sanctionner> {c} d'une amende
@A ~<sue> @C
    {a} <poursuivre> {c} en justice
    {a} <attaquer> {c} en justice
    {c} <être> poursuivi{e} en justice {aby}
@A ~<file> (?:a |an )?(?:\w+ ){0,2}(?:lawsuit|suit|complaint|charges|case) against @C
    {a} <poursuivre> {c} en justice
    {c} <être> poursuivi{e} en justice {aby}
@A ~<indict> @C
    {a} <inculper> {c}
@A ~<charge accuse> @C
    {a} <accuser> {c}
    {a} <mettre> {c} en cause
@A ~(?:<open launch start begin>) (?:\w+[- ]){0,4}(?:probe|investigation|inquiry|review|proceedings?|case|examination\
|audit)s? (?:into|of|against|over|on|targeting) (?:[\w.,]+ ){0,3}?@C
    {a} <ouvrir> une enquête sur {c}
    une enquête {aof} <être> ouverte sur {c}
@A ~(?:<open launch start begin>) (?:[\w-]+ ){0,2}?@C(?: [\w-]+){0,3} (?:probe|investigation|inquiry|review)
    {a} <ouvrir> une enquête sur {c}
    une enquête {aof} <être> ouverte sur {c}
@A ~(?:<seek demand>) (?:answers|info\w*|details|clarity|explanations) (?:on|about|over) (?:[\w'-]+ ){1,4}?(?:in|at|of\
|from|by) @C
    {a} <demander> des explications {cto}
@A ~(?:<extend widen broaden expand deepen resume>) (?:\w+[- ]){0,3}(?:probe|investigation|inquiry|review\
|scrutiny)(?: (?:into|of|over|on))? @C
    {a} <poursuivre> {son} enquête sur {c}
@A ~(?:<extend>) (?:\w+ ){0,2}@C(?: \w+){0,2} (?:probe|investigation|review|inquiry)
    {a} <poursuivre> {son} enquête sur {c}
@A ~(?:<probe investigate>) (?:\w+ ){0,3}?@C(?: \w+){0,3} (?:merger|deal|takeover|acquisition)
    {a} <examiner> {o}
    {a} <enquêter> sur une opération {cof}
@A ~(?:<probe investigate>|look(?:s|ing)? (?:in)?to) (?:(?!(?:after|before|ahead|despite)\b)[\w.,'-]+ ){0,4}?@C
    {a} <enquêter> sur {c}
    {c} <être> visé{e} par une enquête {aof}
    {c} <faire> l'objet d'une enquête {aof}
@A ~(?:<examine review scrutinize scrutinise assess study inspect>) (?:[\d.,]+ |new |proposed |planned )*@C\
(?: \w+){0,4} (?:deal|merger|acquisition|takeover)
    {a} <examiner> {o}
    {a} <examiner> une opération {cof}
@A ~(?:<examine review scrutinize scrutinise assess study>) @C
    {a} <examiner> {o}
    {a} <examiner> la situation {cof}
@A ~(?:<approve okay back>) (?:[\w$€£.,'-]+ ){0,4}?@C(?: [\w$€£.,'-]+){0,4} (?:settlement|agreement|accord|plea)
    {a} <approuver> un accord amiable {cof}
@A ~(?:<reject block toss void>) (?:[\w$€£.,'-]+ ){0,4}?@C(?: [\w$€£.,'-]+){0,4} (?:settlement|agreement|accord|plea)
    {a} <rejeter> un accord amiable {cof}
@A ~(?:<clear>) @C of
    {a} <blanchir> {c}
@A ~(?:<clear approve okay back>|greenlights?) (?:[\w$€£.,'-]+ ){0,4}?@C(?:,? [\w$€£.,-]+){0,4} (?:merger|takeover\
|acquisition|buyout|purchase)
    {a} <donner> {son} feu vert {oto}
    {a} <donner> {son} feu vert à {deal} qui concerne {c}
@A ~(?:<seek demand claim>) (?:[\w$€£.,'-]+ ){1,5}?from @C
    {a} <réclamer> {m} {cto}
@A ~(?:<clear approve okay ok back authorize authorise>|<give grant> (?:\w+ )?(?:approval|okay|ok|nod|green light\
|go-ahead|clearance|permission)(?: (?:to|for|on))?|nods?(?: to)?\
|greenlights?) (?:new |proposed |planned |[$€£][\d.,]+ \w+ )*@C
    {a} <donner> {son} feu vert {oto}
    {a} <autoriser> {o}
    {a} <donner> {son} feu vert {cto}
    {c} <obtenir> le feu vert {aof}
@A ~<grant give issue renew> @C (?:\w+[- ]){0,4}licen[cs]es?
    {a} <accorder> une licence {cto}
@A ~<grant give> @C (?:\w+[- ]){0,3}(?:exemption|waiver|reprieve|extension|more time|permission|approval)
    {a} <accorder> un répit {cto}
@A ~(?:<extend renew>) (?:\w+ ){0,2}@C(?: \w+){0,3} (?:licen[cs]e|permit|reprieve|waiver|exemption|approval)
    {a} <prolonger> une autorisation accordée {cto}
@A ~(?:<strip revoke suspend>) (?:\w+ )?@C(?: \w+){0,3} (?:licen[cs]e|permit)
    {a} <retirer> une licence {cto}
@A ~(?:<deny refuse reject>) @C(?: \w+){0,3} (?:licen[cs]e|permit|permission)
    {a} <refuser> une licence {cto}
@A ~(?:<lift ease reverse relax end unblock>) (?:\w+ ){0,3}(?:ban|suspension|restrictions?|curbs|sanctions\
|grounding) (?:on|of|against|for) (?:\w+ )?@C
    {a} <lever> une interdiction qui visait {c}
@A ~(?:<lift end>) @C(?: \w+){0,3} (?:ban|suspension|grounding)
    {a} <lever> une interdiction qui visait {c}
@A ~(?:<ground>) (?:all )?@C
    {a} <suspendre> les vols {oof}
    {a} <suspendre> les vols d'avions {cof}
@A ~(?:<ban>) (?:all )?@C (?:\w+ ){0,2}(?:planes|flights|jets|aircraft|from (?:its|their) airspace)
    {a} <interdire> de vol {o}
    {a} <interdire> de vol des avions {cof}
@A ~(?:<ban bar exclude blacklist>|<impose> (?:\w+ )?ban on) (?:use of |imports of |new )*@C
    {a} <prononcer> une interdiction contre {c}
    {c} <être> visé{e} par une interdiction {aof}
@A ~(?:<block veto prohibit reject halt>) (?:\w+ )?@C(?:,? [\w$€£.,-]+){0,5} (?:deal|merger|takeover|acquisition\
|purchase|buyout)
    {a} <s'opposer> {oto}
    {a} <bloquer> {deal} qui concerne {c}
@A ~(?:<block>) @C(?: \w+)? (?:effort|attempt|request|bid|move|appeal)
    {a} <rejeter> une demande {cof}
@A ~(?:<block>) @C
    {a} <bloquer> une activité {cof}
@A ~(?:<oppose>|<object> to) @C
    {a} <s'opposer> {oto}
    {a} <exprimer> {son} opposition {cto}
@A ~(?:<delay postpone pause halt>|puts? (?:brakes? on|on hold)) (?:\w+ )?@C(?: \w+){0,4} (?:deal|takeover|acquisition\
|merger)|@A ~(?:<delay postpone pause halt>) (?:[\w'.-]+ ){1,3}deal with @C
    {a} <suspendre> {o}
    {a} <suspendre> une opération {cof}
@A ~(?:<delay postpone>) (?:\w+ ){0,3}(?:decision|ruling|verdict) (?:on|over|about) @C
    {a} <reporter> {son} décision sur {c}
@A ~(?:<order tell force require direct compel instruct>) @C to
    {a} <ordonner> {cto} {dev}
    {a} <adresser> une injonction {cto}
@A ~(?:<urge ask press pressure want>|calls? (?:up)?on|called on|pressing) @C
    {a} <demander> {cto} {dev}
    {a} <interpeller> {c}
@A ~(?:<seek request demand>|asks? for|asked for) (?:\w+ )?(?:info\w*|details?|documents?|records|data|answers|clarity\
|clarification|explanations?)(?: and \w+)? (?:from|of|on|about|over) @C
    {a} <demander> des explications {cto}
    {a} <demander> des informations {cto}
@A ~(?:<question quiz grill query>) @C
    {a} <demander> des explications {cto}
@A ~(?:<summon>|calls? in|subpoenas?|subpoenaed|hauls? in) @C
    {a} <convoquer> {c}
@A ~(?:<warn>) @C
    {a} <mettre> {c} en garde
    {c} <recevoir> un avertissement {aof}
@A ~(?:<criticise criticize slam blast rebuke chide reprimand censure rap>) @C
    {a} <mettre> {c} en cause
    {c} <être> critiqué{e} {aby}
@A ~(?:<raise voice express>) (?:\w+ ){0,3}(?:concerns?|doubts?|worries|alarm|objections?|questions) (?:over|about|on\
|with|to) (?:\w+ )?@C
    {a} <exprimer> des réserves sur {o}
    {a} <exprimer> des réserves sur {c}
@A ~(?:<find>) (?:that )?@C (?:not )?(?:guilty|liable|in breach|in violation|in contempt|violated|broke|breached\
|infringed|abused|misled)
    {a} <donner> tort {cto}
    {a} <mettre> {c} en cause
@A ~(?:<say find rule>)s? (?:that )?@C(?: [\w'-]+){0,4} (?:violates?|violated|broke|breaks|breach(?:es|ed)?|illegal\
|unlawful|abused?|infringe[sd]?|misled|must)
    {k} <donner> tort {cto}
    {a} <mettre> {c} en cause
@A ~(?:<rule>) against @C
    {k} <donner> tort {cto}
    {a} <donner> tort {cto}
@A ~(?:<rule>) (?:for|in favou?r of) @C|@A ~<side> with @C
    {a} <donner> raison {cto}
@A ~(?:<convict>) @C
    {k} <condamner> {c}
@A ~(?:<acquit>) @C
    {c} <être> relaxé{e} {aby}
@A ~(?:<dismiss toss reject deny throw>|throws? out|tosse[sd])(?: out)? (?:\w+[- ]){0,5}(?:lawsuits?|suits?|case\
|claims?|charges?|complaints?|challenge|appeal|petition|verdict|award|bid) (?:\w+ ){0,3}?(?:against|to|over|targeting\
|vs) @C
    {a} <donner> raison {cto}
    {c} <obtenir> gain de cause devant {k}
@A ~(?:<reject deny dismiss refuse rebuff>|turns? down|throws? out) @C(?: [\w'-]+){0,5} (?:appeals?|bid|request\
|challenge|motion|effort|plea|case|lawsuit|petition|claims?|attempt|argument)
    {a} <rejeter> une demande {cof}
    {c} <essuyer> un refus {aof}
@A ~(?:<revive reinstate allow>|lets?|clears? way for) (?:\w+[- ]){0,5}(?:lawsuits?|suits?|case|cases\
|claims?) (?:\w+ ){0,3}?(?:against|over|vs) @C
    {a} <relancer> des poursuites contre {c}
@A ~(?:<uphold confirm>) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|verdict|ban|ruling|decision|order|conviction\
|award) (?:\w+ ){0,2}?(?:on|against|over|of|for) @C|@A ~(?:<uphold confirm>) @C(?: [\w$€£.,-]+){0,4} (?:fine|penalty\
|verdict|ban|ruling|conviction)
    {a} <confirmer> une décision défavorable {cto}
@A ~(?:<overturn annul scrap void quash>|throws? out|strikes? down|toss(?:es)? out) (?:[\w$€£.,-]+ ){0,5}(?:fine\
|penalty|verdict|ban|ruling|order|award|decision|judgment) (?:\w+ ){0,3}?(?:on|against|over|for) @C\
|@A ~(?:<overturn annul scrap quash>|toss(?:es)? out) @C(?: [\w$€£.,-]+){0,4} (?:fine|penalty|verdict|ruling|award)
    {a} <annuler> une décision qui visait {c}
@A ~(?:<slash cut reduce>) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|verdict|award|judgment) (?:\w+ ){0,3}?(?:on|against\
|over|for) @C|@A ~(?:<slash cut reduce>) @C(?: [\w$€£.,-]+){0,4} (?:fine|penalty|verdict|award|judgment)
    {a} <réduire> une sanction qui visait {c}
@A ~(?:<hear>) (?:\w+ ){0,3}@C(?: \w+){0,3} (?:case|appeal|challenge|lawsuit|arguments|dispute)\
|@A ~hears? (?:\w+ ){0,3}(?:case|appeal|challenge|arguments) (?:\w+ )?(?:against|by|from|on|over) @C
    {a} <examiner> {aff} qui concerne {c}
@A ~(?:<rule decide>) (?:on|in|over) (?:\w+ )?@C
    {a} <se prononcer> sur {o}
    {a} <se prononcer> dans {aff} qui concerne {c}
@A ~<settle> (?:\w+ ){0,4}with @C
    {c} <conclure> un accord amiable avec {a}
@A ~(?:<raid search>) (?:\w+ ){0,2}@C
    {a} <mener> des perquisitions {chez}
@A ~(?:<impose slap set>) (?:[\w$€£.,-]+ ){0,4}(?:fine|penalty) on @C
    {a} <infliger> une amende {cto}
@A ~(?:<impose slap>) (?:[\w-]+ ){0,4}(?:sanctions|restrictions|curbs|conditions|tariffs|duties|limits) on @C
    {a} <imposer> des restrictions {cto}
@A ~(?:<call>s? for|<recommend seek propose demand>|<ask> for) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty) (?:against|for|on\
|from|in trial of) @C
    {a} <réclamer> une amende contre {c}
@A ~(?:<appeal>) (?:[\w$€£.,-]+ ){0,5}@C
    {a} <faire> appel dans {aff} qui concerne {c}
@A ~(?:<hit> @C with) (?:[\w$€£.,-]+ ){0,5}(?:fine|penalty|demand)
    {a} <infliger> une amende {cto}
@A ~(?:<hit> @C with) (?:[\w-]+ ){0,5}(?:charges?|lawsuit|suit|complaint)
    {a} <poursuivre> {c}
@A ~(?:<target>) @C
    {a} <viser> {c}
(?:two |three |some )?@A ~(?:<vote>) to (?:cap|limit|ban|curb|tax|restrict) (?:[\w.,]+ ){0,3}?@C
    {a} <voter> des restrictions qui visent {c}
@A ~(?:<suspend>) (?:[\w$€£.,-]+ ){0,3}?(?:fine|ban|ruling|order) (?:\w+ )?(?:on|against) @C
    {a} <suspendre> une décision qui visait {c}
@A ~(?:<clear>) (?:the )?way for (?:[\w.,]+ ){0,3}?@C to (?:face|stand)
    {a} <permettre> des poursuites contre {c}
@A ~(?:<query press>) (?:[\w.,]+ )?@C
    {a} <demander> des explications {cto}
@A ~(?:<object>) to @C
    {a} <s'opposer> à une demande {cof}
@A ~(?:<extend>) deadline (?:[\w.,]+ ){0,4}?(?:on|for|of|over) (?:[\w'.,]+ ){0,2}?@C
    {a} <prolonger> {son} examen {oof}
    {a} <prolonger> {son} examen d'un dossier {cof}
@A ~(?:<criticise criticize condemn welcome defend hail>) (?:[\w$€£.,'-]+ ){0,4}?@C
    {a} <prendre> position sur {o}
@A ~(?:<check monitor>) (?:\w+ )?@C
    {a} <contrôler> {c}
@A ~(?:<review>) (?:[\w'-]+ ){0,6}?@C
    {a} <réexaminer> {aff} qui concerne {c}
@A ~(?:<consider weigh mull discuss debate>) (?:\w+ ){0,3}?(?:ban|banning|excluding|curbs|restrictions\
|sanctions)(?: \w+){0,2} (?:on |against )?@C
    {a} <envisager> des restrictions contre {c}
@A ~(?:<consider weigh mull>) (?:\w+ ){0,3}?(?:fine|fining|penalty|charges|charging|lawsuit\
|suing)(?: \w+){0,2} (?:on |against )?@C
    {a} <envisager> des poursuites contre {c}
@A ~(?:<consider weigh mull>) (?:\w+ ){0,3}?(?:probe|probing|investigating|investigation)(?: \w+){0,2} (?:into |of )?@C
    {a} <envisager> une enquête sur {c}
@A ~(?:<threaten>) @C with (?:[\w-]+ ){0,4}?(?:fines?|penalty|sanctions)
    {a} <menacer> {c} d'une sanction
@A ~(?:<threaten>) (?:to )?(?:ban|block|sue|fine) @C
    {a} <menacer> de s'en prendre {cto}
@A ~(?:<win>) (?:[\w$€£.,'-]+ ){0,4}?(?:against|over) @C
    {a} <obtenir> gain de cause contre {c}
@A ~(?:<lose>) (?:[\w$€£.,'-]+ ){0,4}?(?:against|over) @C
    {c} <obtenir> gain de cause contre {a}
@A ~(?:<back support>) @C
    {a} <soutenir> {c}
@A ~(?:<complete finish conclude end wrap>)(?: up)? (?:\w+ ){0,3}?(?:probe|investigation|inquiry|review) (?:into|of\
|on) @C
    {a} <achever> une enquête sur {c}
@A(?:'s)? (?:new |ongoing |criminal |antitrust |formal )*(?:probe|investigation|inquiry) (?:into|of|on) @C
    {c} <être> visé{e} par une enquête {aof}
@A(?:'s)? (?:new |pending |antitrust |federal )*(?:lawsuit|suit|case) against @C
    {c} <être> visé{e} par une action en justice {aof}
@A(?:'s)? ban (?:on|of|against) @C
    {c} <être> visé{e} par une interdiction {aof}
@A(?:'s)? (?:\w+ )?tariffs (?:on|against) @C
    {c} <être> visé{e} par des droits de douane {aof}
@A(?:'s)? (?:[\w$€£.,-]+ )*?fine (?:on|against|for|of) @C
    une amende {aof} <viser> {c}
@A ~(?:<publish release issue unveil>) (?:\w+ ){0,4}?(?:report|findings|directive|rules|guidance|order\
|draft)(?: \w+){0,2} (?:on|for|about|into|requiring|over) @C
    {a} <publier> un document sur {o}
    {a} <publier> un document qui concerne {c}
@A ~(?:<finalise finalize>) @C
    {a} <publier> une consigne sur {o}
    {a} <adopter> une mesure qui concerne {c}
@A ~(?:<discuss meet>) (?:with )?@C
    {a} <discuter> avec {c}
@A,? @C ~(?:<meet settle>|in talks|reach(?:es)? (?:\w+ )?(?:deal|settlement|agreement))
    {a} et {c} <négocier>
""")
