# What report schedules are called.

# Registers.
register-report-schedules = Report schedules
register-report-schedules-one = Report schedule
register-report-receivers = Receivers of reports
register-report-receivers-one = Receiver of reports
register-report-dispatches = Scheduled reports
register-report-dispatches-one = Scheduled report

# Fields.
field-report-schedules-kind = Report
field-languages = Languages
field-days-after = Days after the period
field-days-after-hint = 1 is the first day after the last day of the month; 28 at most.
field-counted = Days counted
field-with-slides = Slides go along
field-with-workbook = Workbook goes along
field-schedule = Schedule
field-reader = Person of the agency
field-reader-hint = Is written to at the address kept in the register of people.
field-contact = Contact
field-contact-hint = Works elsewhere: is sent only what is made for readers outside the office.
field-report = Report
field-sent-to = Sent to
field-left-out = Receivers without an address
field-report-dispatches-language = Language
field-report-schedules-issue-language = Language
choice-en-and-fr = English and French
choice-calendar-days = all days
choice-working-days = working days of the office
choice-dispatch-issued = issued, to be sent
choice-dispatch-sent = sent

# Commands.
command-report-schedules-add = Add a schedule
command-report-schedules-add-done = Schedule added
command-report-schedules-add-effect = Once the day has come, the report of the month that has ended is issued and sent by itself, in your name.
command-report-schedules-change = Change this schedule
command-report-schedules-change-done = Schedule changed
command-report-schedules-change-effect = From now on reports are issued by it in your name.
command-report-receivers-add = Add a receiver
command-report-receivers-add-done = Receiver added
command-report-receivers-change = Change this receiver
command-report-receivers-change-done = Receiver changed
command-report-schedules-issue = Issue now
command-report-schedules-issue-done = Scheduled report issued
command-report-schedules-issue-effect = The report of a month that has ended is issued before its day. It is issued once for each language, and then sent to the receivers of the schedule.
command-report-dispatches-send = Send the report
command-report-dispatches-send-done = Scheduled report sent
command-report-dispatches-send-effect = Each receiver gets a mail of their own with the report. It shows as sent only when the mail server has taken it.

# Refusals.
refusal-days-after-wrong = Choose a day between 1 and { $max }.
refusal-one-receiver = Name one receiver: a person, a contact or an address.
refusal-period-not-over = This period has not ended yet. A schedule issues what has ended; a report of the running month is issued from the page of reports.
refusal-report-issued-already = The report of { $period } was issued in this language already. It stands among the scheduled reports.
refusal-report-sent-already = This report was sent already.
refusal-report-for-office = A contact at an authority is among the receivers, and this report is made for the office: it shows small cells and names cases. Take the contact out, or make the schedule one for readers outside the office.
refusal-report-without-receivers = Nobody among the receivers of this schedule has an e-mail address. Add a receiver, or the address of one.
refusal-report-not-set = The report could not be set. Try again from its page.

# Pages and mail.
page-report-schedules = Schedules
page-report-due = Next report
page-report-last = Last report
page-report-late = due since { $day }
page-report-next = { $period }, on { $day }
report-mail = { $number }: { $title }. The file says up to which entry of the log its figures were known.
