import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { readRepositoryConfig } from "../../src/store/repository-config.ts";
import { cleanEnvironment } from "../helpers/run-cli.ts";

const ROLES = ["author", "committer"] as const;

describe("who git says is at work", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(inject("scratch"), "config-"));
    execFileSync("git", ["init", "--quiet"], { cwd: folder, env: cleanEnvironment() });
  });

  it.each<[string, string, Readonly<Record<string, string>>, boolean]>([
    ["the user's settings", "", {}, true],
    ["settings of the repository", "[user]\n\tname = Ben\n\temail = ben@fabrikam.example\n", {}, true],
    [
      "settings for one role",
      '[author]\n\tname = "Ben B. Çelik"\n[committer]\n\temail = c@fabrikam.example\n',
      {},
      true,
    ],
    [
      "the environment",
      "[author]\n\tname = Ben\n",
      { GIT_AUTHOR_NAME: "Chris", GIT_COMMITTER_EMAIL: "x@y.example" },
      true,
    ],
    [
      "settings of the environment",
      "",
      { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "user.name", GIT_CONFIG_VALUE_0: "Eve" },
      true,
    ],
    ["the last of several", "[user]\n\tname = Ben\n\tname = Dana\n", {}, true],
    ["a name that git strips", '[user]\n\tname = " Ben. "\n', {}, false],
    ["a name with signs that git drops", "[user]\n\tname = Ben <b>\n", {}, false],
    ["an empty name", '[user]\n\tname = ""\n', {}, false],
    ["a name without a value", "[user]\n\tname\n", {}, false],
    ["an empty variable", "", { GIT_AUTHOR_NAME: "", GIT_COMMITTER_NAME: "" }, false],
    ["nobody", "", { GIT_CONFIG_GLOBAL: "/dev/null", EMAIL: "e@contoso.example" }, false],
  ])("is read from %s as git reads it, or left to git", async (_, settings, changes, isRead) => {
    writeFileSync(join(folder, ".git", "config"), `[core]\n\tbare = false\n${settings}`);
    const env = cleanEnvironment(changes);
    const config = readRepositoryConfig(folder, env);
    for (const role of ROLES) {
      const words = ["-c", "user.useConfigOnly=true", "var", `GIT_${role.toUpperCase()}_IDENT`];
      const { stdout } = spawnSync("git", words, { cwd: folder, env, encoding: "utf8" });
      const [, name, email] = /^(.*) <(.*)> /.exec(stdout) ?? [];
      const who = await config.then(
        (found) => found.identity(role),
        () => undefined,
      );
      expect(who).toEqual(isRead ? { name, email } : undefined);
    }
  });
});
