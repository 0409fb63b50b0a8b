/** What the object tells of places, against what a kernel says and libbpf does. */
import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObject } from '../../extension/core/btf/object-info';
import type { Finding } from '../../extension/core/findings/finding';
import { isLogOf } from '../../extension/core/verifier/log-of-object';
import { indexLog } from '../../extension/core/verifier/log/log-index';
import { commentPlace } from '../../extension/core/verifier/log/source-place';
import { verifyScheduler } from '../../extension/workflows/verify/verify';
import { openLab, valueOf, type LabTarget } from './lab-target';
import {
  CALLS_IN_HEADER,
  FIELD_MISSING,
  MAP_WITH_STRANGE_MEMBER,
  MAP_WITHOUT_ENTRIES,
  MEMBER_IS_BIT_FIELD,
  MEMBER_MISSING,
  MEMBER_OF_OTHER_KIND,
  MEMBER_TOO_LARGE,
  MISSING_CALLS,
  NOT_GPL,
  STRANGE_SECTION,
  SUBPROGRAMS,
  UNDEFINED_CALL,
  WRITE_IN_MACRO,
} from './refused-schedulers';
import { lineOf, NULL_CHECK_MISSING } from './schedulers';

describe('the object', () => {
  let lab: LabTarget;
  beforeAll(async () => {
    lab = await openLab('6.18');
  });
  afterAll(() => lab.close());

  async function verify(text: string, name: string) {
    const object = await lab.compile(text, name);
    const bytes = (await lab.context.files.readBytes(object.strippedPath))!;
    const request = { object, host: lab.host, facts: lab.facts };
    return {
      info: readObject(bytes)!,
      source: object.source,
      ...valueOf(await verifyScheduler(request)),
    };
  }

  it('counts instructions as the kernel does, and has the lines that its log has', async () => {
    const { log, info, findings } = await verify(SUBPROGRAMS, 'subprograms');
    expect(findings).toEqual([]);
    expect(isLogOf(info, log)).toBe(true);
    const index = indexLog(log);
    const differences: string[] = [];
    let compared = 0;
    for (let line = 0; line < index.lineCount; line++) {
      if (index.kind(line) !== 'instruction' || index.source(line) < 0) continue;
      const said = commentPlace(index.bare(index.source(line)));
      const place = info.placeOf(
        index.programs[index.program(line)]?.name ?? '',
        index.instruction(line),
      );
      compared += 1;
      const known = place && `${basename(place.file)}:${place.line}`;
      if (known !== `${said?.file}:${said?.line}`)
        differences.push(`${index.text(line)} | ${known} | ${said?.file}:${said?.line}`);
    }
    expect(differences).toEqual([]);
    expect(compared).toBeGreaterThan(60);
  });

  it('places a missing kfunc where a macro and a header call it, in both programs', async () => {
    const first = await lab.compile(SUBPROGRAMS, 'subprograms');
    const header = join(dirname(first.source), 'coffee.h');
    writeFileSync(header, CALLS_IN_HEADER);
    const { findings, source } = await verify(MISSING_CALLS, 'missing-calls');
    const column = 2;
    expect(findings).toMatchObject([
      {
        code: 'verifier/missing-kfunc',
        program: 'missing_calls_enqueue',
        file: source,
        line: lineOf(MISSING_CALLS, '/* macro */'),
        column,
      },
    ] satisfies Partial<Finding>[]);
    expect(findings[0]!.related).toMatchObject([
      { file: header, line: lineOf(CALLS_IN_HEADER, '/* inline */'), column },
      {
        file: source,
        line: lineOf(MISSING_CALLS, '/* header */'),
        message: 'the code of this header is used near here, in missing_calls_dequeue',
      },
    ]);
  });

  it('gives the column of an instruction on a kernel that prints none', async () => {
    const { findings, log, info } = await verify(NULL_CHECK_MISSING, 'null-check');
    expect(isLogOf(info, log)).toBe(true);
    const changed = NULL_CHECK_MISSING.replace('u32 key = p->pid;', 'u32 key = p->pid ? 5 : 2;');
    const { info: other } = await verify(changed, 'null-check');
    expect(isLogOf(other, log)).toBe(false);
    const line = NULL_CHECK_MISSING.split('\n')[findings[0]!.line! - 1]!;
    expect(findings).toMatchObject([{ code: 'verifier/null-pointer' }]);
    expect(line.slice(findings[0]!.column! - 1)).toMatch(/^\+= 1; \/\* here/);
  });

  it('names the field that a macro writes, which this kernel refuses without a word', async () => {
    const { findings } = await verify(WRITE_IN_MACRO, 'write');
    expect(findings).toMatchObject([
      { code: 'verifier/read-only-write', line: lineOf(WRITE_IN_MACRO), column: 2 },
    ]);
    expect(findings[0]!.message).toContain('`task_struct.scx.weight`');
  });

  it.each([
    ['a member of the ops that the kernel lacks', MEMBER_MISSING, 'missing-field'],
    ['a member of another size', MEMBER_TOO_LARGE, 'missing-field'],
    ['a member of another kind', MEMBER_OF_OTHER_KIND, 'missing-field'],
    ['a member that is a bit field', MEMBER_IS_BIT_FIELD, 'unsupported'],
    ['a map that the kernel refuses', MAP_WITHOUT_ENTRIES, 'map'],
    ['a map that libbpf refuses', MAP_WITH_STRANGE_MEMBER, 'map'],
    ['a field that the kernel lacks', FIELD_MISSING, 'missing-field'],
    ['a function that is defined nowhere', UNDEFINED_CALL, 'missing-kfunc'],
    ['a section of no known kind', STRANGE_SECTION, 'other'],
    ['the licence', NOT_GPL, 'not-gpl'],
  ])('places %s', async (_, text, slug) => {
    const { findings, source, log, info } = await verify(text, 'refused');
    const code = `verifier/${slug}`;
    expect(findings, log.slice(-3000)).toMatchObject([{ code, file: source, line: lineOf(text) }]);
    expect(findings[0]!.column).not.toBeNull();
    expect(isLogOf(info, log)).toBe(true);
  });
});
