// A walk through the office in one page: who is at it, what they press, what they see. Each story file walks its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Locator, Page } from "@playwright/test";
import { small } from "./picture.ts";
import { axe, codeOf, expect, pictures, shot, signIn, test, users, watch, type Translate } from "./test.ts";

/** A day of the office's: late in the evening it is already tomorrow there. */
const calendar = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Luxembourg" });
export const day = (shift = 0) => calendar.format(new Date(Date.now() + shift * 86_400_000));
export const who = users();

export let page: Page;
export let t: Translate;
export let said: () => string[];
let prefix = "";
let signedIn = "";
let shots = 0;

/** Begins a walk before the first story of a file, and ends it after the last; pictures carry its name. */
export function walk(name: string): void {
  test.describe.configure({ mode: "serial" });
  test.beforeAll(async ({ browser }, info) => {
    // The same process may have walked another story before.
    prefix = name;
    signedIn = "";
    shots = 0;
    sessions.clear();
    const context = await browser.newContext(info.project.use);
    page = await context.newPage();
    said = watch(page);
  });
  test.beforeEach(({ t: texts }) => {
    t = texts;
  });
  test.afterAll(async () => {
    await page.context().close();
  });
}

/** Every text of the page is there, and nothing is in the way of anybody. */
async function sound(name: string): Promise<void> {
  await expect(page.locator("h1"), name).toHaveCount(1);
  expect(await page.locator("body").innerText(), name).not.toContain("⟦");
  await axe(page);
}

/** Looks at the page, and keeps a picture. */
export async function look(name: string): Promise<void> {
  await sound(name);
  shots += 1;
  await shot(page, `${prefix}-${String(shots).padStart(2, "0")}-${name}`);
}

/** Looks at the page, and keeps a picture of its window, or of a part from its top, among the pictures as <walk>/<name>.png: `cargo xtask guide` takes it over. */
export async function picture(name: string, part?: Locator): Promise<void> {
  await sound(name);
  const height = page.viewportSize()!.height;
  let clip;
  if (part) {
    const box = await part.first().evaluate((e) => {
      const { x, y, width } = e.getBoundingClientRect();
      // What stands in it, not the empty space below.
      const end = Math.max(...[...e.children].map((child) => child.getBoundingClientRect().bottom)) + 16;
      return { x: x + scrollX, y: y + scrollY, width, height: end - y };
    });
    clip = { ...box, height: Math.min(box.height, height) };
  }
  const png = await page.screenshot({ animations: "disabled", ...(clip && { clip, fullPage: true }) });
  const folder = join(pictures(), prefix);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), small(png));
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext["cookies"]>>>();

/** Goes on as somebody; each signs in once and comes back to the same session. */
export async function as(name: string): Promise<void> {
  if (signedIn === name) return;
  const context = page.context();
  if (signedIn) sessions.set(signedIn, await context.cookies());
  await context.clearCookies();
  const known = sessions.get(name);
  if (known) await context.addCookies(known);
  else await signIn(page, who[name]!);
  signedIn = name;
}

export const main = () => page.locator("main");
export const button = (key: string) => main().getByRole("button", { name: t(key), exact: true });
export const link = (key: string) => main().getByRole("link", { name: t(key), exact: true });
export const field = (name: string) => main().locator(`[name="${name}"]:not([type=hidden])`);

/** Presses what a command's form is sent with. */
export async function send(command: string): Promise<void> {
  await button(`command-${command.replace(/[._]/g, "-")}`).click();
  await page.waitForLoadState("load");
}

/** Opens a move of the record the page shows, by its button. */
export async function move(command: string): Promise<void> {
  await link(`command-${command.replace(/[._]/g, "-")}`).click();
}

export async function fill(values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const input = field(name).first();
    const kind = await input.evaluate((e) => (e instanceof HTMLInputElement ? e.type : e.tagName.toLowerCase()));
    if (kind === "select") await input.selectOption(value);
    else if (kind === "radio") await main().locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === "checkbox") await input.check();
    else await input.fill(value);
  }
}

/** A case's state as its stage bar shows it. */
export async function stands(state: string): Promise<void> {
  const text = t(`state-${state.replaceAll("_", "-")}`);
  await expect(main().locator("dd .state", { hasText: text }).first(), `the case is at ${state}`).toBeVisible();
}

export async function approve(name: string, asked: string): Promise<void> {
  await as(name);
  await page.goto(asked);
  await fill({ code: codeOf(who[name]!) });
  await button("ui-approve").click();
  await page.waitForLoadState("load");
}

/** Records of a register, as exactly as its page says. */
export const count = async (register: string) => {
  await page.goto(`/r/${register}`);
  return (await main().locator(".register-foot p").first().innerText()).trim();
};
