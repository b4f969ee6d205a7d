# Ce qu’un import constate dans un fichier. Arguments : value, meaning, column, severity (info, warning, error).
finding-file-too-large = Le fichier dépasse la limite pour { $value } : { $meaning }. Divisez-le et importez les parties.
finding-workbook-encrypted-or-legacy = Le fichier est protégé par un mot de passe ou dans le format antérieur à Excel 2007. Enregistrez-le en .xlsx sans mot de passe.
finding-workbook-macros = Le classeur contient des macros ({ $value }). Enregistrez-le en .xlsx, qui n’en contient pas.
finding-workbook-bomb = Le fichier se décompresse au-delà de la limite ou cache un autre conteneur ({ $value }). Il n’a pas été ouvert. Enregistrez le tableau dans un nouveau classeur.
finding-workbook-damaged = Le classeur ne peut pas être lu jusqu’au bout. Ouvrez-le dans votre tableur, enregistrez-le de nouveau et réessayez.
finding-workbook-dtd = Une partie du classeur ({ $value }) déclare un type de document, ce qui est refusé. Enregistrez le tableau dans un nouveau classeur.
finding-workbook-empty = Le fichier ne contient aucune ligne. Vérifiez que vous avez choisi le bon fichier.
finding-not-a-workbook = Le contenu ne correspond pas au type annoncé par le nom du fichier. Choisissez un fichier .xlsx ou .csv.
finding-wrong-encoding = Le texte a un encodage inconnu ou contient des caractères de contrôle. Enregistrez-le en CSV UTF-8.
finding-parser-limit = La lecture du fichier demandait trop de temps ou de mémoire et a été arrêtée. Divisez le fichier et importez les parties.
finding-parser-failed = Le fichier n’a pas pu être lu. Enregistrez-le de nouveau dans votre tableur ; si cela n’aide pas, prévenez votre administrateur.
finding-too-many-findings = { $value } autres constats ne sont pas affichés. Corrigez les premiers et importez de nouveau.
finding-not-a-policy = Le fichier n’est pas un fichier de politique de sécurité : il commence par « { $value } » et non par SPIF. Choisissez un SPIF en XML.
finding-policy-version = Le fichier de politique de sécurité est en version { $value } de son format ; les versions 1.0, 2.0 et 2.1 sont lues.
finding-policy-damaged = Le fichier de politique de sécurité ne peut être lu jusqu’au bout : { $value }
finding-policy-dtd = Le fichier de politique de sécurité déclare un type de document, ce qui est refusé. Retirez cette déclaration.
finding-policy-too-large = Le fichier de politique de sécurité dépasse la limite ({ $value }) : { $meaning }.
finding-policy-incomplete = Dans le fichier de politique de sécurité, il manque « { $meaning } » à « { $value } ».
finding-policy-contradiction = Dans le fichier de politique de sécurité, « { $value } » figure deux fois, ou renvoie à ce qui n’existe pas ou ne convient pas : { $meaning }
finding-no-table = Aucune feuille ne ressemble à un tableau de suivi. Choisissez la feuille et indiquez le contenu de ses colonnes.
finding-no-headings = Aucune ligne du fichier ne porte un intitulé de ce registre. Prenez le tableau vide comme modèle, ou écrivez les noms des champs au-dessus des colonnes.
finding-column-left-out = La colonne « { $column } » n’est pas un champ de ce registre et est écartée. Choisissez-lui un champ si elle compte.
finding-unmapped-column = La colonne « { $column } » est conservée mais pas utilisée. Choisissez-lui un champ si elle compte.
finding-double-column = La colonne « { $column } » a le même champ qu’une autre ; la première est utilisée. Choisissez un champ pour chacune.
finding-blank-row = La ligne est vide. Rien à faire.
finding-subtotal-row = « { $value } » est un total, pas une personne. La ligne est laissée de côté.
finding-section-row = « { $value } » a été pris pour un intertitre, pas pour une personne. Vérifiez que c’est exact.
finding-repeated-header = L’en-tête est répété ici. La ligne est laissée de côté.
finding-cell-comment = Un commentaire sur « { $column } » dit : { $value }. Il est conservé comme remarque.
finding-formula-cell =
    { $severity ->
        [info] « { $column } » contient une formule. Son texte est conservé : { $value }. Elle n’est jamais calculée.
       *[other] « { $column } » contient une formule. La dernière valeur affichée a été reprise : { $meaning }. Vérifiez-la.
    }
finding-cell-error = « { $column } » affiche l’erreur { $value }. Saisissez la valeur.
finding-stray-spaces = Des espaces superflues ont été retirées de « { $column } » : { $meaning }.
finding-text-too-long = Le texte de « { $column } » dépasse { $meaning } caractères. Raccourcissez-le.
finding-missing-name = La ligne n’a pas de nom. Saisissez-le ou écartez la ligne.
finding-same-name-as-earlier =
    { $severity ->
        [info] { $value } porte le même nom que la ligne { $meaning }, mais une autre date de naissance ou un autre matricule : un homonyme. Vérifiez que c’est exact.
       *[other] { $value } porte le même nom que la ligne { $meaning } : la même personne ou un homonyme. Précisez.
    }
finding-duplicate-row = La ligne est identique à la ligne { $meaning }. Gardez-en une.
finding-duplicate-personnel-number =
    { $severity ->
        [warning] Le matricule { $value } figure aussi à la ligne { $meaning }, pour le même nom. Vérifiez que les deux lignes sont nécessaires.
       *[other] Le matricule { $value } appartient à un autre nom à la ligne { $meaning }. Corrigez l’un des deux.
    }
finding-conflicting-requirement = Le même poste a un autre niveau requis à la ligne { $meaning } ({ $value }). Précisez le niveau exigé par le poste.
finding-unknown-word = « { $value } » dans « { $column } » n’est pas compris. Valeurs possibles : { $meaning }.
finding-not-a-number = « { $value } » dans « { $column } » n’est pas un nombre entier. N’écrivez que des chiffres.
finding-unknown-record = « { $value } » dans « { $column } » ne désigne aucune fiche visible pour vous. Écrivez son nom ou son numéro comme Castellan l’affiche, ou son identifiant.
finding-several-records = « { $value } » dans « { $column } » désigne plusieurs fiches. Écrivez l’identifiant de celle qui convient.
finding-unknown-nation = « { $value } » n’est pas un pays connu. Choisissez le pays.
finding-nation-alias = « { $value } » n’est pas un code ISO ; il a été lu comme { $meaning }.
finding-unknown-level = « { $value } » n’est pas un niveau connu. Choisissez le niveau.
finding-trap-word =
    { $severity ->
        [info] « { $value } » est un niveau national et a été lu comme { $meaning }.
       *[other] « { $value } » est un niveau national d’un autre pays ({ $meaning }). Il n’a pas été repris ; choisissez le niveau.
    }
finding-category-in-level = « { $value } » contient un niveau et une catégorie ; il a été lu comme { $meaning }.
finding-serial-number = « { $column } » contient le numéro de jour { $value } ; il a été lu comme { $meaning }.
finding-ambiguous-day-month =
    { $severity ->
        [info] Le jour et le mois de { $value } pourraient être inversés ; comme ailleurs dans la feuille, la date a été lue { $meaning }.
       *[other] Le jour et le mois de { $value } pourraient être inversés et rien dans la feuille ne tranche ; la date a été lue { $meaning }. Vérifiez-la.
    }
finding-not-a-date = « { $value } » dans « { $column } » n’est pas une date. Saisissez la date.
finding-impossible-date = { $value } dans « { $column } » n’existe dans aucun calendrier. Saisissez la bonne date.
finding-implausible-date = { $meaning } est peu vraisemblable pour « { $column } ». Vérifiez la date.
finding-until-before-granted = La fin { $value } précède le début { $meaning }. Corrigez l’une des deux.
finding-status-contradicts-date = Le statut indique « { $value } », mais la date de fin est { $meaning }. La date l’emporte.
finding-unknown-status = Le statut « { $value } » n’est pas compris et a été conservé comme texte.

# Ce que contient une colonne d’un tableau de suivi.
tracker-field-running-number = Numéro de ligne (ignoré)
tracker-field-personnel-number = Matricule
tracker-field-name = Nom complet
tracker-field-surname = Nom de famille
tracker-field-given = Prénoms
tracker-field-nationality = Nationalité
tracker-field-birth-date = Date de naissance
tracker-field-post = Poste
tracker-field-level-required = Niveau requis
tracker-field-level-held = Niveau détenu
tracker-field-granted-on = Accordée le
tracker-field-valid-until = Valable jusqu’au
tracker-field-reference = Référence
tracker-field-status = Statut
tracker-field-remarks = Remarques
tracker-field-categories = Catégories
tracker-field-authority = Autorité

# Un bordereau de réponse.
finding-no-reply-table = Ce n’est pas un bordereau de réponse : aucune ligne ne porte les en-têtes d’origine.
finding-reply-unknown-case = « { $value } » n’est pas un dossier de cette lettre, ou figure deux fois dans le bordereau. La ligne n’est pas reprise.
finding-reply-unknown-answer = La réponse « { $value } » n’est pas comprise. Écrivez en cours, décidé, question ou inconnu.
finding-file-not-taken = « { $value } » n’est pas d’un type accepté.
finding-file-cut-off = La fin du document manque : il était sans doute encore en cours d’écriture.
finding-mail-damaged = Ce n’est pas un message lisible.
finding-mail-too-many-parts = Le message a plus de parties, ou de plus profondes, qu’il n’en est lu.
finding-mail-without-id = Le message n’a pas d’identifiant : une seconde copie n’est reconnue qu’à son contenu.
finding-mail-without-date = Le message n’a pas de date lisible.
finding-mail-rich-text-only = Le texte du message n’est qu’en texte enrichi d’Outlook, qui n’est pas lu : ouvrez le fichier pour le lire.
finding-not-a-calendar = Ce n’est pas un fichier de calendrier. Choisissez un fichier dont le nom finit par .ics.
finding-calendar-timed = { $value } a des heures et n’est pas un jour entier ; il n’est pas repris. Ajoutez-le à la main, avec les horaires restants.
finding-calendar-span = { $value } finit avant de commencer ou dure plus d’un mois ; il n’est pas repris. Corrigez le fichier ou ajoutez ses jours à la main.
finding-calendar-rule = { $value } se répète autrement qu’une fois par an ; il n’est pas repris. Ajoutez ses jours à la main.

# A file of an HR system.
finding-not-an-hr-file = Ce n’est pas un fichier RH : ni un message HRMD_A, à plat ou en XML, ni un tableau avec les en-têtes PERNR, INFTY, BEGDA et ENDDA.
finding-hr-damaged = Le XML ne peut pas être lu jusqu’au bout : { $value }. Redemandez le message.
finding-hr-dtd = Le XML déclare un type de document ; un tel fichier n’est pas lu.
finding-hr-other-message = Un message du type « { $value } » n’est pas lu ; HRMD_A et HRMD_ABA le sont.
finding-hr-no-number = Le message n’a pas de numéro propre ; une seconde copie n’est reconnue qu’à son contenu.
finding-hr-other-document = L’enregistrement n’appartient à aucun message de ce fichier et a été laissé de côté.
finding-hr-line-too-long = L’enregistrement compte { $value } caractères, plus que sa forme n’en permet, et a été laissé de côté.
finding-hr-segment-cut = L’enregistrement { $value } s’arrête au milieu de son en-tête et a été laissé de côté. Redemandez le message.
finding-hr-no-person = L’enregistrement n’a pas de matricule utilisable (« { $value } ») et a été laissé de côté.
finding-hr-no-infotype = « { $value } » n’est pas un numéro d’infotype ; la ligne a été laissée de côté.
finding-hr-ends-before = La fin { $value } précède le début { $meaning }. La personne attend que les RH corrigent.
finding-hr-infotype-left = L’infotype { $column } n’est pas nécessaire ici : { $value } enregistrements ont été laissés de côté et rien n’en est conservé.
finding-hr-own-infotype = L’infotype { $column } est propre aux RH : { $value } enregistrements ont été tenus à l’écart. Demandez aux RH de le retirer de l’envoi.
finding-hr-locked = { $value } enregistrements verrouillés n’ont pas été lus.

# Étiquettes et habilitations d’autres systèmes.
finding-not-a-label = Le fichier n’est ni une étiquette de confidentialité ni une habilitation : il commence par « { $value } ». Choisissez un fichier XML ADatP-4774.
finding-label-damaged = Le fichier ne peut être lu jusqu’au bout : { $value }
finding-label-dtd = Le fichier déclare un type de document, ce qui est refusé. Retirez cette déclaration.
finding-label-too-large = Le fichier dépasse la limite ({ $value }) : { $meaning }.
finding-label-incomplete = Dans le fichier, il manque « { $meaning } » à « { $value } ».
finding-label-by-equivalence = « { $value } » relève d’une autre politique. D’après ses termes, cela vaut { $meaning } ; faites-le confirmer avant de vous y fier.
finding-label-unknown-category = « { $value } » ({ $meaning }) n’est pas une catégorie de cette politique. Elle a été laissée de côté.
page-labels = Étiquettes d’autres systèmes
page-labels-file = Étiquette ou habilitation
page-labels-hint = Un fichier XML ADatP-4774 : une étiquette de confidentialité, ou une habilitation.
page-labels-limits = Jusqu’à 256 ko. Rien du fichier n’est conservé.
page-labels-result = Ce que cela signifie ici
page-labels-question = Question
page-labels-answer = Réponse
page-labels-what = Ce que c’est
page-labels-label = Le marquage d’un objet
page-labels-clearance = Ce qu’une personne peut voir
page-labels-policy = Politique
page-labels-said = Ce qui est écrit
page-labels-means = Ce que cela signifie ici
page-labels-finding = À noter
page-labels-not-understood = Non compris
page-labels-clearance-file = En fichier (ADatP-4774)
page-gate-from-label = Lire une étiquette dans un fichier

page-record-label = Son étiquette en fichier (ADatP-4774)
refusal-label-says-nothing = Aucune étiquette lisible par machine ne peut dire ce marquage : diffusable à personne, ou au-dessus de tout niveau.

page-equivalences = Niveaux d’autres politiques
page-equivalences-intro = C’est d’après ces tables que se lisent les étiquettes d’autres systèmes et les listes d’autres bureaux. Rien n’est repris sur la ressemblance d’un mot.
page-equivalences-levels = Comment d’autres appellent nos niveaux
page-equivalences-levels-intro = Le fichier de politique en vigueur passe avant les lignes de la maison. Celles-ci sont ressaisies de listes publiques ; faites-les confirmer avant de vous y fier.
page-equivalences-whose = De qui
page-equivalences-words = Mots
page-equivalences-level = Niveau ici
page-equivalences-trap-column = Ressemblance
page-equivalences-trap = Mot piège
page-equivalences-taken-for = Se confond avec
page-equivalences-source = D’après
page-equivalences-all = Tous
page-equivalences-in-force = Le fichier de politique en vigueur
page-equivalences-house = La table de la maison
page-equivalences-codes = Codes de nations hors ISO 3166
page-equivalences-codes-intro = Les vieux papiers gardent les codes de leur temps : ils sont compris, et montrés pour ce qu’ils désignent.
page-equivalences-code = Code
page-equivalences-iso = ISO 3166
page-equivalences-nation = Nation
page-equivalences-until = En usage jusqu’au
page-members = Membres de l’Alliance
page-members-intro = Depuis quand chaque État est membre. Un dossier sur un ressortissant « d’un État non membre » est refusé à partir de ce jour. Les jours connus du public et absents de la spécification sont signalés ; faites-les confirmer avant de vous y fier.
page-members-since = Membre depuis
page-members-specified = La spécification du produit
page-members-public = Connu du public, à confirmer
