# The watcher of run-loader.sh: decides when a run is over, and takes out what it loaded. Stands before it,
# and runs nothing. Reads main, lease, lease_s, start_s, trial_s, run, ops_before and sequence of it.

# Without a scheduler for that long, a program that goes on is not loading it again.
OUT_S=3

# What the kernel runs now; false while that says nothing.
look() {
	now='' new=''
	{ read -r now <$scx/state && read -r new <$scx/enable_seq; } 2>/dev/null
	time=$(uptime_s)
	# A beat in the middle of reading ends the reading (busybox): the next round asks again.
	[ "$new" ] && [ "$time" ] || return
	case $now in
	enabled)
		if [ "$new" -gt "$sequence" ]; then
			sequence=$new
			began=${began:-$time}
			rm -f "$run/ops"
			ln -s "$sequence $(active_ops)" "$run/ops"
			echo "running $(active_ops)"
			table=$(line_table) # Its programs are gone when it is.
			note_own_maps
		fi
		out_since=
		;;
	disabled) out_since=${out_since:-$time} ;;
	*) return 1 ;;
	esac
}
# Whether it is to end now, and why.
judge() {
	if ! kill -0 $main || [ ! -L "$run/lease" ]; then
		order=unloaded
	elif [ $((time - heard)) -gt "$lease_s" ]; then
		order=lease
	elif [ ! "$began" ]; then
		[ $((time - since)) -lt "$start_s" ] || order=never
	elif [ "$out_since" ] && [ $((time - out_since)) -ge $OUT_S ]; then
		order=ended
	elif [ "$trial_s" -gt 0 ] && [ $((time - began)) -ge "$trial_s" ]; then
		order=trial
	fi 2>/dev/null
}
watch() {
	order='' began='' out_since='' table='' own_btf=''
	since=$(uptime_s)
	heard=$since
	trap 'heard=$(uptime_s)' USR1
	trap 'order=${order:-gone}' USR2
	trap 'order=${order:-unloaded}' HUP INT TERM PIPE
	set_priority real-time "$(exec sh -c 'echo $PPID')"
	begin
	while [ ! "$order" ]; do
		look && judge
		[ ! "$order" ] || break
		sleep 0.5 >/dev/null 2>&1 &
		wait $!
	done
	trap '' HUP INT TERM PIPE USR1 USR2 # Nobody may be left to read what is said from here on.
	if [ ! "$began" ]; then # It may have loaded and ended within one round.
		settle
		look
	fi
	if [ "$order" = gone ]; then
		order=rejected
		[ ! "$began" ] || order=ended
	fi
	end_all
}
# Ends the program and takes out what it loaded. Nothing is said before: nobody may be reading, and a full
# pipe would stop us.
end_all() {
	if [ ! -L "$run/lease" ]; then
		mkdir -p "$run" # Another window has removed it, and members() asks it.
		ln -s "$lease" "$run/lease"
	fi
	count=0 maps=
	case $order in
	ended | rejected)
		count=$(members "$run" | wc -l)
		maps=$(say_exit_maps) # They are gone when the last process that has them is.
		;;
	esac
	end_program "$run"
	settle_gone "$sequence" 20
	forced='' left=''
	case $order in
	ended | rejected)
		left=$(
			case $table in ?*) kernel_log | say_frames "$table" ;; esac
			[ ! "$maps" ] || printf '%s\n' "$maps"
			say_dump "$run"
		)
		;;
	esac
	if [ "$(state)" = enabled ] && [ "$(enable_seq)" = "$sequence" ]; then
		forced=yes
		echo S >/proc/sysrq-trigger
		settle_gone "$sequence"
	fi
	remove_run "$run"
	unstarved usual
	echo "$order"
	[ ! "$left" ] || printf '%s\n' "$left"
	[ "$count" -eq 0 ] || echo "left $count"
	[ ! "$forced" ] || echo forced
	put_back "$run"
}
read_orders() {
	set_priority real-time "$(exec sh -c 'echo $PPID')"
	while read -r word <&3; do
		[ "$word" != stop ] || emergency_stop
		kill -USR1 $watcher 2>/dev/null || break
	done
	kill $watcher 2>/dev/null || end_unwatched
}
# The watcher is gone, and was to end this.
end_unwatched() {
	[ -L "$run/lease" ] || return
	order=unloaded
	seen=$(readlink "$run/ops") && sequence=${seen%% *}
	end_all
}
