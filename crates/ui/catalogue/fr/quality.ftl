# Qualité des données : les règles auxquelles est soumis ce qui est enregistré, et les passages où elles l’ont été.

register-quality-runs = Contrôles de qualité
register-quality-runs-one = Contrôle de qualité
field-ran-on = Jour
field-ran-at = Moment
field-occasion = Occasion
field-looks = Examinés
field-failed = Non conformes
field-per-mille = Note (‰)
field-by-rule = Règle par règle
field-rules-digest = Empreinte des règles
choice-quality-nightly = Contrôle nocturne
choice-quality-rules-changed = Changement de règles
command-quality-run = Consigner un contrôle de qualité
command-quality-run-done = Contrôle de qualité consigné
refusal-quality-ran-today = Ces règles ont déjà été appliquées aujourd’hui.
refusal-category-unknown = La politique de sécurité ne connaît pas la catégorie { $category }.

quality-refused-today = Serait refusé aujourd’hui
quality-refused-today-text = Fiches qui ne pourraient être saisies telles quelles : champ obligatoire vide, texte trop long, code absent de la liste ou dates incohérentes. Ce sont les règles de la saisie, appliquées de nouveau.
quality-code-unknown = Code qui n’est plus connu
quality-code-unknown-text = Fiches qui citent un niveau, une catégorie ou un pays que la politique de sécurité ou la liste des pays ne connaît pas aujourd’hui.
quality-label-above-ceiling = Marquage au-dessus du plafond
quality-label-above-ceiling-text = Fiches dont le marquage dépasse ce que ce système peut détenir.
quality-person-without-birth-date = En service, sans date de naissance
quality-person-without-birth-date-text = Personnes qui occupent un poste aujourd’hui et dont la date de naissance n’est pas saisie.
quality-person-without-number = En service, sans numéro de personnel
quality-person-without-number-text = Personnes qui occupent un poste aujourd’hui et dont le numéro de personnel n’est pas saisi.
quality-document-run-out = Titulaire dont la pièce d’identité est échue
quality-document-run-out-text = Personnes habilitées dont le dernier passeport ou la dernière pièce d’identité du registre a passé son dernier jour.
quality-clearance-without-letter = Habilitation sans lettre à l’appui
quality-clearance-without-letter-text = Octrois en vigueur, hors ceux qui sont seulement déclarés, qui ne reposent sur aucune lettre enregistrée.
quality-file-obsolete = Dossier en cours d’une personne partie
quality-file-obsolete-text = Dossiers en cours dont la personne est partie depuis plus longtemps que ne l’admettent les listes de contrôle adoptées (90 jours si rien n’est adopté).
quality-file-without-place = Dossier dont l’emplacement n’existe plus
quality-file-without-place-text = Dossiers dont l’emplacement d’origine ou l’emplacement actuel est annulé.
quality-case-need-ended = Dossier d’habilitation ouvert dont le besoin a cessé
quality-case-need-ended-text = Dossiers d’habilitation ouverts dont le besoin est confirmé, alors qu’aucun poste de la personne n’exige plus rien, aujourd’hui ni plus tard, et qu’aucun justificatif du besoin n’est consigné.

page-quality = Qualité des données
page-quality-intro = Chaque règle, appliquée à ce qui est enregistré maintenant et que vous pouvez voir. Les règles de la saisie s’appliquent de nouveau à chaque fiche ; les autres portent sur ce qui est incomplet ou périmé.
page-quality-intro-run = Chaque règle, telle que le système l’a constatée le { $day } sur toutes les fiches. Une règle non respectée mène à celles de ses fiches que vous pouvez voir, examinées maintenant.
page-quality-intro-none = Choisissez une règle pour l’appliquer à ce que vous pouvez voir, ou appliquez-les toutes.
page-quality-ask = Appliquer toutes les règles maintenant
page-quality-score = Note
page-quality-score-text = Part des examens sans défaut, arrondie vers le bas
page-quality-share = { $share } ‰
page-quality-nothing = rien à examiner
page-quality-rules = Règles
page-quality-rule = Règle
page-quality-stands = Situation
page-quality-runs = Contrôles du système, sur toutes les fiches
page-quality-record = Fiche
page-quality-register = Registre
page-quality-why = Motif
page-quality-at = { $field } : { $why }
page-quality-of = Non conformes : { $failing } sur { $looked } fiches examinées.
page-quality-cut = { $count ->
    [one] La première est affichée.
   *[other] Les { $count } premières sont affichées.
}

field-rows-faulty = Lignes en défaut à l’arrivée
field-faults = Défauts à l’arrivée
page-import-quality = Qualité avant et après
page-import-quality-intro = Ce que valait le tableau à l’arrivée et ce que valent aujourd’hui les fiches qui en sont issues, relues à chaque fois : ce qui a été corrigé depuis compte comme corrigé. Les lignes non reprises n’ont pas de fiche, et les personnes que vous ne voyez pas ne sont pas comptées.
page-import-quality-before = Note du tableau à l’arrivée
page-import-quality-after = Note de ses fiches aujourd’hui
page-import-sound-of = { $sound } sur { $rows } sans défaut
page-import-faults = Défaut par défaut
page-import-fault = Défaut
page-import-before = Lignes, avant
page-import-after = Personnes, après
page-import-change = Écart
page-import-fault-count = { $fault } : { $count }
page-import-fault-without-name = Pas de nom
page-import-fault-person-without-number = Pas de numéro de personnel
page-import-fault-person-without-birth-date = Pas de date de naissance
page-import-fault-code-unknown = Pays, niveau ou catégorie inconnus
page-import-fault-date-unreadable = Date illisible
page-import-fault-date-impossible = Date impossible
page-import-fault-entered-twice = Peut-être en double
