/** As messages name a commit. */
export function short(commit: string): string {
  return commit.slice(0, 10);
}

/** How to look at a commit. */
export function lookAt(commit: string, args = "--stat"): string {
  return `git show ${args} ${short(commit)}`;
}
