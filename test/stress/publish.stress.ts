import { expect, it } from "vitest";
import { emptyFolder, referenceRepository, runJson } from "../helpers/run-cli.ts";
import { expectSoundWiki } from "../helpers/wiki.ts";

it("publishes the reference run book as a wiki: all links lead somewhere, all pages are in order", async () => {
  const out = emptyFolder();
  const options = { cwd: referenceRepository().folder };
  const args = ["publish", "--to", "azure-devops-wiki", out];
  const { code, document } = await runJson("publish", args, options);
  expect([code, document.removed]).toEqual([0, []]);
  expectSoundWiki(out);
  expect((await runJson("publish", args, options)).document.written).toEqual([]);
});
