// Who sees what: personnel, a manager, a delegation, a firm, a holder, a deputy and an auditor each see their part and nothing else; a technician
// does not widen their own rights by any way there is; the glass is broken and looked at afterwards.
import { axe, expect, test } from "../lib/test.ts";
import { approve, as, button, day, fill, look, main, move, page, send, t, walk } from "../lib/walk.ts";

walk("access");

const rail = () => page.locator("nav.rail");
const hrefs = async () => await rail().locator("a").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""));
/** What an address answers, without leaving the page. */
const status = async (path: string) => await page.evaluate(async (at) => (await fetch(at)).status, path);

// Pages of the desks, and a register of each kind.
const DESKS = ["/clearance", "/queue", "/measures", "/outlook", "/clearance/lacking", "/clearance/requirements", "/clearance/chasers", "/reports"];
const REGISTERS = ["/r/people", "/r/psc_cases", "/r/mail_items", "/r/decisions", "/r/approvals", "/r/exports", "/r/broken_glass"];

test("CL-12 SP-18 personnel see who meets what their post requires, and no file", async () => {
  await as("hugo");
  await page.goto("/standing");
  await look("personnel-standing");
  const rows = main().locator("tbody tr");
  expect(await rows.count()).toBeGreaterThan(10);
  // A name, a number, yes or no, a day, a stage: nothing leads further.
  await expect(main().locator("thead th")).toHaveText([
    t("ui-person"),
    t("page-standing-number"),
    t("page-standing-met"),
    t("page-standing-until"),
    t("page-standing-stage"),
  ]);
  expect(await main().locator("tbody a").count()).toBe(0);
  // Searching a name gives that line or nothing.
  await page.goto("/standing?q=visser");
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Visser Noor");
  await expect(rows.first()).toContainText(t("page-stage-preparing"));
  await page.goto("/standing?q=zzzzzz");
  await expect(main()).toContainText(t("page-standing-none"));
  for (const path of [...DESKS, ...REGISTERS]) expect(await status(path), path).toBe(403);
  const links = await hrefs();
  expect(links).toContain("/standing");
  for (const path of DESKS) expect(links).not.toContain(path);
});

test("CL-12 SP-18 a manager sees the unit, a delegation its nationals, a firm its people", async () => {
  const seen: Record<string, number> = {};
  for (const name of ["mila", "radu", "carla"]) {
    await as(name);
    await page.goto("/standing");
    await look(`standing-${name}`);
    seen[name] = await main().locator("tbody tr th").count();
    for (const path of [...DESKS, ...REGISTERS]) expect(await status(path), `${name} ${path}`).toBe(403);
  }
  // Two people put three of the people into the firm's realm, and one more who has a condition to keep.
  expect(seen.carla).toBe(4);
  expect(seen.mila).toBeGreaterThan(0);
  await as("hugo");
  await page.goto("/standing");
  const all = await main().locator("tbody tr th").count();
  for (const name of ["mila", "radu", "carla"]) expect(seen[name]).toBeLessThan(all);
});

test("SP-18 a system administrator sees no record", async () => {
  await as("sven");
  for (const path of [...DESKS, ...REGISTERS, "/standing"]) expect(await status(path), path).toBe(403);
  await page.goto("/permissions");
  await look("permissions");
});

test("CL-12 SP-03 a holder sees their own stage, and who opened their file", async () => {
  await as("paul");
  await page.goto("/r/people?q=visser");
  await main().locator("tbody a").first().click();
  await expect(page.locator("h1")).toContainText("Visser");
  await as("noor");
  await page.goto("/me");
  await expect(main()).toContainText(t("page-stage-preparing"));
  await expect(main()).toContainText(t("page-turn-preparing"));
  await expect(main()).toContainText("Paul Okafor");
  await look("holder-own-file");
  for (const path of [...DESKS, ...REGISTERS, "/standing"]) expect(await status(path), path).toBe(403);
  const own = page.locator("main a[href^='/r/people/']");
  expect(await own.count(), "the file itself stays closed").toBe(0);
});

let asked = "";

test("SP-16 a duty is handed over for a time, and another approves it", async () => {
  await as("anna");
  await page.goto("/do/delegations.delegate");
  await look("delegate-form");
  await fill({
    from_account: "anna",
    to_account: "marie",
    duty: "clearance_officer",
    valid_from: day(),
    valid_until: day(7),
    reason: "leave",
  });
  await send("delegations.delegate");
  await page.waitForURL(/\/approvals\/apr_/);
  asked = new URL(page.url()).pathname;
  // Who gains does not approve it.
  await as("marie");
  expect(await status(asked)).toBe(200);
  await page.goto(asked);
  await expect(button("ui-approve")).toHaveCount(0);
  await approve("lena", asked);
  await as("marie");
  await page.goto("/r/people?q=visser");
  await main().locator("tbody a").first().click();
  await expect(main()).toContainText(t("command-restrictions-restrict"));
  await look("deputy-offers-the-officers-commands");
});

test("SP-18 P6 a technician does not widen their own rights by any way", async () => {
  await as("paul");
  // Forms that give rights: not theirs.
  for (const command of ["grants.grant", "memberships.add", "realms.assign", "restrictions.lift", "postures.declare", "decoys.place"]) {
    expect(await status(`/do/${command}`), command).toBe(403);
  }
  // The one form that is everybody's: their own duty to others, never others' to themselves.
  await page.goto("/do/delegations.delegate");
  await fill({ from_account: "helene", to_account: "paul", duty: "head", valid_from: day(), valid_until: day(1), reason: "mine" });
  await send("delegations.delegate");
  await expect(main().locator(".error-summary")).toContainText(t("refusal-grant-to-self"));
  await look("own-delegation-refused");
  // The API with the session's cookie writes nothing; the accounts' register has no form; the request of others cannot be approved.
  const posted = await page.evaluate(async () => {
    const response = await fetch("/api/v1/commands/grants.grant", { method: "POST", body: "{}" });
    return response.status;
  });
  expect(posted).toBe(401);
  for (const path of ["/do/accounts.change", "/do/grants.add", "/do/grants.change"]) expect(await status(path), path).toBe(404);
  await page.goto(asked);
  await expect(button("ui-approve")).toHaveCount(0);
  for (const path of ["/r/grants", "/r/broken_glass", "/r/alarms", "/r/decoys"]) expect(await status(path), path).toBe(403);
});

test("SP-18 the glass is broken for an hour, and two people look at it", async ({ lang }) => {
  // The hour of one language's story lasts into the other's.
  await as(lang === "en" ? "tomas" : "paul");
  expect(await status("/r/report_schedules")).toBe(403);
  await page.goto("/do/emergency.break_glass");
  await fill({ reason: "somebody is missing after the alarm" });
  await look("break-glass-form");
  await send("emergency.break_glass");
  await page.goto("/");
  await expect(page.locator(".posture-glass")).toBeVisible();
  await look("glass-broken");
  expect(await status("/r/report_schedules")).toBe(200);
  // It reads; it gives no command of another desk.
  expect(await status("/do/policy.adopt")).toBe(403);
  await as("george");
  await page.goto("/");
  await expect(main()).toContainText(t("page-section-glass"));
  await look("auditor-is-told");
  await page.goto("/r/broken_glass");
  await main().locator("tbody a").first().click();
  await move("emergency.review");
  await fill({ finding: "justified", remarks: "the person was found" });
  await send("emergency.review");
  await page.waitForURL(/\/approvals\/apr_/);
  await approve("helene", new URL(page.url()).pathname);
  await page.goto("/r/broken_glass");
  await expect(main()).toContainText(t("choice-justified"));
  await axe(page);
});
