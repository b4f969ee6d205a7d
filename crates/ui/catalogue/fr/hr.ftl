# L’échange avec les RH, et ce que déclenche un départ.

# Registres.
register-hr-messages = Messages RH
register-hr-messages-one = Message RH
register-hr-rows = Lignes RH en attente
register-hr-rows-one = Ligne RH
register-departures = Départs
register-departures-one = Départ

# Champs.
field-hr-messages-name = Nom du fichier
field-documents = Numéros des messages
field-hr-messages-digest = Empreinte du fichier (SHA-256)
field-received-at = Reçu à
field-hr-messages-rows = Personnes
field-rows-matched = Appariées d’elles-mêmes
field-rows-waiting = En attente
field-hr-messages-staged = Lignes telles que lues
field-hr-messages-received-by = Apporté par
field-message = Message
field-line = Ligne
field-row = Ligne
field-row-reason = Motif de l’attente
field-settled-on = Réglée le
field-departures-last-day = Dernier jour de service
field-last-day = Dernier jour de service
field-last-day-hint = Le dernier jour où la personne est en fonctions. Par exemple 2027-03-31.
field-end-reason = Motif de la fin
field-learned-from = Appris par
field-learned-at = Ouvert à
field-expected-end = Fin du contrat le
field-import-batches-of = Objet de l’import

# Choix.
choice-hr-received = Reçu
choice-hr-applied = Appliqué
choice-row-waiting = En attente
choice-row-matched = Appariée à la main
choice-row-applied = Appliquée
choice-row-set-aside = Écartée
choice-row-has-errors = Quelque chose n’a pas pu être lu
choice-row-incomplete = Il manque le nom, la date de naissance ou la nationalité
choice-nobody-like-this = Personne que le bureau connaisse
choice-resembles-somebody = Ressemble à quelqu’un, sans certitude
choice-number-of-another = Le matricule est celui d’une autre personne
choice-person-twice = Deux fois dans le fichier
choice-own-file = Le dossier de quelqu’un qui y travaille
choice-not-storable = Une valeur qu’aucun registre n’accepte
choice-learned-from-hr = Ressources humaines
choice-learned-by-hand = Saisie
choice-end-left = Quitte l’agence
choice-end-contract = Fin du contrat
choice-end-transferred = Mutation
choice-end-retired = Retraite
choice-end-died = Décès
choice-import-tracker = Tableau de suivi
choice-import-hr = Message RH
choice-cancellation = Annulation
choice-closed-completed = Clos : achevé
choice-cancellation-letter = Lettre d’annulation
choice-certificate-recall = Lettre de rappel de certificats
state-closed-completed = Clos : achevé
state-row-waiting = En attente
state-row-matched = Appariée à la main
state-row-applied = Appliquée
state-row-set-aside = Écartée

# Commandes.
command-hr-messages-receive = Recevoir un fichier RH
command-hr-messages-receive-done = Fichier RH reçu
command-hr-messages-receive-effect = Le fichier est reçu une seule fois. Qui ne trouve pas sa place attend avec un motif ; rien d’autre n’est écrit.
command-hr-messages-apply = Appliquer l’envoi RH
command-hr-messages-apply-done = Envoi RH appliqué
command-hr-messages-apply-effect = Dès qu’une seconde personne approuve, les différences sont écrites en une seule inscription. Pour chaque départ s’ouvrent une annulation, le projet de sa lettre et les tâches. Tout peut être annulé tant que personne n’a construit dessus.
command-hr-rows-match = Dire de qui est cette ligne
command-hr-rows-match-done = Ligne appariée à la main
command-hr-rows-match-effect = La ligne peut ensuite être appliquée avec son message, par deux personnes.
command-hr-rows-set-aside = Écarter cette ligne
command-hr-rows-set-aside-done = Ligne écartée
command-hr-rows-set-aside-effect = La ligne reste inscrite avec votre motif et n’est pas appliquée.
command-departures-record = Enregistrer le départ de la personne
command-departures-record-done = Fin de service enregistrée
command-departures-record-effect = Les postes prennent fin ce jour-là. L’annulation de l’habilitation en vigueur, le projet de sa lettre et les tâches dues s’ouvrent aussitôt.
command-case-authority-told = Enregistrer que l’autorité est informée
command-case-authority-told-done = Autorité informée, dossier achevé
command-case-authority-told-effect = Une seconde personne doit approuver. La lettre achève alors le dossier ; une annulation ou un transfert met fin à l’habilitation, pour un départ après le dernier jour de service.
command-departures-mark-left = Est parti
command-departures-mark-left-done = Personne partie
command-hr-messages-let-go = Laisser partir les lignes d’un message
command-hr-messages-let-go-done = Lignes du message supprimées
job-personnel = Système (envois des RH)
job-leavers = Système (départs)

# Pages.
page-hr = Échange RH
page-hr-intro = Chaque fichier est reçu une seule fois. Ses différences sont montrées, une seconde personne approuve, et ce qui a été appliqué peut être annulé.
page-hr-step-file = Fichier
page-hr-step-check = Différences
page-hr-step-approval = Approbation
page-hr-file = Fichier RH
page-hr-file-hint = Un message HRMD_A, à plat ou en XML, ou un tableau (CSV) avec les en-têtes PERNR, INFTY, BEGDA, ENDDA et les noms des champs. Seuls les mesures, l’organisation, les données personnelles, l’adresse électronique et la fin du contrat sont lus ; le fichier lui-même n’est pas conservé.
page-hr-limits = Au plus 64 Mo et 400 000 enregistrements.
page-hr-messages = Messages reçus
page-hr-waiting = Lignes en attente
page-hr-applied = Ce qui a été appliqué, pour annuler
page-hr-figures-leavers = Départs
page-hr-figures-waiting = En attente
page-hr-needs-change = Le message change quelque chose.
page-hr-feed = Pour les RH : qui satisfait à l’exigence
import-field-surname = nom de famille
import-field-given = prénoms
import-field-nationality = nationalité
import-field-email = adresse électronique
import-field-last-day = dernier jour
import-field-post-until = poste occupé jusqu’au
import-field-expected-end = fin du contrat

# Chiffres.
part-matched = toutes appariées d’elles-mêmes
part-waiting = certaines attendent
part-rows-old = lignes en attente depuis plus de 5 j. o.
part-learned-late = départs appris tard

# Refus.
refusal-hr-rows-gone = Les lignes de ce message sont supprimées : rien n’y attend et, { $days } jours après l’application, rien ne s’annule plus. Consultez les fiches qui en sont issues, ou faites envoyer un nouveau message par les RH.
refusal-hr-rows-needed = Quelque chose de ce message attend encore ou peut être annulé. Ses lignes restent.
refusal-import-undo-over = Ce que les RH ont envoyé s’annule dans les { $days } jours suivant l’application. Corrigez les fiches elles-mêmes, ou faites envoyer un nouveau message par les RH.
refusal-hr-received-already = Ce fichier a déjà été reçu le { $day }. Rien n’a été reçu deux fois.
refusal-hr-number-taken = Le message { $number } a déjà été reçu avec un autre contenu. Demandez aux RH d’envoyer un nouveau message.
refusal-hr-file-names-nobody = Le fichier ne nomme personne que le bureau puisse reprendre. Voyez ce qui a été laissé de côté et demandez le bon message aux RH.
refusal-hr-row-incomplete = Il manque le nom, la date de naissance ou la nationalité. La ligne attend que les RH les envoient ou que quelqu’un dise de qui elle est.
refusal-hr-row-unknown = Personne que le bureau connaisse, et rien ne dit qu’un service commence. La ligne attend que quelqu’un dise de qui elle est ou l’écarte.
refusal-hr-row-resembles = Quelqu’un d’inscrit ressemble à cette personne, sans certitude. La ligne attend que quelqu’un dise de qui elle est.
refusal-hr-row-number-of-another = Le matricule est inscrit pour une personne d’un autre nom et d’une autre date de naissance. La ligne attend que quelqu’un dise de qui elle est.
refusal-hr-row-not-storable = Une valeur est plus longue que le registre ne l’accepte, ou des dates se contredisent. La ligne attend que les RH corrigent.
refusal-no-post-to-leave = La personne n’occupe aucun poste ce jour-là. Vérifiez le jour, ou mettez fin au poste oublié.
refusal-departure-known = Le bureau connaît déjà cette fin et ce qui s’ensuit est ouvert.

# Pièces.
evidence-person = la personne à qui appartient la ligne
