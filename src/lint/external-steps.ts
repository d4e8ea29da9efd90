import type { StepText } from "../parse/procedure-text.ts";
import { isExternal, pathOf, splitUrl } from "./link-paths.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

/** The steps stand here, not in another document that nobody reviews with them. */
export const externalSteps: Rule = {
  name: "external-steps",
  severity: "warning",
  dependsOnDay: false,
  check: (input) =>
    input.procedures.flatMap((procedure): Finding[] => {
      if (procedure.text === "") return [];
      const { sections, stepTexts } = input.textOf(procedure);
      const heading = sections.steps?.heading;
      const said = stepTexts.filter(({ words, links, hasCode }) => hasCode || links.length > 0 || words.trim() !== "");
      const isElsewhere = said.length > 0 && said.every((text) => pointsElsewhere(text, procedure.path, input));
      if (heading === undefined || !isElsewhere) return [];
      return [
        {
          path: procedure.path,
          place: heading,
          message: "Steps that only point to another document, expected the steps themselves.",
          hint: "Write down what is done, in order; keep the link for background.",
        },
      ];
    }),
};

/** Words that say no more than where something is written. */
const POINTING = new Set(
  (
    "a according all an and any are article as at be below by can check chapter complete confluence consult described detailed " +
    "details do doc docs document documentation documented each execute find follow following for found from full given go guide " +
    "guidance have here how in information instructions is it its link linked look manual more must note notion of on onenote open " +
    "or our outlined page please procedure process read refer referenced reference run runbook section see sharepoint " +
    "should site sop steps the then there these they this those to use using via view visit we wiki with written you your"
  ).split(" "),
);
/** A link that names no document may be the tool that the step is done in. */
const DOCUMENT =
  /\b(?:article|confluence|docs?|document(?:ation|s)?|guid(?:e|ance)|handbook|instructions?|kb|knowledge|manual|notion|onenote|page|procedures?|process|runbook|sharepoint|sop|steps?|wiki)\b|\.(?:docx?|pdf|one|pptx?|xlsx?|md)\b/i;
const TELLS_TO_READ =
  /\b(?:according|as (?:described|documented|outlined)|consult|follow|instructions|read|refer|see|steps)\b/i;

function pointsElsewhere({ words, links, hasCode }: StepText, path: string, input: LintInput): boolean {
  if (hasCode || links.length === 0) return false;
  const rest = words.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (!rest.every((word) => POINTING.has(word))) return false;
  return links.every(
    (link) =>
      !leadsIntoBook(link.url, path, input) &&
      (TELLS_TO_READ.test(`${words} ${link.words}`) || DOCUMENT.test(`${link.words} ${link.url}`)),
  );
}

/** Another procedure of the run book is reviewed with this one. */
function leadsIntoBook(url: string, from: string, { procedures, linkTargets }: LintInput): boolean {
  if (isExternal(url)) return false;
  const way = splitUrl(url)?.way ?? "";
  if (way === "") return true;
  const target = pathOf(way, from, linkTargets.folder);
  return procedures.some(({ path }) => path === target);
}
