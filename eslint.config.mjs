// Lint rules. The table below is the architecture: which room may import which (see ARCHITECTURE.md).
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';

const ROOMS = {
  contracts: [],
  core: ['contracts'],
  hosts: ['contracts', 'core', 'remote'],
  workflows: ['contracts', 'core', 'hosts/api.ts'],
  vscode: ['contracts', 'core', 'workflows'],
  'language-server': ['contracts', 'core'],
  webviews: ['contracts', 'core'],
  cli: ['contracts', 'core', 'workflows', 'hosts'],
  remote: ['contracts'],
};
const zones = Object.entries(ROOMS).map(([room, allowed]) => ({
  target: `./extension/${room}`,
  from: './extension',
  except: [room, ...allowed].map((name) => `./${name}`),
  message: `extension/${room} may import only: ${[room, ...allowed].join(', ')} (ARCHITECTURE.md).`,
}));

/** Features under `parent` never import a sibling feature; shared doors are the exception. */
const siblings = (parent, features, doors) =>
  features.map((feature) => ({
    target: `./extension/${parent}/${feature}`,
    from: `./extension/${parent}`,
    except: [feature, ...doors].map((name) => `./${name}`),
    message: `A feature never imports a sibling feature; share through ${doors.join(', ')}.`,
  }));

const noVscode = { name: 'vscode', message: 'Only extension/vscode may import vscode.' };
const noExeca = { name: 'execa', message: 'Only extension/hosts/processes may import execa.' };
const noChildProcess = ['child_process', 'node:child_process'].map((name) => ({
  name,
  message: 'Start processes through extension/hosts/processes.',
}));
const restrict = (...paths) => ({
  'no-restricted-imports': ['error', { paths: paths.flat() }],
});

export default tseslint.config(
  {
    ignores: ['dist', 'out', '.cache', 'playground', 'test/fixtures', 'test-results', '*.config.*'],
  },
  {
    files: ['extension/**/*.ts', 'test/**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': ['error', { zones }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 45, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['extension/**/*.ts'],
    rules: {
      ...restrict(noVscode, noExeca, noChildProcess),
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...zones,
            ...siblings(
              'vscode',
              [
                'new-scheduler',
                'ci-workflow',
                'findings',
                'first-steps',
                'program-lenses',
                'build-tasks',
                'project-build',
                'callback-cost',
                'verify',
                'verify-matrix',
                'exit-report',
                'recovery',
                'run',
                'loader',
                'schedulers-view',
                'status-view',
                'kernel-log-view',
                'verifier-log',
                'targets',
                'language-client',
              ],
              ['api', 'session'],
            ),
            ...siblings(
              'webviews',
              ['status', 'kernel-log', 'doctor', 'verify-matrix', 'exit-report', 'gallery'],
              ['kit'],
            ),
          ],
        },
      ],
    },
  },
  {
    files: ['extension/core/**/*.ts', 'extension/contracts/**/*.ts', 'extension/webviews/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [noVscode, noExeca],
          patterns: [
            { regex: '^node:', message: 'Pure rooms: text or bytes in, data out. No Node.' },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'setInterval'],
    },
  },
  { files: ['extension/webviews/**/*.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['extension/hosts/processes/**/*.ts'], rules: restrict(noVscode) },
  { files: ['extension/vscode/**/*.ts'], rules: restrict(noExeca, noChildProcess) },
  {
    files: ['extension/app.ts', 'extension/extension.ts'],
    rules: restrict(noExeca, noChildProcess),
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', 'test/**/*.mjs'],
    extends: [tseslint.configs.base],
    rules: { 'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }] },
  },
);
