// Every test sees the same git and the same terminal, whatever the developer's machine has configured.
import { fileURLToPath } from "node:url";
import fc from "fast-check";

// Lists and texts of properties become as long as their `maxLength` says; fast-check alone makes none of more than 10.
fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true });

// A git to come works in a bare repository only where that is allowed, and keeps new branches as a reftable.
process.env["GIT_CONFIG_GLOBAL"] = fileURLToPath(new URL("helpers/gitconfig", import.meta.url));
process.env["GIT_DEFAULT_REF_FORMAT"] ??= "files";
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
