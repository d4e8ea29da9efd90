// Credentials, made up from parts so that no scanner takes this file for a leak, and texts that only look like some.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { microsoftSecretsIn } from "../../src/lint/microsoft-secrets.ts";
import { readRunBookFiles } from "../../src/store/run-book-files.ts";
import { detectSecrets } from "../../src/store/secret-detector.ts";

const of = (...parts: readonly string[]): string => parts.join("");
const HEADER = of("eyJ", "0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9");
const PAYLOAD = of("eyJ", "hdWQiOiJodHRwczovL2NvbnRvc28uZXhhbXBsZSJ9");
const BASE64 = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tqK1SZFPTOtrKBHBeksoGMGwabcd";

/** Kinds found in a text. */
async function kindsIn(text: string): Promise<string[]> {
  const detected = await detectSecrets([{ path: "procedures/a.md", text }]);
  return [...detected, ...microsoftSecretsIn(text)].map(({ kind }) => kind);
}

const FOUND: readonly (readonly [string, string])[] = [
  ["github token", of("ghp_", "abcdefghijklmnopqrstuvwxyz0123456789")],
  ["slack token", of("xoxb-", "123456789012-123456789012-abcdefghijklmnopqrstuvwx")],
  ["npm access token", of("npm_", "abcdefghijklmnopqrstuvwxyz0123456789")],
  ["sendgrid key", of("SG.", "abcdefghijklmnopqrstuv.", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")],
  ["aws secret access key", of("aws_secret_access_key = ", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYzzzzzzzKEY")],
  [
    "private key",
    of(
      "-----BEGIN RSA PRIVATE",
      " KEY-----\n",
      `${"MIIEpAIBAAKCAQEA".repeat(4)}\n`.repeat(20),
      "-----END RSA PRIVATE",
      " KEY-----",
    ),
  ],
  ["basic auth", of("https://svc-ops:", "Autumn2026x@crm.contoso.com/x")],
  ["mongo db connection", of("mongodb://svc-ops:", "Autumn2026x@db.contoso.example/x")],
  ["mongo db connection", of("mongodb+srv://svc-ops:", "Autumn2026x@db.contoso.example/<database>")],
  ["mongo db connection", of("mongodb://<user>:", "Autumn2026x@$HOST/crm")],
  ["postgre sql connection", of("postgres://svc-ops:", "Autumn2026x@db.contoso.example/{database}")],
  ["my sql connection", of("mysql://svc-ops:", "Autumn2026x@db.contoso.example/...")],
  ["Microsoft Entra client secret", of("abc8", "Q~", "Abcdefghijklmnopqrstuvwxyz-12345")],
  [
    "Azure Storage account key",
    of("AccountName=contoso;AccountKey=", BASE64.slice(0, 86), "==;EndpointSuffix=core.windows.net"),
  ],
  [
    "Azure shared access key",
    of("Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKey=", BASE64.slice(0, 43), "="),
  ],
  [
    "shared access signature",
    of("https://contoso.blob.core.windows.net/x?sv=2022-11-02&sig=", BASE64.slice(0, 41), "%2FA", "%3D"),
  ],
  [
    "shared access signature",
    of("https://prod-12.uksouth.logic.azure.com/workflows/x?sp=run&sv=1.0&sig=", BASE64.slice(0, 43)),
  ],
  [
    "shared access signature",
    of(String.raw`{"link":"https://contoso.blob.core.windows.net/x?sv=1\u0026sig=`, BASE64.slice(0, 43), '%3D"}'),
  ],
  [
    "shared access signature",
    of("<a href='https://contoso.blob.core.windows.net/x?sv=1&amp;sig=", BASE64.slice(0, 43), "%3D'>"),
  ],
  ["Azure DevOps personal access token", of(BASE64.replaceAll(/[+/]/g, "7").slice(0, 76), "AZ", "DO1aB2")],
  ["JSON web token", of(HEADER, ".", PAYLOAD, ".", BASE64.replaceAll(/[+/]/g, "_").slice(0, 43))],
  ["JSON web token", of("Authorization: Bearer ", HEADER, ".", PAYLOAD, ".", "aB3_-xYz".repeat(42), "abcdef")],
  [
    "password in a connection string",
    of("Server=tcp:contoso.database.windows.net;User ID=sa;Password=", "Autumn-2026!;"),
  ],
  [
    "password in a connection string",
    of("`Server=tcp:contoso.database.windows.net;User ID=sa;Password=", "Autumn-2026!`"),
  ],
  ["password in a connection string", of("Data Source=contoso; User ID=sa; Pwd=", "Autumn-2026!")],
  [
    "password in a connection string",
    of("AuthType=OAuth;Username=a@contoso.example;Password=", "Autumn-2026!;Url=https://x"),
  ],
];

describe("a password in a connection string", () => {
  const foundIn = (password: string): string[] => {
    const text = of("Server=contoso.example;User ID=sa;Pass", "word=", password, ";Encrypt=true;");
    return microsoftSecretsIn(text).map(({ start, end }) => text.slice(start, end));
  };

  it.each([
    "Aut$umn-26",
    "$ummer-26!",
    "50%Autumn",
    "Autumn*2026",
    "Mywife-1972",
    "[Autumn]26",
    "Autumn>26",
    "}Autumn{26",
    "(Autumn)26",
    "-Autumn_26",
  ])("is one though it holds signs of a placeholder: %s", (password) => {
    expect(foundIn(password)).toEqual([password]);
  });

  it.each([
    "<password>",
    "{password}",
    "{{password}}",
    "[password]",
    "$PASSWORD",
    "${PASSWORD}",
    "$(SqlPassword)",
    "$env:SQL_PASSWORD",
    "%SQL_PASSWORD%",
    "********",
    "........",
    "xxxxxxxx",
    "mypassword",
    "MyStrongPassword",
    "YourPassword1",
    String.raw`\u003cpassword\u003e`,
    "__DbPassword2__",
  ])("is none where it is to be filled in: %s", (password) => {
    expect(foundIn(password)).toEqual([]);
  });

  it.each([
    "prompted",
    "Integrated",
    "geändert",
    "(hidden)",
    "kv-contoso-ops",
    "SVC_OPS_PASSWORD",
    "config.Password",
    "$pass.Value",
    "$cred.GetNetworkCredential().Password",
    "t[1]||null",
    "decodeURIComponent(t[1])",
    "tostring(customDimensions[0])",
    "@{variables('x1')}",
    "@Microsoft.KeyVault(SecretUri=https://kv-1.vault.azure.net/secrets/x/)",
  ])("is none where a log, a note or a program has other things: %s", (password) => {
    expect(foundIn(password)).toEqual([]);
  });

  it("is none far from where a connection string stands", () => {
    const line = `${"a=b;".repeat(200)}Url=x;${"a=b;".repeat(200)}password=e?t(e):"1";`;
    expect(microsoftSecretsIn(line)).toEqual([]);
  });
});

describe("a credential", () => {
  it.each(FOUND)("is found: %s", async (kind, text) => {
    expect(await kindsIn(`Use ${text} for it.\n`)).toEqual([kind]);
  });

  it("is placed where it stands, and no comment of another tool's hides it", async () => {
    const token = FOUND[0]?.[1] ?? "";
    const text = `<!-- secretlint-disable -->\n\nUse ${token}.\n`;
    const [found] = await detectSecrets([{ path: "procedures/a.md", text }]);
    expect(text.slice(found?.start, found?.end)).toBe(token);
    expect(JSON.stringify(found)).not.toContain(token);
  });
});

it("is found in its own file, however many there are", async () => {
  const token = FOUND[0]?.[1] ?? "";
  const filler = "Nothing to see in this line.\n".repeat(3000);
  const files = Array.from({ length: 9 }, (_, index) => ({
    path: `procedures/${index}.md`,
    text: `${filler}${index % 4 === 0 ? token : ""}`,
  }));
  const places = [0, 4, 8].map((index) => ({ path: `procedures/${index}.md`, start: filler.length }));
  expect(await detectSecrets(files)).toMatchObject(places);
});

it("is placed where it stands, whichever of the files begin with a byte order mark", async () => {
  const token = of("ghp_", "abcdefghijklmnopqrstuvwxyz0123456789");
  const texts = [`\uFEFFUse ${token}.\n`, `Use ${token}.\n`, `\uFEFF${token}`];
  for (const files of [texts, texts.slice(1), texts.slice(2)]) {
    const found = await detectSecrets(files.map((text, index) => ({ path: `${index}.md`, text })));
    expect(found.map(({ path, start, end }) => files[Number.parseInt(path, 10)]?.slice(start, end))).toEqual(
      files.map(() => token),
    );
  }
});

it("is found beside a key without an end in a file before it", async () => {
  const key = FOUND.find(([kind]) => kind === "private key")?.[1] ?? "";
  const files = [
    { path: "procedures/a.md", text: key.slice(0, key.indexOf("\n") + 1) },
    { path: "procedures/b.md", text: `Mind: ${key}` },
  ];
  expect(await detectSecrets(files)).toMatchObject([{ path: "procedures/b.md", start: 6, kind: "private key" }]);
});

describe("no credential", () => {
  it.each([
    "Tenant 0f8fad5b-d9cb-469f-a165-70867728950e, client id 7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "InstrumentationKey=0f8fad5b-d9cb-469f-a165-70867728950e;IngestionEndpoint=https://westeurope-5.in.applicationinsights.azure.com/",
    "requests | where timestamp > ago(1d) and success == false | summarize count() by operation_Name, resultCode",
    "Server=tcp:<server>.database.windows.net;User ID=<user>;Password=<password>;",
    "AuthType=ClientSecret;Url=https://contoso.crm11.dynamics.com;ClientId={clientId};ClientSecret={clientSecret}",
    "Server=contoso;Database=crm;User ID=sa;Password={your_password};",
    "Server=contoso;User ID=sa;Pwd=$env:SQL_PASSWORD;",
    "Server=contoso;User ID=sa;Pwd=$env:SQL_PASSWORD",
    "Server=contoso;User ID=sa;Password=<password>",
    "DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=<key>;EndpointSuffix=core.windows.net",
    "Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=Listen;SharedAccessKey=***",
    "postgres://svc:<password>@db.contoso.example/x, mongodb://$USER:${PASS}@db, https://user:password@contoso.example",
    "curl https://user:pass@host.contoso.com/x, http://User:Pwd@proxy.contoso.com:8080",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, commit 4f2c9aa91d0b7e3c5a6f8d9e0b1c2d3e4f5a6b7c",
    "pac auth create --applicationId $env:APP_ID --clientSecret $env:CLIENT_SECRET --tenant contoso.onmicrosoft.com",
    "Password = the entry svc-ops of the vault; set Password=Changeme1 only on the sandbox.",
    "https://contoso.blob.core.windows.net/x?sv=2022-11-02&sig=<signature>",
    "Authorization: Bearer eyJ..., or eyJxxxxxxxxxxxx.eyJxxxxxxxxxxxx.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    `Header and payload alone, ${HEADER}.${PAYLOAD}, and cut off: ${HEADER}.${PAYLOAD}.${BASE64.slice(0, 20)}`,
    `Cut off with dots: ${HEADER}.${PAYLOAD}.${"aB3_-xYz".repeat(8)}..., or ${HEADER}.${PAYLOAD}.${"aB3_-xYz".repeat(8)}…`,
    `No payload: ${HEADER}.contoso-prod-service-health-check.${"aB3_-xYz".repeat(8)}`,
    `One too short, one too long: ${"aB3xYz7Q".repeat(10).slice(0, 75)}AZDO1aB2 ${"aB3xYz7Q".repeat(10).slice(0, 77)}AZDO1aB2`,
    `AZDO elsewhere: ${"aB3xYz7Q".repeat(5)}AZDO${"aB3xYz7Q".repeat(5)} ${"aB3xYz7Q".repeat(9)}1234azdo1aB2`,
    `A part of a longer name: ${"aB3xYz7Q".repeat(10).slice(0, 76)}AZDO1aB2_contoso`,
    `${"4f2c9aa91d0b7e3c5a6f8d9e0b1c2d3e4f5a6b7c".repeat(2)}abcd, the token <token>, ${"x".repeat(76)}AZDOxxxx`,
  ])("%s", async (text) => {
    expect(await kindsIn(text)).toEqual([]);
  });

  it("stands in the reference run book", async () => {
    const files = readRunBookFiles(join(import.meta.dirname, "..", "..", "runbook"));
    expect(files.length).toBeGreaterThan(20);
    expect(await detectSecrets(files)).toEqual([]);
    expect(files.flatMap((file) => ("text" in file ? microsoftSecretsIn(file.text) : []))).toEqual([]);
  });
});
