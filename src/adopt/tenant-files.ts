// The reference run book made a tenant's own: what `init` writes, and what `upgrade` compares with.

import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { isMap, isScalar, parseDocument } from "yaml";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { PRODUCTS, type Product, tracksOf } from "../model/product.ts";
import type { Person } from "../model/runbook.ts";
import type { Track } from "../model/wave.ts";
import { setKey, yamlValue } from "../parse/edit.ts";
import { parseProcedure } from "../parse/procedure.ts";
import type { TextFile } from "./text-file.ts";

/** What a run book is told about its tenant. */
export interface Tenant {
  readonly id: string;
  readonly title: string;
  readonly timezone: string;
  readonly goLive: CalendarDate;
  readonly region: string | undefined;
  readonly products: readonly Product[];
  readonly tracks: readonly Track[];
  /** Holds every role of the customer's until the people are named. */
  readonly firstHolder: Pick<Person, "id" | "name" | "email">;
}

/**
 * A tenant that has come to have more: the products of the tracks that its run book names by now, and those that are named
 * besides, with their tracks.
 */
export function grownTenant(tenant: Tenant, tracks: readonly Track[], further: readonly Product[]): Tenant {
  const ofTenant = [...tenant.tracks, ...tracksOf(tenant.products)];
  const ofTracks = tracks.filter((track) => !ofTenant.includes(track));
  const named = new Set<Product>([...tenant.products, ...ofTracks, ...further]);
  const ofFurther = tracksOf(further.filter((product) => !tenant.products.includes(product)));
  return {
    ...tenant,
    products: PRODUCTS.filter((product) => named.has(product)),
    tracks: [...new Set([...tracks, ...ofFurther])],
  };
}

/** The products that a tenant does not have, and for which the reference has procedures. */
export function productsLeftOut(reference: readonly TextFile[], tenant: Tenant): readonly Product[] {
  const named = reference
    .filter((file) => !applies(file, tenant))
    .flatMap(({ path, text }) => parseProcedure(path, text, undefined).procedure?.products ?? []);
  return PRODUCTS.filter((product) => named.includes(product) && !tenant.products.includes(product));
}

/** Holidays depend on country and years, not on the reference. */
const GENERATED = "holidays.yml";

/**
 * The reference run book's files for this tenant, without `holidays.yml`: procedures for other products are left out and
 * links to them become plain text, the settings are the tenant's, and every procedure was reviewed on `reviewed`.
 */
export function tenantFiles(
  reference: readonly TextFile[],
  tenant: Tenant,
  reviewed: CalendarDate,
): readonly TextFile[] {
  const kept = reference.filter((file) => file.path !== GENERATED && applies(file, tenant));
  const paths = new Set(reference.map(({ path }) => path));
  const leftOut = new Set([...paths].filter((path) => path !== GENERATED && !kept.some((file) => file.path === path)));
  return kept.map(({ path, text }) => ({ path, text: tenantText(path, text, tenant, reviewed, leftOut) }));
}

function tenantText(
  path: string,
  text: string,
  tenant: Tenant,
  reviewed: CalendarDate,
  leftOut: ReadonlySet<string>,
): string {
  if (path === "runbook.yml") return settingsText(text, tenant);
  if (path === "roles.yml") return rolesText(text, tenant.firstHolder);
  if (path === "README.md")
    return withoutLinksTo(leftOut, path, text).replace(/^# .*$/mu, `# ${asMarkdown(tenant.title)}`);
  return path.startsWith("procedures/") ? withReviewDay(withoutLinksTo(leftOut, path, text), reviewed) : text;
}

/** A procedure with another day of review; every other byte stays. */
function withReviewDay(text: string, reviewed: string): string {
  return text.replace(/^(last_updated:[ \t]*)[^\s#]+/mu, (_line, key: string) => `${key}${reviewed}`);
}

const DAYS = /^last_updated:[^\n]*\n(?:effective:[^\n]*\n)?/mu;

/** A procedure's text with the lines of the days of review and of effect that the team's own has; undefined where there is none. */
export function withDaysOf(own: string | undefined, text: string | undefined): string | undefined {
  const lines = own === undefined ? undefined : DAYS.exec(own)?.[0];
  return lines === undefined ? text : text?.replace(DAYS, () => lines);
}

/** A procedure that comes later: read by the team on this day, and nothing of it is owed from before. */
export function asNew(text: string, today: CalendarDate): string {
  return text.replace(DAYS, () => `last_updated: ${today}\neffective: ${today}\n`);
}

/** A procedure that names no product concerns every tenant; one with a track needs that track. */
function applies({ path, text }: TextFile, { products, tracks }: Tenant): boolean {
  if (!path.startsWith("procedures/")) return true;
  const { procedure } = parseProcedure(path, text, undefined);
  if (procedure === undefined) return true;
  const isForProducts = procedure.products.length === 0 || procedure.products.some((name) => products.includes(name));
  return isForProducts && (procedure.track === undefined || tracks.includes(procedure.track));
}

// runbook.yml

function settingsText(reference: string, { id, title, goLive, timezone, tracks, region }: Tenant): string {
  const own = [
    ["id", id],
    ["title", title],
    ["go_live", goLive],
    ["timezone", timezone],
    ["tracks", tracks],
  ] as const;
  const text = own.reduce((result, [key, value]) => setKey(result, key, value), reference);
  const withLedger = text
    .replace(/^closures:\n(?: +- .*\n)+/mu, "closures: []\n")
    .replace(/^ledger:.*$/mu, "ledger: { sync: auto }");
  return region === undefined
    ? withLedger.replace(
        /^region:.*$/mu,
        "# region: united-kingdom    # where production lives; picks the deployment group of a release wave",
      )
    : setKey(withLedger, "region", region);
}

// roles.yml

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The first holder in every role that is no outside team; nobody else, no deputies, no absences. */
function rolesText(reference: string, holder: Tenant["firstHolder"]): string {
  const { contents } = parseDocument(reference);
  const edits: Edit[] = [];
  for (const { key, value } of entriesOf(contents)) {
    if (key === "roles") {
      for (const role of entriesOf(value.node)) {
        const keys = Object.fromEntries(entriesOf(role.value.node).map((it) => [it.key, it.value]));
        if (keys["contact"] !== undefined) continue;
        const parts = [
          ["name", flowText(keys["name"]?.text ?? role.key)],
          ...(keys["team"] === undefined ? [] : [["team", flowText(keys["team"].text)]]),
          ["people", `[${holder.id}]`],
        ];
        edits.push({ ...role.value.range, text: `{ ${parts.map(([name, part]) => `${name}: ${part}`).join(", ")} }` });
      }
    } else if (key === "people") {
      const email = holder.email === undefined ? "" : `, email: ${flowText(holder.email)}`;
      edits.push({ ...value.range, text: `${holder.id}: { name: ${flowText(holder.name)}${email} }\n` });
    } else if (key === "absences") {
      edits.push({ start: value.afterKey, end: value.range.end, text: " []\n" });
    }
  }
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, { start, end, text: part }) => `${text.slice(0, start)}${part}${text.slice(end)}`, reference)
    .replace(
      "# All names, addresses and numbers here are invented; replace them.",
      "# Whoever made this run book holds every role; the partner's address is invented. Put in the real ones.",
    );
}

interface Entry {
  readonly key: string;
  readonly value: {
    readonly node: unknown;
    readonly text: string;
    readonly range: { readonly start: number; readonly end: number };
    /** Offset just after the key's colon. */
    readonly afterKey: number;
  };
}

function entriesOf(node: unknown): readonly Entry[] {
  if (!isMap(node)) return [];
  return node.items.flatMap(({ key, value }): Entry[] => {
    if (!isScalar(key) || value === null || value === undefined) return [];
    const { range } = value as { readonly range?: [number, number, number] | null };
    if (range === undefined || range === null) return [];
    const text = isScalar(value) ? String(value.value) : "";
    const afterKey = (key.range?.[1] ?? 0) + 1;
    return [
      { key: String(key.value), value: { node: value, text, range: { start: range[0], end: range[1] }, afterKey } },
    ];
  });
}

/** A text as YAML within braces, where more characters need quotes. */
function flowText(text: string): string {
  return yamlValue([text]).slice(1, -1);
}

// Markdown

const processor = remark().use(remarkFrontmatter).use(remarkGfm).freeze();

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly children?: readonly Node[];
  readonly position?: { readonly start: { readonly offset?: number }; readonly end: { readonly offset?: number } };
}

/** Links to files that are left out become their words. */
function withoutLinksTo(leftOut: ReadonlySet<string>, path: string, text: string): string {
  // Parsing costs; most files name none of them.
  if (![...leftOut].some((it) => text.includes(it.slice(it.lastIndexOf("/") + 1)))) return text;
  const links: Node[] = [];
  const visit = (node: Node): void => {
    if (node.type === "link" && leftOut.has(targetOf(node.url ?? "", path))) links.push(node);
    else node.children?.forEach(visit);
  };
  visit(processor.parse(text) as Node);
  return links.toReversed().reduce((result, link) => {
    const [start, end] = [link.position?.start.offset ?? 0, link.position?.end.offset ?? 0];
    const from = link.children?.[0]?.position?.start.offset ?? start;
    const to = link.children?.at(-1)?.position?.end.offset ?? from;
    return `${result.slice(0, start)}${text.slice(from, to)}${result.slice(end)}`;
  }, text);
}

/** Where a relative link leads, from the run book's folder. */
function targetOf(url: string, from: string): string {
  try {
    return new URL(url, `https://book.invalid/${from}`).pathname.slice(1);
  } catch {
    return "";
  }
}

/** A title as the words of a heading. */
function asMarkdown(title: string): string {
  return title.replaceAll(/[\\`*_[\]<>#&~|]/gu, String.raw`\$&`);
}
