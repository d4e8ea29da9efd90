import type { Link } from "../parse/links.ts";
import { quoted } from "../parse/place.ts";
import { hinter } from "../parse/hints.ts";
import { isExternal, pathOf, splitUrl, wayBetween } from "./link-paths.ts";
import type { Finding, LinkTarget, LintInput, Rule } from "./rule.ts";

type Problem = Pick<Finding, "message" | "hint" | "severity">;

/** Every link, image and anchor leads somewhere; addresses on the network only where they were asked. */
export const brokenLink: Rule = {
  name: "broken-link",
  severity: "error",
  dependsOnDay: false,
  check: (input) => {
    const byPath = new Map(input.procedures.map((procedure) => [procedure.path, procedure]));
    // The anchors of a procedure are at hand; those of other files come with the target.
    const find = (path: string): LinkTarget => {
      const target = input.linkTargets.find(path);
      const procedure = byPath.get(path);
      return target.kind === "file" && procedure !== undefined && procedure.text !== ""
        ? { kind: "file", anchors: () => input.textOf(procedure).anchors }
        : target;
    };
    return input.procedures.flatMap((procedure) => {
      if (procedure.text === "") return [];
      const { links, anchors } = input.textOf(procedure);
      const didYouMean = hinter();
      return links.flatMap((link): Finding[] => {
        const problem = isExternal(link.url)
          ? deadUrl(link, input)
          : localProblem(link.url, { from: procedure.path, ownAnchors: anchors, input, find, didYouMean });
        return problem === undefined ? [] : [{ path: procedure.path, place: link.place, ...problem }];
      });
    });
  },
};

function deadUrl({ url }: Link, { linkTargets }: LintInput): Problem | undefined {
  const dead = linkTargets.deadUrls.get(url);
  if (dead === undefined) return undefined;
  if (dead.isCertain) {
    const message = `Link to ${quoted(url)}, which leads nowhere (${dead.reason}); expected a page that is there.`;
    return { message, hint: "Mend the address, or delete the link." };
  }
  const message = `Link to ${quoted(url)}, which did not answer (${dead.reason}); expected a page that is there.`;
  return { severity: "info", message, hint: "Open it in a browser." };
}

interface Context {
  /** Path of the file that holds the link. */
  readonly from: string;
  readonly ownAnchors: ReadonlySet<string>;
  readonly input: LintInput;
  readonly find: (path: string) => LinkTarget;
  readonly didYouMean: ReturnType<typeof hinter>;
}

function localProblem(url: string, { from, ownAnchors, input, find, didYouMean }: Context): Problem | undefined {
  const parts = splitUrl(url);
  if (parts === undefined) {
    const hint = "Write `%25` for a `%` that is meant as such.";
    return { message: `Link ${quoted(url)} with a \`%\` that encodes nothing, expected two hexadecimal digits.`, hint };
  }
  const { way, anchor } = parts;
  if (way === "") return url === "" ? emptyLink() : anchorProblem(anchor, "this file", ownAnchors, didYouMean);
  if (way.includes("\\")) {
    return { message: `Link ${quoted(url)} with \`\\\`, expected \`/\` between folders.`, hint: "Write `/`." };
  }
  const target = find(pathOf(way, from, input.linkTargets.folder));
  switch (target.kind) {
    case "folder":
      return undefined;
    case "file":
      return target.anchors === undefined || isTop(anchor)
        ? undefined
        : anchorProblem(anchor, quoted(way), target.anchors(), didYouMean);
    case "other-case": {
      const message = `Link to ${quoted(way)}, expected ${quoted(target.name)}: upper and lower case count.`;
      return { message, hint: "Write the name as the file has it; it leads nowhere on other systems." };
    }
    case "outside":
      return {
        message: `Link to ${quoted(way)}, which leaves the repository; expected a file in it.`,
        hint: "Copy the file into the repository, or link to its address on the network.",
      };
    case "nothing":
      return {
        message: `Link to ${quoted(way)}, which is not there; expected a file or folder.`,
        hint: movedTo(way, from, input) ?? "Mend the path (it counts from this file's folder), or delete the link.",
      };
  }
}

/** The way to the only procedure that has the name of the one that is not there, or had it for an id. */
function movedTo(way: string, from: string, { procedures }: LintInput): string | undefined {
  const name = way.slice(way.lastIndexOf("/") + 1);
  const [found, second] = procedures.filter(
    ({ path, procedure }) =>
      path.endsWith(`/${name}`) || procedure?.formerly.some((id) => `${id}.md` === name) === true,
  );
  return found === undefined || second !== undefined ? undefined : `Did you mean \`${wayBetween(from, found.path)}\`?`;
}

function emptyLink(): Problem {
  return { message: "Link without an address, expected a path or an address.", hint: "Write one, or delete the link." };
}

/** Both lead to the top of any page. */
function isTop(anchor: string): boolean {
  return anchor === "" || anchor === "top";
}

function anchorProblem(
  anchor: string,
  where: string,
  anchors: ReadonlySet<string>,
  didYouMean: Context["didYouMean"],
): Problem | undefined {
  if (isTop(anchor) || anchors.has(anchor)) return undefined;
  return {
    message: `Link to ${quoted(`#${anchor}`)}, but ${where} has no such heading; expected the anchor of one of its headings.`,
    hint: didYouMean(anchor, anchors) ?? "An anchor is the heading in lower case, `-` for each space, no punctuation.",
  };
}
