import { spawnSync } from "node:child_process";
import { expect, vi } from "vitest";

/** Expects a process to end soon; one that has ended and that nobody waited for does not run. */
export async function expectGone(pid: string): Promise<void> {
  const state = (): string => spawnSync("ps", ["-o", "stat=", "-p", pid], { encoding: "utf8" }).stdout.trim();
  await vi.waitFor(() => expect(state()).toMatch(/^(?:Z|$)/), { timeout: 30_000 });
}
