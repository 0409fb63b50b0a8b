# Compiles a scheduler for the running kernel with this machine's own clang. Runs as the login user.
#   $1      size in bytes of the sources: a gzipped tar with the paths they have on the developer's machine
#   $2      name of the kernel build: its vmlinux.h is kept under this name
#   $3      path of the source in that tar, from "/" on
#   $4…     arguments for clang: "=TEXT" as it is; "@PATH" a path in the tar; "mFROM=TO" calls FROM, a path in
#           the tar, TO in the object; "kPATH" a path in the folder of vmlinux.h
#   stdin   the sources, then nothing; its end means: stop, the answer is not wanted any more
#   stdout  "key value" lines. Always: tree PATH (where the sources lay). Then either what kept clang from
#           running, "missing clang | clang-version NUMBER | clang-bpf PATH | headers | bpftool | types | room", with
#           os BASE64 (os-release), or: types PATH (where vmlinux.h is), clang PATH, version NUMBER, exited
#           STATUS, said BASE64 (clang's words), rule BASE64 (its make rule), object BASE64 (gzipped, without
#           DWARF where it can be stripped). Last: end
# Leaves vmlinux.h in the user's cache folder, one a kernel build, for a month after its last use.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
umask 077
work=
worker=
part=
cleanup() { rm -rf "$work" ${part:+"$part"}; }
trap cleanup EXIT
stop() {
	if [ "$worker" ]; then
		kill "$worker" 2>/dev/null
		wait "$worker" 2>/dev/null
	fi
	exit 130
}
trap stop HUP INT TERM PIPE

encoded() { printf '%s ' "$1"; base64 | tr -d '\n'; echo; }
missing() {
	echo "missing $*"
	cat /etc/os-release /usr/lib/os-release 2>/dev/null | encoded os
	echo end
	exit 0
}
# In the background, so that a signal does not wait for it.
run() {
	"$@" </dev/null &
	worker=$!
	wait $worker
}

work=$(mktemp -d "${TMPDIR:-/tmp}/scx-studio.XXXXXX" 2>&1) || {
	reason=$work
	work=
	echo tree -
	missing room "$reason"
}
tree=$work/tree
types=$work/types
echo "tree $tree"
exec 3<&0
mkdir "$tree" "$types"
head -c "$1" <&3 2>/dev/null | gzip -dc 2>/dev/null | tar -xmf - -C "$tree" 2>"$work/said"
unpacked=$?
{
	cat <&3
	kill $$
} >/dev/null 2>&1 &
[ "$unpacked" = 0 ] || missing room "$(head -n 1 "$work/said")"

# Every clang of PATH. What is a link to something else, such as ccache, is called by its own name.
find_clangs() {
	IFS=:
	# shellcheck disable=SC2086 # Split at colons.
	for folder in $PATH; do
		for path in "$folder"/clang "$folder"/clang-[0-9] "$folder"/clang-[0-9][0-9]; do
			[ -x "$path" ] || continue
			real=$(readlink -f "$path")
			case ${real##*/} in clang*) echo "$real" ;; *) echo "$path" ;; esac
		done
	done | sort -u >"$work/clangs"
}
clang=
version=15
tooOld=
noBpf=
(find_clangs) 2>/dev/null || missing room "No space left"
while read -r path; do
	number=$("$path" --version 2>/dev/null </dev/null | sed -n 's/.*clang version \([0-9]*\).*/\1/p;q')
	[ "$number" ] || continue
	if [ "$number" -lt 16 ]; then
		[ "${tooOld:-0}" -ge "$number" ] || tooOld=$number
	elif [ "$number" -le "$version" ]; then
		continue
	elif "$path" --print-targets 2>/dev/null </dev/null | grep -q '^ *bpf '; then
		clang=$path
		version=$number
	else
		noBpf=$path
	fi
done <"$work/clangs"
if [ ! "$clang" ]; then
	[ ! "$noBpf" ] || missing clang-bpf "$noBpf"
	[ ! "$tooOld" ] || missing clang-version "$tooOld"
	missing clang
fi

dump_types() { run bpftool btf dump file /sys/kernel/btf/vmlinux format c >"$1" 2>"$work/said" && grep -q '^struct task_struct {' "$1"; }
kept=${XDG_CACHE_HOME:-$HOME/.cache}/scx-studio/kernels
if [ -s "$kept/$2/vmlinux.h" ]; then
	types=$kept/$2
	touch "$types" 2>/dev/null
else
	command -v bpftool >/dev/null || missing bpftool
	find "$kept" -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} + 2>/dev/null
	part=$kept/$2/vmlinux.h.$$
	if mkdir -p "$kept/$2" 2>/dev/null && (: >"$part") 2>/dev/null && dump_types "$part" && mv "$part" "$kept/$2/vmlinux.h"; then
		types=$kept/$2
	else
		# A home that can't be written, or is full, costs the time of a dump a build.
		dump_types "$types/vmlinux.h" || missing types "$(head -n 1 "$work/said")"
	fi
	part=
fi

source=$tree$3
shift 3
count=$#
while [ "$count" -gt 0 ]; do
	argument=${1#?}
	case $1 in
	@*) argument=$tree$argument ;;
	m*) argument=-ffile-prefix-map=$tree$argument ;;
	k*) argument=$types$argument ;;
	esac
	shift
	set -- "$@" "$argument"
	count=$((count - 1))
done
cd "${source%/*}" || exit 74
run "$clang" "$@" -MD -MF "$work/rule" -c "$source" -o "$work/object" >"$work/said" 2>&1
status=$?
if [ "$status" != 0 ]; then
	! grep -q "error: 'bpf/bpf_[a-z_]*\.h' file not found" "$work/said" || missing headers
	! grep -q 'error: .*No space left on device' "$work/said" || missing room "No space left on device"
	# A clang that fails says why. A signal's status is above 128.
	[ -s "$work/said" ] || [ "$status" -gt 128 ] || missing room "No space left for what clang says"
fi

echo "types $types"
echo "clang $clang"
echo "version $version"
echo "exited $status"
encoded said <"$work/said"
if [ "$status" = 0 ]; then
	encoded rule <"$work/rule"
	strip=${clang%/*}/llvm-strip
	[ -x "$strip" ] || strip=$(command -v "llvm-strip-$version" || command -v llvm-strip)
	stripped=$work/object
	if [ "$strip" ] && "$strip" -g "$work/object" -o "$work/stripped" 2>/dev/null; then
		stripped=$work/stripped
	elif bpftool gen object "$work/linked" "$work/object" >/dev/null 2>&1 && [ -s "$work/linked" ]; then
		stripped=$work/linked
	fi
	gzip -c "$stripped" | encoded object
fi
echo end
