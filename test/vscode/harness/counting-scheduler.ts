/** The fifo template with a counter by task: the way in which people break their first one. */

/** Writes through what a lookup gave. */
export const UNCHECKED_USE = '	*count += 1;';

const MAP = `
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, u32);
	__type(value, u64);
} enqueued SEC(".maps");
`;

/** Counts in enqueue; `use` is the line that writes to the counter. */
export function withCounter(fifo: string, use = UNCHECKED_USE): string {
  const statements = `	u32 pid = p->pid;
	u64 *count = bpf_map_lookup_elem(&enqueued, &pid);

${use}
`;
  return fifo
    .replace(/^UEI_DEFINE\(uei\);$/m, (line) => `${line}\n${MAP}`)
    .replace(/^(void BPF_STRUCT_OPS\(\w+_enqueue.*\n\{\n)/m, (start) => start + statements);
}
