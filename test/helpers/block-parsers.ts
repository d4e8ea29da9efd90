// Parsers of the languages in which the run book's fenced blocks are written. Each says what is wrong with a text; an
// empty list is sound. None of them runs anything.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import odata from "@odata/parser";
import { Language, Parser } from "web-tree-sitter";

/** A place that a reader fills in, such as `<flow-id>`. */
const PLACEHOLDER = /<[a-z][a-z-]*>/gu;

// Kusto

interface Diagnostics {
  readonly Count: number;
  getItem: (index: number) => { readonly Message: string };
}

/** The part of Microsoft's language service that is used here; its own types take seconds to check. */
interface KustoLanguage {
  readonly GlobalState: { readonly Default: { WithDatabase: (database: object) => object } };
  readonly KustoCode: {
    ParseAndAnalyze: (text: string, globals: object) => { GetDiagnostics: () => Diagnostics };
  };
  readonly Symbols: {
    readonly TableSymbol: { From: (schema: string) => { WithName: (name: string) => object } };
    readonly DatabaseSymbol: { readonly $ctor1: new (name: string, tables: readonly object[]) => object };
  };
}

// Columns as in Azure Monitor's reference of Application Insights in its classic names, and of Azure Resource Graph.
const COMMON =
  "timestamp: datetime, itemType: string, customDimensions: dynamic, customMeasurements: dynamic, " +
  "operation_Name: string, operation_Id: string, operation_ParentId: string, session_Id: string, user_Id: string, " +
  "client_Type: string, cloud_RoleName: string, cloud_RoleInstance: string, appName: string, itemCount: int";
const CALL = "id: string, name: string, success: string, resultCode: string, duration: real";
const TABLES: Readonly<Record<string, string>> = {
  requests: `${COMMON}, ${CALL}, source: string, url: string`,
  dependencies: `${COMMON}, ${CALL}, target: string, type: string, data: string`,
  exceptions: `${COMMON}, problemId: string, type: string, method: string, outerType: string, outerMessage: string, innermostMessage: string, severityLevel: int, details: dynamic`,
  pageViews: `${COMMON}, id: string, name: string, url: string, duration: real`,
  traces: `${COMMON}, message: string, severityLevel: int`,
  customEvents: `${COMMON}, name: string`,
  PowerPlatformResources: "id: string, name: string, type: string, location: string, properties: dynamic",
};

/** What the products write into `customDimensions`, as far as a query of ours reads it. */
const DIMENSIONS = new Set(
  [
    // Dataverse and Power Automate
    "entityName pluginName pluginVersion stepName depth userAgent formId warmLatency syncRequestTime",
    "throttlingAction throttleReason throttlingDelayMilliseconds CdsQueryHash resourceProvider signalCategory",
    "resourceId Data",
    // Finance and operations
    "ExecutionTimeSeconds QueryType LegalEntity ReturnedRowCount JoinCount ExecutionMode CallStack JsonAttributes",
    "EntityName ExecutionId DataProjectId",
    // Business Central
    "eventId companyName environmentName extensionName alObjectName clientType category endpoint httpStatusCode",
    "failureReason failureCode deprecationMessage destinationVersion registeredForUpdateOnOrAfterDateUtc",
    "updatePeriodEndDateUtc alJobQueueObjectName alJobQueueExecutionTimeInMs alCallerPublisher",
  ].flatMap((names) => names.split(" ")),
);

/** Loads Microsoft's own parser of Kusto, with the tables that our queries read: unknown columns are faults too. */
export function kustoParser(): (text: string) => readonly string[] {
  // Two scripts that put `Kusto` on the global object.
  const load = createRequire(import.meta.url);
  for (const script of [
    import.meta.resolve("@kusto/language-service-next/bridge.min.js"),
    import.meta.resolve("@kusto/language-service-next/Kusto.Language.Bridge.min.js"),
  ]) {
    load(fileURLToPath(script));
  }
  const { GlobalState, KustoCode, Symbols } = (globalThis as unknown as { Kusto: { Language: KustoLanguage } }).Kusto
    .Language;
  const tables = Object.entries(TABLES).map(([name, columns]) =>
    Symbols.TableSymbol.From(`(${columns})`).WithName(name),
  );
  const globals = GlobalState.Default.WithDatabase(new Symbols.DatabaseSymbol.$ctor1("insights", tables));
  return (text) => {
    const found = KustoCode.ParseAndAnalyze(text, globals).GetDiagnostics();
    const faults = Array.from({ length: found.Count }, (_, index) => found.getItem(index).Message);
    const dimensions = [...text.matchAll(/\bcustomDimensions\.(\w+)/gu)].map(([, name = ""]) => name);
    return [
      ...faults,
      ...dimensions.filter((name) => !DIMENSIONS.has(name)).map((name) => `${name} is no known dimension`),
    ];
  };
}

// Shells

/** Parameters without which a cmdlet asks for them, as on its page of Microsoft Learn. */
const MANDATORY: Readonly<Record<string, readonly string[]>> = {
  "Get-AdminFlowOwnerRole": ["-EnvironmentName", "-FlowName"],
  "Get-AdminFlowWithHttpAction": ["-EnvironmentName"],
  "Get-AdminPowerAppLicenses": ["-OutputFilePath"],
  "Search-UnifiedAuditLog": ["-StartDate", "-EndDate"],
};

function missingParameters(text: string): string[] {
  return text.split(/[|;}]|(?<!`)\n/u).flatMap((command) =>
    Object.entries(MANDATORY)
      .filter(([cmdlet]) => command.includes(cmdlet))
      .flatMap(([cmdlet, parameters]) =>
        parameters.filter((name) => !command.includes(`${name} `)).map((name) => `${cmdlet} lacks ${name}`),
      ),
  );
}

/** Parses sh and PowerShell with the grammars that editors use. */
export async function shellParsers(): Promise<Readonly<Record<"sh" | "powershell", (text: string) => string[]>>> {
  await Parser.init();
  const parserOf = async (grammar: string): Promise<(text: string) => string[]> => {
    const parser = new Parser().setLanguage(await Language.load(fileURLToPath(grammar)));
    return (text) => {
      const tree = parser.parse(`${text}\n`);
      // An unquoted placeholder is a redirection to a shell, and would read or write a file of that name.
      const unquoted = text.replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/gu, "").match(PLACEHOLDER) ?? [];
      return [
        ...(tree === null || tree.rootNode.hasError ? ["does not parse"] : []),
        ...unquoted.map((place) => `has ${place} without quotes`),
        ...missingParameters(text),
      ];
    };
  };
  return {
    sh: await parserOf(import.meta.resolve("tree-sitter-bash/tree-sitter-bash.wasm")),
    powershell: await parserOf(import.meta.resolve("tree-sitter-powershell/tree-sitter-powershell.wasm")),
  };
}

// HTTP

/** A request line: method, path and, where it is OData's, the query options. */
export function requestFaults(text: string): string[] {
  const [method = "", ...rest] = (text.split("\n")[0] ?? "").split(" ");
  const [path = "", query] = rest.join(" ").replaceAll(PLACEHOLDER, "00000000-0000-0000-0000-000000000000").split("?");
  const faults = /^[A-Z]+$/u.test(method) && URL.canParse(path, "https://contoso.example") ? [] : ["is no request"];
  if (query === undefined) return faults;
  try {
    odata.defaultParser.query(query.replaceAll(" ", "%20"));
    return faults;
  } catch (error) {
    return [...faults, `its query options do not parse: ${String(error)}`];
  }
}
