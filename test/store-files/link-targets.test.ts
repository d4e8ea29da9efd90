import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { wayTo } from "../../src/store/inside-folder.ts";
import { linkFinder } from "../../src/store/link-targets.ts";

const top = realpathSync(mkdtempSync(join(tmpdir(), "runbook-links-")));
afterAll(() => rmSync(top, { recursive: true, force: true }));
const root = join(top, "docs", "runbook");
mkdirSync(join(root, "procedures", "daily"), { recursive: true });
writeFileSync(join(root, "procedures", "daily", "Job.md"), "# Job\n");
writeFileSync(join(root, "procedures", "page.png"), "");
writeFileSync(join(top, "README.md"), "# Top\n");
symlinkSync(join(top, "nothing.md"), join(root, "procedures", "dangling.md"));
const find = linkFinder(root, top);

it.each([
  ["procedures/daily/Job.md", { kind: "file" }],
  ["procedures/page.png", { kind: "file", text: undefined }],
  ["procedures/daily", { kind: "folder" }],
  ["", { kind: "folder" }],
  ["../../README.md", { kind: "file" }],
  ["../..", { kind: "folder" }],
  ["../../../README.md", { kind: "outside" }],
  ["procedures/daily/job.md", { kind: "other-case", name: "Job.md" }],
  ["procedures/Daily/Job.md", { kind: "other-case", name: "daily" }],
  ["procedures/nothing.md", { kind: "nothing" }],
  ["procedures/page.png/x", { kind: "nothing" }],
  ["procedures/dangling.md", { kind: "nothing" }],
  ["procedures/a\0b.md", { kind: "nothing" }],
])("finds at `%s`", (path, expected) => {
  expect(find(path)).toMatchObject(expected);
});

it("finds all of the drive where nothing is the top", () => {
  expect(linkFinder(root)("../../README.md")).toMatchObject({ kind: "file" });
  expect(linkFinder(root)("../../../x/README.md")).toEqual({ kind: "nothing" });
});

it.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "finds what lies in a folder that may not be listed",
  () => {
    chmodSync(join(top, "docs"), 0o111);
    try {
      expect(linkFinder(root, top)("procedures/daily/Job.md")).toMatchObject({ kind: "file" });
      expect(linkFinder(root, top)("procedures/nothing.md")).toEqual({ kind: "nothing" });
    } finally {
      chmodSync(join(top, "docs"), 0o755);
    }
  },
);

it("reads Markdown when asked", () => {
  const found = find("../../README.md");
  expect(found.kind === "file" ? found.text?.() : undefined).toBe("# Top\n");
});

it("tells the way up", () => {
  expect([wayTo(root, top), wayTo(root, root)]).toEqual(["../..", ""]);
});
