// What the browser adds to pages that already work without it.
import "./castellan.css";
import htmx from "htmx.org";
import { keys } from "./keys";
import { palette } from "./palette";
import { scan } from "./scan";

// htmx never turns text into code here, whatever the content security policy says.
const refuse = function (): never {
  throw new Error("code in attributes is switched off");
} as unknown as FunctionConstructor;
htmx.registerExtension("no-code", {
  init(api: { initSecurity(policy: unknown, sync: FunctionConstructor, async: FunctionConstructor): void }) {
    api.initSecurity(undefined, refuse, refuse);
  },
});

function start(): void {
  palette();
  keys();
  scan();
  for (const all of document.querySelectorAll<HTMLInputElement>("input[data-select-all]")) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of all.closest("table")?.querySelectorAll<HTMLInputElement>("tbody input[type=checkbox]") ?? []) {
        box.checked = all.checked;
      }
    });
  }
  document.querySelector<HTMLElement>(".error-summary")?.focus();
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
