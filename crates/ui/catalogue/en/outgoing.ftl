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
page-outgoing-said = { $error } The answer was: “{ $said }”.
outgoing-mail-server-away = The mail server cannot be reached, or hung up.
outgoing-mail-server-no-tls = The mail server does not offer encryption (STARTTLS), which is required. Nothing was sent in the clear.
outgoing-mail-server-certificate = The mail server’s certificate comes from no authority that is trusted, or is no longer valid. Nothing was sent. The operator names the authority of the office’s own with --smtp-authority.
outgoing-mail-server-name = The mail server’s certificate is for another name than the one it was called by. Nothing was sent.
outgoing-mail-server-tls = No encrypted connection with the mail server came about. Nothing was sent.
outgoing-mail-server-credentials = The mail server does not accept the office’s user and password.
outgoing-mail-server-later = The mail server takes no mail at the moment.
outgoing-mail-server-refused = The mail server does not take this mail.
outgoing-mail-drafts-folder = The folder of drafts cannot be written.
outgoing-mail-damaged = The mail or a file that goes along can no longer be read.
outgoing-mail-ledger-busy = The system had too much to do.
