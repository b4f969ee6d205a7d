// A classified item from its registration to the destruction of a copy: handed on with a receipt, counted without network, certified on paper.
import { expect, test } from "../lib/test.ts";
import { as, day, field, fill, link, look, main, move, page, send, t, walk } from "../lib/walk.ts";

walk("holdings");

let point = "";
let other = "";
let reference = "";
let transfer = "";
let muster = "";

const id = (href: string | null) => href?.split("/").at(-1) ?? "";
const here = () => id(new URL(page.url()).pathname);
const row = (code: string) => main().locator(`tr[data-code="${code}"]`);

test("CL-14 the page says what each control point accounts for and which receipts are overdue", async () => {
  await as("tomas");
  await page.goto("/clearance/holdings");
  await expect(main().getByText(t("page-holdings-overdue"), { exact: true }).first()).toBeVisible();
  await expect(main().getByText(t("page-holdings-incident"), { exact: true }).first()).toBeVisible();
  await look("holdings");
  point = id(await main().getByRole("link", { name: "REG-HQ", exact: true }).first().getAttribute("href"));
  other = id(await main().getByRole("link", { name: "REG-OPS", exact: true }).first().getAttribute("href"));
  // The keyboard reaches the first control point.
  await main().getByRole("link", { name: "REG-HQ", exact: true }).first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/control_points/);
  await look("control-point");
});

test("CL-14 an item is registered with numbered copies", async ({ lang }) => {
  await page.goto(`/do/item.register?on=${point}`);
  await look("register");
  await fill({ title: `Story of a report (${lang})`, level: "R", originator: "Working group", document_date: day(), pages: "3", copies: "2" });
  await send("item.register");
  await expect(page).toHaveURL(/\/r\/controlled_items\//);
  reference = (await page.locator("body").innerText()).match(/CTL\/\d{4}\/\d{4}/)?.[0] ?? "";
  expect(reference).not.toBe("");
  await expect(main().getByRole("link", { name: `${reference}-2`, exact: true }).first()).toBeVisible();
  await look("item");
});

test("CL-14 a copy is handed on, and its receiver alone acknowledges", async () => {
  await main().getByRole("link", { name: `${reference}-1`, exact: true }).first().click();
  await look("copy");
  const copy = here();
  await page.goto(`/do/copy.transfer?on=${copy}&to_point=${other}`);
  await look("transfer");
  await send("copy.transfer");
  await expect(page).toHaveURL(/\/r\/copy_transfers\//);
  transfer = here();
  await as("marie");
  await page.goto("/");
  await expect(main().getByRole("heading", { name: t("page-section-copy-receipts"), exact: true })).toBeVisible();
  await page.goto(`/do/copy_transfer.acknowledge?on=${transfer}`);
  await look("acknowledge");
  await send("copy_transfer.acknowledge");
  await expect(main()).toContainText(t("refusal-receipt-not-complete"));
  await field("received_complete").first().check();
  await send("copy_transfer.acknowledge");
  await expect(main()).toContainText(t("state-transfer-acknowledged"));
});

test("CL-14 an inventory is counted without network, each copy told at once", async () => {
  await as("tomas");
  await page.goto(`/do/inventory.open?on=${point}`);
  await fill({ cause: "muster_yearly" });
  await send("inventory.open");
  await expect(page).toHaveURL(/\/r\/inventories\//);
  muster = here();
  await look("inventory");
  await link("page-holdings-scan").first().click();
  await expect(page.locator("#scan-code")).toBeFocused();
  const codes = await main().locator(`tr[data-found="outcome_match"]`).evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset.code ?? ""));
  expect(codes.length).toBeGreaterThan(3);
  await page.context().setOffline(true);
  await page.locator("#scan-code").fill(codes[0]!.toLowerCase());
  await page.keyboard.press("Enter");
  await expect(row(codes[0]!)).toContainText(t("choice-outcome-match"));
  await expect(main().locator(`[data-say="waiting"]`)).toBeVisible();
  await look("offline");
  await page.context().setOffline(false);
  await expect(main().locator(`[data-say="in"]`)).toBeVisible({ timeout: 30_000 });
  const scan = here();
  // Not counted to the end: nobody confirms it, and both are given up.
  await page.goto(`/do/inventory.confirm?on=${muster}`);
  await send("inventory.confirm");
  await expect(main()).toContainText("SCN/");
  for (const [command, on] of [["scan.abandon", scan], ["inventory.abandon", muster]] as const) {
    await page.goto(`/do/${command}?on=${on}`);
    await fill({ reason: "Practice" });
    await send(command);
  }
  await expect(main()).toContainText(t("state-inventory-abandoned"));
});

test("CL-14 a copy is destroyed by its keeper, and the certificate is printed in either language", async () => {
  await page.goto(`/do/destruction.propose?on=${point}`);
  await fill({ copies: `${reference}-2`, method: "method_burning", reason: "Superseded" });
  await look("propose");
  await send("destruction.propose");
  await expect(page).toHaveURL(/\/r\/holding_destructions\//);
  await move("destruction.execute_alone");
  await send("destruction.execute_alone");
  await expect(page).toHaveURL(/\/r\/destruction_certificates\//);
  await expect(main()).toContainText(`${reference}-2`);
  await look("certificate");
  for (const key of ["page-cabinet-pdf-en", "page-cabinet-pdf-fr"]) {
    const href = await link(key).getAttribute("href");
    const answer = await page.request.get(href ?? "");
    expect((await answer.body()).subarray(0, 5).toString()).toBe("%PDF-");
  }
});
