# La liste d’accès.
page-gate = Liste d’accès
page-gate-intro = Collez les noms de ceux qui veulent entrer, un par ligne, et dites ce qu’ils verraient et quand. Chacun reçoit oui ou non, et pourquoi. Rien de la liste n’est conservé.
page-gate-names = Noms ou numéros de personnel
field-gate-names-hint = Nom de famille au début ou à la fin, avec ou sans grade devant, un par ligne.
field-gate-categories-hint = Par exemple ATOMAL ; laissez vide s’il n’y en a pas.
page-gate-ask = Demander
page-gate-sentence = Demandé pour { $label }, chaque jour du { $from } au { $until }.
page-gate-yes = Oui
page-gate-no = Non
page-gate-no-holds = Non : { $access }
page-gate-unknown = Inconnu
page-gate-several = Plusieurs personnes ; demandez par numéro de personnel
refusal-too-many-names = Une liste d’accès porte au plus { $max } noms. Demandez en plusieurs fois.
page-gate-pdf = En PDF
page-gate-xml = En XML
refusal-gate-list-too-long-to-leave = Une liste de plus de { $max } noms ne sort pas en fichier : elle en dirait trop sur trop de personnes. Demandez moins de noms à la fois.
