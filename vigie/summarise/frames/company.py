"""Frames of English headlines whose subject is the company: data.

Patterns: @A an authority, @C the company itself, ~ an auxiliary, <approve clear> any form of these verbs; wordings are
those of regulation_words, with {o} the deal or product, {v} and {dev} what is asked. See grammar.table.
"""

from __future__ import annotations

from vigie.summarise.frames.grammar import table

ROWS = table(r"""
@C ~(?:<face>|hit (?:with|by)) (?:(?!class)[\w$€£.,'@-]+ ){0,5}?(?:lawsuits|suits|legal actions)
    {c} <être> visé{e} par des actions en justice{w}
    des actions en justice <visent> {c}{w}
@C(?:,? [\w'., -]{0,24})? ~(?:targeted) by @A
    {c} <être> visé{e} {aby}
@C ~(?:<plan>s? to )?(?:<apply> for|<seek>) (?:an? )?(?:[\w@'-]+ ){0,3}?licen[cs]e
    {c} <demander> une licence {ato}
    {c} <demander> une licence{w}
@C ~<sue> @A
    {c} <attaquer> {a} en justice
@C ~<prepare plan> (?:to sue|suit against|lawsuit against) @A|@C ~preparing to sue @A|@C (?:set to|to) (?:announce\
|file|launch) (?:\w+ )?lawsuit against @A
    {c} <préparer> une action en justice contre {a}
@C ~<file> (?:\w+ )?(?:lawsuit|suit|complaint) against @A
    {c} <attaquer> {a} en justice
@C ~(?:(?:<pay>|<agree> to pay)) (?:[\w$€£.,@ -]{3,40}?) (?:\w+ ){0,3}(?:fine|penalty)
    {c} <payer> une amende de {m}
@C (?:~(?:<pay>|<agree> to pay|says? to pay|says? it will pay)|in) (?:[\w$€£.,@ -]{3,40}?) (?:to\
|in)(?: (?:[\w.@]+))?(?: to)? (?:settle|resolve|end|settlement)
    {c} <conclure> un accord à {m} avec {g}
    {c} <payer> {m} pour clore un litige{w}
    {c} <conclure> un accord amiable{w}
@C ~(?:<settle resolve>|reach(?:es|ed)? (?:\w+ ){0,3}settlement|agree(?:s|d)? (?:to )?settle(?:ment)?)(?! talks)
    {c} <conclure> un accord amiable avec {g}
    {c} <conclure> un accord à {m}{w}
    {c} <conclure> un accord amiable{w}
@C ~(?:<win gain get receive secure obtain clinch>) (?:[\w$€£.,'@-]+ ){0,5}?(?:approval|okay|ok|nod|clearance\
|green light|go-ahead)
    {a} <donner> {son} feu vert {oto}
    {c} <obtenir> le feu vert {aof}
    {c} <obtenir> une autorisation{w}
@C ~(?:<win gain get receive secure obtain>) (?:[\w'@-]+ ){0,5}?licen[cs]e
    {c} <obtenir> une licence {aof}
    {c} <obtenir> une licence{w}
@C ~(?:<win gain get receive secure>) (?:[\w'@-]+ ){0,5}?(?:exemptions?|waivers?)
    {c} <obtenir> une exemption {aof}
    {c} <obtenir> une exemption{w}
@C ~(?:<win gain get receive secure>) (?:[\w'@-]+ ){0,5}?(?:reprieve|extension|pause|delay|stay|respite)
    {c} <obtenir> un répit {aof}
    {c} <obtenir> un répit{w}
@C ~(?:<win>) (?:[\w$€£.,'@-]+ ){0,6}?(?:case|appeal|dismissal|lawsuit|ruling|battle|fight|challenge|trial|suit|dispute)
    {c} <obtenir> gain de cause devant {k}
    {c} <obtenir> gain de cause en justice{w}
@C ~(?:<lose>) (?:[\w$€£.,'@-]+ ){0,6}?(?:licen[cs]e)
    {c} <perdre> sa licence{w}
@C ~(?:<lose>|fails? in|failed in) (?:[\w$€£.,'@-]+ ){0,6}?(?:case|appeal|bid|lawsuit|ruling|battle|fight|challenge\
|trial|suit|dispute)
    {c} <perdre> une manche devant {k}
    {c} <perdre> une manche en justice{w}
@C ~(?:<face>) (?:[\w$€£.,'@-]+ ){0,4}?(?:class[- ]action)
    une action collective <viser> {c}{w}
@C ~(?:<face>|hit (?:with|by)|slapped with) (?:[\w$€£.,'@-]+ ){0,6}?(?:lawsuits?|suits?|legal action|trial)
    {c} <être> visé{e} par une action en justice{w}
    une action en justice <viser> {c}{w}
@C ~(?:<face>|under|hit (?:with|by)|target of|(?:is |are )?subject of) (?:(?!risk)[\w$€£.,'@-]+ ){0,6}?(?:probes?\
|investigation|inquiry|scrutiny|review|examination)
    {c} <être> visé{e} par une enquête {aof}
    {c} <faire> l'objet d'une enquête {aof}
    {c} <être> visé{e} par une enquête{w}
    {c} <faire> l'objet d'une enquête{w}
@C ~(?:hit (?:with|by)|slapped with|gets?|handed|receives?) (?:[\w$€£.,'@-]+ ){0,6}?(?:fines?|penalty)
    {c} <écoper> d'une amende infligée {aby}
    {c} <écoper> d'une amende{w}
    une amende <être> infligée {cto}{w}
@C (could |may |might )face (?:[\w$€£.,'@-]+ ){0,6}?(?:fines?|penalty|penalties)
    {c} <écoper> d'une amende infligée {aby}
    {c} <écoper> d'une amende{w}
@C (?:~<face>|risks?|facing|faces?) (?:[\w$€£.,'@-]+ ){0,6}?(?:fines?|penalty|penalties)
    {c} <risquer> une amende {aof}
    {c} <risquer> une amende{w}
@C ~(?:<face>) (?:[\w$€£.,'@-]+ ){0,5}?charges?
    {c} <être> mis{e} en cause {aby}
    {c} <être> mis{e} en cause{w}
@C (?:~)(?:fined)(?: [\w$€£.,'-]+){0,4}? by @A
    {c} <écoper> d'une amende infligée {aby}
@C (?:~)(?:fined)
    {c} <écoper> d'une amende{w}
    une amende <être> infligée {cto}{w}
@C (?:~)(?:being )?(?:sued) by @A
    {c} <être> poursuivi{e} en justice {aby}
@C (?:~)(?:being )?(?:sued) by (?:\w+ )?(?:investors?|shareholders?)
    des actionnaires <poursuivent> {c} en justice{w}
@C (?:~)(?:being )?sued
    {c} <être> visé{e} par une action en justice{w}
    une action en justice <viser> {c}{w}
@C (?:~)(?:being )?(?:probed|investigated)(?: \w+){0,3}? by @A
    {c} <être> visé{e} par une enquête {aof}
    {c} <faire> l'objet d'une enquête {aof}
@C (?:~)(?:being )?(?:probed|investigated|under investigation|under scrutiny)
    {c} <être> visé{e} par une enquête{w}
    {c} <faire> l'objet d'une enquête{w}
@C (?:~)(?:ordered|told|forced|instructed) by @A to
    {a} <ordonner> {cto} {dev}
    {c} <être> visé{e} par une injonction {aof}
@C (?:~)(?:ordered|forced) to
    {c} <devoir> {v} sur injonction
    {c} <être> visé{e} par une injonction{w}
@C (?:~)(?:banned|barred) (?:[\w ]{0,30})?by @A
    {c} <être> visé{e} par une interdiction {aof}
@C (?:~)(?:banned|barred|blacklisted)
    {c} <être> visé{e} par une interdiction{w}
@C (?:~)(?:accused|charged|indicted)(?: \w+){0,4}? by @A
    {c} <être> mis{e} en cause {aby}
@C (?:~)(?:accused|charged)
    {c} <être> mis{e} en cause{w}
@C (?:~)(?:cleared|acquitted) of
    {c} <être> blanchi{e}{w}
@C (?:~)(?:found (?:guilty|liable)|convicted)
    {c} <être> condamné{e}{w}
@C ~pleads? not guilty
    {c} <plaider> non coupable devant la justice
@C ~pleads? guilty
    {c} <plaider> coupable devant la justice
@C (?:~)(?:criticis|criticiz|slamm|rebuk|warn)ed by @A
    {c} <être> mis{e} en cause {aby}
@C ~(?:<appeal challenge contest fight protest>|<file> (?:an )?appeal (?:against|over)|<plan> (?:to )?appeal\
|to appeal)(?: against)? (?:[\w$€£.,'@-]+ ){0,7}?(?:fine|penalty)
    {c} <contester> une amende de {m}
    {c} <contester> une amende {aof}
    {c} <contester> une amende{w}
@C ~(?:<appeal challenge contest fight>|<file> (?:an )?appeal (?:against|over)\
|to appeal)(?: against)? (?:[\w$€£.,'@-]+ ){0,7}?(?:rulings?|orders?|decisions?|verdict|loss|conviction|ban|judgment\
|rules?|law|tariffs?|revocation)
    {c} <contester> une décision {aof}
    {c} <contester> une décision{w}
@C ~(?:<appeal>|<file> (?:an )?appeal)
    {c} <faire> appel d'une décision{w}
@C ~<ask> (?:[\w'-]+ )?@A to (?:scrap|overturn|annul|reverse|dismiss|toss|throw out|block|drop|halt|cut)
    {c} <demander> {ato} d'annuler une décision
@C ~testif(?:y|ies) (?:before|to|in) (?:the )?@A
    {c} <devoir> s'expliquer devant {a}
@C(?:'s)? (?:[\w-]+ ){0,2}?~(?:grilled|questioned|quizzed) (?:by|in|at) (?:the )?@A
    {c} <être> interrogé{e} {aby}
@C ~<agree> to pay (?:[\w'@-]+ ){0,2}?(?:fine|penalty)
    {c} <accepter> de payer une amende {aof}
    {c} <accepter> de payer une amende{w}
@C ~<challenge> (?:[\w'@-]+ ){0,5}?(?:probe|investigation|bill|law)
    {c} <contester> une mesure en justice{w}
@C ~(?:<fight>|<hit>)s? back (?:[\w'@-]+ ){0,5}?(?:with) (?:[\w'@-]+ ){0,2}?lawsuit
    {c} <engager> une action en justice{w}
@C ~(?:<seek request await expect>|asks? for|applies for|hopes for|waits for\
|bids for) (?:[\w$€£.,'@-]+ ){0,5}?(?:approval|okay|nod|clearance|green light|licen[cs]e|permission)
    {c} <attendre> le feu vert {aof}
    {c} <attendre> une autorisation{w}
@C ~(?:<seek request>|asks? for|applies for|urges?|lobbies for) (?:[\w$€£.,'@-]+ ){0,5}?(?:exemptions?|waivers?)
    {c} <demander> une exemption {ato}
    {c} <demander> une exemption{w}
@C ~(?:<seek>|asks? (?:\w+ )?for|<demand>) (?:[\w$€£.,'@-]+ ){0,5}?(?:dismissal|delay|postponement|review|rehearing\
|stay)
    {c} <demander> un report ou un rejet dans {aff}
@C ~(?:<offer propose>) (?:[\w$€£.,'@-]+ ){0,4}?(?:concessions|remedies|commitments)(?: [\w$€£.,'-]+){0,6}? (?:to\
|for) @A|@C ~(?:<offer propose>) @A (?:\w+ )?(?:concessions|remedies)
    {c} <proposer> des concessions {ato}
@C ~(?:<offer propose>) (?:[\w$€£.,'-]+ ){0,4}?(?:concessions|remedies|commitments)
    {c} <proposer> des concessions{w}
@C ~(?:<reject deny dispute refute slam>) (?:[\w$€£.,'-]+ ){0,4}?(?:allegations?|accusations?|charges?|claims?\
|findings|criticism)
    {c} <contester> les accusations qui le visent
@C ~(?:<cooperate>|<co-operate>) with (?:[\w$€£.,'-]+ ){0,3}?@A
    {c} <coopérer> avec {a}
@C (?:~in|~hold(?:s|ing)?|~starts?|~begins?) (?:\w+ ){0,3}?(?:settlement talks|talks to settle)(?: with @A)?
    {c} <négocier> un accord amiable avec {a}
    {c} <négocier> un accord amiable{w}
@C ~in talks with (?:\w+ ){0,2}@A
    {c} <discuter> avec {a}
@C(?: [\w-]+)? (?:offices?|headquarters|hq|premises|sites?)? ?(?:is |are )?raided(?: by @A)?
    {a} <mener> des perquisitions {chez}
    des perquisitions <visent> {c}{w}
@C (?:~sets? aside|~books?|~takes?) (?:[$€£][\w$€£.,@ -]{1,30}?) (?:\w+ ){0,3}(?:for|over|in|charge|provision)
    {c} <provisionner> {m}{w}
@C ~must (?:face|defend) (?:[\w$€£.,'-]+ ){0,5}?(?:lawsuits?|suits?|claims?|case|trial|charges|class[- ]action)
    {c} <devoir> répondre d'une action en justice{w}
@C ~must (?:pay|compensate|refund|return)
    {c} <devoir> payer {m}{w}
    {c} <être> condamné{e} à payer{w}
@C (?:~)(?:<agree vow pledge promise commit>) (?:to|with)
    {c} <s'engager> à {v}
@C,? (?:and )?@A ~(?:reach(?:es|ed)?|strike|near|agree)(?: \w+){0,2} (?:settlement|deal|agreement)
    {c} <conclure> un accord amiable avec {a}
@C ~(?:<defeat beat>) (?:[\w$€£.,'@-]+ ){0,6}?(?:lawsuit|suit|appeal|claims?|case|challenge|bid)
    {c} <obtenir> gain de cause en justice{w}
@C ~(?:fails? to|can't|cannot) (?:dismiss|overturn|block|escape|avoid|toss|shake off\
|end) (?:[\w$€£.,'@-]+ ){0,6}?(?:lawsuits?|suit|fine|ruling|claims?|case|verdict)
    {c} <perdre> une manche en justice{w}
@C ~(?:<recall>) [\d.,]+
    {c} <procéder> à un rappel
@C ~(?:<suspend halt stop shut close>) (?:[\w'-]+ ){0,6}?(?:after|over|amid|following\
|citing) (?:[\w'@.-]+ ){0,3}?(?:court|ruling|ban|order|sanctions|law|rules|tariffs)
    {c} <suspendre> une activité après une décision {aof}
    {c} <suspendre> une activité pour raisons réglementaires{w}
@C ~(?:<make> (?:\w+ )?(?:concessions|offer)) (?:to|for) @A
    {c} <proposer> des concessions {ato}
@C ~(?:<comply>|says? (?:it )?(?:to|will) comply) with (?:[\w'@-]+ ){0,4}?(?:order|ruling|rules|law|request|decision)
    {c} <accepter> de se conformer à une décision {aof}
    {c} <accepter> de se conformer à une décision{w}
@C ~(?:<disclose reveal report>|says? (?:it )?(?:has )?(?:got|received|received|gets\
|receives)) (?:[\w'@.-]+ ){0,3}?subpoenas?
    {c} <recevoir> une assignation à fournir des informations{w}
@C ~(?:<disclose reveal confirm acknowledge report>|says? (?:it(?:'s| is|s)? )?(?:the )?(?:target of|under|facing\
|subject of|faces|being)) (?:[\w'@.-]+ ){0,4}?(?:probe|investigation|inquiry|investigated)
    {c} <être> visé{e} par une enquête {aof}
    {c} <être> visé{e} par une enquête{w}
@C ~(?:<lobby press push>) @A
    {c} <faire> pression sur {a}
@C ~(?:<urge ask tell call>)(?: on)? @A
    {c} <adresser> une demande {ato}
@C(?:'s)? (?:[\w-]+ ){0,3}?(?:deal|merger|takeover|acquisition|bid) (?:\w+ )?(?:<win get secure>|wins|cleared|approved\
|gets) (?:[\w'@-]+ ){0,4}?(?:approval|nod|ok|okay|clearance|by @A|green light|backing)
    {a} <donner> {son} feu vert {oto}
    {a} <donner> {son} feu vert à une opération {cof}
    une opération {cof} <obtenir> une autorisation{w}
@C(?:'s)? (?:[\w-]+ ){0,3}?(?:deal|merger|takeover|acquisition|bid)(?: \w+){0,3}? (?:faces?|facing|under|examined\
|probed|investigated|reviewed|in)(?: [\w'-]+){0,4}?(?: @A)?(?: \w+){0,2}? (?:probe|scrutiny|review|investigation|by @A\
|hurdle|opposition|delay)
    {a} <examiner> {o}
    {a} <examiner> une opération {cof}
    une opération {cof} <être> à l'examen{w}
""")
