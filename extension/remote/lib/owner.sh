# Who loaded the scheduler that runs now. Stands after lib/scheduler.sh, and runs nothing.

# "LINK MAP PIN" of the scheduler that runs, "-" for what is not known: of the struct_ops links of
# sched_ext the newest, since a kernel runs one scheduler and an older link can only be of one that ended.
# In bpftool's JSON a link has its map from 7.3 on. A pin whose name needs escapes is not known.
find_link() {
	{
		bpftool -j struct_ops show
		bpftool -jf link show
	} 2>/dev/null | sed 's/{"id":/\
/g' | awk '
		/"kernel_struct_ops":"sched_ext_ops"/ { maps[$0 + 0]; only = $0 + 0; count++ }
		/"type":"struct_ops"/ {
			id = match($0, /"map_id":[0-9]+/) ? substr($0, RSTART + 9, RLENGTH - 9) + 0 : 0
			if (!id && count == 1) id = only
			if (!(id in maps) || $0 + 0 < link + 0) next
			link = $0 + 0
			map = id
			pin = match($0, /"pinned":\["[^"\\]+"/) ? substr($0, RSTART + 11, RLENGTH - 12) : "-"
		}
		END { print link ? link " " map " " pin : "- - -" }'
}

# The process that holds the link $1 open, the first where several do. bpftool knows it only where it was
# built with its own BPF programs; the kernel always does (bpf_link_show_fdinfo, kernel/bpf/syscall.c).
process_of_link() {
	# shellcheck disable=SC2012 # No other tool reads all these links at once.
	ls -l /proc/[0-9]*/fd 2>/dev/null | awk '
		/^\/proc\// { split($0, path, "/") }
		/anon_inode:bpf_link/ { print path[3], $(NF - 2) }' | sort -n | while read -r process fd; do
		grep -qs "^link_id:[[:blank:]]*$1\$" "/proc/$process/fdinfo/$fd" || continue
		echo "$process"
		break
	done
}

# The service of the system that process $1 belongs to: its main process or a child of that. What came by
# ssh or cron without a session of its own stands in their cgroup too, but deeper.
unit_of() {
	path=$(sed -n 's/^[0-9]*:\(name=systemd\)\{0,1\}:\/\(..*\)/\2/p' "/proc/$1/cgroup" 2>/dev/null | head -n 1)
	case $path in user.slice/*) return ;; esac
	unit=
	while [ "$path" ] && [ ! "$unit" ]; do
		case $path in *.service) unit=${path##*/} ;; esac
		case $path in */*) path=${path%/*} ;; *) path= ;; esac
	done
	case $unit in '' | *[!A-Za-z0-9:_.@\\-]*) return ;; esac
	command -v systemctl >/dev/null || return
	case $unit in
	scx.service | scx_loader.service) ;;
	*)
		first=$(systemctl show -p MainPID "$unit" 2>/dev/null)
		case ${first#MainPID=} in "$1" | "$(stat_field "$1" 4)") ;; *) return ;; esac
		;;
	esac
	echo "$unit"
}

# The run of ours that is the scheduler that runs: its folder.
run_that_runs() {
	for folder in "$pins"/*; do
		noted=$(readlink "$folder/ops") || continue
		[ "${noted%% *}" = "$(enable_seq)" ] && echo "$folder" && return
	done
}

# What scx_loader runs, as "NAME --mode=MODE" or "NAME --args=ONE,TWO" for `scxctl start`. It says
# "running Rusty in Auto mode" or "running Rusty with arguments \"-k -c 0\"" (scxctl of scx_loader 1.0).
loader_choice() {
	scxctl get 2>/dev/null | sed -n \
		-e 's/^running \([A-Za-z0-9_]*\) in \([A-Za-z]*\) mode$/\1 --mode=\2/p' \
		-e 's/^running \([A-Za-z0-9_]*\) with arguments "\([^" ][^"]*\)"$/\1 --args=\2/p' |
		awk '$2 ~ /^--mode/ { print tolower($0) } $2 ~ /^--args/ { name = tolower($1); sub(/^[^ ]* /, ""); gsub(/ +/, ","); print name, $0 }'
}

# One line: the kind of owner, LINK and MAP, and what names it:
#   run LINK MAP FOLDER | loader LINK MAP PID | service LINK MAP PID UNIT | program LINK MAP PID
#   pinned LINK MAP PATH | unknown LINK MAP
find_owner() (
	found=$(find_link)
	link=${found%% *}
	found=${found#* }
	map=${found%% *}
	pin=${found#* }
	folder=$(run_that_runs)
	[ "$folder" ] && echo "run $link $map $folder" && return
	process=$(process_of_link "$link")
	if [ "$process" ]; then
		unit=$(unit_of "$process")
		case $unit in
		'') echo "program $link $map $process" ;;
		scx_loader.service) echo "loader $link $map $process" ;;
		*) echo "service $link $map $process $unit" ;;
		esac
	elif [ "$pin" != - ]; then
		echo "pinned $link $map $pin"
	else
		echo "unknown $link $map"
	fi
)
