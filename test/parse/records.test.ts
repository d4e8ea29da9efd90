import { describe, expect, it } from "vitest";
import type { LedgerCommit } from "../../src/model/record.ts";
import { leanRecordReader, recordReader, recordsFrom } from "../../src/parse/records.ts";

const ANA = { name: "Ana", email: "ana@contoso.example" };
const SETTINGS = { id: "contoso" };
const READERS = [
  ["one by one", (commits: readonly LedgerCommit[]) => recordsFrom(commits, SETTINGS)],
  ["in pieces", recordReader(SETTINGS)],
  ["for a status", leanRecordReader(SETTINGS)],
] as const;

function commitOf(trailers: readonly string[], changes: Partial<LedgerCommit> = {}): LedgerCommit {
  const date = "2026-11-23T08:30:00+00:00";
  const lines = ["Book: contoso", "Procedure: job", "Occurrence: 2026-11-23", ...trailers];
  const message = `Job\n\n${lines.map((line) => `Runbook-${line}\n`).join("")}`;
  const id = "a".repeat(40);
  return {
    id,
    parents: ["b"],
    author: ANA,
    authorDate: date,
    committer: ANA,
    committerDate: date,
    message,
    ...changes,
  };
}

describe.each(READERS)("records read %s", (_, read) => {
  it.each([
    ["completion", "failed", "failed"],
    ["skip", "failed", null],
    ["skip", "done", null],
  ])("say of a %s whose message says %s that it is %s", (kind, outcome, expected) => {
    const { records } = read([commitOf([`Record: ${kind}`, `Outcome: ${outcome}`])]);
    expect(records.map((record) => record.outcome)).toEqual([expected]);
  });

  it.each([
    ["of this run book", "contoso", 1],
    ["of another one", "fabrikam", 0],
    ["of none that it names", "", 1],
  ])("name what cannot be read %s", (_title, book, count) => {
    const { message } = commitOf(["Record: completion", "Outcome: maybe"]);
    const commit = commitOf([], { message: message.replace("Book: contoso", `Book: ${book}`) });
    const { records, unreadable } = read([commit]);
    expect([records.length, unreadable.length]).toEqual([0, count]);
  });

  it.each(["+00:00", "-00:00", "+14:00", "-23:59"])("are of clocks with the offset %s", (offset) => {
    const at = `2026-11-23T08:30:00${offset}`;
    const { records, unreadable } = read([commitOf(["Record: skip"], { authorDate: at, committerDate: at })]);
    expect(records).toMatchObject([{ performedAt: at, recordedAt: at }]);
    expect(unreadable).toEqual([]);
  });

  it.each(["+24:00", "-24:00", "+99:99", "+14:60"])("are none of clocks with the offset %s, and named", (offset) => {
    const at = `2026-11-23T08:30:00${offset}`;
    for (const dates of [{ authorDate: at }, { committerDate: at }]) {
      const { records, unreadable } = read([commitOf(["Record: skip"], dates)]);
      expect(records).toEqual([]);
      expect(unreadable).toEqual([{ commit: "a".repeat(40), problem: expect.stringContaining("its times") }]);
    }
  });
});
