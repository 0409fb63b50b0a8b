/** What the trace is asked for; all but the source may be unknown. */
export interface TraceRequest {
  readonly source: string;
  readonly program: string | null;
  readonly code: string | null;
}

/** Reads a command argument: it may come from a link in a document. null when it names no source. */
export function readTraceRequest(argument: unknown): TraceRequest | null {
  if (typeof argument !== 'object' || argument === null) return null;
  const fields = argument as Readonly<Record<string, unknown>>;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const source = text(fields['source']);
  if (source === null) return null;
  return { source, program: text(fields['program']), code: text(fields['code']) };
}
