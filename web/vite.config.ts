// One build: theme and islands in, hashed and pre-compressed files plus manifest.json out.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { PurgeCSS } from "purgecss";
import subsetFont from "subset-font";
import { defineConfig, type Plugin } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const repository = resolve(here, "..");
const generated = join(here, "generated");

function filesUnder(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes("/target/"))
    .sort();
}

/** Inter, cut to what English, French and European names need, weights 400 to 700. */
async function fonts(): Promise<void> {
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
  const source = (name: string) =>
    readFileSync(join(here, `node_modules/@fontsource-variable/inter/files/inter-${name}-wght-normal.woff2`));
  const cut = (name: string, text: string) =>
    subsetFont(source(name), text, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 700 } } });
  mkdirSync(generated, { recursive: true });
  const latin = range(0x20, 0x7e) + range(0xa0, 0xff) + "ŒœŸ‘’‚“”„†‡•…‰‹›€™\u2009\u202f\u2013\u2014\u2212\u2192";
  const extended = range(0x100, 0x17f) + range(0x218, 0x21b) + "ẞ≤≥≠";
  writeFileSync(join(generated, "inter-latin.woff2"), await cut("latin", latin));
  writeFileSync(join(generated, "inter-latin-ext.woff2"), await cut("latin-ext", extended));
}

/** Tabler and our theme as one sheet, without the rules no template asks for. */
function sheet(): Plugin {
  const entry = join(here, "src/castellan.css");
  return {
    name: "castellan-sheet",
    enforce: "pre",
    async load(id) {
      if (id !== entry) return null;
      const tabler = readFileSync(join(here, "node_modules/@tabler/core/dist/css/tabler.min.css"), "utf8")
        .replace(/\/\*#\s*sourceMappingURL[^*]*\*\//, "");
      const theme = readFileSync(entry, "utf8");
      const crates = join(repository, "crates");
      const content = [...filesUnder(crates, /\.(html|rs)$/), ...filesUnder(join(here, "src"), /\.ts$/)];
      const [purged] = await new PurgeCSS().purge({
        content: content.map((path) => ({ raw: readFileSync(path, "utf8"), extension: extname(path).slice(1) })),
        css: [{ raw: tabler + theme }],
        defaultExtractor: (text) => text.match(/[A-Za-z0-9_-]+/g) ?? [],
        safelist: { standard: ["html", "body", "root"] },
        variables: true,
        keyframes: true,
      });
      return purged!.css;
    },
  };
}

/** The icons named in icons.txt as one SVG with a symbol each. */
function sprite(): Plugin {
  return {
    name: "castellan-sprite",
    buildStart() {
      const names = readFileSync(join(here, "icons.txt"), "utf8").split("\n").filter((line) => /^[a-z0-9-]+$/.test(line));
      const symbols = names.map((name) => {
        const svg = readFileSync(join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`), "utf8");
        const body = svg.replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "");
        const drawn = body.replace(/<path stroke="none"[^>]*fill="none"\s*\/>/, "").replace(/\s+/g, " ").trim();
        return `<symbol id="${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
      });
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        source: `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`,
      });
      this.emitFile({ type: "asset", name: "favicon.svg", source: readFileSync(join(here, "src/favicon.svg")) });
    },
  };
}

/** manifest.json (plain name to hashed name), and a .br and a .gz beside what compresses. */
function packed(): Plugin {
  return {
    name: "castellan-packed",
    writeBundle(options, bundle) {
      const out = options.dir!;
      const manifest: Record<string, string> = {};
      for (const file of Object.keys(bundle).sort()) {
        manifest[file.replace(/-[A-Za-z0-9_-]{8}(\.[a-z0-9]+)$/, "$1")] = file;
        if (!/\.(css|js|svg)$/.test(file)) continue;
        const bytes = readFileSync(join(out, file));
        writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
        writeFileSync(
          join(out, `${file}.br`),
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
        );
      }
      writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
    },
  };
}

export default defineConfig(async () => {
  await fonts();
  return {
    base: "./",
    publicDir: false,
    plugins: [sheet(), sprite(), packed()],
    build: {
      outDir: "dist",
      assetsDir: "",
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: {
        input: { castellan: join(here, "src/castellan.ts") },
        output: {
          entryFileNames: "[name]-[hash].js",
          chunkFileNames: "[name]-[hash].js",
          assetFileNames: "[name]-[hash][extname]",
        },
      },
    },
  };
});
