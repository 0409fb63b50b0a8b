# Holds the connection that all other scripts go over, and ends it when nobody is left at its other
# side: a cable that was pulled tells neither sshd nor the scripts, whose input then never ends.
#   $1      seconds without a heartbeat after which the connection is ended
#   $2      what to say when the connection is open
#   stdin   a line a heartbeat; its end means: stop
#   stdout  $2 as a line
# sshd's process for this connection runs as the login user, who may end it; the scripts then see the
# end of their input. Where it belongs to somebody else (dropbear), the connection stays as it is.
LOOK_EVERY_S=5

# The process of the ssh server that this shell hangs under.
server() {
	pid=$PPID
	while [ "${pid:-0}" -gt 1 ]; do
		name='' parent=''
		while read -r key value _; do
			case $key in
			Name:) name=$value ;;
			PPid:) parent=$value ;;
			esac
		done 2>/dev/null <"/proc/$pid/status"
		case $name in sshd* | dropbear*) echo "$pid" && return ;; esac
		pid=$parent
	done
}
watch() {
	sleeper=
	quiet_s=0
	trap 'kill $sleeper 2>/dev/null; exit 0' HUP INT TERM PIPE
	trap 'quiet_s=-$LOOK_EVERY_S' USR1 # It ends the wait, which is counted once more.
	while [ "$quiet_s" -lt "$1" ]; do
		sleep $LOOK_EVERY_S &
		sleeper=$!
		wait $sleeper
		kill $sleeper 2>/dev/null
		quiet_s=$((quiet_s + LOOK_EVERY_S))
	done
	sshd=$(server)
	[ "$sshd" ] && kill "$sshd"
	kill "$main"
}

main=$$
watch "$1" <&- >/dev/null 2>&1 &
watchdog=$!
trap 'kill $watchdog 2>/dev/null; exit 0' HUP INT TERM PIPE
echo "$2"
while read -r _; do
	kill -USR1 $watchdog 2>/dev/null
done
kill $watchdog 2>/dev/null
exit 0
