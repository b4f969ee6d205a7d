# What an import finds in a file. Arguments: value, meaning, column, severity (info, warning, error).
finding-file-too-large = The file goes beyond the limit for { $value }: { $meaning }. Split it and import the parts.
finding-workbook-encrypted-or-legacy = The file has a password or is in the format before Excel 2007. Save it as .xlsx without a password.
finding-workbook-macros = The workbook contains macros ({ $value }). Save it as .xlsx, which has none.
finding-workbook-bomb = The file unpacks to more than it may, or hides another container ({ $value }). It was not opened. Save the table as a new workbook.
finding-workbook-damaged = The workbook cannot be read to its end. Open it in your spreadsheet, save it again and retry.
finding-workbook-dtd = A part of the workbook ({ $value }) declares a document type, which is refused. Save the table as a new workbook.
finding-workbook-empty = The file has no rows. Check that you chose the right file.
finding-not-a-workbook = The content is not of the type that the file name promises. Choose an .xlsx or .csv file.
finding-wrong-encoding = The text is in an unknown encoding or holds control characters. Save it as CSV UTF-8.
finding-parser-limit = Reading the file took too much time or memory and was stopped. Split the file and import the parts.
finding-parser-failed = The file could not be read. Save it again in your spreadsheet; if this does not help, tell your administrator.
finding-too-many-findings = { $value } more findings are not listed. Correct the first ones and import again.
finding-not-a-policy = The file is no security policy file: it begins with “{ $value }”, not with SPIF. Choose an XML SPIF.
finding-policy-version = The security policy file is of version { $value } of its format; 1.0, 2.0 and 2.1 are read.
finding-policy-damaged = The security policy file cannot be read to its end: { $value }
finding-policy-dtd = The security policy file declares a document type, which is refused. Take the declaration out.
finding-policy-too-large = The security policy file goes beyond the limit for { $value }: { $meaning }.
finding-policy-incomplete = In the security policy file, “{ $value }” lacks “{ $meaning }”.
finding-policy-contradiction = In the security policy file, “{ $value }” stands twice, or refers to something that is not there or does not fit: { $meaning }
finding-no-table = No sheet looks like a tracker. Choose the sheet and say what its columns hold.
finding-no-headings = No row of the file has a heading of this register. Take the empty table as a pattern, or write the names of the fields above the columns.
finding-column-left-out = The column “{ $column }” is no field of this register and is left out. Choose a field for it if it matters.
finding-unmapped-column = The column “{ $column }” is kept but not used. Choose a field for it if it matters.
finding-double-column = The column “{ $column }” has the same field as another one; the first is used. Choose one field for each.
finding-blank-row = The row is empty. Nothing to do.
finding-subtotal-row = “{ $value }” is a total, not a person. The row is left out.
finding-section-row = “{ $value }” was taken for a heading, not a person. Check that this is right.
finding-repeated-header = The header stands here again. The row is left out.
finding-cell-comment = A comment on “{ $column }” says: { $value }. It is kept as a remark.
finding-formula-cell =
    { $severity ->
        [info] “{ $column }” holds a formula. Its text is kept: { $value }. It is never calculated.
       *[other] “{ $column }” holds a formula. The value last shown was taken: { $meaning }. Check it.
    }
finding-cell-error = “{ $column }” shows the error { $value }. Enter the value.
finding-stray-spaces = Spaces too many in “{ $column }” were taken off: { $meaning }.
finding-text-too-long = The text in “{ $column }” is longer than { $meaning } characters. Shorten it.
finding-missing-name = The row has no name. Enter it or leave the row out.
finding-same-name-as-earlier =
    { $severity ->
        [info] { $value } has the same name as row { $meaning }, but another birth date or personnel number: a namesake. Check that this is right.
       *[other] { $value } has the same name as row { $meaning }: the same person or a namesake. Say which.
    }
finding-duplicate-row = The row is the same as row { $meaning }. Keep one of them.
finding-duplicate-personnel-number =
    { $severity ->
        [warning] The personnel number { $value } stands in row { $meaning } too, for the same name. Check that both rows are needed.
       *[other] The personnel number { $value } belongs to another name in row { $meaning }. Correct one of them.
    }
finding-conflicting-requirement = The same post has another required level in row { $meaning } ({ $value }). Say which level the post requires.
finding-unknown-word = “{ $value }” in “{ $column }” is not understood. It may be: { $meaning }.
finding-not-a-number = “{ $value }” in “{ $column }” is not a whole number. Enter digits only.
finding-unknown-record = “{ $value }” in “{ $column }” is no record you see. Write its name or number as Castellan shows it, or its id.
finding-several-records = “{ $value }” in “{ $column }” is the name of several records. Write the id of the one that is meant.
finding-unknown-nation = “{ $value }” is no nation we know. Choose the nation.
finding-nation-alias = “{ $value }” is not an ISO code; it was read as { $meaning }.
finding-unknown-level = “{ $value }” is no level we know. Choose the level.
finding-trap-word =
    { $severity ->
        [info] “{ $value }” is a national level and was read as { $meaning }.
       *[other] “{ $value }” is a national level of another nation ({ $meaning }). It was not taken; choose the level.
    }
finding-category-in-level = “{ $value }” holds a level and a category; it was read as { $meaning }.
finding-serial-number = “{ $column }” holds the day number { $value }; it was read as { $meaning }.
finding-ambiguous-day-month =
    { $severity ->
        [info] Day and month of { $value } could be swapped; as elsewhere in the sheet it was read as { $meaning }.
       *[other] Day and month of { $value } could be swapped and nothing in the sheet says which; it was read as { $meaning }. Check it.
    }
finding-not-a-date = “{ $value }” in “{ $column }” is not a date. Enter the date.
finding-impossible-date = { $value } in “{ $column }” is in no calendar. Enter the right date.
finding-implausible-date = { $meaning } can hardly be right for “{ $column }”. Check it.
finding-until-before-granted = The end { $value } is before the start { $meaning }. Correct one of them.
finding-status-contradicts-date = The status says “{ $value }”, but the end date is { $meaning }. The date decides.
finding-unknown-status = The status “{ $value }” is not understood and was kept as text.

# What a column of a tracker holds.
tracker-field-running-number = Line number (ignored)
tracker-field-personnel-number = Personnel number
tracker-field-name = Full name
tracker-field-surname = Surname
tracker-field-given = Given names
tracker-field-nationality = Nationality
tracker-field-birth-date = Birth date
tracker-field-post = Post
tracker-field-level-required = Level required
tracker-field-level-held = Level held
tracker-field-granted-on = Granted on
tracker-field-valid-until = Valid until
tracker-field-reference = Reference
tracker-field-status = Status
tracker-field-remarks = Remarks
tracker-field-categories = Categories
tracker-field-authority = Authority

# A reply sheet.
finding-no-reply-table = This is not a reply sheet: no row holds the headings it was sent with.
finding-reply-unknown-case = “{ $value }” is no case of this letter, or stands in the sheet twice. The row is not taken.
finding-reply-unknown-answer = The answer “{ $value }” is not understood. Write pending, decided, question or unknown.
finding-file-not-taken = “{ $value }” is not of a type that is taken.
finding-file-cut-off = The end of the document is missing: it was probably still being written.
finding-mail-damaged = This is no message that can be read.
finding-mail-too-many-parts = The message has more parts, or deeper ones, than are read.
finding-mail-without-id = The message has no id, so that a second copy is known by its content only.
finding-mail-without-date = The message has no date that can be read.
finding-mail-rich-text-only = The text of the message is in Outlook’s rich text alone, which is not read: open the file to read it.
finding-not-a-calendar = This is no calendar file. Choose a file whose name ends in .ics.
finding-calendar-timed = { $value } has hours and is no whole day; it is not taken. Add it by hand, with the hours that stay.
finding-calendar-span = { $value } ends before it begins or lasts longer than a month; it is not taken. Correct it in the file, or add its days by hand.
finding-calendar-rule = { $value } repeats in another way than once a year; it is not taken. Add its days by hand.

# A file of an HR system.
finding-not-an-hr-file = This is no HR file: neither an HRMD_A message, flat or as XML, nor a table with the headings PERNR, INFTY, BEGDA and ENDDA.
finding-hr-damaged = The XML cannot be read to its end: { $value }. Ask for the message again.
finding-hr-dtd = The XML declares a document type; such a file is not read.
finding-hr-other-message = A message of the kind “{ $value }” is not read; HRMD_A and HRMD_ABA are.
finding-hr-no-number = The message has no number of its own, so that a second copy is known by its content only.
finding-hr-other-document = The record belongs to no message of this file and was left out.
finding-hr-line-too-long = The record has { $value } characters, more than its form allows, and was left out.
finding-hr-segment-cut = The record { $value } ends in the middle of its head and was left out. Ask for the message again.
finding-hr-no-person = The record has no personnel number that can be used (“{ $value }”) and was left out.
finding-hr-no-infotype = “{ $value }” is no number of an infotype; the row was left out.
finding-hr-ends-before = The end { $value } is before the beginning { $meaning }. The person waits until HR corrects it.
finding-hr-infotype-left = Infotype { $column } is not needed here: { $value } records were left out and nothing of them is kept.
finding-hr-own-infotype = Infotype { $column } is HR’s own: { $value } records were kept out. Ask HR to leave it out of what is sent.
finding-hr-locked = { $value } locked records were not read.

# Labels and clearances of other systems.
finding-not-a-label = The file is neither a confidentiality label nor a confidentiality clearance: it begins with “{ $value }”. Choose an XML file of ADatP-4774.
finding-label-damaged = The file cannot be read to its end: { $value }
finding-label-dtd = The file declares a document type, which is refused. Take the declaration out.
finding-label-too-large = The file goes beyond the limit for { $value }: { $meaning }.
finding-label-incomplete = In the file, “{ $value }” lacks “{ $meaning }”.
finding-label-by-equivalence = “{ $value }” is of another policy. By its words it stands for { $meaning }; have it confirmed before you rely on it.
finding-label-unknown-category = “{ $value }” ({ $meaning }) is no category of this policy. It was left out.
page-labels = Labels of other systems
page-labels-file = Label or clearance
page-labels-hint = An XML file of ADatP-4774: a confidentiality label, or a confidentiality clearance.
page-labels-limits = Up to 256 kB. Nothing of the file is kept.
page-labels-result = What it means here
page-labels-question = Question
page-labels-answer = Answer
page-labels-what = What it is
page-labels-label = What something is marked
page-labels-clearance = What somebody may see
page-labels-policy = Policy
page-labels-said = What it says
page-labels-means = What it means here
page-labels-finding = To note
page-labels-not-understood = Not understood
page-labels-clearance-file = As a file (ADatP-4774)
page-gate-from-label = Read a label from a file

page-record-label = Its label as a file (ADatP-4774)
refusal-label-says-nothing = No machine-readable label can say what this record is marked: it is released to nobody, or marked above every level.

page-equivalences = Levels of other policies
page-equivalences-intro = By these tables the labels of other systems and the lists of other offices are read. Nothing is taken over by the look of a word.
page-equivalences-levels = What others call our levels
page-equivalences-levels-intro = The security policy file in force goes before the house’s own lines. Values of the house are retyped from public lists; have them confirmed before you rely on them.
page-equivalences-whose = Whose
page-equivalences-words = Words
page-equivalences-level = Level here
page-equivalences-trap-column = Look-alike
page-equivalences-trap = Trap word
page-equivalences-taken-for = Easily taken for
page-equivalences-source = Said by
page-equivalences-all = All
page-equivalences-in-force = The policy file in force
page-equivalences-house = The house’s own table
page-equivalences-codes = Codes of nations that are not ISO 3166
page-equivalences-codes-intro = Old papers keep the codes of their time: they are understood and shown as what they stand for.
page-equivalences-code = Code
page-equivalences-iso = ISO 3166
page-equivalences-nation = Nation
page-equivalences-until = In use until
page-members = Members of the Alliance
page-members-intro = Since when each nation is a member. A case about somebody “of no member nation” is refused from that day on. Days that are publicly known and not given in the specification are said to be so; have them confirmed before you rely on them.
page-members-since = Member since
page-members-specified = The product’s specification
page-members-public = Publicly known, to be confirmed
