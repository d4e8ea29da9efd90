import { timestampAt } from "../calendar/timestamp.ts";
import type { LedgerCommit } from "./record.ts";

/** When, as a commit says it. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly instant: number;
  /** What the clock differed from UTC by, such as `+01:00`. */
  readonly offset: string;
}

/** A commit of the ledger as its own bytes tell it. */
export interface InspectedCommit extends Omit<LedgerCommit, "authorDate" | "committerDate"> {
  readonly tree: string;
  readonly authored: Moment;
  readonly committed: Moment;
  /** Carries a signature, good or bad. */
  readonly isSigned: boolean;
  /** That of its text, where what one program reads as one record another may read as a different one. */
  readonly doubtfulEncoding: string | null;
}

/** The same as it is read elsewhere. */
export function ledgerCommitOf(commit: InspectedCommit): LedgerCommit {
  const { id, parents, author, authored, committer, committed, message } = commit;
  const authorDate = timestampAt(authored.instant, authored.offset);
  const committerDate = timestampAt(committed.instant, committed.offset);
  return { id, parents, author, authorDate, committer, committerDate, message };
}

/** A file that differs between two trees; null where a tree has no such file. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** `after` is a file, rather than a link to one or to another repository. */
  readonly isFile: boolean;
}

/** An object that the ledger needs and that is not what it should be. */
export interface UnsoundObject {
  readonly id: string;
  /** The path of a file, where it is one and that is known. */
  readonly path: string | null;
  /** `altered`: its bytes are not those that its id names. */
  readonly fault: "missing" | "damaged" | "altered" | "malformed";
  /** Git's own words, or of what is malformed ours; or null. */
  readonly words: string | null;
}

/** What git says of a commit's signature, as `%G?` of `git log` has it. */
export interface Signature {
  readonly verdict: string;
  /** Who signed: a principal of the allowed signers, or the name and address of a key; `""` where unknown. */
  readonly signer: string;
  /** Fingerprint or id of the key; `""` where unknown. */
  readonly key: string;
  /** The signer's line in the allowed signers counts for another time than that of the signature. */
  readonly isOutOfTime: boolean;
}

/** A commit that this clone has once known as the ledger's and that the ledger no longer holds. */
export interface LostCommit {
  readonly id: string;
  /** The first line of its message; null where the repository no longer has it. */
  readonly subject: string | null;
}

/** Stands for a parent that cannot be read. */
export const UNREADABLE = -1;

/** The commits of a ledger by their places, whole numbers from 0: children before parents. There may be a million. */
export interface CommitPlaces {
  /** How many places there are. */
  readonly count: number;
  /** False where the commit at this place cannot be read; told once all were tried. */
  readonly isReadable: (place: number) => boolean;
  readonly idAt: (place: number) => string;
  /** Undefined for what is no commit of the ledger that can be read. */
  readonly placeOf: (id: string) => number | undefined;
  /** The places of a commit's parents in their order, or `UNREADABLE`. */
  readonly parentsOf: (place: number) => readonly number[];
}

/** What gets a ledger as it is read, so that nobody has to hold it. */
export interface Inspector {
  /** Before all else; again where what was read turns out not to be all, and reading begins anew. */
  readonly begin: (commits: CommitPlaces) => void;
  /** Each commit that can be read, children before parents. */
  readonly commit: (place: number, commit: InspectedCommit) => void;
  /**
   * Then for each again, parents before children: what differs between each parent's tree (none, for a root and where the
   * parent cannot be read) and its own; null where git cannot tell.
   */
  readonly files: (place: number, differences: readonly (readonly FileChange[] | null)[]) => void;
  /** Gets all that `files` got once more, where that turned out to be needed; undefined where not. */
  readonly filesAgain: () => Inspector["files"] | undefined;
}

/** What is to be known of a ledger to tell whether it can be trusted, beside what its `Inspector` was told. */
export interface Inspection {
  readonly commits: CommitPlaces;
  readonly unsound: readonly UnsoundObject[];
  /** By the place of the commit. */
  readonly signatures: ReadonlyMap<number, Signature>;
  /** By the place of a commit that repeats another one, which was signed but once, that one's place. */
  readonly copies: ReadonlyMap<number, number>;
  readonly lost: readonly LostCommit[];
  /** Why git could not list all trees and files or tell what differs between them, in its words; null where it could. */
  readonly cannotCompare: string | null;
  /** The commit from which on what trees and files differ by is too much to be told; null where all was. */
  readonly tooMuchFrom: string | null;
}
