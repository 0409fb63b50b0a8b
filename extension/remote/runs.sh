# What SCX Studio has loaded here, as "run NAME HOLD OPS WHO" lines. Part of facts.sh, and by itself
# where only root can see it.
#   HOLD    held: somebody's lease; kept: on purpose; left: nobody has it any more
#   OPS     "-" while it is not known yet
for run in "$pins"/*; do
	[ -L "$run/lease" ] || continue
	who=$(readlink "$run/lease")
	ops=$(readlink "$run/ops")
	hold=left
	[ "$(holder "$run")" ] && hold=held
	[ -L "$run/kept" ] && hold=kept
	if [ "$ops" ] && [ "$(state) ${ops%% *}" != "enabled $(enable_seq)" ]; then
		hold=left # The kernel threw it out; only the pin is there.
	fi
	ops=${ops#* }
	echo "run ${run##*/} $hold ${ops:--} ${who##* }"
done
