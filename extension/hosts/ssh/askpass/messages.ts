/** What the askpass program and this process say to each other: one line of JSON each way. */
export interface AskpassRequest {
  /** Shows that the program was started by an ssh of ours. */
  readonly token: string;
  /** ssh's own words. */
  readonly prompt: string;
  /** SSH_ASKPASS_PROMPT: `confirm`, `none`, or empty (ssh(1), OpenSSH 8.4 and later). */
  readonly hint: string;
}

export interface AskpassReply {
  /** null: the user put the question away. */
  readonly answer: string | null;
}

/** The environment that ssh hands on to the program; the secret ones never leave this user. */
export const ASKPASS_ENV = {
  socket: 'SCX_ASKPASS_SOCKET',
  token: 'SCX_ASKPASS_TOKEN',
  node: 'SCX_ASKPASS_NODE',
  program: 'SCX_ASKPASS_PROGRAM',
} as const;

/** The files of this installation that ssh runs: askpass.sh starts askpass.js, which Windows' ssh starts itself. */
export const ASKPASS_FILES = { shim: 'askpass.sh', program: 'askpass.js' } as const;
