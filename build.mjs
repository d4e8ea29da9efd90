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
if (root === undefined) {
  console.error(
    `This is Node.js ${process.versions.node}, and 20.19 or a later one is needed.\nInstall it: https://nodejs.org`,
  );
  process.exit(2);
}
const { version } = JSON.parse(await readFile(`${root}/package.json`, "utf8"));
const { values: options } = parseArgs({
  options: { metafile: { type: "boolean", default: false }, outdir: { type: "string", default: `${root}/dist` } },
});
const outdir = resolve(options.outdir);

const sources = (await readdir(`${root}/src`, { recursive: true })).filter((name) => name.endsWith(".ts")).toSorted();
const hash = createHash("sha256");
for (const name of ["../build.mjs", "../package-lock.json", ...sources])
  hash.update(await readFile(`${root}/src/${name}`));

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
/** What packages would load for parts of theirs that we do not use: every start would pay for it. */
const spared = {
  name: "packages without what is not used of them",
  setup: (bundle) => {
    const none = (path) => ({ path, namespace: "none" });
    // All of its engines are replaced (parse/frontmatter.ts).
    bundle.onResolve({ filter: /^js-yaml$/ }, ({ importer, path }) =>
      importer.includes("gray-matter") ? none(path) : undefined,
    );
    // Commands that are programs of their own, of which we have none.
    bundle.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
      importer.includes("commander") ? none(path) : undefined,
    );
    // What looks for the level of colours, which is always given (view/style.ts).
    bundle.onResolve({ filter: /^#supports-color$/ }, ({ path }) => none(path));
    bundle.onLoad({ filter: /.*/, namespace: "none" }, ({ path }) => ({
      contents: `exports.safeLoad = exports.safeDump = exports.spawn = () => { throw new Error("${path} is not bundled."); };`,
    }));
  },
};
/** What people do every day, in one file: Node takes a millisecond for each further one. */
const DAILY = [
  "cli/main.ts",
  "commands/due.ts",
  "commands/done.ts",
  "commands/skip.ts",
  "commands/sync.ts",
  "commands/complete.ts",
  "store/content-hash.ts",
  "store/loose-commits.ts",
];
/** What reads a file of the run book that is new: apart, since its compiled code is large and mostly not needed. */
const PARSERS = ["parse/procedure.ts", "parse/run-book.ts"];
/** All of `lint`: its first look at the files of a run book takes as much code again. */
const LINT = ["commands/lint.ts", ...PARSERS, "parse/markdown.ts", "store/content-hash.ts", "store/secret-detector.ts"];
/** Files that are kept compiled, each with what is in it beside what that imports at once; it begins with the first. */
const KEPT = { daily: DAILY, lint: LINT };
/** Which of the files that most runs do without holds what is imported when it is needed; else it is a part. */
const FILE_OF = new Map([...PARSERS.map((source) => [source, "parsers"]), [LINT[0], "lint"]]);
/** Files that are read only by the runs that need them, each with what it exports. */
const RARE = {
  parsers: PARSERS.map((source) => `export * from "./src/${source}";`),
  // Of the offsets of a zone an earlier run has kept those that most runs ask for.
  zones: ['export { IANAZone } from "luxon";'],
};
/** A CommonJS file has a `require`; the module that makes one takes Node a millisecond to load. */
const ownRequire = {
  name: "the file's own require",
  setup: (bundle) => {
    bundle.onResolve({ filter: /^node:module$/ }, ({ path }) => ({ path, namespace: "own" }));
    bundle.onLoad({ filter: /.*/, namespace: "own" }, () => ({ contents: "exports.createRequire = () => require;" }));
  },
};
/** What is used of modules that take long to load, and that most runs do without: loaded when it is first used. */
const LATE = {
  chalk: ["Chalk"],
  "node:child_process": ["spawn", "spawnSync"],
  "node:os": ["platform", "tmpdir"],
  "node:stream": ["PassThrough", "Readable"],
  "node:timers/promises": ["setTimeout"],
  "node:v8": ["setFlagsFromString"],
};
const late = {
  name: "modules when they are needed",
  setup: (bundle) => {
    bundle.onResolve({ filter: /^(?:node:|chalk$)/ }, ({ path, namespace }) => {
      if (namespace === "late") return path.startsWith("node:") ? { path, external: true } : undefined;
      return path in LATE ? { path, namespace: "late" } : undefined;
    });
    bundle.onLoad({ filter: /.*/, namespace: "late" }, ({ path }) => ({
      resolveDir: root,
      contents: `
        const late = (name) => {
          const real = () => require("${path}")[name];
          return new Proxy(function () {}, {
            apply: (_, self, args) => Reflect.apply(real(), self, args),
            construct: (_, args, made) => Reflect.construct(real(), args, made === proxies[name] ? real() : made),
            get: (_, key) => real()[key],
          });
        };
        const proxies = { ${LATE[path].map((name) => `${name}: late("${name}")`).join(", ")} };
        export const { ${LATE[path].join(", ")} } = proxies;`,
    }));
  },
};
/** A CommonJS file has no `import.meta`. */
const commonJs = {
  ...small,
  format: "cjs",
  outExtension: { ".js": ".cjs" },
  define: { ...common.define, "import.meta.dirname": "__dirname", "import.meta.url": "__filename" },
};
const others = new Set();
const kept = [];
for (const [name, inlined] of Object.entries(KEPT)) kept.push(await buildKept(name, inlined));
const results = await Promise.all([
  ...Object.entries(RARE).map(([name, exports]) =>
    build({
      ...commonJs,
      stdin: { contents: exports.join("\n"), resolveDir: root, sourcefile: `${name}.ts`, loader: "ts" },
      outdir: undefined,
      outfile: `${outdir}/${name}.cjs`,
      outExtension: undefined,
      charset: "ascii",
      plugins: [spared, ownRequire],
    }),
  ),
  // What every start runs, and apart from it what only some take.
  build({
    ...commonJs,
    entryPoints: { start: "src/main.ts" },
    plugins: [
      ownRequire,
      {
        name: "git is asked only where there are many files",
        setup: (bundle) => {
          bundle.onResolve({ filter: /\/stat-index\.ts$/ }, () => ({ path: "./stat-index.cjs", external: true }));
        },
      },
    ],
  }),
  build({
    ...commonJs,
    entryPoints: { "stat-index": "src/store/stat-index.ts" },
    plugins: [ownRequire],
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
    plugins: [spared],
  }),
]);
// Node's loader of modules takes longer than the file itself.
await replaceIn("start.cjs", [['import("./stat-index.cjs")', 'Promise.resolve(require("./stat-index.cjs"))']]);
const metafile = { outputs: Object.assign({}, ...[...kept, ...results].map((result) => result.metafile.outputs)) };
for (const name of Object.keys({ ...KEPT, ...RARE })) await asFunction(`${name}.cjs`);
if (options.metafile) await writeFile(join(outdir, "meta.json"), JSON.stringify(metafile));
if (outdir === join(root, "dist")) {
  await writeManual();
  await writeFile(join(root, "THIRD-PARTY-NOTICES.txt"), noticesOf(bundledPackages(metafile), root));
}

/** Makes a CommonJS file that is kept compiled: of what it imports when it runs `inlined` is in it, all else in others. */
async function buildKept(name, inlined) {
  const elsewhere = {
    name: "all else is loaded when it is needed",
    setup: (bundle) => {
      bundle.onResolve({ filter: /^luxon$/ }, () => ({ path: "luxon", namespace: "zones" }));
      bundle.onLoad({ filter: /.*/, namespace: "zones" }, () => ({
        contents: "export const IANAZone = { create: (name) => zones().IANAZone.create(name) };",
      }));
      bundle.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
        const source = relative(`${root}/src`, resolve(resolveDir, path)).replaceAll("\\", "/");
        if (kind !== "dynamic-import" || inlined.includes(source)) return undefined;
        if (FILE_OF.has(source)) return { path: `./${FILE_OF.get(source)}.cjs`, external: true };
        others.add(source);
        return { path: `./parts/${source.replace(/\.ts$/, ".js")}`, external: true };
      });
    },
  };
  const built = await build({
    ...commonJs,
    entryPoints: { [name]: `src/${inlined[0]}` },
    charset: "ascii",
    plugins: [spared, ownRequire, late, elsewhere],
  });
  // Of a script whose compiled code was kept Node 20 does not know where its `import` begins: another file imports for it.
  await replaceIn(`${name}.cjs`, [
    [/\bimport\((?="\.\/parts\/)/g, 'require("./start.cjs").importPart('],
    [/\bimport\("\.\/(\w+)\.cjs"\)/g, 'Promise.resolve(require("./start.cjs").requireRare("$1"))'],
    ["zones().IANAZone", 'require("./start.cjs").requireRare("zones").IANAZone'],
  ]);
  return built;
}

/** Replaces texts in a file that was made, wherever they stand. */
async function replaceIn(name, replacements) {
  const file = join(outdir, name);
  const text = await readFile(file, "utf8");
  await writeFile(
    file,
    replacements.reduce((replaced, [from, to]) => replaced.replaceAll(from, to), text),
  );
}

/**
 * Makes a CommonJS file one expression. A script gets the function that runs the file (store/compiled-code.ts), which would
 * else copy the text to put it into one; `require` has it run.
 */
async function asFunction(name) {
  const file = join(outdir, name);
  const parameters = "exports, require, module, __filename, __dirname";
  const runs = `(run) => (typeof module === "undefined" ? run : run(${parameters}))`;
  // In parentheses of its own V8 compiles it at once: it is run in any case.
  await writeFile(file, `(${runs})((function (${parameters}) { ${await readFile(file, "utf8")}\n}))`);
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
