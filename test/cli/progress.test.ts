import { Readable } from "node:stream";
import { ledgerReader } from "../../src/verify/reading.ts";
import { describe, expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { progressOn } from "../../src/cli/progress.ts";
import type { OutputStream } from "../../src/io.ts";
import { openLedger } from "../../src/store/git-ledger.ts";
import { bookRepository, cleanEnvironment, recorded } from "../helpers/run-cli.ts";
import { wholeLedger } from "../helpers/whole-ledger.ts";

const ERASE = "\r\u001b[K";

function terminalStream(written: string[]): OutputStream {
  return { isTTY: true, columns: 30, write: (text) => void written.push(text) };
}

describe("the line that says what takes so long", () => {
  function line(env: Record<string, string> = {}): {
    readonly written: string[];
    readonly at: (time: number, ...told: Parameters<NonNullable<ReturnType<typeof progressOn>["tell"]>>) => void;
    readonly progress: ReturnType<typeof progressOn>;
  } {
    let now = 0;
    const written: string[] = [];
    const progress = progressOn(terminalStream(written), env, () => now);
    return {
      written,
      progress,
      at: (time, ...told) => {
        now = time;
        progress.tell?.(...told);
      },
    };
  }

  it("comes after a second, ten times a second, and fits the screen", () => {
    const { written, at } = line();
    for (let time = 0; time <= 1250; time += 50) at(time, "Reading", time, 12_345);
    at(2000, "Looking through everything there is to see", 1);
    expect(written).toEqual([
      `${ERASE}Reading 1,000 of 12,345`,
      `${ERASE}Reading 1,100 of 12,345`,
      `${ERASE}Reading 1,200 of 12,345`,
      `${ERASE}Looking through everything th`,
    ]);
  });

  it("goes before anything else is written, and at the end", () => {
    const { written, at, progress } = line();
    const stream = progress.before(terminalStream(written));
    stream.write("a\n");
    at(0, "Asking");
    stream.write("b\n");
    at(2000, "Reading", 1);
    progress.end();
    progress.end();
    expect(written).toEqual(["a\n", `${ERASE}Asking`, ERASE, "b\n", `${ERASE}Reading 1`, ERASE]);
  });

  it("goes when what it tells of is done, as a prompt may come next", () => {
    const { written, at } = line();
    at(100, "");
    at(2000, "Reading", 1);
    at(2010, "");
    expect(written).toEqual([`${ERASE}Reading 1`, ERASE]);
  });

  it.each<[string, boolean, Record<string, string>]>([
    ["a pipe", false, {}],
    ["a dumb terminal", true, { TERM: "dumb" }],
    ["GitHub Actions", true, { CI: "true" }],
    ["Azure Pipelines", true, { TF_BUILD: "True" }],
  ])("is not there for %s", (_, isTTY, env) => {
    const written: string[] = [];
    expect(progressOn({ ...terminalStream(written), isTTY }, env).tell).toBeUndefined();
  });

  it.each([
    { args: ["sync"], isTold: true },
    { args: ["sync", "--json"], isTold: false },
  ])("is gone once the answer is there: $args", async ({ args, isTold }) => {
    const repository = bookRepository({ procedures: { job: {} } });
    repository.git("clone", "--quiet", "--bare", ".", "origin.git");
    repository.git("remote", "add", "origin", `file://${repository.folder}/origin.git`);
    await recorded(repository, ["done", "job"]);
    const written: string[] = [];
    const stream = terminalStream(written);
    const env = cleanEnvironment();
    const stdin = { isTTY: false, read: () => Readable.from([]), keys: () => process.stdin };
    const now = (): number => Date.parse(env["RUNBOOK_NOW"] ?? "");
    const signals = { listen: () => () => {}, toGroup: () => {} };
    const streams = { stdout: stream, stderr: stream, stdin };
    const io = { cwd: repository.folder, env, now, later: now, ...streams, signals, runtime: "test" };
    expect(await main(args, io)).toBe(0);
    const told = written.filter((text) => text.startsWith(ERASE));
    expect(told).toEqual(isTold ? [`${ERASE}Comparing the ledger with ori`, ERASE] : []);
    expect(written.at(-1)).toMatch(isTold ? /^Nothing new: / : /"sent": 0/);
  });
});

describe("a ledger", () => {
  it("tells how far it has been read and checked", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    for (const day of ["2026-11-20", "2026-11-23"]) await recorded(repository, ["done", "job", "--for", day]);
    const told: string[] = [];
    const ledger = await openLedger({
      directory: repository.folder,
      env: cleanEnvironment(),
      settings: { branch: "runbook-ledger", remote: "origin", sync: "manual", sign: "auto" },
      progress: (...words) => void told.push(words.join(" ")),
    });
    const commits = (ledger && (await wholeLedger(ledger)))?.commits.length;
    expect(commits).toBe(3);
    expect(told).toEqual(["Reading the ledger: records 3", ""]);
    const inspected = await ledger?.inspect(ledgerReader("contoso", () => false).inspector);
    expect(inspected?.unsound).toEqual([]);
    expect(told.at(-1)).toMatch(/^Checking the ledger: objects (\d+) \1$/);
  });
});
