// What leaves the building and what the office is measured by: a late case is chased, answered and closed, then the month's report is issued.
import { expect, test } from "../lib/test.ts";
import { approve, as, button, day, field, fill, link, look, main, move, page, send, stands, t, walk } from "../lib/walk.ts";

walk("numbers");

let letterPath = "";
let casePath = "";
let number = "";

/** What a link of the page leads to, as a file: its kind and how long it is. */
async function file(href: string): Promise<{ kind: string; bytes: Buffer }> {
  const answer = await page.request.get(href);
  expect(answer.status(), href).toBe(200);
  return { kind: answer.headers()["content-type"] ?? "", bytes: await answer.body() };
}

test("SP-01 CL-13 Today leads to the queue: what breaches first stands first, and whose turn it is", async () => {
  await as("paul");
  await expect(page).toHaveURL("/");
  await page.goto("/queue");
  await expect(main().locator("table")).toHaveCount(2);
  await look("queue");
  const others = main().locator("table").nth(1).locator("tbody tr");
  await expect(others.first()).toContainText(t("clock-authority"));
});

test("DONE-CL-05 SP-02 one chaser lists the authority's late cases, and takes its number when it is signed", async () => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goto("/clearance/chasers");
  await look("chasers");
  await link("command-chasers-draft").first().click();
  await look("chaser-form");
  await send("chasers.draft");
  await expect(page).toHaveURL(/\/r\/letters\//);
  letterPath = new URL(page.url()).pathname;
  await expect(main()).toContainText(t("state-letter-draft"));
  await look("chaser-draft");
  const preview = await file(`/letters/${letterPath.split("/").at(-1)}/letter.pdf`);
  expect(preview.kind).toBe("application/pdf");
  expect(preview.bytes.subarray(0, 5).toString()).toBe("%PDF-");

  // Who drafts does not sign.
  await expect(main().getByRole("link", { name: t("command-letters-sign"), exact: true })).toHaveCount(0);
  await as("anna");
  await page.goto(letterPath);
  await move("letters.sign");
  await fill({ channel: "post" });
  await look("chaser-sign");
  await send("letters.sign");
  await expect(page).toHaveURL(letterPath);
  await expect(main()).toContainText(/ASO\/\d+\/OUT\/\d+/);
  const reference = /ASO\/\d+\/OUT\/\d+/.exec(await main().innerText())?.[0] ?? "";
  await expect(main()).toContainText(t("state-letter-issued"));
  await look("chaser-issued");
  number = /PSC\/\d+\/\d+/.exec(await main().innerText())?.[0] ?? "";
  expect(number).not.toBe("");
  const issued = await file(`/letters/${letterPath.split("/").at(-1)}/letter.pdf`);
  const again = await file(`/letters/${letterPath.split("/").at(-1)}/letter.pdf`);
  expect(issued.bytes.equals(again.bytes), "a signed letter stays as it is").toBe(true);

  // Its cases show it.
  await page.goto(`/r/psc_cases?q=${encodeURIComponent(number)}`);
  await main().getByRole("link", { name: number, exact: true }).first().click();
  casePath = new URL(page.url()).pathname;
  await expect(main()).toContainText(t("register-letter-lines"));
  await expect(main().getByRole("link", { name: reference }).first()).toBeVisible();
  await look("case-chased");
});

test("CL-04 SP-13 the reply sheet comes back, is looked at, then applied", async () => {
  test.setTimeout(120_000);
  await as("anna");
  const id = letterPath.split("/").at(-1);
  const sheet = await file(`/letters/${id}/reply.xlsx`);
  expect(sheet.kind).toContain("spreadsheetml");
  await page.goto(`/letters/${id}/reply`);
  await look("reply");
  const headings = "Case / Dossier;Your reference / Votre référence;Sent on / Envoyé le;Answer / Réponse;Expected on / Attendu le;Remark / Observation";
  const csv = `${headings}\n${number};D-99;;decided;;In the post\nPSC/1999/00001;;;pending;;\n`;
  await field("file").setInputFiles({ name: "reply.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await main().locator("form button[type=submit], form button:not([type])").last().click();
  await page.waitForURL(/\/reply\/stg_/);
  // The case nobody asked about is told, and not taken.
  await expect(main()).toContainText("PSC/1999/00001");
  await expect(main()).toContainText(number);
  await look("reply-check");
  await button("command-letters-read-reply").click();
  await page.waitForLoadState("load");
  await page.goto(letterPath);
  await expect(main()).toContainText(t("choice-already-decided"));
  await look("chaser-answered");
});

test("CL-01 CL-04 the decision comes in, and the case is closed", async () => {
  test.setTimeout(120_000);
  await as("paul");
  await page.goto(casePath);
  const register = await main().locator(".needs").getByRole("link", { name: t("page-register-mail") }).first().getAttribute("href");
  await as("tomas");
  await page.goto(register!);
  await fill({ kind: "decision", subject: "Decision on an application", document_date: day(-1), channel: "post", their_reference: "D-99" });
  await send("mail.register");
  await as("paul");
  await page.goto(casePath);
  await move("case.receive_decision");
  await send("case.receive_decision");
  await stands("decision_received");
  await move("case.record_decision");
  await fill({ outcome: "refuse", reference: "D-99", decided_on: day(-1) });
  await send("case.record_decision");
  await page.waitForURL(/\/approvals\//);
  await approve("anna", new URL(page.url()).pathname);
  await as("paul");
  await page.goto(casePath);
  await move("case.close_refused");
  await send("case.close_refused");
  await stands("closed_refused");
  // Office, person, authority, all of it, and whoever else had the ball in this one; that they add up is shown in Rust, to the second.
  expect(await main().locator(".clock").count()).toBeGreaterThanOrEqual(4);
  await look("case-closed");
});

test("DONE-CL-15 SP-04 every figure leads to the rows that make it", async () => {
  test.setTimeout(120_000);
  await as("anna");
  await page.goto("/measures");
  await expect(main().locator("tbody tr")).toHaveCount(20);
  await look("measures");
  for (const code of ["KPI-CL-01", "KPI-CL-07"]) {
    await page.goto(`/measures/${code}`);
    await expect(main().locator("svg title").first()).toBeAttached();
    await look(`measure-${code.toLowerCase()}`);
  }
  await page.goto("/outlook");
  await expect(main().locator("svg a")).toHaveCount(24);
  await main().locator("svg a").nth(3).click();
  await expect(page).toHaveURL(/month=\d{4}-\d{2}/);
  await look("outlook");
});

/** Figures that count something else than the rows behind them: days of owners and of people, numbers of a book, items of a scan, rows of a file, openings of a day. */
const NOT_ROWS = ["KPI-CL-08", "KPI-CL-12", "KPI-CL-14", "KPI-CL-15", "KPI-CL-18", "KPI-CL-20"];
/** Rows on a page of them. */
const PAGE_ROWS = 50;

test("DONE-CL-15 every figure of the month's matrix leads to its rows", async () => {
  test.setTimeout(300_000);
  await as("anna");
  await page.goto("/reports/clearance-monthly");
  const rows = main().getByRole("table", { name: t("report-matrix"), exact: true }).locator("tbody tr");
  await expect(rows).toHaveCount(20);
  const matrix = await rows.evaluateAll((all) =>
    all.map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => ({
        text: (cell as HTMLElement).innerText.trim(),
        href: cell.querySelector("a")?.getAttribute("href") ?? "",
      })),
    ),
  );
  const seen = new Set<string>();
  for (const cells of matrix) {
    const code = cells[0]!.text;
    // Name and value, what stood before, how many of how many: what is no figure has nothing to lead by, but its name.
    expect(cells[1]!.href, code).toContain(`/measures/${code}?period=`);
    for (const at of [3, 5, 6, 7]) if (/\d/.test(cells[at]!.text)) expect(cells[at]!.href, `${code} column ${at}`).toContain(`/measures/${code}?period=`);
    for (const { href } of cells) {
      if (!href || seen.has(href)) continue;
      seen.add(href);
      await page.goto(href);
      await expect(main()).toContainText(code);
      const found = main().getByRole("table", { name: t("page-measure-rows"), exact: true });
      if (!(await found.count())) await expect(main()).toContainText(t("page-measure-none"));
    }
    const { text, href } = cells[6]!;
    const counted = Number(text.replace(/\D/g, ""));
    if (!href || NOT_ROWS.includes(code)) continue;
    await page.goto(href);
    const [from, to] = [counted ? 1 : 0, Math.min(counted, PAGE_ROWS)];
    await expect(main(), code).toContainText(t("page-measure-shown", { from: String(from), to: String(to), count: text }));
    const found = main().getByRole("table", { name: t("page-measure-rows"), exact: true }).locator("tbody tr");
    if (counted) await expect(found, code).toHaveCount(to);
    for (const row of await found.allInnerTexts()) expect(row, code).toContain(t("page-yes"));
  }
});

test("DONE-CL-15 CL-13 the month's report is issued and stays the same byte for byte", async ({ lang }) => {
  test.setTimeout(120_000);
  await as("anna");
  await page.goto("/reports");
  await look("reports");
  await page.goto("/reports/clearance-monthly");
  await look("report-preview");
  await link("command-reports-issue").first().click();
  await fill({ language: lang });
  await look("report-issue");
  await send("reports.issue");
  await page.waitForURL(/\/(reports|r\/issued_reports)\//);
  await look("report-issued");
  const id = new URL(page.url()).pathname.split("/").at(-1);
  // The charts of the frozen figures stand on its page, each with its table.
  await expect(main().locator("svg.chart").first()).toBeVisible();
  // And its figures lead to what it was made from.
  const lead = main().getByRole("table", { name: t("report-matrix"), exact: true }).locator(`a[href*="report=${id}"]`).first();
  await expect(lead).toBeVisible();
  const number = /REP\/\d+\/\d+/.exec(await page.locator("h1").innerText())![0];
  const here = page.url();
  await lead.click();
  await expect(main().locator(".notice").first()).toContainText(number);
  await look("report-figure");
  await page.goto(here);
  await expect(link("page-export-slides")).toBeVisible();
  for (const [format, begins] of [["pdf", "%PDF-"], ["slides", "%PDF-"], ["xlsx", "PK"]] as const) {
    const one = await file(`/reports/${id}/file.${format}`);
    const two = await file(`/reports/${id}/file.${format}`);
    expect(one.bytes.subarray(0, begins.length).toString("latin1"), format).toBe(begins);
    expect(one.bytes.equals(two.bytes), format).toBe(true);
  }
});

test("SP-04 a schedule issues the month's report and sends it by itself", async ({ lang }) => {
  test.setTimeout(240_000);
  await as("anna");
  await page.goto("/reports");
  await link("command-report-schedules-add").click();
  const name = `Board ${lang}`;
  await fill({ name, kind: "clearance_monthly", languages: lang, audience: "outside", days_after: "1", counted: "calendar_days", with_slides: "1" });
  // Its day has come already: the job takes it up at its next look.
  await fill({ valid_from: day(-31) });
  await look("schedule-add");
  await send("report_schedules.add");
  await page.waitForURL(/\/r\/report_schedules\//);
  const schedule = new URL(page.url()).pathname;
  await look("schedule");
  await page.goto(`/do/report_receivers.add?schedule=${schedule.split("/").at(-1)}`);
  await fill({ email: "board@agency.example" });
  await look("schedule-receiver");
  await send("report_receivers.add");
  await expect(async () => {
    await page.goto(schedule);
    await expect(main().getByRole("cell", { name: t("choice-dispatch-sent"), exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 150_000, intervals: [5_000] });
  await look("schedule-done");
  await page.goto("/reports");
  await expect(main()).toContainText(name);
  await look("reports-scheduled");
});
