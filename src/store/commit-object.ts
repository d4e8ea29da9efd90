import { isAscii } from "node:buffer";
import { aheadBy, isOffset, offsetOf } from "../calendar/timestamp.ts";
import type { Identity } from "../model/record.ts";
import type { InspectedCommit, Moment } from "../model/inspection.ts";

const PERSON = /^([^<>]*)<([^<>]*)> (\d{1,15}) ([+-]\d{4})$/;
/** Years that RFC 3339 can write. */
const EARLIEST = Date.UTC(0, 0, 1);
const TOO_LATE = Date.UTC(10_000, 0, 1);

/** Those that git and every other program read alike. */
const UTF8 = /^utf-?8$/i;
const LATIN1 = /^iso-?8859-1$/i;
/** Those in which ASCII, which is all that a record is made of, is written as ever. What else stands there is not read alike. */
const PLAIN_ENCODING = /^(?:(?:us-)?ascii|iso-?8859-?\d{1,2}|latin-?\d|(?:windows-|cp)125\d)$/i;

/**
 * A commit as its bytes tell it; undefined where they are none that git would have written. Of such, with a line twice or a
 * NUL, other programs and git's own commands read different things.
 */
export function parseCommitObject(id: string, bytes: Buffer): InspectedCommit | undefined {
  if (bytes.includes(0)) return undefined;
  const split = bytes.indexOf("\n\n");
  const headers = headersIn(bytes.toString("latin1", 0, split < 0 ? bytes.length : split));
  if (headers === undefined) return undefined;
  const { tree, parents, encoding, isSigned, ...lines } = headers;
  const decode = encoding !== undefined && LATIN1.test(encoding) ? decodeLatin1 : decodeUtf8;
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
    doubtfulEncoding: encoding === undefined || isReadAlike(bytes, encoding) ? null : encoding,
  };
}

/** What the signature of a commit is of: all but the signature, as latin1 shows its bytes. */
export function signedText(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  const split = text.indexOf("\n\n");
  const end = split < 0 ? text.length : split;
  let isSignature = false;
  const lines = text
    .slice(0, end)
    .split("\n")
    .filter((line) => {
      if (!line.startsWith(" ")) isSignature = SIGNATURE.test(line);
      return !isSignature;
    });
  return lines.join("\n") + text.slice(end);
}

const SIGNATURE = /^gpgsig(?:-sha256)?(?: |$)/;

interface Headers {
  tree: string | undefined;
  readonly parents: string[];
  author: string | undefined;
  committer: string | undefined;
  encoding: string | undefined;
  isSigned: boolean;
}

/** The headers that matter; undefined where they do not stand as git writes them, each once and in their order. */
function headersIn(text: string): Headers | undefined {
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
    const name = space < 0 || space > end ? "" : text.slice(start, space);
    if (!readHeader(headers, name, text.slice(space + 1, end))) return undefined;
    start = end + 1;
  }
  return headers;
}

/** Whether it may stand there. */
function readHeader(headers: Headers, name: string, value: string): boolean {
  switch (name) {
    case "tree":
      if (headers.tree !== undefined) return false;
      headers.tree = value;
      return true;
    case "parent":
      headers.parents.push(value);
      return headers.tree !== undefined && headers.author === undefined;
    case "author":
      if (headers.tree === undefined || headers.author !== undefined) return false;
      headers.author = value;
      return true;
    case "committer":
      if (headers.author === undefined || headers.committer !== undefined) return false;
      headers.committer = value;
      return true;
    case "encoding":
      if (headers.encoding !== undefined) return false;
      headers.encoding = value;
      break;
    case "gpgsig":
    case "gpgsig-sha256":
      headers.isSigned = true;
      break;
    default:
  }
  // The others follow these, and the lines of a signature begin with a space.
  return headers.committer !== undefined;
}

type Decode = (bytes: Buffer) => string;

function decodeUtf8(bytes: Buffer): string {
  return bytes.toString("utf8");
}

function decodeLatin1(bytes: Buffer): string {
  return bytes.toString("latin1");
}

function isReadAlike(bytes: Buffer, encoding: string): boolean {
  if (UTF8.test(encoding) || LATIN1.test(encoding)) return true;
  return PLAIN_ENCODING.test(encoding) && isAscii(bytes);
}

interface Person {
  readonly who: Identity;
  readonly when: Moment;
}

/** `line`: as latin1 shows its bytes. */
function personOf(line: string | undefined, decode: Decode): Person | undefined {
  if (line === undefined) return undefined;
  const isDecoded = decode === decodeLatin1 || !/[\u0080-\u00ff]/.test(line);
  const [, name, email, seconds, offset] = PERSON.exec(isDecoded ? line : decode(Buffer.from(line, "latin1"))) ?? [];
  if (name === undefined || email === undefined || seconds === undefined || offset === undefined) return undefined;
  const when = momentOf(seconds, offset);
  return when === undefined ? undefined : { who: { name: withoutEnd(name), email }, when };
}

/** Of a name git takes the spaces off at its end. By hand: an expression would look at each of many anew from every one. */
function withoutEnd(name: string): string {
  let end = name.length;
  while (end > 0 && " \t\r".includes(name.charAt(end - 1))) end -= 1;
  return name.slice(0, end);
}

/** `written`: the offset as git writes it, such as `+0100`. */
function momentOf(seconds: string, written: string): Moment | undefined {
  const offset = offsetOf(written);
  if (!isOffset(offset)) return undefined;
  const instant = Number(seconds) * 1000;
  const local = instant + aheadBy(offset);
  if (!(Math.min(instant, local) >= EARLIEST && Math.max(instant, local) < TOO_LATE)) return undefined;
  return { instant, offset };
}
