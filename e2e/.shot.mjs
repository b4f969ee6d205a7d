import { chromium } from "@playwright/test";
const [,, base, user, lang, path, out, width] = process.argv;
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const p = await b.newPage({ viewport: { width: Number(width ?? 1440), height: 900 } });
await p.goto(base + "/sign-in");
await p.fill('#user', user); await p.fill('#password', "castellan-demo-2026"); await p.fill('#code', "246810");
await Promise.all([p.waitForNavigation(), p.click('form:has(#user) button')]);
if (lang === "fr") { const f = await p.$$('form[action="/language"] button'); for (const x of f) { if ((await x.textContent()).match(/FR|Fran/)) { await Promise.all([p.waitForNavigation(), x.click()]); break; } } }
const r = await p.goto(base + path); console.log(r.status(), await p.title());
await p.screenshot({ path: out, fullPage: true });
await b.close();
