import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { firstHolder } from "../../src/adopt/first-holder.ts";
import { formatReferenceRecord, parseReferenceRecord } from "../../src/adopt/reference-record.ts";
import { type Tenant, tenantFiles } from "../../src/adopt/tenant-files.ts";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { REGIONS } from "../../src/data/announced-waves.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { PRODUCTS, tracksOf } from "../../src/model/product.ts";
import { PLACEHOLDER_PERSON } from "../../src/model/runbook.ts";
import { COVERAGE_AREAS } from "../../src/data/coverage-areas.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { readReferenceRunBook } from "../../src/store/package-files.ts";
import { packText, unpackText } from "../../src/store/packed-text.ts";
import { lintInputOf } from "../helpers/lint-input.ts";

const HOLIDAYS = {
  path: "holidays.yml",
  text: "holidays: [{ date: 2026-12-25, name: X }, { date: 2027-12-25, name: X }, { date: 2028-12-25, name: X }]\n",
};
const TODAY = "2026-11-28" as CalendarDate;
const reference = readReferenceRunBook({ RUNBOOK_REFERENCE: join(import.meta.dirname, "../../runbook") });
/** All but the procedures, which cost most of the time. */
const configuration = reference.filter(({ path }) => !path.startsWith("procedures/"));
const TENANT: Tenant = {
  id: "fabrikam",
  title: "Fabrikam run book",
  timezone: "Europe/Berlin",
  goLive: TODAY,
  region: undefined,
  products: ["customer-engagement"],
  tracks: ["customer-engagement"],
  firstHolder: { id: "ana-nunez", name: "Ana Núñez", email: "ana@contoso.example" },
};

function tenant(changes: Partial<Tenant>): Tenant {
  return { ...TENANT, ...(changes.products === undefined ? {} : { tracks: tracksOf(changes.products) }), ...changes };
}

const known = new Map<string, Diagnostic[]>();

/** What lint says of the files beside notes; asked once of equal files. */
function findings(files: ReturnType<typeof tenantFiles>): Diagnostic[] {
  const key = JSON.stringify(files);
  const found = known.get(key) ?? lintFindings(files);
  known.set(key, found);
  return found;
}

function lintFindings(files: ReturnType<typeof tenantFiles>): Diagnostic[] {
  const source = [...files, HOLIDAYS].filter(({ path }) => path !== "README.md");
  const parsed = parseRunBook(source, { knownRegions: REGIONS });
  return lint(lintInputOf(source, parsed, TODAY, { coverageAreas: COVERAGE_AREAS }), parsed.diagnostics).filter(
    ({ severity }) => severity !== "info",
  );
}

/** Relative links of the files that lead to a file of the reference run book which is not among them. */
function deadLinks(files: ReturnType<typeof tenantFiles>): string[] {
  const paths = new Set([...files.map(({ path }) => path), "holidays.yml"]);
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)\s#]+)[^)]*\)/g)]
      .map(([, target = ""]) => posix.join(posix.dirname(path), target))
      .filter((target) => !paths.has(target) && reference.some((file) => file.path === target))
      .map((target) => `${path} -> ${target}`),
  );
}

const combinations = Array.from({ length: 2 ** PRODUCTS.length - 1 }, (_unused, index) =>
  PRODUCTS.filter((_product, bit) => ((index + 1) & (1 << bit)) !== 0),
);

describe("the files of a tenant", () => {
  it.each(combinations.map((products) => ({ products })))(
    "lint clean and link to what is there: $products",
    ({ products }) => {
      const files = tenantFiles(reference, tenant({ products }), TODAY);
      expect(findings(files)).toEqual([]);
      expect(deadLinks(files)).toEqual([]);
      const procedures = files.filter(({ path }) => path.startsWith("procedures/"));
      const namedIn = (text: string): string[] => /^products: \[(.*)\]$/m.exec(text)?.[1]?.split(", ") ?? [...products];
      const others = procedures.filter(({ text }) => !namedIn(text).some((name) => products.includes(name as never)));
      const unreviewed = procedures.filter(({ text }) => !text.includes(`\nlast_updated: ${TODAY}\n`));
      expect([...others, ...unreviewed].map(({ path }) => path)).toEqual([]);
    },
  );

  it("leave out the procedures of other products only, and turn links to them into words", () => {
    const procedure = (products: string): string =>
      `---\nname: A\ntrigger: daily\nowner: lead\nlast_updated: 2026-01-01 # why\n${products}---\n`;
    const small = [
      {
        path: "procedures/daily/all.md",
        text: `${procedure("")}See [**the** close](../monthly/close.md#x) and [it](ce.md).\n`,
      },
      { path: "procedures/daily/ce.md", text: procedure("products: [customer-engagement]\n") },
      { path: "procedures/monthly/close.md", text: procedure("products: [business-central]\n") },
      { path: "procedures/wave/bc.md", text: procedure("track: business-central\n") },
    ];
    const files = tenantFiles(small, TENANT, TODAY);
    expect(files.map(({ path }) => path)).toEqual(["procedures/daily/all.md", "procedures/daily/ce.md"]);
    expect(files[0]?.text).toContain("See **the** close and [it](ce.md).\n");
    expect(files[0]?.text).toContain(`\nlast_updated: ${TODAY} # why\n`);
  });

  it("hold one person, and say so to lint where that is the placeholder", () => {
    const nobody = firstHolder(undefined, []);
    const found = findings(tenantFiles(configuration, tenant({ firstHolder: nobody }), TODAY));
    expect(found.map(({ path, rule }) => [path, rule])).toEqual([["roles.yml", "unowned"]]);
    const roles = tenantFiles(configuration, TENANT, TODAY).find(({ path }) => path === "roles.yml")?.text ?? "";
    expect(roles.match(/people: \[/g)?.length).toBe(roles.match(/people: \[ana-nunez\]/g)?.length);
    expect(roles).toContain("  ana-nunez: { name: Ana Núñez, email: ana@contoso.example }\n");
    expect(roles).not.toMatch(/\b(?:chris|deputies|rotation|ben)\b/);
  });
});

describe("the first holder", () => {
  it.each([
    [{ name: "Ana Núñez", email: "ana@contoso.example" }, "ana-nunez"],
    [{ name: "山田", email: "Yamada.T@contoso.example" }, "yamada-t"],
    [{ name: "山田", email: "山田" }, "first-holder"],
    [{ name: "Operations Lead", email: "x@contoso.example" }, "operations-lead-person"],
    [{ name: PLACEHOLDER_PERSON, email: "x@contoso.example" }, `${PLACEHOLDER_PERSON}-person`],
    [{ name: " \t", email: "x@contoso.example" }, PLACEHOLDER_PERSON],
    [undefined, PLACEHOLDER_PERSON],
  ])("%j is %s", (identity, id) => {
    expect(firstHolder(identity, ["operations-lead"]).id).toBe(id);
  });

  it.each(['A "quoted" {name}: #1', "a, b", "- x", "!!null", "yes"])("stays %j in roles.yml", (name) => {
    const holder = firstHolder({ name, email: "no address" }, []);
    const files = tenantFiles(configuration, tenant({ firstHolder: holder }), TODAY);
    expect(findings(files)).toEqual([]);
    const parsed = parseRunBook([...files, HOLIDAYS], {
      knownRegions: REGIONS,
    });
    expect(parsed.directory?.people[holder.id]).toMatchObject({ name, email: undefined });
  });
});

describe("the record of what a run book was made from", () => {
  it("reads back, and is refused where it is none", () => {
    const record = {
      version: "0.1.0",
      date: TODAY,
      tenant: TENANT,
      files: { "b.md": packText("b\n"), "a.md": packText("") },
    };
    const text = formatReferenceRecord(record);
    expect(parseReferenceRecord(text)).toEqual(record);
    expect(text.indexOf('"a.md"')).toBeLessThan(text.indexOf('"b.md"'));
    for (const broken of ["", "{}", "[]", text.replace('"schemaVersion": 1', '"schemaVersion": 2')]) {
      expect(parseReferenceRecord(broken)).toBeUndefined();
    }
  });

  it("packs every text, and tells damage", () => {
    for (const text of ["", "a\r\nb — ü\n", "x".repeat(100_000)]) expect(unpackText(packText(text))).toBe(text);
    const packed = packText("something to damage\n");
    expect(unpackText(`${packed.slice(0, -8)}AAAAAAAA`)).toBeUndefined();
    expect(unpackText("no")).toBeUndefined();
  });
});
