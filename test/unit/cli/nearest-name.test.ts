import { expect, it } from 'vitest';
import { nearestName } from '../../../extension/cli/nearest-name';

const NAMES = ['new', 'build', 'verify', 'load', 'unload', 'status', 'log', 'doctor', 'explain'];

it.each([
  ['verfiy', 'verify'],
  ['biuld', 'build'],
  ['unlaod', 'unload'],
  ['stat', 'status'],
  ['doc', 'doctor'],
  ['lod', 'load'],
  ['x', null],
  ['', null],
  ['compile', null],
])('takes "%s" for %s', (word, expected) => {
  expect(nearestName(word, NAMES)).toBe(expected);
});
