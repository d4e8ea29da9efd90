import type { Io } from "../io.ts";
import type { AutomationBlock } from "../model/automation.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Keeper } from "./run-kept.ts";
import type { RunOptions } from "./run-options.ts";

/** What going through a procedure needs besides the walk itself. */
export interface Walking {
  readonly procedure: Procedure;
  /** The occurrence's key. */
  readonly occurrence: string;
  readonly schedule: Schedule;
  /** The run book's folder. */
  readonly root: string;
  /** Those of the text that is gone through. */
  readonly blocks: readonly AutomationBlock[];
  /** Values of inputs by their variable, given or asked for. */
  readonly inputs: Map<string, string>;
  readonly keeper: Keeper;
  readonly options: RunOptions;
  readonly io: Io;
}
