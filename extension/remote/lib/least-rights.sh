# How root passes on no more than verifying takes: cap_bpf and cap_perfmon. Stands before scripts, and runs nothing.
# What root's programs may is bounded by one set (capabilities(7)), of which all else is dropped.

# By its path: busybox's shell would take its own, which has no such option.
setpriv=/usr/bin/setpriv
# The number of prctl(2) on this machine (syscall tables of Linux 6.12): perl without its modules has no name for it.
prctl_number() {
	case $(uname -m) in
	x86_64) echo 157 ;;
	aarch64 | riscv64 | loongarch64) echo 167 ;;
	ppc64 | ppc64le) echo 171 ;;
	s390x) echo 172 ;;
	esac
}
# Sets $least to what can do it here; to nothing where this user is not root, or nothing can.
choose_least() {
	least=
	[ -w /proc/sys/kernel/hostname ] || return 0
	if [ -x $setpriv ]; then
		least=setpriv
	elif command -v perl >/dev/null && prctl=$(prctl_number) && [ "$prctl" ]; then
		least=perl
	elif command -v python3 >/dev/null; then
		least=python3
	fi
}

# PR_CAPBSET_DROP (24) of all but CAP_PERFMON (38) and CAP_BPF (39), up to the first that the kernel does not have
# (EINVAL, 22).
bound_perl='
my $prctl = 0 + shift;
for my $cap (0 .. 63) {
	next if $cap == 38 || $cap == 39 || syscall($prctl, 24, $cap, 0, 0, 0) == 0;
	last if $! == 22 && $cap > 39;
	die "$!\n";
}
exec { $ARGV[0] } @ARGV or die "$!\n";
'
bound_python='
import ctypes, os, sys
libc = ctypes.CDLL(None, use_errno=True)
for cap in range(64):
    if cap in (38, 39) or libc.prctl(24, cap, 0, 0, 0) == 0:
        continue
    if ctypes.get_errno() == 22 and cap > 39:
        break
    sys.exit(os.strerror(ctypes.get_errno()))
os.execvp(sys.argv[1], sys.argv[1:])
'
# Becomes the command of its arguments, with $least.
become() {
	case $least in
	setpriv) exec $setpriv --bounding-set=-all,+bpf,+perfmon "$@" ;;
	perl) exec perl -e "$bound_perl" "$prctl" "$@" ;;
	python3) exec python3 -c "$bound_python" "$@" ;;
	*) exec "$@" ;;
	esac
}

