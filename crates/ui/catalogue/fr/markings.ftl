# Mentions de protection des enregistrements, et exports approuvés par une seconde personne.
command-markings-raise = Relever la mention
command-markings-raise-effect = L’enregistrement porte désormais cette mention ; qui n’y a pas droit ne le voit plus.
command-markings-lower = Abaisser la mention
command-markings-lower-effect = Une seconde personne décide. Après son accord, davantage de personnes voient l’enregistrement ; l’ancienne mention reste dans son historique.
purpose-marking = Mention d’un enregistrement
field-caveats = Mentions complémentaires
field-caveats-hint = Codes de la politique de sécurité, séparés par des espaces. Laissez vide s’il n’y en a pas.
field-releasable = Diffusable à
field-releasable-hint = Codes des destinataires, séparés par des espaces. Laissez vide si la diffusion n’est limitée à aucun.
refusal-marking-unchanged = L’enregistrement porte déjà cette mention. Rien n’a été modifié.
refusal-marking-not-lower = Cette mention n’est pas inférieure à celle qui est en place. Relevez-la plutôt ; une seule personne suffit.
refusal-downgrade-needs-two = Un niveau inférieur, une mention en moins ou un destinataire de plus exige une seconde personne. Demandez-le par « Abaisser la mention », avec votre motif.
refusal-releasable-to-nobody = Les éléments utilisés sont diffusables à des destinataires différents, sans destinataire commun. Rien n’a été enregistré. Utilisez des enregistrements qu’un même destinataire peut voir.
