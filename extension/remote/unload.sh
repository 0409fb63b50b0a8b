# Takes out every scheduler that SCX Studio loaded on this target. Runs as root.
#   stdout  "removed NAME" a pin; then "state STATE" and, while one still runs, "ops NAME"
# The pin is what keeps a scheduler loaded: a link of its struct_ops map (bpf_link, kernel 6.12).
removed=
for pin in /sys/fs/bpf/scx-studio/*/*; do
	[ -e "$pin" ] && rm -f "$pin" && removed=yes && echo "removed ${pin##*/}"
done
for run in /sys/fs/bpf/scx-studio/*; do
	[ -d "$run" ] && rmdir "$run"
done
scx=/sys/kernel/sched_ext
tries=0
while [ $tries -lt 50 ] && read -r state <$scx/state; do
	case $state in
	disabling) ;;
	enabled) [ "$removed" ] || break ;; # The kernel begins some time after its last pin is gone.
	*) break ;;
	esac
	tries=$((tries + 1))
	sleep 0.1
done
echo "state ${state:-unknown}"
{ read -r ops <$scx/root/ops && echo "ops $ops"; } 2>/dev/null
exit 0
