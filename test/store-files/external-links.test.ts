import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findDeadAddresses } from "../../src/store/external-links.ts";

const asked: string[] = [];
const STATUS: Readonly<Record<string, number>> = { "/gone": 404, "/fault": 500, "/sign-in": 401, "/secret": 403 };
const server = createServer(({ url = "", method }, response) => {
  asked.push(`${method} ${url}`);
  if (url === "/moved") response.writeHead(301, { location: "/gone" });
  else if (url === "/no-head") response.statusCode = method === "HEAD" ? 405 : 200;
  else response.statusCode = STATUS[url] ?? 200;
  response.end("x");
});
let base = "";
beforeAll(async () => {
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it("asks by HEAD, then by GET where that is refused, and gives what is gone", async () => {
  const urls = ["/fine", "/no-head", "/gone", "/moved", "/fault", "/sign-in", "/secret"].map(
    (path) => `${base}${path}`,
  );
  const dead = await findDeadAddresses([...urls, ...urls, "mailto:desk@contoso.example", "https://[bad/"], "test");
  expect(Object.fromEntries(dead)).toEqual({
    [`${base}/gone`]: { reason: "status 404", isCertain: true },
    [`${base}/moved`]: { reason: "status 404", isCertain: true },
    [`${base}/fault`]: { reason: "status 500", isCertain: false },
    "https://[bad/": { reason: "ERR_INVALID_URL", isCertain: true },
  });
  expect(asked.filter((line) => line.endsWith(" /fine"))).toEqual(["HEAD /fine"]);
  expect(asked.filter((line) => line.endsWith(" /no-head"))).toEqual(["HEAD /no-head", "GET /no-head"]);
});

it("asks without the name and password of an address, and repeats neither", async () => {
  const withUser = base.replace("//", "//ana:pa55word@");
  const dead = await findDeadAddresses([`${withUser}/fine`, `${withUser}/gone`], "test");
  expect(Object.fromEntries(dead)).toEqual({ [`${withUser}/gone`]: { reason: "status 404", isCertain: true } });
});
