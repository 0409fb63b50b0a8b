# The kernel log: what is there, then what comes. Runs as root where the log is restricted.
#   stdout  "uptime SECONDS" now; then records as /dev/kmsg gives them, or "dmesg LINE" each
#   stdin   its end means: stop
# A record that was overwritten before it was read ends a read of /dev/kmsg with EPIPE; it is opened
# again then, and the numbers of the records tell what came before.
exec 3<&0
trap 'kill $reader 2>/dev/null; exit 0' HUP INT TERM PIPE
main=$$
{
	cat <&3
	kill $main
} >/dev/null 2>&1 &
read -r uptime rest </proc/uptime
echo "uptime $uptime"
while [ -r /dev/kmsg ]; do
	cat /dev/kmsg 2>/dev/null </dev/null &
	reader=$!
	wait $reader
	sleep 1
done
dmesg | while IFS= read -r line; do printf 'dmesg %s\n' "$line"; done
