# Ends the program of a run (run-loader.sh) with all that it started. Stands after lib/scheduler.sh, runs
# nothing.
#   RUN/program   -> PID of the program, which leads a session and a process group of its own
# What it starts carries SCX_STUDIO_RUN=NAME in its environment, wherever it goes: a daemon leaves session
# and group behind, not that.
INT_GRACE_S=4
TERM_GRACE_S=2
KILL_GRACE_S=2

# The processes of the run $1: of those that began after its lease, the ones that carry its name.
members() {
	lease=$(readlink "$1/lease") || return
	lease=${lease#* }
	cat /proc/[0-9]*/stat 2>/dev/null |
		awk -v began="${lease%% *}" '{ pid = $1; sub(/^.*\) /, ""); if ($20 + 0 >= began + 0) print pid }' |
		while read -r pid; do
			# busybox's grep looks no further than the first NUL.
			tr '\0' '\n' <"/proc/$pid/environ" | grep -qxF "SCX_STUDIO_RUN=${1##*/}" && echo "$pid"
		done 2>/dev/null
}
# A task that a scheduler does not run can't even die: the dying get real-time priority.
hasten() {
	for task in /proc/"$1"/task/*; do
		set_priority real-time "${task##*/}"
	done
}
# Whether one of the processes $* lives; those that are only waited for do not.
any_lives() {
	for pid; do
		{ read -r stat </proc/"$pid"/stat; } 2>/dev/null || continue
		case ${stat##*) } in [ZX]*) ;; *) return 0 ;; esac
	done
	return 1
}
# Sends the signal $2 to all that belongs to the run $1, and waits $3 seconds for its end.
ask_to_end() {
	left=$(members "$1")
	for pid in $left; do
		kill "-$2" "$pid"
		[ "$2" = KILL ] && hasten "$pid"
	done 2>/dev/null
	until=$(($(uptime_s) + $3))
	# shellcheck disable=SC2086 # They are words.
	while any_lives $left && [ "$(uptime_s)" -lt $until ]; do sleep 0.2; done
	[ ! "$(members "$1")" ]
}
# SIGINT is what such a program expects, as by Ctrl-C; what does not go so goes by force.
end_program() {
	ask_to_end "$1" INT $INT_GRACE_S || ask_to_end "$1" TERM $TERM_GRACE_S || ask_to_end "$1" KILL $KILL_GRACE_S
}
