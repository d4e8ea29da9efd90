import type { Identity } from "../model/record.ts";
import type { InspectedCommit, Moment } from "../model/inspection.ts";

const PERSON = /^(.*?) ?<([^<>]*)> (-?\d{1,15}) ([+-]\d{4})$/;
/** Years that RFC 3339 can write. */
const EARLIEST = Date.UTC(0, 0, 1);
const TOO_LATE = Date.UTC(10_000, 0, 1);

/** A commit as its bytes tell it; undefined where they are none that git would have written. */
export function parseCommitObject(id: string, bytes: Buffer): InspectedCommit | undefined {
  const split = bytes.indexOf("\n\n");
  const { tree, parents, encoding, isSigned, ...lines } = headersIn(
    bytes.toString("latin1", 0, split < 0 ? bytes.length : split),
  );
  const decode = decoderFor(encoding);
  const author = personOf(lines.author, decode);
  const committer = lines.committer === lines.author ? author : personOf(lines.committer, decode);
  if (author === undefined || committer === undefined || tree === undefined) return undefined;
  return {
    id,
    tree,
    parents,
    author: author.who,
    authored: author.when,
    committer: committer.who,
    committed: committer.when,
    message: split < 0 ? "" : decode(bytes.subarray(split + 2)),
    isSigned,
  };
}

interface Headers {
  tree: string | undefined;
  readonly parents: string[];
  author: string | undefined;
  committer: string | undefined;
  encoding: string | undefined;
  isSigned: boolean;
}

/** The headers that matter; of one that stands there again the first. */
function headersIn(text: string): Headers {
  const headers: Headers = {
    tree: undefined,
    parents: [],
    author: undefined,
    committer: undefined,
    encoding: undefined,
    isSigned: false,
  };
  for (let start = 0; start < text.length;) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const space = text.indexOf(" ", start);
    if (space > start && space < end) readHeader(headers, text.slice(start, space), text.slice(space + 1, end));
    start = end + 1;
  }
  return headers;
}

function readHeader(headers: Headers, name: string, value: string): void {
  switch (name) {
    case "parent":
      headers.parents.push(value);
      break;
    case "tree":
    case "author":
    case "committer":
    case "encoding":
      headers[name] ??= value;
      break;
    case "gpgsig":
    case "gpgsig-sha256":
      headers.isSigned = true;
      break;
    default:
  }
}

type Decode = (bytes: Buffer) => string;

function decodeUtf8(bytes: Buffer): string {
  return bytes.toString("utf8");
}

function decoderFor(encoding: string | undefined): Decode {
  if (encoding === undefined) return decodeUtf8;
  try {
    const decoder = new TextDecoder(encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    // An encoding that nobody here knows: as UTF-8, what cannot be read shows as such.
    return decodeUtf8;
  }
}

interface Person {
  readonly who: Identity;
  readonly when: Moment;
}

/** `line`: as latin1 shows its bytes. */
function personOf(line: string | undefined, decode: Decode): Person | undefined {
  if (line === undefined) return undefined;
  const isAscii = decode === decodeUtf8 && !/[\u0080-\u00ff]/.test(line);
  const [, name, email, seconds, offset] = PERSON.exec(isAscii ? line : decode(Buffer.from(line, "latin1"))) ?? [];
  if (name === undefined || email === undefined || seconds === undefined || offset === undefined) return undefined;
  const when = momentOf(seconds, offset);
  return when === undefined ? undefined : { who: { name, email }, when };
}

/** `offset`: as git writes it, such as `+0100`. */
function momentOf(seconds: string, offset: string): Moment | undefined {
  const [hours, minutes] = [offset.slice(0, 3), offset.slice(3)];
  const instant = Number(seconds) * 1000;
  const ahead = (Number(hours.slice(1)) * 60 + Number(minutes)) * (hours.startsWith("-") ? -1 : 1);
  const local = instant + ahead * 60_000;
  if (!(Math.min(instant, local) >= EARLIEST && Math.max(instant, local) < TOO_LATE)) return undefined;
  return { instant, offset: `${hours}:${minutes}` };
}
