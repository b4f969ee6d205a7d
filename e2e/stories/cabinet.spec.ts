// A shelf scanned without network: each item is told at once, what waited is handed in later and nothing is lost, closing issues the certificate.
import { expect, test } from "../lib/test.ts";
import { as, link, look, main, page, send, t, walk } from "../lib/walk.ts";

walk("cabinet");

let scan = "";
let codes: string[] = [];

const row = (code: string) => main().locator(`tr[data-code="${code}"]`);
const notice = (which: string) => main().locator(`[data-say="${which}"]`);

async function reads(code: string): Promise<void> {
  await page.locator("#scan-code").fill(code);
  await page.keyboard.press("Enter");
}

test("CL-09 a scan is begun and lists what the register has on the shelf", async ({ lang }) => {
  await as("paul");
  await page.goto("/clearance/cabinet");
  await look("cabinet");
  // Each language has a shelf of its own.
  const shelf = lang === "en" ? "HQ-B2-SAFE1-S1" : "HQ-B2-SAFE1-S2";
  await page.goto(`/r/places?q=${shelf}`);
  const href = await main().getByRole("link", { name: shelf, exact: true }).first().getAttribute("href");
  await page.goto(`/do/scan.open?place=${href?.split("/").at(-1) ?? ""}`);
  await send("scan.open");
  await link("page-cabinet").click();
  await expect(page.locator("#scan-code")).toBeFocused();
  scan = new URL(page.url()).pathname;
  codes = await main().locator(`tr[data-found="outcome_match"]`).evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset.code ?? ""));
  expect(codes.length).toBeGreaterThan(3);
  await expect(row(codes[0]!)).toContainText(t("choice-outcome-missing"));
  await look("scan");
});

test("DONE-CL-10 cut off from the network each item is told at once, and handed in once when it is back", async () => {
  await page.context().setOffline(true);
  await reads(codes[0]!.toLowerCase());
  await expect(row(codes[0]!)).toContainText(t("choice-outcome-match"));
  await reads(codes[1]!);
  await reads(codes[0]!);
  await reads("OLD 114");
  await expect(row("OLD 114")).toContainText(t("choice-outcome-unregistered"));
  await expect(notice("waiting")).toBeVisible();
  await look("offline");
  await page.context().setOffline(false);
  await expect(notice("in")).toBeVisible({ timeout: 30_000 });
  await page.goto(scan);
  await expect(row(codes[1]!)).toContainText(t("choice-outcome-match"));
  await expect(row("OLD 114")).toContainText(t("choice-outcome-unregistered"));
  await expect(row(codes[2]!)).toContainText(t("choice-outcome-missing"));
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("castellan-scan-")))).toEqual([]);
});

test("DONE-CL-10 closing it opens discrepancies and issues the certificate in either language", async () => {
  await link("command-scan-close").click();
  await look("close");
  await send("scan.close");
  await expect(page).toHaveURL(/\/r\/reconciliation_certificates\//);
  await look("certificate");
  for (const key of ["page-cabinet-pdf-en", "page-cabinet-pdf-fr"]) {
    const href = await link(key).getAttribute("href");
    const answer = await page.request.get(href ?? "");
    expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
  }
  await page.goto(scan);
  await expect(page.locator("#scan-code")).toHaveCount(0);
  // Each discrepancy has a number, and somebody who answers for it.
  await page.goto(`/r/discrepancies?session=${scan.split("/").at(-1)}`);
  const found = main().getByRole("link", { name: /^DSC\// });
  expect(await found.count()).toBeGreaterThan(0);
  await found.first().click();
  await expect(main()).toContainText(t("field-discrepancies-owner"));
  await expect(main().locator("dl.facts")).toContainText("Okafor");
});
