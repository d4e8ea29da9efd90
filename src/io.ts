/** All of the world that the program touches besides files and git. */
export interface Io {
  /** The working directory, absolute. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch; read once per run. */
  readonly now: () => number;
  /** Writes the answer; text as is. */
  readonly out: (text: string) => void;
  /** Writes everything that is not the answer. */
  readonly err: (text: string) => void;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: Terminal;
  readonly stderr: Terminal;
}

export interface Terminal {
  readonly isTTY: boolean;
  /** Undefined where it is not a terminal. */
  readonly columns: number | undefined;
}
