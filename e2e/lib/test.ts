// What every story uses: `import { test, expect, signIn, axe, shot } from "./lib/test.ts"`.
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";
import { texts, type Lang, type Translate } from "./lang.ts";
export type { Translate };
import { codeOf, STEP, type User } from "./users.ts";

export { expect };
export { codeOf, users } from "./users.ts";

export interface Options {
  /** The language of the project. */
  lang: Lang;
}

/** Playwright's test with `lang` and `t`, the texts of that language by key. */
export const test = base.extend<Options & { t: Translate }>({
  lang: ["en", { option: true }],
  t: async ({ lang }, use) => use(texts(lang)),
});

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Asserts that axe-core finds no WCAG 2.2 A or AA violation on the page. */
export async function axe(page: Page): Promise<void> {
  // Our pages have no frames, so that one script in the page sees everything; only violations are written out.
  const asked = new AxeBuilder({ page }).options({ resultTypes: ["violations"], runOnly: { type: "tag", values: WCAG } });
  const { violations } = await asked.setLegacyMode(true).analyze();
  const found = violations.map((violation) => ({
    rule: violation.id,
    what: violation.help,
    where: violation.nodes.slice(0, 5).map((node) => node.target.join(" ")),
    times: violation.nodes.length,
  }));
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}

/** Where pictures are kept: screenshots/<database>/<language>, or screenshots/<language> for a server of one's own. */
export function pictures(): string {
  const info = test.info();
  return join(info.config.rootDir, "screenshots", process.env.CASTELLAN_E2E_DATABASE ?? "", info.project.name);
}

/** Keeps a picture of the whole page, by its name, among the pictures. */
export async function shot(page: Page, name: string): Promise<void> {
  await page.screenshot({
    path: join(pictures(), `${name}.png`),
    fullPage: true,
    animations: "disabled",
  });
}

/**
 * Signs a user in, on one page or with the code asked on a second one, and
 * makes sure that the page then speaks the project's language. The fields are
 * found by the purposes that WCAG 1.3.5 has them declare.
 */
export async function signIn(page: Page, user: User): Promise<void> {
  const account = page.locator('input[autocomplete~="username"]');
  const password = page.locator('input[autocomplete~="current-password"]');
  const once = page.locator('input[autocomplete~="one-time-code"]');
  const send = async (field: typeof once) => {
    await field.press("Enter");
    await page.waitForLoadState("load");
  };
  for (const attempt of [1, 2]) {
    await page.goto("/sign-in");
    await account.fill(user.account);
    await password.fill(user.password);
    if (codeOf(user) && (await once.count())) await once.fill(codeOf(user));
    await send(password);
    if (codeOf(user) && (await once.count()) && !(await password.count())) {
      await once.fill(codeOf(user));
      await send(once);
    }
    if (!(await password.count()) && !(await once.count())) break;
    // A code serves once: another story may just have used this one.
    if (attempt === 1 && user.secret) {
      await page.waitForTimeout(STEP * 1000 - (Date.now() % (STEP * 1000)) + 500);
    }
  }
  await expect(password, `${user.account} is signed in`).toHaveCount(0);
  await expect(once, `${user.account} is signed in`).toHaveCount(0);
  await speak(page);
}

/** Turns the page to the project's language where it is not in it already. */
export async function speak(page: Page): Promise<void> {
  const lang = (test.info().project.use as Partial<Options>).lang ?? "en";
  const html = page.locator("html");
  if ((await html.getAttribute("lang")) !== lang) {
    await page.locator(`button[name="lang"][value="${lang}"]`).click();
  }
  await expect(html).toHaveAttribute("lang", lang);
}

/** Listens to the page; what it returns lists the errors of the console and of scripts since. */
export function watch(page: Page): () => string[] {
  const said: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") said.push(`${page.url()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => said.push(`${page.url()}: ${error.message}`));
  return () => said;
}
