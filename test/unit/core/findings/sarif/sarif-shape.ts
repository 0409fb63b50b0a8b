/**
 * The part of the SARIF 2.1.0 schema that our logs use (sarif-schema-2.1.0.json of OASIS): every member
 * we write, its type and its bounds, and no other member anywhere.
 */
import * as v from 'valibot';

const uriReference = v.pipe(
  v.string(),
  v.regex(/^(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-F]{2})*$/, 'no URI reference'),
);
const fromOne = v.pipe(v.number(), v.integer(), v.minValue(1));
const fromZero = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.minLength(1));
const message = v.strictObject({ text });

const location = {
  physicalLocation: v.optional(
    v.strictObject({
      artifactLocation: v.strictObject({
        uri: uriReference,
        uriBaseId: v.optional(v.literal('%SRCROOT%')),
      }),
      region: v.optional(v.strictObject({ startLine: fromOne, startColumn: v.optional(fromOne) })),
    }),
  ),
  logicalLocations: v.optional(
    v.pipe(
      v.array(v.strictObject({ name: v.string(), kind: v.literal('function') })),
      v.minLength(1),
    ),
  ),
};

const described = v.strictObject({ ...location, message });

const result = v.strictObject({
  ruleId: text,
  ruleIndex: fromZero,
  level: v.picklist(['none', 'note', 'warning', 'error']),
  message,
  locations: v.optional(v.array(v.strictObject(location))),
  relatedLocations: v.optional(
    v.array(v.strictObject({ id: fromZero, ...location, message: v.optional(message) })),
  ),
  codeFlows: v.optional(
    v.array(
      v.strictObject({
        threadFlows: v.pipe(
          v.array(
            v.strictObject({
              locations: v.pipe(v.array(v.strictObject({ location: described })), v.minLength(1)),
            }),
          ),
          v.minLength(1),
        ),
      }),
    ),
  ),
  properties: v.strictObject({ program: v.nullable(v.string()), raw: v.array(v.string()) }),
});

const rule = v.strictObject({
  id: text,
  shortDescription: v.strictObject({ text }),
  help: v.optional(v.strictObject({ text, markdown: text })),
});

export const SARIF_LOG = v.strictObject({
  $schema: v.pipe(v.string(), v.url()),
  version: v.literal('2.1.0'),
  runs: v.strictTuple([
    v.strictObject({
      tool: v.strictObject({
        driver: v.strictObject({ name: text, version: text, rules: v.array(rule) }),
      }),
      originalUriBaseIds: v.strictObject({
        '%SRCROOT%': v.strictObject({ uri: v.pipe(uriReference, v.endsWith('/')) }),
      }),
      columnKind: v.picklist(['utf16CodeUnits', 'unicodeCodePoints']),
      results: v.array(result),
    }),
  ]),
});
