# Takes an object through the verifier without attaching it. Runs as root, or as a user whose cap_bpf and
# cap_perfmon suffice.
#   $1      size of the object in bytes
#   $2      "full" for the whole instruction trace and statistics, "brief" without (a trace of a
#           large program can outgrow libbpf's 16 MB buffer, which fails the load)
#   $3      seconds of a processor that "full" may take; then it is given up for "brief": the trace of a
#           program that is too complex takes the kernel a hundred times as long as its verdict
#   $4      "all" keeps all that root may; else root keeps cap_bpf and cap_perfmon where setpriv can do that
#   $5      a name that nobody has yet, for the file: letters, digits and "-"
#   stdin   the object, then nothing; its end means: stop, the answer is not wanted any more
#   stdout  all that bpftool says; the last line is "scx-studio: bpftool exited STATUS"
# Leaves nothing behind: no file, no pin, no process.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
pins=/sys/fs/bpf/scx-studio-verify-$$
object=${TMPDIR:-/tmp}/scx-studio.$5
cleanup() { rm -rf "$object" "$pins"; }

exec 3<&0
# A new file or none; mktemp would be one more process.
refusal=$({ set -C && : >"$object"; } 2>&1) || {
	printf 'scx-studio: cannot store the object: %s\n' "${refusal##*: }"
	exit 74
}
trap cleanup EXIT
trap 'exit 130' HUP INT TERM PIPE
head -c "$1" <&3 >"$object" 2>/dev/null
worker=
status=0
{
	while read -r _; do :; done <&3
	kill $$
} >/dev/null 2>&1 &
trap 'kill $worker 2>/dev/null; exit 130' HUP INT TERM PIPE

# What root passes on is bounded by this set (capabilities(7)); a pin is made as its owner.
# By its path: busybox's shell would take its own setpriv, which has no such option.
setpriv=/usr/bin/setpriv
least=
if [ "$4" != all ] && [ -x $setpriv ] && [ -w /proc/sys/kernel/hostname ]; then
	least="$setpriv --bounding-set=-all,+bpf,+perfmon"
fi
# $1 "full", or "brief"; $2 seconds of "full". Every process more costs an emulated target 10 to 25 ms.
verify() {
	[ "$1" = full ] || rm -rf "$pins"
	{
		debug=
		if [ "$1" = full ]; then
			ulimit -t "$2"
			debug=-d
		fi
		# shellcheck disable=SC2086 # Words of a command, or none.
		exec $least bpftool $debug prog loadall "$object" "$pins"
	} 2>&1 </dev/null &
	worker=$!
	wait $worker
	status=$?
	# 137: ended by SIGKILL, which is what the limit ends in.
	if [ "$1" = full ] && [ "$status" -eq 137 ]; then
		echo "scx-studio: the whole trace took more than $2 s and was left out"
		verify brief
	fi
}
verify "$2" "$3"
# Whether this setpriv can do it is asked only now: it would cost each verdict on an emulated target 50 ms.
if [ "$status" -ne 0 ] && [ "$least" ] && ! $least true 2>/dev/null; then
	least=
	verify "$2" "$3"
fi
# Looked at only now: an object that did not arrive whole can't pass.
if [ "$status" -ne 0 ] && [ "$(wc -c <"$object")" -ne "$1" ]; then
	echo "scx-studio: cannot store the object: no space left, or the connection ended"
	exit 74
fi
echo "scx-studio: bpftool exited $status"
