import type { Severity } from "../model/diagnostic.ts";

/** A rule as a report tells of it. */
export interface RuleDescription {
  readonly name: string;
  /** Where neither the settings nor a finding name another. */
  readonly severity: Severity;
  /** What it finds: the words of the table in README.md. */
  readonly finds: string;
}

/** Every rule, those of parsing included, in the order of README.md. */
export const RULE_DESCRIPTIONS: readonly RuleDescription[] = [
  {
    name: "syntax",
    severity: "error",
    finds:
      "frontmatter, or one of the four .yml files, that is no YAML 1.2 that can be trusted, or a frontmatter that names another language (---js)",
  },
  { name: "schema", severity: "error", finds: "a key that is missing, unknown or of the wrong type" },
  { name: "trigger", severity: "error", finds: "a trigger outside the grammar" },
  { name: "duplicate-id", severity: "error", finds: "two procedures with one id, be it today's or one in formerly" },
  {
    name: "section",
    severity: "error",
    finds: "a missing, empty or second section Steps, Validation or Escalation, or Steps without an ordered list",
  },
  {
    name: "unowned",
    severity: "error",
    finds:
      "a procedure without an owner, with one that roles.yml does not know, or with a role that has neither people nor a contact",
  },
  {
    name: "uncovered",
    severity: "warning",
    finds:
      "a day in the next 30 on which nobody holds a role that owns something, or a person who does is away without a cover",
  },
  {
    name: "unknown-role",
    severity: "error",
    finds: "an escalate_to, a duty, a cover or an absence that names nobody in roles.yml",
  },
  { name: "stale", severity: "warning", finds: "a last_updated that is older than the review interval" },
  { name: "drift", severity: "warning", finds: "a text that was changed in git after its last_updated" },
  {
    name: "unexercised",
    severity: "warning",
    finds: "a procedure whose last 3 occurrences past their due date have no record",
  },
  { name: "repeat-failure", severity: "warning", finds: "a procedure of whose last 5 completions 3 failed" },
  { name: "coverage", severity: "info", finds: "an area of the coverage catalogue that no procedure covers" },
  { name: "external-steps", severity: "warning", finds: "steps that only point to another document" },
  {
    name: "duplicate-procedure",
    severity: "warning",
    finds: "two procedures with the same name, or with nearly the same text",
  },
  {
    name: "over-budget",
    severity: "warning",
    finds: "procedures of one cadence whose planned effort is above its budget in runbook.yml",
  },
  { name: "single-holder", severity: "info", finds: "a role that owns something and has one person and no deputy" },
  { name: "broken-link", severity: "error", finds: "a relative link, an image or an anchor that leads nowhere" },
  { name: "secret", severity: "error", finds: "a credential in the text of a procedure or of one of the .yml files" },
  {
    name: "renamed-product",
    severity: "warning",
    finds: "a retired Microsoft name, or the path of an admin centre page that has moved, with what it is today",
  },
  {
    name: "wave-window",
    severity: "warning",
    finds: "a milestone outside the 8 weeks before to the 2 weeks after wave week",
  },
  {
    name: "calendar",
    severity: "warning",
    finds: "holidays, waves or a rotation that have run out for the time being planned; a freeze of what is not there",
  },
  {
    name: "ledger",
    severity: "error",
    finds:
      "a record that cannot be read, that names a procedure which neither the run book, a formerly nor the ledger's text/ knows, or an occurrence key that no trigger yields",
  },
];
