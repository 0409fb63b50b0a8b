/** BTF_KIND_* of include/uapi/linux/btf.h, kernel 7.3. */
export const BTF_KIND = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  section: 15,
  float: 16,
  declarationTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;

const NEWEST = BTF_KIND.enum64;

/** Bytes behind the 12 of every type; null for a kind that is not known. */
export function trailingBytes(kind: number, count: number): number | null {
  switch (kind) {
    case BTF_KIND.int:
    case BTF_KIND.variable:
    case BTF_KIND.declarationTag:
      return 4;
    case BTF_KIND.array:
      return 12;
    case BTF_KIND.struct:
    case BTF_KIND.union:
    case BTF_KIND.section:
    case BTF_KIND.enum64:
      return 12 * count;
    case BTF_KIND.enum:
    case BTF_KIND.prototype:
      return 8 * count;
    default:
      return kind >= 1 && kind <= NEWEST ? 0 : null;
  }
}

/** Kinds that only give another type a name or a property: what they stand for is looked at instead. */
export function isModifier(kind: number): boolean {
  const { typedef, volatile, const: constant, restrict, typeTag } = BTF_KIND;
  return [typedef, volatile, constant, restrict, typeTag].some((one) => one === kind);
}
