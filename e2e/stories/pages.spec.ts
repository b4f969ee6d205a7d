// Every page of the navigation, as each of the demo's users.
import { axe, expect, shot, signIn, test, users, watch } from "../lib/test.ts";

// What a duty may not open, with the page that says so.
const REFUSED: Record<string, string[]> = {
  helene: ["/import"],
  tomas: ["/import", "/do/case.open"],
  ines: ["/import", "/do/mail.register"],
  george: ["/import", "/do/case.open"],
  lena: ["/import", "/do/case.open"],
  hugo: ["/import", "/queue", "/r/people"],
  mila: ["/queue", "/r/people"],
  radu: ["/queue", "/r/people"],
  carla: ["/queue", "/r/people"],
  sven: ["/standing", "/r/people"],
  noor: ["/standing", "/r/people"],
};

const looked = new Set<string>();

for (const [name, user] of Object.entries(users())) {
  test(`SP-18 SP-19 ${name}: every page of the navigation says what it is, and what is not theirs says why`, async ({ page, t }) => {
    // Every register and page there is: the walk grows with the house.
    test.setTimeout(480_000);
    const said = watch(page);
    await signIn(page, user);
    const links = page.locator("nav.rail a");
    const paths = new Set<string>(["/", "/search?q=lund", "/search?q=zzzzzz"]);
    for (const href of await links.evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))) paths.add(href);
    await page.goto("/registers");
    for (const href of await page.locator("main table a").evaluateAll((all) => all.map((a) => a.getAttribute("href") ?? ""))) paths.add(href);

    for (const path of paths) {
      // The same page of another duty differs by what is left out: it is looked at closely once, and read each time.
      if (looked.has(path) && path !== "/") {
        const answer = await page.evaluate(async (at) => {
          const response = await fetch(at);
          return { status: response.status, text: await response.text() };
        }, path);
        expect(answer.status, path).toBe(200);
        expect(answer.text.match(/<h1/g), path).toHaveLength(1);
        expect(answer.text, `every text of ${path} stands in the catalogue`).not.toContain("⟦");
        continue;
      }
      looked.add(path);
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await expect(page.locator("h1"), path).toHaveCount(1);
      expect(await page.locator("body").innerText(), `every text of ${path} stands in the catalogue`).not.toContain("⟦");
      await axe(page);
      await shot(page, `pages-${name}-${path.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "today"}`);
    }
    expect(said(), "the console is silent").toEqual([]);

    for (const path of REFUSED[name] ?? []) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(403);
      await expect(page.locator("h1")).toContainText(t("page-refused"));
      const duty = t("refusal-duty-missing", { duties: "@" }).split("@")[0]!;
      await expect(page.locator("main")).toContainText(duty.trim());
      await axe(page);
      await shot(page, `pages-${name}-refused${path.replace(/[^a-z0-9]+/gi, "-")}`);
    }
  });
}

test("SP-18 what does not exist and what is hidden give the same answer", async ({ page }) => {
  // Nobody sees their own file; the head of office knows its id.
  await signIn(page, users().helene!);
  await page.goto("/r/people?q=Nov%C3%A1k+Tom%C3%A1%C5%A1");
  const hidden = await page.locator("main table tbody a").first().getAttribute("href");
  expect(hidden).toMatch(/^\/r\/people\/per_/);
  const last = hidden!.at(-2) === "0" ? "1" : "0";
  const absent = hidden!.slice(0, -2) + last + hidden!.slice(-1);
  expect((await page.goto(hidden!))?.status()).toBe(200);
  await page.context().clearCookies();

  await signIn(page, users().tomas!);
  for (const end of ["", "/access"]) {
    const read = async (path: string) => {
      const at = end ? `/people/${path.split("/").at(-1)}${end}` : path;
      const answer = await page.goto(at);
      return { status: answer?.status(), text: (await answer!.text()).replaceAll(at, "PATH") };
    };
    const [a, b] = [await read(absent), await read(hidden!)];
    expect(a.status).toBe(404);
    expect(b).toEqual(a);
  }
  await axe(page);
  await shot(page, "pages-nothing-here");
});
