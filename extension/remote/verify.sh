# Takes an object through the verifier without attaching it. Runs as root, or as a user whose cap_bpf and
# cap_perfmon suffice.
#   $1      "full" for the whole instruction trace and statistics, "brief" without (a trace of a
#           large program can outgrow libbpf's 16 MB buffer, which fails the load)
#   $2      seconds of a processor that "full" may take; then it is given up for "brief": the trace of a
#           program that is too complex takes the kernel a hundred times as long as its verdict
#   $3      "all" keeps all that root may; else root keeps cap_bpf and cap_perfmon where lib/least-rights.sh can
#           do that
#   $4      a name that nobody has yet, for the file: letters, digits and "-"
#   stdin   the object's size in bytes and a newline, and the object, at any time; then nothing. Its end means:
#           stop, the answer is not wanted any more
#   stdout  all that bpftool says; the last line is "scx-studio: bpftool exited STATUS"
# Leaves nothing behind: no file, no pin, no process.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
pins=/sys/fs/bpf/scx-studio-verify-$$
object=${TMPDIR:-/tmp}/scx-studio.$4
cleanup() { rm -rf "$object" "$pins"; }

# A new file or none; mktemp would be one more process.
refusal=$({ set -C && : >"$object"; } 2>&1) || {
	printf 'scx-studio: cannot store the object: %s\n' "${refusal##*: }"
	exit 74
}
worker=
trap cleanup EXIT
trap '[ "$worker" ] && kill $worker 2>/dev/null; exit 130' HUP INT TERM PIPE

# Root without its rights can still pin: it owns the folder.
least=
[ "$3" = all ] || choose_least

# Waits for the object and becomes bpftool: on an emulated target each process costs 10 to 25 ms and setpriv 45,
# and all but two are over before the compiler is. What comes after the object tells the shell above to stop.
# $1 object, $2 pins, $3 "full" or "brief", $4 seconds of "full", $5 the shell above.
bounded='
if ! [ -s "$1" ]; then
	read -r size || exit 130
	head -c "$size" >"$1" 2>/dev/null || exit 74
	{
		while read -r _; do :; done
		kill "$5"
	} >/dev/null 2>&1 <&3 &
fi
debug=
if [ "$3" = full ]; then
	ulimit -t "$4"
	debug=-d
fi
exec bpftool $debug prog loadall "$1" "$2" </dev/null
'
# A job in the background has no standard input but by another number.
exec 3<&0
# $1 "full", or "brief"; $2 seconds of "full".
verify() {
	become sh -c "$bounded" sh "$object" "$pins" "$1" "$2" $$ 2>&1 <&3 &
	worker=$!
	wait $worker
	status=$?
}
verify "$1" "$2"
# What can't do it has ended before it read anything.
if [ "$status" -ne 0 ] && [ "$least" ] && ! [ -s "$object" ]; then
	least=
	verify "$1" "$2"
fi
# 137: ended by SIGKILL, which is what the limit ends in.
if [ "$1" = full ] && [ "$status" -eq 137 ]; then
	echo "scx-studio: the whole trace took more than $2 s and was left out"
	rm -rf "$pins"
	verify brief "$2"
fi
if [ "$status" -eq 74 ]; then
	echo "scx-studio: cannot store the object: no space left, or the connection ended"
	exit 74
fi
echo "scx-studio: bpftool exited $status"
