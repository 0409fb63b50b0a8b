# Loads a scheduler under a lease and takes it out again. Runs as root.
#   $1      size of the object in bytes
#   $2      lease in seconds: without a heartbeat for that long the scheduler is taken out
#   $3      a name for this run: letters, digits, "_" and "-"
#   $4      "replace" takes out what runs now, anything else refuses
#   stdin   the object, then a line a heartbeat; its end means: take the scheduler out
#   stdout  "tool LINE" of bpftool, then one of
#             busy OPS            another scheduler runs
#             storage MESSAGE     the object could not be stored
#             rejected STATUS     bpftool's exit status; the kernel does not run the scheduler
#             running OPS         the kernel says enabled
#           after running, one of
#             ended               the kernel threw it out
#             lease               no heartbeat came
#             unloaded            asked for by the end of stdin
#           "log LINE" are the kernel log's lines since the load began (after rejected and ended),
#           and "done" ends it all.
# The kernel decides what is loaded: bpftool exits 0 for a scheduler whose init failed.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
scx=/sys/kernel/sched_ext
pins=/sys/fs/bpf/scx-studio
run=$pins/$3
marker="scx-studio: loading run $3"
object=
ticker=
main=$$

take_out() {
	rm -f "$object" "$run"/* 2>/dev/null
	rmdir "$run" 2>/dev/null
	[ -z "$ticker" ] || kill "$ticker" 2>/dev/null
}
trap take_out EXIT
trap 'exit 0' HUP INT TERM PIPE

ops_name() { { read -r ops <$scx/root/ops; } 2>/dev/null && echo "$ops"; }
state() { { read -r state <$scx/state; } 2>/dev/null && echo "$state"; }
settle() {
	tries=0
	while [ $tries -lt 300 ]; do
		case $(state) in enabling | disabling) ;; *) return ;; esac
		tries=$((tries + 1))
		sleep 0.1
	done
}
kernel_log() {
	# The reason is written after the state has changed: the log gets a moment to say it.
	sleep 0.3
	dmesg | awk -v marker="$marker" 'index($0, marker) { on = 1; next } on { print "log " $0 }'
}

object=$(mktemp "${TMPDIR:-/tmp}/scx-studio.XXXXXX" 2>&1) || {
	echo "storage $object"
	object=
	exit 74
}
exec 3<&0
head -c "$1" <&3 >"$object" 2>/dev/null
if [ "$(wc -c <"$object")" -ne "$1" ]; then
	echo "storage no space left for $1 bytes, or the connection ended"
	exit 74
fi

if [ "$(state)" != disabled ] && [ "$4" = replace ]; then
	rm -f $pins/*/* 2>/dev/null
	settle
	# Another program's scheduler: the kernel's own way out (Documentation/scheduler/sched-ext.rst).
	[ "$(state)" = disabled ] || echo S >/proc/sysrq-trigger
	settle
fi
if [ "$(state)" != disabled ]; then
	echo "busy $(ops_name)"
	exit 0
fi

echo "$marker" >/dev/kmsg
mkdir -p "$run"
output=$(bpftool struct_ops register "$object" "$run" 2>&1 </dev/null)
status=$?
rm -f "$object"
printf '%s\n' "$output" | while IFS= read -r line; do printf 'tool %s\n' "$line"; done
settle
if [ $status -ne 0 ] || [ "$(state)" != enabled ]; then
	echo "rejected $status"
	kernel_log
	take_out
	echo 'done'
	exit 0
fi
{ read -r sequence <$scx/enable_seq; } 2>/dev/null

# Once a second: does the kernel still run it, does the other side still live? No file is written,
# so a full disk takes nothing away. A beat wakes the ticker early; its count starts again.
watch() {
	quiet=0
	trap 'quiet=0' USR1
	trap 'exit 0' TERM
	# Said by the ticker itself: a heartbeat that came before its trap would end it.
	echo "running $(ops_name)"
	while :; do
		sleep 1 &
		wait $!
		quiet=$((quiet + 1))
		now='' new=''
		{ read -r now <$scx/state && read -r new <$scx/enable_seq; } 2>/dev/null
		if [ "$now" = disabling ]; then continue; fi
		if [ "$now" != enabled ] || [ "$new" != "$sequence" ]; then
			reason=ended
		elif [ $quiet -gt "$1" ] || ! kill -0 $main 2>/dev/null; then
			reason=lease
		else
			continue
		fi
		ticker=
		echo "$reason"
		[ "$reason" = ended ] && kernel_log
		take_out
		echo 'done'
		kill $main 2>/dev/null
		exit 0
	done
}
watch "$2" <&- &
ticker=$!

while read -r _ <&3; do
	kill -USR1 $ticker 2>/dev/null
done
take_out
ticker=
settle
echo unloaded
echo 'done'
