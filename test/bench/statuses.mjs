// How the statuses of a day grow with the run book: `npm run bench:statuses`.
import { build } from "esbuild";

const bundle = await build({
  entryPoints: [`${import.meta.dirname}/statuses-entry.ts`],
  bundle: true,
  write: false,
  format: "esm",
  platform: "node",
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("file:///");' },
  logLevel: "warning",
});
const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
const { measure } = await import(`data:text/javascript;base64,${source}`);

measure(1000, 3);
const rows = [50, 1000, 10_000].map((size) => ({ size, ...measure(size, size > 1000 ? 3 : 9) }));
const perProcedure = rows[0].ms / rows[0].size;
console.log("procedures   records   listed        ms   ratio of time per procedure");
for (const { size, records, items, ms } of rows) {
  const cells = [
    String(size).padStart(10),
    String(records).padStart(9),
    String(items).padStart(8),
    ms.toFixed(1).padStart(9),
  ];
  console.log(`${cells.join(" ")}   ${(ms / size / perProcedure).toFixed(2)}`);
}
