import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import {
  LEDGER,
  PROGRAM,
  type Repository,
  bookRepository,
  emptyFolder,
  expectRecorded,
  expectRefused,
  makeDirty,
  namesInTemporary,
  runCli,
  runJson,
} from "../helpers/run-cli.ts";

/** Every byte, line ends of both kinds, no UTF-8, no line end at the end. */
const BINARY = Buffer.from([...Array.from({ length: 256 }, (_, byte) => byte), 0x0d, 0x0a, 0x0a, 0xff, 0xfe, 0x0d]);
const FOLDER = "evidence/contoso/backup/2026-11";

function backupRepository(): Repository {
  return bookRepository({
    settings: { go_live: "2026-11-01" },
    procedures: { backup: { trigger: "monthly on business day 3", requires: "[evidence]" }, job: {} },
  });
}

/** A file of the ledger's tree, byte for byte. */
function blob({ folder }: Repository, path: string): Buffer {
  return execFileSync("git", ["cat-file", "blob", `${LEDGER}:${path}`], { cwd: folder, maxBuffer: 1 << 28 });
}

function evidenceOf({ git }: Repository): string[] {
  return git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", LEDGER, "evidence/").split("\n");
}

describe.concurrent("evidence", () => {
  it("is asked for where the procedure requires it", async () => {
    const repository = backupRepository();
    const error = await expectRefused(repository, ["done", "backup"]);
    expect(error).toMatchObject({ code: "usage", hint: expect.stringContaining("--for 2026-11 --attach FILE") });
    // With others the requirement stands, and nothing is recorded of them either.
    expect((await expectRefused(repository, ["done", "job", "backup"])).code).toBe("usage");
  });

  it("is kept byte for byte, whatever git would make of its line ends", async () => {
    const repository = backupRepository();
    makeDirty(repository);
    const { folder, git } = repository;
    writeFileSync(join(folder, "report.bin"), BINARY);
    writeFileSync(join(folder, "crlf.csv"), "a;b\r\n1;2\r\n");
    writeFileSync(join(folder, "empty.txt"), "");
    writeFileSync(join(folder, ".gitattributes"), "*.csv text eol=lf\n* ident\n");
    git("config", "core.autocrlf", "input");
    const args = ["done", "backup", ...["report.bin", "crlf.csv", "empty.txt"].flatMap((file) => ["--attach", file])];
    const [record] = await expectRecorded(repository, args);
    const paths = ["report.bin", "crlf.csv", "empty.txt"].map((name) => `${FOLDER}/${name}`);
    expect(record?.evidence).toEqual(paths);
    expect(evidenceOf(repository)).toEqual(paths.toSorted());
    expect(blob(repository, `${FOLDER}/report.bin`).equals(BINARY)).toBe(true);
    expect(blob(repository, `${FOLDER}/crlf.csv`).toString()).toBe("a;b\r\n1;2\r\n");
    expect(blob(repository, `${FOLDER}/empty.txt`)).toHaveLength(0);
  });

  // Elsewhere file systems have no such names, or take some of them for one.
  it.runIf(process.platform === "linux")(
    "gets names that are harmless everywhere, and never replaces what is there",
    async () => {
      const repository = backupRepository();
      const folder = emptyFolder();
      mkdirSync(join(folder, "other"));
      const names = [
        "report.txt",
        "other/report.txt",
        "other/REPORT.txt",
        " über 1% ☃ $HOME.txt",
        "-rf",
        ".hidden",
        "nul.txt",
        "two\nlines.txt",
        "日本.pdf",
      ];
      for (const name of names) writeFileSync(join(folder, name), name);
      const [record] = await expectRecorded(repository, [
        "done",
        "backup",
        ...names.map((name) => `--attach=${join(folder, name)}`),
      ]);
      expect(record?.evidence.map((path) => path.slice(FOLDER.length + 1))).toEqual([
        "report.txt",
        "report-2.txt",
        "REPORT-3.txt",
        "über-1-HOME.txt",
        "rf",
        "hidden",
        "_nul.txt",
        "two-lines.txt",
        "日本.pdf",
      ]);
      for (const [index, name] of names.entries())
        expect(blob(repository, record?.evidence[index] ?? "").toString()).toBe(name);
      writeFileSync(join(folder, "report.txt"), "a later one");
      const [later] = await expectRecorded(repository, [
        "done",
        "backup",
        "--again",
        "--attach",
        join(folder, "report.txt"),
      ]);
      expect(later?.evidence).toEqual([`${FOLDER}/report-4.txt`]);
      expect(blob(repository, `${FOLDER}/report.txt`).toString()).toBe("report.txt");
      expect(blob(repository, `${FOLDER}/report-4.txt`).toString()).toBe("a later one");
    },
  );

  it("is found from the working directory, through links too, and leaves no temporary file", async () => {
    const repository = backupRepository();
    const [folder, TMPDIR] = [emptyFolder(), emptyFolder()];
    writeFileSync(join(folder, "target.txt"), "behind a link");
    symlinkSync("target.txt", join(folder, "link.txt"));
    const args = ["done", "backup", "--attach", "link.txt", "--dir", repository.folder];
    await expectRecorded(repository, args, { cwd: folder, env: { TMPDIR } });
    expect(blob(repository, `${FOLDER}/link.txt`).toString()).toBe("behind a link");
    expect(namesInTemporary(TMPDIR)).toEqual([]);
  });

  it("is taken from a path of more than 260 characters, which Windows' own programs do not know", async () => {
    const repository = backupRepository();
    const folder = join(emptyFolder(), "a".repeat(120), "b".repeat(120));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "deep.txt"), "deep");
    await expectRecorded(repository, ["done", "backup", "--attach", join(folder, "deep.txt")]);
    expect(blob(repository, `${FOLDER}/deep.txt`).toString()).toBe("deep");
  });

  // A script of sh stands in git's place.
  it.skipIf(process.platform === "win32")("is never replaced where another writer wins the race", async () => {
    const repository = backupRepository();
    const [mine, theirs, bin] = [emptyFolder(), emptyFolder(), emptyFolder()];
    writeFileSync(join(mine, "report.txt"), "mine");
    writeFileSync(join(theirs, "report.txt"), "theirs");
    // A git that lets the other one record just before the branch is moved for the first time.
    const other = `'${process.execPath}' '${PROGRAM}' done backup --attach '${join(theirs, "report.txt")}' >/dev/null`;
    const wrapper = [
      "#!/bin/sh",
      `PATH='${process.env["PATH"]}'`,
      `case " $* " in *" update-ref "*) if mkdir '${join(bin, "raced")}' 2>/dev/null; then (cd '${repository.folder}' && ${other}) || exit 1; fi;; esac`,
      'exec git "$@"',
    ];
    writeFileSync(join(bin, "git"), `${wrapper.join("\n")}\n`, { mode: 0o755 });
    const { code } = await runCli(["done", "backup", "--attach", join(mine, "report.txt")], {
      cwd: repository.folder,
      env: { PATH: `${bin}:${process.env["PATH"]}` },
    });
    expect([code, readdirSync(bin)]).toEqual([0, ["git", "raced"]]);
    const { document } = await runJson("log", ["log"], { inProcess: true, cwd: repository.folder });
    const paths = document.records.flatMap(({ evidence }) => evidence);
    expect(paths.map((path) => blob(repository, path).toString()).toSorted()).toEqual(["mine", "theirs"]);
  });

  it("may be given where it is not required", async () => {
    const repository = backupRepository();
    writeFileSync(join(repository.folder, "shot.png"), BINARY);
    const [record] = await expectRecorded(repository, ["done", "job", "--failed", "--attach", "shot.png"]);
    expect(record).toMatchObject({ outcome: "failed", evidence: ["evidence/contoso/job/2026-11-23/shot.png"] });
  });

  let refusing: Repository;
  beforeAll(() => {
    refusing = backupRepository();
    writeFileSync(join(refusing.folder, "good.txt"), "good");
    writeFileSync(join(refusing.folder, "large.bin"), "");
    truncateSync(join(refusing.folder, "large.bin"), 25 * 1024 * 1024 + 1);
    symlinkSync("nowhere", join(refusing.folder, "dangling"));
  });

  it.each([
    { file: "missing.txt", says: "There is no file missing.txt" },
    { file: "procedures", says: "procedures is no regular file" },
    { file: "large.bin", says: "large.bin has 26 MiB" },
    { file: "dangling", says: "There is no file dangling" },
    ...(process.platform === "win32" ? [] : [{ file: "/dev/null", says: "/dev/null is no regular file" }]),
    { file: "", says: "--attach names no file" },
  ])("refuses “$file”, also beside a good file", async ({ file, says }) => {
    const error = await expectRefused(refusing, ["done", "backup", "--attach", "good.txt", `--attach=${file}`]);
    expect(error).toMatchObject({ code: "io", message: expect.stringContaining(says) });
  });

  it("takes a file of exactly 25 MiB", async () => {
    const repository = backupRepository();
    writeFileSync(join(repository.folder, "large.bin"), "");
    truncateSync(join(repository.folder, "large.bin"), 25 * 1024 * 1024);
    await expectRecorded(repository, ["done", "backup", "--attach", "large.bin"]);
    expect(repository.git("cat-file", "-s", `${LEDGER}:${FOLDER}/large.bin`)).toBe(String(25 * 1024 * 1024));
  });

  it("takes a larger one where it is told to, without reading it into memory, and names the option where not", async () => {
    const repository = backupRepository();
    writeFileSync(join(repository.folder, "large.bin"), "");
    truncateSync(join(repository.folder, "large.bin"), 100 * 1024 * 1024);
    const args = ["done", "backup", "--attach", "large.bin"];
    const error = await expectRefused(repository, args);
    expect(error).toMatchObject({ code: "io", hint: expect.stringContaining("--max-attachment 100M") });
    expect((await expectRefused(repository, [...args, "--max-attachment", "99M"])).code).toBe("io");
    expect((await expectRefused(repository, [...args, "--max-attachment", "large"])).code).toBe("usage");
    await expectRecorded(repository, [...args, "--max-attachment", "100M"], {
      env: { NODE_OPTIONS: "--max-old-space-size=64" },
    });
    expect(repository.git("cat-file", "-s", `${LEDGER}:${FOLDER}/large.bin`)).toBe(String(100 * 1024 * 1024));
  });

  // Windows has no such names.
  it.skipIf(process.platform === "win32")("gets names that fit into a file system, whatever their script", async () => {
    const repository = backupRepository();
    const names = [`${"\u65e5".repeat(80)}.pdf`, "com\u00b9.txt", "...", `${"a".repeat(119)}--.csv`];
    for (const name of names) writeFileSync(join(repository.folder, name), name);
    const [record] = await expectRecorded(repository, ["done", "backup", ...names.map((name) => `--attach=${name}`)]);
    expect(record?.evidence.map((path) => path.slice(FOLDER.length + 1))).toEqual([
      `${"\u65e5".repeat(38)}.pdf`,
      "_com\u00b9.txt",
      "evidence",
      `${"a".repeat(114)}--.csv`,
    ]);
  });
});
