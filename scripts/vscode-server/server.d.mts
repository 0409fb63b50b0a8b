export interface VscodeServerOptions {
  /** Folder of settings, extensions and state. */
  readonly dataDir: string;
  /** 0, which is the default, takes a free one. */
  readonly port?: number;
  /**
   * Honours extensionDevelopmentPath and extensionTestsPath in an address. VS Code then shows neither
   * notifications nor modal dialogs.
   */
  readonly testing?: boolean;
  /** Further environment, which the extension host inherits. */
  readonly env?: NodeJS.ProcessEnv;
  /** Asks whether folders are trusted; off by default. */
  readonly trust?: boolean;
}

export interface VscodeServer {
  /** `127.0.0.1:PORT`. */
  readonly authority: string;
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string;
  /** What it has printed so far. */
  output(): string;
  /** Ends it and its children at once, as a crash would. */
  kill(): void;
  stop(): Promise<void>;
}

export function startVscodeServer(options: VscodeServerOptions): Promise<VscodeServer>;
export function writeUserSettings(
  dataDir: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void>;
export function installExtension(dataDir: string, vsix: string): Promise<void>;
