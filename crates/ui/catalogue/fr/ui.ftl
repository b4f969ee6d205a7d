# Le cadre et les pages communes à tous les bureaux.
ui-skip = Aller au contenu
ui-marking = Marquage de cette page
ui-posture = Posture
ui-demo = Démonstration
ui-search-all = Rechercher partout
ui-palette-open = Aller à
ui-palette = Où aller ? Saisissez une partie d’un nom ou d’une référence
ui-notices =
    { $count ->
        [0] Aucun avis
        [one] { $count } avis
       *[other] { $count } avis
    }
ui-my-page = Ma page et mes réglages
ui-sign-out = Se déconnecter
ui-navigation = Navigation principale
ui-trail = Chemin suivi
ui-keys = Clavier
ui-keys-single = Raccourcis à une touche
ui-key-palette = Aller à une page ou à une fiche
ui-key-search = Rechercher
ui-key-rows = Ligne suivante, ligne précédente
ui-key-edit = Modifier cette fiche
ui-key-help = Cette aide
ui-close = Fermer

ui-nothing = non renseigné
ui-withheld = non communiqué
ui-select = Choisir
ui-select-all = Choisir toutes les lignes
ui-select-row = Choisir { $row }
ui-optional = (facultatif)
ui-choose = Choisissez
ui-find = Chercher
ui-matches =
    { $count ->
        [one] Un résultat. Choisissez-le, ou modifiez le texte et cherchez à nouveau.
       *[other] { $count } résultats. Choisissez-en un, ou modifiez le texte et cherchez à nouveau.
    }
ui-errors =
    { $count ->
        [one] Un point est à corriger
       *[other] { $count } points sont à corriger
    }
ui-field = Champ
ui-before = Avant
ui-after = Après
ui-differences = Ce qui a changé
ui-as-table = Sous forme de tableau
ui-step-done = franchie
ui-step-current = en cours
ui-step-todo = à venir
ui-step-stopped = arrêt ici
ui-stages = Étapes
ui-reason-ok = rempli
ui-reason-missing = manquant
ui-reason-note = à noter
ui-met = Présent :
ui-not-met = Manquant

ui-sign-in = Se connecter
ui-sign-in-title = Connexion à Castellan
ui-sign-in-failed = La connexion a échoué
ui-user = Nom d’utilisateur
ui-password = Mot de passe
ui-code = Code à usage unique
ui-code-hint = Les six chiffres affichés en ce moment par votre authentificateur.
ui-demo-users = Utilisateurs de cette démonstration
ui-demo-users-intro = Une agence fictive. Rien n’est réel ici. Tout le monde a le même mot de passe et le même code à usage unique.
ui-demo-tries = À essayer
ui-name = Nom
ui-duty = Fonction

ui-today = Aujourd’hui
ui-good-day = Rien ne vous attend. Une bonne journée.
ui-all-of = Les { $count }
ui-reference = Référence
ui-what = Objet
ui-due = Échéance
ui-state = État
ui-action = À faire
ui-tour = Visite rapide
ui-wrong = Anomalies
ui-nothing-wrong = Aucune règle ne relève d’anomalie dans les données.

ui-views = Vues enregistrées
ui-filters = Filtres
ui-chips = Filtres appliqués
ui-remove = retirer ce filtre
ui-clear = Tout effacer
ui-all = Tous
ui-apply = Appliquer
ui-as-of = Tel qu’au
ui-known = Tel que connu le
ui-show = Afficher
ui-time-machine = Remonter le temps
ui-past = Vous consultez le passé.
ui-past-on = Situation au { $date }.
ui-past-known = Telle que connue le { $date }.
ui-past-leave = Revenir à aujourd’hui
ui-count-exactly = Compter exactement
ui-bulk = Pour les lignes choisies :
ui-paging = Pages
ui-previous = Précédente
ui-next = Suivante

ui-print = Imprimer
ui-edit = Modifier
ui-ball = À qui de jouer
ui-timeline = Tout ce qui s’est passé
ui-timeline-empty = Il ne s’est encore rien passé.
ui-what-now = Et maintenant
ui-no-transitions = Rien n’est à faire ici pour l’instant, ou cela ne relève pas de votre fonction.
ui-on-behalf = à la demande de { $name }
ui-because = Motif :
ui-permit = Autorisé par
ui-entry = inscription { $entry }
ui-proof = preuve

ui-conflict = Cette fiche a été modifiée pendant votre saisie
ui-conflict-who = { $who } a enregistré une modification le { $when }. Rien de votre saisie n’est perdu : elle figure dans les champs ci-dessous.
ui-conflict-todo = Comparez les deux versions, corrigez les champs ci-dessous, puis enregistrez à nouveau. Ce que vous enregistrerez remplacera ce qui figure au registre.
ui-theirs = Au registre actuellement
ui-mine = Votre saisie

ui-import-read = Lire le fichier
ui-import-mapping-intro = Indiquez à quoi correspond chaque colonne. Ce qui a été reconnu est rempli ; rien n’est encore importé.
ui-import-columns = Colonnes du fichier
ui-import-header = Colonne du fichier
ui-import-samples = Premières valeurs
ui-import-becomes = Devient
ui-import-guess = Reconnaissance
ui-import-leave-out = Laisser de côté
ui-import-dry-run = Vérifier sans importer
ui-import-ask = Demander l’approbation

ui-person = Personne
ui-post = Poste
ui-requires = Exige
ui-holds = Détient
ui-lacks = Il manque
ui-since = Depuis
ui-why = Pourquoi
ui-effective-access = Accès effectif

ui-approval = Approbation
ui-effects = Ce qui se passera
ui-decide = Votre décision
ui-approve = Approuver
ui-reject = Rejeter

ui-proof-intro = Chaque document de ce bureau porte une preuve. Collez-la ici pour voir ce qu’elle établit.
ui-proof-paste = Preuve
ui-proof-hint = Le texte sous « Preuve » sur le document, ou le contenu de son fichier. Au plus 64 Kio.
ui-proof-check = Vérifier la preuve

ui-message-why = Pourquoi
ui-message-todo = Que faire
ui-message-request = Requête { $id }

# La liste d’accès.
ui-gate-asked = Demandé
ui-gate-answer = Réponse
ui-until = Jusqu’au
