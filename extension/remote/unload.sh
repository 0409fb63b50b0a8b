# Takes out schedulers that SCX Studio loaded on this target. Runs as root.
#   $1      the name of a run, whoever holds it; "" for all that nobody holds
#   stdout  "removed NAME" a scheduler, "held OPS WHO" one that was left to its holder, "put-back NAME" and
#           "put-back-failed NAME MESSAGE" of what one had replaced (lib/room.sh); then
#           "state STATE" and, while one still runs, "ops NAME"
took=
noted=
for run in "$pins"/${1:-*}; do
	[ -d "$run" ] || continue
	ops=$(readlink "$run/ops")
	ops=${ops#* }
	held=$(holder "$run")
	if [ ! "$1" ] && [ "$held" ] && [ ! -L "$run/kept" ]; then
		echo "held ${ops:-${run##*/}} ${held##* }"
		continue
	fi
	took=yes
	# What it replaced is put back by who holds it, else here.
	[ "$held" ] || noted="$noted $run"
	if [ ! "$held" ] && [ -L "$run/program" ]; then end_program "$run"; fi
	remove_run "$run"
	echo "removed ${ops:-${run##*/}}"
done
[ "$took" ] && settle_gone "$(enable_seq)"
for run in $noted; do put_back "$run"; done
echo "state $(state)"
ops=$(active_ops) && echo "ops $ops"
exit 0
