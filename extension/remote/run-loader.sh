# Runs a program that loads a scheduler by itself, under a lease. Runs as root.
#   $1      size of the program in bytes
#   $2      lease in seconds: without a heartbeat for that long the program is ended
#   $3      a name for this run: letters, digits, "_" and "-"
#   $4      "replace" takes out what runs now, "put-back" also puts that back at the end, anything else refuses
#   $5      who runs it: USER@MACHINE
#   $6      seconds from the scheduler's start on, after which the program is ended; 0 for no end
#   $7      the enable_seq of what may be replaced: whatever else runs is refused
#   $8      seconds in which it must have a scheduler running
#   $9      the program's name: letters, digits, ".", "_" and "-"
#   $10     "colour" when its output goes to a terminal
#   others  its arguments
#   stdin   the program (ELF), then lines: "stop" is the emergency stop, every other one is a heartbeat; the
#           end means: end the program
#   stdout  "busy OPS"          another scheduler runs
#           "storage MESSAGE"   the program could not be stored where programs may run
#           "started"           it runs
#           "out LINE", "err LINE"   what it says
#           "running OPS"       the kernel says enabled; again when the program loads another one
#           then one of
#             "ended"           it ended, or the kernel threw its scheduler out
#             "rejected"        it ended without having had a scheduler running
#             "never"           it had none running in time
#             "lease"           no heartbeat came
#             "trial"           its time is over
#             "unloaded"        asked for by the end of stdin, or by another window
#           "stopped HOW"       after "stop" (lib/scheduler.sh)
#           "left COUNT"        processes that it had started outlived it; they were ended
#           "forced"            its scheduler outlived it; SysRq-S took that out
#           "put-back NAME", "put-back-failed NAME MESSAGE"   of what was replaced (lib/room.sh)
#           "pin PATH"          a pin that appeared while it ran, and stays
#           "frame …", "uei LINE", "dumped LINE"   after ended and rejected (lib/post-mortem.sh)
#           "log LINE"          the kernel log since it began
#           "exit STATUS"       of the program, 128 and more: by a signal
#           "done"              all is taken out
#
# Three processes: this one has the program in its foreground (a shell lets what is in its background
# ignore SIGINT), the reader reads standard input, the watcher decides when it is over and takes out. Each
# notices the end of the others. The program's file is gone as soon as it runs.
umask 077
size=$1 lease_s=$2 run=$pins/$3 wish=$4 who=$5 trial_s=$6 replaced=$7 start_s=$8 program=$9 colour=${10}
shift 10
case $program in '' | .* | */*) program=loader ;; esac
marker="scx-studio: loading run ${run##*/}"
folder=
main=$$

list_pins() { find /sys/fs/bpf -path "$pins" -prune -o ! -type d -print 2>/dev/null; }

hold() {
	mkdir -p "$run"
	lease="$main $(stat_field $main 22) $who"
	ln -s "$lease" "$run/lease"
}
make_room() {
	settle
	case $wish in
	replace | put-back)
		if [ "$(state)" != disabled ] && [ "$(enable_seq)" = "$replaced" ]; then take_over "$run" "$wish"; fi
		;;
	esac
	if [ "$(state)" != disabled ]; then
		echo "busy $(active_ops)"
		exit 0
	fi
}

relay() {
	while IFS= read -r line || [ "$line" ]; do printf '%s %s\n' "$1" "$line"; done
}
# The program in the foreground. A C library that writes into a pipe keeps lines back: stdbuf undoes that.
run_program() {
	mkfifo "$folder/out" "$folder/err"
	relay out <"$folder/out" 3<&- &
	relays=$!
	relay err <"$folder/err" 3<&- &
	relays="$relays $!"
	if [ "$colour" = colour ]; then
		export TERM=xterm-256color CLICOLOR_FORCE=1
	else
		export TERM=dumb NO_COLOR=1
	fi
	session=$(command -v setsid) lines=
	command -v stdbuf >/dev/null && lines='stdbuf -oL'
	cd /
	# shellcheck disable=SC2016,SC2086 # It is the inner shell's own id; $lines is words or nothing.
	SCX_STUDIO_RUN=${run##*/} $session sh -c 'ln -s $$ "$0/program" && exec "$@"' "$run" $lines \
		"$folder/$program" "$@" </dev/null >"$folder/out" 2>"$folder/err" 3<&-
}

# Its file is not needed once it runs; from then on its scheduler may starve whoever watches it.
begin() {
	tries=0
	while [ ! "$order" ] && [ $tries -lt 50 ]; do
		pid=$(readlink "$run/program")
		case $(readlink "/proc/${pid:-none}/exe") in "$folder"/*) break ;; esac
		tries=$((tries + 1))
		sleep 0.1
	done
	rm -rf "$folder"
	[ ! "$order" ] || return
	unstarved real-time
	echo started
}
say_new_pins() {
	list_pins | while IFS= read -r pin; do
		case "$pins_before
" in
		*"$pin
"*) ;;
		*) echo "pin $pin" ;;
		esac
	done
}
trap 'rm -rf "$folder"; remove_run "$run"; put_back "$run"' EXIT
trap 'exit 0' HUP INT TERM PIPE
exec 3<&0 </dev/null
store
hold
pins_before=$(list_pins) # With the pin of a scheduler that is put back at the end.
make_room
trace_dumps "$run"
ops_before=$(newest_ops_map)
sequence=$(enable_seq)
sequence=${sequence:-0}
echo "<6>$marker" >/dev/kmsg
trap : HUP INT TERM PIPE # Not ignored: the program would inherit that.

watch 3<&- &
watcher=$!
read_orders &
reader=$!
run_program "$@"
status=$?
trap '' HUP INT TERM PIPE
kill -USR2 $watcher 2>/dev/null
wait $watcher
kill $reader 2>/dev/null
end_unwatched
# What it has said ends with its last process; one that got away is not waited for.
# shellcheck disable=SC2086 # Two numbers.
{ sleep 2 && kill $relays; } >/dev/null 2>&1 &
# shellcheck disable=SC2086 # Two numbers.
wait $relays
kill $! 2>/dev/null
say_new_pins
kernel_log
echo "exit $status"
echo 'done'
