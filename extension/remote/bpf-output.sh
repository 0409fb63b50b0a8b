# What BPF programs print with bpf_printk(): what is in the kernel's buffer, then what comes. Needs root.
#   stdout  "boot ID"; "history LINE" each as /sys/kernel/tracing/trace has it, "live", then lines of a trace_pipe;
#           "refused WORDS" and the end when there is no way to read it
#   stdin   its end means: stop
# The pipe is one of our own: a line of the kernel's own trace_pipe goes to one of its readers only, and
# others may read that. bpf_printk() is a trace event (kernel/trace/bpf_trace.c, since 5.9), which every
# instance can take; the option trace_printk_dest, which moves trace_printk(), has no part in it.
BUFFER_KB=256 # a CPU
OURS=scx-studio

refuse() {
	echo "refused $1"
	exit 0
}

tracing=
for folder in /sys/kernel/tracing /sys/kernel/debug/tracing; do
	if [ -d $folder/instances ]; then
		tracing=$folder
		break
	fi
done
read -r boot </proc/sys/kernel/random/boot_id
echo "boot $boot"
[ -n "$tracing" ] || refuse 'there is no tracefs at /sys/kernel/tracing (mount -t tracefs tracefs /sys/kernel/tracing)'
[ -d $tracing/events/bpf_trace/bpf_trace_printk ] || refuse 'this kernel has no trace event bpf_trace_printk (CONFIG_BPF_EVENTS)'

# A target that was reset, or a shell that was killed, left its instance behind.
for left in "$tracing/instances/$OURS"-*; do
	[ -d "$left" ] || continue
	kill -0 "${left##*-}" 2>/dev/null || rmdir "$left" 2>/dev/null
done

instance=$tracing/instances/$OURS-$$
words=$(mkdir $instance 2>&1) || refuse "$words"
exec 3<&0
reader=
main=$$
finish() {
	trap '' HUP INT TERM PIPE
	kill $reader 2>/dev/null
	wait $reader 2>/dev/null
	echo 0 >$instance/events/bpf_trace/bpf_trace_printk/enable
	rmdir $instance
	exit 0
}
trap finish HUP INT TERM PIPE
{
	cat <&3
	kill $main
} >/dev/null 2>&1 &

echo $BUFFER_KB >$instance/buffer_size_kb
echo 1 >$instance/events/bpf_trace/bpf_trace_printk/enable || {
	echo 'refused the trace event bpf_trace_printk can not be enabled'
	finish
}
grep ': bpf_trace_printk: ' $tracing/trace 2>/dev/null | while IFS= read -r line; do printf 'history %s\n' "$line"; done
echo live
cat $instance/trace_pipe 2>/dev/null </dev/null &
reader=$!
wait $reader
finish
