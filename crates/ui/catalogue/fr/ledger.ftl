# Comptes, fonctions, approbations et inscriptions.

# Registres.
register-accounts = Comptes
register-accounts-one = Compte
register-credentials = Moyens d’authentification
register-credentials-one = Moyen d’authentification
register-grants = Fonctions attribuées
register-grants-one = Fonction attribuée
register-api-tokens = Jetons d’API
register-api-tokens-one = Jeton d’API
register-approvals = Approbations
register-approvals-one = Approbation
register-transitions = Changements d’état
register-transitions-one = Changement d’état

# Champs.
field-login = Nom d’utilisateur
field-lang = Langue
field-disabled = Fermé
field-account = Compte
field-password = Empreinte du mot de passe
field-otp = Secret des codes à usage unique
field-grant = Fonction attribuée
field-duty = Fonction
field-grants-level = Niveau le plus élevé
field-compartments = Compartiments
field-compartments-hint = Codes des compartiments que cette fonction ouvre, séparés par des espaces. Laissez vide si elle n’en ouvre aucun.
field-api-tokens-name = Usage
field-api-tokens-digest = Empreinte du jeton
field-approval = Demande
field-command = Action
field-approvals-command = Objet de la demande
field-input = Saisie figée
field-requester = Demandé par
field-requested-at = Demandé le
field-decided-by = Décidé par
field-decided-at = Décidé le
field-approvals-reason = Motif du rejet
field-from-state = État antérieur
field-to-state = État nouveau
field-evidence = Pièce justificative
field-time = Date et heure

# Choix.
choice-pending = En attente
choice-approved = Approuvée
choice-rejected = Rejetée

# Avant le premier état d’une fiche.
state-none = Nouveau

# Finalités des inscriptions.
purpose-office = Travail du bureau
purpose-access = Administration des accès
purpose-four-eyes = Décision d’une seconde personne
purpose-clearance = Habilitations
purpose-registry = Registre du courrier
purpose-policy = Règles
purpose-import = Import

# Commandes : le bouton, l’historique, ce qui se passera.
command-instance-bootstrap = Mettre l’instance en service
command-instance-bootstrap-done = Instance mise en service
command-log-restore = Restaurer à partir d’une sauvegarde
command-log-restore-done = Restauration à partir d’une sauvegarde ; rien de ce qui était connu ne manquait
command-log-reopen = Rouvrir le journal
command-log-reopen-done = Journal rouvert après une restauration ; des écritures connues sont perdues
command-log-erase-again = Effacer à nouveau
command-log-erase-again-done = Effacement refait, comme avant la restauration
command-keys-rotate = Changer la clé maîtresse
command-keys-rotate-done = Clé maîtresse changée
command-grants-grant = Attribuer la fonction
command-grants-grant-done = Fonction attribuée
command-grants-grant-effect = Votre demande est figée et attend une seconde personne. La fonction vaut à partir de son premier jour, une fois approuvée.
command-grants-end = Mettre fin à la fonction
command-grants-end-done = Fonction terminée
command-grants-end-effect = La fonction prend fin aussitôt : la personne ne peut plus l’exercer. L’attribution reste au registre, marquée comme annulée.
command-accounts-close = Fermer le compte
command-accounts-close-done = Compte fermé
command-accounts-close-effect = La personne est déconnectée aussitôt. Ses fonctions, délégations, participations et clés prennent fin. Tout reste au registre, marqué comme annulé.
command-accounts-reopen = Rouvrir le compte
command-accounts-reopen-done = Compte rouvert
command-accounts-reopen-effect = Une seconde personne doit approuver. La personne peut se connecter de nouveau et n’exerce aucune fonction tant qu’on ne lui en attribue pas.
command-approvals-approve = Approuver
command-approvals-approve-done = Approuvée
command-approvals-approve-effect = Ce qui était demandé est exécuté aussitôt, tel que saisi, sous vos deux noms.
command-approvals-reject = Rejeter
command-approvals-reject-done = Rejetée
command-approvals-reject-effect = La demande prend fin et rien d’autre ne change. La personne qui l’a faite voit votre motif.

# Refus : qui peut faire quoi.
refusal-own-file = Cela vous concerne, vous ou votre foyer, et personne ne traite son propre dossier. Demandez à un collègue exerçant la même fonction.
refusal-duty-missing = Aucune de vos fonctions ne le permet. Il faut l’une de celles-ci : { $duties }. Demandez à une personne qui l’exerce.
refusal-system-may-not = Le système ne fait pas cela de lui-même ; il y faut une personne.
refusal-not-found = Il n’y a rien ici, ou rien qui vous soit accessible. Cherchez par la référence, ou demandez à la personne qui vous a envoyé le lien.
refusal-account-closed = Ce compte est fermé ou n’existe plus. Adressez-vous à l’administrateur des accès.
refusal-account-closed-already = Ce compte est déjà fermé.
refusal-account-open = Ce compte est ouvert. Il n’y a rien à rouvrir.
refusal-account-own = Personne ne ferme son propre compte. Demandez à un collègue de le faire.
refusal-not-empty = Cette instance compte déjà des comptes : elle ne peut pas être mise en service une seconde fois. Connectez-vous.
refusal-grant-to-self = Personne ne s’attribue une fonction ni n’approuve la sienne. Demandez à un collègue de le faire.

# Refus : fiches et valeurs.
refusal-reference-not-found = La fiche désignée ici n’existe pas ou ne vous est pas accessible. Saisissez une partie de son nom et choisissez-la dans la liste.
refusal-reference-ambiguous = Plusieurs fiches correspondent à ce texte. Choisissez celle que vous voulez désigner.
refusal-value-taken = Une autre fiche de ce registre porte déjà cette valeur, qui doit être unique. Il se peut que cette fiche ne vous soit pas accessible. Vérifiez votre saisie.
refusal-until-before-from = Le dernier jour précède le premier. Corrigez l’une des deux dates.
refusal-level-unknown = Le niveau « { $level } » ne figure pas dans la politique de sécurité en vigueur. Choisissez un niveau dans la liste.
refusal-level-obsolete = Le niveau « { $level } » est obsolète dans la politique de sécurité en vigueur. Choisissez un niveau en usage.
refusal-policy-lacks-level = La politique de sécurité n’a pas de niveau de code { $level } que ce système puisse détenir, alors que le registre { $register } en a besoin. Nommez-le dans les réglages de la politique ou relevez le plafond.
refusal-policy-moves-level = Les données ont été écrites sous une politique où le niveau { $level } a le rang { $rank } ; celle-ci le classe autrement ou ne le connaît pas. Démarrez avec la politique précédente.
refusal-category-obsolete = La catégorie « { $category } » est obsolète dans la politique de sécurité en vigueur. Retirez-la.
refusal-category-excluded = La catégorie « { $category } » en exclut une autre qui est nommée. Retirez l’une des deux.
refusal-category-required = Avec ces mentions, la politique de sécurité exige une catégorie : { $categories }. Ajoutez ce qui manque.
refusal-category-single = La politique de sécurité n’admet qu’une catégorie de « { $set } ». Choisissez-en une.
refusal-level-above-ceiling = Ce niveau dépasse ce que ce système peut détenir. Rien n’a été enregistré. Utilisez un système homologué pour ce niveau.
refusal-filter-unknown = Ce registre ne peut pas être filtré selon « { $field } ». Retirez ce filtre.
refusal-too-many-rows = Cette action modifierait plus de { $max } lignes à la fois. Divisez-la en plusieurs parties.

# Refus : la décision d’une seconde personne.
refusal-same-person = Vous êtes à l’origine de cette demande, ou elle vous concerne. Une autre personne exerçant la même fonction doit l’approuver.
refusal-request-changed = La demande n’est plus celle qui vous a été présentée ; elle n’a pas été exécutée. Rouvrez-la et vérifiez-la.
refusal-request-lapsed = Cette demande a attendu trop longtemps et a expiré. Présentez-la de nouveau.
refusal-request-decided = Cette demande a déjà fait l’objet d’une décision. Ouvrez-la pour en prendre connaissance.

# Refus : envoi et répétition.
refusal-command-unknown = L’action « { $command } » n’existe pas. Vérifiez son orthographe.
refusal-idempotency-key-bad = La clé d’idempotence est vide ou trop longue. Envoyez-en une plus courte.
refusal-idempotency-key-reused = Cette clé d’idempotence a déjà servi à autre chose. Envoyez la demande avec une nouvelle clé.
refusal-conflict = Cette fiche a été modifiée pendant votre saisie. Rien de votre saisie n’est perdu : comparez les deux versions et enregistrez à nouveau.
refusal-if-match-missing = La demande n’indique pas quelle version elle modifie. Lisez la fiche et envoyez sa version avec « If-Match ».
refusal-busy = Trop de demandes attendent en ce moment et rien n’a été modifié. Réessayez dans un instant.
refusal-outcome-unknown = Votre modification a été envoyée, mais on ne sait pas si elle a été enregistrée. Renvoyez la même : elle ne sera jamais exécutée deux fois.
refusal-internal = Une défaillance s’est produite dans le système. Réessayez ; si elle se répète, communiquez le numéro de la requête à votre administrateur.
refusal-method = Cette adresse n’accepte pas ce type de requête. Revenez en arrière et utilisez les boutons de la page.
refusal-body-too-large = L’envoi dépasse la taille permise. Réduisez-le ou divisez-le.
refusal-json-unreadable = L’envoi n’est pas du JSON lisible, ou il est trop imbriqué. Corrigez-le et renvoyez-le.
refusal-file-missing = Aucun fichier n’a été envoyé, ou il est vide. Choisissez un fichier.
refusal-export-quota = Un export contient au plus { $max } lignes. Restreignez-le par des filtres.

# Refus : connexion.
refusal-sign-in-failed = Le nom d’utilisateur, le mot de passe ou le code ne conviennent pas. Vérifiez-les et recommencez avec un nouveau code.
refusal-requester-sees-no-more = Qui a fait cette demande ne voit plus ce qu’elle concerne. Rejetez la demande.
refusal-import-holds-hidden = Cette reprise a écrit des enregistrements que vous ne voyez pas, peut-être à votre sujet. Quelqu’un qui les voit tous doit l’annuler.
refusal-sign-in-slow = Trop de tentatives ont échoué. Attendez { $seconds } secondes, puis recommencez.
refusal-code-used = Ce code a déjà servi. Attendez le suivant et saisissez-le.
refusal-signed-out = Vous êtes déconnecté ; rien n’a été modifié. Reconnectez-vous : vous reviendrez à cette page.
refusal-step-up = Cette action exige une nouvelle preuve de votre identité. Saisissez le code affiché en ce moment par votre authentificateur.
refusal-csrf = Le formulaire ne provient pas d’une page de votre session actuelle ; rien n’a été modifié. Rechargez la page et envoyez-le à nouveau.

# Refus : preuves.
refusal-proof-too-long = Le texte est trop long pour être une preuve. Collez seulement le texte figurant sous « Preuve ».
refusal-proof-unreadable = Ceci n’est pas une preuve, ou il en manque une partie. Collez le texte entier, de la première à la dernière ligne.
refusal-proof-signature = La signature n’est pas celle de ce bureau. La preuve vient d’ailleurs ou a été modifiée. Demandez à la personne qui vous l’a remise.
refusal-proof-mismatch = L’inscription ne figure pas dans le journal signé. La preuve ou l’inscription a été modifiée. Ne vous y fiez pas ; prévenez l’auditeur.
