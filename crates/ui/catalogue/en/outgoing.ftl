# Mail that leaves.

command-letters-send = Send by e-mail
command-letters-send-done = Letter put into the outgoing e-mail
command-letters-send-effect = The sealed PDF leaves by e-mail, with its marking. It shows as sent only when the mail server has taken it.
field-addresses = E-mail addresses
field-addresses-hint = Separated by commas. Left empty, the address of the authority is used.
refusal-letter-not-issued = Only a letter that was signed and issued can be sent. Sign it first.
refusal-address-wrong = “{ $address }” is no e-mail address. Correct it.
refusal-address-missing = There is no e-mail address: the authority has none in its register. Write one here.
refusal-too-many-receivers = A mail may have at most { $max } receivers. Send it in several parts.
page-outgoing-waiting = E-mail to { $to }: waiting since { $when }.
page-outgoing-trying = E-mail to { $to }: not sent yet, it is tried again. { $error }
page-outgoing-failed = E-mail to { $to } could not be sent. { $error }
page-outgoing-smtp = E-mail to { $to }: taken by the mail server on { $when }.
page-outgoing-draft = E-mail to { $to }: written as a draft file on { $when }; it still has to be sent by hand.
