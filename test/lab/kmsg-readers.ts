/** Who reads the kernel log on a target, past all that says so. */

/** Prints the process ids of readers of /dev/kmsg, by the file that their standard input is. */
export const READERS = `for p in /proc/[0-9]*; do
	[ "$(readlink $p/fd/0 2>/dev/null)" = /dev/kmsg ] && echo \${p#/proc/}
done; true`;
