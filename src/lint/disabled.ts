import { PARSE_RULES } from "../model/diagnostic.ts";

const DIRECTIVE = /<!--\s*runbook-disable\s+([a-z-]+)\s*:\s*\S[^]*?-->/g;

/**
 * The rules that a file switches off for itself: `<!-- runbook-disable RULE: reason -->`. Without a reason the comment
 * has no effect, and what does not parse cannot be switched off.
 */
export function disabledRules(text: string): ReadonlySet<string> {
  const named = [...text.matchAll(DIRECTIVE)].flatMap(([, rule]) => (rule === undefined ? [] : [rule]));
  return new Set(named.filter((rule) => !PARSE_RULES.some((parsing) => parsing === rule)));
}
