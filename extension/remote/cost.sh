# What the callbacks of struct_ops programs cost: how often each ran and how long in all. Runs as root.
#   stdin   a line asks for a reading; the end means: stop
#   stdout  "way bpf" or "way sysctl" once, or "none MESSAGE" when the kernel does not count; then a reading:
#           "time SECONDS" since boot, "program ID TAG COUNT NANOSECONDS NAME" each, and "end"
# The kernel counts only while it is asked to, and then every program pays for it: about 20 ns a call. Asked by
# bpf(2) it stops with the process that asked, however that ends (BPF_ENABLE_STATS, Linux 5.8). Without perl and
# python3 it is asked by sysctl, which a guard turns off again. The kernel cuts names to 15 characters: the whole ones
# come from BTF by bpftool (get_prog_full_name, since 5.18), which is asked again only when a program is new.
# Stands after lib/relink.sh. The offsets are those of struct bpf_prog_info (include/uapi/linux/bpf.h, Linux 5.1 to 7.3).
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

perl_program='
my $number = $ARGV[0] + 0;
sub bpf { syscall($number, $_[0], $_[1], 128) }
my %name;
sub whole {
	my ($id, $short) = @_;
	return $short if length $short < 15;
	for (exists $name{$id} ? () : `bpftool prog show 2>/dev/null`) { $name{$1} = $2 if /^(\d+): struct_ops +name (\S+)/ }
	$name{$id} = $short if index($name{$id} // "", $short);
	$name{$id};
}
my $stats = bpf(32, pack("x128"));
if ($stats < 0) { print "none $!\n"; exit }
$| = 1;
print "way bpf\n";
while (defined(my $tick = <STDIN>)) {
	open(my $clock, "<", "/proc/uptime");
	my ($time) = split / /, <$clock>;
	my $text = "time $time\n";
	my $id = 0;
	while (1) {
		my $next = pack("L2 x120", $id);
		last if bpf(11, $next) < 0;
		$id = unpack("x4 L", $next);
		my $fd = bpf(13, pack("L x124", $id));
		next if $fd < 0;
		open(my $held, "<&=", $fd);
		my $info = "\0" x 232;
		next if bpf(15, pack("L2 P x112", $fd, 232, $info)) < 0;
		my ($type, $tag, $name, $ns, $count) = unpack("L x4 H16 x48 Z16 x112 Q2", $info);
		$text .= "program $id $tag $count $ns " . whole($id, $name) . "\n" if $type == 27;
	}
	print $text, "end\n";
}
'
python_program='
import ctypes, os, re, struct, subprocess, sys
libc = ctypes.CDLL(None, use_errno=True)
number = int(sys.argv[1])
def bpf(command, attr):
    return libc.syscall(number, command, attr, 128)
def attr(layout, *values):
    return ctypes.create_string_buffer(struct.pack(layout, *values), 128)
names = {}
def whole(id, short):
    if len(short) < 15:
        return short
    if id not in names:
        try:
            said = subprocess.run(["bpftool", "prog", "show"], stdin=subprocess.DEVNULL, capture_output=True).stdout
        except OSError:
            said = b""
        for known, name in re.findall(r"(?m)^(\d+): struct_ops +name (\S+)", said.decode("utf-8", "replace")):
            names[int(known)] = name
        names.setdefault(id, short)
    return names[id] if names[id].startswith(short) else short
if bpf(32, attr("I", 0)) < 0:
    print("none " + os.strerror(ctypes.get_errno()))
    sys.exit()
print("way bpf", flush=True)
for tick in iter(sys.stdin.readline, ""):
    with open("/proc/uptime") as clock:
        lines = ["time " + clock.read().split()[0]]
    after = attr("II", 0, 0)
    while bpf(11, after) >= 0:
        id, = struct.unpack_from("I", after, 4)
        after = attr("II", id, 0)
        fd = bpf(13, attr("I", id))
        if fd < 0:
            continue
        info = ctypes.create_string_buffer(232) # What it holds, the kernel would take for arguments.
        known = bpf(15, attr("IIQ", fd, 232, ctypes.addressof(info))) >= 0
        os.close(fd)
        kind, = struct.unpack_from("I", info, 0)
        if known and kind == 27:
            name = info.raw[64:80].split(b"\0")[0].decode("ascii", "replace")
            ns, count = struct.unpack_from("QQ", info, 192)
            lines.append(f"program {id} {info.raw[8:16].hex()} {count} {ns} {whole(id, name)}")
    print("\n".join(lines + ["end"]), flush=True)
'
switch=/proc/sys/kernel/bpf_stats_enabled

by_sysctl() {
	# A shell's own read takes a byte at a time, of which a sysctl gives only the first (busybox).
	{ before=$(cat $switch) && echo 1 >$switch; } 2>/dev/null || {
		echo "none $switch cannot be written"
		exit
	}
	if [ "$before" = 0 ]; then
		# The guard has its own session where that can be had: what ends this one does not end it.
		session=$(command -v setsid)
		# shellcheck disable=SC2016 # Its own arguments.
		$session sh -c 'while kill -0 "$0" && sleep 1; do :; done; echo 0 >"$1"' $$ $switch \
			>/dev/null 2>&1 </dev/null &
		guard=$!
		# The guard would turn off what somebody else has turned on by then.
		trap 'kill $guard; echo 0 >$switch' EXIT
		trap 'exit 0' HUP INT TERM PIPE
	fi
	echo 'way sysctl'
	while read -r _; do
		read -r time _ </proc/uptime
		echo "time $time"
		bpftool prog show 2>/dev/null | awk '$2 == "struct_ops" {
			for (i = 3; i < NF; i++) value[$i] = $(i + 1)
			print "program", $1 + 0, value["tag"], value["run_cnt"] + 0, value["run_time_ns"] + 0, value["name"]
			split("", value)
		}'
		echo end
	done
}

case $(interpreter) in
perl) exec perl -e "$perl_program" "$(bpf_number)" ;;
python3) exec python3 -c "$python_program" "$(bpf_number)" ;;
*) by_sysctl ;;
esac
