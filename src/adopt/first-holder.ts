import type { Identity } from "../model/record.ts";
import { PLACEHOLDER_PERSON } from "../model/runbook.ts";
import { yamlValue } from "../parse/edit.ts";
import { isKebabCase, toKebabCase } from "../parse/kebab-case.ts";
import type { Tenant } from "./tenant-files.ts";

const EMAIL = /^[^\s@<>]+@[^\s@<>]+$/;

/**
 * The person who holds every role of a new run book: git's identity, with an id from the name (else from the e-mail
 * address) that is none of `taken` and that YAML takes for no number or null. Without an identity, the placeholder.
 */
export function firstHolder(identity: Identity | undefined, taken: readonly string[]): Tenant["firstHolder"] {
  const name = identity?.name.replaceAll(/[\p{Cc}\s]+/gu, " ").trim() ?? "";
  if (identity === undefined || name === "") {
    return { id: PLACEHOLDER_PERSON, name: "Nobody named yet", email: undefined };
  }
  const [beforeAt = ""] = identity.email.split("@", 1);
  const id = [name, beforeAt].map((text) => toKebabCase(text)).find((it) => it !== undefined) ?? "first-holder";
  const isFree = isKebabCase(id) && yamlValue(id) === id && id !== PLACEHOLDER_PERSON && !taken.includes(id);
  return { id: isFree ? id : `${id}-person`, name, email: EMAIL.test(identity.email) ? identity.email : undefined };
}
