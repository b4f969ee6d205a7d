# A report without a name.

job-reports = System (reports without a name)
field-about-whom = About whom
field-happened-when = When it happened
command-concerns-take-report = Take a report without a name
command-concerns-take-report-done = Report taken
refusal-reports-too-many = At most { $max } reports are taken within an hour, from everybody together. Nothing was kept: please send it again later.
refusal-report-not-taken = The report could not be taken, and nothing was kept. Please send it again later.

page-section-reports = Reports without a name
page-section-reports-empty = No report without a name waits.
page-tell = Report something without a name
page-tell-intro = Tell the security office what worries you about the conduct or the situation of somebody with access to classified information, without saying who you are. What is kept: what you write here, sealed, so that few can open it and each reading is entered; and one entry by the system with the time at which it arrived. What is not kept: your name, your address on the network, your browser, your language; this page sets no cookie. Nobody can answer you, and the page answers the same whomever you name. What you write may show who you are: leave out what only you can know. Write nothing above { $level }.
page-tell-report = Your report
page-tell-text = What happened
page-tell-text-hint = At most 4,000 characters.
page-tell-about-whom = About whom
page-tell-about-whom-hint = A name, a post or a description, if you know it; at most 200 characters.
page-tell-happened-when = When
page-tell-happened-when-hint = A day or roughly, if you know it; at most 200 characters.
page-tell-effect = The report goes to the few who handle such reports. It cannot be called back or added to.
page-tell-submit = Send the report
page-tell-other-language = Français
page-tell-taken = The report was taken
page-tell-taken-text = It is sealed and waits for those who handle such reports. You may close this page; nothing here leads back to you.
