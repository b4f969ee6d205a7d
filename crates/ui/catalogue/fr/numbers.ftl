# Comment s’appellent les chiffres : service, file, indicateurs, rapports.

# Registres.
register-work-calendars = Calendriers de travail
register-work-calendars-one = Calendrier de travail
register-calendar-days = Jours fériés et demi-journées
register-calendar-days-one = Jour férié ou demi-journée
register-clock-pauses = Suspensions de délais
register-clock-pauses-one = Suspension de délai
register-urgencies = Urgences
register-urgencies-one = Urgence
page-view-days = Par jour

# Champs : calendriers.
field-scope = Horaires de
field-site = Site
field-site-hint = Pour le calendrier d’un site seulement. Il compte pour les tableaux d’astreinte de ce site. Les dossiers et les demandes se comptent en heures du bureau, où que l’on y travaille.
field-zone = Fuseau horaire
field-zone-hint = Par exemple Europe/Luxembourg.
field-day-minutes = Durée d’un jour ouvré, en minutes
field-day-minutes-hint = Ce que vaut un objectif d’un jour ouvré : 480 pour huit heures.
field-monday = Lundi
field-monday-hint = Par exemple 08:30-12:30 13:30-17:30 ; vide si fermé.
field-tuesday = Mardi
field-wednesday = Mercredi
field-thursday = Jeudi
field-friday = Vendredi
field-saturday = Samedi
field-sunday = Dimanche
field-calendar = Calendrier
field-day = Jour
field-hours = Horaires
field-hours-hint = Par exemple 08:30-12:30 ; vide si fermé toute la journée.
field-holidays = Jours
field-holidays-hint = Un par ligne : 2026-12-24;08:30-12:30;Veille de Noël. Sans horaires, le jour est fermé : 2026-12-25;;Noël.
choice-site = Site
choice-service-standards = Normes de service

# Champs : délais et urgence.
field-owner = À qui est le tour
field-from-time = De
field-until-time = Jusqu’à
field-clock-pauses-evidence = Ce qui l’atteste
field-psc-cases-evidence = Ce qui l’atteste
field-evidence-hint = Le numéro d’une lettre, une note, un appel avec sa date.
field-psc-cases-requester = Qui la demande
field-psc-cases-owner = À qui est le tour
field-urgencies-requester = Qui l’a demandée
field-urgencies-level = Degré d’urgence
field-expires-on = Urgent jusqu’au
field-expires-on-hint = Le dernier jour ; ensuite le dossier reprend son rang.
field-urgent-until = Urgent jusqu’au
field-paused = Délai suspendu
field-lane = Place dans la file

# Commandes : calendriers.
command-work-calendars-add = Ajouter un calendrier
command-work-calendars-add-done = Calendrier ajouté
command-work-calendars-change = Modifier ce calendrier
command-work-calendars-change-done = Calendrier modifié
command-calendar-days-add = Ajouter un jour
command-calendar-days-add-done = Jour ajouté
command-calendar-days-change = Modifier ce jour
command-calendar-days-change-done = Jour modifié
command-calendars-add-days = Ajouter des jours fériés
command-calendars-add-days-done = Jours fériés ajoutés
command-calendars-add-days-effect = Les jours déjà inscrits restent inchangés. Ce qui s’est passé ne change pas ; seul change ce qui compte comme temps ouvré ces jours-là.

# Commandes : délais et urgence.
command-case-pause = Suspendre le délai
command-case-pause-done = Délai suspendu
command-case-pause-effect = Dès maintenant, le temps est compté à la personne désignée et figure dans la répartition avec votre motif. Le total ne change pas.
command-case-resume = Mettre fin à cette suspension
command-case-resume-done = Suspension terminée
command-case-resume-effect = Le délai du dossier reprend où il en était, sauf si une autre suspension court encore.
command-case-make-urgent = Demander l’urgence
command-case-make-urgent-done = Rendu urgent
command-case-make-urgent-effect = Une seconde personne doit approuver. Le dossier passe alors avant les autres de son étape jusqu’au dernier jour ; le nombre de dossiers dépassés est conservé.
command-case-end-urgency = Mettre fin à l’urgence
command-case-end-urgency-done = Urgence terminée
command-case-end-urgency-effect = Dès l’étape suivante, le dossier reprend son rang comme les autres.
command-tickets-make-urgent = Demander l’urgence
command-tickets-make-urgent-done = Rendue urgente
command-tickets-make-urgent-effect = Une seconde personne doit approuver. La demande passe alors avant les autres de son étape jusqu’au dernier jour ; le nombre de demandes dépassées est conservé.
command-tickets-end-urgency = Mettre fin à l’urgence
command-tickets-end-urgency-done = Urgence terminée
command-tickets-end-urgency-effect = Dès l’étape suivante, la demande reprend son rang comme les autres.

# Refus.
refusal-hours-unreadable = Ces horaires sont illisibles. Écrivez-les ainsi : 08:30-12:30 13:30-17:30, dans l’ordre et sans chevauchement ; laissez vide pour un jour fermé.
refusal-zone-unknown = Aucun fuseau horaire ne porte ce nom. Choisissez un nom IANA, par exemple Europe/Luxembourg.
refusal-day-length = Un jour ouvré compte de 1 à 1440 minutes. Corrigez le nombre.
refusal-calendar-of-whom = Le calendrier ne dit pas à qui sont ces horaires. Indiquez le site ou l’autorité, ou choisissez le bureau.
refusal-day-unreadable = La ligne { $line } est illisible. Écrivez le jour, les horaires et le nom, séparés par des points-virgules : 2026-12-24;08:30-12:30;Veille de Noël.
refusal-too-many-days = La liste dépasse { $max } jours. Coupez-la en plusieurs.
refusal-no-new-day = La liste n’ajoute aucun jour : tous figurent déjà dans le calendrier. Vérifiez les années.
refusal-standards-not-backdated = De nouvelles normes ne peuvent pas remonter le temps : les étapes commencées sont mesurées aux normes de leur premier jour. Choisissez aujourd’hui ou un jour ultérieur.
refusal-too-many-pauses = Ce dossier compte plus de suspensions qu’on ne peut en calculer. Adressez-vous à votre administrateur.
refusal-pause-over = Cette suspension est déjà terminée. Il n’y a plus rien à faire.
refusal-urgency-ends-before-it-begins = Le dernier jour de l’urgence est passé. Choisissez aujourd’hui ou un jour ultérieur.
refusal-urgency-too-long = Une urgence prend fin au plus tard après { $days } jours. Choisissez un jour plus proche ; elle peut être redemandée.
refusal-not-urgent = Ceci n’est pas urgent. Il n’y a rien à terminer.

# La file.
page-queue-title = File d’attente
page-queue-intro = Ce que le bureau fait ensuite : ce qui dépassera sa norme en premier vient en premier.
page-queue-ours = Au bureau
page-queue-others = Chez d’autres, les plus anciens d’abord
page-queue-others-intro = Indiqué, jamais compté dans la norme du bureau.
page-queue-due = Échéance
page-queue-standing = Situation
page-queue-waiting = Attente
page-queue-used = Consommé sur l’objectif
page-queue-of = { $used } sur { $target } j. o.
page-queue-days = { $days } jours
page-queue-no-calendar = Le bureau n’a pas encore de calendrier : chaque heure compte.
page-queue-cut = Il y a plus de dossiers et de demandes urgents ou suspendus qu’on ne peut en examiner un à un ; les autres manquent ici.
standing-breached = en retard
standing-at-risk = à risque
standing-in-time = dans les temps
standing-none = sans norme
standing-paused = suspendu
standing-urgent = urgent : { $standing }

# Ce qu’une urgence fait aux autres.
page-urgency-effect = Ce qu’elle fait aux autres
page-urgency-displaced =
    { $count ->
        [0] Elle ne passe devant personne.
        [one] { $count } dossier ou demande recule : son tour vient plus tard.
       *[other] { $count } dossiers ou demandes reculent : leur tour vient plus tard.
    }
page-urgency-shown = Les { $count } premiers sont affichés.
page-urgency-cut = Seuls les { $count } premiers de la file ont été examinés ; d’autres peuvent reculer aussi.
page-urgency-not-waiting = Le bureau n’en est pas saisi pour l’instant : l’urgence ne fait encore reculer aucun dossier ; le délai urgent s’appliquera quand il lui reviendra.
page-urgency-pace = Les dates suivent le rythme des { $weeks } dernières semaines : { $steps } étapes par jour ouvré.
page-urgency-pace-assumed = Moins de { $fewest } étapes se sont achevées ces { $weeks } dernières semaines et aucun rythme n’est connu : on suppose { $steps } étape par jour ouvré.
page-urgency-share =
    { $count ->
        [one] Avec elle, { $count } dossier est urgent en { $quarter }, sur { $intake } ouverts : { $share } %.
       *[other] Avec elle, { $count } dossiers sont urgents en { $quarter }, sur { $intake } ouverts : { $share } %.
    }
page-urgency-share-above =
    { $count ->
        [one] { $count } dossier urgent en { $quarter }, sur { $intake } ouverts : { $share } %, au-delà des { $limit } % que le bureau admet.
       *[other] { $count } dossiers urgents en { $quarter }, sur { $intake } ouverts : { $share } %, au-delà des { $limit } % que le bureau admet.
    }
page-urgency-place = Rang dans la file
page-urgency-ends = Prévision
page-urgency-later = plus tard qu’on ne peut dire
page-urgency-nobody = Aucun dossier ne recule.
page-urgency-quarter = Dossiers urgents { $quarter }
page-section-urgent-share = Trop de dossiers urgents
page-section-urgent-share-empty = La part des dossiers urgents reste dans ce que le bureau admet.

# Délais d’un dossier.
page-clock-total = De bout en bout
page-clock-wd = { $days } j. o.
page-clock-hours = { $hours } h
page-clock-step = Cette étape : { $used } sur { $target } j. o., échéance { $due }
page-clock-step-open = Cette étape : { $used } sur { $target } j. o.
page-clock-paused = suspendu

# Pages de chiffres.
ui-period = Période
ui-period-hint = 2026-10, 2026-Q3, 2026 ou 2026-10-05..2026-11-03
ui-definition = Comment ce chiffre est établi
page-lacks-required = Exigé
page-lacks-why = Pourquoi
register-who-lacks = À qui il manque quoi
register-who-lacks-one = À qui il manque quoi
register-measure-rows = Lignes d’un indicateur
register-measure-rows-one = Ligne d’un indicateur
page-measures = Indicateurs
page-measures-intro = Chaque chiffre mène aux lignes qui le composent.
page-measure-code = Code
page-measure-figure = Chiffre
page-measure-target = Objectif
page-measure-before = Période précédente
page-measure-sample = Décompte
page-measure-of = { $numerator } sur { $denominator }
page-measure-none = rien dans cette période
page-measure-few = repose sur peu de cas
page-measure-good = objectif atteint
page-measure-short = sous l’objectif
page-measure-bad = hors limite
page-measure-no-target = sans objectif
page-measure-breakdown = Répartition
page-measure-part = Partie
page-measure-rows = Les lignes qui le composent
page-measure-rows-counted = Comptées dans le chiffre
page-measure-rows-others = Non comptées
page-measure-rows-all = Toutes les lignes
page-measure-row = Fiche
page-measure-counted = Comptée
page-measure-value = Valeur
page-measure-trend = Évolution
page-measure-trend-text = Le chiffre de chaque période, de la plus ancienne à la plus récente ; chaque barre mène à sa période.
page-measure-target-line = objectif { $target }
page-measure-shown = { $from } à { $to } sur { $count }
page-measure-of-report = Tel que connu à l’émission de ce rapport :
page-measure-numerator = Numérateur
page-measure-denominator = Dénominateur
page-measure-exclusions = Exclus
page-measure-owner = Responsable
page-measure-direction = Mieux si
page-measure-sample-min = Repose sur peu en dessous de
direction-up = plus haut
direction-down = plus bas
direction-neither = indifférent
refusal-period-unreadable = Cette période est illisible. Écrivez 2026-10, 2026-Q3, 2026 ou 2026-10-05..2026-11-03.
refusal-format-unknown = Cette forme n’existe pas. Choisissez parmi : { $formats }.
unit-share = { $value } %
unit-count = { $value }
unit-working-days = { $value } j. o.
unit-days = { $value } j
unit-person-days = { $value } jours-personnes
unit-expected = { $value }
unit-weeks = { $value } semaines

# Parties de chiffres.
percentile-name = P{ $value }
weeks-name = sous { $value } semaines
within-name = en { $value } j ouvrés au plus
age-0-30 = 0 à 30 jours
age-31-90 = 31 à 90 jours
age-91-180 = 91 à 180 jours
age-181-365 = 181 à 365 jours
age-365 = plus de 365 jours
part-breach-p90 = P90 des dépassements
part-breaches-open = dépassements en cours
part-certificates-kept = certificats de réunion dans le délai promis
part-answers-kept = réponses aux visites dans le délai promis
part-discrepancies-kept = écarts clos dans le délai promis
part-opened = ouverts
part-closed = clos
part-net-flow = flux net (clos moins ouverts)
part-clearance-time = durée d’écoulement, au rythme de 13 semaines
part-urgent = urgents
part-routine = courants
part-urgent-attainment = norme tenue en urgence
part-covered = couvertes
part-not-covered = non couvertes
part-expired = décision expirée
part-gap = lacune plus tôt dans la période
part-gap-days = jours sans l’accès requis
part-sent = envoyés à temps
part-not-sent = non envoyés à temps
part-risk = attendus
part-beyond-limit = au-delà de la limite (pas encore de règle)
part-current = à jour
part-not-current = pas à jour
part-debriefed = partants débriefés sous 5 j. o.
part-mail-book = livre du courrier
part-same-day = courrier arrivé enregistré à temps
part-registered-late = courrier arrivé enregistré en retard
part-receipts-overdue = accusés de réception en retard
choice-measure-targets = Objectifs des indicateurs

# Les indicateurs du bureau des habilitations.
measure-kpi-cl-01 = Couverture
measure-kpi-cl-01-numerator = personnes dont l’accès effectif couvre ce qu’exige leur poste, le dernier jour
measure-kpi-cl-01-denominator = personnes à un poste exigeant CONFIDENTIEL ou plus
measure-kpi-cl-01-exclusions = postes exigeant moins ; personnes n’étant plus en poste
measure-kpi-cl-02 = Expirées en poste
measure-kpi-cl-02-numerator = personnes en poste dont la décision a expiré sans prolongation
measure-kpi-cl-02-denominator = personnes à un poste exigeant CONFIDENTIEL ou plus
measure-kpi-cl-02-exclusions = personne
measure-kpi-cl-03 = Renouvellements à temps
measure-kpi-cl-03-numerator = renouvellements envoyés à l’autorité au plus tard à la date de départ prévue
measure-kpi-cl-03-denominator = décisions dont le départ prévu (dernier jour moins le préavis de la règle, ou moins le temps que les dossiers avaient pris s’il était plus long) tombait dans la période
measure-kpi-cl-03-exclusions = habilitations alléguées ; décisions remplacées, annulées, transférées ou retirées avant ; personnes n’étant plus en poste ce jour-là
measure-kpi-cl-04 = Falaise
measure-kpi-cl-04-numerator = personnes dont l’accès prend fin sous 12 semaines si rien n’arrive
measure-kpi-cl-04-denominator = personnes ayant un accès le dernier jour
measure-kpi-cl-04-exclusions = accès ne perdant qu’une catégorie
measure-kpi-cl-05 = Respect de la norme
measure-kpi-cl-05-numerator = étapes du bureau terminées dans leur norme, suspensions exclues
measure-kpi-cl-05-denominator = étapes du bureau ayant une norme et terminées dans la période
measure-kpi-cl-05-exclusions = étapes sans norme ; temps de l’autorité, de la personne et des autres
measure-kpi-cl-06 = De bout en bout
measure-kpi-cl-06-numerator = médiane des jours ouvrés de l’ouverture à la décision
measure-kpi-cl-06-denominator = dossiers clos par une décision dans la période
measure-kpi-cl-06-exclusions = dossiers retirés, annulés ou devenus sans objet
measure-kpi-cl-07 = Temps de l’autorité
measure-kpi-cl-07-numerator = médiane de Kaplan-Meier du temps passé chez l’autorité
measure-kpi-cl-07-denominator = dossiers envoyés en 24 mois, les dossiers ouverts comptés tant qu’ils sont observés
measure-kpi-cl-07-exclusions = temps pendant lequel l’autorité attendait une réponse
measure-kpi-cl-08 = Partage du temps
measure-kpi-cl-08-numerator = temps de la période où le tour était au bureau
measure-kpi-cl-08-denominator = temps de la période, tous confondus
measure-kpi-cl-08-exclusions = dossiers clos
measure-kpi-cl-09 = Complet du premier coup
measure-kpi-cl-09-numerator = questionnaires complets au premier contrôle
measure-kpi-cl-09-denominator = questionnaires contrôlés pour la première fois dans la période
measure-kpi-cl-09-exclusions = contrôles ultérieurs
measure-kpi-cl-10 = Encours
measure-kpi-cl-10-numerator = dossiers ouverts le dernier jour
measure-kpi-cl-10-denominator = dossiers ouverts le dernier jour
measure-kpi-cl-10-exclusions = aucun
measure-kpi-cl-11 = Part des urgences
measure-kpi-cl-11-numerator = dossiers rendus urgents dans la période
measure-kpi-cl-11-denominator = dossiers ouverts dans la période
measure-kpi-cl-11-exclusions = aucun
measure-kpi-cl-12 = Exposition provisoire
measure-kpi-cl-12-numerator = jours-personnes d’accès provisoire, ponctuel ou d’urgence dans la période
measure-kpi-cl-12-denominator = accès de ces natures
measure-kpi-cl-12-exclusions = accès de réunion
measure-kpi-cl-13 = Exposés à jour
measure-kpi-cl-13-numerator = personnes dont chaque attestation que leur poste exige est à jour le dernier jour : de l’exposé de base, et de chaque domaine
measure-kpi-cl-13-denominator = personnes à un poste exigeant CONFIDENTIEL ou plus
measure-kpi-cl-13-exclusions = entretiens d’appréciation, et exposés qu’aucun poste ne demande
measure-kpi-cl-14 = Intégrité des registres
measure-kpi-cl-14-numerator = numéros des livres du courrier qu’aucune entrée ne porte
measure-kpi-cl-14-denominator = numéros attribués jusqu’au dernier jour
measure-kpi-cl-14-exclusions = aucun ; les entrées annulées portent leur numéro. Est à temps ce qui est enregistré le jour de son arrivée, ou dans les jours ouvrés que laissent les normes de service (mail_days) ; ce qui arrive un jour de fermeture arrive le jour ouvré suivant
measure-kpi-cl-15 = Exactitude du récolement
measure-kpi-cl-15-numerator = pièces trouvées à leur place
measure-kpi-cl-15-denominator = pièces attendues ou lues
measure-kpi-cl-15-exclusions = aucun
measure-kpi-cl-16 = Couverture des audits
measure-kpi-cl-16-numerator = dossiers en usage examinés dans les 12 mois jusqu’au dernier jour
measure-kpi-cl-16-denominator = dossiers en usage, actifs ou dormants
measure-kpi-cl-16-exclusions = aucun
measure-kpi-cl-17 = Visites
measure-kpi-cl-17-numerator = envois de demandes dans les délais
measure-kpi-cl-17-denominator = tous les envois de demandes de la période, y compris après une modification
measure-kpi-cl-17-exclusions = demandes à des hôtes dont personne n’a saisi le délai
measure-kpi-cl-18 = Qualité du flux RH
measure-kpi-cl-18-numerator = lignes appariées d’elles-mêmes
measure-kpi-cl-18-denominator = toutes les lignes
measure-kpi-cl-18-exclusions = aucune

# Rapports.
register-issued-reports = Rapports émis
register-issued-reports-one = Rapport émis
field-issued-reports-kind = Rapport
field-period = Période
field-period-hint = 2026-10, 2026-Q3, 2026 ou 2026-10-05..2026-11-03
field-audience = Destinataires
field-audience-hint = Ce qui quitte le bureau ne montre aucune case inférieure à cinq et ne nomme aucun dossier.
field-issued-reports-language = Langue
field-known-at = Tel que connu le
field-log-size = Entrées du journal
field-log-root = Racine du journal
field-figures = Chiffres
choice-clearance-monthly = Rapport mensuel du bureau des habilitations
choice-outside = Hors du bureau
choice-en = Anglais
choice-fr = Français
command-reports-issue = Émettre un rapport
command-reports-issue-done = Rapport émis
command-reports-issue-effect = Le rapport prend le numéro suivant. Ses chiffres sont figés à cette entrée du journal, et ses fichiers restent identiques chaque fois qu’on les demande.
refusal-report-too-long = Le rapport dépasse la longueur permise. Choisissez une période plus courte.
page-reports = Rapports
page-reports-intro = Ce qui a été émis reste tel qu’il a été émis.
page-reports-issued = Rapports émis
page-report-preview = Aperçu du rapport mensuel
page-report-of = Rapport mensuel du bureau des habilitations, { $period }
page-report-draft = Aperçu de ce qui serait émis maintenant ; il peut encore changer.
report-matrix = Matrice de performance
report-stock = Dossiers ouverts par pays, niveau et nature
report-outlook = Expirations, 24 mois
report-holders = Personnes ayant accès par niveau
report-urgencies = Journal des urgences
report-none = Néant.
report-kept-in = Non communiqué hors du bureau.
report-not-year-end = Figure au rapport d’une période qui finit avec son année.
report-how-urgent = Degré d’urgence
report-urgencies-cut = Les { $shown } premières sur { $count }.
report-unit = Unité
report-unit-share = pour cent
report-unit-count = nombre
report-unit-working-days = jours ouvrés
report-unit-days = jours
report-unit-person-days = jours-personnes
report-unit-expected = nombre attendu
report-unit-weeks = semaines
report-case-kind = Nature du dossier
report-open = Ouverts
report-ending = Habilitations prenant fin
report-people = Personnes
report-case = Dossier
report-known-at = Tel que connu le { $when }
report-log = Journal : { $size } entrées, racine { $root }
report-digest = SHA-256 des chiffres : { $digest }
report-small-cells = Les cases inférieures à { $count }, hors zéro, sont laissées vides, avec autant d’autres qu’il faut pour qu’aucune ne se déduise

# Ce qui prend fin.
page-outlook-title = Expirations à venir
page-outlook-month = Habilitations prenant fin en { $month }
page-measure-not-reached = pas encore atteint

# Jours fériés d’un fichier.
page-holidays = Jours fériés d’un fichier de calendrier
page-holidays-file = Fichier de calendrier (.ics)
page-holidays-hint = Les jours entiers et les fêtes annuelles sont repris ; le reste est signalé.
page-holidays-effect = Le fichier est lu et montré ; rien n’est encore écrit.
page-holidays-read = Lire le fichier
page-holidays-taken = est ajouté

# Rapports sur papier.
page-export-pdf = PDF
choice-pdf = PDF
report-proof = Sur quoi repose ce rapport
report-author = Bureau de sécurité
report-outlook-alt = Barres : nombre d’habilitations prenant fin chacun des 24 prochains mois ; le tableau ci-dessous dit la même chose.
report-trends = Évolution des principaux chiffres
report-trend-alt = Barres : { $measure } pour chacune des dernières périodes, de la plus ancienne à la plus récente, avec un trait à l’objectif ; le tableau dit la même chose.
report-oldest = Dossiers ouverts les plus anciens
report-days-open = Jours d’ouverture
report-marking = Marquage
report-change = Évolution
report-change-better = en progrès
report-change-worse = en recul
report-change-same = inchangé
report-change-unknown = –
report-slide-off = { $count ->
    [0] Tous les principaux chiffres sont conformes aux objectifs
    [one] Un des principaux chiffres n’est pas conforme à l’objectif
   *[other] { $count } des principaux chiffres ne sont pas conformes aux objectifs
}
report-slide-no-targets = Le bureau ne s’est fixé aucun objectif pour cette période
report-slide-ends = { $count ->
    [one] Une habilitation prend fin dans les 24 prochains mois, en { $month }
   *[other] { $count } habilitations prennent fin dans les 24 prochains mois, dont { $most } en { $month }
}
report-slide-ends-none = Aucune habilitation ne prend fin dans les 24 prochains mois
report-slide-figure = { $name } : { $value }, { $standing }
report-slide-oldest = { $days ->
    [one] Le dossier ouvert le plus ancien l’est depuis { $days } jour
   *[other] Le dossier ouvert le plus ancien l’est depuis { $days } jours
}
page-export-slides = Diapositives
choice-slides = Diapositives
command-report-receivers-remove = Retirer
command-report-receivers-remove-done = Destinataire retiré
command-report-receivers-remove-effect = Rien n’y est plus envoyé. Le destinataire reste au registre, marqué comme annulé.

# Ce qui est conservé, et qui le consulte.
register-file-openings = Ouvertures de dossiers
register-file-openings-one = Ouvertures d’un jour
field-openings = Ouvertures
field-without-need = Sans besoin
hint-without-need = Ouvertures un jour où rien n’était ouvert au sujet de la personne : ni affaire, ni tâche, ni autre point en cours.
command-file-openings-count = Compter les ouvertures
command-file-openings-count-done = Ouvertures comptées
command-file-openings-count-effect = Les ouvertures de ce jour sont comptées. Le système le fait de lui-même le lendemain.
refusal-day-not-over = Le { $date } n’est pas terminé. Il est compté le lendemain.
refusal-day-counted = Le { $date } a déjà été compté. Un jour se compte une fois.
part-past-retention = échus, que rien ne retient
part-held-longer = échus, retenus par un gel
part-within-retention = en cours, ou non échus
part-with-certificate = détruits avec procès-verbal
part-opened-with-need = ouverts seulement avec un point en cours
part-opened-without-need = ouverts sans point en cours
measure-kpi-cl-19 = Élimination
measure-kpi-cl-19-numerator = dossiers échus qu’aucun gel ne retient, le dernier jour de la période
measure-kpi-cl-19-denominator = tous les dossiers
measure-kpi-cl-19-exclusions = pas de chiffre sans règles de conservation en vigueur
measure-kpi-cl-20 = Consultations justifiées
measure-kpi-cl-20-numerator = ouvertures de dossiers sans affaire, tâche ni autre point en cours au sujet de la personne
measure-kpi-cl-20-denominator = toutes les ouvertures de dossiers
measure-kpi-cl-20-exclusions = jours non encore comptés ; un jour est compté le lendemain

# Sections du rapport.
report-ageing = Dossiers ouverts par ancienneté
report-age = Jours d’ouverture
report-league = Délais des autorités, avec intervalles
report-files = Dossiers
report-decided = Décidés
report-median = Médiane, jours
report-median-low = Borne inférieure de la médiane (95 %)
report-median-high = Borne supérieure de la médiane (95 %)
report-p90 = 90e centile, jours
report-year-end = Effectifs en fin d’année, par niveau
report-cleared = Personnes en poste habilitées
report-access = Personnes ayant accès
report-slide-ageing =
    { $count ->
        [0] Aucun dossier n’est ouvert depuis plus d’un an
        [one] { $count } dossier est ouvert depuis plus d’un an
       *[other] { $count } dossiers sont ouverts depuis plus d’un an
    }
report-slide-league = Les autorités les plus lentes, avec intervalles
report-authority = Autorité
report-interval = Intervalle à 95 % de la médiane
report-between = de { $low } à { $high }
report-programme = Programme d’audit
report-audit-scope = Périmètre
report-sample = Échantillon
report-all-files = tous
report-audits = Audits lancés
report-audits-closed = Clos
report-findings = Constatations
report-faulty = Dossiers non conformes
report-causes = Causes des incidents et des échecs
report-cause-of = Objet
report-cause = Cause
report-times = Occurrences
report-cause-exit = Dossiers terminés sans habilitation
report-cause-returned = Questionnaires retournés au premier contrôle
report-cause-finding = Constatations
report-cause-incident = Incidents
report-registers = Clôture des registres du courrier
report-register = Registre
report-issued = Enregistrés
report-void = Annulés
report-missing = Manquants
report-closed-on = Clos le
report-register-open = ouvert
report-hash = SHA-256, par groupes
