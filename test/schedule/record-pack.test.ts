import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leanRecord } from "../../src/model/lean-record.ts";
import { type LedgerRecord, RECORD_KINDS } from "../../src/model/record.ts";
import { glanceOf, recordPack } from "../../src/model/record-pack.ts";
import { recordOf } from "../helpers/run-book.ts";

const person = fc.constantFrom(
  { name: "Ann Archer", email: "ann@contoso.example" },
  { name: "Bo Berg", email: "bo@contoso.example" },
);
const id = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[0-9a-f]{40}$/) },
  fc.stringMatching(/^[0-9a-f]{64}$/),
  fc.stringMatching(/^[0-9A-F]{40}$/),
  fc.string(),
);
const offset = fc.constantFrom("+00:00", "-00:00", "Z", "+05:30", "-09:30", "+14:00");
const clock = fc
  .date({ min: new Date("1970-01-01T00:00:00Z"), max: new Date("9999-12-28T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 19));
const timestamp = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(clock, offset).map((parts) => parts.join("")) },
  fc.constantFrom("", "today", "2026-11-23", "2026-11-23T08:30:00.25Z", "2026-11-23T24:00:00Z", "2026-02-30T08:30:00Z"),
);
const text = fc.option(fc.oneof(fc.constantFrom("job", "2026-11-23", "2026-W48"), fc.string()), { nil: null });
const lean = fc
  .record({
    record: fc.constantFrom(...RECORD_KINDS),
    procedure: text,
    occurrence: text,
    outcome: fc.constantFrom("done" as const, "failed" as const, null),
    commit: id,
    performedBy: person,
    performedAt: timestamp,
    recordedBy: person,
    recordedAt: fc.option(timestamp, { nil: undefined }),
  })
  .map(({ recordedAt, ...fields }) => leanRecord({ ...fields, recordedAt: recordedAt ?? fields.performedAt }));
const more: fc.Arbitrary<Partial<LedgerRecord>> = fc.constantFrom(
  { note: "Slow." },
  { subject: "job: done" },
  { book: "bench" },
  { values: {} },
  { evidence: ["a.png"] },
  { effortMinutes: 0 },
  { voids: "f".repeat(40) },
  { approves: "f".repeat(40) },
  { event: "incident-2026-11-23-0001" },
  { content: "f".repeat(40) },
  { severity: 1 as const },
  { ticket: "T-1" },
  { assignee: { name: "Bo Berg", email: "bo@contoso.example" } },
);
const record = fc.oneof(
  { weight: 4, arbitrary: lean },
  fc.tuple(lean, more).map(([plain, fields]): LedgerRecord => ({ ...plain, ...fields })),
);

describe("a pack of records", () => {
  it("gives each as it was put in, whatever it says, and whatever was taken out between", () => {
    const step = fc.oneof(record, fc.nat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const pack = recordPack(0);
        const held = new Map<number, LedgerRecord>();
        for (const next of steps) {
          if (typeof next === "object") {
            const number = pack.put(next);
            expect(held.has(number)).toBe(false);
            held.set(number, next);
          } else {
            const number = [...held.keys()][next % Math.max(1, held.size)];
            if (number !== undefined && held.delete(number)) pack.remove(number);
          }
          for (const [number, expected] of held) {
            expect(pack.recordAt(number)).toEqual(expected);
            expect(pack.glanceAt(number)).toEqual(glanceOf(expected));
          }
        }
      }),
    );
  });

  it("tells thousands apart, by ids of either kind", () => {
    for (const signs of [40, 64]) {
      const pack = recordPack(0);
      const records = Array.from({ length: 3000 }, (_, index) =>
        leanRecord({
          ...recordOf({
            record: "skip",
            performedAt: new Date(index * 86_400_000).toISOString().replace(".000Z", "+00:00"),
          }),
          commit: (0xf123_4567_89ab + index).toString(16).padStart(signs, "9"),
          occurrence: `${index}`,
        }),
      );
      const numbers = records.map((one) => pack.put(one));
      expect(numbers.map((number) => pack.recordAt(number))).toEqual(records);
      expect(numbers.map((number) => pack.recordAt(number).commit.length)).toEqual(records.map(() => signs));
    }
  });
});
