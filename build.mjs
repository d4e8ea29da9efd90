// Bundles src/main.ts into dist/. `--metafile` also writes dist/meta.json, for a look at what each chunk holds.
import { readFile, rm, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const root = import.meta.dirname;
const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
const withMetafile = process.argv.includes("--metafile");

await rm(`${root}/dist`, { recursive: true, force: true });
const result = await build({
  absWorkingDir: root,
  entryPoints: { main: "src/main.ts" },
  outdir: "dist",
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
  define: { __VERSION__: JSON.stringify(version) },
  // Some bundled packages are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
  metafile: withMetafile,
  logLevel: "warning",
});
if (withMetafile) await writeFile(`${root}/dist/meta.json`, JSON.stringify(result.metafile));
