import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task } from "../../src/model/checklist.ts";
import type { Question, Walk } from "../../src/model/walk.ts";
import { formatKeptWalk, parseKeptWalk } from "../../src/parse/kept-walk.ts";
import {
  type Move,
  answeredIn,
  canEnd,
  effortOf,
  filesOf,
  keptAnswers,
  moved,
  outcomeOf,
  questionsOf,
  resumed,
  valuesOf,
  walkThrough,
} from "../../src/walk/walk.ts";

function task(kind: Task["kind"], number: number, text = `${kind} ${number}`): Task {
  return { kind, number, title: text, lead: "", text, nodes: [] };
}

const CHECKLIST = { purpose: [], escalation: [], tasks: [task("step", 1), task("step", 2), task("point", 1)] };
const QUESTIONS = questionsOf(CHECKLIST, { measures: { gb: { unit: "GB" } } });
const START = walkThrough(QUESTIONS, { note: "", files: [] });

const answer = (result: Extract<Move, { kind: "answer" }>["result"], note = "", value?: number): Move => ({
  kind: "answer",
  result,
  note,
  ...(value !== undefined && { value }),
});

/** The walk after moves, a second each. */
function after(moves: readonly Move[], start: Walk = START): Walk {
  return moves.reduce((walk, move) => moved(walk, move, 1000), start);
}

const results = (walk: Walk): string => walk.answers.map(({ result }) => result ?? "-").join(" ");
const ALL = [answer("done"), answer("done"), answer("yes"), answer("measured", "", 81.4)];

describe("a walk", () => {
  it("asks steps, points of validation, then measures", () => {
    expect(
      QUESTIONS.map((asked) => (asked.kind === "task" ? `${asked.task.kind} ${asked.task.number}` : asked.name)),
    ).toEqual(["step 1", "step 2", "point 1", "gb"]);
  });

  it.each<{ what: string; moves: readonly Move[]; at: number; outcome: string | null; said: string }>([
    { what: "nothing yet", moves: [], at: 0, outcome: null, said: "- - - -" },
    { what: "every answer good", moves: ALL, at: 4, outcome: "done", said: "done done yes measured" },
    {
      what: "what does not apply and is not measured",
      moves: [answer("not-applicable", "no batch"), answer("done"), answer("yes"), answer("not-measured")],
      at: 4,
      outcome: "done",
      said: "not-applicable done yes not-measured",
    },
    {
      what: "a no",
      moves: [answer("done"), answer("done"), answer("no")],
      at: 3,
      outcome: "failed",
      said: "done done no -",
    },
    { what: "a step that failed", moves: [answer("failed")], at: 1, outcome: "failed", said: "failed - - -" },
    {
      what: "an end after a failure",
      moves: [answer("failed"), { kind: "end" }],
      at: 4,
      outcome: "failed",
      said: "failed - - -",
    },
    { what: "an end without one", moves: [answer("done"), { kind: "end" }], at: 1, outcome: null, said: "done - - -" },
    { what: "back at the first", moves: [{ kind: "back" }], at: 0, outcome: null, said: "- - - -" },
    {
      what: "an answer changed on the way back, then the next one that has none",
      moves: [answer("failed"), answer("done"), { kind: "back" }, { kind: "back" }, answer("done")],
      at: 2,
      outcome: null,
      said: "done done - -",
    },
    {
      what: "an answer changed at the end",
      moves: [...ALL, { kind: "go", to: 2 }, answer("no")],
      at: 4,
      outcome: "failed",
      said: "done done no measured",
    },
    {
      what: "one answered ahead, then those after it",
      moves: [{ kind: "go", to: 1 }, answer("done")],
      at: 2,
      outcome: null,
      said: "- done - -",
    },
    {
      what: "the last one answered ahead, then the first that has none",
      moves: [answer("done"), { kind: "go", to: 3 }, answer("not-measured")],
      at: 1,
      outcome: null,
      said: "done - - not-measured",
    },
    { what: "a place out of bounds", moves: [{ kind: "go", to: 99 }], at: 4, outcome: null, said: "- - - -" },
    {
      what: "an answer to nothing",
      moves: [{ kind: "go", to: 99 }, answer("done")],
      at: 4,
      outcome: null,
      said: "- - - -",
    },
    {
      what: "an end, then the rest after all",
      moves: [answer("failed"), { kind: "end" }, { kind: "go", to: 0 }, answer("done")],
      at: 1,
      outcome: null,
      said: "done - - -",
    },
  ])("with $what", ({ moves, at, outcome, said }) => {
    const walk = after(moves);
    expect({ at: walk.at, outcome: outcomeOf(walk), said: results(walk) }).toEqual({ at, outcome, said });
  });

  it.each([
    [0, answer("yes")],
    [2, answer("done")],
    [2, answer("not-applicable")],
    [3, answer("yes")],
  ])("refuses at question %d what is no answer to it: %o", (to, move) => {
    expect(() => after([{ kind: "go", to }, move])).toThrow(/is no answer to/);
  });

  it("gives notes and files to the question, or to the whole once none is asked", () => {
    const walk = after([
      { kind: "note", note: "first" },
      { kind: "attach", file: "/a" },
      { kind: "attach", file: "/a" },
      ...ALL,
      { kind: "note", note: "whole" },
      { kind: "attach", file: "/b" },
      { kind: "attach", file: "/a" },
    ]);
    expect(walk.answers[0]).toMatchObject({ note: "", files: ["/a"] });
    expect(walk.whole).toEqual({ note: "whole", files: ["/b", "/a"], effortMinutes: null });
    expect(filesOf(walk)).toEqual(["/a", "/b"]);
    expect(filesOf(moved(walk, { kind: "detach", file: "/a" }, 0))).toEqual(["/b"]);
  });

  it("keeps with a question what was run for it, and what that wrote", () => {
    const walk = after([
      { kind: "ran", line: "sh: it ran", file: "/out" },
      { kind: "ran", line: "sh: it ran again" },
      answer("done"),
    ]);
    expect(walk.answers[0]).toMatchObject({
      result: "done",
      runs: ["sh: it ran", "sh: it ran again"],
      files: ["/out"],
      spent: 3000,
    });
    expect(walk.answers[1]).toMatchObject({ runs: [], files: [] });
  });

  it("measures time by the question, and lets people correct the sum", () => {
    const walk = ALL.reduce((before, move) => moved(before, move, 50_000), START);
    expect(walk.answers.map(({ spent }) => spent)).toEqual([50_000, 50_000, 50_000, 50_000]);
    expect(effortOf(walk)).toBe(3);
    expect(effortOf(moved(walk, { kind: "stay" }, 3_600_000))).toBe(3);
    expect(effortOf(moved(walk, { kind: "effort", minutes: 25 }, 0))).toBe(25);
    expect(effortOf(START)).toBe(1);
    expect(moved(START, { kind: "stay" }, -5).answers[0]?.spent).toBe(0);
  });

  it("gives the values that were measured", () => {
    expect(valuesOf(after(ALL))).toEqual({ gb: 81.4 });
    expect(valuesOf(after([...ALL, { kind: "go", to: 3 }, answer("not-measured")]))).toEqual({});
  });
});

describe("going on", () => {
  const kept = keptAnswers(after([answer("done", "n"), answer("failed", "m")]));
  const questions = (...tasks: readonly Task[]): Question[] => questionsOf({ ...CHECKLIST, tasks }, { measures: {} });

  it("finds answers by the words of their questions, whatever their numbers", () => {
    const { walk, isChanged, lost } = resumed(questions(task("step", 1, "new"), task("step", 2, "step 1")), kept);
    expect({ said: results(walk), at: walk.at, isChanged, lost }).toEqual({
      said: "- done",
      at: 0,
      isChanged: true,
      lost: 1,
    });
  });

  it("asks the first question that has no answer, and counts those that have one", () => {
    expect(resumed(QUESTIONS, keptAnswers(START)).walk.at).toBe(0);
    expect(resumed(QUESTIONS, kept).walk.at).toBe(2);
    expect([answeredIn(START), answeredIn(kept)]).toEqual([0, 2]);
  });

  it("finds values by the names of their measures", () => {
    const measuring = (...names: readonly string[]): Question[] => {
      const measures = Object.fromEntries(names.map((name) => [name, { unit: "GB" }]));
      return questionsOf({ ...CHECKLIST, tasks: [] }, { measures });
    };
    const walk = walkThrough(measuring("log_gb", "data_gb"), { note: "", files: [] });
    const both = keptAnswers(after([answer("measured", "", 1), answer("measured", "", 2)], walk));
    expect(valuesOf(resumed(measuring("data_gb"), both).walk)).toEqual({ data_gb: 2 });
  });

  it("gives the same words their answers in order", () => {
    const twice = questions(task("step", 1, "same"), task("step", 2, "same"));
    const walk = after([answer("done", "a"), answer("failed", "b")], walkThrough(twice, { note: "", files: [] }));
    expect(resumed(twice, keptAnswers(walk)).walk.answers).toEqual(walk.answers);
  });

  it("does not go to the end where what had failed is asked no longer", () => {
    const ended = keptAnswers(after([answer("done"), answer("failed"), { kind: "end" }]));
    expect(resumed(QUESTIONS, ended).walk.at).toBe(4);
    expect(resumed(questions(task("step", 1), task("step", 2, "new")), ended).walk.at).toBe(1);
  });

  it("tells a step from a point with the same words", () => {
    expect(resumed(questions(task("point", 1, "step 1")), kept)).toMatchObject({ lost: 2, walk: { at: 0 } });
  });
});

describe("laws", () => {
  const note = fc.string({ unit: "binary", maxLength: 8 });
  const move = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant("answer" as const),
        isGood: fc.constantFrom(true, true, true, true, false),
        note,
      }),
    },
    fc.record({ kind: fc.constant("note" as const), note }),
    fc.record({ kind: fc.constantFrom("attach" as const, "detach" as const), file: fc.constantFrom("/a", "/b") }),
    fc.record({ kind: fc.constantFrom("back" as const, "end" as const, "stay" as const) }),
    fc.record({ kind: fc.constant("go" as const), to: fc.integer({ min: -2, max: 9 }) }),
  );
  const walks = fc
    .array(fc.tuple(move, fc.nat(100_000)))
    .map((moves) =>
      moves.reduce((walk, [one, spent]) => moved(walk, one.kind === "answer" ? fitting(walk, one) : one, spent), START),
    );

  /** A good or a bad answer to the question that is asked. */
  function fitting({ questions, at }: Walk, { isGood, note: said }: { isGood: boolean; note: string }): Move {
    const question = questions[at];
    if (question?.kind === "measure") return answer(isGood ? "measured" : "not-measured", said, isGood ? 1 : undefined);
    if (question?.task.kind === "point") return answer(isGood ? "yes" : "no", said);
    return answer(isGood ? "done" : "failed", said);
  }

  it("keep a walk within its questions, and its outcome what its answers say", () => {
    const outcomes = new Set<unknown>();
    fc.assert(
      fc.property(walks, (walk) => {
        const bad = walk.answers.some(({ result }) => result === "failed" || result === "no");
        const all = walk.answers.every(({ result }) => result !== null);
        expect(walk.answers.length).toBe(QUESTIONS.length);
        expect(walk.at >= 0 && walk.at <= QUESTIONS.length).toBe(true);
        expect(outcomeOf(walk)).toBe(bad ? "failed" : all ? "done" : null);
        expect(canEnd(walk)).toBe(bad);
        outcomes.add(outcomeOf(walk));
      }),
    );
    expect(outcomes).toEqual(new Set([null, "done", "failed"]));
  });

  it("let what is kept go on with every answer, note, file and second", () => {
    fc.assert(
      fc.property(walks, (walk) => {
        const about = { book: "b", procedure: "p", occurrence: "o", folder: "f.files", startedBy: "Ana", known: ["c"] };
        const kept = { ...about, startedAt: 1, savedAt: 2, ...keptAnswers(walk) };
        const read = parseKeptWalk(formatKeptWalk(kept));
        expect(read).toEqual(kept);
        const { walk: again, isChanged, lost } = resumed(QUESTIONS, read ?? kept);
        expect({ isChanged, lost }).toEqual({ isChanged: false, lost: 0 });
        expect(again.answers).toEqual(walk.answers);
        expect(again.whole).toEqual(walk.whole);
        expect(answeredIn(again)).toBe(answeredIn(kept));
        expect(again.answers[again.at]?.result ?? null).toBe(null);
      }),
    );
  });

  it.each(["", "{", "[]", '{"version":2}', JSON.stringify({ version: 1, book: "b" })])(
    "read no run from %j",
    (text) => {
      expect(parseKeptWalk(text)).toBeUndefined();
    },
  );

  it("takes no folder that lies elsewhere", () => {
    const about = { book: "b", procedure: "p", occurrence: "o", startedBy: "Ana", known: [], startedAt: 1, savedAt: 2 };
    const kept = { ...about, folder: "../../x.files", ...keptAnswers(START) };
    expect(parseKeptWalk(formatKeptWalk(kept))).toBeUndefined();
  });
});
