# Takes an object through the verifier without attaching it. Runs as root.
#   $1      size of the object in bytes
#   $2      "full" for the whole instruction trace and statistics, "brief" without (a trace of a
#           large program can outgrow libbpf's 16 MB buffer, which fails the load)
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
if [ "$(wc -c <"$object")" -ne "$1" ]; then
	echo "scx-studio: cannot store the object: no space left, or the connection ended"
	exit 74
fi

detail=-d
[ "$2" = brief ] && detail=
bpftool $detail prog loadall "$object" "$pins" 2>&1 </dev/null &
worker=$!
{
	cat <&3
	kill $worker $$
} >/dev/null 2>&1 &
wait $worker
echo "scx-studio: bpftool exited $?"
