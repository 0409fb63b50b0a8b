# Takes an object through the verifier without attaching it. Runs as root, or as a user whose cap_bpf and
# cap_perfmon suffice.
#   $1      size of the object in bytes
#   $2      "full" for the whole instruction trace and statistics, "brief" without (a trace of a
#           large program can outgrow libbpf's 16 MB buffer, which fails the load)
#   $3      seconds that "full" may take; then it is given up for "brief": the trace of a program
#           that is too complex takes the kernel a hundred times as long as its verdict
#   $4      "all" keeps all that root may; else root keeps cap_bpf and cap_perfmon where setpriv can do that
#   stdin   the object, then nothing; its end means: stop, the answer is not wanted any more
#   stdout  all that bpftool says; the last line is "scx-studio: bpftool exited STATUS"
# Leaves nothing behind: no file, no pin, no process.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
pins=/sys/fs/bpf/scx-studio-verify-$$
object=
cleanup() { rm -rf "$object" "$pins"; }
trap cleanup EXIT
trap 'exit 130' HUP INT TERM PIPE

object=$(mktemp "${TMPDIR:-/tmp}/scx-studio.XXXXXX" 2>&1) || {
	printf 'scx-studio: cannot store the object: %s\n' "$object"
	object=
	exit 74
}
exec 3<&0
head -c "$1" <&3 >"$object" 2>/dev/null
worker=
status=0
{
	cat <&3
	kill $$
} >/dev/null 2>&1 &
trap 'kill $worker 2>/dev/null; exit 130' HUP INT TERM PIPE

# What root passes on is bounded by this set (capabilities(7)); a pin is made as its owner.
# By its path: busybox's shell would take its own setpriv, which has no such option.
least='/usr/bin/setpriv --bounding-set=-all,+bpf,+perfmon'
if [ "$4" = all ] || [ "$(id -u)" != 0 ] || ! $least true 2>/dev/null; then least=; fi

if [ "$2" = full ]; then
	# shellcheck disable=SC2086 # Words of a command, or none.
	timeout -s KILL "$3" $least bpftool -d prog loadall "$object" "$pins" 2>&1 </dev/null &
	worker=$!
	wait $worker
	status=$?
fi
# 137: ended by SIGKILL, which is how coreutils and busybox time out here.
if [ "$2" != full ] || [ "$status" -eq 137 ]; then
	rm -rf "$pins"
	[ "$2" = full ] && echo "scx-studio: the whole trace took more than $3 s and was left out"
	$least bpftool prog loadall "$object" "$pins" 2>&1 </dev/null &
	worker=$!
	wait $worker
	status=$?
fi
# Looked at only now: an object that did not arrive whole can't pass.
if [ "$status" -ne 0 ] && [ "$(wc -c <"$object")" -ne "$1" ]; then
	echo "scx-studio: cannot store the object: no space left, or the connection ended"
	exit 74
fi
echo "scx-studio: bpftool exited $status"
