# Loads a scheduler under a lease and takes it out again. Runs as root.
#   $1      size of the object in bytes
#   $2      lease in seconds: without a heartbeat for that long the scheduler is taken out
#   $3      a name for this run: letters, digits, "_" and "-"
#   $4      "replace" takes out what runs now, anything else refuses
#   stdin   the object, then a line a heartbeat; its end means: take the scheduler out
#   stdout  "busy OPS"          another scheduler runs
#           "storage MESSAGE"   the object could not be stored
#           "tool"              what bpftool says follows, up to "tool-exit STATUS"
#           "rejected"          the kernel does not run the scheduler
#           "running OPS"       the kernel says enabled
#           after running, one of
#             "ended"           the kernel threw it out
#             "lease"           no heartbeat came
#             "unloaded"        asked for by the end of stdin
#           "log LINE"          the kernel log since the load began (after rejected and ended)
#           "done"              all is taken out
# The kernel decides what is loaded: bpftool exits 0 for a scheduler whose init failed.
#
# Two processes: this one reads standard input, the runner does the work. Either ends the other, and
# both take out what was loaded. Nothing but the object is written to a file, so a full disk or a
# read-only one takes nothing away from that.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
scx=/sys/kernel/sched_ext
pins=/sys/fs/bpf/scx-studio
run=$pins/$3
marker="scx-studio: loading run $3"
object=
runner=
main=$$

take_out() {
	rm -f "$object" "$run"/* 2>/dev/null
	rmdir "$run" 2>/dev/null
}
state() { { read -r state <$scx/state; } 2>/dev/null && echo "$state"; }
settle() {
	tries=0
	while [ $tries -lt 300 ]; do
		case $(state) in enabling | disabling) ;; *) return ;; esac
		tries=$((tries + 1))
		sleep 0.1
	done
}
# The kernel begins to disable some time after the last pin is gone. $1 is the enable_seq of the
# scheduler that must go: one with a higher number is somebody else's.
settle_gone() {
	tries=0
	while [ $tries -lt 50 ] && [ "$(state)" = enabled ]; do
		now=
		{ read -r now <$scx/enable_seq; } 2>/dev/null
		[ "${now:-0}" -le "$1" ] || return
		tries=$((tries + 1))
		sleep 0.1
	done
	settle
}
kernel_log() {
	# The reason is written after the state has changed: the log gets a moment to say it.
	sleep 0.3
	dmesg | awk -v marker="$marker" 'index($0, marker) { on = 1; next } on { print "log " $0 }'
}
leave() {
	trap '' HUP INT TERM PIPE # Nobody may be left to read what is said from here on.
	take_out
	settle_gone "${sequence:-0}"
	echo 'done'
	kill $main 2>/dev/null
	exit 0
}

make_room() {
	[ "$(state)" != disabled ] || return
	if [ "$1" = replace ]; then
		{ read -r old <$scx/enable_seq; } 2>/dev/null
		if [ -n "$(ls -d $pins/*/* 2>/dev/null)" ]; then
			rm -f $pins/*/*
			settle_gone "${old:-0}"
		fi
		# Another program's scheduler: the kernel's own way out (SysRq-S, sched-ext.rst of 6.12).
		if [ "$(state)" != disabled ]; then
			echo S >/proc/sysrq-trigger
			settle_gone "${old:-0}"
		fi
	fi
	if [ "$(state)" != disabled ]; then
		{ read -r ops <$scx/root/ops; } 2>/dev/null
		echo "busy $ops"
		leave
	fi
}

register() {
	echo "<6>$marker" >/dev/kmsg
	mkdir -p "$run"
	{ read -r before <$scx/enable_seq && sequence=$((before + 1)); } 2>/dev/null
	echo tool
	bpftool struct_ops register "$object" "$run" 2>&1 </dev/null &
	worker=$!
	# A heartbeat ends a wait early; the process is there then, if only to be waited for.
	while :; do
		wait $worker
		status=$?
		kill -0 $worker 2>/dev/null || break
	done
	worker=
	echo "tool-exit $status"
	rm -f "$object"
	settle
	if [ "$status" -ne 0 ] || [ "$(state)" != enabled ]; then
		echo rejected
		kernel_log
		leave
	fi
}

# Once a second: does the kernel still run it, does the other side still live? A beat wakes it early.
watch() {
	{ read -r sequence <$scx/enable_seq && read -r ops <$scx/root/ops; } 2>/dev/null
	echo "running $ops"
	quiet=0
	trap 'quiet=0' USR1
	while :; do
		sleep 1 >/dev/null 2>&1 &
		wait $!
		quiet=$((quiet + 1))
		now='' new=''
		{ read -r now <$scx/state && read -r new <$scx/enable_seq; } 2>/dev/null
		# A beat in the middle of reading ends the reading (busybox): the next round asks again.
		[ -n "$new" ] || continue
		[ "$now" = disabling ] && continue
		if [ "$now" != enabled ] || [ "$new" != "$sequence" ]; then
			echo ended
			kernel_log
			leave
		fi
		if [ $quiet -gt "$1" ] || ! kill -0 $main 2>/dev/null; then
			echo lease
			leave
		fi
	done
}

work() {
	worker=
	sequence=0 # Nothing of ours runs yet.
	trap '' USR1 # A beat that came while bpftool works would end the wait for it.
	trap 'kill $worker 2>/dev/null; echo unloaded; leave' TERM
	trap leave HUP INT PIPE
	make_room "$2"
	register
	watch "$1"
}

object=$(mktemp "${TMPDIR:-/tmp}/scx-studio.XXXXXX" 2>&1) || {
	echo "storage $object"
	exit 74
}
trap take_out EXIT
trap 'exit 0' HUP INT TERM PIPE
exec 3<&0
head -c "$1" <&3 >"$object" 2>/dev/null
if [ "$(wc -c <"$object")" -ne "$1" ]; then
	echo "storage no space left for $1 bytes, or the connection ended"
	exit 74
fi

work "$2" "$4" <&- &
runner=$!
while read -r _ <&3; do
	kill -USR1 $runner 2>/dev/null
done
kill $runner 2>/dev/null
wait $runner
