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
field-site-hint = For the calendar of a site only.
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
field-days = Days
field-days-hint = One a line: 2026-12-24;08:30-12:30;Christmas Eve. Without hours the day is closed: 2026-12-25;;Christmas.
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
field-displaced = Cases it went before
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
refusal-not-urgent = This case is not urgent. There is nothing to end.

# The queue.
page-queue-title = Queue
page-queue-intro = What the office does next: what breaches its standard first stands first.
page-queue-ours = With the office
page-queue-others = With others, longest first
page-queue-others-intro = Reported, never held against the office’s standard.
page-queue-due = Due
page-queue-standing = Standing
page-queue-used = Used of target
page-queue-of = { $used } of { $target } wd
page-queue-days = { $days } days
page-queue-no-calendar = The office has no calendar yet, so every hour counts.
page-queue-cut = More cases are urgent or paused than can be looked at one by one; the rest is missing here.
standing-breached = late
standing-at-risk = at risk
standing-in-time = in time
standing-none = no standard
standing-paused = paused
standing-urgent = urgent: { $standing }

# Clocks of a record.
page-clock-total = End to end
page-clock-wd = { $days } wd
page-clock-hours = { $hours } h
page-clock-step = This step: { $used } of { $target } wd, due { $due }
page-clock-step-open = This step: { $used } of { $target } wd
page-clock-paused = paused
