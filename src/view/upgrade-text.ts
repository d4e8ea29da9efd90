import { count } from "../model/count.ts";
import type { Output } from "./output-shapes.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

type Upgrade = Output<"upgrade">;
type File = Upgrade["files"][number];

const WORDS: Readonly<Record<File["change"], string>> = {
  new: "in the reference run book, not here yet",
  update: "changed in the reference run book, not here",
  merge: "changed on both sides, merges cleanly",
  conflict: "changed on both sides in the same lines: left as it is",
  taken: "new in the reference run book, but another procedure here has its name or id: left as it is",
  same: "changed alike on both sides",
  deleted: "changed in the reference run book, deleted here: stays deleted",
  gone: "no longer in the reference run book: left as it is; set `retired` if you do without it",
};

export interface UpgradeView {
  readonly conflictMarkers?: boolean;
  readonly diff?: boolean;
  /** Files that somebody must settle. */
  readonly left: number;
  /** What an upgrade writes besides the files. */
  readonly recordPath: string;
  /** That were named for this run. */
  readonly products: readonly string[];
  /** For which the reference has procedures that are left out. */
  readonly otherProducts: readonly string[];
}

/** The files by what becomes of them, and what to type next; with `diff` the changes before that, line by line. */
export function renderUpgradeText(upgrade: Upgrade, view: UpgradeView, style: Style): string {
  const diffs = view.diff === true ? upgrade.files.map((file) => renderDiff(file, style)) : [];
  return [
    ...diffs,
    added(upgrade),
    ...(Object.keys(WORDS) as File["change"][]).map((change) => group(change, upgrade.files)),
  ]
    .concat(`${closing(upgrade, view).join("\n")}\n`)
    .join("");
}

function added({ products, addedProducts }: Upgrade): string {
  if (addedProducts.length === 0) return "";
  const before = products.filter((product) => !addedProducts.includes(product));
  return `Besides ${before.join(", ")}, this run book is for ${addedProducts.join(", ")} now.\n`;
}

function group(change: File["change"], all: readonly File[]): string {
  const files = all.filter((file) => file.change === change);
  if (files.length === 0) return "";
  return `${files.length} ${WORDS[change]}:\n${files.map((file) => `  ${nameOf(file)}\n`).join("")}`;
}

function nameOf({ path, from }: File): string {
  return from === null ? plainLine(path) : `${plainLine(path)}, until now ${plainLine(from)}`;
}

function closing({ files, applied, to }: Upgrade, view: UpgradeView): string[] {
  const { left, conflictMarkers, diff, recordPath, products, otherProducts } = view;
  const [other] = otherProducts;
  const others =
    other === undefined
      ? []
      : [
          `The reference has procedures for ${otherProducts.join(", ")}, too. Once you have such a product:`,
          `  runbook upgrade --products ${other}`,
        ];
  if (files.length === 0) {
    return [`The reference run book of ${to} has nothing that this run book has not seen.`, ...others];
  }
  const written = count(files.filter(({ writes }) => writes).length, "file");
  const forProducts = products.length === 0 ? "" : ` --products ${products.join(",")}`;
  return [
    applied
      ? `Wrote ${written}. Read it with \`git diff\`, then commit it together with ${recordPath}.`
      : `Nothing was written. \`runbook upgrade${forProducts} --apply\` writes ${written}${diff === true ? "" : ", `--diff` shows the changes"}.`,
    ...(left > 0 && conflictMarkers !== true
      ? ["With --conflict-markers both texts of a conflict are written into the file, for you to choose."]
      : []),
    ...others,
  ];
}

/** A unified diff with added and removed lines coloured. */
function renderDiff({ diff }: File, { chalk }: Style): string {
  return plainBlock(diff ?? "")
    .split("\n")
    .map((line) => {
      if (/^(?:diff|index|---|\+\+\+|new file) /.test(line)) return chalk.bold(line);
      if (line.startsWith("+")) return chalk.green(line);
      if (line.startsWith("-")) return chalk.red(line);
      return line.startsWith("@@") ? chalk.cyan(line) : line;
    })
    .join("\n");
}
