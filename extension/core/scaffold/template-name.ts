/**
 * What is wrong with the name of a new template, which is a folder's and a word of the command line; null when
 * it will do. `taken` are names of the folder that it is made in.
 */
export function templateNameMisfit(name: string, taken: readonly string[]): string | null {
  if (name === '') return 'A template needs a name';
  if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) {
    return "A template's name has at most 64 letters, digits, - and _, and begins with one of the first two";
  }
  // Folders of Windows and macOS don't tell cases apart.
  const isTaken = taken.some((one) => one.toLowerCase() === name.toLowerCase());
  return isTaken ? `"${name}" is there already` : null;
}
