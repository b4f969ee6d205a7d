// Texts of the house by their key, read from the catalogues the server embeds,
// so that a story is written once and runs in both languages.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";

export type Lang = "en" | "fr";
export type Arguments = Record<string, FluentVariable>;
/** The text of a message, or of an attribute of it (`key.attribute`). */
export type Translate = (key: string, args?: Arguments) => string;

const here = dirname(fileURLToPath(import.meta.url));
const catalogue = process.env.CASTELLAN_CATALOGUE ?? join(here, "../../crates/ui/catalogue");
const loaded = new Map<string, Translate>();

/** Reads the catalogue of one language, once. */
export function texts(lang: Lang, folder: string = catalogue): Translate {
  const from = join(folder, lang);
  const known = loaded.get(from);
  if (known) return known;

  // As in the server: no isolation marks around what is put in.
  const bundle = new FluentBundle(lang, { useIsolating: false });
  const files = readdirSync(from).filter((name) => name.endsWith(".ftl")).sort();
  for (const name of files) {
    const errors = bundle.addResource(new FluentResource(readFileSync(join(from, name), "utf8")));
    if (errors.length) throw new Error(`${lang}/${name}: ${errors.join("; ")}`);
  }

  const translate: Translate = (key, args) => {
    const dot = key.indexOf(".");
    const message = bundle.getMessage(dot < 0 ? key : key.slice(0, dot));
    const pattern = dot < 0 ? message?.value : message?.attributes[key.slice(dot + 1)];
    if (!pattern) throw new Error(`no message ${key} in ${lang}`);
    const errors: Error[] = [];
    const text = bundle.formatPattern(pattern, args ?? null, errors);
    if (errors.length) throw new Error(`message ${key} in ${lang}: ${errors.join("; ")}`);
    return text;
  };
  loaded.set(from, translate);
  return translate;
}
