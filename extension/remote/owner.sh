# Who loaded the scheduler that runs now. Runs as root; nothing is changed.
#   stdout  nothing when none runs; else "sequence NUMBER" (enable_seq: names this very loading),
#           "ops NAME", "kind KIND", and by kind
#             run       "run NAME HOLD OPS WHO" as runs.sh says it: SCX Studio loaded it
#             loader    scx_loader started it; "choice SCHEDULER OPTION" where scxctl says what
#             service   "unit UNIT": systemd runs it
#             program   somebody's program holds it
#             pinned    "pin PATH": nothing but a pin holds it
#             unknown   nothing says it
#           of loader, service and program also "pid PID", "command LINE", "user NAME"; of a pin and a run
#           "interpreter NAME", what a new link could be made with; and "end"
say() { printf '%s %s\n' "$1" "$(printf %s "$2" | tr '\000-\037\177' ' ')"; }

# Whose process $1 is: who logged in, where the kernel keeps that, else the user that it runs as.
user_of() {
	{ read -r uid <"/proc/$1/loginuid"; } 2>/dev/null
	case $uid in
	'' | 4294967295) uid=$(awk '/^Uid:/ { print $2 }' "/proc/$1/status") ;;
	esac
	entry=$(getent passwd "$uid" 2>/dev/null || awk -F: -v uid="$uid" '$3 == uid' /etc/passwd)
	echo "${entry%%:*}" | grep . || echo "$uid"
}

case $(state) in enabled | enabling) ;; *) exit 0 ;; esac
say sequence "$(enable_seq)"
say ops "$(active_ops)"
owner=$(find_owner)
kind=${owner%% *}
rest=${owner#* * }
rest=${rest#* }
say kind "$kind"
case $kind in
loader | service | program)
	process=${rest%% *}
	say pid "$process"
	say command "$(head -c 400 "/proc/$process/cmdline" 2>/dev/null | tr '\000' ' ')"
	say user "$(user_of "$process")"
	;;
pinned) say pin "$rest" ;;
run)
	hold=left
	[ "$(holder "$rest")" ] && hold=held
	[ -L "$rest/kept" ] && hold=kept
	who=$(readlink "$rest/lease")
	say run "${rest##*/} $hold $(active_ops) ${who##* }"
	;;
esac
case $kind in
service) say unit "${rest#* }" ;;
loader) say choice "$(loader_choice)" ;;
pinned | run) say interpreter "$(interpreter)" ;;
esac
echo end
