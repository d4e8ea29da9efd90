import type { ReadStream } from "node:tty";
import type { Environment } from "./model/environment.ts";

/** All of the world that the program touches besides files and git. */
export interface Io {
  /** The working directory, absolute. */
  readonly cwd: string;
  readonly env: Environment;
  /** Milliseconds since the epoch; read once per run. */
  readonly now: () => number;
  /** The present moment, for a command that waits for people: `now` and what has passed since; never earlier than before. */
  readonly later: () => number;
  /** The answer, and nothing else. */
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: {
    readonly isTTY: boolean;
    /** Its bytes as they come, which may have no end. */
    readonly read: () => AsyncIterable<Uint8Array>;
    /** Where prompts hear keys. */
    readonly keys: () => ReadStream;
  };
  readonly signals: {
    /**
     * Calls `heard` on Ctrl-C, and on what would end this process, until the function that it gives is called; only then does
     * the process end, of what it was told.
     */
    readonly listen: (heard: () => void) => () => void;
    /**
     * Calls `heard` where this process is told to end, which it then does, until the function that it gives is called. Absent where
     * nobody tells it.
     */
    readonly beforeEnd?: (heard: () => void) => () => void;
    /** Sends a signal to a group of processes, where any of it is left. Not on Windows, which has no groups. */
    readonly toGroup: (leader: number, signal: "SIGTERM" | "SIGKILL") => void;
  };
  /**
   * Shows a text in a pager, a command line of the user's, and waits for its end; false where the pager could not be
   * started. Absent where there is none.
   */
  readonly page?: (text: string, pager: string) => Promise<boolean>;
  /** Absent where nobody looks. */
  readonly progress?: Progress | undefined;
  /** The version of Node and of its time zones, on which answers about days may depend, and the machine that it is made for. */
  readonly runtime: string;
  /** The command line and what has been printed, where the answer may be kept for the next run. */
  readonly answer?: {
    readonly args: readonly string[];
    readonly printed: { readonly stdout: string; readonly stderr: string };
  };
  /** Whom the system runs this for: git trusts a repository for one user and not for another. Undefined where users have no number. */
  readonly user?: number | undefined;
}

/**
 * Told what is being done, and how much of it is done (of how much, where that is known), as often as one likes: what
 * takes long is shown until something is written, or "" is told: that it is done. Without figures it is shown at once.
 */
export type Progress = (what: string, done?: number, total?: number) => void;

export interface OutputStream {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  /** Undefined where it is not a terminal; changes with its window. */
  readonly columns: number | undefined;
  /** Lines of the screen; undefined where it is not a terminal. */
  readonly rows?: number | undefined;
}

/** 0 fine, 1 findings, 2 could not do it, 3 a bug. */
export type ExitCode = 0 | 1 | 2 | 3;
