# Les mots des pages.

# Titres et lieux.
page-today = Aujourd’hui
page-good-day = Rien ne vous attend. Une bonne journée.
page-desk-clearance = Bureau des habilitations
page-registers = Registres
page-administration = Administration
page-mail = Registre du courrier
page-cases = Dossiers d’habilitation
page-people = Personnes
page-approvals = Approbations
page-import = Reprendre un tableau de suivi
page-proof = Vérifier une preuve
page-search = Recherche
page-search-empty = Aucun résultat. Essayez moins de mots, ou seulement le début d’un mot.
page-notices = Avis
page-me = Ma page
page-demo-banner = Démonstration : agence fictive, personnes et règles inventées.

# Aujourd’hui.
page-section-approvals = En attente de mon approbation
page-section-approvals-empty = Rien n’attend votre approbation.
page-section-requests = Mes demandes
page-section-requests-empty = Aucune de vos demandes n’est en cours.
page-section-next = Prochains dans la file
page-section-next-empty = Rien n’attend le bureau.
page-section-mail = Courrier non rattaché à un dossier
page-section-mail-empty = Tout le courrier est rattaché.
page-section-expiring = Expirations sous 30 jours
page-section-expiring-empty = Rien n’expire dans les 30 prochains jours.

# La visite guidée de la démonstration.
page-tour-1 = Reprendre un tableau de suivi
page-tour-1-text = Déposez la liste Excel du bureau, ou tracker-with-faults.xlsx du dossier « try » à côté des données de la démonstration, et voyez ce que chaque ligne changerait. Rien n’est écrit avant l’accord d’une seconde personne.
page-tour-2 = Voir à qui il manque quoi
page-tour-2-text = Toutes les personnes dont l’accès est inférieur à ce qu’exige le poste, avec les raisons, fait par fait.
page-tour-3 = Ouvrir un dossier et le mener à son terme
page-tour-3-text = Chaque étape indique ce qu’elle exige et de qui court le délai. Essayez d’approuver votre propre demande et lisez le refus.
page-tour-4 = Demander ce que l’on savait
page-tour-4-text = Le passé est une question : deux dates, une réponse.
page-tour-5 = Vérifier une preuve
page-tour-5-text = Copiez la preuve d’une inscription, changez une lettre et voyez ce que dit la vérification.

# Le bureau des habilitations.
page-figure-coverage = Postes couverts
page-figure-coverage-target = Objectif : chaque titulaire détient ce qu’exige son poste
page-figure-expired = Habilitations expirées en poste
page-figure-expired-target = Objectif : aucune
page-figure-open-cases = Dossiers ouverts
page-figure-open-cases-target = Objectif : aucun au-delà du délai habituel de l’autorité
page-figure-second-person = En attente d’une seconde personne
page-figure-second-person-target = Objectif : décision le jour même
page-figure-decisions-due = Décisions à enregistrer
page-figure-decisions-due-target = Objectif : enregistrement le jour de l’arrivée
page-figure-expiring = Expirations sous 90 jours
page-figure-expiring-target = Objectif : un renouvellement en cours pour chacune
page-pipeline = Dossiers ouverts par étape, avec l’âge du plus ancien
page-pipeline-text = Nombre de dossiers ouverts à chaque étape, et ancienneté du plus vieux.
page-queue = La file
page-outlook = Habilitations expirant dans les { $months } prochains mois
page-outlook-text = Nombre d’habilitations de personnes en poste expirant chacun des { $months } prochains mois ; chaque barre y mène.
page-wrong = Anomalies
page-open-case = Ouvrir un dossier
page-register-mail = Enregistrer un courrier
page-import-tracker = Reprendre un tableau de suivi

# À qui il manque quoi ; remonter le temps.
page-who-lacks = À qui il manque quoi
page-who-lacks-intro = Personnes en poste dont l’accès effectif est inférieur à ce qui est exigé d’elles, par le poste ou par un contrat ou programme sur lequel elles travaillent.
page-who-lacks-empty = Il ne manque rien à personne.
page-requirements = Exigences et titulaires
page-requirements-intro = Les habilitations en vigueur dont personne n’a plus besoin, les exigences sans titulaire, et la situation de ceux qui travaillent sur des contrats et programmes.
page-requirements-need-ended = Habilitations sans besoin
page-requirements-without-holder = Exigences sans titulaire
page-requirements-since = Sans besoin depuis le
page-requirements-of = Poste, contrat ou programme
page-requirements-contracts = Sur contrats et programmes
page-requirements-people = Personnes
page-requirements-standing = Situation
page-requirements-nobody = Personne n’y travaille
page-requirements-all-covered = Tous sont couverts
page-requirements-below =
    { $count ->
        [one] { $count } en dessous de l’exigence
       *[other] { $count } en dessous de l’exigence
    }
page-time-machine = Remonter le temps : { $name }
page-access = Accès effectif
page-access-today = Peut connaître
page-access-until = Jusqu’au
page-access-clearance = Habilitation
clearance-valid = Valable
clearance-valid-conditional = Valable, sous conditions
clearance-extended = Prorogée
clearance-suspended = Suspendue
clearance-withdrawn = Retirée
clearance-refused = Refusée
clearance-expired = Échue
clearance-lapsed = Caduque
clearance-cancelled = Annulée
clearance-transferred = Transférée
clearance-claimed-unverified = Déclarée, non vérifiée
page-access-need = Requis par les postes
page-access-because = Ce qui manque d’abord
page-access-none = Aucun accès
page-access-sentence = Au { $date }, tel que connu le { $known }.
page-hindsight = On en sait davantage depuis. La réponse pour ce jour est aujourd’hui différente.

# Reprise d’un tableau de suivi.
page-import-step-file = Fichier
page-import-step-mapping = Colonnes
page-import-step-check = Vérification
page-import-step-approval = Seconde personne
page-import-figures-new = Nouvelles personnes
page-import-figures-changed = Lignes avec changement
page-import-figures-unchanged = Lignes sans changement
page-import-figures-refused = Lignes refusées
page-import-attest-hint = Case cochée : une autorisation d’accès et un exposé sont enregistrés pour chaque titulaire actuel qui n’en a pas. Sinon, ces personnes n’ont pas d’accès effectif tant que les deux ne sont pas enregistrés.
page-import-limits = Un fichier .xlsx ou .csv d’au plus 200 Mio, sans mot de passe ni macros. Les formules ne sont jamais calculées.
page-import-earlier = Imports précédents

# Tableaux, exports, fiches.
page-total =
    { $count ->
        [0] Aucune ligne
        [one] { $count } ligne
       *[other] { $count } lignes
    }
page-total-more = Plus de 1 000 lignes
page-export-csv = Exporter en CSV
page-export-xlsx = Exporter en XLSX
page-export-json = Exporter en JSON
page-export-proof = Exporter avec preuves
page-timeline-more = Afficher les inscriptions antérieures
page-entry = Inscription { $number }
page-asked = Demandé : { $what }
page-permit = fonction « { $duty } »
page-permit-deputy = fonction « { $duty } » à la place de { $name }
page-approval-cleared = L’habilitation enregistrée couvre le niveau de cette fonction
page-approval-not-cleared = Aucune habilitation enregistrée ne couvre le niveau de cette fonction : vérifiez-la par ailleurs avant d’approuver
page-print-note = Imprimé par { $who } le { $when }

# Preuves.
page-proof-holds = La preuve est établie
page-proof-fails = La preuve n’est pas établie
page-proof-step-format = Le texte est une preuve complète
page-proof-step-signature = La racine du journal est signée par ce bureau
page-proof-step-inclusion = L’inscription figure dans le journal signé

# Messages.
page-not-found = Il n’y a rien ici
page-refused = Cette action n’a pas été exécutée
page-conflict = Cette fiche a été modifiée entre-temps
