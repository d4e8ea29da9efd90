import type { CommitPlaces, Signature } from "../model/inspection.ts";
import { gitError } from "./git.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";
import { NUL, separated } from "./separated.ts";

/** Of each commit. */
const FIELDS = 5;

/** What ssh-keygen says of a line of the allowed signers with valid-after or valid-before. */
const OUT_OF_TIME = /: key (?:has expired|is not yet valid): /;

/**
 * What git says of the signatures of the commits at these places, by the user's configuration (keyring,
 * gpg.ssh.allowedSignersFile). git starts its verifier once per commit. Throws RunbookError `git`.
 */
export async function readSignatures(
  repository: Repository,
  commits: CommitPlaces,
  places: readonly number[],
): Promise<ReadonlyMap<number, Signature>> {
  const signatures = new Map<number, Signature>();
  if (places.length === 0) return signatures;
  /** Few people sign: one of each is kept. */
  const known = new Map<string, Signature>();
  let fields: string[] = [];
  const told = separated(NUL, (field) => {
    fields.push(field);
    if (fields.length < FIELDS) return;
    const [id = "", verdict = "", signer = "", key = "", words = ""] = fields;
    fields = [];
    const isOutOfTime = OUT_OF_TIME.test(words);
    const said = JSON.stringify([verdict, signer, key, isOutOfTime]);
    const signature = known.get(said) ?? { verdict, signer, key, isOutOfTime };
    known.set(said, signature);
    const place = commits.placeOf(id);
    if (place !== undefined) signatures.set(place, signature);
  });
  const onStdout = (chunk: Buffer): void => {
    told.take(chunk);
    repository.progress("Checking the ledger: signatures", signatures.size, places.length);
  };
  const args = ["log", "-z", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--encoding=UTF-8", FORMAT];
  for (let next = 0; next < places.length; next += 1) {
    const before = signatures.size;
    const result = await tryGit(repository, args, { input: idLines(commits, places.slice(next)), onStdout });
    if (result.exitCode === 0) break;
    // The others are read by a further process.
    next += signatures.size - before;
    const place = places[next];
    if (place === undefined || !NO_SIGNATURE.test(result.stderr)) throw gitError("git cannot check signatures", result);
    signatures.set(place, { verdict: "B", signer: "", key: "", isOutOfTime: false });
  }
  return signatures;
}

/** How git stops at what stands for a signature and is none of any kind. */
const NO_SIGNATURE = /^fatal: bad\/incompatible signature /;

const FORMAT = "--format=%H%x00%G?%x00%GS%x00%GF%x00%GG";

function* idLines({ idAt }: CommitPlaces, places: readonly number[]): Generator<string> {
  for (const place of places) yield `${idAt(place)}\n`;
}
