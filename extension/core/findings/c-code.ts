/** C with blanks in place of comments and strings; line ends and offsets stay. */
export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/.*|"(?:\\.|[^"\\\n])*"/g, (part) =>
    part.replaceAll(/[^\n]/g, ' '),
  );
}
