/** What a command reads and writes: results to `stdout`, everything else to `stderr`. */
export interface CommandIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** 0 done; 2 the input is wrong; 1 anything else. */
export type ExitStatus = 0 | 1 | 2;
