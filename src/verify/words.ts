import { abbreviated } from "../model/record.ts";

/** How to look at a commit. */
export function lookAt(commit: string, args = "--stat"): string {
  return `git show ${args} ${abbreviated(commit)}`;
}
