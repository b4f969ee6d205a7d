# Renouvellements : quand ils commencent, ce qui est à lancer, et qui d’autres règles déplaceraient.

register-lead-times = Délais constatés
register-lead-times-one = Délai constaté
field-learned-on = Constaté le
field-authority-days = Autorité (jours)
field-office-days = Bureau (jours)
field-subject-days = Personne (jours)
field-files-seen = Dossiers
job-renewals = Système (renouvellements)
command-renewals-learn = Consigner un délai
command-renewals-learn-done = Délai consigné
command-renewals-start = Lancer un renouvellement
command-renewals-start-done = Renouvellement lancé

choice-renewals = Renouvellements
choice-renewal-due = À lancer
choice-renewal-in-hand = En cours
choice-renewal-ask = À demander d’abord
choice-renewal-soon = Bientôt à lancer
choice-renewal-later = Plus tard
page-renewal-due-text = Leur date de début est passée et aucun renouvellement n’est ouvert
page-renewal-in-hand-text = Un renouvellement est ouvert
page-renewal-ask-text = Le contrat finit avant que le renouvellement ne serve
page-renewal-soon-text = Leur date de début tombe dans le délai d’avertissement
page-renewal-later-text = Rien à faire pour l’instant

page-renewals = Renouvellements
page-renewals-intro = Quand commence le renouvellement de chaque habilitation en poste : le dernier jour moins le préavis de l’autorité, ou moins le temps que les dossiers ont réellement pris s’il est plus long. Rien ne commence tout seul : aucune règle adoptée ne le dit.
page-renewals-intro-itself = Quand commence le renouvellement de chaque habilitation en poste : le dernier jour moins le préavis de l’autorité, ou moins le temps que les dossiers ont réellement pris s’il est plus long. Le système ouvre chaque jour ce qui est à lancer.
page-renewals-all = Tous, les premiers à commencer en tête
page-renewals-month = Renouvellements qui commencent en { $month }
page-renewals-workload = Renouvellements à lancer, { $months } prochains mois
page-renewals-workload-text = Nombre de renouvellements à lancer chacun des { $months } prochains mois, sans ceux en cours ; ce qui aurait dû commencer avant figure au premier. Chaque barre y mène.
page-renewals-start = Début du renouvellement
page-renewals-until = Fin de l’habilitation
page-renewals-stands = Situation
page-renewals-action = Dossier
page-renewals-contract = Le contrat finit le { $date } : renouveler ?
page-renewals-passed = { $stage } ; { $percent } % du temps est écoulé
page-renewals-rule = Selon la règle
page-renewals-learned = Selon l’expérience (autorité + bureau + personne)
page-renewals-months = { $months } mois
page-renewals-days = { $parts } = { $days } jours

page-whatif = Qui ces règles déplaceraient
page-whatif-count = { $count ->
    [0] Personne n’est déplacé.
    [one] { $count } personne est déplacée, au premier jour de ces règles ou aujourd’hui.
   *[other] { $count } personnes sont déplacées, au premier jour de ces règles ou aujourd’hui.
}
page-whatif-cut = { $count ->
    [one] La première est montrée.
   *[other] Les { $count } premières sont montrées.
}
page-whatif-change = { $before } → { $after }
page-whatif-grant = Habilitation
page-whatif-access = Accès effectif
page-whatif-none = néant
page-whatif-nobody = Personne n’est déplacé.
page-whatif-until = { $what } jusqu’au { $until }
page-whatif-in-scope = Pour un seul objet, jusqu’au
page-whatif-briefed = Exposé au plus tard le
page-whatif-appraised = Entretien d’appréciation au plus tard le
page-whatif-cases = Quelle autorité serait relancée à une autre date
page-whatif-cases-count = { $count ->
    [0] Aucun dossier n’est déplacé.
    [one] { $count } dossier auprès de son autorité est déplacé.
   *[other] { $count } dossiers auprès de leurs autorités sont déplacés.
}
page-whatif-sent = Envoyé le
page-whatif-asked = L’autorité est relancée à partir du
page-whatif-musters = Quels points de contrôle seraient inventoriés à une autre date
page-whatif-musters-count = { $count ->
    [0] Aucun inventaire n’est déplacé.
    [one] L’inventaire de { $count } point de contrôle est déplacé.
   *[other] Les inventaires de { $count } points de contrôle sont déplacés.
}
page-whatif-mustered = Inventaire dû
page-whatif-files = Les dossiers que ces règles conserveraient autrement
page-whatif-files-count = { $count ->
    [0] Aucun dossier n’est déplacé.
    [one] { $count } dossier est déplacé, au premier jour de ces règles ou aujourd’hui.
   *[other] { $count } dossiers sont déplacés, au premier jour de ces règles ou aujourd’hui.
}
page-whatif-file = Le dossier
page-whatif-file-no-period = aucun délai ne court
page-whatif-file-in-use = en usage
page-whatif-file-running = conservé
page-whatif-file-held = gelé
page-whatif-file-due = à éliminer
page-whatif-visits = Les visites que ces règles jugeraient autrement
page-whatif-visits-count = { $count ->
    [0] Aucune visite en cours n’est touchée.
    [one] { $count } visite en cours est touchée, telle qu’elle est aujourd’hui.
   *[other] { $count } visites en cours sont touchées, telles qu’elles sont aujourd’hui.
}
page-whatif-faults-before = Ne s’y opposerait plus
page-whatif-faults-after = S’y opposerait désormais
page-whatif-nothing = rien
page-whatif-guests = Les visiteurs dont ces règles changeraient le badge
page-whatif-guests-count = { $count ->
    [0] Aucun badge ne change.
    [one] Le badge de { $count } visiteur change.
   *[other] Les badges de { $count } visiteurs changent.
}

refusal-renewals-not-by-itself = Aucune règle adoptée ne dit que les renouvellements commencent tout seuls. Rien n’a été ouvert. Faites adopter des règles de renouvellement, ou ouvrez le dossier vous-même.
refusal-renewal-no-longer-due = L’habilitation ne finit plus ce jour-là, ou le poste de la personne n’en exige plus. Rien n’a été ouvert.
page-today-renewals-due = { $count ->
    [one] { $count } renouvellement est dû et sans dossier
   *[other] { $count } renouvellements sont dus et sans dossier
}
page-today-renewals-escalated = { $count ->
    [one] { $count } renouvellement est en retard et pas encore chez l’autorité
   *[other] { $count } renouvellements sont en retard et pas encore chez l’autorité
}
page-today-renewals-ask = { $count ->
    [one] { $count } renouvellement attend qu’on dise s’il est souhaité
   *[other] { $count } renouvellements attendent qu’on dise s’ils sont souhaités
}
page-today-renewals-soon = { $count ->
    [one] { $count } renouvellement commence bientôt
   *[other] { $count } renouvellements commencent bientôt
}
register-renewal-checks = Décomptes quotidiens des renouvellements
register-renewal-checks-one = Décompte quotidien des renouvellements
field-renewals-due = Dus, sans dossier
field-renewals-escalated = En retard, pas chez l’autorité
field-renewals-asked = À confirmer
field-renewals-soon = Commencent bientôt
command-renewal-checks-write = Enregistrer le décompte quotidien des renouvellements
command-renewal-checks-write-done = Décompte enregistré
refusal-renewals-checked-today = Les renouvellements ont déjà été décomptés aujourd’hui. Le prochain décompte est pour demain.
