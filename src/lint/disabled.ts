import { PARSE_RULES } from "../model/diagnostic.ts";
import { quoted } from "../parse/place.ts";
import type { Comment } from "../parse/procedure-text.ts";
import { RULE_NAMES } from "../parse/rule-names.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { Finding, Rule } from "./rule.ts";

const DIRECTIVE = /^<!--\s*runbook-disable\b\s*([^\s:>]*)\s*(?::([^]*?))?\s*-->$/;

/**
 * The rules that a file switches off for itself: `<!-- runbook-disable RULE: reason -->`. Without a reason, or with a rule
 * that there is not, the comment has no effect; what does not parse cannot be switched off.
 */
export function disabledRules(comments: readonly Comment[]): ReadonlySet<string> {
  return new Set(
    comments.flatMap(({ text }) => {
      const directive = DIRECTIVE.exec(text);
      const rule = directive?.[1] ?? "";
      return directive !== null && problemOf(rule, directive[2]) === undefined ? [rule] : [];
    }),
  );
}

/** A comment that is meant to switch a rule off does so: part of rule `schema`, as a warning. */
export const disableComments: Rule = {
  name: "schema",
  severity: "warning",
  dependsOnDay: false,
  check: ({ procedures, textOf }) =>
    procedures.flatMap((procedure) => {
      if (procedure.text === "") return [];
      return textOf(procedure).comments.flatMap(({ text, place }): Finding[] => {
        if (!/^<!--\s*runbook-disable\b/.test(text)) return [];
        const directive = DIRECTIVE.exec(text);
        const problem = directive === null ? NO_REASON : problemOf(directive[1] ?? "", directive[2]);
        return problem === undefined ? [] : [{ path: procedure.path, place, ...problem }];
      });
    }),
};

const NO_REASON = {
  message: "Comment `runbook-disable` without effect, expected `<!-- runbook-disable RULE: reason -->`.",
  hint: "Write the rule, a colon and why it does not hold here.",
};

function problemOf(rule: string, reason: string | undefined): Pick<Finding, "message" | "hint"> | undefined {
  if (rule === "") return NO_REASON;
  if (PARSE_RULES.some((parsing) => parsing === rule)) {
    const message = `Comment that switches off \`${rule}\`, expected a rule about a text that can be read.`;
    return { message, hint: "Mend the file, and delete the comment." };
  }
  if (!RULE_NAMES.some((name) => name === rule)) {
    const message = `Comment that switches off ${quoted(rule)}, expected the name of a rule.`;
    return { message, hint: didYouMean(rule, RULE_NAMES) ?? `The rules: ${RULE_NAMES.join(", ")}.` };
  }
  return (reason ?? "").trim() === "" ? NO_REASON : undefined;
}
