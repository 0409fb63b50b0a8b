/**
 * Which way a conditional jump went. The compiler may have turned the condition of the source round, so
 * it is the instruction's own that is said to hold or not.
 */
export function branchWords(instruction: string, isFollowed: boolean): string {
  const condition = /^if (.+?) goto /.exec(instruction)?.[1];
  if (condition === undefined) return isFollowed ? 'the jump is taken here' : 'no jump here';
  return `${condition} is ${isFollowed ? 'true' : 'false'} here`;
}
