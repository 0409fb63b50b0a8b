import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { ok } from '../../../../extension/core/findings/problem';
import type { Question, Tools } from '../../../../extension/hosts/api';
import { createSeparateConnections } from '../../../../extension/hosts/ssh/separate-connections';
import { bundleCommandLine } from '../../../command-line-bundle';

let programs: string;
beforeAll(async () => {
  programs = dirname(await bundleCommandLine());
});

/** Windows' ssh, as far as it asks: it adds the question to the words of SSH_ASKPASS and starts that by itself. */
function windowsSsh(version: string, questions: readonly (readonly string[])[]) {
  const answers: string[] = [];
  const run: Tools['run'] = async ({ argv, env = {} }) => {
    if (argv.includes('-V')) {
      return ok({ exitCode: 0, stdout: '', stderr: `OpenSSH_for_Windows_${version}, LibreSSL` });
    }
    const [, program = '', script = ''] = /^"(.+)" "(.+)"$/.exec(env['SSH_ASKPASS'] ?? '') ?? [];
    const environment = { env: { ...process.env, ...env } };
    for (const words of questions) {
      const { stdout } = await promisify(execFile)(program, [script, ...words], environment);
      answers.push(stdout);
    }
    return ok({ exitCode: 0, stdout: '', stderr: '' });
  };
  return { answers, tools: { find: () => Promise.resolve('ssh'), run } };
}

describe('on Windows', () => {
  const connect = (version: string, questions: readonly (readonly string[])[]) => {
    const { answers, tools } = windowsSsh(version, questions);
    const asked: string[] = [];
    const ask = ({ text }: Question) => {
      asked.push(text);
      return Promise.resolve('an "answer"');
    };
    const target = { kind: 'ssh', id: 'box', destination: 'box' } as const;
    const parts = { tools, target, args: ['--', 'box'], ask, programs };
    return { answers, asked, connections: createSeparateConnections(parts) };
  };

  it('ssh asks by a program and its script, without a shell, in whatever words', async () => {
    const hostile = `(me@box) "& calc & %PATH% $(id) ^`;
    const split = ["'Code", 'of', "today:'"];
    const { answers, asked, connections } = connect('9.5p1', [[hostile], split]);
    expect(await connections.open('ssh', {})).toEqual({ kind: 'ok', value: null });
    expect(asked).toEqual([hostile, "'Code of today:'"]);
    expect(answers).toEqual(['an "answer"\n', 'an "answer"\n']);
    await connections.close();
  });

  it.each([
    ['8.1p1', true],
    ['9.5p1', false],
  ])('ssh %s lets servers ask when something is kept: not %s', async (version, isGuarded) => {
    const { connections } = connect(version, [["me@box's password: "]]);
    await connections.open('ssh', {});
    const options = await connections.options('ssh');
    expect(options.includes('KbdInteractiveAuthentication=no')).toBe(isGuarded);
    expect(options).toContain('NumberOfPasswordPrompts=1');
    expect(connections.environment()).toHaveProperty('SSH_ASKPASS');
    await connections.close();
  });

  it('commands ask nothing before the user connects', async () => {
    const { connections } = connect('9.5p1', []);
    expect(await connections.options('ssh')).toContain('BatchMode=yes');
    expect(connections.environment()).toBeUndefined();
    await connections.close();
  });
});
