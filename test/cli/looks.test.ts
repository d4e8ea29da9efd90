// What the commands for people have in common.
import stringWidth from "string-width";
import { beforeAll, describe, expect, it } from "vitest";
import { bookFolder, bookRepository, recorded, runCli } from "../helpers/run-cli.ts";

const NOTE = "One advisory, no effect on us; ticket OPS-12 watches it until the update of next week";
/** Where all is a table. */
const TABLES: ReadonlySet<string> = new Set(["list", "agenda", "log", "roles"]);
const BODY = `> Read *first*.

## Steps

1. Open **[the portal](https://portal.example/health)** and \`read\` it to its end, every advisory with its number.

   - nothing new
   - [ ] ticket

## Validation

| Figure | Limit |
|---|---|
| open | 0 |

## Escalation

- The lead.
`;

describe("the commands for people", () => {
  const parts = {
    settings: { go_live: "2026-11-02", title: "Fabrikam run book" },
    procedures: {
      "health-of-the-services": { name: "Health of the services", body: BODY, effort: "10m" },
      "review-of-the-capacity": {
        name: "Review of the capacity",
        trigger: "monthly on business day 3",
        effort: "2h",
      },
      "release-plan": { name: "Release plan review", trigger: "wave -8 weeks", effort: "3h" },
    },
  };
  // Only where records are shown need git be asked for them.
  const folder = bookFolder(parts);
  const repository = bookRepository(parts);

  beforeAll(async () => {
    await recorded(repository, ["done", "health-of-the-services", "-m", NOTE, "--by", "Ben <ben@contoso.example>"]);
  });

  const linesOf = async (command: string, env: Record<string, string | undefined>): Promise<string[]> => {
    const result = await runCli(command.split(" "), {
      cwd: command === "log" ? repository.folder : folder,
      env,
      inProcess: true,
    });
    expect(result.code).toBe(0);
    return result.stdout.split("\n");
  };

  it.each([
    "due",
    "list",
    "show health-of-the-services",
    "explain review-of-the-capacity",
    "agenda",
    "wave",
    "wave list",
    "log",
    "report --from 2026-11-02 --by person",
    "roles",
  ])(
    "print the same in colours, the same in ASCII, within 80 columns and their tables within 40: %s",
    async (command) => {
      const plain = await linesOf(command, { COLUMNS: "80" });
      const coloured = await linesOf(command, { COLUMNS: "80", NO_COLOR: undefined, FORCE_COLOR: "1" });
      const ascii = await linesOf(command, { COLUMNS: "80", LC_ALL: "C" });
      // Without colours the marks of Markdown stay, and a word more may go to the next line.
      const letters = (lines: readonly string[]): string => lines.join("").replaceAll(/\u001b\[\d+m|[\s`*_#]/gu, "");
      expect(coloured.join("")).toMatch(/\u001b\[/u);
      expect(letters(coloured)).toBe(letters(plain));
      for (const line of ascii) expect(line).toMatch(/^[ -~úñ]*$/u);
      const widths = plain.map((line) => stringWidth(line));
      expect(ascii.map((line) => stringWidth(line))).toEqual(widths);
      expect(Math.max(...widths)).toBeLessThanOrEqual(80);
      if (!TABLES.has(command)) return;
      const narrow = await linesOf(command, { COLUMNS: "40" });
      expect(Math.max(...narrow.map((line) => stringWidth(line)))).toBeLessThanOrEqual(40);
    },
  );

  it("leave what programs read as it is", async () => {
    const show = "show health-of-the-services --json";
    expect(await linesOf(show, { LC_ALL: "C" })).toEqual(await linesOf(show, {}));
    const failed = await runCli(["show", "…", "--json"], {
      cwd: folder,
      env: { LC_ALL: "C" },
      inProcess: true,
    });
    expect(failed.stdout).toContain("…");
    expect(failed.stderr).toContain("`~`");
  });
});
