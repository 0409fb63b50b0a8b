# The state of sched_ext, once or again and again. Needs no privilege.
#   $1      seconds between readings; 0 reads once
#   stdout  a reading: "uptime SECONDS", one "KEY VALUE" a file of /sys/kernel/sched_ext, "ops NAME",
#           "event NAME COUNT" each, "ext_tasks COUNT" now and then, and "end"
#   stdin   its end means: stop
# Shell builtins only, but for the count of tasks: a reading must cost the target next to nothing.
scx=/sys/kernel/sched_ext
TASK_COUNT_EVERY_S=5

value() { { read -r line <"$2" && echo "$1 $line"; } 2>/dev/null; }

# /proc/PID/sched names the class since 6.12 (kernel/sched/debug.c, proc_sched_show_task).
count_tasks() {
	[ -r /proc/self/sched ] || return
	echo "ext_tasks $(grep -ls '^ext\.enabled *: *1' /proc/[0-9]*/sched | wc -l)"
}

reading() {
	read -r uptime rest </proc/uptime
	echo "uptime $uptime"
	for name in state switch_all nr_rejected enable_seq; do
		value $name $scx/$name
	done
	value ops $scx/root/ops
	{ while read -r name count; do echo "event $name $count"; done <$scx/root/events; } 2>/dev/null
	seconds=${uptime%.*}
	{ read -r sequence <$scx/enable_seq; } 2>/dev/null
	if [ "$sequence" != "$counted_sequence" ] || [ $((seconds - counted)) -ge $TASK_COUNT_EVERY_S ]; then
		counted_sequence=$sequence
		counted=$seconds
		count_tasks
	fi
	echo end
}

counted=-$TASK_COUNT_EVERY_S
counted_sequence=
sequence=
if [ "$1" = 0 ]; then
	reading
	exit 0
fi
exec 3<&0
sleeper=
trap 'kill $sleeper 2>/dev/null; exit 0' HUP INT TERM PIPE
main=$$
{
	cat <&3
	kill $main
} >/dev/null 2>&1 &
while :; do
	reading
	sleep "$1" >/dev/null 2>&1 &
	sleeper=$!
	wait $sleeper
done
