import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { imageReader } from "../../src/store/image-data.ts";
import { emptyFolder } from "../helpers/run-cli.ts";

const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");

it("reads images of the repository, by what they are rather than what they are called", () => {
  const top = emptyFolder();
  const root = join(top, "runbook");
  mkdirSync(join(root, "images"), { recursive: true });
  const outside = join(emptyFolder(), "private.png");
  const files: readonly (readonly [name: string, content: Buffer | string])[] = [
    ["images/a.png", PNG],
    ["images/jpeg.png", Buffer.from("ffd8ffe000104a46", "hex")],
    ["images/page.png", "<html><script>"],
    ["images/drawing.svg", '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'],
    ["images/large.png", Buffer.concat([PNG, Buffer.alloc(2 * 1024 * 1024)])],
    ["../logo.png", PNG],
  ];
  for (const [name, content] of files) writeFileSync(join(root, name), content);
  writeFileSync(outside, PNG);
  symlinkSync(outside, join(root, "images", "link.png"));
  const read = imageReader(root, top);
  const held = `data:image/png;base64,${PNG.toString("base64")}`;
  expect(read("images/a.png")).toBe(held);
  expect(read("../logo.png")).toBe(held);
  expect(read("images/jpeg.png")).toMatch(/^data:image\/jpeg;base64,/);
  const others = ["images/page.png", "images/drawing.svg", "images/large.png", "images/link.png", "images", "gone.png"];
  expect([...others, "../../etc/passwd", "a\0.png"].filter((path) => read(path) !== undefined)).toEqual([]);
});
