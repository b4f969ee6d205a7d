# Lettres : modèles, projets, signatures, bordereaux de réponse, accusés de réception ; et ce qui figure sur le papier.

# Registres.
register-letter-templates = Modèles de lettres
register-letter-templates-one = Modèle de lettre
register-letters = Lettres
register-letters-one = Lettre
register-letter-lines = Cité dans des lettres
register-letter-lines-one = Ligne de lettre
register-receipts = Accusés de réception
register-receipts-one = Accusé de réception

# Champs.
field-letter-templates-name = Nom du modèle
field-letter-templates-kind = Type de lettre
field-letters-kind = Type de lettre
field-subject-en = Objet en anglais
field-subject-en-hint = Neutre : jamais un nom avec un niveau ou un fait défavorable.
field-subject-fr = Objet en français
field-subject-fr-hint = Neutre : jamais un nom avec un niveau ou un fait défavorable.
field-body-en = Texte en anglais
field-body-en-hint = Une ligne vide commence un paragraphe ; les lignes qui commencent par « - » sont des points. Les champs sont entre doubles accolades : authority, reply_due, reference, date, signatory ; dans une relance aussi count, oldest_days et, dans un paragraphe à part, cases ; dans une lettre sur un dossier aussi case, their_reference, level.
field-body-fr = Texte en français
field-body-fr-hint = Les mêmes champs qu’en anglais.
field-letters-template = Écrite d’après
field-template = Modèle
field-template-hint = Saisissez une partie de son nom.
field-template-version = Version du modèle
field-drafted-by = Projet de
field-signatory = Signée par
field-signed-on = Signée le
field-letters-mail-item = Inscription au registre du courrier
field-letters-document = La lettre telle qu’émise
field-letter = Lettre
field-position = Rang dans la lettre
field-letter-lines-number = Dossier
field-letter-lines-level = Niveau demandé
field-sent-on = Envoyé le
field-letter-lines-days = Jours chez l’autorité
field-answer = Réponse
field-expected-on = Décision attendue le
field-answer-remark = Observation de l’autorité
field-receipt = Un accusé de réception est attendu
field-receipts-mail-item = Pour
field-due-on = Attendu pour le
field-returned-on-hint = Le jour où l’accusé est revenu. Par exemple 2026-11-22.
field-returned-by = Signé par

# Choix et états.
choice-chaser = Lettre de relance
choice-case-letter = Lettre sur un dossier
choice-general-letter = Lettre générale
choice-in-use = En usage
choice-retired = Hors d’usage
choice-letter-draft = Projet
choice-letter-signed = Signée
choice-letter-issued = Émise
choice-letter-answered = Répondue
choice-letter-withdrawn = Retirée
state-letter-draft = Projet
state-letter-signed = Signée
state-letter-issued = Émise
state-letter-answered = Répondue
state-letter-withdrawn = Retirée
choice-still-pending = Toujours en cours
choice-already-decided = Déjà décidé
choice-has-question = L’autorité a une question
choice-not-known = Inconnu de l’autorité
choice-receipt-due = Attendu
choice-receipt-returned = Revenu

# Commandes.
command-letter-templates-add = Ajouter un modèle
command-letter-templates-add-done = Modèle ajouté
command-letter-templates-add-effect = Des lettres peuvent aussitôt être rédigées d’après lui.
command-letter-templates-change = Modifier le modèle
command-letter-templates-change-done = Modèle modifié
command-letter-templates-change-effect = Les lettres rédigées désormais suivent la nouvelle version. Les projets et les lettres existants restent tels quels.
command-letters-draft = Rédiger une lettre
command-letters-draft-done = Projet de lettre rédigé
command-letters-draft-effect = Le texte du modèle est copié dans un projet que l’on peut corriger. Il ne prend pas de numéro avant la signature.
command-letters-about-case = Rédiger une lettre à l’autorité
command-letters-about-case-done = Projet de lettre rédigé
command-letters-about-case-effect = Le texte du modèle est complété d’après le dossier. Le projet ne prend pas de numéro avant la signature.
command-chasers-draft = Rédiger une relance
command-chasers-draft-done = Relance rédigée
command-chasers-draft-effect = Une seule lettre cite tous les dossiers de cette autorité dont le délai habituel est passé et qui n’ont pas été relancés récemment. Elle ne prend pas de numéro avant la signature.
command-letters-edit = Corriger le projet
command-letters-edit-done = Projet corrigé
command-letters-edit-effect = Seul ce projet change, non son modèle.
command-letters-sign = Signer la lettre
command-letters-sign-done = Lettre signée
command-letters-sign-effect = La lettre prend le numéro suivant du registre du courrier au départ, est composée en PDF dans les deux langues et scellée. Elle ne peut plus être modifiée ensuite.
command-letters-issue = Composer et sceller la lettre
command-letters-issue-done = Lettre émise
command-letters-issue-effect = Le PDF est établi d’après ce qui a été signé et scellé tel quel.
command-letters-answered = Enregistrer la réponse
command-letters-answered-done = Lettre répondue
command-letters-answered-effect = La lettre reçue est rattachée à celle-ci, qui est close.
command-letters-withdraw = Retirer le projet
command-letters-withdraw-done = Projet retiré
command-letters-withdraw-effect = Le projet reste enregistré, avec votre motif. Aucun numéro n’a été pris. Ses dossiers peuvent être cités dans une autre lettre.
command-letters-read-reply = Appliquer le bordereau de réponse
command-letters-read-reply-done = Bordereau de réponse appliqué
command-letters-read-reply-effect = Les différences ci-dessus sont portées aux lignes de la lettre, un dossier sans référence de l’autorité la reçoit, et le bordereau est conservé avec la lettre.
command-mail-return-receipt = Enregistrer l’accusé de réception
command-mail-return-receipt-done = Accusé de réception revenu
command-mail-return-receipt-effect = L’accusé n’est plus attendu.

# Refus.
refusal-template-field-unknown = Ligne { $line } : « { $name } » n’est pas un champ. Utilisez l’un de ceux-ci : { $known }.
refusal-template-field-misplaced = Ligne { $line } : le champ « { $name } » n’a pas sa place dans ce type de lettre. Utilisez l’un de ceux-ci : { $known }.
refusal-template-section-not-alone = Ligne { $line } : la section « { $name } » doit être seule sur sa ligne, dans le texte de la lettre. Placez-la dans un paragraphe à part.
refusal-template-retired = Ce modèle est hors d’usage. Choisissez-en un autre.
refusal-template-of-another-kind = Ce modèle est destiné à un autre type de lettre. Choisissez-en un qui convient.
refusal-template-missing = Aucun modèle de relance n’est en usage. Ajoutez-en un parmi les modèles de lettres, ou indiquez-en un ici.
refusal-nothing-overdue = Aucun dossier de cette autorité n’est à relancer aujourd’hui : son délai habituel n’est pas passé, ou il a été relancé récemment, ou un projet le cite déjà.
refusal-letter-not-a-draft = Cette lettre est signée et ne peut plus être modifiée. Écrivez-en une autre.
refusal-letter-field-open = Ligne { $line } : le champ « { $name } » est encore ouvert. Corrigez d’abord le projet.
refusal-letter-not-set = La lettre n’a pas pu être composée. Réessayez depuis sa page.
refusal-reply-says-nothing = Le bordereau ne dit rien qui ne soit déjà enregistré. Rien n’a été écrit.
refusal-receipt-returned-already = Cet accusé de réception est déjà revenu. Il n’y a plus rien à faire.
refusal-receipt-of-incoming = Un accusé de réception n’est attendu que pour un envoi. Décochez la case, ou choisissez le départ.
refusal-received-day-missing = Indiquez le jour de son arrivée : il figure au registre à côté du jour de l’enregistrement.

# Pages.
page-chasers = Relances
page-chasers-intro = Dossiers qui se trouvent chez une autorité. Un dossier est à relancer lorsque le délai habituel de l’autorité est passé et que la dernière lettre a quatre semaines.
page-chasers-due = À relancer
page-chasers-waiting = Chez l’autorité
page-chasers-oldest = Le plus ancien, en jours
page-chasers-last = Dernière relance
page-chasers-action = Étape suivante
page-chasers-none = Aucun dossier ne se trouve chez une autorité.
page-letter-preview = Aperçu (PDF)
page-letter-pdf = Lettre (PDF)
page-letter-docx = Lettre à modifier (DOCX)
page-reply-sheet = Bordereau de réponse (XLSX)
page-reply-read = Lire le bordereau de réponse
page-reply-file = Bordereau de réponse reçu
page-reply-file-hint = XLSX ou CSV, avec les en-têtes d’origine. Rien n’est écrit avant que vous ayez vu les différences.
page-reply-nothing = rien de nouveau

# Ce qui figure sur le papier.
letter-office = Bureau de sécurité
letter-our-reference = Notre référence
letter-date = Date
letter-reply-due = Réponse souhaitée pour le
letter-no-number = PROJET : sans numéro
letter-not-signed = non signée
letter-cases = Dossiers concernés
letter-our-case = Notre dossier
letter-your-reference = Votre référence
letter-name = Nom
letter-sent-on = Envoyé le
letter-days = Jours
page-letter-xml = En XML
