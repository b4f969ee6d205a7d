# Droits : fonctions exercées pour autrui, postures, ménages, membres, dossiers verrouillés, accès d’urgence.

# Registres.
register-delegations = Fonctions déléguées
register-delegations-one = Fonction déléguée
register-crisis-postures = Postures de crise
register-crisis-postures-one = Posture de crise
register-household-ties = Ménages
register-household-ties-one = Lien de ménage
register-memberships = Membres des dossiers
register-memberships-one = Membre d’un dossier
register-restrictions = Dossiers verrouillés
register-restrictions-one = Dossier verrouillé
register-openings = Ouvertures de dossiers verrouillés
register-openings-one = Ouverture d’un dossier verrouillé
register-broken-glass = Accès d’urgence
register-broken-glass-one = Accès d’urgence

# Champs.
field-behalf = Pour le compte de
field-limited-to = Limitée à
field-limited-to-hint = L’unité, la nation, le site ou l’entreprise que concerne cette fonction. Laisser vide si elle vaut pour tous.
field-posture = Seulement en posture
field-posture-hint = Nom de la posture de crise pendant laquelle la fonction vaut. Laisser vide si elle vaut toujours.
field-from-account = Titulaire de la fonction
field-to-account = Suppléant
field-first = Ce qui passe en premier
field-declared-at = Déclarée le
field-declared-on = Déclaré le
field-ended-at = Terminée le
field-ends-at = Se termine le
field-member = Membre du ménage
field-restricted-on = Verrouillé depuis le
field-lifted-on = Levé le
field-restriction = Dossier verrouillé
field-restrictions-reference = Référence du dossier
field-restrictions-reference-hint = Ce que les collègues indiqueront pour demander le dossier. Jamais un nom.
field-ground = Fondement
field-until = Ouvert jusqu’au
field-finding = Conclusion
field-reviewed-at = Examiné le

# Choix.
choice-system-admin = Administrateur système
choice-manager = Responsable hiérarchique
choice-consent = L’intéressé a consenti
choice-proceedings = Une procédure est en cours
choice-return-planned = L’intéressé doit revenir
choice-harm-to-person = La destruction nuirait à l’intéressé
choice-accuracy-disputed = L’intéressé en conteste l’exactitude
choice-justified = C’était justifié
choice-not-justified = Ce n’était pas justifié

# Fonctions.
duty-holder = Titulaire d’un dossier
duty-system-admin = Administrateur système
duty-manager = Responsable hiérarchique
duty-delegation = Délégation nationale
duty-contractor = Prestataire

# Finalités des écritures.
purpose-emergency = Urgence
purpose-data-protection = Protection des données

# Commandes : ce que dit le bouton, ce que dit l’historique, ce qui se passera.
command-delegations-delegate = Déléguer une fonction
command-delegations-delegate-done = Fonction déléguée
command-delegations-delegate-effect = Votre demande est figée et attend une personne qui attribue les fonctions. Le suppléant exerce ensuite la fonction du premier au dernier jour ; chaque écriture porte les deux noms. Il ne lit rien de plus classifié qu’avant.
command-delegations-end = Mettre fin à la délégation
command-delegations-end-done = Délégation terminée
command-delegations-end-effect = Le suppléant ne peut plus exercer la fonction, dès maintenant.
command-postures-declare = Déclarer une posture de crise
command-postures-declare-done = Posture de crise déclarée
command-postures-declare-effect = Votre demande est figée et attend une seconde personne. Les fonctions préparées pour cette posture valent alors, jusqu’à sa fin.
command-postures-end = Mettre fin à la posture de crise
command-postures-end-done = Posture de crise terminée
command-postures-end-effect = Les fonctions données pour cette posture disparaissent aussitôt.
command-household-declare = Déclarer un ménage
command-household-declare-done = Ménage déclaré
command-household-declare-effect = Dès maintenant, aucun des deux ne traite le dossier de l’autre.
command-household-end = Mettre fin au ménage
command-household-end-done = Ménage terminé
command-household-end-effect = Votre demande est figée et attend une seconde personne. Les dossiers s’ouvrent à nouveau dès qu’elle approuve.
command-memberships-add = Ajouter un membre
command-memberships-add-done = Membre ajouté
command-memberships-add-effect = Votre demande est figée et attend un second membre. Le collègue voit le dossier dès qu’il approuve.
command-memberships-end = Mettre fin à la participation
command-memberships-end-done = Participation terminée
command-memberships-end-effect = La personne ne voit plus le dossier, dès maintenant.
command-restrictions-restrict = Verrouiller le dossier
command-restrictions-restrict-done = Dossier verrouillé
command-restrictions-restrict-effect = Le dossier quitte toutes les listes et recherches, pour vous aussi. Pour le rouvrir, il faut deux personnes.
command-restrictions-lift = Lever le verrouillage
command-restrictions-lift-done = Verrouillage levé
command-restrictions-lift-effect = Votre demande est figée et attend une seconde personne. Le dossier est de nouveau trouvé dès qu’elle approuve.
command-restrictions-open = Demander l’ouverture du dossier
command-restrictions-open-done = Dossier verrouillé ouvert
command-restrictions-open-effect = Votre demande est figée et attend une seconde personne. Le dossier vous est alors ouvert, à vous seul, pendant quelques jours.
command-emergency-break-glass = Demander un accès d’urgence
command-emergency-break-glass-done = Accès d’urgence ouvert
command-emergency-break-glass-effect = Pendant une heure, vous lisez ce que tiennent les autres bureaux, à votre propre niveau. Vous n’y changez rien. Deux personnes en sont averties aussitôt et vous demanderont pourquoi.
command-emergency-review = Examiner l’accès d’urgence
command-emergency-review-done = Accès d’urgence examiné
command-emergency-review-effect = Votre conclusion est figée et attend une seconde personne.

# Refus.
refusal-grant-of-a-realm = Cette fonction ne vaut que pour une unité, une nation ou une entreprise. Indiquez laquelle.
refusal-delegation-not-held = Le titulaire n’a pas cette fonction le premier jour ; elle ne peut donc pas être déléguée. Choisissez une fonction qu’il exerce lui-même.
refusal-delegation-too-long = Une délégation dure au plus { $max } jours. Choisissez un dernier jour plus proche et redemandez plus tard.
refusal-deputy-of-requester = Vous êtes le suppléant du demandeur, ou il est le vôtre. Une autre personne doit approuver.
refusal-posture-in-force = Cette posture est déjà déclarée et vaut encore. Ouvrez-la pour voir depuis quand.
refusal-posture-ended = Cette posture est déjà terminée.
refusal-household-of-one = Un lien de ménage unit deux personnes différentes. Choisissez l’autre.
refusal-restriction-lifted = Ce verrouillage a été levé ; le dossier se trouve comme tout autre.
refusal-glass-reason = Dites en au moins { $min } caractères quelle est l’urgence. Deux personnes le liront.
refusal-glass-reviewed = C’est déjà examiné. Ouvrez-le pour voir la conclusion.

# Surveillance de l’ouverture des dossiers.
register-alarms = Alertes
register-alarms-one = Alerte
register-decoys = Leurres
register-decoys-one = Leurre
field-files = Dossiers dans l’heure
field-raised-at = Déclenchée le
field-alarms-outcome = Constat
field-settled-at = Close le
choice-unusual-reading = Nombre inhabituel de dossiers ouverts
choice-decoy-opened = Leurre ouvert
job-watch = Système (surveillance des lectures)
command-alarms-raise = Déclencher une alerte
command-alarms-raise-done = Alerte déclenchée
command-alarms-settle = Clore l’alerte
command-alarms-settle-done = Alerte close
command-decoys-place = Poser un leurre
command-decoys-place-done = Leurre posé
command-decoys-place-effect = Quiconque ouvre désormais le dossier de cette personne déclenche une alerte. N’utilisez qu’une personne inventée.
refusal-alarm-settled = Cette alerte est déjà close. Ouvrez-la pour voir le constat.
refusal-alarm-about-you = Cette alerte porte sur vos propres lectures. Une autre personne doit la clore.

# Les fenêtres : la situation des personnes, et son propre dossier.
page-standing = Situation
page-standing-intro = { $duty } : si chacun satisfait à ce que son poste exige, jusqu’à quand, et où en est un dossier ouvert. Cette page ne contient rien d’autre à leur sujet.
page-standing-search = Nom ou matricule
page-standing-none = Personne parmi les vôtres ne correspond.
page-standing-number = Matricule
page-standing-met = Exigence satisfaite
page-standing-until = Jusqu’au
page-standing-stage = Étape du dossier
page-standing-yes = Satisfaite
page-standing-no = Non satisfaite
page-standing-nothing = Rien d’exigé
page-stage-preparing = En préparation
page-stage-with-person = Chez l’intéressé
page-stage-with-authority = Chez l’autorité
page-stage-finishing = En voie d’achèvement
page-turn-preparing = Le bureau
page-turn-with-person = Vous
page-turn-with-authority = L’autorité
page-turn-finishing = Le bureau
page-own = Mon dossier
page-own-intro = Personne ne traite son propre dossier. Voici ce que le bureau vous dit du vôtre.
page-own-standing = Votre situation
page-own-standing-intro = À ce jour.
page-own-question = Question
page-own-answer = Réponse
page-own-turn = À qui de jouer
page-own-opened = Qui a ouvert mon dossier
page-own-opened-intro = Une ligne par collègue et par heure. Les lectures faites dans une enquête n’y figurent pas ; l’auditeur les voit.
page-own-opened-none = Personne ne l’a ouvert depuis un an.
page-own-when = Dernière fois
page-own-who = Qui
page-own-times = Fois
page-glass-open = Accès d’urgence ouvert : pendant { $minutes } minutes, vous lisez ce que tiennent les autres bureaux. Tout ce que vous ouvrez est noté, et deux personnes vous demanderont pourquoi.
page-posture-in-force = Posture de crise en vigueur : { $name }

# Périmètres.
field-realm = Site, unité ou entreprise
command-realms-assign = Rattacher à un site, une unité ou une entreprise
command-realms-assign-done = Rattaché à un site, une unité ou une entreprise
command-realms-assign-effect = Votre demande est figée et attend une seconde personne. Ceux dont la fonction est limitée à ce site, cette unité ou cette entreprise le verront alors.

# Ce qui attend, et qui peut quoi.
page-section-alarms = Alertes sur les lectures
page-section-alarms-empty = Aucune alerte en attente.
page-section-glass = Accès d’urgence à examiner
page-section-glass-empty = Aucun accès d’urgence n’attend son examen.
page-permissions = Qui peut quoi
page-permissions-intro = Le tableau des fonctions en vigueur. Son empreinte figure dans chaque écriture ; ce que chacun en détient se trouve sous les fonctions accordées.
page-permissions-commands = Ce qui peut être fait
page-permissions-what = Action
page-permissions-may = Fait ou demandé par
page-permissions-approves = Approuvé par une seconde personne
page-permissions-system = Le système seul
page-permissions-registers = Ce qui peut être vu
page-permissions-register = Registre
page-permissions-sees = Vu par
page-permissions-edits = Modifié par
page-permissions-windows = Vues pour ceux qui ne sont d’aucun bureau
page-permissions-fingerprint = Empreinte de ce tableau : { $hash }
page-window-standing = Situation des personnes
page-window-own-file = Son propre dossier
page-everybody = Chacun, pour soi seulement
page-nobody = Personne

# Ajouté pour ceux qui veillent.
refusal-delegation-of-another = Vous ne déléguez que votre propre fonction. Pour une personne absente, demandez à un administrateur des accès d’accorder la fonction.
refusal-marking-of-oversight = Les demandes, les alertes et ce qui veille sur le bureau gardent leur marquage. Rien n’a été modifié.
refusal-marking-beyond-yours = Ce niveau ou cette mention dépasse ce que vous pouvez lire vous-même. Adressez-vous à une personne qui le détient.
refusal-dispose-restricted = Le dossier est verrouillé : il est conservé, fermé, au lieu d’être détruit. Levez d’abord le verrouillage si son fondement a disparu.
refusal-export-larger = Il y a maintenant plus de lignes que les { $approved } qui ont été approuvées. Redemandez.
