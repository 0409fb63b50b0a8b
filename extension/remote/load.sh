# Loads a scheduler under a lease and takes it out again. Runs as root.
#   $1      size of the object in bytes
#   $2      lease in seconds: without a heartbeat for that long the scheduler is taken out
#   $3      a name for this run: letters, digits, "_" and "-"
#   $4      "replace" takes out what runs now, "put-back" also puts that back at the end, anything else refuses
#   $5      who loads it: USER@MACHINE
#   $6      seconds of a trial, after which it is taken out; 0 for no end
#   $7      the enable_seq of what may be replaced: whatever else runs is refused
#   stdin   the object, then lines: "keep" ends the lease and leaves the scheduler loaded, "stop" is the
#           emergency stop, every other one is a heartbeat; the end means: take the scheduler out
#   stdout  "busy OPS"          another scheduler runs
#           "storage MESSAGE"   the object could not be stored
#           "tool"              what bpftool says follows, up to "tool-exit STATUS"
#           "rejected"          the kernel does not run the scheduler
#           "running OPS"       the kernel says enabled
#           after running, one of
#             "ended"           the kernel threw it out
#             "lease"           no heartbeat came
#             "trial"           its time is over
#             "unloaded"        asked for by the end of stdin
#             "kept"            asked for; nothing is taken out
#           "stopped HOW"       after "stop" (lib/scheduler.sh)
#           "log LINE"          the kernel log since the load began (after rejected, ended and trial)
#           "frame SYMBOL+OFFSET LINE FILE<tab>TEXT", "uei LINE", "dumped LINE"   after rejected and ended
#                               (lib/post-mortem.sh)
#           "put-back NAME", "put-back-failed NAME MESSAGE"   of what was replaced (lib/room.sh)
#           "done"              all is taken out
# The kernel decides what is loaded: bpftool exits 0 for a scheduler whose init failed.
#
# Two processes: this one reads standard input, the runner does the work. Either ends the other, and
# both take out what was loaded. Nothing but the object is written to a file, so a full disk or a
# read-only one takes nothing away from that.
umask 022
run=$pins/$3
marker="scx-studio: loading run $3"
object=
runner=
main=$$

take_out() {
	rm -f "$object" 2>/dev/null
	remove_run "$run"
}
leave() {
	trap '' HUP INT TERM PIPE USR1 USR2 # Nobody may be left to read what is said from here on.
	take_out
	settle_gone "${sequence:-0}"
	unstarved usual
	put_back "$run"
	echo 'done'
	kill $main 2>/dev/null
	exit 0
}
keep() {
	trap '' HUP INT TERM PIPE USR1
	unstarved usual
	echo kept
	exit 0
}

hold() {
	mkdir -p "$run"
	ln -s "$main $(stat_field $main 22) $1" "$run/lease"
}

make_room() {
	settle
	[ "$(state)" != disabled ] || return
	case $1 in
	replace | put-back)
		if [ "$(enable_seq)" = "$2" ]; then
			take_over "$run" "$1"
		fi
		;;
	esac
	if [ "$(state)" != disabled ]; then
		echo "busy $(active_ops)"
		leave
	fi
}

register() {
	trace_dumps "$run"
	ops_before=$(newest_ops_map)
	echo "<6>$marker" >/dev/kmsg
	mkdir -p "$run/links"
	{ read -r before <$scx/enable_seq && sequence=$((before + 1)); } 2>/dev/null
	echo tool
	bpftool struct_ops register "$object" "$run/links" 2>&1 </dev/null &
	worker=$!
	# Only now: bpftool has to work at the usual priority, until the scheduler could starve it too.
	unstarved real-time
	set_priority real-time "$(exec sh -c 'echo $PPID')"
	{
		while [ "$(state)" = disabled ] && kill -0 $worker; do sleep 0.1; done
		set_priority real-time $worker
	} >/dev/null 2>&1 &
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
	if [ "$status" -ne 0 ] && [ "$(state)" = enabled ]; then
		sequence=0 # Somebody else was quicker: it is theirs.
		echo "busy $(active_ops)"
		leave
	fi
	if [ "$status" -ne 0 ] || [ "$(state)" != enabled ]; then
		echo rejected
		note_own_maps
		post_mortem "$run"
		leave
	fi
}

# Once a second: does the kernel still run it, does the other side still live? A beat wakes it early.
watch() {
	sequence=$(enable_seq)
	ops=$(active_ops)
	ln -s "$sequence $ops" "$run/ops"
	began=$(uptime_s)
	heard=$began
	trap 'heard=$(uptime_s)' USR1
	trap keep USR2
	echo "running $ops"
	note_own_maps
	while :; do
		sleep 1 >/dev/null 2>&1 &
		wait $!
		now='' new=''
		{ read -r now <$scx/state && read -r new <$scx/enable_seq; } 2>/dev/null
		# A beat in the middle of reading ends the reading (busybox): the next round asks again.
		[ -n "$new" ] || continue
		[ "$now" = disabling ] && continue
		if [ "$now" != enabled ] || [ "$new" != "$sequence" ]; then
			echo ended
			post_mortem "$run"
			leave
		fi
		time=$(uptime_s)
		[ -n "$time" ] || continue
		if [ $((time - heard)) -gt "$1" ] || ! kill -0 $main 2>/dev/null; then
			echo lease
			leave
		fi
		if [ "$2" -gt 0 ] && [ $((time - began)) -ge "$2" ]; then
			echo trial
			kernel_log
			leave
		fi
	done
}

work() {
	worker='' own_btf=''
	sequence=0 # Nothing of ours runs yet.
	trap 'kill $worker 2>/dev/null; echo unloaded; leave' TERM
	trap leave HUP INT PIPE
	hold "$3"
	make_room "$1" "$5"
	register
	watch "$2" "$4"
}

object=$(mktemp "${TMPDIR:-/tmp}/scx-studio.XXXXXX" 2>&1) || {
	echo "storage $object"
	exit 74
}
trap 'take_out; put_back "$run"' EXIT
trap 'exit 0' HUP INT TERM PIPE
exec 3<&0
head -c "$1" <&3 >"$object" 2>/dev/null
if [ "$(wc -c <"$object")" -ne "$1" ]; then
	echo "storage no space left for $1 bytes, or the connection ended"
	exit 74
fi

# Before the runner is there: a beat that came as it starts would end it, and one that came while bpftool
# works would end the wait for that. It listens to them once the scheduler runs (watch).
trap '' USR1 USR2
work "$4" "$2" "$5" "$6" "$7" <&- &
runner=$!
while read -r word <&3; do
	case $word in
	stop) emergency_stop ;;
	keep)
		ln -s "$5" "$run/kept" && trap - EXIT && kill -USR2 $runner
		wait $runner
		exit 0
		;;
	esac
	kill -USR1 $runner 2>/dev/null || break
done
kill $runner 2>/dev/null
wait $runner
