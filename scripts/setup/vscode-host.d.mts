/** The VS Code server that setup/vscode-host.mjs installs. */
export const VSCODE_SERVER: {
  readonly folder: string;
  /** Its JavaScript, for `node` below. */
  readonly main: string;
  readonly node: string;
};
