import { describe, expect, it } from "vitest";
import { webAddresses } from "../../src/store/web-addresses.ts";

const PATH = "runbook/procedures/a b.md";

describe("where a file can be seen and edited", () => {
  it.each([
    ["https://github.com/contoso/operations.git"],
    ["https://github.com/contoso/operations"],
    ["https://ana:ghp_secret@github.com/contoso/operations.git"],
    ["git@github.com:contoso/operations.git"],
    ["ssh://git@github.com/contoso/operations.git"],
    ["ssh://git@GitHub.com:22/contoso/operations"],
  ])("on GitHub: %s", (url) => {
    const web = webAddresses(url, "main");
    expect(web?.view(PATH)).toBe("https://github.com/contoso/operations/blob/main/runbook/procedures/a%20b.md");
    expect(web?.edit(PATH)).toBe("https://github.com/contoso/operations/edit/main/runbook/procedures/a%20b.md");
  });

  it("on GitHub without a branch: on the default one, where it can only be seen", () => {
    const web = webAddresses("https://github.com/contoso/operations.git", "");
    expect(web?.edit("a.md")).toBe("https://github.com/contoso/operations/blob/HEAD/a.md");
  });

  it("on GitHub on a branch with a slash", () => {
    expect(webAddresses("git@github.com:contoso/operations.git", "team/main")?.view("a.md")).toBe(
      "https://github.com/contoso/operations/blob/team/main/a.md",
    );
  });

  it.each([
    [
      "https://contoso@dev.azure.com/contoso/Dynamics%20365/_git/operations",
      "dev.azure.com/contoso/Dynamics%20365/_git/operations",
    ],
    ["https://build:token@dev.azure.com/contoso/erp/_git/operations", "dev.azure.com/contoso/erp/_git/operations"],
    ["git@ssh.dev.azure.com:v3/contoso/erp/operations", "dev.azure.com/contoso/erp/_git/operations"],
    [
      "https://contoso.visualstudio.com/DefaultCollection/erp/_git/operations",
      "contoso.visualstudio.com/DefaultCollection/erp/_git/operations",
    ],
  ])("on Azure DevOps: %s", (url, repository) => {
    const address = `https://${repository}?path=/runbook/procedures/a%20b.md`;
    expect(webAddresses(url, "main")?.edit(PATH)).toBe(`${address}&version=GBmain`);
    expect(webAddresses(url, "")?.view(PATH)).toBe(address);
  });

  it.each([
    [""],
    ["../bare.git"],
    ["/srv/git/operations.git"],
    ["file:///srv/git/operations.git"],
    ["C:\\git\\operations"],
    ["https://git.contoso.example/operations.git"],
    ["https://github.com.attacker.example/contoso/operations"],
    ["https://github.com/contoso"],
    ["javascript:alert(1)//github.com/a/b"],
    ["https://github.com@attacker.example/contoso/operations"],
  ])("nowhere that is known: %s", (url) => {
    expect(webAddresses(url, "main")).toBeUndefined();
  });
});
