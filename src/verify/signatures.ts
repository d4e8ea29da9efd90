import type { Signature } from "../model/inspection.ts";
import { type Identity, abbreviated } from "../model/record.ts";
import type { Break, SignatureCounts } from "../model/verification.ts";
import { quoted } from "../parse/place.ts";
import { type Subject, placesOf } from "./subject.ts";
import { lookAt } from "./words.ts";

const NAME_THE_SIGNERS =
  "List the team's public keys, a line `ben@contoso.example ssh-ed25519 ...` each, and name the file: git config gpg.ssh.allowedSignersFile FILE";

type Worth = keyof SignatureCounts;

/** Signatures that are there fit, and each is of one commit; with `sign: required` every commit has one, by a trusted key of who recorded it. */
export function signatureBreaks(subject: Subject): Break[] {
  const { reading, inspection, book, signedSince } = subject;
  const { copies } = inspection;
  const { commits, committedAt } = reading.columns;
  const isRequired = book.settings.ledger.sign === "required";
  const breaks: Break[] = [];
  for (const place of placesOf(subject)) {
    const signature = inspection.signatures.get(place);
    const original = copies.get(place);
    if (original !== undefined) breaks.push(copied(commits.idAt(place), commits.idAt(original)));
    const needsOne = isRequired && (signedSince === null || committedAt(place) >= signedSince);
    if (signature === undefined && !needsOne) continue;
    const fault = faultOf(place, signature, needsOne, subject);
    if (fault === undefined) continue;
    const commit = commits.idAt(place);
    breaks.push({
      check: "signature",
      commit,
      message: fault,
      hint: signature?.verdict === "N" ? NAME_THE_SIGNERS : `Look at it: ${lookAt(commit, "--show-signature")}`,
    });
  }
  return breaks;
}

function copied(commit: string, original: string): Break {
  return {
    check: "signature",
    commit,
    message: `${abbreviated(commit)} repeats ${abbreviated(original)}: what was signed is the same, and only how the signature is written differs.`,
    hint: `Look at both: git cat-file -p ${abbreviated(commit)}; git cat-file -p ${abbreviated(original)}`,
  };
}

function faultOf(
  place: number,
  signature: Signature | undefined,
  needsOne: boolean,
  subject: Subject,
): string | undefined {
  const { columns } = subject.reading;
  const name = abbreviated(columns.commits.idAt(place));
  const worth = worthOf(signature);
  if (worth === "bad") {
    return signature?.verdict === "R"
      ? `${name} is signed by a key that was revoked.`
      : `The signature of ${name} does not hold: the commit was altered or it was signed for another one; or its ssh key was revoked (gpg.ssh.revocationFile) or may not sign for git (gpg.ssh.allowedSignersFile).`;
  }
  if (!needsOne) return undefined;
  const committer = columns.committerAt(place);
  if (worth === "none")
    return `${name} is not signed, and \`sign: required\` is set; it says that ${who(committer)} recorded it.`;
  if (worth === "unchecked") return `The signature of ${name} proves nothing here: ${whyUnchecked(signature)}.`;
  const signer = signature?.signer ?? "";
  if (isSigner(signer, committer, subject)) return undefined;
  return `${name} says that ${who(committer)} recorded it, and is signed by ${quoted(signer)}.`;
}

function who({ name, email }: Identity): string {
  return quoted(`${name} <${email}>`);
}

/** What `%G?` of git says; a key or signature that has run out since was good when it signed. */
function worthOf(signature: Signature | undefined): Worth {
  switch (signature?.verdict) {
    case undefined:
      return "none";
    case "G":
    case "X":
    case "Y":
      return "good";
    case "B":
    case "R":
      return "bad";
    default:
      return "unchecked";
  }
}

function whyUnchecked(signature: Signature | undefined): string {
  const key = signature?.key === undefined || signature.key === "" ? "the key" : `key ${quoted(signature.key)}`;
  switch (signature?.verdict) {
    case "U":
      return signature.isOutOfTime
        ? `${key} was not valid when it signed (valid-after, valid-before in gpg.ssh.allowedSignersFile)`
        : `${key} is not one that this machine trusts (gpg.ssh.allowedSignersFile, or gpg's trust)`;
    case "E":
      return `${key} is not in the keyring`;
    default:
      return "git has nothing to check it with (gpg.ssh.allowedSignersFile names no file)";
  }
}

/** Whether a signer that git names is this person: by address, as a pattern of it, or as an id in roles.yml. */
function isSigner(signer: string, { email }: Identity, { book }: Subject): boolean {
  const address = email.toLowerCase();
  const ids = Object.values(book.directory.people).flatMap((person) =>
    person.email?.toLowerCase() === address ? [person.id.toLowerCase()] : [],
  );
  const names = signer.toLowerCase();
  // A key of gpg names its owner as `Name <address>`: the name proves nothing.
  const addresses = [...names.matchAll(/<([^<>]*)>/g)].map(([, inner = ""]) => inner);
  if (addresses.length > 0) return addresses.includes(address);
  const principals = names.split(",").map((principal) => principal.trim());
  return principals.some((principal) => ids.includes(principal) || matches(principal, address));
}

/** As the patterns of allowed signers: `*` any text, `?` one character. */
function matches(pattern: string, text: string): boolean {
  const source = [...pattern].map((character) =>
    character === "*" ? ".*" : character === "?" ? "." : character.replace(/[\\^$.|+()[\]{}]/, String.raw`\$&`),
  );
  return new RegExp(`^${source.join("")}$`, "u").test(text);
}

/** How many commits have a signature of which worth. */
export function countSignatures(subject: Subject): SignatureCounts {
  const counts: Record<Worth, number> = { good: 0, unchecked: 0, bad: 0, none: 0 };
  for (const place of placesOf(subject)) counts[worthOf(subject.inspection.signatures.get(place))] += 1;
  return counts;
}
