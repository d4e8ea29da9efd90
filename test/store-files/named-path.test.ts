import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { namedPath } from "../../src/store/named-path.ts";

describe("a path that somebody names", () => {
  it.each([
    [String.raw`C:\Ops & Bücher\runbook`, String.raw`C:\Ops & Bücher\runbook`],
    ["c:/ops/runbook/", String.raw`c:\ops\runbook`],
    ["C:runbook", String.raw`C:\work\runbook`],
    [String.raw`\\?\C:\ops\runbook`, String.raw`C:\ops\runbook`],
    [String.raw`\\.\c:\ops`, String.raw`c:\ops`],
    ["//?/C:/ops", String.raw`C:\ops`],
    [String.raw`\\?\UNC\server\share\ops`, String.raw`\\server\share\ops`],
    [String.raw`\\server\share\ops`, String.raw`\\server\share\ops`],
    [
      String.raw`\\?\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}\ops`,
      String.raw`\\?\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}\ops`,
    ],
  ])("is on Windows one that git opens: %s", (path, expected) => {
    expect(namedPath(String.raw`C:\work`, path, win32)).toBe(expected);
  });

  it("is elsewhere what it says", () => {
    expect(namedPath("/work", String.raw`\\?\C:\ops`, posix)).toBe(String.raw`/work/\\?\C:\ops`);
    expect(namedPath("/work", "../ops/", posix)).toBe("/ops");
  });
});
