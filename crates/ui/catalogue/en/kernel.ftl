# What every register and desk shares: duties, clocks, common fields, refusals of a field.

# Duties, as labels and as choices of a form.
duty-head = Head of office
duty-clearance-officer = Clearance officer
duty-clearance-technician = Clearance technician
duty-registry = Registry
duty-policy-officer = Policy officer
duty-hr = Human resources
duty-auditor = Auditor
duty-access-admin = Access administrator
duty-bootstrap = Set-up of the instance
duty-system = The system
job-mail-folder = System (watched mail folder)
job-digest = System (daily digests)
choice-head = Head of office
choice-clearance-officer = Clearance officer
choice-clearance-technician = Clearance technician
choice-registry = Registry
choice-policy-officer = Policy officer
choice-hr = Human resources
choice-auditor = Auditor
choice-access-admin = Access administrator

# Who has the ball.
clock-office = Our office
clock-subject = The person
clock-authority = The authority
clock-requester = The requester
clock-force-majeure = Force majeure
clock-nobody = Nobody
clock-hr = Human resources
choice-office = Our office
choice-subject = The person
choice-authority = The authority
choice-requester = The requester
choice-force-majeure = Force majeure
choice-nobody = Nobody

# Groups of fields.
group-core = General
group-identity = Identity

# Fields that several registers and commands share.
field-record = Record
field-version = Version
field-register = Register
field-name = Name
field-number = Number
field-year = Year
field-kind = Kind
field-state = State
field-status = Status
field-person = Person
field-person-hint = Type part of the name, without accents if you like, or the personnel number.
field-level = Level
field-valid-from = First day
field-valid-from-hint = Such as 2026-11-22.
field-valid-until = Last day
field-valid-until-hint = Such as 2031-11-18. If a document states it, copy it as printed.
field-reason = Reason
field-digest = Digest (SHA-256)
field-recorded-by = Recorded by
field-verified-by = Verified by
field-approved-by = Approved by

# Languages of people and documents.
language-en = English
language-fr = French

# Refusals of a single field.
refusal-field-required = This field is empty and is needed. Fill it in.
refusal-field-too-long = The text is longer than { $max } characters. Shorten it.
refusal-field-not-a-choice = This is not one of the choices. Choose one from the list.
refusal-field-not-text = Text is expected here. Enter text.
refusal-field-not-a-number = A whole number is expected here. Enter digits only.
refusal-field-not-yes-or-no = Yes or no is expected here. Tick the box or leave it empty.
refusal-field-not-a-date = This is not a date from 1900 on. Enter year, month and day, such as 2026-11-22.
refusal-field-not-a-time = This is not a point in time. Enter date and time again.
refusal-field-not-a-reference = This does not name a record. Type part of its name and choose it from the list.
refusal-field-not-bytes = No file could be read here. Choose the file again.
refusal-field-not-a-level = This is not a level code. Choose a level from the list.
refusal-field-not-a-nation = This is not the three-letter code of a country. Choose the country from the list.
refusal-field-not-codes = Codes are expected here. Enter them separated by spaces, such as ATOMAL CRYPTO.
refusal-field-unknown = The field “{ $field }” is not known here. Take it out, or check how it is written.
