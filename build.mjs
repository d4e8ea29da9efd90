// Bundles the program into dist/, or `--outdir DIR`. `--metafile` also writes meta.json there, for a look at what each
// chunk holds. Into dist/ it also makes what the package needs beside it: the manual page and the licences of what is bundled.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { bundledPackages, noticesOf } from "./tools/notices.mjs";

const root = import.meta.dirname;
const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
const { values: options } = parseArgs({
  options: { metafile: { type: "boolean", default: false }, outdir: { type: "string", default: `${root}/dist` } },
});
const outdir = resolve(options.outdir);

const sources = (await readdir(`${root}/src`, { recursive: true })).filter((name) => name.endsWith(".ts")).toSorted();
const hash = createHash("sha256");
for (const name of ["../package-lock.json", ...sources]) hash.update(await readFile(`${root}/src/${name}`));

// Some bundled packages are CommonJS and require Node's own modules.
const js =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  charset: "utf8",
  // 11 MB of data that only two commands read: installed beside us instead.
  external: ["date-holidays"],
  define: { __VERSION__: JSON.stringify(version), __BUILD__: JSON.stringify(hash.digest("hex").slice(0, 16)) },
  logLevel: "warning",
};

await rm(outdir, { recursive: true, force: true });
const small = {
  ...common,
  outdir,
  // Names stay as written, for the stack in a bug report: shortening them saves bytes and no time.
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  metafile: true,
};
// All of its engines are replaced (parse/frontmatter.ts), and it would load this one all the same.
const matterAlone = {
  name: "gray-matter without its YAML parser",
  setup: (bundle) => {
    bundle.onResolve({ filter: /^js-yaml$/ }, ({ importer }) =>
      importer.includes("gray-matter") ? { path: "js-yaml", namespace: "none" } : undefined,
    );
    bundle.onLoad({ filter: /.*/, namespace: "none" }, () => ({
      contents: 'exports.safeLoad = exports.safeDump = () => { throw new Error("There is no YAML parser here."); };',
    }));
  },
};
/** What people do every day, in one file: Node takes a millisecond for each further one. */
const DAILY = [
  "cli/main.ts",
  "commands/due.ts",
  "commands/done.ts",
  "commands/skip.ts",
  "commands/undo.ts",
  "commands/sync.ts",
  "commands/complete.ts",
  "store/content-hash.ts",
  "store/loose-commits.ts",
];
/** What reads a file of the run book that is new: apart, since its compiled code is large and mostly not needed. */
const PARSERS = ["parse/procedure.ts", "parse/run-book.ts"];
/** A CommonJS file has no `import.meta`. */
const commonJs = {
  ...small,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { ...common.define, "import.meta.url": "__filename" },
};
const others = new Set();
const daily = await build({
  ...commonJs,
  entryPoints: { daily: "src/cli/main.ts" },
  charset: "ascii",
  plugins: [
    matterAlone,
    {
      name: "all else is loaded when it is needed",
      setup: (bundle) => {
        bundle.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
          const source = relative(`${root}/src`, resolve(resolveDir, path)).replaceAll("\\", "/");
          if (kind !== "dynamic-import" || DAILY.includes(source)) return undefined;
          if (PARSERS.includes(source)) return { path: "./parsers.cjs", external: true };
          others.add(source);
          return { path: `./parts/${source.replace(/\.ts$/, ".js")}`, external: true };
        });
      },
    },
  ],
});
// Of a script whose compiled code was kept Node 20 does not know where its `import` begins: another file imports for it.
const dailyFile = join(outdir, "daily.cjs");
const dailyText = await readFile(dailyFile, "utf8");
await writeFile(
  dailyFile,
  dailyText
    .replaceAll(/\bimport\((?="\.\/parts\/)/g, 'require("./start.cjs").importPart(')
    .replaceAll('import("./parsers.cjs")', 'Promise.resolve(require("./start.cjs").requireParsers())'),
);
const results = await Promise.all([
  build({
    ...commonJs,
    stdin: {
      contents: PARSERS.map((source) => `export * from "./src/${source}";`).join("\n"),
      resolveDir: root,
      sourcefile: "parsers.ts",
      loader: "ts",
    },
    outdir: undefined,
    outfile: `${outdir}/parsers.cjs`,
    outExtension: undefined,
    charset: "ascii",
    plugins: [matterAlone],
  }),
  // What every start runs.
  build({
    ...commonJs,
    entryPoints: { start: "src/main.ts" },
  }),
  build({
    ...small,
    entryPoints: [...others].map((source) => `src/${source}`),
    outbase: "src",
    outdir: `${outdir}/parts`,
    chunkNames: "chunks/[name]-[hash]",
    splitting: true,
    format: "esm",
    banner: { js },
    plugins: [matterAlone],
  }),
]);
const metafile = { outputs: Object.assign({}, ...[daily, ...results].map((result) => result.metafile.outputs)) };
if (options.metafile) await writeFile(join(outdir, "meta.json"), JSON.stringify(metafile));
if (outdir === join(root, "dist")) {
  await writeManual();
  await writeFile(join(root, "THIRD-PARTY-NOTICES.txt"), noticesOf(bundledPackages(metafile), root));
}

/** man/runbook.1, of the day of the last commit, so that a commit always makes the same page. */
async function writeManual() {
  const tools = join(root, "node_modules", ".cache", "runbook", "tools.mjs");
  await build({ ...common, format: "esm", banner: { js }, entryPoints: ["tools/generate.ts"], outfile: tools });
  const { commandTree, manualPage } = await import(pathToFileURL(tools).href);
  const { stdout: day } = spawnSync("git", ["log", "-1", "--format=%cs"], { cwd: root, encoding: "utf8" });
  const date = day?.trim() || new Date().toISOString().slice(0, 10);
  await mkdir(join(root, "man"), { recursive: true });
  await writeFile(join(root, "man", "runbook.1"), manualPage(commandTree(), version, date));
}
