// Ledgers that are nowhere but in these tables, and what `verify` finds in them.
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ANNOUNCED_WAVES } from "../../src/data/announced-waves.ts";
import {
  type CommitPlaces,
  type FileChange,
  type Inspection,
  type Moment,
  type Signature,
  UNREADABLE,
} from "../../src/model/inspection.ts";
import type { Verification } from "../../src/model/verification.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import { ledgerReader } from "../../src/verify/reading.ts";
import { verify } from "../../src/verify/verify.ts";
import { type BookParts, bookOf } from "../helpers/run-book.ts";

/** A commit of a ledger; what it does not say is that of a completion of `job` by Ana that changes no file. */
interface Draft {
  /** As the tables call it. */
  readonly name: string;
  /** The commit above it where it does not say; `gone` is one that cannot be read. */
  readonly parents?: readonly string[];
  /** The trailers of its record beside those of a completion, or instead of them. */
  readonly says?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Instead of a record's message. */
  readonly message?: string;
  /** What it changes in the tree of its first parent: the content at a path, or null. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Those of these paths that are links. */
  readonly links?: readonly string[];
  readonly encoding?: string;
  readonly by?: string;
  readonly recordedBy?: string;
  readonly at?: string;
  readonly recordedAt?: string;
  readonly signature?: Partial<Signature>;
  /** Git cannot tell what differs between its tree and that of its first parent. */
  readonly cannotCompare?: boolean;
}

interface Surroundings extends BookParts {
  readonly unparsed?: readonly string[];
  readonly now?: string | null;
  readonly signedSince?: string;
  readonly inspection?: Partial<Inspection>;
}

const NOON = "2026-11-23T12:00:00+00:00";
const ROOT: Draft = { name: "root", message: "Begin the ledger\n", at: "2026-11-23T11:00:00+00:00" };
const JOIN = "Merge two ledgers\n";

/** The id of a commit or of a content. */
function idOf(name: string): string {
  return createHash("sha1").update(name).digest("hex");
}

function messageOf({ name, says, message }: Draft): string {
  if (message !== undefined) return message;
  const completion = {
    Book: "contoso",
    Record: "completion",
    Procedure: "job",
    Occurrence: "2026-11-23",
    Outcome: "done",
  };
  const lines = Object.entries({ ...completion, ...says }).flatMap(([key, value]) =>
    value === undefined ? [] : [value].flat().map((one) => `Runbook-${key}: ${one}\n`),
  );
  return `${name}\n\n${lines.join("")}`;
}

function personOf(text: string): { name: string; email: string } {
  const [, name = text, email = `${text.toLowerCase()}@contoso.example`] = /^(.*) <(.*)>$/.exec(text) ?? [];
  return { name, email };
}

function momentOf(text: string): Moment {
  return { instant: Date.parse(text), offset: text.slice(19) };
}

type Tree = ReadonlyMap<string, string>;

function differences(before: Tree, after: Tree, links: readonly string[]): FileChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((path) => ({
      path,
      before: before.get(path) ?? null,
      after: after.get(path) ?? null,
      isFile: !links.includes(path),
    }))
    .filter((change) => change.before !== change.after);
}

/** What verify says of a ledger: its commits, parents before children, below one root. */
function verified(drafts: readonly Draft[], surroundings: Surroundings = {}): Verification {
  const all = [ROOT, ...drafts];
  const oldestLast = all.toReversed();
  const place = (name: string): number => oldestLast.findIndex((draft) => draft.name === name);
  const parentsOf = (draft: Draft): readonly string[] =>
    draft.parents ??
    all
      .slice(0, all.indexOf(draft))
      .slice(-1)
      .map((above) => above.name);
  const commits: CommitPlaces = {
    count: all.length,
    isReadable: () => true,
    idAt: (at) => idOf(oldestLast[at]?.name ?? ""),
    placeOf: (id) => {
      const at = oldestLast.findIndex(({ name }) => idOf(name) === id);
      return at < 0 ? undefined : at;
    },
    parentsOf: (at) => parentsOf(oldestLast[at] ?? ROOT).map((name) => (name === "gone" ? UNREADABLE : place(name))),
  };
  const trees = new Map<string, Tree>();
  for (const draft of all) {
    const tree = new Map(trees.get(parentsOf(draft)[0] ?? ""));
    for (const [path, content] of Object.entries(draft.files ?? {})) {
      if (content === null) tree.delete(path);
      else tree.set(path, idOf(content));
    }
    trees.set(draft.name, tree);
  }
  const reader = ledgerReader("contoso", ({ record }) => record === "void");
  const { inspector } = reader;
  inspector.begin(commits);
  oldestLast.forEach((draft, at) => {
    const { by = "Ana", recordedBy = by, at: authored = NOON, recordedAt = authored } = draft;
    inspector.commit(at, {
      id: idOf(draft.name),
      parents: parentsOf(draft).map(idOf),
      author: personOf(by),
      committer: personOf(recordedBy),
      authored: momentOf(authored),
      committed: momentOf(recordedAt),
      message: messageOf(draft),
      tree: "",
      isSigned: draft.signature !== undefined,
      doubtfulEncoding: draft.encoding ?? null,
    });
  });
  const feed = (files: typeof inspector.files): void => {
    for (const draft of all) {
      const after = trees.get(draft.name) ?? new Map();
      const parents = parentsOf(draft).map((name) => trees.get(name) ?? new Map());
      files(
        place(draft.name),
        (parents.length === 0 ? [new Map()] : parents).map((before, index) =>
          draft.cannotCompare === true && index === 0 ? null : differences(before, after, draft.links ?? []),
        ),
      );
    }
  };
  feed(inspector.files);
  const again = inspector.filesAgain();
  if (again !== undefined) feed(again);
  const signatures = new Map(
    oldestLast.flatMap(({ signature }, at) =>
      signature === undefined
        ? []
        : [[at, { verdict: "G", signer: "", key: "", isOutOfTime: false, ...signature }] as const],
    ),
  );
  const { unparsed = [], now = "2026-11-30T12:00:00Z", signedSince, inspection, ...parts } = surroundings;
  const book = bookOf({ procedures: { job: {}, other: {} }, ...parts });
  const reading = reader.reading();
  return verify({
    inspection: {
      commits,
      unsound: [],
      signatures,
      copies: new Map(),
      lost: [],
      cannotCompare: null,
      tooMuchFrom: null,
      ...inspection,
    },
    reading,
    book,
    unparsed,
    schedule: scheduleOf(book, reading.records, ANNOUNCED_WAVES, Date.parse("2026-11-30T12:00:00Z")),
    now: now === null ? null : Date.parse(now),
    signedSince: signedSince === undefined ? null : Date.parse(signedSince),
  });
}

/** `check commit: message` of each break, ids replaced by what the table calls them. */
function found(drafts: readonly Draft[], surroundings: Surroundings = {}): string[] {
  const named = namer(drafts);
  return verified(drafts, surroundings).breaks.map(({ check, commit, message }) =>
    named(`${check} ${commit?.slice(0, 10)}: ${message}`),
  );
}

function namer(drafts: readonly Draft[]): (text: string) => string {
  const contents = drafts.flatMap(({ files = {} }) => Object.values(files)).filter((text) => text !== null);
  const names = ["root", "gone", "nobody's", ...drafts.map(({ name }) => name), ...contents];
  return (text) => names.reduce((so, name) => so.replaceAll(idOf(name).slice(0, 10), name), text);
}

const TEXT = "text/contoso/job.md";
const FILE = "evidence/contoso/job/2026-11-23/report.txt";
const SECOND = "evidence/contoso/job/2026-11-23/report-2.txt";

describe("files that are as records say", () => {
  const followed = { name: "a", says: { Content: idOf("v1") }, files: { [TEXT]: "v1" } };
  const attached = { name: "a", says: { Evidence: FILE }, files: { [FILE]: "report" } };
  it.each<{ what: string; drafts: readonly Draft[] }>([
    {
      what: "a text is brought once and followed again, until another one is",
      drafts: [
        followed,
        { name: "b", says: { Content: idOf("v1") } },
        { name: "c", says: { Content: idOf("v2") }, files: { [TEXT]: "v2" } },
        { name: "d", says: { Content: idOf("v2") } },
      ],
    },
    {
      what: "three people go on from one record, and each follows the text that their own line has",
      drafts: [
        followed,
        { name: "b", parents: ["a"], says: { Content: idOf("v2") }, files: { [TEXT]: "v2" } },
        { name: "c", parents: ["a"], says: { Content: idOf("v1") } },
        { name: "d", parents: ["a"], says: { Content: idOf("v3") }, files: { [TEXT]: "v3" } },
        { name: "e", parents: ["c"], says: { Content: idOf("v1") } },
        { name: "f", parents: ["b"], says: { Content: idOf("v2") } },
        { name: "g", parents: ["d"], says: { Content: idOf("v3") } },
        { name: "join", parents: ["f", "g", "e"], message: JOIN },
        { name: "h", says: { Content: idOf("v2") } },
      ],
    },
    {
      what: "evidence is brought, and named again by who records for the same occurrence",
      drafts: [attached, { name: "b" }, { name: "c", says: { Evidence: FILE } }],
    },
    {
      what: "a record of another run book brings its own",
      drafts: [
        {
          name: "a",
          says: { Book: "fabrikam", Content: idOf("v1"), Evidence: "evidence/fabrikam/job/2026-11-23/x" },
          files: { "text/fabrikam/job.md": "v1", "evidence/fabrikam/job/2026-11-23/x": "report" },
        },
      ],
    },
    {
      what: "what is neither text nor evidence is nobody's business",
      drafts: [
        { name: "a", files: { "README.md": "words", "texts/x.md": "words" } },
        { name: "b", files: { "README.md": null } },
      ],
    },
    {
      what: "two lines bring the same text, and one of them another one after it",
      drafts: [
        { name: "a" },
        { name: "b", parents: ["a"], says: { Content: idOf("v1") }, files: { [TEXT]: "v1" } },
        { name: "c", parents: ["a"], says: { Content: idOf("v1") }, files: { [TEXT]: "v1" } },
        { name: "d", parents: ["c"], says: { Content: idOf("v2") }, files: { [TEXT]: "v2" } },
        { name: "join", parents: ["b", "d"], message: JOIN, files: { [TEXT]: "v2" } },
        { name: "e", says: { Content: idOf("v2") } },
      ],
    },
    {
      what: "a join keeps two contents of one name, the other one under a new name",
      drafts: [
        { name: "a" },
        { ...attached, name: "b", parents: ["a"] },
        { name: "c", parents: ["a"], says: { Evidence: FILE }, files: { [FILE]: "theirs" } },
        { name: "join", parents: ["b", "c"], message: JOIN, files: { [SECOND]: "theirs" } },
      ],
    },
    {
      what: "a join drops a name whose content all sides have under another one",
      drafts: [
        { name: "a", says: { Evidence: SECOND }, files: { [SECOND]: "theirs" } },
        { ...attached, name: "b", parents: ["a"] },
        { name: "c", parents: ["a"], says: { Evidence: FILE }, files: { [FILE]: "theirs" } },
        { name: "join", parents: ["b", "c"], message: JOIN },
      ],
    },
  ])("finds nothing where $what", ({ drafts }) => {
    expect(found(drafts)).toEqual([]);
  });

  it("says nothing of what a record changes whose parent cannot be read, and knows what it has", () => {
    const drafts = [
      { name: "a", parents: ["gone"], files: { [TEXT]: "v1", [FILE]: "report" } },
      { name: "b", says: { Content: idOf("v1"), Evidence: FILE } },
    ];
    expect(found(drafts)).toEqual([]);
  });

  it("accuses nobody of what git cannot tell: which files there are from there on", () => {
    const drafts: Draft[] = [
      {
        name: "a",
        cannotCompare: true,
        says: { Content: idOf("v1"), Evidence: FILE },
        files: { [TEXT]: "v1", [FILE]: "report" },
      },
      { name: "b", says: { Content: idOf("v1"), Evidence: FILE } },
      { name: "c", parents: ["b"], says: { Evidence: SECOND }, files: { [SECOND]: "theirs", [TEXT]: null } },
      { name: "d", parents: ["b"], says: { Content: idOf("v1") } },
      { name: "join", parents: ["d", "c"], message: JOIN, cannotCompare: true },
    ];
    expect(found(drafts)).toEqual([`file c: Record c deletes \`${TEXT}\`.`]);
  });

  it.each<{ what: string; drafts: readonly Draft[]; breaks: readonly string[] }>([
    {
      what: "a record says that another text was followed than its tree has",
      drafts: [followed, { name: "b", says: { Content: idOf("gone") } }],
      breaks: [`file b: Record b says that the text gone was followed, and its tree has v1 as \`${TEXT}\`.`],
    },
    {
      what: "a record says that a text was followed that its own line does not have",
      drafts: [
        followed,
        { name: "b", parents: ["a"], says: { Content: idOf("v2") }, files: { [TEXT]: "v2" } },
        { name: "c", parents: ["a"], says: { Content: idOf("v2") } },
        { name: "join", parents: ["b", "c"], message: JOIN },
      ],
      breaks: [`file c: Record c says that the text v2 was followed, and its tree has v1 as \`${TEXT}\`.`],
    },
    {
      what: "a record says that a text was followed that it does not bring",
      drafts: [{ name: "a", says: { Content: idOf("gone") } }],
      breaks: [`file a: Record a says that the text gone was followed, and its tree has no \`${TEXT}\`.`],
    },
    {
      what: "a text is deleted, and said to be followed",
      drafts: [followed, { name: "b", says: { Content: idOf("v1") }, files: { [TEXT]: null } }],
      breaks: [
        `file b: Record b deletes \`${TEXT}\`.`,
        `file b: Record b says that the text v1 was followed, and its tree has no \`${TEXT}\`.`,
      ],
    },
    {
      what: "a record brings the text of another procedure beside its own",
      drafts: [{ ...followed, files: { [TEXT]: "v1", "text/contoso/other.md": "v1" } }],
      breaks: [
        "file a: Record a changes the text `text/contoso/other.md`, which is not the one that it says was followed.",
      ],
    },
    {
      what: "a record brings a text and says nothing of it",
      drafts: [{ name: "a", files: { [TEXT]: "v1" } }],
      breaks: [`file a: Record a changes the text \`${TEXT}\`, which is not the one that it says was followed.`],
    },
    {
      what: "what is no record brings files, or takes some away",
      drafts: [
        attached,
        { name: "b", message: "Tidy up\n", files: { [FILE]: null, [SECOND]: "another", [TEXT]: "v1" } },
      ],
      breaks: [
        "form b: b is no record: its message has no line `Runbook-Record:` at its end.",
        `file b: Commit b brings \`${SECOND}\`, and is no record.`,
        `file b: Commit b deletes \`${FILE}\`.`,
        `file b: Commit b brings \`${TEXT}\`, and is no record.`,
      ],
    },
    {
      what: "a record that cannot be read brings files, which it may account for, and replaces one, which it may not",
      drafts: [
        attached,
        { name: "b", says: { Outcome: "splendid" }, files: { [FILE]: "forged", [SECOND]: "another", [TEXT]: "v1" } },
      ],
      breaks: [
        "form b: Record b cannot be read: Runbook-Outcome is `splendid`, expected `done` or `failed`.",
        `file b: Commit b replaces the evidence \`${FILE}\`, which an earlier record brought.`,
      ],
    },
    {
      what: "a record replaces evidence, though it names it",
      drafts: [attached, { name: "b", says: { Evidence: FILE }, files: { [FILE]: "forged" } }],
      breaks: [`file b: Record b replaces the evidence \`${FILE}\`, which an earlier record brought.`],
    },
    {
      what: "a record deletes evidence that it names",
      drafts: [attached, { name: "b", says: { Evidence: FILE }, files: { [FILE]: null } }],
      breaks: [
        `file b: Record b deletes \`${FILE}\`.`,
        `file b: Record b names the evidence \`${FILE}\`, which its tree does not have.`,
      ],
    },
    {
      what: "a record names evidence of which one file is not there",
      drafts: [{ name: "a", says: { Evidence: [FILE, SECOND] }, files: { [FILE]: "report" } }],
      breaks: [`file a: Record a names the evidence \`${SECOND}\`, which its tree does not have.`],
    },
    {
      what: "a record names evidence that only another line has",
      drafts: [
        { name: "a" },
        { ...attached, name: "b", parents: ["a"] },
        { name: "c", parents: ["a"], says: { Evidence: FILE } },
        { name: "join", parents: ["b", "c"], message: JOIN },
      ],
      breaks: [`file c: Record c names the evidence \`${FILE}\`, which its tree does not have.`],
    },
    {
      what: "a record names evidence of another run book",
      drafts: [
        {
          name: "a",
          says: { Evidence: "evidence/fabrikam/job/2026-11-23/x" },
          files: { "evidence/fabrikam/job/2026-11-23/x": "report" },
        },
      ],
      breaks: ["file a: Record a names `evidence/fabrikam/job/2026-11-23/x`, which is no evidence of its run book."],
    },
    {
      what: "a record brings evidence and names none",
      drafts: [{ ...attached, says: {} }],
      breaks: [`file a: Record a brings the evidence \`${FILE}\`, which it does not name.`],
    },
    {
      what: "evidence is a link",
      drafts: [{ ...attached, links: [FILE] }],
      breaks: [`file a: Record a brings \`${FILE}\`, which is a link and no file.`],
    },
    {
      what: "a join makes a link of what both sides have as a file, and takes another one from one of them",
      drafts: [
        attached,
        { name: "b", parents: ["a"], says: { Evidence: SECOND }, files: { [SECOND]: "theirs" } },
        { name: "c", parents: ["a"] },
        { name: "join", parents: ["b", "c"], message: JOIN, files: { [FILE]: "elsewhere" }, links: [FILE, SECOND] },
      ],
      breaks: [
        `file join: Commit join brings \`${FILE}\`, which is a link and no file.`,
        `file join: Commit join joins two ledgers and loses the evidence \`${FILE}\`.`,
        `file join: Commit join joins two ledgers and brings \`${FILE}\`, which neither has like that.`,
      ],
    },
    {
      what: "the root brings a file",
      drafts: [{ name: "second root", parents: [], message: "Begin\n", files: { [FILE]: "planted" } }],
      breaks: [`file second root: Commit second root brings \`${FILE}\`, and is no record.`],
    },
    {
      what: "a join deletes a text, and puts in one that no side has",
      drafts: [
        followed,
        {
          name: "b",
          parents: ["a"],
          says: { Procedure: "other", Content: idOf("o1") },
          files: { "text/contoso/other.md": "o1" },
        },
        { name: "c", parents: ["a"] },
        {
          name: "join",
          parents: ["b", "c"],
          message: JOIN,
          files: { [TEXT]: null, "text/contoso/other.md": "forged" },
        },
      ],
      breaks: [
        `file join: Commit join joins two ledgers and deletes \`${TEXT}\`.`,
        "file join: Commit join joins two ledgers and brings `text/contoso/other.md`, which neither has like that.",
      ],
    },
    {
      what: "a join puts what was one procedure's text in place of another's",
      drafts: [
        followed,
        { name: "b", parents: ["a"], says: { Content: idOf("v2") }, files: { [TEXT]: "v2" } },
        { name: "c", parents: ["a"] },
        { name: "join", parents: ["b", "c"], message: JOIN, files: { "text/contoso/other.md": "v1" } },
      ],
      breaks: [
        "file join: Commit join joins two ledgers and brings `text/contoso/other.md`, which neither has like that.",
      ],
    },
    {
      what: "a join moves evidence into another occurrence's folder",
      drafts: [
        { name: "a" },
        { ...attached, name: "b", parents: ["a"] },
        { name: "c", parents: ["a"] },
        {
          name: "join",
          parents: ["b", "c"],
          message: JOIN,
          files: { [FILE]: null, "evidence/contoso/job/2026-11-24/report.txt": "report" },
        },
      ],
      breaks: [
        `file join: Commit join joins two ledgers and loses the evidence \`${FILE}\`.`,
        "file join: Commit join joins two ledgers and brings `evidence/contoso/job/2026-11-24/report.txt`, which neither has like that.",
      ],
    },
    {
      what: "a join swaps two files of evidence",
      drafts: [
        { name: "a", says: { Evidence: [FILE, SECOND] }, files: { [FILE]: "before", [SECOND]: "after" } },
        { name: "b", parents: ["a"] },
        { name: "c", parents: ["a"] },
        { name: "join", parents: ["b", "c"], message: JOIN, files: { [FILE]: "after", [SECOND]: "before" } },
      ],
      breaks: [SECOND, FILE].map(
        (path) => `file join: Commit join joins two ledgers and brings \`${path}\`, which neither has like that.`,
      ),
    },
    {
      what: "a join gives evidence another name, though nothing else has its own",
      drafts: [
        { name: "a" },
        { ...attached, name: "b", parents: ["a"] },
        { name: "c", parents: ["a"] },
        { name: "join", parents: ["b", "c"], message: JOIN, files: { [FILE]: null, [SECOND]: "report" } },
      ],
      breaks: [`file join: Commit join joins two ledgers and loses the evidence \`${FILE}\`.`],
    },
    {
      what: "a join of three loses what one of them brought, and keeps the others'",
      drafts: [
        { name: "a" },
        { ...attached, name: "b", parents: ["a"] },
        { name: "c", parents: ["a"], says: { Evidence: SECOND }, files: { [SECOND]: "theirs" } },
        { name: "d", parents: ["a"] },
        { name: "join", parents: ["d", "b", "c"], message: JOIN, files: { [FILE]: "report" } },
      ],
      breaks: [`file join: Commit join joins two ledgers and loses the evidence \`${SECOND}\`.`],
    },
  ])("finds where $what", ({ drafts, breaks }) => {
    expect(found(drafts)).toEqual(breaks);
  });
});

describe("what commits say that are no sound records", () => {
  const reverted = idOf("a");
  it.each<{ what: string; draft: Draft; message: string | null; hint?: string }>([
    { what: "a root", draft: { name: "x", parents: [], message: "Begin\n" }, message: null },
    { what: "a join", draft: { name: "x", parents: ["root", "a"], message: JOIN }, message: null },
    {
      what: "a root that claims to be a record",
      draft: { name: "x", parents: [] },
      message: "x claims to be a record and has no parent: what came before it was cut off.",
      hint: "Look at it: git show --stat x",
    },
    {
      what: "a join that claims to be a record",
      draft: { name: "x", parents: ["root", "a"] },
      message: "x claims to be a record and to join two ledgers at once.",
      hint: "Look at it: git show --stat x",
    },
    {
      what: "a record that cannot be read",
      draft: { name: "x", says: { Procedure: undefined } },
      message: "Record x cannot be read: Runbook-Procedure is missing, a record of kind `completion` needs it.",
      hint: "Look at it: git show --stat x. Record the work again, then void it: runbook undo x",
    },
    {
      what: "one of another run book's, which only that can void",
      draft: { name: "x", says: { Book: "fabrikam", Procedure: undefined } },
      message: "Record x cannot be read: Runbook-Procedure is missing, a record of kind `completion` needs it.",
      hint: "Look at it: git show --stat x",
    },
    {
      what: "a join whose record cannot be read",
      draft: { name: "x", parents: ["root", "a"], says: { Procedure: undefined } },
      message: "Record x cannot be read: Runbook-Procedure is missing, a record of kind `completion` needs it.",
      hint: "Look at it: git show --stat x",
    },
    {
      what: "a note",
      draft: { name: "x", message: `Mended\n\nOf what ${reverted} said\n` },
      message: "x is no record: its message has no line `Runbook-Record:` at its end.",
      hint: "Look at it: git show --stat x",
    },
    {
      what: "a revert",
      draft: { name: "x", message: `Revert "a"\n\nThis reverts commit ${reverted}.\n` },
      message: "x is no record: its message has no line `Runbook-Record:` at its end.",
      hint: "A revert takes back no record: runbook undo a. Look at it: git show --stat x",
    },
    {
      what: "a squash, as git and as others write it",
      draft: { name: "x", message: "Squashed\n\n\n    runbook-record: completion\n\nMore\n" },
      message: "x is no record: its message has no line `Runbook-Record:` at its end.",
      hint: "It has that line further up, as a squashed merge does, where it counts for nothing: record the work again. Look at it: git show --stat x",
    },
    {
      what: "a note about such a line",
      draft: { name: "x", message: "Note\n\nIt had no Runbook-Record: line.\n\nEnd\n" },
      message: "x is no record: its message has no line `Runbook-Record:` at its end.",
      hint: "Look at it: git show --stat x",
    },
  ])("tells of $what", ({ draft, message, hint }) => {
    const drafts = [{ name: "a" }, draft];
    const { breaks, records } = verified(drafts);
    const named = namer(drafts);
    const told = breaks.map((one) => [one.check, named(one.message), named(one.hint)]);
    expect(told).toEqual(message === null ? [] : [["form", message, hint]]);
    expect(records).toBe(1);
  });
});

describe("a void of what cannot be read", () => {
  const bad = { name: "bad", says: { Outcome: "splendid" } } as const;
  const voidOf = (target: string, book = "contoso"): Draft => ({
    name: "void",
    message: `Void\n\nRunbook-Book: ${book}\nRunbook-Record: void\nRunbook-Voids: ${idOf(target)}\n`,
  });
  const form = (name: string): string =>
    `form ${name}: Record ${name} cannot be read: Runbook-Outcome is \`splendid\`, expected \`done\` or \`failed\`.`;
  const ofFabrikam = { ...bad, says: { ...bad.says, Book: "fabrikam" } };
  const ofNobody = { ...bad, says: { ...bad.says, Book: "" } };
  it.each<{ what: string; drafts: readonly Draft[]; breaks: readonly string[] }>([
    { what: "settles it", drafts: [bad, voidOf("bad")], breaks: [] },
    {
      what: "settles it where both come from different lines",
      drafts: [
        { ...voidOf("bad"), parents: ["root"] },
        { ...bad, parents: ["root"] },
        { name: "join", parents: ["bad", "void"], message: JOIN },
      ],
      breaks: [],
    },
    { what: "settles no other one", drafts: [bad, { ...bad, name: "x" }, voidOf("x")], breaks: [form("bad")] },
    { what: "of another run book settles nothing", drafts: [bad, voidOf("bad", "fabrikam")], breaks: [form("bad")] },
    { what: "of a run book's own settles it for all", drafts: [ofFabrikam, voidOf("bad", "fabrikam")], breaks: [] },
    { what: "of ours settles nothing of theirs", drafts: [ofFabrikam, voidOf("bad")], breaks: [form("bad")] },
    { what: "that names no run book is ours", drafts: [ofNobody, voidOf("bad")], breaks: [] },
    {
      what: "that names no run book is not theirs alone",
      drafts: [ofNobody, voidOf("bad", "fabrikam")],
      breaks: ["form bad: Record bad cannot be read: Runbook-Book is empty."],
    },
    {
      what: "that joins settles nothing",
      drafts: [bad, { name: "a" }, { ...voidOf("bad"), parents: ["a", "bad"] }],
      breaks: [form("bad"), "form void: void claims to be a record and to join two ledgers at once."],
    },
    {
      what: "does not settle a join, or what programs read differently",
      drafts: [
        { name: "a" },
        { ...bad, parents: ["root", "a"] },
        voidOf("bad"),
        { ...bad, name: "x", encoding: "UTF-7" },
        { ...voidOf("x"), name: "y" },
      ],
      breaks: [form("bad"), form("x")],
    },
    {
      what: "leaves what it did to files",
      drafts: [
        { name: "a", says: { Evidence: FILE }, files: { [FILE]: "report" } },
        { ...bad, files: { [FILE]: "x" } },
        voidOf("bad"),
      ],
      breaks: [`file bad: Commit bad replaces the evidence \`${FILE}\`, which an earlier record brought.`],
    },
    {
      what: "is no approval of it",
      drafts: [bad, { name: "b", says: { Record: "approval", Approves: idOf("bad") } }, voidOf("bad")],
      breaks: ["reference b: Record b approves bad, which is no record of this ledger."],
    },
  ])("$what", ({ drafts, breaks }) => {
    expect(found(drafts)).toEqual(breaks);
  });
});

it("tells of a record in an encoding that programs read differently", () => {
  const drafts = [{ name: "x", encoding: "UTF-7" }];
  expect(found(drafts)).toEqual([
    "form x: x says that it is written in `UTF-7`, as which programs may read different records: records are written in UTF-8.",
  ]);
  expect(verified(drafts).breaks.map(({ hint }) => namer(drafts)(hint))).toEqual(["Look at it: git show --stat x"]);
});

describe("signatures", () => {
  const required = {
    settings: { ledger: "{ sign: required }" },
    roles: `roles:
  operations-analyst: { name: Operations analyst, people: [ana, ben] }
people:
  ana: { name: Ana, email: ana@contoso.example }
  ben: { name: Ben, email: ben@contoso.example }
  guest: { name: Guest }
`,
  };
  const unsigned = (name: string): string =>
    `signature ${name}: ${name} is not signed, and \`sign: required\` is set; it says that \`Ana <ana@contoso.example>\` recorded it.`;

  it("are asked for where they are required, since the day that is given", () => {
    const drafts = [
      { name: "a" },
      { name: "b", recordedAt: "2026-11-24T00:00:00Z" },
      { name: "c", recordedAt: "2026-11-23T23:59:59Z" },
    ];
    expect(found(drafts)).toEqual([]);
    expect(found(drafts, required)).toEqual(["root", "a", "b", "c"].map(unsigned));
    expect(found(drafts, { ...required, signedSince: "2026-11-24T00:00:00Z" })).toEqual([unsigned("b")]);
  });

  it.each<{ what: string; signature: Partial<Signature>; by?: string; words: string | null; hint?: string }>([
    { what: "a good one by the recorder", signature: { signer: "ana@contoso.example" }, words: null },
    { what: "a good one whose key has run out since", signature: { verdict: "Y", signer: "ana" }, words: null },
    { what: "a good one that has run out itself", signature: { verdict: "X", signer: "ana" }, words: null },
    { what: "one by an id of roles.yml, whatever its case", signature: { signer: "ANA" }, words: null },
    { what: "one by an address in another case", signature: { signer: "Ana@Contoso.Example" }, words: null },
    { what: "one by another person's id", signature: { signer: "ben" }, words: "is signed by `ben`" },
    { what: "one by one of several", signature: { signer: "ben@contoso.example, ana@contoso.example" }, words: null },
    { what: "one by one of several ids", signature: { signer: "ben, ana" }, words: null },
    { what: "one by a pattern", signature: { signer: "*@contoso.example" }, words: null },
    { what: "one by a pattern of a character", signature: { signer: "an?@contoso.example" }, words: null },
    { what: "one by a pattern of another domain", signature: { signer: "*@fabrikam.example" }, words: "is signed by" },
    { what: "one by what only begins alike", signature: { signer: "ana@contoso.example.org" }, words: "is signed by" },
    { what: "one by what only ends alike", signature: { signer: "a@contoso.example" }, words: "is signed by" },
    {
      what: "one by an address that a dot would match",
      signature: { signer: "an.@contoso.example" },
      words: "is signed by",
    },
    { what: "one by a key of gpg", signature: { signer: "Ana <ana@contoso.example>" }, words: null },
    {
      what: "one by a key of gpg that has the recorder's address for a name",
      signature: { signer: "ana@contoso.example, <mallory@fabrikam.example>" },
      words: "is signed by `ana@contoso.example, <mallory@fabrikam.example>`",
    },
    { what: "one by nobody who is known", signature: {}, words: "is signed by `" },
    {
      what: "one by a person's id, of whom roles.yml has no address",
      signature: { signer: "guest" },
      by: "Guest",
      words: "a says that `Guest <guest@contoso.example>` recorded it, and is signed by `guest`.",
    },
    {
      what: "one that does not fit",
      signature: { verdict: "B", signer: "ana@contoso.example" },
      words: "The signature of a does not hold: the commit was altered",
      hint: "Look at it: git show --show-signature a",
    },
    { what: "one by a revoked key", signature: { verdict: "R" }, words: "a is signed by a key that was revoked." },
    {
      what: "one by a key that is not trusted",
      signature: { verdict: "U", key: "SHA256:x" },
      words: "The signature of a proves nothing here: key `SHA256:x` is not one that this machine trusts",
    },
    {
      what: "one by a key that counts for another time",
      signature: { verdict: "U", key: "SHA256:x", isOutOfTime: true },
      words: "key `SHA256:x` was not valid when it signed",
    },
    {
      what: "one by a key that is not there",
      signature: { verdict: "E" },
      words: "here: the key is not in the keyring.",
    },
    {
      what: "one that git has no means to check",
      signature: { verdict: "N", key: "SHA256:x" },
      words: "git has nothing to check it with",
      hint: "List the team's public keys, a line `ben@contoso.example ssh-ed25519 ...` each, and name the file: git config gpg.ssh.allowedSignersFile FILE",
    },
  ])("judges $what", ({ signature, by = "Ana", words, hint }) => {
    const drafts = [{ name: "a", by: "Ben", recordedBy: by, signature }];
    const since = { ...required, signedSince: NOON };
    expect(found(drafts, since)).toEqual(words === null ? [] : [expect.stringContaining(words)]);
    if (hint !== undefined)
      expect(verified(drafts, since).breaks.map(({ hint: told }) => namer(drafts)(told))).toEqual([hint]);
  });

  it("need not fit anybody where they are not required, but must hold", () => {
    const verdicts = ["G", "U", "E", "N", "B", "R"];
    const drafts = verdicts.map((verdict) => ({ name: verdict, signature: { verdict, signer: "mallory" } }));
    expect(verified(drafts).breaks.map(({ check, commit }) => [check, commit])).toEqual([
      ["signature", idOf("B")],
      ["signature", idOf("R")],
    ]);
    expect(verified(drafts)).toMatchObject({ commits: 7, signatures: { good: 1, unchecked: 3, bad: 2, none: 1 } });
  });
});

describe("times", () => {
  const tooEarly = (recorded: string, performed: string): string =>
    `time b: Record b was written down (${recorded}) before the work is said to have been performed (${performed}).`;

  it.each<{ what: string; draft: Partial<Draft>; surroundings?: Surroundings; breaks: readonly string[] }>([
    {
      what: "before the day of the work, each time by its own clock",
      draft: { at: "2026-11-24T09:00:00+01:00", recordedAt: "2026-11-23T14:00:00-05:00" },
      breaks: [tooEarly("2026-11-23T14:00:00-05:00", "2026-11-24T09:00:00+01:00")],
    },
    {
      what: "on the same day of the run book's zone, which is not that of UTC",
      draft: { at: "2026-11-24T04:59:00+00:00", recordedAt: "2026-11-23T13:00:00+00:00" },
      surroundings: { settings: { timezone: "America/New_York" } },
      breaks: [],
    },
    {
      what: "before the work, in what is no record of this run book",
      draft: { says: { Book: "fabrikam" }, at: "2026-11-25T09:00:00+00:00", recordedAt: "2026-11-23T13:00:00+00:00" },
      breaks: [],
    },
    { what: "a day ahead", draft: { recordedAt: "2026-12-01T12:00:00+00:00" }, breaks: [] },
    {
      what: "more than a day ahead",
      draft: { recordedAt: "2026-12-01T12:00:01+00:00" },
      breaks: ["time b: b was recorded in the future, 2026-12-01T12:00:01+00:00."],
    },
    {
      what: "ahead, where nobody asks what the time is",
      draft: { recordedAt: "2027-12-01T12:00:01+00:00" },
      surroundings: { now: null },
      breaks: [],
    },
    { what: "a day before what it follows", draft: { at: "2026-11-22T12:00:00+00:00" }, breaks: [] },
    {
      what: "more than a day before what it follows",
      draft: { at: "2026-11-22T11:59:59+00:00" },
      breaks: [
        "time b: b (2026-11-22T11:59:59+00:00) says that it was recorded 1 day before the commit that it follows.",
      ],
    },
    {
      what: "days before what it follows",
      draft: { at: "2026-11-20T13:00:00+00:00" },
      breaks: [
        "time b: b (2026-11-20T13:00:00+00:00) says that it was recorded 2 days before the commit that it follows.",
      ],
    },
    {
      what: "with a parent that cannot be read",
      draft: { parents: ["gone"], at: "2026-11-20T13:00:00+00:00" },
      breaks: [],
    },
    {
      what: "days before the second of two that it joins",
      draft: { parents: ["old", "a"], message: JOIN, at: "2026-11-20T13:00:00+00:00" },
      breaks: [expect.stringMatching(/^time b: .* 2 days before/)],
    },
  ])("judges what was recorded $what", ({ draft, surroundings, breaks }) => {
    const early = { at: "2026-11-20T12:00:00+00:00" };
    const drafts = [
      { name: "old", parents: [], message: "Begin\n", ...early },
      { name: "a", parents: ["root"] },
    ];
    expect(found([...drafts, { name: "b", ...draft }], surroundings)).toEqual(breaks);
  });

  it("says no more of a record once it is voided", () => {
    const early = { name: "a", at: "2026-11-24T12:00:00+00:00", recordedAt: NOON };
    expect(found([early])).toEqual([expect.stringMatching(/^time a: /)]);
    expect(found([early, voiding("b", "a")])).toEqual([]);
  });

  it("tells what was written down on a later day, newest first", () => {
    const { late } = verified([
      { name: "a", at: "2026-11-20T18:00:00+01:00", recordedAt: NOON },
      { name: "b" },
      {
        name: "c",
        says: { Record: "skip", Outcome: undefined },
        at: "2026-11-23T23:30:00+00:00",
        recordedAt: "2026-11-24T00:30:00+00:00",
      },
    ]);
    const common = { procedure: "job", occurrence: "2026-11-23", event: null };
    expect(late.count).toBe(2);
    expect([...late]).toEqual([
      {
        ...common,
        commit: idOf("c"),
        record: "skip",
        performedAt: "2026-11-23T23:30:00+00:00",
        recordedAt: "2026-11-24T00:30:00+00:00",
        daysAfter: 1,
      },
      {
        ...common,
        commit: idOf("a"),
        record: "completion",
        performedAt: "2026-11-20T18:00:00+01:00",
        recordedAt: NOON,
        daysAfter: 3,
      },
    ]);
  });
});

function voiding(name: string, target: string): Draft {
  return { name, says: { Record: "void", Outcome: undefined, Voids: idOf(target) } };
}

function approving(name: string, target: string, by: string): Draft {
  return { name, by, says: { Record: "approval", Outcome: undefined, Approves: idOf(target) } };
}

const SKIP = { Record: "skip", Outcome: undefined };

describe("what records are about", () => {
  it.each<{ what: string; drafts: readonly Draft[]; surroundings?: Surroundings; breaks: readonly string[] }>([
    {
      what: "a void and an approval of completions",
      drafts: [{ name: "a" }, approving("b", "a", "Ben"), voiding("c", "a")],
      breaks: [],
    },
    {
      what: "a void of a void and of an approval",
      drafts: [{ name: "a" }, approving("b", "a", "Ben"), voiding("c", "b"), voiding("d", "c")],
      breaks: [],
    },
    {
      what: "what was dropped, the older first",
      drafts: [{ name: "a" }, voiding("b", "nobody's"), approving("c", "nobody's", "Ben")],
      breaks: [
        "reference b: Record b voids nobody's, which is no record of this ledger.",
        "reference c: Record c approves nobody's, which is no record of this ledger.",
      ],
    },
    {
      what: "a commit that is no record",
      drafts: [{ name: "a" }, voiding("b", "root")],
      breaks: ["reference b: Record b voids root, which is no record of this ledger."],
    },
    {
      what: "an approval of what is no completion",
      drafts: [{ name: "a", says: SKIP }, approving("b", "a", "Ben")],
      breaks: ["reference b: Record b approves a, which is no completion but a record of kind `skip`."],
    },
    {
      what: "another run book's void of nothing",
      drafts: [{ name: "a", says: { Book: "fabrikam", Record: "void", Outcome: undefined, Voids: idOf("nobody's") } }],
      breaks: [],
    },
    {
      what: "an approval by the performer, in another case",
      drafts: [{ name: "a", recordedBy: "Ben" }, approving("b", "a", "Ana <ANA@contoso.example>")],
      breaks: ["approval b: Approval b is by `Ana`, who performed or recorded a: it does not count."],
    },
    {
      what: "an approval by the recorder",
      drafts: [{ name: "a", recordedBy: "Ben <BEN@contoso.example>" }, approving("b", "a", "Ben")],
      breaks: ["approval b: Approval b is by `Ben`, who performed or recorded a: it does not count."],
    },
    {
      what: "approvals by the performer, the older first, and one that was voided",
      drafts: [
        { name: "a" },
        approving("b", "a", "Ana"),
        approving("c", "a", "Ana"),
        approving("d", "a", "Ana"),
        voiding("e", "c"),
      ],
      breaks: [expect.stringMatching(/^approval b: /), expect.stringMatching(/^approval d: /)],
    },
    { what: "a void by the performer", drafts: [{ name: "a" }, voiding("b", "a")], breaks: [] },
    {
      what: "an approval of what another run book's records say",
      drafts: [{ name: "a", says: { Book: "fabrikam" } }, approving("b", "a", "Ana")],
      breaks: [],
    },
  ])("judges $what", ({ drafts, surroundings, breaks }) => {
    expect(found(drafts, surroundings)).toEqual(breaks);
  });

  it("takes no approval from who is approved, where signatures say who wrote it down", () => {
    const drafts = [{ name: "a" }, { ...approving("b", "a", "Ben"), recordedBy: "Ana" }, approving("c", "a", "Ben")];
    const approvals = (surroundings: Surroundings): string[] =>
      found(drafts, surroundings).filter((text) => text.startsWith("approval"));
    const required = { settings: { ledger: "{ sign: required }" } };
    expect(approvals({})).toEqual([]);
    expect(approvals(required)).toEqual([
      "approval b: Approval b by `Ben` is the word of `Ana`, who recorded it, and performed or recorded a.",
    ]);
    expect(approvals({ ...required, signedSince: NOON })).toHaveLength(1);
    expect(approvals({ ...required, signedSince: "2026-11-24T00:00:00Z" })).toEqual([]);
  });

  it.each<{ what: string; drafts: readonly Draft[]; surroundings?: Surroundings; breaks: readonly string[] }>([
    {
      what: "that was there once",
      drafts: [
        { name: "a", says: { Procedure: "old", Content: idOf("v1") }, files: { "text/contoso/old.md": "v1" } },
        { name: "b", says: { Procedure: "old" } },
      ],
      breaks: [],
    },
    {
      what: "by a former id",
      drafts: [{ name: "a", says: { Procedure: "old" } }],
      surroundings: { procedures: { job: { formerly: "[old]" } } },
      breaks: [],
    },
    {
      what: "that does not parse today",
      drafts: [{ name: "a", says: { Procedure: "old" } }],
      surroundings: { unparsed: ["old"] },
      breaks: [],
    },
    {
      what: "that another run book had",
      drafts: [
        {
          name: "a",
          says: { Book: "fabri-1", Procedure: "old", Content: idOf("v1") },
          files: { "text/fabri-1/old.md": "v1" },
        },
        { name: "b", says: { Procedure: "old" } },
      ],
      breaks: ["procedure b: Record b names the procedure `old`, which there never was."],
    },
    {
      what: "that never was, once each",
      drafts: ["old", "older", "old", "old", "none"].map((id, index) => ({
        name: `r${index}`,
        says: { Procedure: id, ...(index > 0 && SKIP) },
      })),
      breaks: [
        "procedure r0: Record r0 (and 2 more: runbook log old) names the procedure `old`, which there never was.",
        "procedure r1: Record r1 names the procedure `older`, which there never was.",
        "procedure r4: Record r4 names the procedure `none`, which there never was.",
      ],
    },
    {
      what: "that never was, where the record is voided",
      drafts: [{ name: "a", says: { Procedure: "old" } }, voiding("b", "a")],
      breaks: [],
    },
    {
      what: "that never was, of which only an event speaks",
      drafts: [
        {
          name: "a",
          says: {
            Record: "event",
            Event: "e-2026-11-23-0001",
            Procedure: "old",
            Occurrence: undefined,
            Outcome: undefined,
          },
        },
      ],
      breaks: [],
    },
  ])("knows a procedure $what", ({ drafts, surroundings, breaks }) => {
    expect(found(drafts, surroundings)).toEqual(breaks);
  });

  it("says which procedure may be meant", () => {
    const [hint] = verified([{ name: "a", says: { Procedure: "jobs" } }]).breaks.map((one) => one.hint);
    expect(hint).toMatch(/^Did you mean `job`\? If it has a new id, .* runbook undo \w{10}$/);
    const [none] = verified([{ name: "a", says: { Procedure: "zzzzzz" } }]).breaks.map((one) => one.hint);
    expect(none).toMatch(/^If it has a new id/);
  });

  it("finds occurrences that no trigger could have, each time, until they are voided", () => {
    const odd = (name: string, Occurrence: string): Draft => ({ name, says: { Occurrence } });
    const breaks = found([
      odd("a", "2026-13"),
      odd("b", "2026-W48"),
      odd("c", "2026-13"),
      odd("d", "soon"),
      voiding("e", "d"),
    ]);
    expect(breaks).toEqual([
      "occurrence a: Record a is for `2026-13`, which is no occurrence that any trigger could have.",
      "occurrence c: Record c is for `2026-13`, which is no occurrence that any trigger could have.",
    ]);
  });
});

describe("the repository", () => {
  const object = { id: idOf("a"), path: null, words: null };
  it.each([
    { unsound: { ...object, fault: "missing" as const }, says: "Object a is not in the repository" },
    { unsound: { ...object, fault: "altered" as const, path: FILE }, says: `The content a of \`${FILE}\` was altered` },
    { unsound: { ...object, fault: "malformed" as const }, says: "Object a is no commit that git would have written" },
    {
      unsound: { ...object, fault: "malformed" as const, words: "it has two authors" },
      says: "Object a is malformed: it has two authors.",
    },
    {
      unsound: { ...object, fault: "damaged" as const, words: "bad header" },
      says: "Object a cannot be read: bad header.",
    },
    { unsound: { ...object, fault: "damaged" as const }, says: "Object a cannot be read: git does not say why." },
  ])("has an object that is $unsound.fault", ({ unsound, says }) => {
    expect(found([{ name: "a" }], { inspection: { unsound: [unsound] } })).toEqual([
      expect.stringContaining(`object a: ${says}`),
    ]);
  });

  it("cannot be compared, or has lost what it once had", () => {
    const lost = [
      { id: idOf("gone"), subject: null },
      { id: idOf("nobody's"), subject: "job: done" },
    ];
    const unsound = [{ ...object, fault: "missing" as const }];
    const drafts = [{ name: "a" }];
    const { breaks } = verified(drafts, { inspection: { lost, unsound, cannotCompare: "bad tree" } });
    expect(breaks.map(({ check, message, hint }) => namer(drafts)(`${check}: ${message} ${hint}`))).toEqual([
      expect.stringContaining("object: Object a is not in the repository"),
      expect.stringContaining("checked in part only: bad tree"),
      "lost: gone was once the tip of runbook-ledger, and neither the ledger nor the repository has it any more. See when: git reflog show runbook-ledger",
      "lost: nobody's `job: done` was in runbook-ledger, and is no longer: the branch was rewritten or reset. Look at it: git show nobody's. See when it was lost: git reflog show runbook-ledger",
    ]);
    expect(breaks.map(({ commit }) => commit)).toEqual([idOf("a"), null, idOf("gone"), idOf("nobody's")]);
    expect(found([{ name: "a", parents: ["gone"] }], { inspection: { lost: lost.slice(1) } })).toEqual([
      "lost nobody's: nobody's `job: done` was in runbook-ledger, and is no longer: the branch was rewritten or reset, or it lies beyond a commit that cannot be read.",
    ]);
  });

  it("holds more than can be gone through", () => {
    const { breaks } = verified([{ name: "a" }], { inspection: { tooMuchFrom: idOf("a") } });
    const told = breaks.map(({ check, message, hint }) => namer([{ name: "a" }])(`${check}: ${message} ${hint}`));
    expect(told).toEqual([
      "object: From a on the ledger changes more files than can be gone through, so that its files were checked in part only. Look at its folders, one by one: git ls-tree a",
    ]);
  });

  it("holds one commit twice, which was signed once", () => {
    const signature = { signer: "ana@contoso.example" };
    const drafts = [
      { name: "a", signature },
      { name: "b", parents: ["root"], signature },
    ];
    const { breaks } = verified(drafts, { inspection: { copies: new Map([[0, 1]]) } });
    expect(breaks.map(({ check, message, hint }) => namer(drafts)(`${check}: ${message} ${hint}`))).toEqual([
      "signature: b repeats a: what was signed is the same, and only how the signature is written differs. Look at both: git cat-file -p b; git cat-file -p a",
    ]);
  });

  it("is looked at as each break says", () => {
    const drafts: Draft[] = [
      { name: "a", at: "2026-11-24T12:00:00+00:00", recordedAt: NOON, files: { [TEXT]: "v1" } },
      { name: "b", recordedAt: "2026-12-24T12:00:00+00:00", says: { Occurrence: "soon" } },
      { name: "c", says: SKIP, recordedAt: "2026-12-24T12:00:00+00:00" },
      { ...voiding("d", "nobody's"), recordedAt: "2026-12-24T12:00:00+00:00" },
      approving("e", "c", "Ana"),
    ];
    const { breaks } = verified(drafts, { now: null });
    expect(breaks.map(({ check, hint }) => `${check}: ${namer(drafts)(hint)}`)).toEqual([
      "file: Look at it: git show -m --stat a",
      "time: Look at it: git show --format=fuller a. If it is a slip, void it (runbook undo a) and record it again.",
      "time: Look at it: git show --format=fuller e. Set the clock of the machine that recorded it.",
      "reference: A record was dropped, or never got here: git cat-file -p nobody's",
      "reference: Look at both: git show e c",
      "occurrence: Record the work with `--for KEY`, then void this one: runbook undo b",
      "approval: Look at it: git show --stat e. Void it: runbook undo e",
    ]);
  });

  it("has as many commits, records and tips as there are", () => {
    const { tips, commits, records } = verified([
      { name: "a" },
      { name: "b", parents: ["a"], says: { Book: "fabrikam" } },
      { name: "c", parents: ["a"] },
      { name: "d", parents: ["root"], message: "Tidy up\n" },
    ]);
    expect(tips).toEqual([idOf("b"), idOf("c"), idOf("d")].toSorted());
    expect([commits, records]).toEqual([5, 2]);
  });

  it("is told of in the order of what is looked for, then of the ledger", () => {
    const drafts = [
      approving("e", "d", "Ana"),
      { name: "a", message: "Tidy up\n" },
      { name: "b", at: "2026-11-24T12:00:00+00:00", recordedAt: NOON },
      { name: "c", message: "Tidy up\n", files: { [TEXT]: "v1" } },
      { name: "d", says: { Occurrence: "soon", Procedure: "old" } },
    ];
    expect(found(drafts).map((text) => text.split(":")[0])).toEqual([
      "form a",
      "form c",
      "file c",
      "time b",
      "procedure d",
      "occurrence d",
      "approval e",
    ]);
  });
});
