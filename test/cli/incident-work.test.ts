// What is answered of incidents by other commands than theirs.

import { beforeAll, describe, expect, it } from "vitest";
import { HOOK_TIMEOUT, type Repository, type RunResult, bookRepository, runCli, runJson } from "../helpers/run-cli.ts";

const BOOK = {
  procedures: {
    second: { name: "Second answer", trigger: "on incident severity 2 within 1 hour" },
    third: { trigger: "on incident severity 3 within 1 business day" },
    daily: { trigger: "daily" },
  },
};

/** In this process, at a time of Friday 20 November 2026, UTC, unless another day is given. */
function at({ folder }: Repository, time: string, ...args: readonly string[]): Promise<RunResult> {
  const now = time.length === 5 ? `2026-11-20T${time}:00Z` : time;
  return runCli(args, { cwd: folder, env: { RUNBOOK_NOW: now }, inProcess: true });
}

async function opened(
  repository: Repository,
  time: string,
  severity: number,
  ...args: readonly string[]
): Promise<string> {
  const opening = ["incident", "open", "--severity", String(severity), ...args];
  const { stdout } = await at(repository, time, ...opening);
  return /^Opened (\S+),/.exec(stdout)?.[1] ?? "none";
}

describe.concurrent("--for", () => {
  let repository: Repository;
  let ids: string[];
  beforeAll(async () => {
    repository = bookRepository(BOOK);
    ids = [
      await opened(repository, "08:00", 2, "--title", "Orders fail", "--ticket", "INC-42"),
      await opened(repository, "08:10", 2, "--title", "Invoices are slow"),
      await opened(repository, "08:20", 3, "--title", "A report is wrong"),
    ];
  }, HOOK_TIMEOUT);

  it("takes as much of an incident's id as tells it apart, or its ticket, as `incident` does", async () => {
    const [first = "", second = ""] = ids;
    const end = second.slice(-4);
    expect((await at(repository, "08:30", "done", "second", "--for", "inc-42")).stdout).toContain(`for ${first}: done`);
    expect((await at(repository, "08:31", "skip", "second", "--for", end, "-m", "Twin")).stdout).toContain(second);
    expect((await at(repository, "08:32", "explain", "second", "--for", end)).stdout).toContain(`${second}  skipped`);
    expect((await at(repository, "08:33", "undo", "second", "--for", end)).stdout).toContain(`for ${second}: skipped`);
    const run = await at(repository, "08:34", "run", "second", "--for", end, "--print");
    expect(run.stdout).toContain(second);
  });

  it("lists those that a word means, where it means several", async () => {
    const { code, stderr } = await at(repository, "08:40", "done", "second", "--for", "2026");
    expect(code).toBe(2);
    expect(stderr).toContain(`${ids[0]}: Orders fail (`);
    expect(stderr).toMatch(new RegExp(`Name one: --for ${ids[1]}\\n$`));
  });

  it("takes no incident of another severity, nor part of another key", async () => {
    const other = await at(repository, "08:50", "done", "second", "--for", ids[2]?.slice(-4) ?? "");
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/has no occurrence .*\n.*\n.*: runbook sync\n$/),
    });
    expect(await at(repository, "08:50", "done", "daily", "--for", "2026-11")).toMatchObject({ code: 2 });
  });
});

describe.concurrent("an incident from before go-live", () => {
  it("asks for nothing that could be overdue", async () => {
    const repository = bookRepository({ ...BOOK, settings: { go_live: "2026-11-20" } });
    const opening = ["incident", "open", "--severity", "2", "--title", "Old", "--at", "2026-11-02T08:00"];
    expect((await at(repository, "08:00", ...opening)).stdout).toContain("1 hour, by Mon 2 Nov 09:00 (not owed)");
    const { stdout } = await at(repository, "08:00", "incident", "show");
    expect(stdout).toMatch(/Second answer .* 09:00 +none +not owed\n/);
  });
});

describe.concurrent("an incident that two clones closed", () => {
  it("stays closed where one closing is undone, and is open where both are", async () => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 2, "--title", "Orders fail");
    // The closing of the other clone, as a merge brings it: later than the first.
    await at(repository, "08:20", "incident", "close");
    const first = repository.git("rev-parse", "runbook-ledger").trim();
    const tree = `${first}^{tree}`;
    const message = repository.git("show", "-s", "--format=%B", first);
    const other = repository.git("commit-tree", tree, "-p", first, "-m", message).trim();
    repository.git("update-ref", "refs/heads/runbook-ledger", other, first);
    expect((await at(repository, "08:30", "undo", other)).stdout).toContain(
      `  ${id} stays closed, since 2026-11-20 08:20, by `,
    );
    expect((await at(repository, "08:31", "undo", first)).stdout).toMatch(new RegExp(`\n {2}${id} is open again\n$`));
  });
});

describe.concurrent("incidents to choose from", () => {
  it("are shown with the beginning of a long title, in one line", async () => {
    const repository = bookRepository(BOOK);
    const id = await opened(repository, "08:00", 2, "--title", `Nobody\tcan ${"save ".repeat(100)}`);
    await opened(repository, "08:10", 2, "--title", "Invoices are slow");
    const { stderr } = await at(repository, "08:30", "incident", "close");
    const line = stderr.split("\n").find((row) => row.includes(id)) ?? "";
    expect(line).toMatch(/ \(open for 30m\) Nobody can save .* save…$/);
    expect(line.length).toBeLessThan(120);
  });
});

describe.concurrent("whoever has an incident", () => {
  it("is no outside team, but somebody of it", async () => {
    const repository = bookRepository(BOOK);
    await opened(repository, "08:00", 2, "--title", "Orders fail");
    const { code, stderr } = await at(repository, "08:01", "incident", "assign", "partner-support");
    expect(code).toBe(2);
    expect(stderr).toContain('It is an outside team: name the one of them who has it, as "Name <name@example.com>"');
  });
});

describe.concurrent("a month later", () => {
  it("the report gives targets as the triggers do, not the days off between as hours", async () => {
    const repository = bookRepository(BOOK);
    await opened(repository, "08:00", 3, "--title", "A report is wrong");
    const month = ["report", "--from", "2026-11-01", "--to", "2026-11-30"];
    const { stdout } = await at(repository, "2026-12-20T08:00:00Z", ...month);
    expect(stdout).toMatch(/third not done\s+\(target 1 business day\)|third not done \(target 1\s+business day\)/);
  });

  it("verify names the incidents that were written down later", async () => {
    const repository = bookRepository(BOOK);
    const opening = ["incident", "open", "--severity", "2", "--title", "Old", "--at", "2026-11-02T08:00"];
    const { stdout } = await at(repository, "08:00", ...opening);
    const id = /^Opened (\S+),/.exec(stdout)?.[1];
    expect((await at(repository, "08:01", "verify")).stdout).toMatch(new RegExp(`18 days {2}${id}`));
    const { document } = await runJson("verify", ["verify"], { cwd: repository.folder });
    expect(document.late).toMatchObject([{ record: "event", event: id, procedure: null }]);
  });
});

describe("what is recorded of an incident", () => {
  it("names it by its title too, since who types no id means the only one that is open", async () => {
    const repository = bookRepository(BOOK);
    const first = await opened(repository, "08:00", 2, "--title", "Orders fail");
    const second = await opened(repository, "08:10", 2, "--title", "Invoices are slow");
    expect((await at(repository, "08:20", "incident", "update", first, "-m", "Looked")).stdout).toMatch(
      new RegExp(`^Updated ${first} \\(Orders fail\\), by `),
    );
    expect((await at(repository, "08:21", "incident", "severity", first, "3")).stdout).toMatch(
      new RegExp(`^${first} \\(Orders fail\\) has severity 3 now, before it was 2, by `),
    );
    expect((await at(repository, "08:22", "incident", "close", second)).stdout).toMatch(
      new RegExp(`^${second} \\(Invoices are slow\\) is closed after 12m, by `),
    );
    expect((await at(repository, "08:30", "incident", "close")).stdout).toMatch(
      new RegExp(`^${first} \\(Orders fail\\) is closed after 30m, by `),
    );
  });
});
