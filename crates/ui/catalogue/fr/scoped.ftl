# Accès limité : provisoire, ponctuel, d’urgence, pour une réunion.
access-provisional = accès provisoire
access-one-time = accès ponctuel
access-emergency = accès d’urgence
access-meeting = accès pour une réunion
only-for-scope-visit = la visite
only-for-scope-meeting = la réunion
only-for-scope-document = le document
only-for-scope-function = les fonctions du poste
choice-scope-visit = Une visite
choice-scope-meeting = Une réunion ou un événement
choice-scope-document = Un document ou un dossier
choice-scope-function = Les fonctions d’un poste
field-meeting = Réunion ou événement
field-matter = Document ou dossier, par sa référence
field-scope = Limité à
field-scope-text = Lequel
field-scope-record = Fiche à laquelle il est limité
field-access-authorisations-nation = Règle de
field-access-authorisations-case = Dossier d’origine
field-ended-on = Terminé le
field-end-reason = Motif de la fin
field-extended-until = Prorogée jusqu’au
field-gate-meeting-hint = Telle qu’elle est désignée dans l’accès accordé pour elle. À laisser vide s’il n’y en a pas.
command-access-give = Accorder un accès pour un seul objet
command-access-give-done = Accès accordé pour un seul objet
command-access-give-effect = Une seconde personne doit approuver. L’accès ne vaut que pour l’objet désigné ici, du premier au dernier jour, et jamais comme accès permanent. La règle de l’autorité dit combien de temps il peut durer et quels éléments peuvent manquer.
command-access-end = Mettre fin à cet accès
command-access-end-done = Accès terminé
command-access-end-effect = Dès aujourd’hui cet accès ne vaut plus. Il ne peut être rendu ; un nouvel accès se demande à nouveau.
refusal-scope-not-one = Un tel accès est accordé pour un seul objet. Désignez une visite, une réunion, un document ou un poste, et un seul d’entre eux.
refusal-access-begins-in-past = Un accès ne peut commencer avant aujourd’hui. Corrigez le premier jour.
refusal-meeting-access-for-meeting = Un accès pour une réunion désigne la réunion. Désignez-la ou choisissez une autre sorte d’accès.
refusal-access-without-rule = Aucune règle en vigueur ne permet un tel accès à { $level } aux ressortissants de l’autorité ({ $nation }). Faites d’abord adopter la règle, ou choisissez une autre sorte d’accès.
refusal-access-too-long = La règle de l’autorité limite un tel accès à { $days } jours : jusqu’au { $date }. Corrigez le dernier jour.
refusal-access-after-refusal = L’habilitation a été refusée, retirée ou suspendue le { $date }. Aucun accès n’est accordé tant que l’autorité n’en a pas décidé autrement.
refusal-access-over = Cet accès a déjà pris fin.
reason-authorisation-in-scope = Autorisé par { $access } à { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    } jusqu’au { $date }, uniquement pour { $what } { $name }.
reason-decision-lacking-by-rule = Non requise : la règle de l’autorité ({ $nation }) permet qu’un { $access } tienne lieu de décision jusqu’au { $date }, pour { $what } { $name }.
reason-decision-one-level-below = La décision est d’un niveau inférieur ; la règle de l’autorité ({ $nation }) permet qu’un { $access } aille jusqu’à { $level } jusqu’au { $date }, pour { $what } { $name }.
reason-certificate-lacking-by-rule = Non requis : la règle de l’autorité ({ $nation }) permet qu’un { $access } se passe de certificat jusqu’au { $date }, pour { $what } { $name }.
reason-decision-extended = L’autorité a accordé { $level }{ $categories ->
        [none] { "" }
       *[other] { " avec " }{ $categories }
    } ; le renouvellement a été demandé à temps et l’habilitation est prorogée jusqu’au { $date }.
page-access-for = Uniquement pour { $what } { $name }
page-gate-meeting = Demandé pour la réunion { $name } : l’accès accordé pour elle compte.
