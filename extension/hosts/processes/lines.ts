import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Far more than any line that a tool or script of ours writes; a whole object as base64 fits. */
export const MOST_LINE_CHARS = 1 << 24;

/**
 * Calls `onLine` for each line of a stream of UTF-8, without its `\n` or `\r\n`; settles when the stream
 * is over. Bounded: of a line that never ends, what comes after its first MOST_LINE_CHARS is left out.
 */
export function readLines(stream: Readable, onLine: (line: string) => void): Promise<void> {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  const add = (part: string) => {
    const fitting = part.slice(0, MOST_LINE_CHARS - length);
    if (fitting === '') return;
    parts.push(fitting);
    length += fitting.length;
  };
  const endLine = () => {
    const line = parts.join('');
    parts = [];
    length = 0;
    onLine(line.endsWith('\r') ? line.slice(0, -1) : line);
  };
  const push = (text: string) => {
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
      add(text.slice(from, at));
      endLine();
      from = at + 1;
    }
    add(text.slice(from));
  };
  return new Promise((resolve) => {
    stream.on('data', (chunk: Uint8Array) => {
      push(decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)));
    });
    stream.once('error', () => undefined); // It ends with the process; how that ended is known there.
    stream.once('close', () => {
      push(decoder.end());
      if (length > 0) endLine();
      resolve();
    });
  });
}
