import * as v from 'valibot';
import { validateName } from './scheduler-name';

/** The file in a template's folder that says what the template is. */
export const MANIFEST_FILE = 'template.json';

export type TemplateOption = v.InferOutput<typeof OPTION>;
export type TemplateManifest = v.InferOutput<typeof MANIFEST>;

const LONGEST_TEXT = 500;
const words = v.pipe(v.string(), v.trim(), v.maxLength(LONGEST_TEXT));
const text = v.pipe(words, v.nonEmpty());

/** Relative, with forward slashes, and not out of the folder, on Windows neither. */
const filePath = v.pipe(
  v.string(),
  v.nonEmpty(),
  v.check(staysInside, 'a path within the template, with forward slashes'),
);

/** Where an option stands in the sources: the value of one constant of C or Rust. */
const CONSTANT = v.strictObject({
  file: filePath,
  /** `slice_us` of `const volatile u32 slice_us = 20000;`, or a name that is #defined. */
  name: v.pipe(v.string(), v.regex(/^[A-Za-z_]\w*$/, 'a C identifier')),
});

const described = { label: text, description: v.optional(words, '') };
const constants = v.optional(v.array(CONSTANT), []);

const OPTION = v.variant('type', [
  v.strictObject({
    type: v.literal('integer'),
    ...described,
    default: v.pipe(v.number(), v.safeInteger()),
    minimum: v.pipe(v.number(), v.safeInteger()),
    maximum: v.pipe(v.number(), v.safeInteger()),
    /** Shown behind the value: `µs`. */
    unit: v.optional(words, ''),
    constants,
  }),
  v.strictObject({
    type: v.literal('boolean'),
    ...described,
    default: v.boolean(),
    constants,
    /** Left out of the project when the option is off. */
    files: v.optional(v.array(filePath), []),
  }),
  v.strictObject({
    type: v.literal('choice'),
    ...described,
    default: text,
    /** The text that stands in the source, and what it means. */
    choices: v.pipe(v.record(v.pipe(text, v.regex(/^\w+$/, 'a word')), text), v.minEntries(1)),
    constants,
  }),
]);

const MANIFEST = v.strictObject({
  $schema: v.optional(v.string()),
  /** The policy in a few words. */
  title: text,
  /** What its scheduler does, in a sentence or two. */
  description: text,
  tags: v.optional(v.array(text), []),
  /** The name of its scheduler, which the new one's takes the place of. */
  scheduler: v.pipe(
    v.string(),
    v.check((name) => validateName(name).kind === 'ok', 'a name that a scheduler can have'),
  ),
  /** Where work starts; `<scheduler>.bpf.c` when absent. */
  main: v.optional(filePath),
  /** An SVG of the policy's queues. */
  picture: v.optional(filePath),
  options: v.optional(
    v.record(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower case and "-"')), OPTION),
    {},
  ),
});

/** `wrong` says where and what, in one line. */
export type ReadManifest =
  | { readonly kind: 'manifest'; readonly manifest: TemplateManifest }
  | { readonly kind: 'wrong'; readonly wrong: string };

/** Reads a template.json, which anybody may have written. */
export function readManifest(json: string): ReadManifest {
  let data: unknown;
  try {
    data = JSON.parse(json);
  } catch (error) {
    return wrong(`it is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = v.safeParse(MANIFEST, data);
  if (!result.success) {
    const [issue] = result.issues;
    return wrong(`${v.getDotPath(issue) ?? 'its content'}: ${issue.message}`);
  }
  const misfit = misfitOf(result.output);
  return misfit === null ? { kind: 'manifest', manifest: result.output } : wrong(misfit);
}

const wrong = (what: string): ReadManifest => ({ kind: 'wrong', wrong: what });

/** A default that its own option would refuse. */
function misfitOf({ options }: TemplateManifest): string | null {
  for (const [key, option] of Object.entries(options)) {
    const where = `options.${key}.default`;
    if (option.type === 'choice' && !Object.hasOwn(option.choices, option.default)) {
      return `${where}: "${option.default}" is none of its choices`;
    }
    if (option.type !== 'integer') continue;
    if (option.default < option.minimum || option.default > option.maximum) {
      return `${where}: ${option.default} is not between ${option.minimum} and ${option.maximum}`;
    }
  }
  return null;
}

/** The path of the file where work starts, within the template. */
export const mainFileOf = ({ main, scheduler }: TemplateManifest): string =>
  main ?? `${scheduler}.bpf.c`;

/** A path that leads to a file below the folder that it is relative to, on any system. */
export function staysInside(path: string): boolean {
  // A drive, a stream of NTFS, a share or the root; and what ends a string for the system.
  if (/[:\\\0]/.test(path) || path.startsWith('/')) return false;
  return path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
}
