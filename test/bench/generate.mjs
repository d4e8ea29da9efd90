// Run books and ledgers of any size, the same for the same seed: each procedure is recorded on its days, but for some that
// were forgotten, failed or skipped; the latest day is the day before the benchmark's.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A Monday; the day that the benchmark asks about. */
export const TODAY = "2026-11-23";
const DAY = 86_400_000;
const ROLES = ["operations-analyst", "operations-lead", "platform-admin", "finance-lead", "security-officer"];
const PEOPLE = ["Ann Archer <ann@contoso.example>", "Bo Berg <bo@contoso.example>", "Cy Cole <cy@contoso.example>"];
const SUBJECTS =
  "app-insights backup certificate database disk invoice key-vault licence log mailbox payroll queue".split(" ");
const VERBS = "review restore-test rotation audit cleanup failover export reconcile renewal check".split(" ");
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];
const MONTHS = ["January", "March", "June", "November"];
const WORDS = (
  "check open confirm compare record the a dashboard alert queue table log report account every failed pending threshold " +
  "owner before after against last week baseline value and then note it in ticket with portal region primary verify status"
).split(" ");

/** Seeded random numbers (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count) => Math.floor(next() * count);
  return { next, below, pick: (items) => items[below(items.length)] };
}

const iso = (ms) => new Date(ms).toISOString().slice(0, 10);

function isoWeek(ms) {
  const thursday = new Date(ms);
  thursday.setUTCDate(thursday.getUTCDate() - ((thursday.getUTCDay() + 6) % 7) + 3);
  const year = thursday.getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY));
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The procedures: 30 % daily, 30 % weekly, 20 % monthly, 10 % quarterly, 5 % yearly, 5 % triggered. */
export function proceduresOf(count) {
  const { below, pick } = random(1);
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / (SUBJECTS.length * VERBS.length));
    const subject = SUBJECTS[index % SUBJECTS.length];
    const verb = VERBS[Math.floor(index / SUBJECTS.length) % VERBS.length];
    const id = `${subject}-${verb}${round === 0 ? "" : `-${round}`}`;
    const share = (index * 37) % 100;
    const base = { id, name: id.replaceAll("-", " "), owner: pick(ROLES), effort: 5 + 5 * below(12) };
    if (share < 30) return { ...base, folder: "daily", trigger: "every business day", keyOn: (ms) => iso(ms) };
    if (share < 60) {
      const weekday = 1 + below(5);
      const keyOn = (ms) => (new Date(ms).getUTCDay() === weekday ? isoWeek(ms) : null);
      return { ...base, folder: "weekly", trigger: `weekly on ${WEEKDAYS[weekday - 1]}`, keyOn };
    }
    const day = 1 + below(28);
    const isOn = (ms, month) =>
      Number(iso(ms).slice(8)) === day && (month ?? Number(iso(ms).slice(5, 7))) === Number(iso(ms).slice(5, 7));
    if (share < 80) {
      const keyOn = (ms) => (isOn(ms) ? iso(ms).slice(0, 7) : null);
      return { ...base, folder: "monthly", trigger: `monthly on day ${day}`, keyOn };
    }
    if (share < 90) {
      const quarter = (ms) => `${iso(ms).slice(0, 4)}-Q${Math.ceil(Number(iso(ms).slice(5, 7)) / 3)}`;
      return {
        ...base,
        folder: "quarterly",
        trigger: "quarterly",
        keyOn: (ms) => (isOn(ms) && Number(iso(ms).slice(5, 7)) % 3 === 1 ? quarter(ms) : null),
      };
    }
    if (share < 95) {
      const month = pick(MONTHS);
      const number = new Date(`${day} ${month} 2026 UTC`).getUTCMonth() + 1;
      return {
        ...base,
        folder: "annual",
        trigger: `annually on ${day} ${month}`,
        keyOn: (ms) => (isOn(ms, number) ? iso(ms).slice(0, 4) : null),
      };
    }
    const trigger = pick(["on incident severity 1 within 15 minutes", "wave -6 weeks", "90 days after completion"]);
    return { ...base, folder: "other", trigger, keyOn: () => null };
  });
}

/** The path of a procedure's file, relative to the run book. */
export function pathOf({ id, folder }, index) {
  return `procedures/${folder}/part-${String(Math.floor(index / 400)).padStart(2, "0")}/${id}.md`;
}

/** Writes a run book, with files of some 2,400 bytes, and makes its folder a git repository with one commit. */
export function writeBook(folder, procedures, goLive) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const holidays = ["2025-12-25", "2026-12-25", "2027-12-25"].map((date) => `{ date: ${date}, name: Christmas Day }`);
  write(
    "runbook.yml",
    `id: bench\ntitle: Bench run book\ngo_live: ${goLive}\ntimezone: Europe/London\nregion: united-kingdom\n`,
  );
  write(
    "roles.yml",
    `roles:\n${ROLES.map((role) => `  ${role}: { name: ${role}, people: [ana] }\n`).join("")}people:\n  ana: { name: Ana, email: ana@contoso.example }\n`,
  );
  write("holidays.yml", `holidays: [${holidays.join(", ")}]\n`);
  write("waves.yml", "waves: []\n");
  const dice = random(2);
  for (const [index, procedure] of procedures.entries()) write(pathOf(procedure, index), textOf(procedure, dice));
  git(folder, ["init", "--quiet", "--template=", "-b", "main"]);
  git(folder, ["add", "--all"]);
  git(folder, ["commit", "--quiet", "-m", "Begin"]);
}

function textOf({ name, trigger, owner, effort }, { below, pick }) {
  const words = (count) => Array.from({ length: count }, () => pick(WORDS)).join(" ");
  const steps = Array.from(
    { length: 6 + below(4) },
    (_, index) => `${index + 1}. ${words(18)}. See [the page](https://wiki.contoso.example/${below(999)}).\n`,
  );
  const checks = Array.from({ length: 5 }, () => `- ${words(14)}.\n`);
  const front = `name: ${name}\ntrigger: ${trigger}\nowner: ${owner}\nlast_updated: 2026-10-01\neffort: ${effort}m\ntags: [${pick(WORDS)}]\n`;
  return `---\n${front}---\n${words(30)}.\n\n## Steps\n\n${steps.join("\n")}\n## Validation\n\n${checks.join("")}\n## Escalation\n\n- operations-lead: ${words(20)}.\n`;
}

/** The first day of a ledger with this many records, and its records in order. */
export function recordsOf(procedures, count) {
  const { next, below, pick } = random(3);
  const byWeek = procedures.filter(({ folder }) => folder !== "other");
  const days = [];
  let total = 0;
  let day = Date.parse(TODAY);
  while (total < count) {
    day -= DAY;
    if (new Date(day).getUTCDay() % 6 === 0) continue;
    const onDay = byWeek.flatMap(({ id, keyOn }) => {
      const key = keyOn(day);
      return key === null || next() < 0.03 ? [] : { id, key };
    });
    const kept = onDay.slice(0, count - total);
    total += kept.length;
    days.push({ day, kept });
  }
  const records = days.toReversed().flatMap(({ day: ms, kept }) =>
    kept.map(({ id, key }, index) => {
      const roll = next();
      const outcome = roll < 0.02 ? "skip" : roll < 0.04 ? "failed" : "done";
      const at = ms / 1000 + 8 * 3600 + Math.floor((index * 30_000) / kept.length);
      return { id, key, outcome, at, minutes: 3 + below(60), who: pick(PEOPLE) };
    }),
  );
  return { first: iso(day), records };
}

/** Appends records to the ledger by one `git fast-import`. */
export async function appendRecords(folder, records, isNew = false) {
  const child = spawn("git", ["fast-import", "--quiet"], { cwd: folder, stdio: ["pipe", "ignore", "inherit"] });
  const closed = once(child, "close");
  const ref = "refs/heads/runbook-ledger";
  let chunk = "";
  for (const [index, { id, key, outcome, at, minutes, who }] of records.entries()) {
    const isSkip = outcome === "skip";
    const told = isSkip ? "" : `Runbook-Outcome: ${outcome}\nRunbook-Effort: ${minutes}m\n`;
    const message = `${id}: ${outcome} for ${key}\n\nRunbook-Book: bench\nRunbook-Record: ${isSkip ? "skip" : "completion"}\nRunbook-Procedure: ${id}\nRunbook-Occurrence: ${key}\n${told}`;
    const from = index === 0 && !isNew ? `from ${ref}^0\n` : "";
    chunk += `commit ${ref}\nauthor ${who} ${at} +0000\ncommitter ${who} ${at} +0000\ndata ${Buffer.byteLength(message)}\n${message}\n${from}`;
    if (chunk.length > 1 << 20) {
      if (!child.stdin.write(chunk)) await once(child.stdin, "drain");
      chunk = "";
    }
  }
  child.stdin.end(chunk);
  const [code] = await closed;
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

/** Runs git and gives its output; throws where it fails. */
export function git(folder, args) {
  const identity = ["-c", "user.name=Ana", "-c", "user.email=ana@contoso.example"];
  const { status, stdout, stderr } = spawnSync("git", [...identity, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** Changes the trigger of a file, and so its content and its stamp. */
export function changeFile(file, round) {
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace(/^effort: .*$/m, `effort: ${10 + (round % 50)}m`));
}
