// Where a run book has many files git looks which of them have changed: whatever has happened to them, that says what a look
// at each says.

import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type LookPlace, beginLook, keepFiles } from "../../src/session/kept-files.ts";
import { knownFiles } from "../../src/session/known-files.ts";
import { cacheFolderOf } from "../../src/store/cache-files.ts";
import { findRunBookFiles } from "../../src/store/run-book-files.ts";
import { HOOK_TIMEOUT, cleanEnvironment, emptyFolder, repositoryIn, writeFiles } from "../helpers/run-cli.ts";

const PATHS = ["weekly/a.md", "weekly/b.md", "daily/c.md", "daily/Grüße 'd'.md", "e.md"].map(
  (path) => `procedures/${path}`,
);

/** A run book in a folder of a repository, some of its files tracked, ignored, or known to git by a flag. */
function newPlace(): LookPlace {
  const top = emptyFolder();
  const root = join(top, "deep", "book");
  writeFiles(root, [
    { path: "runbook.yml", text: "id: book\n" },
    ...PATHS.map((path) => ({ path, text: `${path}, as it was\n` })),
  ]);
  writeFiles(top, [{ path: ".gitignore", text: "c.md\n" }]);
  const { git } = repositoryIn(top);
  git("init", "--quiet");
  git("add", "deep/book/procedures/weekly", ".gitignore");
  git("commit", "--quiet", "-m", "Begin");
  git("update-index", "--assume-unchanged", "deep/book/procedures/weekly/b.md");
  return { folder: cacheFolderOf(join(top, ".git")), root, env: cleanEnvironment(), many: 1 };
}

async function keepAsTheyAre(place: LookPlace): Promise<string> {
  const known = await knownFiles(findRunBookFiles(place.root, () => undefined));
  if (known === undefined) throw new Error("A file cannot be read.");
  return keepFiles(known, place);
}

/** What a look says, and whether it was git's. */
async function lookAt(place: LookPlace): Promise<readonly [id: string | undefined, by: "git" | "us"]> {
  const look = await beginLook(place);
  const now = await look();
  await now?.prepareNext?.();
  return [now?.id, now !== undefined && now.prepareNext === undefined ? "git" : "us"];
}

type Change = (root: string, place: LookPlace) => unknown;
const file = (at: number): string => PATHS[at] ?? "";
const indexOf = ({ folder }: LookPlace): string => {
  const caches = folder.fileOf("");
  return join(caches, readdirSync(caches).find((name) => name.endsWith(".index")) ?? "none");
};

/** Each with whether the files are still as they were kept. */
const CHANGES: Readonly<Record<string, readonly [isSame: boolean, change: Change]>> = {
  nothing: [true, () => {}],
  "a text of the same length": [false, (root) => writeFileSync(join(root, file(0)), `${file(0)}, as it WAS\n`)],
  "a text in a file that git is told to assume unchanged": [false, (root) => appendFileSync(join(root, file(1)), "+")],
  "a text in a file that git ignores": [false, (root) => appendFileSync(join(root, file(2)), "+")],
  "a text in a file with an odd name": [false, (root) => appendFileSync(join(root, file(3)), "+")],
  "a text in a file that git does not track, its times as before": [
    false,
    (root) => {
      writeFileSync(join(root, file(4)), `${file(4)}, as it WAS\n`);
      utimesSync(join(root, file(4)), new Date("2026-01-01"), new Date("2026-01-01"));
    },
  ],
  "only times": [true, (root) => PATHS.forEach((path) => utimesSync(join(root, path), new Date(), new Date()))],
  "a text and back again": [
    true,
    (root) => {
      writeFileSync(join(root, file(0)), "another\n");
      writeFileSync(join(root, file(0)), `${file(0)}, as it was\n`);
    },
  ],
  "one file more": [false, (root) => writeFileSync(join(root, "procedures", "weekly", "f.md"), "f\n")],
  "one file less": [false, (root) => rmSync(join(root, file(2)))],
  "a name": [false, (root) => renameSync(join(root, file(2)), join(root, "procedures", "daily", "x.md"))],
  "a folder's name": [
    false,
    (root) => renameSync(join(root, "procedures", "daily"), join(root, "procedures", "hourly")),
  ],
  "a file that is no procedure": [true, (root) => writeFileSync(join(root, "procedures", "weekly", "f.txt"), "f\n")],
  "one of the .yml files": [false, (root) => writeFileSync(join(root, "runbook.yml"), "id: look\n")],
  "a .yml file more": [false, (root) => writeFileSync(join(root, "roles.yml"), "")],
  "a name that hides a .yml file": [false, (root) => writeFileSync(join(root, "roles.yaml"), "")],
  "a link instead of a file": [
    false,
    (root) => {
      writeFileSync(join(root, "elsewhere"), "another text\n");
      rmSync(join(root, file(0)));
      symlinkSync("../../elsewhere", join(root, file(0)));
    },
  ],
  "what people's own index says": [
    true,
    (root) => {
      repositoryIn(root).git("add", "--all", "--force", ".");
      repositoryIn(root).git("commit", "--quiet", "-m", "All");
    },
  ],
  "git's index: it is gone": [true, (_, place) => rmSync(indexOf(place))],
  "git's index: it is gone, and a text": [
    false,
    (root, place) => {
      rmSync(indexOf(place));
      appendFileSync(join(root, file(0)), "+");
    },
  ],
  "git's index: it is cut off": [true, (_, place) => truncateSync(indexOf(place), 100)],
  "git's index: it is another": [true, (_, place) => writeFileSync(indexOf(place), readFileSync(indexOf(place)))],
  "what is kept of it": [
    true,
    (_, { folder }) =>
      appendFileSync(folder.fileOf(readdirSync(folder.fileOf("")).find((name) => name.endsWith(" git")) ?? ""), "x"),
  ],
};

const places = new Map<string, LookPlace>();
const ids = new Map<string, string>();

beforeAll(async () => {
  for (const name of [...Object.keys(CHANGES), "nobody's git", "a history"]) places.set(name, newPlace());
  // Until then a file's stamp does not count.
  await pause(2100);
  for (const [name, place] of places) ids.set(name, await keepAsTheyAre(place));
}, HOOK_TIMEOUT);

function placeOf(name: string): LookPlace {
  const place = places.get(name);
  if (place === undefined) throw new Error(`There is no place for ${name}.`);
  return place;
}

describe("the files of a run book that has many", () => {
  it.each(Object.entries(CHANGES))("are looked at by git, whatever changes: %s", async (name, [isSame, change]) => {
    const place = placeOf(name);
    const id = ids.get(name);
    expect(await lookAt(place)).toEqual([id, "us"]);
    expect(await lookAt(place)).toEqual([id, "git"]);
    await change(place.root, place);
    expect((await lookAt(place))[0]).toBe(isSame ? id : undefined);
    if (name === "a link instead of a file" || name === "a name that hides a .yml file") return;
    const next = await keepAsTheyAre(place);
    expect(next === id).toBe(isSame);
    await lookAt(place);
    expect((await lookAt(place))[0]).toBe(next);
  });

  it("are looked at one by one where git cannot be started", async () => {
    const place = placeOf("nobody's git");
    const id = ids.get("nobody's git");
    const alone = { ...place, env: { ...place.env, PATH: mkdtempSync(join(place.root, "empty-")) } };
    for (let turn = 0; turn < 3; turn += 1) expect(await lookAt(alone)).toEqual([id, "us"]);
    expect(await lookAt(place)).toEqual([id, "us"]);
    appendFileSync(join(place.root, file(0)), "+");
    expect(await lookAt(alone)).toEqual([undefined, "us"]);
  });

  it("are the same exactly where all texts are, over random histories", async () => {
    const place = placeOf("a history");
    const { root } = place;
    const step = fc.record({
      what: fc.constantFrom("write", "touch", "remove", "rename", "look", "keep"),
      at: fc.nat({ max: PATHS.length - 1 }),
      text: fc.constantFrom("one\n", "two\n", "three\n"),
    });
    const textsNow = (): string => JSON.stringify(findRunBookFiles(root, () => undefined).map(({ source }) => source));
    let kept = { id: await keepAsTheyAre(place), texts: textsNow() };
    const take = async ({ what, at, text }: { what: string; at: number; text: string }): Promise<void> => {
      const path = join(root, file(at));
      mkdirSync(join(path, ".."), { recursive: true });
      if (what === "write") writeFileSync(path, text);
      else if (what === "touch") appendFileSync(path, "");
      else if (what === "remove") rmSync(path, { force: true });
      else if (what === "rename") {
        writeFileSync(path, text);
        renameSync(path, join(root, file((at + 1) % PATHS.length)));
      } else if (what === "keep") kept = { id: await keepAsTheyAre(place), texts: textsNow() };
      expect((await lookAt(place))[0]).toBe(textsNow() === kept.texts ? kept.id : undefined);
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 8 }), async (steps) => {
        for (const each of steps) await take(each);
      }),
      { numRuns: 8 },
    );
  });
});
