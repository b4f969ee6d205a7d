# Comment s’appellent les chiffres : service, file, indicateurs, rapports.

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

# Champs : calendriers.
field-scope = Horaires de
field-site = Site
field-site-hint = Pour le calendrier d’un site seulement.
field-zone = Fuseau horaire
field-zone-hint = Par exemple Europe/Luxembourg.
field-day-minutes = Durée d’un jour ouvré, en minutes
field-day-minutes-hint = Ce que vaut un objectif d’un jour ouvré : 480 pour huit heures.
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
field-days = Jours
field-days-hint = Un par ligne : 2026-12-24;08:30-12:30;Veille de Noël. Sans horaires, le jour est fermé : 2026-12-25;;Noël.
choice-site = Site
choice-service-standards = Normes de service

# Champs : délais et urgence.
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
field-displaced = Dossiers passés après
field-urgent-until = Urgent jusqu’au
field-paused = Délai suspendu
field-lane = Place dans la file

# Commandes : calendriers.
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

# Commandes : délais et urgence.
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

# Refus.
refusal-hours-unreadable = Ces horaires sont illisibles. Écrivez-les ainsi : 08:30-12:30 13:30-17:30, dans l’ordre et sans chevauchement ; laissez vide pour un jour fermé.
refusal-zone-unknown = Aucun fuseau horaire ne porte ce nom. Choisissez un nom IANA, par exemple Europe/Luxembourg.
refusal-day-length = Un jour ouvré compte de 1 à 1440 minutes. Corrigez le nombre.
refusal-calendar-of-whom = Le calendrier ne dit pas à qui sont ces horaires. Indiquez le site ou l’autorité, ou choisissez le bureau.
refusal-day-unreadable = La ligne { $line } est illisible. Écrivez le jour, les horaires et le nom, séparés par des points-virgules : 2026-12-24;08:30-12:30;Veille de Noël.
refusal-too-many-days = La liste dépasse { $max } jours. Coupez-la en plusieurs.
refusal-no-new-day = La liste n’ajoute aucun jour : tous figurent déjà dans le calendrier. Vérifiez les années.
refusal-standards-not-backdated = De nouvelles normes ne peuvent pas remonter le temps : les étapes commencées sont mesurées aux normes de leur premier jour. Choisissez aujourd’hui ou un jour ultérieur.
refusal-too-many-pauses = Ce dossier compte plus de suspensions qu’on ne peut en calculer. Adressez-vous à votre administrateur.
refusal-pause-over = Cette suspension est déjà terminée. Il n’y a plus rien à faire.
refusal-urgency-ends-before-it-begins = Le dernier jour de l’urgence est passé. Choisissez aujourd’hui ou un jour ultérieur.
refusal-urgency-too-long = Une urgence prend fin au plus tard après { $days } jours. Choisissez un jour plus proche ; elle peut être redemandée.
refusal-not-urgent = Ce dossier n’est pas urgent. Il n’y a rien à terminer.

# La file.
page-queue-title = File d’attente
page-queue-intro = Ce que le bureau fait ensuite : ce qui dépassera sa norme en premier vient en premier.
page-queue-ours = Au bureau
page-queue-others = Chez d’autres, les plus anciens d’abord
page-queue-others-intro = Indiqué, jamais compté dans la norme du bureau.
page-queue-due = Échéance
page-queue-standing = Situation
page-queue-used = Consommé sur l’objectif
page-queue-of = { $used } sur { $target } j. o.
page-queue-days = { $days } jours
page-queue-no-calendar = Le bureau n’a pas encore de calendrier : chaque heure compte.
page-queue-cut = Il y a plus de dossiers urgents ou suspendus qu’on ne peut en examiner un à un ; les autres manquent ici.
standing-breached = en retard
standing-at-risk = à risque
standing-in-time = dans les temps
standing-none = sans norme
standing-paused = suspendu
standing-urgent = urgent : { $standing }

# Délais d’un dossier.
page-clock-total = De bout en bout
page-clock-wd = { $days } j. o.
page-clock-hours = { $hours } h
page-clock-step = Cette étape : { $used } sur { $target } j. o., échéance { $due }
page-clock-step-open = Cette étape : { $used } sur { $target } j. o.
page-clock-paused = suspendu
