# What this target is, as "key value" lines in one round trip. A key without a value is unknown.
# "run" lines are those of runs.sh; "runsHidden yes" stands for them where only root can see any.
# Runs as the login user; nothing is changed.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
scx=/sys/kernel/sched_ext

say() { printf '%s %s\n' "$1" "$2"; }
first() { { read -r line <"$1"; } 2>/dev/null && printf '%s' "$line"; }

release=$(uname -r)
build=$(sha256sum /sys/kernel/notes 2>/dev/null) || build=$(cksum </proc/version)
# Some kernels have no build id: then the version line tells builds apart.
case $build in e3b0c44298fc*) build=$(cksum </proc/version) ;; esac
say kernelRelease "$release"
say kernelBuild "$release-$(printf %.12s "$build")"
say machine "$(uname -m)"
uid=$(id -u)
say uid "$uid"
privilege=none
if [ "$uid" = 0 ]; then
	privilege=root
elif sudo -n true 2>/dev/null; then
	privilege=sudo
elif command -v sudo >/dev/null; then
	privilege=sudo-password
fi
say privilege $privilege
# Bits 38 and 39 are CAP_PERFMON and CAP_BPF (include/uapi/linux/capability.h, Linux 5.8).
caps=$(sed -n 's/^CapEff:[[:space:]]*//p' /proc/self/status)
bits=$((0x${caps:-0} >> 38 & 3))
case $(getcap "$(command -v bpftool)" 2>/dev/null) in *cap_bpf*) file=yes ;; *) file= ;; esac
say hasCapabilities "$({ [ $bits = 3 ] || [ "$file" ]; } && [ -w /sys/fs/bpf ] && echo yes)"
say hasBtf "$([ -e /sys/kernel/btf/vmlinux ] && echo yes)"
say hasSchedExt "$([ -d $scx ] && echo yes)"
say hasBpffs "$(grep -q ' /sys/fs/bpf bpf ' /proc/mounts && echo yes)"
say bpftool "$(bpftool version 2>/dev/null | head -n 1)"
say state "$(first $scx/state)"
say activeOps "$(first $scx/root/ops)"
# sched_ext refuses to start beside isolcpus= (scx_enable() in kernel/sched/ext.c, Linux 6.12).
say isolatedCpus "$(first /sys/devices/system/cpu/isolated)"
say freeKilobytes "$(df -Pk "${TMPDIR:-/tmp}" 2>/dev/null | awk 'NR == 2 { print $4 }')"

# The text of runs.sh: a login user may not look into the BPF file system where systemd mounts it, or into
# our folder where root's umask is strict.
bpffs=/sys/fs/bpf
# shellcheck disable=SC2154 # index.ts sets it.
if [ -r $bpffs/scx-studio ] && [ -x $bpffs/scx-studio ]; then
	eval "$runs"
elif [ -e $bpffs/scx-studio ] || { [ -d $bpffs ] && [ ! -x $bpffs ]; }; then
	{ [ $privilege = sudo ] && sudo -n sh -c "$runs" 2>/dev/null; } || say runsHidden yes
fi
exit 0
