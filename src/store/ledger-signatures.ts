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
  const take = ([id = "", verdict = "", signer = "", key = "", words = ""]: readonly string[]): void => {
    const isOutOfTime = OUT_OF_TIME.test(words);
    const said = JSON.stringify([verdict, signer, key, isOutOfTime]);
    const signature = known.get(said) ?? { verdict, signer, key, isOutOfTime };
    known.set(said, signature);
    const place = commits.placeOf(id);
    if (place !== undefined) signatures.set(place, signature);
    repository.progress("Checking the ledger: signatures", signatures.size, places.length);
  };
  let tries = 0;
  for (let next = 0; next < places.length;) {
    const before = signatures.size;
    const result = await toldOf(repository, idLines(commits, places.slice(next)), take);
    if (result.exitCode === 0) break;
    // The others are read by a further process.
    const count = signatures.size - before;
    next += count;
    tries = count > 0 ? 1 : tries + 1;
    const isCut = VERIFIER_GONE.test(result.stderr);
    const place = places[next];
    if (place === undefined || !(isCut || NO_SIGNATURE.test(result.stderr)))
      throw gitError("git cannot check signatures", result);
    if (isCut && tries < MOST_TRIES) continue;
    signatures.set(place, { verdict: "B", signer: "", key: "", isOutOfTime: false });
    next += 1;
    tries = 0;
  }
  return signatures;
}

/** Hands over what git says of each of these commits, its fields in order, until it stops. */
function toldOf(
  repository: Repository,
  ids: Iterable<string>,
  take: (fields: readonly string[]) => void,
): ReturnType<typeof tryGit> {
  let fields: string[] = [];
  const told = separated(NUL, (field) => {
    fields.push(field);
    if (fields.length < FIELDS) return;
    take(fields);
    fields = [];
  });
  const args = ["log", "-z", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--encoding=UTF-8", FORMAT];
  return tryGit(repository, args, { input: ids, onStdout: told.take });
}

/** How git stops at what stands for a signature and is none of any kind. */
const NO_SIGNATURE = /^fatal: bad\/incompatible signature /;

/** How git is stopped where ssh-keygen ends before it has read what is signed, which it does at what it cannot take apart. */
const VERIFIER_GONE = /git was stopped by SIGPIPE$/;
/** Of a short text git has mostly handed over all before ssh-keygen ends; of a long one it never has. */
const MOST_TRIES = 3;

const FORMAT = "--format=%H%x00%G?%x00%GS%x00%GF%x00%GG";

function* idLines({ idAt }: CommitPlaces, places: readonly number[]): Generator<string> {
  for (const place of places) yield `${idAt(place)}\n`;
}
