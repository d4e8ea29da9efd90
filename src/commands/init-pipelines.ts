import { join } from "node:path";
import type { TextFile } from "../adopt/text-file.ts";
import { RunbookError } from "../errors.ts";
import { readTemplate } from "../store/package-files.ts";
import { VERSION } from "../version.ts";
import { wayTo } from "../store/inside-folder.ts";
import { requireOneOf } from "./one-of.ts";

/** Where each build service looks for, or people keep, its pipelines; relative to the repository's top. */
const PLACES = {
  github: (name: string) => `.github/workflows/runbook-${name}.yml`,
  azure: (name: string) => `azure-pipelines/runbook-${name}.yml`,
} as const;
const SERVICES = Object.keys(PLACES) as (keyof typeof PLACES)[];
const NAMES = ["lint", "morning", "weekly"] as const;

/**
 * The pipelines of the named build services for a run book: on pull requests, each morning, each week. Paths are absolute.
 * Throws RunbookError `usage` for a service that is not known, or a folder whose name cannot stand in a pipeline.
 */
export function pipelineFiles(services: readonly string[], root: string, top: string): TextFile[] {
  requireOneOf("build service", services, SERVICES);
  if (services.length === 0) return [];
  const folder = wayTo(top, root) || ".";
  // It stands in quotes, in YAML and in a shell.
  if (!/^[\p{L}\p{N} ._/-]+$/u.test(folder)) {
    throw new RunbookError(
      "usage",
      `The folder ${folder} cannot be named in a pipeline`,
      "Choose one of letters, digits, spaces, `.`, `_` and `-`.",
    );
  }
  return [...new Set(services)].flatMap((service) =>
    NAMES.map((name) => ({
      path: join(top, PLACES[service](name)),
      text: readTemplate(`pipelines/${service}-${name}.yml`)
        .replaceAll('"FOLDER/**"', folder === "." ? '"**"' : `"${folder}/**"`)
        .replaceAll("FOLDER", folder)
        .replaceAll("runbook-cli@VERSION", `runbook-cli@${VERSION}`),
    })),
  );
}
