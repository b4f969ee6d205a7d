// The first week of a clearance technician, as docs/guide/first-week.*.md tells it: what the guide shows is done here, and each picture is taken on the way.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { codeOf, expect, test } from "../lib/test.ts";
import { approve, as, button, day, field, fill, link, main, move, page, picture, send, stands, t, walk, who } from "../lib/walk.ts";

const here = dirname(fileURLToPath(import.meta.url));

/** Whose case the guide walks: each language has a person of its own. */
const PERSON = { en: ["Ferrant", "Nora", "BEL"], fr: ["Thibault", "Alma", "FRA"] } as const;
/** What the technician types where a picture shows it. */
const TYPED = {
  en: { request: "Request for a personnel security clearance", decision: "Decision on an application", pack: "Draft: Belgium needs a year", seen: "The name on the cover is misspelt", nobody: "Nobody Here" },
  fr: { request: "Demande d’habilitation de sécurité", decision: "Décision sur une demande", pack: "Projet\u202f: un an pour la Belgique", seen: "Le nom est mal écrit sur la chemise", nobody: "Jean Inconnu" },
} as const;

const rail = (key: string) => page.locator("nav.rail").getByRole("link", { name: t(key), exact: true });
const wrong = () => main().locator(".error-summary");

let personPath = "";
let casePath = "";

walk("guide");

test.beforeEach(async () => {
  await page.setViewportSize({ width: 1280, height: 760 });
  page.setDefaultTimeout(30_000);
});

test("SP-19 CL-02 the guide's first day: Today, search, a person's file, a past day, print", async () => {
  test.setTimeout(180_000);
  await as("paul");
  await page.goto("/");
  await expect(page.locator("h1")).toHaveText(t("page-today"));
  await expect(main()).toContainText(t("page-section-requests"));
  await picture("today");

  // Somebody whose briefing is overdue: the reason is worth reading.
  await page.goto("/clearance/briefings?stage=briefing_stage_overdue");
  const name = (await main().locator("tbody a[href^='/r/people/']").first().innerText()).trim();
  await page.goto("/");
  await page.keyboard.press("Control+k");
  await expect(page.locator("dialog#palette")).toBeVisible();
  await page.keyboard.type(name.slice(0, 4));
  const found = page.locator("dialog#palette li:not([hidden]) a", { hasText: name }).first();
  await expect(found).toBeVisible();
  await picture("palette");
  await found.click();
  await page.waitForURL(/\/r\/people\//);
  await expect(main()).toContainText(t("ui-effective-access"));
  await expect(main()).toContainText(t("ui-timeline"));

  await link("page-access-history").click();
  const answer = main().locator(".answer-value");
  await expect(answer).toContainText(t("page-access-none"));
  await expect(main()).toContainText(t("ui-reason-missing"));
  await picture("access");
  const form = main().locator("form.past");
  await form.locator('[name="on"]').fill(day(-500));
  await form.getByRole("button", { name: t("ui-show") }).click();
  await page.waitForLoadState("load");
  await expect(answer).not.toContainText(t("page-access-none"));
  await expect(main()).toContainText(day(-500));
  await picture("past");
  await expect(main().getByRole("link", { name: t("ui-past-leave"), exact: true }).first()).toBeVisible();

  await page.emulateMedia({ media: "print" });
  await expect(page.locator("nav.rail")).toBeHidden();
  await expect(page.locator("footer.foot")).toBeVisible();
  await page.emulateMedia({ media: "screen" });

  // The search field, from the keyboard.
  await page.goto("/");
  await page.keyboard.press("/");
  await expect(page.locator("input[data-search]")).toBeFocused();
  await page.keyboard.type(name.split(" ")[0]!);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/search/);
  await expect(main()).toContainText(name);
  await page.keyboard.press("?");
  await expect(page.locator("dialog#keys")).toBeVisible();
  await page.keyboard.press("Escape");
});

test("SP-19 CL-01 CL-05 the guide's second day: a case to the authority, not without its letter", async ({ lang }) => {
  test.setTimeout(240_000);
  const [surname, given, nation] = PERSON[lang];
  await as("paul");
  // Who lacks what leads to a case that is filled in already.
  await page.goto("/clearance/lacking");
  await main().getByRole("link", { name: t("command-case-open") }).first().click();
  await expect(field("person")).not.toHaveValue("");
  await expect(field("kind")).not.toHaveValue("");

  // The case of this story is about somebody of its own.
  await page.goto("/do/people.add");
  await fill({ surname, given, nationality: nation, birth_date: "1988-05-04", status: "active" });
  await send("people.add");
  await page.waitForURL(/\/r\/people\/per_/);
  personPath = new URL(page.url()).pathname;
  await main().locator("a[href^='/do/case.open']").click();
  await fill({ kind: "initial", level: "S", priority: "routine" });
  await send("case.open");
  await page.waitForURL(/\/r\/psc_cases\/psc_/);
  casePath = new URL(page.url()).pathname;
  await stands("requested");
  await move("case.confirm_need");
  await fill({ proof: "PRJ-17" });
  await send("case.confirm_need");
  await stands("need_confirmed");
  await move("case.invite_subject");
  await fill({ consent_notice: "2026-03" });
  await send("case.invite_subject");
  await move("case.hand_over_forms");
  await send("case.hand_over_forms");
  await stands("with_subject");
  await expect(main().getByRole("link", { name: t("command-case-return-for-correction"), exact: true })).toBeVisible();
  await move("case.complete");
  await fill({ checklist_done: "yes" });
  await send("case.complete");
  await stands("complete");

  await move("case.dispatch");
  await send("case.dispatch");
  await expect(wrong()).toContainText(t("refusal-letter-missing-outgoing"));
  await picture("letter-first");
  await main().locator(".needs").getByRole("link", { name: t("page-register-mail") }).click();
  await fill({ kind: "request", document_date: day(), channel: "courier", subject: TYPED[lang].request });
  await field("file").setInputFiles({ name: "request.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n% a scan\n") });
  await picture("register-mail");
  await send("mail.register");
  await expect(page).toHaveURL(casePath);
  await move("case.dispatch");
  await send("case.dispatch");
  await stands("dispatched");
  await picture("case");
});

test("SP-19 CL-01 SP-01 the guide's second day: two people for a decision, the queue, a pause, urgency", async ({ lang }) => {
  test.setTimeout(240_000);
  await as("paul");
  await page.goto(casePath);
  await move("case.acknowledge");
  await fill({ authority_reference: "ACK-17" });
  await send("case.acknowledge");
  await stands("acknowledged_by_authority");

  // The clock is held, and goes on.
  await move("case.pause");
  await fill({ owner: "force_majeure", reason_code: "office_closed", reason: "The authority is closed after a flood", evidence: "Call of the desk officer" });
  await send("case.pause");
  await expect(main().locator(".clock", { hasText: t("choice-force-majeure") }).first()).toBeVisible();
  await main().locator("a[href^='/r/clock_pauses/']").first().click();
  await move("case.resume");
  await send("case.resume");

  // Urgency is asked for; the second person says no.
  await page.goto(casePath);
  await move("case.make_urgent");
  await fill({ level: "urgent", requester: "Human resources", reason: "The post is taken up next month", expires_on: day(30) });
  await send("case.make_urgent");
  await page.waitForURL(/\/approvals\//);
  const urgency = new URL(page.url()).pathname;
  await as("anna");
  await page.goto(urgency);
  await expect(main()).toContainText(t("ui-effects"));
  await fill({ reason: "The usual time is enough" });
  await button("ui-reject").click();
  await page.waitForLoadState("load");
  await as("paul");
  await page.goto("/");
  await expect(main()).toContainText(t("page-section-requests"));

  await page.goto(casePath);
  const register = await main().locator(".needs").getByRole("link", { name: t("page-register-mail") }).first().getAttribute("href");
  await as("tomas");
  await page.goto(register!);
  await fill({ kind: "decision", subject: TYPED[lang].decision, document_date: day(-1), channel: "post", their_reference: "D-17" });
  await send("mail.register");
  await as("paul");
  await page.goto(casePath);
  await move("case.receive_decision");
  await send("case.receive_decision");
  await stands("decision_received");
  await move("case.record_decision");
  await fill({ outcome: "grant", reference: "D-17", decided_on: day(-1) });
  await send("case.record_decision");
  await page.waitForURL(/\/approvals\//);
  const asked = new URL(page.url()).pathname;
  await fill({ code: codeOf(who.paul!) });
  await button("ui-approve").click();
  await expect(wrong()).toContainText(t("refusal-same-person"));
  await page.goto("/queue");
  await expect(main().locator("table")).toHaveCount(2);
  await expect(main()).toContainText(t("page-queue-ours"));
  await picture("queue", main());
  await as("anna");
  await page.goto(asked);
  await picture("second-person", main());
  await approve("anna", asked);
  await expect(page).toHaveURL(casePath);
  await stands("decision_recorded");
  await move("case.authorise_access");
  await fill({ need_to_know: "Works on the plans of the agency" });
  await send("case.authorise_access");
  await page.waitForURL(/\/approvals\//);
  await approve("helene", new URL(page.url()).pathname);
  await as("paul");
  await page.goto(casePath);
  await move("case.acknowledge_briefing");
  await fill({ given_on: day(), signed_how: "On paper, before P. Okafor", certificate_number: "C-17", held_at: "Safe 2" });
  await send("case.acknowledge_briefing");
  await stands("closed_granted");
  await page.goto(personPath);
  await expect(main()).toContainText(t("page-access-today"));
});

test("SP-19 CL-04 SP-02 the guide's third day: chasers and the mail register", async () => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goto("/");
  await rail("page-chasers").click();
  await expect(main()).toContainText(t("page-chasers-due"));
  await picture("chasers", main());
  await link("command-chasers-draft").first().click();
  await expect(main()).toContainText(t("command-chasers-draft-effect"));
  await expect(button("command-chasers-draft")).toBeVisible();
  await page.goto("/");
  await rail("page-inbox").click();
  await expect(button("ui-import-read")).toBeVisible();
  await page.goto("/");
  await rail("page-mail").click();
  await link("page-view-newest").click();
  await expect(main().locator("tbody tr").first()).toContainText(/ASO\/\d+\/(IN|OUT)\//);
  await picture("mail", main());
});

test("SP-19 CL-03 CL-06 CL-07 the guide's fourth day: renewals, a draft pack, visits, the gate, briefings", async ({ lang }) => {
  test.setTimeout(240_000);
  await as("paul");
  await page.goto("/");
  await rail("page-renewals").click();
  await expect(main()).toContainText(t("choice-renewal-due"));
  await picture("renewals", main());
  await main().locator('tbody input[name="select"]').first().check();
  await button("page-open-cases").click();
  await expect(main()).toContainText(t("page-open-cases-new"));

  // A pack that is only asked for shows whom it would move; afterwards it is rejected, and nothing has changed.
  const pack = JSON.parse(readFileSync(join(here, "../../crates/spine/data/authority-rules-invented.json"), "utf8"));
  pack.name = TYPED[lang].pack;
  for (const rule of pack.rules) if (rule.nation === "BEL") rule.renewal_lead_months = 12;
  await as("ines");
  await page.goto("/do/policy.adopt");
  await fill({ kind: "authority_rules", valid_from: day(30), rules: JSON.stringify(pack) });
  await send("policy.adopt");
  await page.waitForURL(/\/approvals\//);
  const asked = new URL(page.url()).pathname;
  await as("paul");
  await page.goto(asked);
  await expect(main()).toContainText(t("page-whatif"));
  await expect(button("ui-approve")).toHaveCount(0);
  await picture("what-if", main().locator("section, .card", { hasText: t("page-whatif") }).last());
  await as("helene");
  await page.goto(asked);
  await fill({ reason: "Only to see whom it would move" });
  await button("ui-reject").click();
  await page.waitForLoadState("load");

  await as("paul");
  await page.goto("/");
  await rail("page-visits").click();
  await main().locator("tbody tr", { hasText: "Workshop on logistics" }).getByRole("link").first().click();
  await expect(main()).toContainText(t("page-visit-check"));
  await picture("visit", main());
  await page.goto("/clearance/briefings");
  await expect(main()).toContainText(t("page-briefings-campaigns"));
  await picture("briefings", main());
  const [briefed] = await main().locator("tbody a[href^='/r/people/']").allInnerTexts();
  await page.goto("/clearance/renewals?stage=renewal_later");
  const holders = await main().locator("tbody a[href^='/people/']").allInnerTexts();

  await page.goto("/");
  await rail("page-gate").click();
  const names = [...holders.slice(0, 3), briefed!, TYPED[lang].nobody].map((name) => name.trim());
  await fill({ names: names.join("\n"), level: "C", valid_from: day(7), valid_until: day(9) });
  await button("page-gate-ask").click();
  await expect(main().locator("tbody tr")).toHaveCount(names.length);
  await expect(main()).toContainText(t("page-gate-unknown"));
  await expect(main().locator("tbody")).toContainText(t("page-gate-yes"));
  await picture("gate-list", main());
});

test("SP-19 CL-08 CL-09 the guide's fifth day: a shelf scanned, a file audited", async ({ lang }) => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goto("/");
  await rail("page-cabinet").click();
  await main().locator("tr", { hasText: t("state-scan-open") }).getByRole("link", { name: /^SCN\// }).first().click();
  const missing = main().locator('tr[data-code][data-found="outcome_match"]', { hasText: t("choice-outcome-missing") }).first();
  const code = (await missing.getAttribute("data-code"))!;
  await page.locator("#scan-code").fill(code);
  await page.keyboard.press("Enter");
  await expect(main().locator(`tr[data-code="${code}"]`)).toContainText(t("choice-outcome-match"));
  await picture("scan", main());

  await page.goto("/");
  await rail("page-audits").click();
  await main().getByRole("link", { name: /^AUD\// }).first().click();
  await main().getByRole("link", { name: /^DOS\// }).first().click();
  for (const radio of await main().locator('input[type=radio][value="point_right"]').all()) await radio.check();
  await main().locator('[name="identity"][value="point_defect"]').check();
  await field("note_identity").fill(TYPED[lang].seen);
  await expect(button("command-audits-check")).toBeVisible();
  await picture("audit", main());
});

test("SP-19 SP-13 CL-13 SP-03 the guide's fifth day: a tracker read, figures, the month's report, a proof", async ({ lang }) => {
  test.setTimeout(180_000);
  await as("paul");
  await page.goto("/");
  await rail("page-import").click();
  await field("file").setInputFiles(join(here, `../fixtures/tracker-${lang}.xlsx`));
  await button("ui-import-read").click();
  await page.waitForURL(/\/import\/stg_/);
  await picture("tracker", main());
  await button("ui-import-dry-run").click();
  await page.waitForURL(/\/check$/);
  await expect(main()).toContainText(t("page-import-changes"));
  await expect(button("ui-import-ask")).toBeVisible();

  await page.goto("/");
  await rail("page-measures").click();
  await main().locator("a[href^='/measures/KPI-CL-01']").first().click();
  await expect(main()).toContainText(t("page-measure-rows"));
  await picture("figure", main());
  await page.goto(casePath);
  await main().locator(".timeline-list a").first().click();
  await page.waitForURL(/\/proof\/\d+$/);
  await expect(main()).toContainText(t("page-proof-holds"));
  await as("anna");
  await page.goto("/reports/clearance-monthly");
  await expect(main().locator("svg.chart").first()).toBeVisible();
  await picture("report", main());
});

test("SP-19 SP-18 what the guide says of refusals: a duty that is missing, an address that shows nothing", async () => {
  await as("paul");
  const answer = await page.goto("/do/policy.adopt");
  expect(answer?.status()).toBe(403);
  await expect(page.locator("h1")).toHaveText(t("page-refused"));
  await expect(main()).toContainText(t("ui-message-why"));
  await picture("refused");
  await page.goto("/r/people/per_00000000000000000000000000000");
  await expect(page.locator("h1")).toHaveText(t("page-not-found"));
  // The account's own file is shown on a page of its own, and nowhere else.
  await page.goto("/me");
  await expect(main()).toContainText(t("page-own-opened"));
  await page.goto("/do/emergency.break_glass");
  await expect(main()).toContainText(t("command-emergency-break-glass-effect"));
  await page.goto("/do/delegations.delegate");
  await expect(main()).toContainText(t("command-delegations-delegate-effect"));
});
