# Ce que partagent tous les registres et bureaux : fonctions, délais, champs communs, refus d’un champ.

# Les fonctions, comme libellés et comme choix d’un formulaire.
duty-head = Chef de bureau
duty-clearance-officer = Chargé des habilitations
duty-clearance-technician = Technicien des habilitations
duty-registry = Bureau d’ordre
duty-policy-officer = Chargé de la réglementation
duty-hr = Ressources humaines
duty-auditor = Auditeur
duty-access-admin = Administrateur des accès
duty-bootstrap = Mise en service de l’instance
duty-system = Le système
job-mail-folder = Système (dossier de courrier surveillé)
job-digest = Système (avis quotidiens)
choice-head = Chef de bureau
choice-clearance-officer = Chargé des habilitations
choice-clearance-technician = Technicien des habilitations
choice-registry = Bureau d’ordre
choice-policy-officer = Chargé de la réglementation
choice-hr = Ressources humaines
choice-auditor = Auditeur
choice-access-admin = Administrateur des accès

# À qui de jouer.
clock-office = Notre bureau
clock-subject = L’intéressé
clock-authority = L’autorité
clock-requester = Le demandeur
clock-force-majeure = Force majeure
clock-nobody = Plus personne
clock-hr = Ressources humaines
choice-office = Notre bureau
choice-subject = L’intéressé
choice-authority = L’autorité
choice-requester = Le demandeur
choice-force-majeure = Force majeure
choice-nobody = Personne

# Groupes de champs.
group-core = Généralités
group-identity = Identité

# Champs communs à plusieurs registres et commandes.
field-record = Fiche
field-version = Version
field-register = Registre
field-name = Nom
field-number = Numéro
field-year = Année
field-kind = Nature
field-state = État
field-status = Statut
field-person = Personne
field-person-hint = Saisissez une partie du nom, avec ou sans accents, ou le matricule.
field-level = Niveau
field-valid-from = Premier jour
field-valid-from-hint = Par exemple 2026-11-22.
field-valid-until = Dernier jour
field-valid-until-hint = Par exemple 2031-11-18. Si un document l’indique, recopiez la date imprimée.
field-reason = Motif
field-digest = Empreinte (SHA-256)
field-recorded-by = Enregistré par
field-verified-by = Vérifié par
field-approved-by = Approuvé par

# Langues des personnes et des documents.
language-en = Anglais
language-fr = Français

# Refus portant sur un seul champ.
refusal-field-required = Ce champ est vide et il est obligatoire. Remplissez-le.
refusal-field-too-long = Le texte dépasse { $max } caractères. Raccourcissez-le.
refusal-field-not-a-choice = Cette valeur ne figure pas parmi les choix. Choisissez-en une dans la liste.
refusal-field-not-text = Un texte est attendu ici. Saisissez un texte.
refusal-field-not-a-number = Un nombre entier est attendu ici. Saisissez uniquement des chiffres.
refusal-field-not-yes-or-no = Oui ou non est attendu ici. Cochez la case ou laissez-la vide.
refusal-field-not-a-date = Ce n’est pas une date à partir de 1900. Saisissez l’année, le mois et le jour, par exemple 2026-11-22.
refusal-field-not-a-time = Ce n’est pas un instant valable. Saisissez de nouveau la date et l’heure.
refusal-field-not-a-reference = Cette valeur ne désigne aucune fiche. Saisissez une partie de son nom et choisissez-la dans la liste.
refusal-field-not-bytes = Aucun fichier n’a pu être lu ici. Choisissez de nouveau le fichier.
refusal-field-not-a-level = Ce n’est pas un code de niveau. Choisissez un niveau dans la liste.
refusal-field-not-a-nation = Ce n’est pas le code à trois lettres d’un pays. Choisissez le pays dans la liste.
refusal-field-not-codes = Des codes sont attendus ici. Séparez-les par des espaces, par exemple ATOMAL CRYPTO.
refusal-field-unknown = Le champ « { $field } » n’est pas connu ici. Retirez-le ou vérifiez son orthographe.
