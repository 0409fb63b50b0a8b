# A debug dump of the scheduler that runs, which goes on running. Runs as root.
#   stdout  "missing MESSAGE" when this kernel or this user can make none, "none" when no scheduler is loaded;
#           else "of OPS", "line TEXT" each, "lost COUNT" when lines did not fit, and "end"
# The dump goes to the tracepoint sched_ext_dump (SysRq-D, sched-ext.rst of 6.12). It is read from a trace instance
# of our own: whoever traces there at the same time loses nothing and sees nothing of it.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
scx=/sys/kernel/sched_ext
# A task takes about ten lines of 100 bytes: some ten thousand tasks of one CPU.
BUFFER_KB=16384
WAIT_TENTHS=20

{ read -r state <$scx/state; } 2>/dev/null
if [ "${state:-disabled}" = disabled ]; then
	echo none
	exit 0
fi
tracing=
for folder in /sys/kernel/tracing /sys/kernel/debug/tracing; do
	[ -d $folder/instances ] && tracing=$folder && break
done
if [ ! "$tracing" ]; then
	echo 'missing tracefs is not mounted: mount -t tracefs nodev /sys/kernel/tracing'
	exit 0
fi
instance=$tracing/instances/scx-studio.$$
if ! cause=$(mkdir "$instance" 2>&1); then
	echo "missing $cause"
	exit 0
fi
# An instance that somebody still reads cannot be removed: it is let go first.
trap 'exec 3<&-; rmdir "$instance"' EXIT
trap 'exit 0' HUP INT TERM PIPE
event=$instance/events/sched_ext/sched_ext_dump
if [ ! -d "$event" ]; then
	echo 'missing this kernel has no tracepoint sched_ext_dump'
	exit 0
fi
# The CPU that dumps is the only one that writes. Staying on one, that one's buffer alone must be large: on a
# machine of many CPUs all of them would take gigabytes. Without taskset the usual size has to do.
{ read -r ops <$scx/root/ops && echo "of $ops"; } 2>/dev/null
cpu=$(sed -n 's/^Cpus_allowed_list:[[:space:]]*\([0-9]*\).*/\1/p' /proc/self/status)
taskset -p -c "$cpu" $$ >/dev/null 2>&1 || taskset -p "$(printf %x $((1 << cpu)))" $$ >/dev/null 2>&1 &&
	echo $BUFFER_KB >"$instance/per_cpu/cpu$cpu/buffer_size_kb" 2>/dev/null
echo 1 >"$event/enable"
if ! echo D 2>/dev/null >/proc/sysrq-trigger; then
	echo 'missing /proc/sysrq-trigger cannot be written'
	exit 0
fi
# The key's handler runs before the write returns; what follows is for kernels that put it off.
tries=0
while [ $tries -lt $WAIT_TENTHS ] && ! grep -q sched_ext_dump: "$instance/trace"; do
	tries=$((tries + 1))
	sleep 0.1
done
echo 0 >"$event/enable"
awk '/sched_ext_dump: / { sub(/^.*: sched_ext_dump: /, ""); print "line " $0; next }
	/sched_ext_dump:$/ { print "line " }' "$instance/trace"
lost=$(cat "$instance"/per_cpu/cpu*/stats 2>/dev/null | awk '$1 == "overrun:" { lost += $2 } END { print lost + 0 }')
[ "$lost" = 0 ] || echo "lost $lost"
echo end
