// Bundles the pages' scripts and styles into xieli/core/static/dist. What few pages need is a bundle of its own.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../xieli/core/static/dist");

// "auto" follows the system: the dark block is written once and repeated under the media query.
const followSystem = {
  name: "follow-system",
  setup(builder) {
    builder.onLoad({ filter: /tokens\.css$/ }, async ({ path }) => {
      const css = await readFile(path, "utf8");
      const dark = css.match(/\[data-theme="dark"\] (\{[^}]*\})/)[1];
      const contents = `${css}\n@media (prefers-color-scheme: dark) { [data-theme="auto"] ${dark} }\n`;
      return { contents, loader: "css" };
    });
  },
};

// One sprite of the icons named in icons.json: { "name in templates": "name in the icon set" }.
async function sprite() {
  const names = JSON.parse(await readFile(join(here, "icons.json"), "utf8"));
  const symbols = await Promise.all(
    Object.entries(names).map(async ([name, source]) => {
      const svg = await readFile(join(here, `node_modules/@tabler/icons/icons/outline/${source}.svg`), "utf8");
      const shapes = svg.replace(/^[\s\S]*?<svg[\s\S]*?>/, "").replace("</svg>", "").replace(/\s+/g, " ").trim();
      return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

// Widths without inline styles: .g0 … .g100 are the shares of a ribbon.
const shares = Array.from({ length: 101 }, (_, n) => `.g${n}{flex:${n} 1 0}`).join("");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const common = { outdir: out, bundle: true, minify: true, metafile: true, entryNames: "[name]-[hash]", target: ["chrome100", "firefox110", "safari15.4"] };
const results = await Promise.all([
  build({ ...common, entryPoints: { app: join(here, "src/app.js") }, format: "iife", legalComments: "none" }),
  build({ ...common, entryPoints: { app: join(here, "css/app.css") }, plugins: [followSystem], footer: { css: shares } }),
  // The booking calendar is a bundle of its own: only its pages need it.
  build({ ...common, entryPoints: { calendar: join(here, "src/calendar.js") }, format: "iife", legalComments: "none" }),
  build({ ...common, entryPoints: { calendar: join(here, "css/calendar.css") } }),
]);

// Names carry a digest of their content and may be cached for ever; the manifest tells the templates which to use.
const icons = await sprite();
const names = { "icons.svg": `icons-${createHash("sha256").update(icons).digest("hex").slice(0, 10)}.svg` };
for (const { metafile } of results) {
  for (const file of Object.keys(metafile.outputs).map((path) => basename(path))) names[`${file.replace(/-[^-]*$/, "")}${extname(file)}`] = file;
}
await writeFile(join(out, names["icons.svg"]), icons);
await writeFile(join(out, "manifest.json"), `${JSON.stringify(names, null, 2)}\n`);
