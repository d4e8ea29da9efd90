import type { Element } from "hast";
import { h } from "hastscript";
import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { Html } from "./html.ts";

const SIGNS: Readonly<Record<Severity, string>> = { error: "✕", warning: "▲", info: "ℹ" };

/** What lint found in one file, each with its line and how to mend it. */
export function findingsList(findings: readonly Diagnostic[]): Element {
  return h(
    "ul",
    { className: ["findings"] },
    findings.map(({ severity, rule, line, message, hint }) =>
      h("li", { className: [severity] }, [
        severityBadge(severity),
        " ",
        h("code", rule),
        ` line ${line}: `,
        ...withCode(message),
        hint === null ? null : h("span", { className: ["aside"] }, [" ", ...withCode(hint)]),
      ]),
    ),
  );
}

/** A message with what stands in backticks as code. */
function withCode(message: string): Html[] {
  return message.split("`").map((part, index) => (index % 2 === 1 ? h("code", part) : part));
}

/** A severity as word, sign and colour. */
export function severityBadge(severity: Severity): Html {
  return h("span", { className: ["badge", severity] }, [
    h("span", { ariaHidden: "true" }, SIGNS[severity]),
    ` ${severity}`,
  ]);
}
