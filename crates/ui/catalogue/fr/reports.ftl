# Un signalement anonyme.

job-reports = Système (signalements anonymes)
field-about-whom = Personne visée
field-happened-when = Moment des faits
command-concerns-take-report = Recevoir un signalement anonyme
command-concerns-take-report-done = Signalement reçu
refusal-reports-too-many = Au plus { $max } signalements sont reçus par heure, toutes provenances confondues. Rien n’a été conservé : merci de renvoyer le vôtre plus tard.
refusal-report-not-taken = Le signalement n’a pu être reçu et rien n’a été conservé. Merci de l’envoyer de nouveau plus tard.

page-section-reports = Signalements anonymes
page-section-reports-empty = Aucun signalement anonyme n’attend.
page-tell = Signaler des faits anonymement
page-tell-intro = Dites au bureau de sécurité ce qui vous préoccupe dans la conduite ou la situation d’une personne ayant accès à des informations classifiées, sans dire qui vous êtes. Ce qui est conservé : ce que vous écrivez ici, scellé, que peu de personnes peuvent ouvrir et dont chaque lecture est inscrite ; et une inscription du système avec l’heure d’arrivée. Ce qui ne l’est pas : votre nom, votre adresse sur le réseau, votre navigateur, votre langue ; cette page ne dépose aucun témoin de connexion. Nul ne peut vous répondre, et la page répond de même quelle que soit la personne nommée. Vos mots peuvent vous trahir : taisez ce que vous seul pouvez savoir. N’écrivez rien au-dessus de { $level }.
page-tell-report = Votre signalement
page-tell-text = Ce qui s’est passé
page-tell-text-hint = 4 000 caractères au plus.
page-tell-about-whom = Personne visée
page-tell-about-whom-hint = Un nom, un poste ou une description, si vous les connaissez ; 200 caractères au plus.
page-tell-happened-when = Moment des faits
page-tell-happened-when-hint = Un jour, même approximatif, si vous le connaissez ; 200 caractères au plus.
page-tell-effect = Le signalement va au nombre restreint de personnes chargées de ces signalements. Il ne peut être ni repris ni complété.
page-tell-submit = Envoyer le signalement
page-tell-other-language = English
page-tell-taken = Le signalement a été reçu
page-tell-taken-text = Il est scellé et attend ceux qui traitent de tels faits. Vous pouvez fermer cette page ; rien ici ne mène à vous.
