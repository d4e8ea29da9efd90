// Every test sees the same git and the same terminal, whatever the developer's machine has configured.
import { devNull } from "node:os";

process.env["GIT_CONFIG_GLOBAL"] = devNull;
process.env["GIT_CONFIG_NOSYSTEM"] = "1";
process.env["NO_COLOR"] = "1";
for (const name of [
  "FORCE_COLOR",
  "CI",
  "RUNBOOK_DIR",
  "RUNBOOK_NOW",
  "RUNBOOK_NO_CACHE",
  "NODE_EXTRA_CA_CERTS",
  "TF_BUILD",
]) {
  delete process.env[name];
}
