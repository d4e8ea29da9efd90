import type { LedgerCommit } from "./record.ts";

/** A commit of the ledger as its own bytes tell it. */
export interface InspectedCommit extends LedgerCommit {
  readonly tree: string;
  /** Carries a signature, good or bad. */
  readonly isSigned: boolean;
}

/** A file that differs between two trees; null where a tree has no such file. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** An object that the ledger needs and that is not what it should be. */
export interface UnsoundObject {
  readonly id: string;
  /** The path of a file, where it is one. */
  readonly path: string | null;
  /** `altered`: its bytes are not those that its id names. */
  readonly fault: "missing" | "damaged" | "altered" | "malformed";
  /** Git's own words, or null. */
  readonly words: string | null;
}

/** What git says of a commit's signature, as `%G?` of `git log` has it. */
export interface Signature {
  readonly verdict: string;
  /** Who signed: a principal of the allowed signers, or the name and address of a key; `""` where unknown. */
  readonly signer: string;
  /** Fingerprint or id of the key; `""` where unknown. */
  readonly key: string;
}

/** A commit that this clone has once known as the ledger's and that the ledger no longer holds. */
export interface LostCommit {
  readonly id: string;
  /** Null where the repository no longer has it. */
  readonly commit: InspectedCommit | null;
}

/** Everything that is to be known of a ledger's commits and files to tell whether it can be trusted. */
export interface Inspection {
  /** Tips of the local and the remote-tracking branch, without doubles. */
  readonly tips: readonly string[];
  /** Every commit that can be read, parents before children. */
  readonly commits: readonly InspectedCommit[];
  readonly unsound: readonly UnsoundObject[];
  /** What differs between a parent's tree (`""`: none) and a commit's. */
  readonly changes: (before: string, after: string) => readonly FileChange[];
  readonly signatures: ReadonlyMap<string, Signature>;
  readonly lost: readonly LostCommit[];
  /** Whether git could tell what differs between trees, in its words where not. */
  readonly cannotCompare: string | null;
}
