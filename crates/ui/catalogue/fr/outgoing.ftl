# Courrier qui part.

command-letters-send = Envoyer par courriel
command-letters-send-done = Lettre remise au courriel sortant
command-letters-send-effect = Le PDF scellé part par courriel, avec sa mention. Il n’est indiqué comme envoyé que lorsque le serveur de courriel l’a accepté.
field-addresses = Adresses électroniques
field-addresses-hint = Séparées par des virgules. Si ce champ reste vide, l’adresse de l’autorité est utilisée.
refusal-letter-not-issued = Seule une lettre signée et émise peut être envoyée. Signez-la d’abord.
refusal-address-wrong = « { $address } » n’est pas une adresse électronique. Corrigez-la.
refusal-address-missing = Il n’y a pas d’adresse électronique : l’autorité n’en a pas dans son registre. Indiquez-en une ici.
refusal-too-many-receivers = Un courriel peut avoir au plus { $max } destinataires. Envoyez-le en plusieurs fois.
page-outgoing-waiting = Courriel à { $to } : en attente depuis le { $when }.
page-outgoing-trying = Courriel à { $to } : pas encore envoyé, un nouvel essai suivra. { $error }
page-outgoing-failed = Le courriel à { $to } n’a pas pu être envoyé. { $error }
page-outgoing-smtp = Courriel à { $to } : accepté par le serveur de courriel le { $when }.
page-outgoing-draft = Courriel à { $to } : écrit comme fichier de projet le { $when } ; il reste à l’envoyer à la main.
page-outgoing-said = { $error } Réponse reçue : « { $said } ».
outgoing-mail-server-away = Le serveur de courriel est injoignable ou a interrompu la connexion.
outgoing-mail-server-no-tls = Le serveur de courriel ne propose pas le chiffrement (STARTTLS), qui est obligatoire. Rien n’a été envoyé en clair.
outgoing-mail-server-certificate = Le certificat du serveur de courriel ne vient d’aucune autorité reconnue, ou n’est plus valable. Rien n’a été envoyé. L’exploitant indique l’autorité propre au bureau par --smtp-authority.
outgoing-mail-server-name = Le certificat du serveur de courriel est établi pour un autre nom que celui par lequel il a été appelé. Rien n’a été envoyé.
outgoing-mail-server-tls = Aucune connexion chiffrée n’a pu être établie avec le serveur de courriel. Rien n’a été envoyé.
outgoing-mail-server-credentials = Le serveur de courriel n’accepte pas l’identifiant et le mot de passe du bureau.
outgoing-mail-server-later = Le serveur de courriel n’accepte pas de courriel pour le moment.
outgoing-mail-server-refused = Le serveur de courriel n’accepte pas ce courriel.
outgoing-mail-drafts-folder = Le dossier des projets ne peut pas être écrit.
outgoing-mail-damaged = Le courriel ou un fichier joint ne peut plus être lu.
outgoing-mail-ledger-busy = Le système était trop sollicité.
