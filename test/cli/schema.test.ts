import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fileSchemas } from "../../src/parse/file-schemas.ts";
import { DESCRIPTIONS } from "../../src/parse/schema-descriptions.ts";
import { outputSchemas } from "../../src/view/output-schemas.ts";
import { emptyFolder, runCli, runJson } from "../helpers/run-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const reference = join(root, "runbook");
const ajv = new Ajv({ allowUnionTypes: true });
addFormats.default(ajv);

function jsonFilesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".json"));
  return Object.fromEntries(
    paths.map((path) => [path.replaceAll("\\", "/"), readFileSync(join(folder, path), "utf8")]),
  );
}

/** What the schema says against a value; null where it is fine. */
function faultsOf(name: string, value: unknown): unknown {
  const validate = ajv.compile(fileSchemas().get(name) ?? {});
  validate(value);
  return validate.errors ?? null;
}

interface Node {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly additionalProperties?: Node | boolean;
}

/** Every key that an author can write under a schema, and what is said of it. */
function* describedKeys(
  { properties = {}, items, additionalProperties }: Node,
  path: string,
): Generator<[string, unknown]> {
  for (const [name, node] of Object.entries(properties)) {
    const key = path === "" ? name : `${path}.${name}`;
    yield [key, node.description];
    yield* describedKeys(node, key);
  }
  if (items) yield* describedKeys(items, `${path}[]`);
  if (typeof additionalProperties === "object") yield* describedKeys(additionalProperties, `${path}.*`);
}

describe("schema", () => {
  it("writes what the package holds", async () => {
    const folder = emptyFolder();
    const { document } = await runJson("created", ["schema", "--out", "."], { cwd: folder, inProcess: true });
    const written = jsonFilesIn(folder);
    expect(document.files.toSorted()).toEqual(Object.keys(written).toSorted());
    expect(written, "else: npm run build && node bin/runbook.js schema --out schemas").toEqual(
      jsonFilesIn(join(root, "schemas")),
    );
    const again = await runCli(["schema", "--out", "."], { cwd: folder, inProcess: true });
    expect(again.code).toBe(0);
  });

  it.each(["runbook", "roles", "holidays", "waves"])(
    "takes the reference %s.yml, and refuses an unknown key",
    (name) => {
      const value = parse(readFileSync(join(reference, `${name}.yml`), "utf8")) as Record<string, unknown>;
      expect(faultsOf(name, value)).toBeNull();
      expect(faultsOf(name, { ...value, colour: "blue" })).not.toBeNull();
    },
  );

  it("takes the frontmatter of every reference procedure, and refuses one without its keys", () => {
    const folder = join(reference, "procedures");
    const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const [, yaml = ""] = readFileSync(join(folder, path), "utf8").split(/^---$/mu);
      expect([path, faultsOf("procedure", parse(yaml))]).toEqual([path, null]);
    }
    expect(faultsOf("procedure", { name: "A" })).not.toBeNull();
    expect(
      faultsOf("procedure", { name: "A", trigger: "daily", last_updated: "2026-11-02", roll: "never" }),
    ).not.toBeNull();
  });

  it.each([...fileSchemas()])(
    "tells an editor what each key of %s means, and nothing of a key that is none",
    (name, schema) => {
      const keys = [...describedKeys(schema, "")];
      expect(Object.fromEntries(keys), "see src/parse/schema-descriptions.ts").toStrictEqual(DESCRIPTIONS[name]);
    },
  );

  it("describes what commands print", async () => {
    const { document } = await runJson("list", ["list"], { cwd: root, inProcess: true });
    const validate = ajv.compile(outputSchemas().get("output/list") ?? {});
    expect(validate(document)).toBe(true);
    expect(validate({ ...document, schemaVersion: 2 })).toBe(false);
  });

  it("is what init writes and names in the first line of each .yml file", async () => {
    const cwd = emptyFolder();
    expect((await runCli(["init", "book", "--yes"], { cwd, inProcess: true })).code).toBe(0);
    for (const name of ["runbook", "roles", "holidays", "waves"]) {
      const text = readFileSync(join(cwd, "book", `${name}.yml`), "utf8");
      const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)\n/u.exec(text) ?? [];
      expect(JSON.parse(readFileSync(join(cwd, "book", path), "utf8"))).toEqual(fileSchemas().get(name));
      expect(faultsOf(name, parse(text))).toBeNull();
    }
  });

  it("prints one by its name, the names of all without, and the nearest to a wrong one", async () => {
    const options = { cwd: emptyFolder(), inProcess: true };
    const [one, all, wrong] = await Promise.all([
      runCli(["schema", "roles.yml"], options),
      runJson("schemas", ["schema"], options),
      runCli(["schema", "rolls"], options),
    ]);
    expect(JSON.parse(one.stdout)).toEqual(fileSchemas().get("roles"));
    expect(all.document.names).toEqual([...fileSchemas().keys(), ...outputSchemas().keys()]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("`roles`")]);
  });
});
