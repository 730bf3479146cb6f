"""Countries, regions and towns: French name | kind | adjective, masculine and feminine | written forms, folded. Data.

Kinds: f, m feminine and masculine (en, au), p plural (aux), v town and i island (à), n, d, q « dans le, la, les », r a
department that bears a river's name (« dans l'Aisne »).
"""

COUNTRIES = """
États-Unis|p|américain,américaine|united states,u.s.,us,u.s,usa,u.s.a.,america,etats-unis,u.s.-based,american
Royaume-Uni|m|britannique,britannique|united kingdom,uk,u.k.,u.k,britain,royaume-uni,grande-bretagne,british
Angleterre|f|anglais,anglaise|england,english
Écosse|f|écossais,écossaise|scotland,scottish
pays de Galles|m|gallois,galloise|wales,welsh
Irlande|f|irlandais,irlandaise|ireland,irish
Irlande du Nord|f|nord-irlandais,nord-irlandaise|northern ireland
France|f|français,française|france,french
Allemagne|f|allemand,allemande|germany,german
Italie|f|italien,italienne|italy,italian
Espagne|f|espagnol,espagnole|spain,spanish
Portugal|m|portugais,portugaise|portugal,portuguese
Belgique|f|belge,belge|belgium,belgian
Pays-Bas|p|néerlandais,néerlandaise|netherlands,the netherlands,holland,dutch
Luxembourg|m|luxembourgeois,luxembourgeoise|luxembourg
Suisse|f|suisse,suisse|switzerland,swiss
Autriche|f|autrichien,autrichienne|austria,austrian
Suède|f|suédois,suédoise|sweden,swedish
Norvège|f|norvégien,norvégienne|norway,norwegian
Danemark|m|danois,danoise|denmark,danish
Finlande|f|finlandais,finlandaise|finland,finnish
Islande|f|islandais,islandaise|iceland,icelandic
Pologne|f|polonais,polonaise|poland,polish
Hongrie|f|hongrois,hongroise|hungary,hungarian
République tchèque|f|tchèque,tchèque|czech republic,czechia,czech,tchequie
Slovaquie|f|slovaque,slovaque|slovakia,slovak
Slovénie|f|slovène,slovène|slovenia,slovenian
Croatie|f|croate,croate|croatia,croatian
Serbie|f|serbe,serbe|serbia,serbian
Roumanie|f|roumain,roumaine|romania,romanian
Bulgarie|f|bulgare,bulgare|bulgaria,bulgarian
Grèce|f|grec,grecque|greece,greek
Turquie|f|turc,turque|turkey,turkiye,turkish
Chypre|i|chypriote,chypriote|cyprus,cypriot
Malte|i|maltais,maltaise|malta,maltese
Estonie|f|estonien,estonienne|estonia,estonian
Lettonie|f|letton,lettone|latvia,latvian
Lituanie|f|lituanien,lituanienne|lithuania,lithuanian
Ukraine|f|ukrainien,ukrainienne|ukraine,ukrainian
Russie|f|russe,russe|russia,russian
Biélorussie|f|biélorusse,biélorusse|belarus,belarusian
Moldavie|f|moldave,moldave|moldova
Géorgie|f|géorgien,géorgienne|georgia
Arménie|f|arménien,arménienne|armenia
Kazakhstan|m|kazakh,kazakhe|kazakhstan
Ouzbékistan|m|ouzbek,ouzbèke|uzbekistan
Chine|f|chinois,chinoise|china,chinese
Hong Kong|i|hongkongais,hongkongaise|hong kong
Taïwan|i|taïwanais,taïwanaise|taiwan,taiwanese
Japon|m|japonais,japonaise|japan,japanese
Corée du Sud|f|sud-coréen,sud-coréenne|south korea,s.korea,s. korea,south korean,korea,korean,coree
Corée du Nord|f|nord-coréen,nord-coréenne|north korea
Inde|f|indien,indienne|india,indian
Pakistan|m|pakistanais,pakistanaise|pakistan,pakistani
Bangladesh|m|bangladais,bangladaise|bangladesh,bangladeshi
Sri Lanka|m|sri-lankais,sri-lankaise|sri lanka
Népal|m|népalais,népalaise|nepal
Indonésie|f|indonésien,indonésienne|indonesia,indonesian
Malaisie|f|malaisien,malaisienne|malaysia,malaysian
Singapour|i|singapourien,singapourienne|singapore,singaporean
Thaïlande|f|thaïlandais,thaïlandaise|thailand,thai
Vietnam|m|vietnamien,vietnamienne|vietnam,viet nam,vietnamese
Cambodge|m|cambodgien,cambodgienne|cambodia
Philippines|p|philippin,philippine|philippines,philippine
Australie|f|australien,australienne|australia,australian
Nouvelle-Zélande|f|néo-zélandais,néo-zélandaise|new zealand
Canada|m|canadien,canadienne|canada,canadian
Mexique|m|mexicain,mexicaine|mexico,mexican
Brésil|m|brésilien,brésilienne|brazil,brazilian
Argentine|f|argentin,argentine|argentina,argentine
Chili|m|chilien,chilienne|chile,chilean
Colombie|f|colombien,colombienne|colombia,colombian
Pérou|m|péruvien,péruvienne|peru,peruvian
Venezuela|m|vénézuélien,vénézuélienne|venezuela,venezuelan
Équateur|m|équatorien,équatorienne|ecuador
Bolivie|f|bolivien,bolivienne|bolivia
Paraguay|m|paraguayen,paraguayenne|paraguay
Uruguay|m|uruguayen,uruguayenne|uruguay
Panama|m|panaméen,panaméenne|panama
Costa Rica|m|costaricien,costaricienne|costa rica
Guatemala|m|guatémaltèque,guatémaltèque|guatemala
Cuba|i|cubain,cubaine|cuba,cuban
Porto Rico|i|portoricain,portoricaine|puerto rico
Maroc|m|marocain,marocaine|morocco,moroccan
Algérie|f|algérien,algérienne|algeria,algerian
Tunisie|f|tunisien,tunisienne|tunisia,tunisian
Libye|f|libyen,libyenne|libya
Égypte|f|égyptien,égyptienne|egypt,egyptian
Afrique du Sud|f|sud-africain,sud-africaine|south africa,s.africa,south african
Nigeria|m|nigérian,nigériane|nigeria,nigerian
Kenya|m|kényan,kényane|kenya,kenyan
Ghana|m|ghanéen,ghanéenne|ghana
Côte d'Ivoire|f|ivoirien,ivoirienne|ivory coast,cote d'ivoire
Sénégal|m|sénégalais,sénégalaise|senegal
Cameroun|m|camerounais,camerounaise|cameroon
Mali|m|malien,malienne|mali
Niger|m|nigérien,nigérienne|niger
Guinée|f|guinéen,guinéenne|guinea
Gabon|m|gabonais,gabonaise|gabon
République démocratique du Congo|f|congolais,congolaise|democratic republic of congo,dr congo,drc,rdc
Congo|m|congolais,congolaise|congo
Éthiopie|f|éthiopien,éthiopienne|ethiopia,ethiopian
Ouganda|m|ougandais,ougandaise|uganda
Tanzanie|f|tanzanien,tanzanienne|tanzania
Zambie|f|zambien,zambienne|zambia,zambian
Zimbabwe|m|zimbabwéen,zimbabwéenne|zimbabwe
Mozambique|m|mozambicain,mozambicaine|mozambique
Angola|m|angolais,angolaise|angola
Madagascar|i|malgache,malgache|madagascar
Israël|i|israélien,israélienne|israel,israeli
Liban|m|libanais,libanaise|lebanon,lebanese
Syrie|f|syrien,syrienne|syria,syrian
Irak|m|irakien,irakienne|iraq,iraqi
Iran|m|iranien,iranienne|iran,iranian
Jordanie|f|jordanien,jordanienne|jordan
Arabie saoudite|f|saoudien,saoudienne|saudi arabia,saudi
Émirats arabes unis|p|émirien,émirienne|united arab emirates,uae,emirati,emirats
Qatar|m|qatari,qatarie|qatar,qatari
Koweït|m|koweïtien,koweïtienne|kuwait,kuwaiti
Europe|f|européen,européenne|europe,european
Union européenne|d|européen,européenne|european union,eu,e.u.,ue
Asie|f|asiatique,asiatique|asia,asian
Afrique|f|africain,africaine|africa,african
Amérique latine|f|latino-américain,latino-américaine|latin america,latin american
Amérique du Nord|f|nord-américain,nord-américaine|north america,north american
Amérique du Sud|f|sud-américain,sud-américaine|south america
Moyen-Orient|m||middle east
Asie-Pacifique|f||asia pacific,asia-pacific
Europe de l'Est|f||eastern europe
"""

REGIONS = """
Californie|f|californien,californienne|california,californian
Texas|m|texan,texane|texas,texan
Floride|f|floridien,floridienne|florida
Caroline du Nord|f||north carolina
Caroline du Sud|f||south carolina
Virginie|f||virginia
Virginie-Occidentale|f||west virginia
Pennsylvanie|f||pennsylvania
Louisiane|f||louisiana
Ohio|n||ohio
Michigan|n||michigan
Indiana|n||indiana
Illinois|n||illinois
Wisconsin|n||wisconsin
Minnesota|n||minnesota
Iowa|n||iowa
Missouri|n||missouri
Kansas|n||kansas
Kentucky|n||kentucky
Tennessee|n||tennessee
Alabama|n||alabama
Mississippi|n||mississippi
Arkansas|n||arkansas
Oklahoma|n||oklahoma
Nebraska|n||nebraska
Colorado|n||colorado
Utah|n||utah
Nevada|n||nevada
Arizona|n||arizona
Nouveau-Mexique|m||new mexico
Oregon|n||oregon
Idaho|n||idaho
Montana|n||montana
Massachusetts|n||massachusetts
Connecticut|n||connecticut
New Jersey|n||new jersey
Maryland|n||maryland
Delaware|n||delaware
Maine|n||maine
Vermont|n||vermont
New Hampshire|n||new hampshire
Rhode Island|n||rhode island
Alaska|f||alaska
Hawaï|i||hawaii
État de New York|n||new york state,ny state
État de Washington|n||washington state
Ontario|f||ontario
Québec|m|québécois,québécoise|quebec
Alberta|f||alberta
Colombie-Britannique|f||british columbia
Silicon Valley|d||silicon valley
Bavière|f||bavaria,bavarian
Saxe|f||saxony
Basse-Saxe|f||lower saxony
Catalogne|f|catalan,catalane|catalonia
Flandre|f|flamand,flamande|flanders
Wallonie|f|wallon,wallonne|wallonia
Lombardie|f||lombardy
Cornouailles|f||cornwall
Île-de-France|f|francilien,francilienne|ile-de-france
région parisienne|q||paris region
Bretagne|f|breton,bretonne|bretagne,brittany
Normandie|f|normand,normande|normandie,normandy
Alsace|f|alsacien,alsacienne|alsace
Lorraine|f|lorrain,lorraine|lorraine
Grand Est|n||grand est,grand-est
Hauts-de-France|q||hauts-de-france
Nord-Pas-de-Calais|n||nord-pas-de-calais
Picardie|f|picard,picarde|picardie
Champagne-Ardenne|f||champagne-ardenne
Bourgogne|f||bourgogne,burgundy
Bourgogne-Franche-Comté|f||bourgogne-franche-comte
Franche-Comté|f||franche-comte
Auvergne|f||auvergne
Auvergne-Rhône-Alpes|f||auvergne-rhone-alpes
Rhône-Alpes|f||rhone-alpes
Provence-Alpes-Côte d'Azur|f||provence-alpes-cote d'azur,paca
Occitanie|f||occitanie
Nouvelle-Aquitaine|f||nouvelle-aquitaine
Aquitaine|f||aquitaine
Limousin|n||limousin
Poitou-Charentes|f||poitou-charentes
Pays de la Loire|q||pays de la loire,pays-de-la-loire
Centre-Val de Loire|n||centre-val de loire
Corse|f||corse,corsica
Ain|n||ain
Aisne|r
Allier|n||allier
Ardèche|f||ardeche
Ardennes|q||ardennes
Ariège|f||ariege
Aube|r
Aude|r
Aveyron|n||aveyron
Bas-Rhin|n||bas-rhin
Haut-Rhin|n||haut-rhin
Bouches-du-Rhône|q||bouches-du-rhone
Calvados|n||calvados
Cantal|n||cantal
Charente|f||charente
Charente-Maritime|f||charente-maritime
Cher|n||
Corrèze|f||correze
Côte-d'Or|f||cote-d'or
Côtes-d'Armor|q||cotes-d'armor
Creuse|d||creuse
Dordogne|f||dordogne
Doubs|n||doubs
Drôme|d||drome
Essonne|f||essonne
Eure|r
Eure-et-Loir|f||eure-et-loir
Finistère|n||finistere
Gard|n||gard
Gers|n||gers
Gironde|f||gironde
Haute-Garonne|f||haute-garonne
Haute-Loire|f||haute-loire
Haute-Marne|f||haute-marne
Haute-Saône|f||haute-saone
Haute-Savoie|f||haute-savoie
Haute-Vienne|f||haute-vienne
Hauts-de-Seine|q||hauts-de-seine
Hérault|n||herault
Ille-et-Vilaine|f||ille-et-vilaine
Indre|r
Indre-et-Loire|f||indre-et-loire
Isère|f||isere
Jura|n||jura
Landes|q||landes
Loir-et-Cher|n||loir-et-cher
Loire|d||loire
Loire-Atlantique|f||loire-atlantique
Loiret|n||loiret
Lot|n||
Lot-et-Garonne|n||lot-et-garonne
Lozère|f||lozere
Maine-et-Loire|n||maine-et-loire
Manche|d||manche
Marne|d||marne
Mayenne|f||mayenne
Meurthe-et-Moselle|f||meurthe-et-moselle
Meuse|d||meuse
Morbihan|n||morbihan
Moselle|f||moselle
Nièvre|d||nievre
Nord|n||
Oise|r
Orne|r
Pas-de-Calais|n||pas-de-calais
Puy-de-Dôme|n||puy-de-dome
Pyrénées-Atlantiques|q||pyrenees-atlantiques
Pyrénées-Orientales|q||pyrenees-orientales
Rhône|n||rhone
Sarthe|d||sarthe
Saône-et-Loire|f||saone-et-loire
Savoie|f||savoie
Seine-et-Marne|f||seine-et-marne
Seine-Maritime|f||seine-maritime
Seine-Saint-Denis|f||seine-saint-denis
Somme|d||
Tarn|n||tarn
Tarn-et-Garonne|n||tarn-et-garonne
Territoire de Belfort|n||territoire de belfort
Val-d'Oise|n||val-d'oise,val d'oise
Val-de-Marne|n||val-de-marne
Var|n||
Vaucluse|n||vaucluse
Vendée|f||vendee
Vienne|d||
Vosges|q||vosges
Yonne|r
Yvelines|q||yvelines
"""

TOWNS = """
Londres|v|londonien,londonienne|london
Bruxelles|v|bruxellois,bruxelloise|brussels,bruxelles
Anvers|v||antwerp
Gand|v||ghent
Genève|v||geneva
Bâle|v||basel
Berne|v||bern
Munich|v||munich
Cologne|v||cologne
Francfort|v||frankfurt
Hambourg|v||hamburg
Hanovre|v||hanover
Nuremberg|v||nuremberg
Ratisbonne|v||regensburg
Vienne|v||vienna
Varsovie|v||warsaw
Cracovie|v||krakow
Prague|v||prague
Bucarest|v||bucharest
Athènes|v||athens
Lisbonne|v||lisbon
Barcelone|v||barcelona
Séville|v||seville
Saragosse|v||zaragoza
Turin|v||turin
Milan|v||milan
Gênes|v||genoa
Venise|v||venice
Rome|v||rome
Naples|v||naples
Florence|v||florence
Copenhague|v||copenhagen
Moscou|v||moscow
Saint-Pétersbourg|v||st petersburg,st. petersburg,saint petersburg
Édimbourg|v||edinburgh
Douvres|v||dover
Dublin|v||dublin
La Haye|v||the hague
Pékin|v||beijing
Séoul|v||seoul
Le Caire|v||cairo
Alger|v||algiers
Tanger|v||tangier
New Delhi|v||new delhi
Bombay|v||mumbai
Bangalore|v||bengaluru,bangalore
Mexico|v||mexico city
São Paulo|v||sao paulo
La Nouvelle-Orléans|v||new orleans
Philadelphie|v||philadelphia
Washington|v||washington,washington d.c.
New York|v|new-yorkais,new-yorkaise|new york,new york city
San Francisco|v||san francisco
Los Angeles|v||los angeles
Seattle|v||seattle
Détroit|v||detroit
Montréal|v||montreal
Le Cap|v||cape town
Jérusalem|v||jerusalem
Strasbourg|v||strasbourg
Lyon|v||lyon,lyons
Marseille|v||marseille,marseilles
Reims|v||reims,rheims
Dunkerque|v||dunkirk,dunkerque
Paris|v|parisien,parisienne|paris,parisian
"""
