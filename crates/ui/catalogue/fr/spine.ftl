# Ce qu’utilisent tous les bureaux : personnes, postes, autorités, règles, courrier et les cinq faits d’une habilitation.

# Registres.
register-people = Personnes
register-people-one = Personne
register-authorities = Autorités
register-authorities-one = Autorité
register-posts = Postes
register-posts-one = Poste
register-assignments = Affectations
register-assignments-one = Affectation
register-contracts = Contrats et programmes
register-contracts-one = Contrat ou programme
register-contract-people = Personnes sur contrats et programmes
register-contract-people-one = Travail sur un contrat ou programme
register-policy-packs = Recueils de règles
register-policy-packs-one = Recueil de règles
register-number-series = Séries de numéros
register-number-series-one = Série de numéros
register-mail-registers = Registres du courrier
register-mail-registers-one = Registre du courrier
register-mail-items = Courrier
register-mail-items-one = Courrier
register-attachments = Pièces jointes
register-attachments-one = Pièce jointe
register-clearance-requirements = Niveaux d’habilitation requis
register-clearance-requirements-one = Niveau d’habilitation requis
register-decisions = Décisions d’habilitation
register-decisions-one = Décision d’habilitation
register-certificates = Certificats
register-certificates-one = Certificat
register-access-authorisations = Autorisations d’accès
register-access-authorisations-one = Autorisation d’accès
register-briefings = Exposés de sécurité
register-briefings-one = Exposé de sécurité

# Champs : personnes, postes, autorités.
field-surname = Nom de famille
field-given = Prénoms
field-nationality = Nationalité
field-nationality-hint = Celle qui compte pour l’autorité. Saisissez le pays ou son code à trois lettres.
field-personnel-number = Matricule
field-personnel-number-hint = Tel qu’il figure dans le système du personnel. Il distingue les homonymes.
field-birth-date = Date de naissance
field-birth-date-hint = Par exemple 1984-07-31.
field-email = Adresse électronique
field-remarks = Remarques
field-remarks-hint = Uniquement des faits : aucun jugement, rien qui provienne d’un questionnaire.
field-posts-number = Numéro de poste
field-title = Intitulé
field-unit = Service
field-post = Poste
field-post-hint = Saisissez une partie du numéro ou de l’intitulé du poste.
field-contract = Contrat ou programme
field-works-as = Travaille comme
field-assignments-kind = Qualité
field-nation = Pays
field-authorities-kind = Nature de l’autorité
field-name-en = Nom en anglais
field-name-fr = Nom en français
field-address = Adresse postale

# Champs : règles et séries de numéros.
field-policy-packs-kind = Objet des règles
field-edition = Édition
field-policy-packs-valid-from = Applicable à partir du
field-policy-packs-source = Origine des règles
field-rules = Règles
field-rules-hint = Le recueil en JSON : nom, origine, et une règle par pays et par niveau.
field-policy-packs-recorded-by = Proposé par
field-policy-packs-verified-by = Approuvé par
field-number-series-name = Objet de la numérotation
field-last = Dernier numéro attribué

# Champs : courrier et fichiers.
field-body = Organisme
field-direction = Sens
field-last-number = Dernier numéro attribué
field-mail-items-register = Registre du courrier
field-mail-items-number = Numéro au registre
field-mail-items-kind = Nature du courrier
field-reference = Référence
field-reference-hint = Telle qu’imprimée sur le document.
field-subject = Objet
field-subject-hint = Neutre : jamais un nom avec un niveau ou un fait défavorable.
field-document-date = Date du document
field-document-date-hint = Telle qu’imprimée, et non le jour d’arrivée. Par exemple 2026-11-22.
field-authority = Autorité
field-authority-hint = Saisissez le pays ou une partie du nom.
field-correspondent = Autre correspondant
field-correspondent-hint = Uniquement s’il ne s’agit pas d’une autorité.
field-their-reference = Leur référence
field-their-reference-hint = La référence portée sur le document par le correspondant.
field-channel = Voie
field-reply-due = Réponse attendue le
field-reply-due-hint = Le jour auquel une réponse ou un accusé de réception est attendu. Laissez vide si aucun ne l’est.
field-concerns = Concerne
field-corrected-because = Motif de la correction
field-void-reason = Motif de l’annulation
field-registered-at = Enregistré le
field-item = Courrier
field-file = Document numérisé
field-file-hint = Le document tel qu’il a été signé. Il est conservé scellé.
field-file-name = Nom du fichier
field-attachments-record = Joint à
field-attachments-name = Nom du fichier
field-bytes = Taille en octets
field-blob = Contenu scellé

# Champs : les cinq faits.
field-categories = Catégories
field-categories-hint = Codes tels que ATOMAL, séparés par des espaces. Elles ne découlent jamais du niveau ; laissez vide s’il n’y en a pas.
field-requirement = Niveau d’habilitation requis
field-clearance-requirements-level = Niveau requis
field-clearance-requirements-categories = Catégories requises
field-decisions-kind = Sens de la décision
field-decisions-reference = Référence de l’autorité
field-decisions-nation = Pays de l’autorité
field-programme = Programme
field-staff-category = Catégorie de personnel
field-category = Domaine spécial
field-decided-on = Décidé le
field-decided-on-hint = La date de la décision elle-même, et non celle de l’arrivée du courrier.
field-notified-on = Notifié le
field-notified-on-hint = Certaines autorités comptent la validité à partir de ce jour. Laissez vide s’il n’est pas indiqué.
field-conditions = Conditions
field-conditions-hint = Ce que l’autorité exige, mot pour mot. Obligatoire pour un octroi sous conditions.
field-difference-reason = Pourquoi le dernier jour imprimé diffère de la règle
field-difference-reason-hint = Uniquement si le jour imprimé n’est pas celui que donne la règle de l’autorité. Indiquez qui l’a confirmé, ou sur quel fondement.
field-source = Courrier arrivé
field-source-hint = Saisissez la référence ou une partie de l’objet. Le courrier doit figurer au registre.
field-claimed = Déclaré, non vérifié
field-claimed-hint = Quelqu’un l’affirme, aucun courrier ne le prouve. Ne donne aucun accès.
field-case = Dossier
field-decision = Décision
field-model = Modèle
field-certificates-number = Numéro du certificat
field-name-printed = Nom tel qu’imprimé
field-name-printed-hint = Lettre pour lettre comme sur le certificat, même s’il diffère du registre.
field-held-at = Lieu de conservation
field-held-at-hint = Armoire et cote, par exemple armoire 3, A-114.
field-returned-on = Restitué ou sans valeur depuis
field-access-authorisations-kind = Nature de l’accès
field-need-to-know = Besoin d’en connaître
field-need-to-know-hint = Ce que la personne doit connaître, et pour quelle fonction.
field-briefings-kind = Objet de l’exposé
field-language = Langue
field-given-on = Attesté le
field-given-on-hint = Le jour où la personne a signé ; au plus tard aujourd’hui.
field-next-due = À renouveler avant le
field-signed-how = Mode de signature
field-signed-how-hint = Sur papier ou par voie électronique, et devant qui.
field-debriefed-on = Exposé de fin d’accès le

# Choix : personnes, postes, autorités, règles.
choice-active = En fonction
choice-left = A quitté l’organisme
choice-staff = Personnel permanent
choice-temporary = Personnel temporaire
choice-consultant = Consultant
choice-contractor = Prestataire
choice-intern = Stagiaire
choice-nsa = Autorité nationale de sécurité (ANS)
choice-dsa = Autorité de sécurité désignée (ASD)
choice-delegation = Délégation
choice-authority-rules = Règles des autorités
choice-in-force = En vigueur
choice-superseded = Remplacé

# Choix : courrier. « post » est aussi un exposé.
choice-incoming = Arrivée
choice-outgoing = Départ
choice-post = Poste
choice-contract = Contrat
choice-bag = Valise diplomatique
choice-courier = Convoyeur
choice-email = Courriel
choice-network = Réseau sécurisé
choice-by-hand = En main propre
choice-letter = Lettre
choice-request = Demande
choice-decision = Décision
choice-receipt = Accusé de réception
choice-notice = Notification
choice-take-over = Reprise d’un tableau de suivi
choice-issued = Enregistré
choice-void = Annulé

# Choix : les cinq faits.
choice-grant = Octroi
choice-grant-with-conditions = Octroi sous conditions
choice-refuse = Refus
choice-withdraw = Retrait
choice-suspend = Suspension
choice-lift-suspension = Levée de la suspension
choice-no-objection = Non-objection
choice-cancel = Annulation
choice-transfer = Transfert à un autre organisme
choice-left-post = A quitté le poste
choice-left-employer = A quitté le service
choice-data-changed = Données personnelles modifiées
choice-cert-lost = Certificat perdu
choice-cert-damaged = Certificat détérioré
choice-cert-returned = Certificat restitué
choice-service-gap = Interruption de service trop longue
choice-rev6-certificate = Certificat (REV6)
choice-rev8-confirmation = Attestation (REV8)
choice-pscc = Certificat d’habilitation (PSCC)
choice-meeting-certificate = Certificat pour une réunion
choice-full = Accès complet
choice-provisional = Accès provisoire
choice-one-time = Accès ponctuel
choice-emergency = Accès d’urgence
choice-meeting = Accès pour une réunion
choice-nato = OTAN
choice-atomal = ATOMAL
choice-bohemia = BOHEMIA
choice-crypto = CRYPTO
choice-eu = UE
choice-travel = Voyage

# Commandes : le bouton, l’historique, ce qui se passera.
command-people-add = Ajouter une personne
command-people-add-done = Personne ajoutée
command-people-change = Modifier cette personne
command-people-change-done = Personne modifiée
command-authorities-add = Ajouter une autorité
command-authorities-add-done = Autorité ajoutée
command-authorities-change = Modifier cette autorité
command-authorities-change-done = Autorité modifiée
command-posts-add = Ajouter un poste
command-posts-add-done = Poste ajouté
command-posts-change = Modifier ce poste
command-posts-change-done = Poste modifié
command-assignments-add = Ajouter une affectation
command-assignments-add-done = Affectation ajoutée
command-assignments-change = Modifier cette affectation
command-assignments-change-done = Affectation modifiée
command-contracts-add = Ajouter un contrat ou programme
command-contracts-add-done = Contrat ou programme ajouté
command-contracts-change = Modifier ce contrat ou programme
command-contracts-change-done = Contrat ou programme modifié
command-contract-people-add = Ajouter une personne qui y travaille
command-contract-people-add-done = Personne ajoutée
command-contract-people-change = Modifier ce travail
command-contract-people-change-done = Travail modifié
command-clearance-requirements-add = Ajouter un niveau requis
command-clearance-requirements-add-done = Niveau requis ajouté
command-clearance-requirements-change = Modifier ce niveau requis
command-clearance-requirements-change-done = Niveau requis modifié
command-certificates-add = Ajouter un certificat
command-certificates-add-done = Certificat ajouté
command-certificates-change = Modifier ce certificat
command-certificates-change-done = Certificat modifié
command-mail-register = Enregistrer un courrier
command-mail-register-done = Courrier enregistré
command-mail-register-effect = Le courrier prend le numéro suivant de son registre. Ce numéro n’est jamais réattribué, même si l’inscription est annulée.
command-mail-correct = Corriger l’inscription
command-mail-correct-done = Inscription corrigée
command-mail-correct-effect = Le numéro, le sens et la personne concernée restent. Ce qui était inscrit reste comme version antérieure, et votre motif figure avec la nouvelle.
command-mail-void = Annuler ce courrier
command-mail-void-done = Courrier annulé
command-mail-void-effect = Une seconde personne doit approuver. L’inscription reste ensuite au registre comme annulée, avec votre motif et vos deux noms.
command-policy-adopt = Adopter les règles
command-policy-adopt-done = Règles adoptées
command-policy-adopt-effect = Une seconde personne doit approuver. Dès le premier jour, ces règles s’appliquent et remplacent les recueils de leur nature applicables à partir de ce jour ou plus tard.
command-clearances-record-adverse = Enregistrer une suspension ou un retrait
command-clearances-record-adverse-done = Suspension ou retrait enregistré
command-clearances-record-adverse-effect = Une seconde personne doit approuver. L’accès effectif change alors aussitôt : il cesse avec une suspension ou un retrait et peut revenir avec la levée d’une suspension. Si un certificat est en circulation, la lettre qui le rappelle est rédigée et la restitution du certificat devient une tâche.

# Refus.
refusal-date-in-future = Cette date est dans le futur, or seul ce qui a eu lieu est enregistré. Corrigez-la.
refusal-correspondent-missing = L’inscription n’indique ni autorité ni autre correspondant. Désignez l’expéditeur ou le destinataire.
refusal-mail-void-already = Ce courrier est déjà annulé. Il n’y a plus rien à faire.
refusal-mail-relied-on = Le courrier { $reference } fonde une décision ou un dossier ; il ne peut pas être annulé. Corrigez d’abord ce qui repose sur lui.
refusal-mail-rests = Une décision ou un dossier repose sur { $reference } tel quel ; il n’est pas réécrit. Enregistrez le bon courrier et appuyez-vous sur lui, ou faites corriger ce qui repose sur celui-ci.
refusal-mail-kind-of-import = L’inscription d’un tableau repris garde sa nature, et nulle autre ne la prend.
refusal-mail-is-void = Le courrier { $reference } est annulé et ne prouve rien. Choisissez-en un autre ou enregistrez de nouveau la lettre.
refusal-mail-of-another = { $reference } est enregistré comme une lettre au sujet d’une autre personne. Rien n’a été modifié. Choisissez la lettre qui concerne cette personne, corrigez l’inscription au registre du courrier ou, si quelque chose repose déjà sur elle, enregistrez de nouveau la lettre sans personne.
refusal-mail-not-incoming = { $reference } est un courrier au départ, or il faut ici un courrier arrivé. Choisissez la lettre reçue ou enregistrez-la d’abord.
refusal-mail-not-outgoing = { $reference } est un courrier à l’arrivée, or il faut ici un courrier parti. Choisissez la lettre envoyée ou enregistrez-la d’abord.
refusal-pack-unreadable = Les règles ne peuvent pas être lues : { $error }. Corrigez le texte et envoyez-le à nouveau.

# Les cinq faits et l’emploi, tels que les nomme l’arbre des raisons.
fact-employment = Affectation
fact-requirement = Niveau requis
fact-decision = Décision d’habilitation
fact-certificate = Certificat
fact-authorisation = Autorisation d’accès
fact-briefing = Exposé de sécurité

# Raisons. Arguments : level (un texte), categories et date, chacun « none » s’il n’y en a pas.
reason-employment =
    { $date ->
        [none] La personne occupe un poste, sans date de fin.
       *[other] La personne occupe un poste jusqu’au { $date }.
    }
reason-employment-none =
    { $date ->
        [none] La personne n’occupe aucun poste.
       *[other] La personne n’occupe aucun poste ; la dernière affectation a pris fin le { $date }.
    }
reason-requirement = Le niveau requis est { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    }.
reason-requirement-none = Rien de ce que fait la personne n’exige d’habilitation, ni un poste ni un contrat ou programme ; rien ne justifie donc un accès.
reason-decision = L’autorité a accordé { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " jusqu’au " }{ $date }
    }.
reason-decision-conditional = L’autorité a accordé { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " jusqu’au " }{ $date }
    }, sous conditions.
reason-decision-none = Aucune autorité n’a statué.
reason-decision-claimed =
    { $date ->
        [none] Une habilitation est seulement déclarée ; aucun courrier ne la prouve.
       *[other] Une habilitation du { $date } est seulement déclarée ; aucun courrier ne la prouve.
    }
reason-decision-withdrawn =
    { $date ->
        [none] L’habilitation a été retirée.
       *[other] L’habilitation a été retirée le { $date }.
    }
reason-decision-cancelled =
    { $letter ->
        [none] L’habilitation est annulée depuis le { $date }.
       *[other] L’habilitation est annulée depuis le { $date }, par la lettre { $letter }.
    }
reason-decision-transferred =
    { $letter ->
        [none] L’habilitation est passée à un autre organisme le { $date }.
       *[other] L’habilitation est passée à un autre organisme le { $date }, par la lettre { $letter }.
    }
reason-decision-service-gap =
    { $date ->
        [none] La décision ne compte plus : le service a commencé trop longtemps après elle, ou a été interrompu trop longtemps.
       *[other] La décision a compté jusqu’au { $date } : le service a commencé trop longtemps après elle, ou a été interrompu trop longtemps. Son autorité la confirme à nouveau.
    }
reason-decision-refused =
    { $date ->
        [none] L’habilitation a été refusée.
       *[other] L’habilitation a été refusée le { $date }.
    }
reason-decision-suspended =
    { $date ->
        [none] L’habilitation est suspendue.
       *[other] L’habilitation est suspendue depuis le { $date }.
    }
reason-decision-expired =
    { $date ->
        [none] L’habilitation a expiré.
       *[other] L’habilitation a expiré le { $date }.
    }
reason-certificate = Le certificat porte { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " jusqu’au " }{ $date }
    }.
reason-certificate-not-needed = La règle de l’autorité n’exige pas de certificat ; la décision portant sur { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    } suffit.
reason-certificate-none = Aucun certificat n’est classé au dossier.
reason-certificate-expired =
    { $date ->
        [none] Le certificat a expiré.
       *[other] Le certificat a expiré le { $date }.
    }
reason-certificate-returned =
    { $date ->
        [none] Le certificat a été restitué ou n’a plus de valeur.
       *[other] Le certificat a été restitué ou a perdu sa valeur le { $date }.
    }
reason-authorisation = Le chef de bureau a autorisé l’accès à { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    }{ $date ->
        [none] { "" }
       *[other] { " jusqu’au " }{ $date }
    }.
reason-authorisation-none = Le chef de bureau n’a pas autorisé l’accès.
reason-authorisation-ended =
    { $date ->
        [none] L’autorisation d’accès a pris fin.
       *[other] L’autorisation d’accès a pris fin le { $date }.
    }
reason-briefing =
    { $date ->
        [none] La personne a suivi l’exposé de sécurité.
       *[other] La personne a suivi l’exposé de sécurité, valable jusqu’au { $date }.
    }
reason-briefing-none = La personne n’a pas suivi l’exposé de sécurité.
reason-briefing-lapsed =
    { $date ->
        [none] L’exposé de sécurité n’est plus valable et doit être renouvelé.
       *[other] L’exposé de sécurité n’est plus valable depuis le { $date } et doit être renouvelé.
    }
reason-briefing-debriefed =
    { $date ->
        [none] La personne a suivi l’exposé de fin d’accès.
       *[other] La personne a suivi l’exposé de fin d’accès le { $date }.
    }
reason-category-not-briefed =
    { $date ->
        [none] Sans { $categories } : la personne n’a pas suivi l’exposé correspondant.
       *[other] Sans { $categories } : la personne n’a pas d’exposé correspondant valable ; le dernier était à renouveler avant le { $date }.
    }

# Contacts.
register-contacts = Contacts
register-contacts-one = Contact
field-role = Chargé de
field-phone = Téléphone
field-contacts-name = Nom
command-contacts-add = Ajouter un contact
command-contacts-add-done = Contact ajouté
command-contacts-change = Modifier ce contact
command-contacts-change-done = Contact modifié
field-birth-place = Lieu de naissance
field-birth-place-hint = Comme sur la pièce d’identité.
field-birth-country = Pays de naissance
field-point-of-contact = Point de contact
field-telephone = Téléphone

register-mail-bands = Tranches du registre du courrier
register-mail-bands-one = Tranche du registre du courrier
command-mail-bands-add = Ajouter une tranche
command-mail-bands-add-done = Tranche ajoutée
command-mail-bands-change = Modifier la tranche
command-mail-bands-change-done = Tranche modifiée
field-band = Tranche
field-from-level = À partir du niveau
field-letter-level = Marquage de la lettre
field-letter-level-hint = Si le registre du courrier a des tranches, il dit dans quel registre va la lettre. Un numéro donné reste.
field-medium = Support
choice-on-paper = Papier
choice-on-disc = Disque
choice-on-memory-stick = Clé USB
choice-as-file = Fichier


field-enclosures = Pièces jointes
field-tracking-number = Numéro de suivi
refusal-mail-count = Saisissez un nombre entre 0 et { $max }.
refusal-band-letters = Une tranche se nomme par des capitales seules : elle figure au numéro de chaque lettre.
