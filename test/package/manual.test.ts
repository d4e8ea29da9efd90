// The manual page that the build makes: whole, and sound by the judgement of the programs that print such pages.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commandTree } from "../../tools/command-tree.ts";

const PAGE = join(import.meta.dirname, "../../man/runbook.1");
const page = readFileSync(PAGE, "utf8");
const commands = commandTree().groups.flatMap((group) => group.commands);

describe("the manual page", () => {
  it.each(commands)("has $name with all its options", ({ name, usage, arguments: args, options }) => {
    const plain = page.replaceAll("\\-", "-").replaceAll("\\(aq", "'");
    const heading = `.SS "${name} ${usage}"`;
    expect(plain).toContain(heading);
    const section = plain.slice(plain.indexOf(heading) + heading.length).split(/^\.S[SH]/mu)[0] ?? "";
    for (const { term } of [...args, ...options]) expect(section).toContain(`\n.TP\n.B ${term}\n`);
  });

  it("knows the commands that help lists", () => {
    const names = commands.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["runbook due", "runbook incident open", "runbook completion"]));
    expect(names.join()).not.toContain("__");
  });

  // Neither is part of Windows or of most minimal images.
  it.for([
    { checker: "mandoc", args: ["-Tlint", "-Wall", PAGE] },
    { checker: "groff", args: ["-man", "-ww", "-Tutf8", "-z", PAGE] },
  ])("is printed by $checker without a warning", ({ checker, args }, { skip }) => {
    const { error, stdout, stderr, status } = spawnSync(checker, args, { encoding: "utf8" });
    skip(error !== undefined, `${checker} is not installed`);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});
