import type { Identity } from "../model/record.ts";
import type { InspectedCommit } from "../model/inspection.ts";

const PERSON = /^(.*?) ?<([^<>]*)> (-?\d{1,15}) ([+-])(\d\d)(\d\d)$/;
/** Years that RFC 3339 can write. */
const EARLIEST = Date.UTC(0, 0, 1);
const LATEST = Date.UTC(9999, 11, 31);

/** A commit as its bytes tell it; undefined where they are none that git would have written. */
export function parseCommitObject(id: string, bytes: Buffer): InspectedCommit | undefined {
  const split = bytes.indexOf("\n\n");
  const headers = headersIn(bytes.toString("latin1", 0, split < 0 ? bytes.length : split));
  const decode = decoderFor(headers.get("encoding")?.[0]);
  const person = (name: string): { who: Identity; at: string } | undefined =>
    personOf(decode(Buffer.from(headers.get(name)?.[0] ?? "", "latin1")));
  const [author, committer] = [person("author"), person("committer")];
  const tree = headers.get("tree")?.[0];
  if (author === undefined || committer === undefined || tree === undefined) return undefined;
  return {
    id,
    tree,
    parents: headers.get("parent") ?? [],
    author: author.who,
    authorDate: author.at,
    committer: committer.who,
    committerDate: committer.at,
    message: split < 0 ? "" : decode(bytes.subarray(split + 2)),
    isSigned: headers.has("gpgsig") || headers.has("gpgsig-sha256"),
  };
}

/** Values by name; of a header of several lines the first. */
function headersIn(text: string): Map<string, string[]> {
  const headers = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const space = line.indexOf(" ");
    if (space <= 0) continue;
    const name = line.slice(0, space);
    headers.set(name, [...(headers.get(name) ?? []), line.slice(space + 1)]);
  }
  return headers;
}

function decoderFor(encoding: string | undefined): (bytes: Buffer) => string {
  if (encoding === undefined) return (bytes) => bytes.toString("utf8");
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    // An encoding that nobody here knows: as UTF-8, what cannot be read shows as such.
    return (bytes) => bytes.toString("utf8");
  }
}

function personOf(line: string): { who: Identity; at: string } | undefined {
  const [, name, email, seconds, sign = "+", hours = "00", minutes = "00"] = PERSON.exec(line) ?? [];
  if (name === undefined || email === undefined) return undefined;
  const instant = Number(seconds) * 1000;
  if (!(instant >= EARLIEST && instant <= LATEST)) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  const local = new Date(instant + offset * 60_000).toISOString().slice(0, 19);
  return { who: { name, email }, at: `${local}${sign}${hours}:${minutes}` };
}
