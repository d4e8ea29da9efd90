// Credentials of Azure and Dynamics 365 that general detectors leave out, by the shapes that Microsoft documents.

interface Shape {
  readonly kind: string;
  readonly pattern: RegExp;
}

/** Each with one group: the credential itself. None has a part without a bound: a text may be millions of letters without an end. */
const SHAPES: readonly Shape[] = [
  // Three characters, a digit, `Q~`, 31 or 34 more: learn.microsoft.com/purview/sit-defn-client-secret-api-key
  { kind: "Microsoft Entra client secret", pattern: /(?<![\w.~-])([\w.~-]{3}\dQ~[\w.~-]{31,34})(?![\w.~-])/g },
  // 64 bytes in base64: learn.microsoft.com/purview/sit-defn-azure-storage-account-key
  { kind: "Azure Storage account key", pattern: /\bAccountKey\s{0,9}=\s{0,9}([A-Za-z\d+/]{86}==)/gi },
  // 32 bytes in base64: learn.microsoft.com/purview/sit-defn-azure-service-bus-connection-string
  { kind: "Azure shared access key", pattern: /\bSharedAccessKey\s{0,9}=\s{0,9}([A-Za-z\d+/]{43}=)/gi },
  // HMAC-SHA256 in base64, percent-encoded in an address, or base64url as Logic Apps writes it; in JSON and XML, too
  {
    kind: "shared access signature",
    pattern: /(?:[?&]|&amp;|\\u0026)sig=((?:[A-Za-z\d_-]|%2[bf]|[+/]){43}(?:%3d|=)?)(?![\w%])/gi,
  },
  // 84 letters and digits, `AZDO` before the last four: learn.microsoft.com/purview/sit-defn-azure-devops-personal-access-token
  { kind: "Azure DevOps personal access token", pattern: /(?<![\w-])([A-Za-z\d]{76}AZDO[A-Za-z\d]{4})(?![\w-])/g },
  // What Microsoft Entra ID gives out as an access token (RFC 7515, 7.1). The shortest signature in use, HS256, has 43
  // characters: less has been cut off.
  {
    kind: "JSON web token",
    pattern: /(?<![\w.-])(eyJ[\w-]{8,16384}\.eyJ[\w-]{8,16384}\.[\w-]{43,16384})(?![\w-]|\.{2}|…)/g,
  },
];

/** Where a connection string stands; each with one group, as above. */
const PASSWORDS: readonly Shape[] = [
  {
    kind: "password in a connection string",
    pattern: /(?:^|[;"'\s])(?:Password|Pwd)\s{0,9}=\s{0,9}([^\s;"'`]{6,256})(?=[;"'])/gi,
  },
  // The last part of one, which nothing needs to end.
  { kind: "password in a connection string", pattern: /; ?(?:Password|Pwd)=([^\s;"'`]{6,256})(?=[\s`]|$)/gi },
];

/** What stands beside them in a connection string, and not in a line of a script that sets a variable. */
const CONNECTION = /\b(?:Server|Data Source|Url|Database|Initial Catalog|AuthType|User ?(?:ID|Name)|Uid)\s{0,9}=/i;
/** Characters on either side: a whole export may be one line. */
const BESIDE = 512;

/**
 * What people write for a value that is to be filled in: `<password>`, `{password}`, `[password]`, `$PASS`, `$(Pass)`, `%PASS%`,
 * `***`, `...`, words. The signs alone stand in good passwords.
 */
const PLACEHOLDER =
  /^(?:<|\\u003c)|\{[^{}]*\}|^\[[^\]]*\]?$|^\$(?:\(|(?:\w+:)?\w+$)|^%[\w-]+%$|\*{3}|…|\.\.\.|x{4,}|^(?:your|the|some|example|placeholder|redacted|removed|hidden|password|secret|passw0rd|changeme|todo)|^my[_-]?(?:own|pass|pw|secret|strong)/i;

/**
 * What logs, notes and programs have there: words and names (`expired`, `kv-contoso-ops`, `config.Password`, `__DbPassword__`), a
 * call or an element (`read(1)`, `row[1]`, `@Microsoft.KeyVault(…`), a remark (`(hidden)`). A good password has a digit or another sign.
 */
const NO_PASSWORD =
  /^\$?[\p{L}_.:-]+$|^__\w+__$|^(?:[$@]\{?\w[\w.]*|[a-z_][A-Za-z_.]{2,})[([]|^[a-z_][\w.]*\[\d+\]|^\([^()]*\)$/u;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

/** The credentials in a text, each with its offsets. */
export function microsoftSecretsIn(text: string): Found[] {
  const passwords = PASSWORDS.flatMap((shape) => matchesOf(shape, text));
  return [
    ...SHAPES.flatMap((shape) => matchesOf(shape, text)),
    ...passwords.filter(({ start, end }) => {
      const password = text.slice(start, end);
      const isFilledIn = !PLACEHOLDER.test(password) && !NO_PASSWORD.test(password);
      return isFilledIn && CONNECTION.test(lineAround(text, start, end));
    }),
  ];
}

/** As much of the line as may belong to the same connection string. */
function lineAround(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - BESIDE), start);
  const [after = ""] = text.slice(end, end + BESIDE).split("\n", 1);
  return before.slice(before.lastIndexOf("\n") + 1) + text.slice(start, end) + after;
}

function matchesOf({ kind, pattern }: Shape, text: string): Found[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const [whole, found = ""] = match;
    const start = match.index + whole.lastIndexOf(found);
    // A run of one character is drawn, not made.
    return new Set(found).size < 6 ? [] : [{ start, end: start + found.length, kind }];
  });
}
