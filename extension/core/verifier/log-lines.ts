/** Longer lines are cut: register states grow with the program, but no line that matters is longer. */
const MAX_LINE_LENGTH = 1 << 20;

/** Cuts text that arrives in chunks into lines without their line ends. Time and memory are linear. */
export interface LineSplitter {
  push(chunk: string): void;
  /** Gives out the last line, which may have no line end. */
  end(): void;
}

export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  let parts: string[] = [];
  let length = 0;
  const keep = (part: string) => {
    if (length >= MAX_LINE_LENGTH || part === '') return;
    parts.push(length + part.length > MAX_LINE_LENGTH ? part.slice(0, MAX_LINE_LENGTH) : part);
    length += part.length;
  };
  const flush = () => {
    const line = parts.join('');
    parts = [];
    length = 0;
    onLine(line);
  };
  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', start)) {
        if (length === 0 && end - start <= MAX_LINE_LENGTH) onLine(chunk.slice(start, end));
        else {
          keep(chunk.slice(start, end));
          flush();
        }
        start = end + 1;
      }
      keep(chunk.slice(start));
    },
    end() {
      if (length > 0) flush();
    },
  };
}
