# The figures of a target: sched_ext, processors, run queues, pressure. Needs no privilege.
#   $1      "once" reads once; else a line on stdin asks for a reading
#   stdin   its end means: stop
#   stdout  a reading: "uptime SECONDS", "KEY VALUE" a file of /sys/kernel/sched_ext, "ops NAME",
#           "event NAME COUNT" each, "ctxt COUNT", "procs_running COUNT", "cpu N BUSY IDLE" (hundredths of a second, USER_HZ), "delay N RAN WAITED"
#           (nanoseconds, Documentation/scheduler/sched-stats.rst of 6.12), "pressure WHAT some|full MICROSECONDS",
#           "cap NAME CPUS" each (root/caps, since 7.3), "ext_tasks COUNT" now and then, "subs" and "sub CGROUP-ID NAME"
#           each as often (root/sub, since 7.1), and "end". What a kernel lacks is left out.
# One awk for all readings, and no other process: a reading must cost the target next to nothing. Who asks
# decides how often, so a view that nobody sees costs nothing at all. Tasks are counted by /proc/PID/sched, which
# names the class since 6.12 (kernel/sched/debug.c, proc_sched_show_task): as dear as many readings, and so when
# another scheduler has come, and twice a minute.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
program='
function value(key, file,    line) {
	if ((getline line < file) > 0) print key " " line
	close(file)
	return line
}
function lines(file, what,    line, part, count) {
	while ((getline line < file) > 0) {
		count = split(line, part, " ")
		if (what == "event") print "event " part[1] " " part[2]
		else if (what == "cap") print "cap " line
		else if (what == "stat") stat(part)
		else if (what == "delay" && part[1] ~ /^cpu[0-9]/) print "delay " substr(part[1], 4) " " part[8] " " part[9]
		else if (what !~ /^(event|cap|stat|delay)$/) print "pressure " what " " part[1] " " substr(part[count], 7)
	}
	close(file)
}
function stat(part) {
	if (part[1] == "ctxt" || part[1] == "procs_running") print part[1] " " part[2]
	if (part[1] !~ /^cpu[0-9]/) return
	print "cpu " substr(part[1], 4) " " part[2] + part[3] + part[4] + part[7] + part[8] + part[9] " " part[5] + part[6]
}
function count_tasks(sequence, now,    command, count) {
	if (sequence == counted_sequence && now - counted < 30) return
	counted_sequence = sequence
	counted = now
	command = "cat /proc/[0-9]*/sched 2>/dev/null | grep -c \"^ext[.]enabled *: *1\""
	if ((command | getline count) > 0) print "ext_tasks " count
	close(command)
	list_subs()
}
function list_subs(    command, line, part) {
	command = "grep -H . " scx "root/sub/sub-*/ops 2>/dev/null"
	print "subs"
	while ((command | getline line) > 0) {
		sub(/^.*\/sub-/, "", line)
		split(line, part, "/ops:")
		print "sub " part[1] " " part[2]
	}
	close(command)
}
BEGIN { scx = "/sys/kernel/sched_ext/"; counted = -30 }
{
	getline line < "/proc/uptime"
	close("/proc/uptime")
	split(line, uptime, " ")
	print "uptime " uptime[1]
	state = value("state", scx "state")
	value("switch_all", scx "switch_all")
	value("nr_rejected", scx "nr_rejected")
	sequence = value("enable_seq", scx "enable_seq")
	if (state != "" && state != "disabled") {
		value("ops", scx "root/ops")
		lines(scx "root/events", "event")
		lines(scx "root/caps", "cap")
	}
	if (state == "enabled" && tasks) count_tasks(sequence, uptime[1])
	lines("/proc/stat", "stat")
	lines("/proc/schedstat", "delay")
	lines("/proc/pressure/cpu", "cpu")
	lines("/proc/pressure/memory", "memory")
	lines("/proc/pressure/io", "io")
	print "end"
	fflush()
}
'
tasks=
[ -r /proc/self/sched ] && tasks=1
# mawk fills its buffer before it looks at a line, unless it is told that somebody waits.
interactive=
case $(awk -W version 2>&1 </dev/null) in mawk*) interactive='-W interactive' ;; esac
if [ "$1" = once ]; then
	# shellcheck disable=SC2086 # Two words or none.
	echo | awk $interactive -v tasks=$tasks "$program"
else
	# shellcheck disable=SC2086 # Two words or none.
	exec awk $interactive -v tasks=$tasks "$program"
fi
