# The kernel log: what is there, then what comes.
#   $1, $2  "only" TEXT: only records with that text in them; nobody pays for the others but one awk here
#   stdout  "boot ID", "newest LINE" (the log's last one now, as dmesg has it, where there is one) and
#           "uptime SECONDS" now; then records as /dev/kmsg gives them, or "dmesg LINE" each;
#           "refused WORDS" and the end when this user may not read it
#   stdin   its end means: stop
# /dev/kmsg is opened once: a read ends with EPIPE when records were overwritten before it came to them,
# and the next one goes on with the oldest that is left. The numbers of the records tell what is missing.
BROKEN_READS_A_SECOND=20

PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
text=
[ "$1" != only ] || text=$2
# mawk fills its buffer before it looks at a line, unless it is told that somebody waits.
interactive=
[ ! "$text" ] || case $(awk -W version 2>&1 </dev/null) in mawk*) interactive='-W interactive' ;; esac
# Takes the place of its shell: who ends that ends it.
pass() {
	[ "$text" ] || exec cat
	# shellcheck disable=SC2086 # Two words or none.
	exec awk $interactive -v text="$text" 'index($0, text) { print; fflush() }'
}

exec 3<&0
reader=
trap 'kill $reader 2>/dev/null; exit 0' HUP INT TERM PIPE
main=$$
{
	while read -r _; do :; done <&3
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
		pass <&4 2>/dev/null &
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
dmesg | pass | while IFS= read -r line; do printf 'dmesg %s\n' "$line"; done
wait $waiter
