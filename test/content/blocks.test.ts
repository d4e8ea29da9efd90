// Fenced blocks of the reference run book: each parses in its language, and says which product it is for.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { REGIONS } from "../../src/data/announced-waves.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { readRunBookFiles } from "../../src/store/run-book-files.ts";
import { kustoParser, requestFaults, shellParsers } from "../helpers/block-parsers.ts";

interface Node {
  readonly type: string;
  readonly lang?: string | null;
  readonly meta?: string | null;
  readonly value?: string;
  readonly start?: number | null;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly line: number; readonly offset?: number } } | undefined;
}

interface Block {
  readonly at: string;
  readonly lang: string;
  readonly isRun: boolean;
  readonly text: string;
  /** Number of the step or bullet that the block stands in, and what that says before it. */
  readonly step: number;
  readonly before: string;
}

interface Written {
  readonly path: string;
  readonly text: string;
  readonly products: readonly string[];
  readonly inputs: readonly string[];
}

const processor = remark().use(remarkFrontmatter).freeze();

const seen = new Map<string, readonly Block[]>();

/** The blocks of a text, list by list. */
function blocksOf(path: string, text: string): readonly Block[] {
  const blocks = seen.get(text) ?? blocksIn(path, text);
  seen.set(text, blocks);
  return blocks;
}

function blocksIn(path: string, text: string): readonly Block[] {
  const within = (node: Node): readonly Node[] => [node, ...(node.children ?? []).flatMap(within)];
  const root = processor.parse(text) as Node;
  return (root.children ?? []).flatMap((top) =>
    (top.type === "list" ? (top.children ?? []) : [top]).flatMap((item, index) =>
      within(item)
        .filter(({ type }) => type === "code")
        .map((code) => ({
          at: `${path}:${code.position?.start.line ?? 0}`,
          lang: code.lang ?? "",
          isRun: code.meta === "run",
          text: code.value ?? "",
          step: (top.start ?? 1) + index,
          before: text.slice(item.position?.start.offset, code.position?.start.offset),
        })),
    ),
  );
}

const { procedures } = parseRunBook(readRunBookFiles(join(import.meta.dirname, "..", "..", "runbook")), {
  knownRegions: REGIONS,
});
/** Declared inputs, from the frontmatter as it is written. */
function inputsOf(text: string): object {
  const { inputs = {} } = parse(text.split(/^---$/mu)[1] ?? "") as { readonly inputs?: object };
  return inputs;
}

const written: readonly Written[] = procedures.map(({ path, text, procedure }) => ({
  path,
  text,
  products: procedure?.products ?? [],
  inputs: Object.keys(inputsOf(text)),
}));

/** A date on which something was checked, without where: `(checked 2026-11-22)`. */
function unsourced({ path, text }: Pick<Written, "path" | "text">): string[] {
  const line = text.replaceAll(/\s+/gu, " ");
  return [...line.matchAll(/\(([^()]*\bchecked \d{4}-\d{2}-\d{2})\)/gu)]
    .filter(({ index }) => !/"[^"]+" $/u.test(line.slice(0, index)))
    .map(([, what = ""]) => `${path} does not say where: ${what}`);
}

/** What a block shows of its product, and the words in bold (or in brackets after them) that a reader looks for. */
const SIGNS: readonly (readonly [label: string, sign: RegExp])[] = [
  [
    "Dataverse|Power Platform|Power Automate|Power Apps",
    /\/api\/data\/v9|^ *pac |AdminPowerApp|AdminFlow|PowerPlatformResources|^requests$|EditForm|\.(?:entityName|pluginName)\b/mu,
  ],
  ["Finance and operations|finance and operations", /LongRunningQuery|"DMF"|DualWrite/u],
  ["Business Central", /\beventId\b|api\.businesscentral/u],
];

/** Blocks of one product in a procedure for several that do not say so: a tenant without it would be misled. */
function unlabelled({ path, text, products }: Pick<Written, "path" | "text" | "products">): string[] {
  if (!products.includes("business-central")) return [];
  const ranges = SIGNS.map(([label]) => {
    const [, from, to] = new RegExp(`(?:${label})[*)]*,? steps (\\d+) to (\\d+)`, "u").exec(text) ?? [];
    return [Number(from ?? 0), Number(to ?? -1)] as const;
  });
  return blocksOf(path, text).flatMap((block) =>
    SIGNS.flatMap(([label, sign], index) => {
      const [from, to] = ranges[index] ?? [0, -1];
      const isLabelled = new RegExp(`\\*\\*(?:${label})|\\((?:${label})\\)`, "u").test(block.before);
      return !sign.test(block.text) || isLabelled || (block.step >= from && block.step <= to)
        ? []
        : [`${block.at} does not say **${label.split("|")[0] ?? ""}**`];
    }),
  );
}

/** What a block finds set besides its inputs: the day, the occurrence, and PowerShell's own. */
const SET_FOR_BLOCKS = new Set(["AS_OF", "OCCURRENCE", "LASTEXITCODE"]);

/** Automations: only in Validation or Steps of a procedure, each variable of ours an input, and each input used. */
function automationProblems({ path, text, inputs }: Omit<Written, "products">): string[] {
  const blocks = blocksOf(path, text).filter(({ isRun }) => isRun);
  const read = new Set(
    blocks.flatMap((block) => [...block.text.matchAll(/\$(?:env:)?([A-Z][A-Z_]+)\b/gu)].map(([, name = ""]) => name)),
  );
  return [
    ...[...read]
      .filter((name) => !inputs.includes(name) && !SET_FOR_BLOCKS.has(name))
      .map((name) => `${path} reads ${name}, which is no input`),
    ...inputs.filter((name) => !read.has(name)).map((name) => `${path} has the input ${name}, which nothing reads`),
    ...blocks
      .filter((block) => PLACEHOLDER.test(block.text) || CHANGES.test(block.text))
      .map(({ at }) => `${at} cannot run unattended`),
  ];
}

const PLACEHOLDER = /"?<[a-z][a-z-]*>"?/u;
/** Verbs and methods that change something. */
const CHANGES =
  /\b(?:POST|PUT|PATCH|DELETE)\b|--method (?!get\b)|\b(?:create|delete|update|set|remove|restore|copy|backup|reset|assign|schedule)\b(?=[ -])/iu;

describe("the blocks of the reference run book", () => {
  let parsers: Readonly<Record<string, (text: string) => readonly string[]>>;

  beforeAll(async () => {
    const { sh, powershell } = await shellParsers();
    parsers = { kusto: kustoParser(), sh, powershell, pwsh: powershell, http: requestFaults };
  });

  const faults = (langs: readonly string[]): string[] =>
    written.flatMap(({ path, text }) =>
      blocksOf(path, text)
        .filter(({ lang }) => langs.includes(lang))
        .flatMap(({ at, lang, text: block }) =>
          (parsers[lang]?.(block) ?? ["has no parser"]).map((fault) => `${at} ${fault}`),
        ),
    );

  it("are there in every language", () => {
    const langs = new Set(written.flatMap(({ path, text }) => blocksOf(path, text).map(({ lang }) => lang)));
    expect([...langs].toSorted()).toEqual(["csv", "http", "kusto", "powershell", "pwsh", "sh", "text"]);
  });

  it("parse as Kusto, with columns and dimensions that exist", () => {
    expect(faults(["kusto"])).toEqual([]);
  });

  it("of every business day can reach back over a weekend, and take what arrived late", () => {
    const daily = written
      .filter(({ path }) => path.includes("/daily/"))
      .flatMap(({ path, text }) => blocksOf(path, text))
      .filter(({ lang }) => lang === "kusto");
    // A day back from Monday morning is Sunday.
    expect(daily.filter(({ text }) => /\bago\([12]d\)/u.test(text))).toEqual([]);
    // Dataverse's rows come up to a day after their time.
    const isOfDataverse = /"(?:Plugin|Cloud Flow|Throttle)"|\brequests\b\n|"EditForm"/u;
    const byTimeAlone = daily.filter(({ text }) => isOfDataverse.test(text) && !text.includes("ingestion_time()"));
    expect(byTimeAlone.map(({ at }) => at)).toEqual([]);
  });

  it("parse as sh or PowerShell, with every placeholder in quotes", () => {
    expect(faults(["sh", "powershell", "pwsh"])).toEqual([]);
  });

  it("that people type are commands of one line, which PowerShell and cmd take as sh does", () => {
    const continued = written
      .flatMap(({ path, text }) => blocksOf(path, text))
      .filter(({ lang, isRun, text }) => lang === "sh" && !isRun && /\\$/mu.test(text));
    expect(continued.map(({ at }) => at)).toEqual([]);
  });

  it("of Windows PowerShell write letters that are not ASCII", () => {
    const exports = written
      .flatMap(({ path, text }) => blocksOf(path, text))
      .flatMap(({ at, text }) => text.split("\n").map((line) => `${at}: ${line}`))
      .filter((line) => line.includes("Export-Csv"));
    expect(exports.length).toBeGreaterThanOrEqual(7);
    // Without it Export-Csv puts a question mark in their place.
    expect(exports.filter((line) => !line.includes("-Encoding UTF8"))).toEqual([]);
  });

  it("parse as requests, OData's query options included", () => {
    expect(faults(["http"])).toEqual([]);
  });

  it("count rows by pages and not with $top, with which Dataverse does not count", () => {
    const counting = written
      .flatMap(({ path, text }) => blocksOf(path, text))
      .filter(({ text }) => text.includes("$count=true"));
    expect(counting.length).toBeGreaterThanOrEqual(4);
    expect(counting.filter(({ text }) => text.includes("$top=")).map(({ at }) => at)).toEqual([]);
    expect(counting.filter(({ text }) => !/Prefer(?:: |=)odata\.maxpagesize=1/u.test(text))).toEqual([]);
  });

  it("say which product they are for, where a procedure is for several", () => {
    expect(written.flatMap(unlabelled)).toEqual([]);
  });

  it("stand in texts that say where a figure was checked", () => {
    expect(written.flatMap(unsourced)).toEqual([]);
    expect(unsourced({ path: "a.md", text: "28 days (checked\n2026-11-22)." })).toHaveLength(1);
    expect(unsourced({ path: "a.md", text: "28 days (checked 2026-11-22, Microsoft Learn)." })).toEqual([]);
  });

  it("marked `run` have no input whose default is a build of one wave, with which the next would pass unseen", () => {
    const builds = written.filter(({ text }) => /^ +default: "?9\.2\.\d{5}/mu.test(text));
    expect(builds.map(({ path }) => path)).toEqual([]);
  });

  it("marked `run` read inputs only and change nothing", () => {
    expect(written.flatMap(automationProblems)).toEqual([]);
    expect(written.filter(({ inputs }) => inputs.length > 0).length).toBeGreaterThanOrEqual(5);
  });

  // The Azure CLI is stood in for by a script, which Windows would not find under that name.
  describe.skipIf(process.platform === "win32")("marked `run`, in sh", () => {
    const folder = mkdtempSync(join(tmpdir(), "runbook-blocks-"));

    beforeAll(() => {
      writeFileSync(join(folder, "az"), '#!/bin/sh\ntest -z "$AZ_FAILS" || exit 3\nprintf "%s\\n" "$AZ_SAYS"\n', {
        mode: 0o755,
      });
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const ANSWERS: Readonly<Record<string, readonly [fine: string, not: string]>> = {
      "integration-health": ["", "orders\t3"],
      "job-queue-and-batch-failures": ["120", "2000"],
      "compliance-review": ["true", "false"],
      "bulk-delete-jobs": ["0", "1"],
      "security-review": ["Dana\nEli", "A\nB\nC\nD\nE\nF\nG"],
    };
    const askAzure = written.flatMap(({ path, text }) =>
      blocksOf(path, text).filter((block) => block.isRun && block.lang === "sh" && block.text.includes("az ")),
    );

    it("are those that have answers below", () => {
      expect(askAzure.map(({ at }) => basename(at).split(".")[0] ?? "").toSorted()).toEqual(
        Object.keys(ANSWERS).toSorted(),
      );
    });

    it.each(askAzure)("end with 0 where it is fine, 1 where not, 2 where they could not ask: $at", ({ at, text }) => {
      const exit = (env: Readonly<Record<string, string>>): number | null =>
        spawnSync("sh", ["-c", text], {
          env: { PATH: `${folder}:${process.env["PATH"] ?? ""}`, ENVIRONMENT_URL: "https://contoso.example", ...env },
        }).status;
      const [fine = "", not = ""] = ANSWERS[basename(at).split(".")[0] ?? ""] ?? [];
      expect([exit({ AZ_SAYS: fine }), exit({ AZ_SAYS: not }), exit({ AZ_FAILS: "yes" })]).toEqual([0, 1, 2]);
      // Where what was asked for is not in the answer, the Azure CLI prints nothing and ends with 0.
      expect(exit({ AZ_SAYS: "" })).toBe(fine === "" ? 0 : 2);
    });
  });

  // As in sh: the Azure CLI, which gives the token, is a script here.
  describe.skipIf(process.platform === "win32")("marked `run`, in PowerShell", () => {
    const folder = mkdtempSync(join(tmpdir(), "runbook-blocks-"));
    const server = createServer(({ url, headers }, response) => {
      const isAsked = url === "/api/data/v9.2/RetrieveVersion()" && headers.authorization === "Bearer token";
      response.writeHead(isAsked ? 200 : 401, { "content-type": "application/json" }).end(answer);
    });
    let answer = "";

    beforeAll(async () => {
      writeFileSync(join(folder, "az"), '#!/bin/sh\ntest -z "$AZ_FAILS" || exit 3\necho token\n', { mode: 0o755 });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    });
    afterAll(() => {
      server.close();
      rmSync(folder, { recursive: true });
    });

    it("ends with 0 where it is fine, 1 where not, 2 where it could not ask", async ({ skip }) => {
      const pwsh = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> =>
        new Promise((resolve) => {
          spawn("pwsh", ["-NoProfile", "-NonInteractive", ...args], { env, stdio: "ignore" })
            .on("error", () => resolve(null))
            .on("exit", resolve);
        });
      skip((await pwsh(["-Command", "exit 7"], process.env)) !== 7, "pwsh is not installed");
      const [block, ...others] = written.flatMap(({ path, text }) =>
        blocksOf(path, text).filter(({ isRun, lang }) => isRun && lang === "pwsh"),
      );
      expect({ at: block?.at, others }).toEqual({
        at: expect.stringContaining("wave-week-verification") as string,
        others: [],
      });
      const { port } = server.address() as AddressInfo;
      const exit = (saying: string, env: NodeJS.ProcessEnv = {}): Promise<number | null> => {
        answer = saying;
        return pwsh(["-Command", `$ErrorActionPreference = 'Stop'\n${block?.text ?? ""}`], {
          ...process.env,
          PATH: `${folder}:${process.env["PATH"] ?? ""}`,
          ENVIRONMENT_URL: `http://127.0.0.1:${port}`,
          OCCURRENCE: "wave-2026-10.customer-engagement",
          ...env,
        });
      };
      expect(await exit('{ "Version": "9.2.26093.00155" }')).toBe(0);
      expect(await exit('{ "Version": "9.2.26033.00201" }')).toBe(1);
      // The build of the wave before is not enough half a year later.
      const next = { OCCURRENCE: "wave-2027-04.customer-engagement" };
      expect(await exit('{ "Version": "9.2.26093.00155" }', next)).toBe(1);
      expect(await exit('{ "Version": "9.2.27033.00101" }', next)).toBe(0);
      expect(await exit('{ "Version": "9.2.27033.00101" }', { OCCURRENCE: "" })).toBe(2);
      expect(await exit("{}")).toBe(2);
      expect(await exit("<html>")).toBe(2);
      expect(await exit("", { AZ_FAILS: "yes" })).toBe(2);
      expect(await exit("", { ENVIRONMENT_URL: `http://127.0.0.1:${port}/elsewhere` })).toBe(2);
    });
  });

  it.each([
    ["kusto", "requests | where timestamp > ago(1d"],
    ["kusto", "requests | where entity == 1"],
    ["kusto", "traces | where customDimensions.eventID == 1"],
    ["kusto", "requests | summarize failed = countiff(success == false)"],
    ["sh", "test -z '$dead"],
    ["sh", "pac admin list-backups --environment <contoso-prod-url>"],
    ["powershell", "if ($x -lt 1 { exit 1 }"],
    ["powershell", "Get-AdminFlow -EnvironmentName <id>"],
    ["powershell", "Get-AdminFlowWithHttpAction | Export-Csv flows.csv"],
    ["pwsh", "& 'az"],
    ["http", "GET /api/data/v9.2/accounts?$filter=statecode eqq 0"],
    ["http", "GET /api/data/v9.2/accounts?$slect=name"],
    ["http", "get /api/data/v9.2/accounts"],
  ])("are refused: %s %s", (lang, text) => {
    expect(parsers[lang]?.(text)).not.toEqual([]);
  });

  it.each([
    ["a query of Dataverse's", "1. Read.\n\n   ```kusto\n   requests\n   | count\n   ```\n"],
    ["a command of the Power Platform's", "1. **Business Central**: read.\n\n   ```sh\n   pac admin list\n   ```\n"],
    [
      "an event of Business Central's",
      "1. **Dataverse**: a.\n\n   ```kusto\n   traces\n   | where eventId == 1\n   ```\n",
    ],
    ["long SQL", '1. Read.\n\n   ```kusto\n   customEvents\n   | where name == "LongRunningQuery"\n   ```\n'],
    ["a step after the range", "1. **Dataverse**, steps 1 to 1: a.\n2. B.\n\n   ```sh\n   pac admin list\n   ```\n"],
  ])("are found without a product: %s", (_name, text) => {
    expect(unlabelled({ path: "a.md", text, products: ["customer-engagement", "business-central"] })).toHaveLength(1);
    expect(unlabelled({ path: "a.md", text, products: ["customer-engagement"] })).toEqual([]);
  });

  it.each([
    ["no input", [], 'az rest --url "$URL"'],
    ["an input that nothing reads", ["URL"], "echo"],
    ["a placeholder", [], 'pac admin list-backups --environment "<id>"'],
    ["a change", [], "pac admin backup --label x"],
    ["a method", [], "az rest --method post"],
  ])("marked `run` are refused: %s", (_name, inputs, command) => {
    const text = `- A.\n\n  \`\`\`sh run\n  ${command}\n  \`\`\`\n`;
    expect(automationProblems({ path: "a.md", text, inputs })).not.toEqual([]);
  });
});
