# What numbers are called: service, the queue, measures, reports.

# Registers.
register-work-calendars = Work calendars
register-work-calendars-one = Work calendar
register-calendar-days = Holidays and half-days
register-calendar-days-one = Holiday or half-day
register-clock-pauses = Pauses of clocks
register-clock-pauses-one = Pause of a clock
register-urgencies = Urgencies
register-urgencies-one = Urgency
page-view-days = By day

# Fields: calendars.
field-scope = Whose hours
field-site = Site
field-site-hint = For the calendar of a site only. It counts for the rotas of that site. Cases and tickets are counted in the office’s hours, wherever they are worked on.
field-zone = Time zone
field-zone-hint = Such as Europe/Luxembourg.
field-day-minutes = Length of a working day, in minutes
field-day-minutes-hint = What a target of one working day means: 480 for eight hours.
field-monday = Monday
field-monday-hint = Such as 08:30-12:30 13:30-17:30; empty when closed.
field-tuesday = Tuesday
field-wednesday = Wednesday
field-thursday = Thursday
field-friday = Friday
field-saturday = Saturday
field-sunday = Sunday
field-calendar = Calendar
field-day = Day
field-hours = Hours
field-hours-hint = Such as 08:30-12:30; empty when closed all day.
field-holidays = Days
field-holidays-hint = One a line: 2026-12-24;08:30-12:30;Christmas Eve. Without hours the day is closed: 2026-12-25;;Christmas.
choice-site = Site
choice-service-standards = Service standards

# Fields: clocks and urgency.
field-owner = Who has the ball
field-from-time = From
field-until-time = Until
field-clock-pauses-evidence = What shows it
field-psc-cases-evidence = What shows it
field-evidence-hint = A letter’s number, a note, a call with its date.
field-psc-cases-requester = Who asks for it
field-psc-cases-owner = Who has the ball
field-urgencies-requester = Who asked for it
field-urgencies-level = How urgent
field-expires-on = Urgent until
field-expires-on-hint = The last day; afterwards the case stands in line again.
field-urgent-until = Urgent until
field-paused = Clock paused
field-lane = Place in the queue

# Commands: calendars.
command-work-calendars-add = Add a calendar
command-work-calendars-add-done = Calendar added
command-work-calendars-change = Change this calendar
command-work-calendars-change-done = Calendar changed
command-calendar-days-add = Add a day
command-calendar-days-add-done = Day added
command-calendar-days-change = Change this day
command-calendar-days-change-done = Day changed
command-calendars-add-days = Add holidays
command-calendars-add-days-done = Holidays added
command-calendars-add-days-effect = Days that stand in the calendar already stay as they are. What has happened does not change; what counts as working time on these days does.

# Commands: clocks and urgency.
command-case-pause = Pause the clock
command-case-pause-done = Clock paused
command-case-pause-effect = The time from now on is counted to whoever you name, and stands in the time split with your reason. The total stays the same.
command-case-resume = End this pause
command-case-resume-done = Pause ended
command-case-resume-effect = The clock of the case goes on where it stood, unless another pause is still running.
command-case-make-urgent = Ask for urgency
command-case-make-urgent-done = Made urgent
command-case-make-urgent-effect = A second person must approve. The case then goes before the others of its step until the last day; how many it goes before is kept with it.
command-case-end-urgency = End the urgency
command-case-end-urgency-done = Urgency ended
command-case-end-urgency-effect = From the next step on the case stands in line like any other.
command-tickets-make-urgent = Ask for urgency
command-tickets-make-urgent-done = Made urgent
command-tickets-make-urgent-effect = A second person must approve. The ticket then goes before the others of its step until the last day; how many it goes before is kept with it.
command-tickets-end-urgency = End the urgency
command-tickets-end-urgency-done = Urgency ended
command-tickets-end-urgency-effect = From the next step on the ticket stands in line like any other.

# Refusals.
refusal-hours-unreadable = These hours cannot be read. Write them as 08:30-12:30 13:30-17:30, in order, without overlap; leave empty for a closed day.
refusal-zone-unknown = There is no time zone of this name. Choose one of the IANA names, such as Europe/Luxembourg.
refusal-day-length = A working day has between 1 and 1440 minutes. Correct the number.
refusal-calendar-of-whom = The calendar does not say whose hours it holds. Name the site or the authority, or make it the office’s.
refusal-day-unreadable = Line { $line } cannot be read. Write day, hours and name, separated by semicolons: 2026-12-24;08:30-12:30;Christmas Eve.
refusal-too-many-days = The list holds more than { $max } days. Cut it into several.
refusal-no-new-day = The list adds no day: all of them stand in the calendar already. Check the years.
refusal-standards-not-backdated = New standards cannot reach back: steps that have begun are held against the standards of their first day. Choose today or a later day.
refusal-too-many-pauses = This case has more pauses than can be counted. Ask your administrator.
refusal-pause-over = This pause has ended already. There is nothing more to do.
refusal-urgency-ends-before-it-begins = The last day of the urgency lies in the past. Choose today or a later day.
refusal-urgency-too-long = An urgency ends after { $days } days at the latest. Choose an earlier day; it can be asked for again.
refusal-not-urgent = This is not urgent. There is nothing to end.

# The queue.
page-queue-title = Queue
page-queue-intro = What the office does next: what breaches its standard first stands first.
page-queue-ours = With the office
page-queue-others = With others, longest first
page-queue-others-intro = Reported, never held against the office’s standard.
page-queue-due = Due
page-queue-standing = Standing
page-queue-waiting = Waiting
page-queue-used = Used of target
page-queue-of = { $used } of { $target } wd
page-queue-days = { $days } days
page-queue-no-calendar = The office has no calendar yet, so every hour counts.
page-queue-cut = More cases and tickets are urgent or paused than can be looked at one by one; the rest is missing here.
standing-breached = late
standing-at-risk = at risk
standing-in-time = in time
standing-none = no standard
standing-paused = paused
standing-urgent = urgent: { $standing }

# What an urgency does to the others.
page-urgency-effect = What it does to the others
page-urgency-displaced =
    { $count ->
        [0] It goes before nobody.
        [one] { $count } record is displaced: its turn comes later.
       *[other] { $count } records are displaced: their turn comes later.
    }
page-urgency-shown = The first { $count } are shown.
page-urgency-cut = Only the first { $count } of the line were looked at; more may be displaced.
page-urgency-not-waiting = It is not with the office now: the urgency displaces nobody yet. When it comes back, the urgent standard applies to it.
page-urgency-pace = Dates follow the pace of the last { $weeks } weeks: { $steps } steps a working day.
page-urgency-pace-assumed = Fewer than { $fewest } steps ended in the last { $weeks } weeks, so no pace is known: { $steps } step a working day is assumed.
page-urgency-share =
    { $count ->
        [one] With it, { $count } case is urgent in { $quarter }, of { $intake } opened: { $share } %.
       *[other] With it, { $count } cases are urgent in { $quarter }, of { $intake } opened: { $share } %.
    }
page-urgency-share-above =
    { $count ->
        [one] { $count } urgent case in { $quarter }, of { $intake } opened: { $share } %, above the { $limit } % the office allows.
       *[other] { $count } urgent cases in { $quarter }, of { $intake } opened: { $share } %, above the { $limit } % the office allows.
    }
page-urgency-place = Place in line
page-urgency-ends = Forecast
page-urgency-later = later than can be told
page-urgency-nobody = Nobody is displaced.
page-urgency-quarter = Urgent cases { $quarter }
page-section-urgent-share = Too many urgent cases
page-section-urgent-share-empty = The share of urgent cases is within what the office allows.

# Clocks of a record.
page-clock-total = End to end
page-clock-wd = { $days } wd
page-clock-hours = { $hours } h
page-clock-step = This step: { $used } of { $target } wd, due { $due }
page-clock-step-open = This step: { $used } of { $target } wd
page-clock-paused = paused

# Pages of figures.
ui-period = Period
ui-period-hint = 2026-10, 2026-Q3, 2026 or 2026-10-05..2026-11-03
ui-definition = How this figure is made
page-lacks-required = Required
page-lacks-why = Why
register-who-lacks = Who lacks what
register-who-lacks-one = Who lacks what
register-measure-rows = Rows of a key figure
register-measure-rows-one = Row of a key figure
page-measures = Key figures
page-measures-intro = Each figure leads to the rows that make it.
page-measure-code = Code
page-measure-figure = Figure
page-measure-target = Target
page-measure-before = Period before
page-measure-sample = Counted
page-measure-of = { $numerator } of { $denominator }
page-measure-none = nothing in this period
page-measure-few = rests on few
page-measure-good = on target
page-measure-short = short of target
page-measure-bad = beyond the limit
page-measure-no-target = no target
page-measure-breakdown = Breakdown
page-measure-part = Part
page-measure-rows = The rows that make it
page-measure-rows-counted = Counted in the figure
page-measure-rows-others = Not counted
page-measure-rows-all = All rows
page-measure-row = Record
page-measure-counted = Counted
page-measure-value = Value
page-measure-trend = Trend
page-measure-trend-text = The figure of each period, oldest first; each bar leads to its period.
page-measure-target-line = target { $target }
page-measure-shown = { $from } to { $to } of { $count }
page-measure-of-report = As it was known when this report was issued:
page-measure-numerator = Numerator
page-measure-denominator = Denominator
page-measure-exclusions = Left out
page-measure-owner = Answers for it
page-measure-direction = Better when
page-measure-sample-min = Rests on few below
direction-up = higher
direction-down = lower
direction-neither = neither
refusal-period-unreadable = This period cannot be read. Write 2026-10, 2026-Q3, 2026 or 2026-10-05..2026-11-03.
refusal-format-unknown = This form is not offered. Choose one of: { $formats }.
unit-share = { $value }%
unit-count = { $value }
unit-working-days = { $value } wd
unit-days = { $value } d
unit-person-days = { $value } person-days
unit-expected = { $value }
unit-weeks = { $value } weeks

# Parts of figures.
percentile-name = P{ $value }
weeks-name = within { $value } weeks
within-name = within { $value } wd
age-0-30 = 0 to 30 days
age-31-90 = 31 to 90 days
age-91-180 = 91 to 180 days
age-181-365 = 181 to 365 days
age-365 = more than 365 days
part-breach-p90 = P90 of breaches, beyond target
part-breaches-open = breaches still open
part-certificates-kept = meeting certificates within what is promised
part-answers-kept = visits answered within what is promised
part-discrepancies-kept = discrepancies closed within what is promised
part-opened = opened
part-closed = closed
part-net-flow = net flow (closed less opened)
part-clearance-time = expected time to clear, at the pace of 13 weeks
part-urgent = urgent
part-routine = routine
part-urgent-attainment = standard kept when urgent
part-covered = covered
part-not-covered = not covered
part-expired = decision expired
part-gap = gap earlier in the period
part-gap-days = days without the access required
part-sent = sent in time
part-not-sent = not sent in time
part-risk = to be expected
part-beyond-limit = beyond the limit (no rule yet)
part-current = current
part-not-current = not current
part-debriefed = leavers debriefed within 5 wd
part-mail-book = mail book
part-same-day = incoming mail registered in time
part-registered-late = incoming mail registered late
part-receipts-overdue = receipts overdue
choice-measure-targets = Targets of key figures

# The measures of the clearance desk.
measure-kpi-cl-01 = Coverage
measure-kpi-cl-01-numerator = people whose effective access covers what their post requires, on the last day
measure-kpi-cl-01-denominator = people in a post that requires CONFIDENTIAL or more
measure-kpi-cl-01-exclusions = posts that require less; people no longer in post
measure-kpi-cl-02 = Expired in post
measure-kpi-cl-02-numerator = people in post whose decision has expired and was not extended
measure-kpi-cl-02-denominator = people in a post that requires CONFIDENTIAL or more
measure-kpi-cl-02-exclusions = nobody
measure-kpi-cl-03 = Renewal on time
measure-kpi-cl-03-numerator = renewals sent to the authority on or before their planned start
measure-kpi-cl-03-denominator = grants whose planned start (last day less the rule’s lead, or less what files had taken where that was longer) fell in the period
measure-kpi-cl-03-exclusions = claimed clearances; grants replaced, cancelled, transferred or withdrawn before; people no longer in post on that day
measure-kpi-cl-04 = Cliff
measure-kpi-cl-04-numerator = people whose access ends within 12 weeks if nothing arrives
measure-kpi-cl-04-denominator = people with access on the last day
measure-kpi-cl-04-exclusions = access that ends with a category only
measure-kpi-cl-05 = Standard attainment
measure-kpi-cl-05-numerator = steps of the office that ended within their standard, pauses left out
measure-kpi-cl-05-denominator = steps of the office with a standard that ended in the period
measure-kpi-cl-05-exclusions = steps without a standard; time of the authority, the person and others
measure-kpi-cl-06 = End to end
measure-kpi-cl-06-numerator = median of working days from opening to decision
measure-kpi-cl-06-denominator = cases closed with a decision in the period
measure-kpi-cl-06-exclusions = withdrawn, cancelled and ceased cases
measure-kpi-cl-07 = Authority time
measure-kpi-cl-07-numerator = median by product limit (Kaplan-Meier) of the time with the authority
measure-kpi-cl-07-denominator = files sent within 24 months, open ones counted as long as they were seen
measure-kpi-cl-07-exclusions = time in which the authority waited for an answer
measure-kpi-cl-08 = Time split
measure-kpi-cl-08-numerator = time of the period in which our office had the ball
measure-kpi-cl-08-denominator = time of the period over all owners
measure-kpi-cl-08-exclusions = closed cases
measure-kpi-cl-09 = First time right
measure-kpi-cl-09-numerator = questionnaires complete at their first check
measure-kpi-cl-09-denominator = questionnaires first checked in the period
measure-kpi-cl-09-exclusions = later checks
measure-kpi-cl-10 = Backlog
measure-kpi-cl-10-numerator = open cases on the last day
measure-kpi-cl-10-denominator = open cases on the last day
measure-kpi-cl-10-exclusions = none
measure-kpi-cl-11 = Urgent share
measure-kpi-cl-11-numerator = cases made urgent in the period
measure-kpi-cl-11-denominator = cases opened in the period
measure-kpi-cl-11-exclusions = none
measure-kpi-cl-12 = Provisional exposure
measure-kpi-cl-12-numerator = person-days on provisional, one-time or emergency access in the period
measure-kpi-cl-12-denominator = accesses of these kinds
measure-kpi-cl-12-exclusions = meeting access
measure-kpi-cl-13 = Briefing currency
measure-kpi-cl-13-numerator = people of whom every acknowledgement their post requires is current on the last day: of the base briefing, and of each area
measure-kpi-cl-13-denominator = people in a post that requires CONFIDENTIAL or more
measure-kpi-cl-13-exclusions = appraisals, and briefings that no post asks for
measure-kpi-cl-14 = Register integrity
measure-kpi-cl-14-numerator = numbers of the mail books that no entry bears
measure-kpi-cl-14-denominator = numbers given up to the last day
measure-kpi-cl-14-exclusions = none; void entries bear their number. In time is what is registered on the day it arrives, or within the working days the service standards leave (mail_days); what arrives on a closed day arrives on the next open one
measure-kpi-cl-15 = Reconciliation accuracy
measure-kpi-cl-15-numerator = items found where they should be
measure-kpi-cl-15-denominator = items expected or scanned
measure-kpi-cl-15-exclusions = none
measure-kpi-cl-16 = Audit coverage
measure-kpi-cl-16-numerator = files in use that were looked at in the 12 months up to the last day
measure-kpi-cl-16-denominator = files in use, active or dormant
measure-kpi-cl-16-exclusions = none
measure-kpi-cl-17 = Visits
measure-kpi-cl-17-numerator = sendings of requests with full lead
measure-kpi-cl-17-denominator = all sendings of requests in the period, those after a change too
measure-kpi-cl-17-exclusions = requests to hosts whose lead nobody has entered
measure-kpi-cl-18 = HR feed quality
measure-kpi-cl-18-numerator = rows matched by themselves
measure-kpi-cl-18-denominator = all rows
measure-kpi-cl-18-exclusions = none

# Reports.
register-issued-reports = Issued reports
register-issued-reports-one = Issued report
field-issued-reports-kind = Report
field-period = Period
field-period-hint = 2026-10, 2026-Q3, 2026 or 2026-10-05..2026-11-03
field-audience = For whom
field-audience-hint = What leaves the office shows no cells below five and names no case.
field-issued-reports-language = Language
field-known-at = As known at
field-log-size = Entries of the log
field-log-root = Root of the log
field-figures = Figures
choice-clearance-monthly = Monthly report of the clearance desk
choice-outside = Outside the office
choice-en = English
choice-fr = French
command-reports-issue = Issue a report
command-reports-issue-done = Report issued
command-reports-issue-effect = The report takes the next number. Its figures are frozen as they stand at this entry of the log, and its files come out the same whenever they are asked for.
refusal-report-too-long = The report grows longer than a report may. Choose a shorter period.
page-reports = Reports
page-reports-intro = What was issued stays as it was issued.
page-reports-issued = Issued reports
page-report-preview = Preview the monthly report
page-report-of = Monthly report of the clearance desk, { $period }
page-report-draft = A preview of what would be issued now; it can still change.
report-matrix = Performance matrix
report-stock = Open cases by nation, level and kind
report-outlook = Expiry outlook, 24 months
report-holders = People with access by level
report-urgencies = Urgent log
report-none = None.
report-kept-in = Not told outside the office.
report-not-year-end = Told in the report of a period that ends with its year.
report-how-urgent = How urgent
report-urgencies-cut = The first { $shown } of { $count }.
report-unit = Unit
report-unit-share = per cent
report-unit-count = number
report-unit-working-days = working days
report-unit-days = days
report-unit-person-days = person-days
report-unit-expected = expected number
report-unit-weeks = weeks
report-case-kind = Kind of case
report-open = Open
report-ending = Clearances that end
report-people = People
report-case = Case
report-known-at = As known at { $when }
report-log = Log: { $size } entries, root { $root }
report-digest = SHA-256 of the figures: { $digest }
report-small-cells = Cells below { $count } other than zero are left blank, with as many others as it takes for none to be reckoned back

# What ends.
page-outlook-title = Expiry outlook
page-outlook-month = Clearances that end in { $month }
page-measure-not-reached = not reached yet

# Holidays from a file.
page-holidays = Holidays from a calendar file
page-holidays-file = Calendar file (.ics)
page-holidays-hint = Whole days and yearly holidays are taken; the rest is told.
page-holidays-effect = The file is read and shown; nothing is written yet.
page-holidays-read = Read the file
page-holidays-taken = is added

# Reports on paper.
page-export-pdf = PDF
choice-pdf = PDF
report-proof = What this report rests on
report-author = Security office
report-outlook-alt = Bars: how many clearances end in each of the next 24 months; the table beneath says the same.
report-trends = Trends of the main figures
report-trend-alt = Bars: { $measure } in each of the last periods, the oldest first, with a line at the target; the table says the same.
report-oldest = Oldest open cases
report-days-open = Days open
report-marking = Marking
report-change = Change
report-change-better = better
report-change-worse = worse
report-change-same = unchanged
report-change-unknown = –
report-slide-off = { $count ->
    [0] All main figures are as wanted
    [one] One main figure is not as wanted
   *[other] { $count } main figures are not as wanted
}
report-slide-no-targets = The office has set itself no targets for this period
report-slide-ends = { $count ->
    [one] One clearance ends in the next 24 months, in { $month }
   *[other] { $count } clearances end in the next 24 months, { $most } of them in { $month }
}
report-slide-ends-none = No clearance ends in the next 24 months
report-slide-figure = { $name }: { $value }, { $standing }
report-slide-oldest = { $days ->
    [one] The oldest open case has been open for { $days } day
   *[other] The oldest open case has been open for { $days } days
}
page-export-slides = Slides
choice-slides = Slides
command-report-receivers-remove = Take out
command-report-receivers-remove-done = Receiver taken out
command-report-receivers-remove-effect = Nothing more is sent there. The receiver stays on record as void.

# What is kept, and who looks at it.
register-file-openings = Openings of files
register-file-openings-one = Openings of a day
field-openings = Openings
field-without-need = Without need
hint-without-need = Openings on a day on which nothing about the person was open: no case, no task, nothing else that is worked on.
command-file-openings-count = Count openings
command-file-openings-count-done = Openings counted
command-file-openings-count-effect = The openings of that day are counted. The system does it by itself on the day after.
refusal-day-not-over = { $date } is not over. It is counted on the day after.
refusal-day-counted = { $date } has been counted already. A day is counted once.
part-past-retention = past their period, kept by nothing
part-held-longer = past their period, kept by a hold
part-within-retention = in use, or within their period
part-with-certificate = destroyed with a certificate
part-opened-with-need = opened only with something open
part-opened-without-need = opened without anything open
measure-kpi-cl-19 = Disposal
measure-kpi-cl-19-numerator = files past their period that no hold keeps, on the last day of the period
measure-kpi-cl-19-denominator = all files
measure-kpi-cl-19-exclusions = no figure without rules of retention in force
measure-kpi-cl-20 = Record-view hygiene
measure-kpi-cl-20-numerator = openings of files while no case, task or other open matter was about the person
measure-kpi-cl-20-denominator = all openings of files
measure-kpi-cl-20-exclusions = days not counted yet; a day is counted on the next

# Sections of the report.
report-ageing = Open cases by age
report-age = Days open
report-league = How long authorities take, with intervals
report-files = Files
report-decided = Decided
report-median = Median, days
report-median-low = Median at least (95 %)
report-median-high = Median at most (95 %)
report-p90 = Nine in ten, days
report-year-end = Count at the end of the year, by level
report-cleared = People in post with a clearance
report-access = People with access
report-slide-ageing =
    { $count ->
        [0] No case has been open for more than a year
        [one] { $count } case has been open for more than a year
       *[other] { $count } cases have been open for more than a year
    }
report-slide-league = The slowest authorities, with intervals
report-authority = Authority
report-interval = 95 % interval of the median
report-between = { $low } to { $high }
report-programme = Audit programme
report-audit-scope = Which files
report-sample = Sample
report-all-files = all
report-audits = Audits drawn
report-audits-closed = Closed
report-findings = Findings
report-faulty = Faulty files
report-causes = Causes of incidents and failures
report-cause-of = Of what
report-cause = Cause
report-times = Times
report-cause-exit = Cases that ended without a grant
report-cause-returned = Questionnaires returned at their first check
report-cause-finding = Findings
report-cause-incident = Incidents
report-registers = Closing of the mail books
report-register = Book
report-issued = Issued
report-void = Void
report-missing = Missing
report-closed-on = Closed on
report-register-open = open
report-hash = SHA-256, in groups
