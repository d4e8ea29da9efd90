// What was parsed of a run book is kept: with it and without it every answer is the same, whatever has happened to the
// files or the cache since.

import {
  appendFileSync,
  cpSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { findRunBookFiles } from "../../src/store/run-book-files.ts";
import {
  bookFiles,
  bookRepository,
  emptyFolder,
  plantLines,
  procedureText,
  repositoryIn,
  runCli,
  writeFiles,
} from "../helpers/run-cli.ts";

const BOOK = {
  settings: { freezes: "[{ from: 2026-11-16, to: 2026-11-20, reason: Freeze, tags: [careful] }]" },
  procedures: {
    job: { trigger: "every business day", tags: "[careful]", effort: "10m" },
    other: { trigger: "weekly on Tuesday within 2 days", owner: "constructor" },
    rule: { trigger: "rrule FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101 from 2026-01-30", owner: "ben" },
    measured: {
      trigger: "monthly on day 31",
      measures: "{ __proto__: { unit: GB, limit: 3 }, gb: {} }",
      owner: "chris",
    },
    tracked: { trigger: "wave -8 weeks", track: "customer-engagement", requires: "[evidence]" },
    pair: { trigger: "quarterly on month 1 business day 10", effective: "2026-02-01", retired: "2027-02-01" },
  },
} as const;

interface Kept {
  readonly folder: string;
  readonly cacheFile: string;
}

const cacheFileIn = (folder: string): string => {
  const directory = join(folder, ".git", "runbook", "cache");
  const [name = ""] = readdirSync(directory).filter((entry) => entry.startsWith("run-book"));
  return join(directory, name);
};

const due = (folder: string, ...args: string[]): ReturnType<typeof runCli> =>
  runCli(["due", "--json", "--within", "200", ...args], { cwd: folder, inProcess: true });

const TEMPLATE = bookRepository(BOOK);

/**
 * A repository whose cache is warm, and knows all files by their stamps, as if they had been written long ago; without the
 * file that has a fault where `isSound`.
 */
async function warm(isSound = false): Promise<Kept> {
  const folder = emptyFolder();
  cpSync(TEMPLATE.folder, folder, { recursive: true });
  if (isSound) rmSync(join(folder, "procedures", "measured.md"));
  await due(folder);
  const cacheFile = cacheFileIn(folder);
  const stamp = (path: string): string => {
    const { mtimeMs, ctimeMs, size, ino } = statSync(join(folder, path));
    return JSON.stringify([mtimeMs, ctimeMs, size, ino]);
  };
  plantLines(cacheFile, (text) =>
    text
      .replaceAll(/"([a-z/.-]+)",\{"stamp":null,/g, (_, path: string) => `"${path}",{"stamp":${stamp(path)},`)
      .replaceAll(/^"([a-z-]+)"\t\[null,/gm, (_, id: string) => `"${id}"\t[${stamp(`procedures/${id}.md`)},`)
      .replaceAll(/\["((?:procedures)?)",null\]/g, (_, path: string) => `["${path}",${stamp(path)}]`),
  );
  expect(readFileSync(cacheFile, "utf8")).not.toMatch(/^\[null,|"stamp":null|\["(?:procedures)?",null\]/m);
  return { folder, cacheFile };
}

async function expectSame(folder: string): Promise<void> {
  const plain = await due(folder, "--no-cache");
  expect(await due(folder)).toEqual(plain);
}

const file = (folder: string, name: string): string => join(folder, "procedures", `${name}.md`);

describe.concurrent("a cached run book", () => {
  it("is what `due` answers from where no stamp has changed: what is planted in it shows", async () => {
    const { folder, cacheFile } = await warm();
    await expectSame(folder);
    plantLines(cacheFile, (text) => text.replace('"name":"job"', '"name":"planted"'));
    expect((await due(folder)).stdout).toContain("planted");
    expect((await due(folder, "--no-cache")).stdout).not.toContain("planted");
  });

  it("is what `due` answers from where only stamps have changed, as after a checkout", async () => {
    const { folder, cacheFile } = await warm();
    plantLines(cacheFile, (text) => text.replace('"name":"job"', '"name":"planted"'));
    for (const { path } of bookFiles(BOOK)) utimesSync(join(folder, path), 1, 1);
    expect((await due(folder)).stdout).toContain("planted");
  });

  it.each([
    ["roles", "planted", { roles: "roles: {}\n" }],
    ["the zone", "planted", { settings: { timezone: "Pacific/Auckland" } }],
    ["tracks, of which a procedure may name one", "job", { settings: { tracks: "[business-central]" } }],
  ])("is what `due` answers from of procedures where a .yml file says something else of %s", async (_, name, book) => {
    const { folder, cacheFile } = await warm(true);
    plantLines(cacheFile, (text) => text.replace('"name":"job"', '"name":"planted"'));
    writeFiles(folder, bookFiles({ ...BOOK, ...book }));
    rmSync(join(folder, "procedures", "measured.md"));
    expect((await due(folder)).stdout).toMatch(new RegExp(`"name": ?"${name}"`));
  });

  const CHANGES: Readonly<Record<string, (kept: Kept) => void>> = {
    "a trigger has changed": ({ folder }) =>
      writeFileSync(file(folder, "job"), procedureText("job", { trigger: "weekly" })),
    "a file has changed and kept its size and its time": ({ folder }) => {
      const path = file(folder, "job");
      const { mtime, atime } = statSync(path);
      writeFileSync(path, readFileSync(path, "utf8").replace("10m", "20m"));
      utimesSync(path, atime, mtime);
    },
    "a file was replaced by one of the same size and time": ({ folder }) => {
      const path = file(folder, "job");
      const { mtime, atime } = statSync(path);
      writeFileSync(join(folder, "new"), readFileSync(path, "utf8").replace("10m", "20m"));
      utimesSync(join(folder, "new"), atime, mtime);
      renameSync(join(folder, "new"), path);
    },
    "only a body has changed": ({ folder }) => appendFileSync(file(folder, "job"), "\nMore.\n"),
    "a file has come": ({ folder }) => writeFileSync(file(folder, "new"), procedureText("new")),
    "a file is gone": ({ folder }) => rmSync(file(folder, "job")),
    "a file has moved": ({ folder }) => renameSync(file(folder, "job"), file(folder, "task")),
    "two files have changed places": ({ folder }) => {
      renameSync(file(folder, "job"), join(folder, "x"));
      renameSync(file(folder, "other"), file(folder, "job"));
      renameSync(join(folder, "x"), file(folder, "other"));
    },
    "a file no longer parses": ({ folder }) => writeFileSync(file(folder, "job"), "---\nname: [\n---\n"),
    "a file cannot be read as text": ({ folder }) => writeFileSync(file(folder, "job"), Buffer.from([0xff, 0xfe, 0])),
    "a file has become a link": ({ folder }) => {
      renameSync(file(folder, "job"), join(folder, "real.md"));
      symlinkSync(join("..", "real.md"), file(folder, "job"));
    },
    "what a link leads to has changed": ({ folder }) => {
      renameSync(file(folder, "job"), join(folder, "real.md"));
      symlinkSync(join("..", "real.md"), file(folder, "job"));
      writeFileSync(join(folder, "real.md"), procedureText("job", { trigger: "weekly" }));
    },
    "two files claim one id": ({ folder }) => writeFileSync(file(folder, "new"), procedureText("new", { id: "job" })),
    "a file claims another's id as its former one": ({ folder }) =>
      writeFileSync(file(folder, "new"), procedureText("new", { formerly: "[job]" })),
    "settings have changed": ({ folder }) =>
      writeFiles(
        folder,
        bookFiles({ ...BOOK, settings: { timezone: "Pacific/Auckland", tracks: "[business-central]" } }),
      ),
    "roles have changed": ({ folder }) => writeFiles(folder, bookFiles({ ...BOOK, roles: "roles: {}\n" })),
    "roles and a trigger have changed": ({ folder }) => {
      writeFiles(folder, bookFiles({ ...BOOK, roles: "roles: {}\n" }));
      writeFileSync(file(folder, "job"), procedureText("job", { trigger: "weekly" }));
    },
    "the zone has changed": ({ folder }) =>
      writeFiles(folder, bookFiles({ ...BOOK, settings: { timezone: "Pacific/Auckland" } })),
    "the procedures are no folder, and holidays are gone": ({ folder }) => {
      rmSync(join(folder, "procedures"), { recursive: true });
      writeFileSync(join(folder, "procedures"), "");
      rmSync(join(folder, "holidays.yml"));
    },
    "holidays are gone": ({ folder }) => rmSync(join(folder, "holidays.yml")),
    "a .yml file has a fault": ({ folder }) => writeFileSync(join(folder, "waves.yml"), "waves: 3\n"),
    "a .yml file has a wrong name": ({ folder }) => renameSync(join(folder, "waves.yml"), join(folder, "waves.yaml")),
    "another build wrote it": ({ cacheFile }) =>
      plantLines(cacheFile, (text) => text.replace("source", "older").replace('"name":"job"', '"name":"planted"')),
    "it is of another folder": ({ folder, cacheFile }) =>
      plantLines(cacheFile, (text) => text.replace(folder, "/elsewhere").replace('"name":"job"', '"name":"planted"')),
    "it is cut off": ({ cacheFile }) => writeFileSync(cacheFile, readFileSync(cacheFile).subarray(0, 1500)),
    "one letter of it has changed": ({ cacheFile }) =>
      writeFileSync(cacheFile, readFileSync(cacheFile, "utf8").replace('"name":"job"', '"name":"jab"')),
    "it has a checksum and no sense": ({ cacheFile }) => plantLines(cacheFile, () => "{}"),
    "it was deleted": ({ folder }) => rmSync(join(folder, ".git", "runbook"), { recursive: true }),
  };
  it.each(Object.keys(CHANGES))("answers as without it where %s", async (change) => {
    const kept = await warm();
    CHANGES[change]?.(kept);
    await expectSame(kept.folder);
  });

  const record = (folder: string, ...args: string[]): ReturnType<typeof runCli> =>
    runCli(["done", "job", "--again", "--json", ...args], { cwd: folder, inProcess: true });
  const rewriteTrigger = (folder: string, name: string, trigger: string): void => {
    const path = file(folder, name);
    writeFileSync(path, readFileSync(path, "utf8").replace(/^trigger: .*$/m, `trigger: ${trigger}`));
  };

  it.each(Object.keys(CHANGES))("is recorded from as without it where %s", async (change) => {
    const kept = await warm(true);
    CHANGES[change]?.(kept);
    const copy = emptyFolder();
    cpSync(kept.folder, copy, { recursive: true, verbatimSymlinks: true });
    // The work tree's own folder stands in a message about it.
    const plain = JSON.parse(JSON.stringify(await record(copy, "--no-cache")).replaceAll(copy, kept.folder)) as unknown;
    expect(await record(kept.folder)).toEqual(plain);
  });

  it("is asked by `done` about other procedures as long as no file has changed, come, gone or got another name", async () => {
    const { folder, cacheFile } = await warm(true);
    plantLines(cacheFile, (text) => text.replace('"name":"job"', '"name":"planted"'));
    expect(await record(folder)).toMatchObject({ code: 0, stderr: "" });
    expect(repositoryIn(folder).git("log", "-1", "--format=%s", "runbook-ledger")).toMatch(/^planted: done/);
    rewriteTrigger(folder, "other", "[");
    expect(await record(folder)).toMatchObject({ code: 0, stderr: expect.stringContaining("procedures/other.md") });
  });

  it("is asked by `done` of young files, too, once an answer was kept of them as they are", async () => {
    const folder = emptyFolder();
    cpSync(TEMPLATE.folder, folder, { recursive: true });
    rmSync(join(folder, "procedures", "measured.md"));
    // Of folders that are young themselves nobody can tell.
    await pause(2100);
    for (const name of ["job", "other"]) utimesSync(file(folder, name), new Date(), new Date());
    await due(folder);
    await pause(2100);
    await runCli(["due", "--json", "--within", "200"], { cwd: folder, keptOnly: true });
    const before = readFileSync(cacheFileIn(folder), "utf8");
    expect(await record(folder)).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(cacheFileIn(folder), "utf8")).toBe(before);
    rewriteTrigger(folder, "other", "[");
    expect(await record(folder)).toMatchObject({ code: 0, stderr: expect.stringContaining("procedures/other.md") });
  });

  it("of many files is all that `done` asks about other procedures, as long as none has come, gone or got another name", async () => {
    const { folder, cacheFile } = await warm(true);
    plantLines(cacheFile, (text) => text.replace(/"fewFiles":\[.*?\],"formerly"/, '"fewFiles":null,"formerly"'));
    expect(readFileSync(cacheFile, "utf8")).toContain('"fewFiles":null');
    rewriteTrigger(folder, "other", "[");
    expect(await record(folder)).toMatchObject({ code: 0, stderr: "" });
    expect((await due(folder)).stderr).toContain("procedures/other.md");
    // From now on a file with a fault is known, and named each time.
    expect(await record(folder)).toMatchObject({ code: 0, stderr: expect.stringContaining("procedures/other.md") });
    rewriteTrigger(folder, "other", "daily");
    expect(await record(folder)).toMatchObject({ code: 0, stderr: "" });
    rewriteTrigger(folder, "job", "[");
    expect(await record(folder)).toMatchObject({ code: 2, stdout: expect.stringContaining("unknown-procedure") });
  });

  it("knows a procedure that is named twice, by whatever words, for one", async () => {
    const { folder } = await warm(true);
    for (const words of [["job"], ["job", "Job"]]) {
      const { code, stdout } = await record(folder, ...words, "--took", "5m");
      expect([code, (JSON.parse(stdout) as { records: unknown[] }).records.length]).toEqual([0, 1]);
    }
  });

  it("is read whole by `done` where a line of it is damaged", async () => {
    const { folder, cacheFile } = await warm(true);
    const text = readFileSync(cacheFile, "utf8").replace('"name":"job"', '"name":"jab"');
    writeFileSync(cacheFile, text);
    expect((await record(folder)).code).toBe(0);
    expect(repositoryIn(folder).git("log", "-1", "--format=%s", "runbook-ledger")).toMatch(/^job: done/);
    expect(readFileSync(cacheFile, "utf8")).not.toBe(text);
  });

  it("is shared by no two work trees", async () => {
    const { folder } = await warm();
    repositoryIn(folder).git("worktree", "add", "--quiet", "../tree-of-it");
    const tree = join(folder, "..", "tree-of-it");
    await expectSame(tree);
    writeFileSync(file(tree, "job"), procedureText("job", { trigger: "weekly" }));
    await expectSame(tree);
    await expectSame(folder);
    const wholes = readdirSync(join(folder, ".git", "runbook", "cache")).filter(
      (name) => name.startsWith("run-book ") && !name.endsWith(" changes"),
    );
    expect(wholes).toHaveLength(2);
  });
});

it("trusts a stamp only where the file was written well before it was read", () => {
  const { folder } = TEMPLATE;
  const written = statSync(file(folder, "job")).ctimeMs;
  const stampsAt = (time: number): unknown[] =>
    findRunBookFiles(folder, () => undefined, time).map(({ stamp }) => stamp);
  expect(stampsAt(written + 1000).filter((stamp) => stamp !== null)).toEqual([]);
  expect(stampsAt(written + 60_000)).not.toContain(null);
  expect(stampsAt(written - 60_000).filter((stamp) => stamp !== null)).toEqual([]);
});
