// The licences of what is bundled: those who wrote it ask for no more than that their notice stays with it.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)/iu;

/** Who holds the rights to packages that name the MIT licence and leave its text out. */
const HOLDERS = { format: "Copyright 2010 - 2014 Sami Samhuri <sami@samhuri.net>" };

/** The folders of packages whose code is in a bundle, by the metafile of its build; `node_modules/…`, in order. */
export function bundledPackages(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs));
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/u.exec(path)?.[0] ?? []);
  return [...new Set(folders)].toSorted();
}

/** The notices of these packages as one text. Throws where a package has no licence of its own. */
export function noticesOf(folders, root) {
  const notices = folders.map((folder) => noticeOf(join(root, folder), root));
  const lacking = notices.filter(({ texts }) => texts.length === 0).map(({ name }) => name);
  if (lacking.length > 0) throw new Error(`No licence is found of what is bundled: ${lacking.join(", ")}`);
  const rule = "-".repeat(80);
  const parts = notices.map(({ name, version, license, texts }) =>
    [rule, `${name} ${version} (${license})`, "", ...texts, ""].join("\n"),
  );
  return `runbook contains code of the packages below, each under its own licence.\n\n${parts.join("\n")}`;
}

function noticeOf(folder, root) {
  const { name, version, license = "see below" } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .toSorted();
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim());
  const holder = HOLDERS[name];
  if (files.length > 0 || holder === undefined) return { name, version, license, texts };
  const mit = readFileSync(join(root, "LICENSE"), "utf8")
    .replace(/^Copyright .*$/mu, holder)
    .trim();
  return { name, version, license: "MIT", texts: [mit] };
}
