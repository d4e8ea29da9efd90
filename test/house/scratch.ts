// One folder for all that a run's tests write, removed after the last of them.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    readonly scratch: string;
  }
}

/** vitest calls it, and what it gives when all is over. */
export function setup({ provide }: TestProject): () => void {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "runbook-tests-")));
  provide("scratch", scratch);
  return () => rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
