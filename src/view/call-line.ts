import type { Call } from "../schedule/calls.ts";
import { plainLine } from "./plain-text.ts";

/** `Operations lead: Chris, +44 20 7946 0103, chris@contoso.example`. */
export function callLine({ name, people, contact }: Call): string {
  const holders = people.map((person) => [person.name, person.phone, person.email].filter(isGiven).join(", "));
  const ways = [contact?.phone, contact?.email, contact?.url].filter(isGiven);
  return plainLine(`${name}: ${[...holders, ...ways].join("; ") || "nobody holds this role today"}`);
}

function isGiven(way: string | undefined): way is string {
  return way !== undefined;
}
