// How far the ledger is known once this clone has written to it.

import { expect, it } from "vitest";
import { positionWith } from "../../src/store/ledger-catching-up.ts";

const KNOWN = { tip: "b", remoteTip: "a", head: "b", unpushed: 1 };
const WRITTEN = {
  ids: ["c", "d"],
  upon: { local: { tip: "b", workTree: "" }, remoteTip: "a", base: { tip: "b", tree: "t" } },
};

it("counts what was written upon all that was known", () => {
  expect(positionWith(KNOWN, WRITTEN)).toEqual({ tip: "d", remoteTip: "a", head: "d", unpushed: 3 });
  const alone = { ...KNOWN, remoteTip: null, unpushed: null };
  const upon = { ...WRITTEN.upon, remoteTip: null };
  expect(positionWith(alone, { ...WRITTEN, upon })).toEqual({ tip: "d", remoteTip: null, head: "d", unpushed: null });
});

it.each<[string, Partial<typeof KNOWN>, Partial<typeof WRITTEN.upon>]>([
  ["the branch had moved on", {}, { local: { tip: "x", workTree: "" }, base: { tip: "x", tree: "t" } }],
  ["the remote had moved on", {}, { remoteTip: "x" }],
  ["it stands upon the remote's", { head: "x" }, { base: { tip: "x", tree: "t" } }],
  ["neither held all", { head: "x" }, {}],
])("is not told where %s", (_, known, upon) => {
  const written = { ...WRITTEN, upon: { ...WRITTEN.upon, ...upon } };
  expect(positionWith({ ...KNOWN, ...known }, written)).toBeUndefined();
});

it("is not told where the ledger began with it, or nothing was written", () => {
  const empty = { tip: null, remoteTip: null, head: null, unpushed: null };
  expect(positionWith(empty, { ids: ["c"], upon: { local: null, remoteTip: null, base: null } })).toBeUndefined();
  expect(positionWith(KNOWN, { ids: [], upon: undefined })).toBeUndefined();
});
