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
