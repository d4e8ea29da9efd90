// Bundles src/main.ts into dist/, or `--outdir DIR`. `--metafile` also writes meta.json there, for a look at what each
// chunk holds.
import { createHash } from "node:crypto";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const root = import.meta.dirname;
const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
const { values: options } = parseArgs({
  options: { metafile: { type: "boolean", default: false }, outdir: { type: "string", default: `${root}/dist` } },
});
const outdir = resolve(options.outdir);

const sources = (await readdir(`${root}/src`, { recursive: true })).filter((name) => name.endsWith(".ts")).toSorted();
const hash = createHash("sha256");
for (const name of ["../package-lock.json", ...sources]) hash.update(await readFile(`${root}/src/${name}`));

await rm(outdir, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { main: "src/main.ts" },
  outdir,
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  // Names stay as written, for the stack in a bug report: shortening them saves bytes and no time.
  minifySyntax: true,
  minifyWhitespace: true,
  charset: "utf8",
  legalComments: "none",
  // 11 MB of data that only two commands read: installed beside us instead.
  external: ["date-holidays"],
  define: { __VERSION__: JSON.stringify(version), __BUILD__: JSON.stringify(hash.digest("hex").slice(0, 16)) },
  // Some bundled packages are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  metafile: options.metafile,
  logLevel: "warning",
});
if (options.metafile) await writeFile(`${outdir}/meta.json`, JSON.stringify(result.metafile));
