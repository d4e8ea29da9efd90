// Many lean records, in numbers: of a large ledger hundreds of thousands are held at once, and as objects each takes six times
// as much.

import { timestampAt } from "../calendar/timestamp.ts";
import { isLean, leanRecord } from "./lean-record.ts";
import { numbering } from "./numbering.ts";
import { type Identity, type LedgerRecord, RECORD_KINDS } from "./record.ts";

/** What decides whether a record is kept; times in milliseconds since 1970. */
export interface Glance {
  readonly occurrence: string | null;
  readonly outcome: LedgerRecord["outcome"];
  readonly performed: number;
  readonly recorded: number;
  readonly voids: string | null;
}

/** Records by numbers of their own. What cannot be told in numbers is held as it is, so that none is ever changed. */
export interface RecordPack {
  readonly put: (record: LedgerRecord) => number;
  /** A new object each time it is asked for. */
  readonly recordAt: (number: number) => LedgerRecord;
  readonly glanceAt: (number: number) => Glance;
  /** Afterwards another one may get the number. */
  readonly remove: (number: number) => void;
}

interface Chunk {
  readonly numbers: Uint32Array;
  readonly times: Float64Array;
}

/** So many take little as objects, and to put them into numbers takes longer than to read them. */
const FEW = 8192;
/** Records a chunk. */
const CHUNK = 1024;
const OUTCOMES: readonly LedgerRecord["outcome"][] = [null, "done", "failed"];
/** The numbers of a record, before those of its commit's id: one for every eight signs. */
const [PROCEDURE, OCCURRENCE, KIND, PERFORMED_BY, PERFORMED_OFFSET, RECORDED_BY, RECORDED_OFFSET, COMMIT] = [
  0, 1, 2, 3, 4, 5, 6, 7,
];
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SIGNS_A_NUMBER = 8;
/** Of a timestamp without its offset: `2026-11-23T08:30:00`. */
const CLOCK_SIGNS = 19;

/** A pack without records, of which the first few are held as they are. */
export function recordPack(few = FEW): RecordPack {
  const texts = numbering<string | null>();
  const people = numbering<Identity>();
  const chunks: Chunk[] = [];
  const asTheyAre = new Map<number, LedgerRecord>();
  const free: number[] = [];
  let count = 0;
  /** The same in all of one repository. */
  let idSigns: number | undefined;
  const width = (): number => COMMIT + (idSigns ?? 0) / SIGNS_A_NUMBER;
  const chunkOf = (number: number): Chunk =>
    (chunks[Math.floor(number / CHUNK)] ??= {
      numbers: new Uint32Array(CHUNK * width()),
      times: new Float64Array(CHUNK * 2),
    });
  const startOf = (number: number): number => (number % CHUNK) * width();
  const timeOf = (number: number): number => (number % CHUNK) * 2;
  const isPackable = (record: LedgerRecord, { performed, recorded }: Glance): boolean => {
    const { commit, performedAt, recordedAt } = record;
    if (!isLean(record) || !OBJECT_ID.test(commit) || !isTold(performedAt, performed)) return false;
    idSigns ??= commit.length;
    return commit.length === idSigns && (recordedAt === performedAt || isTold(recordedAt, recorded));
  };
  const putAt = (number: number, record: LedgerRecord, { performed, recorded }: Glance): void => {
    const { performedAt, recordedAt } = record;
    const { numbers, times } = chunkOf(number);
    const [start, time] = [startOf(number), timeOf(number)];
    numbers[start + PROCEDURE] = texts.numberOf(record.procedure);
    numbers[start + OCCURRENCE] = texts.numberOf(record.occurrence);
    numbers[start + KIND] = RECORD_KINDS.indexOf(record.record) * OUTCOMES.length + OUTCOMES.indexOf(record.outcome);
    numbers[start + PERFORMED_BY] = people.numberOf(record.performedBy);
    numbers[start + PERFORMED_OFFSET] = texts.numberOf(performedAt.slice(CLOCK_SIGNS));
    numbers[start + RECORDED_BY] = people.numberOf(record.recordedBy);
    numbers[start + RECORDED_OFFSET] = texts.numberOf(recordedAt.slice(CLOCK_SIGNS));
    writeHex(record.commit, numbers, start + COMMIT);
    times[time] = performed;
    times[time + 1] = recorded;
  };
  const recordIn = (number: number): LedgerRecord => {
    const { numbers, times } = chunkOf(number);
    const [start, time] = [startOf(number), timeOf(number)];
    const at = (column: number): number => numbers[start + column] ?? 0;
    const [performed = 0, recorded = 0] = [times[time], times[time + 1]];
    const performedAt = timestampAt(performed, texts.valueAt(at(PERFORMED_OFFSET)) ?? "");
    const isOneTime = performed === recorded && at(PERFORMED_OFFSET) === at(RECORDED_OFFSET);
    return leanRecord({
      record: RECORD_KINDS[Math.floor(at(KIND) / OUTCOMES.length)] ?? "completion",
      procedure: texts.valueAt(at(PROCEDURE)),
      occurrence: texts.valueAt(at(OCCURRENCE)),
      outcome: OUTCOMES[at(KIND) % OUTCOMES.length] ?? null,
      commit: hexIn(numbers, start + COMMIT, idSigns ?? 0),
      performedBy: people.valueAt(at(PERFORMED_BY)),
      performedAt,
      recordedBy: people.valueAt(at(RECORDED_BY)),
      recordedAt: isOneTime ? performedAt : timestampAt(recorded, texts.valueAt(at(RECORDED_OFFSET)) ?? ""),
    });
  };
  const glanceIn = (number: number): Glance => {
    const { numbers, times } = chunkOf(number);
    const [start, time] = [startOf(number), timeOf(number)];
    return {
      occurrence: texts.valueAt(numbers[start + OCCURRENCE] ?? 0),
      outcome: OUTCOMES[(numbers[start + KIND] ?? 0) % OUTCOMES.length] ?? null,
      performed: times[time] ?? 0,
      recorded: times[time + 1] ?? 0,
      voids: null,
    };
  };
  return {
    put: (record) => {
      const number = free.pop() ?? count++;
      const glance = asTheyAre.size < few ? undefined : glanceOf(record);
      if (glance !== undefined && isPackable(record, glance)) putAt(number, record, glance);
      else asTheyAre.set(number, record);
      return number;
    },
    recordAt: (number) => asTheyAre.get(number) ?? recordIn(number),
    glanceAt: (number) => {
      const record = asTheyAre.get(number);
      return record === undefined ? glanceIn(number) : glanceOf(record);
    },
    remove: (number) => {
      asTheyAre.delete(number);
      free.push(number);
    },
  };
}

/** What decides whether a record is kept. */
export function glanceOf({ occurrence, outcome, performedAt, recordedAt, voids }: LedgerRecord): Glance {
  const performed = Date.parse(performedAt);
  const recorded = recordedAt === performedAt ? performed : Date.parse(recordedAt);
  return { occurrence, outcome, performed, recorded, voids };
}

/** Whether an instant and an offset tell a timestamp to the letter. */
function isTold(timestamp: string, instant: number): boolean {
  return !Number.isNaN(instant) && timestampAt(instant, timestamp.slice(CLOCK_SIGNS)) === timestamp;
}

const DIGITS = "0123456789abcdef";
/** What the code of a digit, and of a letter, is more than what it stands for. */
const [DIGIT, LETTER] = [48, 87];

function writeHex(hex: string, numbers: Uint32Array, start: number): void {
  for (let at = 0; at < hex.length; at += SIGNS_A_NUMBER) {
    let number = 0;
    for (let sign = at; sign < at + SIGNS_A_NUMBER; sign += 1) {
      const code = hex.charCodeAt(sign);
      number = number * 16 + (code < LETTER ? code - DIGIT : code - LETTER);
    }
    numbers[start + at / SIGNS_A_NUMBER] = number;
  }
}

function hexIn(numbers: Uint32Array, start: number, length: number): string {
  const codes: number[] = [];
  for (let at = 0; at < length; at += SIGNS_A_NUMBER) {
    const number = numbers[start + at / SIGNS_A_NUMBER] ?? 0;
    for (let shift = 28; shift >= 0; shift -= 4) codes.push(DIGITS.charCodeAt((number >>> shift) & 15));
  }
  return String.fromCharCode(...codes);
}
