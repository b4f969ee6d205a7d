# Les mots des pages que fait le serveur.
page-access-history = Accès à une date
page-all = Tout voir
page-none = Rien ici.
page-yes = oui
page-no = non
page-chosen = celui dont vous venez
page-cancel = Annuler
page-back = Retour
page-download = Télécharger
page-technical-name = Nom dans les fichiers et l’API
page-search-in = Chercher par nom, numéro ou référence
page-view-title = Par nom ou numéro
page-view-newest = Les plus récents d’abord
page-view-oldest = Les plus anciens d’abord
page-view-nationality = Par nationalité
page-view-nation = Par nation
page-view-decided = Décision la plus récente d’abord
page-view-given = Exposé le plus récent d’abord
page-void = Cette fiche a été annulée. Elle reste visible et ne compte nulle part.
page-void-field = Annulé
page-decide = Décider
page-see-request = Voir la demande
page-waiting-for-approval = Une demande sur cette fiche attend une seconde personne.
page-expires = expire
page-month = Mois
page-as-it-should-be = comme il se doit
page-needs-attention = à traiter
page-level-too-low = niveau inférieur à l’exigence
page-wrong-suspended = Personnes en poste dont l’habilitation est suspendue
page-wrong-not-briefed = Personnes en poste sans exposé de sécurité à jour
page-wrong-no-certificate = Personnes en poste sans certificat valable
page-wrong-claimed = Habilitations seulement déclarées, non vérifiées
page-wrong-need-ended = Personnes habilitées dont les postes n’exigent aucune habilitation
page-fact = Fait
page-fact-what = Contenu
page-facts = Les faits
page-period = Période
page-facts-chart = Les faits dans le temps
page-facts-chart-text = Chaque ligne montre quand un fait a valu ; le repère est le jour en question.
page-approval-by = Demandé par
page-approval-at = Demandé le
page-approval-digest = Empreinte de la demande figée
page-approval-duty = Votre fonction permet cette décision
page-approval-frozen = Ce qui est demandé, figé
page-approval-other-person = Une autre personne a demandé
page-approval-request = La demande
page-approval-code-hint = Un nouveau code à usage unique, pour approuver. Inutile pour rejeter.
page-fresh-code-hint = Un nouveau code à usage unique : les six chiffres affichés en ce moment par votre authentificateur.
page-approval-reason-hint = Nécessaire pour rejeter ; l’auteur de la demande la lit.
page-import-file = Tableau de suivi
page-import-file-hint = XLSX ou CSV, tel que votre bureau le tient. Titres, notes et dates mêlées sont compris.
page-import-changes = Ce qui changerait
page-import-changes-intro = Ligne par ligne, par rapport à ce que le bureau détient. 200 lignes au plus sont montrées ; toutes sont comptées ci-dessus.
page-import-column = Colonne
page-import-finding = Constat
page-import-findings = Constats
page-import-row = Ligne
page-import-severity = Gravité
page-import-outcome = Issue
page-severity-error = non repris
page-severity-warning = à vérifier
page-severity-info = compris
page-import-left-out = laissée de côté
page-import-please-check = à vérifier
page-import-recognised = reconnue
page-import-needs-change = Quelque chose changerait
page-proof-actor = Compte (pseudonyme)
page-proof-command = Ce qui a été fait
page-proof-download = Télécharger la preuve
page-proof-entry = Entrée
page-proof-leaf = L’entrée elle-même
page-proof-log = Journal
page-proof-size = Entrées sous le point de contrôle
page-proof-time = Quand
refusal-approve-in-browser = Une approbation est donnée par une personne dans le navigateur, jamais par l’API. Ouvrez la demande et décidez là.
refusal-glass-in-browser = L’accès d’urgence est ouvert par une personne dans le navigateur, jamais par l’API.
refusal-sealed-in-browser = Un texte scellé est ouvert par une personne dans le navigateur, avec un nouveau code à usage unique, jamais par l’API. Ouvrez la fiche et lisez-le là.
refusal-code-wrong = Le code à usage unique n’est pas correct. Saisissez celui qu’affiche en ce moment votre authentificateur.
refusal-field-misshapen = { $field } n’a pas la bonne forme. Voyez dans le document de l’API ce qui est attendu.
refusal-form-unreadable = Le formulaire n’a pas pu être lu. Revenez en arrière et renvoyez-le.
refusal-import-field-twice = Deux colonnes sont prises pour « { $field } ». Laissez l’une de côté.
refusal-reference-choose = Choisissez l’un de ceux qui ont été trouvés.
command-approvals-ask = Demander l’approbation
command-approvals-ask-done = Demandé à une seconde personne
register-exports = Exports
register-exports-one = Export
command-exports-record = Enregistrer un export
command-exports-record-done = Export effectué
field-format = Forme
field-query = Filtré par
field-rows = Lignes
field-taken-by = Effectué par
field-taken-at = Effectué le
choice-csv = CSV
choice-xlsx = XLSX
choice-json = JSON
choice-proof = Preuve
command-exports-record-effect = L’export reçoit une entrée et un numéro.
import-field-person = personne
import-field-personnel-number = matricule
import-field-remarks = remarques
import-field-birth-date = date de naissance
import-field-status = situation
import-field-requirement = exigence
import-field-post = poste
import-field-decision = décision
page-demo-tries-head = signer ce que deux personnes doivent décider
page-demo-tries-clearance-officer = importer un tableau, approuver des décisions
page-demo-tries-clearance-technician = mener un dossier à sa décision
page-demo-tries-registry = enregistrer le courrier
page-demo-tries-policy-officer = adopter un jeu de règles
page-demo-tries-auditor = suivre les entrées et vérifier une preuve
page-demo-tries-access-admin = accorder une fonction
page-demo-tries-hr = voir qui satisfait à ce que son poste exige
page-demo-tries-manager = voir la situation de votre unité
page-demo-tries-delegation = voir la situation de vos ressortissants
page-demo-tries-contractor = voir la situation de vos agents
page-demo-tries-system-admin = constater que vous ne voyez aucune fiche
page-demo-tries-holder = voir votre dossier et qui l’a ouvert
page-days-waiting =
    { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
page-import-findings-count =
    { $count ->
        [one] { $count } constat
       *[other] { $count } constats ; les plus graves d’abord ; 200 au plus sont affichés
    }
page-stage-text = { $count } · { $days } j

# Dossiers ouverts pour plusieurs personnes à la fois.
page-open-cases = Ouvrir un dossier pour les personnes choisies
page-open-cases-new = Un dossier est ouvert
page-open-cases-has = Garde le dossier ouvert { $number }
page-open-cases-empty = Aucune personne choisie n’a besoin d’un dossier. Revenez en arrière et choisissez des personnes.
page-open-cases-effect = Un dossier est ouvert pour chaque personne, en priorité normale, au niveau que le poste exige. Chacun peut être annulé.
page-open-cases-submit =
    { $count ->
        [one] Ouvrir { $count } dossier
       *[other] Ouvrir { $count } dossiers
    }
page-see = Ouvrir
page-access-history-text = Ce que cette personne pouvait voir un autre jour :
page-clock-running = en cours
page-clock-late = au-delà du délai habituel
page-clock-usual =
    { $count ->
        [one] d’habitude { $count } jour
       *[other] d’habitude { $count } jours
    }
refusal-letter-missing-outgoing = Cette étape repose sur une lettre enregistrée au départ, et aucune n’est choisie. Enregistrez la lettre au registre du courrier pour ce dossier, puis choisissez-la ici.
refusal-letter-missing-incoming = Cette étape repose sur une lettre enregistrée à l’arrivée, et aucune n’est choisie. Enregistrez la lettre au registre du courrier pour ce dossier, puis choisissez-la ici.
page-since = depuis le { $when }
