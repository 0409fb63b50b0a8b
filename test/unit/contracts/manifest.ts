import { readFileSync } from 'node:fs';

const REPOSITORY = new URL('../../../', import.meta.url);

interface MenuItem {
  readonly command?: string;
  readonly when?: string;
}

/** A regular expression for one line, and what its groups are. */
export interface LinePattern {
  readonly regexp: string;
  readonly file?: number;
  readonly line?: number;
  readonly column?: number;
  readonly severity?: number;
  readonly message?: number;
  readonly code?: number;
}

/** package.json, as far as it must agree with extension/contracts. */
export interface Manifest {
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly enablement?: string;
    }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { readonly default: unknown; readonly type: string; readonly scope: string }>
      >;
    };
    readonly viewsContainers: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly {
      readonly view: string;
      readonly when: string;
      readonly contents: string;
    }[];
    readonly walkthroughs: readonly {
      readonly steps: readonly { readonly description: string }[];
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly languages: readonly { readonly id: string; readonly extensions: readonly string[] }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly taskDefinitions: readonly {
      readonly type: string;
      readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
    }[];
    readonly problemMatchers: readonly {
      readonly name: string;
      readonly owner: string;
      readonly pattern: LinePattern | readonly LinePattern[];
    }[];
  };
}

export const manifest = JSON.parse(
  readFileSync(new URL('package.json', REPOSITORY), 'utf8'),
) as Manifest;

/** Every `when` and `enablement` clause. */
export function whenClauses({ contributes }: Manifest): readonly string[] {
  return [
    ...Object.values(contributes.menus).flat(),
    ...contributes.viewsWelcome,
    ...contributes.commands.map(({ enablement }) => ({ when: enablement })),
  ].flatMap(({ when }) => (when === undefined ? [] : [when]));
}

/** Text of a file of the repository, null when there is none. */
export function repositoryFile(path: string): string | null {
  try {
    return readFileSync(new URL(path, REPOSITORY), 'utf8');
  } catch {
    return null;
  }
}
