# The kernel log: what is there, then what comes.
#   stdout  "boot ID", "newest LINE" (the log's last one now, as dmesg has it, where there is one) and
#           "uptime SECONDS" now; then records as /dev/kmsg gives them, or "dmesg LINE" each;
#           "refused WORDS" and the end when this user may not read it
#   stdin   its end means: stop
# /dev/kmsg is opened once: a read ends with EPIPE when records were overwritten before it came to them,
# and the next one goes on with the oldest that is left. The numbers of the records tell what is missing.
BROKEN_READS_A_SECOND=20

exec 3<&0
reader=
trap 'kill $reader 2>/dev/null; exit 0' HUP INT TERM PIPE
main=$$
{
	cat <&3
	kill $main
} >/dev/null 2>&1 &
waiter=$!

seconds_up() {
	read -r uptime rest </proc/uptime
	second=${uptime%.*}
}

# What else ends a read at once, again and again, must not keep a CPU busy.
follow_kmsg() {
	exec 4</dev/kmsg
	reads=0
	begun=$second
	while :; do
		cat <&4 2>/dev/null &
		reader=$!
		wait $reader
		reads=$((reads + 1))
		seconds_up
		if [ "$second" != "$begun" ]; then
			begun=$second
			reads=0
		elif [ $reads -ge $BROKEN_READS_A_SECOND ]; then
			sleep 1
		fi
	done
}

read -r boot </proc/sys/kernel/random/boot_id
echo "boot $boot"
# Records have the time of the kernel's own clock, which stands still while the target sleeps.
newest=$(dmesg 2>/dev/null | tail -n 1)
[ ! "$newest" ] || echo "newest $newest"
seconds_up
echo "uptime $uptime"
if (exec </dev/kmsg) 2>/dev/null; then follow_kmsg; fi
if ! words=$(dmesg 2>&1 >/dev/null); then
	echo "refused $words"
	kill $waiter
	exit 0
fi
dmesg | while IFS= read -r line; do printf 'dmesg %s\n' "$line"; done
wait $waiter
