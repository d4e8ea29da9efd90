import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Environment } from "../../src/model/environment.ts";
import { gitEnvironment, runGit, runGitAtOnce, runGitOrThrow } from "../../src/store/git.ts";
import { temporaryRepository } from "../helpers/temp-repository.ts";

describe("gitEnvironment", () => {
  it("drops what points at another repository and keeps the rest", () => {
    const env: Environment = {
      PATH: "/bin",
      GIT_SSH_COMMAND: "ssh -i key",
      GIT_CONFIG_GLOBAL: "/x",
      GIT_DIR: "/elsewhere",
      GIT_INDEX_FILE: "/elsewhere/index",
      LC_ALL: "de_DE.UTF-8",
    };
    expect(gitEnvironment(env)).toEqual({
      PATH: "/bin",
      GIT_SSH_COMMAND: "ssh -i key",
      GIT_CONFIG_GLOBAL: "/x",
      LC_ALL: "C",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_GRAFT_FILE: "/dev/null/none",
    });
  });
});

describe("runGit", () => {
  const env = gitEnvironment(process.env);

  it("gives exit code, output and words", async () => {
    const { directory: cwd } = temporaryRepository();
    expect(await runGit(["rev-parse", "--is-bare-repository"], { cwd, env })).toEqual({
      exitCode: 0,
      stdout: "false\n",
      stderr: "",
    });
    expect(await runGit(["rev-parse", "--verify", "HEAD"], { cwd, env })).toMatchObject({
      exitCode: 128,
      stderr: expect.stringContaining("fatal"),
    });
    await expect(runGitOrThrow(["rev-parse", "--verify", "HEAD"], { cwd, env }, "No commit")).rejects.toMatchObject({
      code: "git",
      message: expect.stringMatching(/^No commit: fatal/),
    });
  });

  it("drains both streams at once, however much comes", async () => {
    const { directory: cwd } = temporaryRepository();
    const alias = "alias.flood=!f() { yes error | head -c 3000000 >&2; yes answer | head -c 7000000; }; f";
    const result = await runGit(["-c", alias, "flood"], { cwd, env });
    expect([result.exitCode, result.stderr.length, result.stdout.length]).toEqual([0, 3_000_000, 7_000_000]);
  });

  it("survives a git that does not read its input", async () => {
    const { directory: cwd } = temporaryRepository();
    const result = await runGit(["version"], { cwd, env, input: "x".repeat(5_000_000) });
    expect(result.exitCode).toBe(0);
  });

  it("says what is wrong with the folder that it is to run in, however Node tells", async () => {
    const { directory } = temporaryRepository();
    const file = join(directory, "file");
    writeFileSync(file, "");
    for (const [cwd, message] of [
      [file, `${file} is no folder`],
      [join(directory, "none"), `The folder ${join(directory, "none")} does not exist`],
    ] as const) {
      await expect(runGit(["version"], { cwd, env })).rejects.toMatchObject({ code: "io", message });
      expect(() => runGitAtOnce(["version"], { cwd, env })).toThrow(message);
    }
  });

  it("uses no shell", async () => {
    const { directory: cwd } = temporaryRepository();
    const text = "$(id); `id` \"' 漢字";
    expect((await runGit(["-c", `x.y=${text}`, "config", "x.y"], { cwd, env })).stdout).toBe(`${text}\n`);
  });
});
