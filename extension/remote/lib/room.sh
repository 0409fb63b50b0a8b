# Takes out the scheduler that runs for a run of ours, and puts it back when that ends. Stands after
# lib/scheduler.sh, lib/program.sh, lib/owner.sh and lib/relink.sh, and runs nothing.
#
# What is to be put back is noted beside the pins of the run (lib/scheduler.sh), so that whoever ends it
# can do it, also when the processes that replaced it were killed:
#   RUN/back      -> "KIND OPS REST": service OPS UNIT, loader OPS CHOICE, pinned OPS PATH, kept OPS RUN/PIN
#   RUN/map       the map of a pinned scheduler, which keeps it in the kernel while nothing links it
#   RUN/replaced/ the folder of a run of ours that was kept
#   RUN/stopped   the emergency stop ended it: nothing is put back

# Waits $2 tenths of a second until the scheduler with the enable_seq $1 is out.
is_gone() {
	settle_gone "$1" "$2"
	[ "$(state)" != enabled ] || [ "$(enable_seq)" != "$1" ]
}

# Takes out what runs, for the run whose folder is $1. "put-back" as $2 notes how to put it back. Each kind
# has its own way; what does not go so is detached from its link, and then by the kernel's own way
# (SysRq-S, sched-ext.rst of 6.12).
take_over() (
	before=$(enable_seq)
	name=$(active_ops)
	owner=$(find_owner)
	kind=${owner%% *}
	owner=${owner#* }
	link=${owner%% *}
	owner=${owner#* }
	map=${owner%% *}
	rest=${owner#* }
	mkdir -p "$1"
	case $kind in
	run) end_run "$rest" "$1" "$2" ;;
	service) end_service "${rest#* }" "$1" "$2" ;;
	loader) end_loader "$1" "$2" ;;
	program)
		kill -INT "$rest"
		;;
	pinned)
		if [ "$2" = put-back ] && bpftool map pin id "$map" "$1/map"; then
			ln -s "pinned $name $rest" "$1/back"
		fi
		rm -f "$rest"
		;;
	esac >/dev/null 2>&1
	[ "$kind" != unknown ] && is_gone "$before" 100 && return
	if [ "$link" != - ] && bpftool link detach id "$link" >/dev/null 2>&1; then
		is_gone "$before" 20 && return
	fi
	echo S >/proc/sysrq-trigger
	is_gone "$before" 50
)

end_service() {
	[ "$3" = put-back ] && ln -s "service $name $1" "$2/back"
	systemctl --no-block stop -- "$1"
}
# scx_loader goes on without a scheduler; one that has no scxctl is a service like others.
end_loader() {
	choice=$(loader_choice)
	if [ ! "$choice" ]; then
		end_service scx_loader.service "$1" "$2"
		return
	fi
	[ "$2" = put-back ] && ln -s "loader $name $choice" "$1/back"
	scxctl stop || systemctl --no-block stop scx_loader.service
}
# A run of ours: what it was to put back is now ours to put back; its holder sees that it is out.
end_run() {
	if [ "$3" = put-back ] && [ -L "$1/kept" ] && bpftool map pin id "$map" "$2/map"; then
		pin=$(ls "$1/links")
		mv "$1" "$2/replaced"
		ln -s "kept $name ${1##*/}/$pin" "$2/back"
		rm -f "$2"/replaced/links/*
		return
	fi
	for noted in back map replaced; do
		mv "$1/$noted" "$2/$noted"
	done
	program=$(readlink "$1/program") && kill -INT "$program"
	if [ "$(holder "$1")" ]; then rm -f "$1"/links/*; else remove_run "$1"; fi
}

# Puts back what the run whose folder is $1 replaced, if it was to be, and removes the folder.
# Prints "put-back NAME" when the kernel runs it again, "put-back-failed NAME MESSAGE" when not.
put_back() (
	note=$(readlink "$1/back") || return
	rm "$1/back" 2>/dev/null || return # Somebody else does it.
	set_priority usual "$(exec sh -c 'echo $PPID')"
	kind=${note%% *}
	note=${note#* }
	name=${note%% *}
	rest=${note#* }
	if ! message=$(start_again "$1" 2>&1); then
		message=$(echo "$message" | tr '\n' ' ')
		echo "put-back-failed $name ${message:-nothing says why}"
	elif is_back; then
		echo "put-back $(active_ops)"
		[ "$kind" = kept ] && ln -s "$(enable_seq) $name" "$pins/${rest%/*}/ops"
	else
		echo "put-back-failed $name the kernel does not run it"
		# No link of a scheduler that does not run stays behind.
		case $kind in
		pinned) rm -f "$rest" ;;
		kept) remove_run "$pins/${rest%/*}" ;;
		esac
	fi
	rm -f "$1/map" "$1/stopped" "$1"/replaced/* 2>/dev/null
	rmdir "$1/replaced/links" "$1/replaced" "$1" 2>/dev/null
)

start_again() {
	if [ -L "$1/stopped" ]; then
		echo 'the emergency stop ended the run'
		return 1
	fi
	settle_gone "$(enable_seq)"
	if [ "$(state)" != disabled ]; then
		echo "the scheduler $(active_ops) runs there now"
		return 1
	fi
	case $kind in
	service) systemctl start -- "$rest" ;;
	loader) scxctl start "--sched=${rest%% *}" "${rest#* }" || systemctl restart scx_loader.service ;;
	pinned)
		mkdir -p "${rest%/*}"
		relink "$1/map" "$rest"
		;;
	kept)
		kept=$pins/${rest%/*}
		mv "$1/replaced" "$kept" && rm -f "$kept/ops" &&
			relink "$1/map" "$kept/links/${rest#*/}" && return
		remove_run "$kept"
		return 1
		;;
	esac
}

# A service takes its time: a large scheduler is verified for some seconds.
is_back() {
	case $kind in pinned | kept) patience=20 ;; *) patience=200 ;; esac
	waited=0 # Not "tries", which settle counts with.
	while [ $waited -lt $patience ]; do
		settle
		[ "$(state)" = enabled ] && return
		if [ "$kind" = service ] && [ "$(systemctl is-active "$rest")" = failed ]; then return 1; fi
		waited=$((waited + 1))
		sleep 0.1
	done
	return 1
}
