# What the scripts that load and take out schedulers have in common. It stands before them and runs nothing.
#
# A run of ours is a folder under /sys/fs/bpf/scx-studio. The BPF file system has folders and symbolic
# links beside pins, so a full disk takes nothing away from it, and nothing of it outlives a reboot.
#   RUN/links/*   the pins that keep the scheduler loaded (bpf_link of its struct_ops map, kernel 6.12)
#   RUN/lease     -> "PID START WHO": who loaded it, and the process that holds it (proc(5), stat field 22)
#   RUN/ops       -> "SEQ NAME" once it runs: the kernel's enable_seq and the scheduler's name
#   RUN/kept      its user chose to keep it: nobody holds it
#   RUN/program   -> PID of the program that loaded it (lib/program.sh)
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
scx=/sys/kernel/sched_ext
pins=/sys/fs/bpf/scx-studio

state() { { read -r state <$scx/state; } 2>/dev/null && echo "$state"; }
enable_seq() { { read -r seq <$scx/enable_seq; } 2>/dev/null && echo "$seq"; }
active_ops() { { read -r ops <$scx/root/ops; } 2>/dev/null && echo "$ops"; }
# Field $2 of /proc/$1/stat, from 3 on: the name before it may have blanks and brackets.
stat_field() {
	{ read -r stat </proc/"$1"/stat; } 2>/dev/null || return
	field=$2
	# shellcheck disable=SC2086 # The fields are words.
	set -- ${stat##*) }
	shift $((field - 3))
	echo "$1"
}
uptime_s() {
	read -r up _ </proc/uptime
	echo "${up%.*}"
}

settle() {
	tries=0
	while [ $tries -lt 300 ]; do
		case $(state) in enabling | disabling) ;; *) return ;; esac
		tries=$((tries + 1))
		sleep 0.1
	done
}
# The kernel begins to disable some time after the last pin is gone. $1 is the enable_seq of the
# scheduler that must go: one with a higher number is somebody else's. Waits $2 tenths of a second.
settle_gone() {
	tries=0
	while [ $tries -lt "${2:-50}" ] && [ "$(state)" = enabled ]; do
		now=$(enable_seq)
		[ "${now:-0}" -le "$1" ] || return
		tries=$((tries + 1))
		sleep 0.1
	done
	settle
}

# Who holds the run $1: "PID START WHO" of a process that lives; nothing when it is gone.
holder() {
	lease=$(readlink "$1/lease") || return
	start=${lease#* }
	[ "$(stat_field "${lease%% *}" 22)" = "${start%% *}" ] && echo "$lease"
}

# The trace instance that keeps the debug dumps of the run $1; nothing where there is no tracefs.
dump_trace() {
	for tracing in /sys/kernel/tracing /sys/kernel/debug/tracing; do
		[ -d $tracing/instances ] && echo "$tracing/instances/scx-studio.${1##*/}" && return
	done
}
forget_dumps() {
	trace=$(dump_trace "$1")
	[ ! -d "$trace" ] || rmdir "$trace" 2>/dev/null
}

# Removes the run $1 with its pins; a folder that cannot be removed has somebody's file in it.
remove_run() {
	forget_dumps "$1"
	rm -f "$1"/links/* "$1/lease" "$1/ops" "$1/kept" "$1/program" 2>/dev/null
	rmdir "$1/links" "$1" 2>/dev/null
}

# A scheduler that is wrong starves the very processes that must take it out. Real-time tasks are not
# sched_ext's (sched-ext.rst of 6.12), so the one that calls this and the sshd of its connection are
# made some; "usual" makes them what they were. Without chrt, the kernel's watchdog remains.
unstarved() {
	set_priority "$1" $$
	pid=$$
	while [ "${pid:-0}" -gt 1 ]; do
		{ read -r name </proc/"$pid"/comm; } 2>/dev/null || return
		case $name in
		sshd*)
			set_priority "$1" "$pid"
			return
			;;
		esac
		pid=$(stat_field "$pid" 4)
	done
}
set_priority() {
	case $1 in
	real-time) chrt -f -p 1 "$2" ;;
	usual) chrt -o -p 0 "$2" ;;
	esac >/dev/null 2>&1
}

# Takes out whatever runs: our pins first, then the kernel's own way (SysRq-S, sched-ext.rst of 6.12).
# Prints "stopped link", "stopped sysrq", "stopped nothing" when none ran, or "stopped not".
emergency_stop() {
	before=$(enable_seq)
	# Who asks for this wants no scheduler at all: nothing is put back (lib/room.sh).
	for note in "$pins"/*/back; do
		[ -L "$note" ] && ln -s emergency "${note%/back}/stopped"
	done
	if [ "$(state)" != enabled ] && [ "$(state)" != enabling ]; then
		echo 'stopped nothing'
		return
	fi
	rm -f "$pins"/*/links/* 2>/dev/null
	settle_gone "${before:-0}" 20
	if [ "$(state)" != enabled ]; then
		echo 'stopped link'
		return
	fi
	echo S >/proc/sysrq-trigger
	settle_gone "${before:-0}" 50
	if [ "$(state)" = enabled ]; then echo 'stopped not'; else echo 'stopped sysrq'; fi
}
