# A pinned scheduler is put back by a new link of its map, for which bpftool has no command: perl or
# python3 make the calls of bpf(2), perl without its modules. Stands before scripts, and runs nothing.

# The number of bpf(2) on this machine (syscall tables of Linux 6.12).
bpf_number() {
	case $(uname -m) in
	x86_64) echo 321 ;;
	aarch64 | riscv64 | loongarch64) echo 280 ;;
	ppc64 | ppc64le) echo 361 ;;
	s390x) echo 351 ;;
	esac
}
interpreter() {
	[ "$(bpf_number)" ] || return
	if command -v perl >/dev/null; then
		echo perl
	elif python3 -c 'import ctypes' 2>/dev/null; then
		echo python3
	fi
}

# BPF_OBJ_GET (7) of the map, BPF_LINK_CREATE (28) with BPF_STRUCT_OPS (44), BPF_OBJ_PIN (6) of the link;
# the layouts are union bpf_attr's (include/uapi/linux/bpf.h).
relink_perl='
sub bpf { my $got = syscall($ARGV[2] + 0, $_[0], $_[1], 120); die "$!\n" if $got < 0; $got }
sub named { pack("p", $_[0]) . pack("L2 x104", $_[1], 0) }
my ($map, $pin) = ("$ARGV[0]\0", "$ARGV[1]\0");
my $link = bpf(28, pack("L4 x104", bpf(7, named($map, 0)), 0, 44, 0));
bpf(6, named($pin, $link));
'
relink_python='
import ctypes, os, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
def bpf(command, attr):
    got = libc.syscall(int(sys.argv[3]), command, ctypes.create_string_buffer(attr, 120), 120)
    if got < 0:
        sys.exit(os.strerror(ctypes.get_errno()))
    return got
def named(buffer, fd):
    return struct.pack("QII", ctypes.addressof(buffer), fd, 0)
map, pin = (ctypes.create_string_buffer(os.fsencode(name)) for name in sys.argv[1:3])
link = bpf(28, struct.pack("IIII", bpf(7, named(map, 0)), 0, 44, 0))
bpf(6, named(pin, link))
'
# Registers the scheduler whose map is pinned at $1 again, with a pin at $2. Says what went wrong.
relink() {
	case $(interpreter) in
	perl) perl -e "$relink_perl" "$1" "$2" "$(bpf_number)" 2>&1 ;;
	python3) python3 -c "$relink_python" "$1" "$2" "$(bpf_number)" 2>&1 ;;
	*)
		echo 'there is neither perl nor python3'
		return 1
		;;
	esac
}
