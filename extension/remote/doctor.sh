# What a check of a target asks beyond facts.sh, whose lines follow in the same round trip.
#   stdout  "key value" lines; a key without a value is unknown. Many of a kind: "os KEY=VALUE" (os-release),
#           "tool NAME PATH", "clang VERSION PATH", "sysctl NAME NUMBER", "config NAME=VALUE"
# Runs as the login user; root's part runs by sudo where that asks nothing. Nothing is changed.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s %s\n' "$1" "$2"; }
first() { { read -r line <"$1"; } 2>/dev/null && printf '%s' "$line"; }

# First: the asker takes the time when this line comes. Seconds since 1970, with a fraction where date has %N.
say clock "$(date +%s.%N 2>/dev/null)"

uid=$(id -u)
# shellcheck disable=SC2154 # index.ts sets it: the text of root-facts.sh.
if [ "$uid" != 0 ] && sudo -n true 2>/dev/null; then
	sudo -n sh -c "$root_facts" 2>/dev/null
else
	eval "$root_facts"
fi

grep -E '^(ID|ID_LIKE|VERSION_ID|VERSION_CODENAME|PRETTY_NAME)=' /etc/os-release 2>/dev/null | sed 's/^/os /'
say cpus "$(first /sys/devices/system/cpu/online)"
say commandLine "$(first /proc/cmdline)"

virtual=$(systemd-detect-virt 2>/dev/null)
if [ ! "$virtual" ]; then
	virtual=none
	grep -q '^flags.* hypervisor' /proc/cpuinfo 2>/dev/null && virtual=vm
	case $(first /sys/class/dmi/id/sys_vendor) in QEMU*) virtual=qemu ;; esac
fi
say virtual "$virtual"
container=
[ -e /.dockerenv ] && container=docker
[ -e /run/.containerenv ] && container=podman
[ -e /run/systemd/container ] && container=$(first /run/systemd/container)
say container "$container"

# Names end with a NUL each and come last; before them a header of six words, in the target's byte order
# (Documentation/bpf/btf.rst). pahole marks kfuncs by a tag of the name "bpf_kfunc" since 1.26. An emulated
# target takes a second for this.
btf=/sys/kernel/btf/vmlinux
# shellcheck disable=SC2046 # The words of the header: magic, its own size, types at, size, names at, size.
set -- $(od -An -tu4 -N24 $btf 2>/dev/null)
if [ $# = 6 ]; then
	say btfBytes $(($2 + $5 + $6))
	marked=no
	tail -c +$(($2 + $5 + 1)) $btf | tr '\0' '\n' | LC_ALL=C grep -qx bpf_kfunc && marked=yes
	say kfuncsMarked $marked
fi

say bpffs "$(awk '$2 == "/sys/fs/bpf" && $3 == "bpf" { options = $4 } END { print options }' /proc/mounts)"
say libbpf "$(bpftool version 2>/dev/null | sed -n 's/.*using libbpf v//p')"
for tool in bpftool sudo awk head mktemp readlink chrt dmesg timedatectl; do
	path=$(command -v $tool) && say tool "$tool $path"
done
say user "$(id -un)"
# What build.sh would find: those that compile for BPF.
for path in "$(command -v clang)" /usr/bin/clang-[0-9][0-9]; do
	[ -x "$path" ] || continue
	number=$("$path" --version 2>/dev/null </dev/null | sed -n 's/.*clang version \([0-9]*\).*/\1/p;q')
	"$path" --print-targets 2>/dev/null </dev/null | grep -q '^ *bpf ' && say clang "$number $path"
done
[ -e /usr/include/bpf/bpf_helpers.h ] && say bpfHeaders yes
say shellCapabilities "$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)"
say toolCapabilities "$(getcap "$(command -v bpftool)" 2>/dev/null | sed 's/^[^ ]* =* *//')"

# dash reads a byte at a time, and /proc/sys gives no second one: so not by `read`.
cd /proc/sys/kernel && grep -s . watchdog watchdog_thresh softlockup_panic panic_on_rcu_stall \
	dmesg_restrict | sed 's/^/sysctl /; s/:/ /'
[ -e /proc/sysrq-trigger ] && say sysrq yes
kmsg=absent
[ -e /dev/kmsg ] && kmsg=refused
(exec 3</dev/kmsg) 2>/dev/null && kmsg=readable
say kmsg $kmsg

folder=${TMPDIR:-/tmp}
say tempFolder "$folder"
# Root's `test -w` says yes to everything under busybox, also where nobody can write.
point=$(df -P "$folder" 2>/dev/null | awk 'NR == 2 { print $6 }')
mode=$(awk -v point="$point" '$2 == point { mode = substr($4, 1, 2) } END { print mode }' /proc/mounts)
[ -w "$folder" ] && [ "$mode" != ro ] && say tempWritable yes
say tempInodes "$(df -Pi "$folder" 2>/dev/null | awk 'NR == 2 && $2 > 0 { print $4 }')"

# The first that can be read. Root may have to read it; then it is unknown.
release=$(uname -r)
for config in /proc/config.gz "/boot/config-$release" "/lib/modules/$release/config" \
	"/lib/modules/$release/build/.config"; do
	[ -r "$config" ] || continue
	say configFile "$config"
	{ gzip -dc <"$config" || cat "$config"; } 2>/dev/null | grep -E '^CONFIG_(SCHED_CLASS_EXT|EXT_GROUP_SCHED|BPF|BPF_SYSCALL|BPF_JIT|BPF_JIT_ALWAYS_ON|DEBUG_INFO_BTF|MAGIC_SYSRQ|KALLSYMS)=' | sed 's/^/config /'
	break
done
