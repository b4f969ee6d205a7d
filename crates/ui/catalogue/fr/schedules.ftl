# Comment s’appellent les échéances des rapports.

# Registres.
register-report-schedules = Échéances de rapports
register-report-schedules-one = Échéance de rapport
register-report-receivers = Destinataires de rapports
register-report-receivers-one = Destinataire de rapports
register-report-dispatches = Rapports à échéance
register-report-dispatches-one = Rapport à échéance

# Champs.
field-report-schedules-kind = Rapport
field-languages = Langues
field-days-after = Jours après la période
field-days-after-hint = 1 désigne le premier jour qui suit le dernier jour du mois ; 28 au plus.
field-counted = Jours comptés
field-with-slides = Diapositives jointes
field-with-workbook = Classeur joint
field-schedule = Échéance
field-reader = Personne de l’agence
field-reader-hint = On lui écrit à l’adresse inscrite au registre des personnes.
field-contact = Contact
field-contact-hint = Travaille ailleurs : ne reçoit que ce qui est établi pour des lecteurs hors du bureau.
field-report = Rapport
field-sent-to = Envoyé à
field-left-out = Destinataires sans adresse
field-report-dispatches-language = Langue
field-report-schedules-issue-language = Langue
choice-en-and-fr = Anglais et français
choice-calendar-days = tous les jours
choice-working-days = jours ouvrés du bureau
choice-dispatch-issued = émis, à envoyer
choice-dispatch-sent = envoyé

# Commandes.
command-report-schedules-add = Ajouter une échéance
command-report-schedules-add-done = Échéance ajoutée
command-report-schedules-add-effect = Le jour venu, le rapport du mois écoulé est émis et envoyé de lui-même, en votre nom.
command-report-schedules-change = Modifier cette échéance
command-report-schedules-change-done = Échéance modifiée
command-report-schedules-change-effect = Désormais, ses rapports sont émis en votre nom.
command-report-receivers-add = Ajouter un destinataire
command-report-receivers-add-done = Destinataire ajouté
command-report-receivers-change = Modifier ce destinataire
command-report-receivers-change-done = Destinataire modifié
command-report-schedules-issue = Émettre maintenant
command-report-schedules-issue-done = Rapport à échéance émis
command-report-schedules-issue-effect = Le rapport d’un mois écoulé est émis avant son jour. Il est émis une seule fois dans chaque langue, puis envoyé aux destinataires de l’échéance.
command-report-dispatches-send = Envoyer le rapport
command-report-dispatches-send-done = Rapport à échéance envoyé
command-report-dispatches-send-effect = Chaque destinataire reçoit son propre courriel avec le rapport. Il n’est indiqué comme envoyé que lorsque le serveur de courriel l’a accepté.

# Refus.
refusal-days-after-wrong = Choisissez un jour entre 1 et { $max }.
refusal-one-receiver = Indiquez un seul destinataire : une personne, un contact ou une adresse.
refusal-period-not-over = Cette période n’est pas encore achevée. Une échéance émet ce qui est achevé ; le rapport du mois en cours s’émet depuis la page des rapports.
refusal-report-issued-already = Le rapport de { $period } a déjà été émis dans cette langue. Il figure parmi les rapports à échéance.
refusal-report-sent-already = Ce rapport a déjà été envoyé.
refusal-report-for-office = Un contact auprès d’une autorité figure parmi les destinataires, alors que ce rapport est établi pour le bureau : il montre les petites cases et nomme des dossiers. Retirez le contact, ou destinez l’échéance à des lecteurs hors du bureau.
refusal-report-without-receivers = Aucun des destinataires de cette échéance n’a d’adresse électronique. Ajoutez un destinataire, ou l’adresse de l’un d’eux.
refusal-report-not-set = Le rapport n’a pas pu être composé. Réessayez depuis sa page.

# Pages et courriel.
page-report-schedules = Échéances
page-report-due = Prochain rapport
page-report-last = Dernier rapport
page-report-late = dû depuis le { $day }
page-report-next = { $period }, le { $day }
report-mail = { $number } : { $title }. Le fichier indique jusqu’à quelle entrée du journal ses chiffres étaient connus.
