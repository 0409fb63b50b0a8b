# What is left of a scheduler that ended: the kernel log, its debug dump, its exit information, and the source
# lines of the BPF programs in the backtrace. Stands after lib/scheduler.sh and lib/relink.sh, and runs nothing.

# From now on the kernel's debug dumps are kept for the run $1 (tracepoint sched_ext_dump, 6.12): a scheduler
# need not have a map for them. Any CPU may be the one that dumps; all buffers together take 16 MB at most.
trace_dumps() {
	trace=$(dump_trace "$1")
	[ "$trace" ] || return
	mkdir "$trace" 2>/dev/null || return
	# shellcheck disable=SC2012 # Names of the kernel's.
	kilobytes=$((16384 / $(ls -d "$trace"/per_cpu/cpu* | wc -l)))
	[ $kilobytes -le 1024 ] || kilobytes=1024
	echo $kilobytes >"$trace/buffer_size_kb"
	echo 1 >"$trace/events/sched_ext/sched_ext_dump/enable"
} 2>/dev/null

# The source lines of all struct_ops programs: "TAG OFFSET LINE FILE<tab>TEXT", with the offset in the machine
# code of the function with this tag; the first function is known by the whole program's. The layouts are
# those of struct bpf_prog_info, bpf_line_info and bpf_btf_info (include/uapi/linux/bpf.h) and btf_header
# (btf.h), Linux 5.1 to 7.3. Without the right to see addresses (kptr_restrict) they are zero, and there are
# none.
lines_perl='
my $number = $ARGV[0] + 0;
sub bpf { syscall($number, $_[0], $_[1], 128) }
sub look { bpf(15, pack("L2 P x112", $_[0], length $_[1], $_[1])) >= 0 }
sub opened { my $fd = bpf($_[0], pack("L x124", $_[1])); return if $fd < 0; open(my $held, "<&=", $fd); $held }
my %strings;
sub strings {
	my $held = opened(19, $_[0]) or return "";
	my $info = "\0" x 32;
	look(fileno $held, $info) or return "";
	my $size = unpack("x8 L", $info);
	my $data = "\0" x $size;
	look(fileno $held, my $ask = pack("P L x20", $data, $size)) or return "";
	my ($header, $start, $length) = unpack("x4 L x8 L2", $data);
	substr($data, $header + $start, $length);
}
my $id = 0;
while (1) {
	my $next = pack("L2 x120", $id);
	last if bpf(11, $next) < 0;
	$id = unpack("x4 L", $next);
	my $held = opened(13, $id) or next;
	my $info = "\0" x 232;
	look(fileno $held, $info) or next;
	my ($type, $own, $functions, $btf, $count, $jited, $tags) = unpack("L x4 H16 x88 L x20 L x16 L x16 L x8 L", $info);
	next if $type != 27 or !$btf or !$count or $count != $jited or $functions != $tags;
	my ($starts, $names) = map { "\0" x (8 * $functions) } 1 .. 2;
	my ($lines, $addresses) = ("\0" x (16 * $count), "\0" x (8 * $count));
	my $ask = pack("x104 L x4 P x28 L P P L4 P x40", $functions, $starts, $count, $lines, $addresses,
		$count, 16, 8, $functions, $names);
	look(fileno $held, $ask) or next;
	my @start = unpack("Q*", $starts);
	my (undef, @tag) = unpack("(H16)*", $names);
	unshift @tag, $own;
	my @address = unpack("Q*", $addresses);
	my $text = $strings{$btf} //= strings($btf);
	my $function = -1;
	for my $i (0 .. $#address) {
		my ($file, $code, $place) = unpack("x4 L3", substr($lines, 16 * $i, 16));
		$function++ while $function < $#start and grep { $_ == $address[$i] } $start[$function + 1];
		next if $function < 0 or !$address[$i] or $address[$i] < $start[$function];
		my ($path, $said) = map { unpack("Z*", substr($text, $_)) } $file, $code;
		printf "%s %d %d %s\t%s\n", $tag[$function], $address[$i] - $start[$function], $place >> 10, $path, $said;
	}
}
'
lines_python='
import ctypes, os, struct, sys
libc = ctypes.CDLL(None, use_errno=True)
def bpf(command, attr):
    return libc.syscall(int(sys.argv[1]), command, attr, 128)
def attr(layout, *values):
    return ctypes.create_string_buffer(struct.pack(layout, *values), 128)
def look(fd, info):
    return bpf(15, attr("IIQ", fd, len(info), ctypes.addressof(info))) >= 0
def room(size):
    return ctypes.create_string_buffer(max(size, 1))
def strings(id):
    fd = bpf(19, attr("I", id))
    info = room(32)
    if fd < 0 or not look(fd, info):
        return b""
    size, = struct.unpack_from("I", info, 8)
    data = room(size)
    struct.pack_into("QI20x", info, 0, ctypes.addressof(data), size)
    known = look(fd, info)
    os.close(fd)
    header, start, length = struct.unpack_from("4xI8xII", data)
    return data.raw[header + start:header + start + length] if known else b""
texts = {}
def lines_of(fd):
    info = room(232)
    if not look(fd, info):
        return
    type, own, functions, btf, count, jited, tags = struct.unpack_from("I4x8s88xI20xI16xI16xI8xI", info)
    if type != 27 or not btf or not count or count != jited or functions != tags:
        return
    starts, names, lines, addresses = room(8 * functions), room(8 * functions), room(16 * count), room(8 * count)
    at = ctypes.addressof
    struct.pack_into("104xI4xQ28xIQQIIIIQ40x", info, 0, functions, at(starts), count, at(lines), at(addresses),
        count, 16, 8, functions, at(names))
    if not look(fd, info):
        return
    start = struct.unpack("%dQ" % functions, starts.raw[:8 * functions])
    text = texts[btf] if btf in texts else texts.setdefault(btf, strings(btf))
    word = lambda offset: text[offset:text.find(b"\0", offset)].decode("utf-8", "replace")
    function = -1
    for i, address in enumerate(struct.unpack("%dQ" % count, addresses.raw[:8 * count])):
        file, code, place = struct.unpack_from("4xIII", lines, 16 * i)
        while function + 1 < functions and start[function + 1] == address:
            function += 1
        if function < 0 or not address or address < start[function]:
            continue
        tag = (names.raw[8 * function:8 * function + 8] if function else own).hex()
        print("%s %d %d %s\t%s" % (tag, address - start[function], place >> 10, word(file), word(code)))
after = attr("II", 0, 0)
while bpf(11, after) >= 0:
    id, = struct.unpack_from("I", after, 4)
    after = attr("II", id, 0)
    fd = bpf(13, attr("I", id))
    if fd >= 0:
        lines_of(fd)
        os.close(fd)
'
line_table() {
	case $(interpreter) in
	perl) perl -e "$lines_perl" "$(bpf_number)" ;;
	python3) PYTHONIOENCODING=utf-8 python3 -c "$lines_python" "$(bpf_number)" ;;
	esac 2>/dev/null
}

# "frame SYMBOL+OFFSET LINE FILE<tab>TEXT" for each BPF function in the kernel log of standard input, by the
# table $1. A frame's address is where the call returns to: the call itself ends one byte before.
say_frames() {
	{ printf '%s\n' "$1" -- && cat; } | awk '
		function number(hex, value, i) {
			for (i = 3; i <= length(hex); i++) value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
			return value
		}
		$0 == "--" { isLog = 1; next }
		!isLog { count[$1]++; at[$1, count[$1]] = $2; place[$1, count[$1]] = substr($0, length($1 $2) + 3); next }
		match($0, /bpf_prog_[0-9a-f]+_[A-Za-z0-9_.]+\+0x[0-9a-f]+/) {
			symbol = substr($0, RSTART, RLENGTH)
			tag = substr(symbol, 10, 16)
			offset = symbol
			sub(/.*\+/, "", offset)
			offset = number(offset) - 1
			best = 0
			for (i = 1; i <= count[tag]; i++)
				if (at[tag, i] <= offset && (!best || at[tag, i] >= at[tag, best])) best = i
			if (best && !said[symbol]++) print "frame " symbol " " place[tag, best]
		}'
}

# All maps, a line each: "ID,…" as bpftool's JSON has them.
list_maps() {
	command -v bpftool >/dev/null || return
	bpftool -j map show 2>/dev/null | sed 's/{"id":/\
/g'
}
# "ID BTF" of the newest struct_ops map, "0" when there is none. All maps of one loading of an object have one BTF.
newest_ops_map() {
	list_maps | awk '
		/"type":"struct_ops"/ && $0 + 0 > id + 0 {
			id = $0 + 0
			btf = match($0, /"btf_id":[0-9]+/) ? substr($0, RSTART + 9, RLENGTH - 9) : ""
		}
		END { print id + 0, btf }'
}
# Notes which maps are the run's own, as long as they are there: those that are as new as the struct_ops map that
# came since $ops_before was noted. Others leave exit information in maps, too, and those outlive a scheduler.
note_own_maps() {
	newest=$(newest_ops_map)
	[ "${newest%% *}" -le "${ops_before%% *}" ] || own_btf=${newest#* }
} 2>/dev/null
# The ids of its maps that hold variables. They may be of many megabytes: the kernel's dump has 32 KB at first.
small_data_maps() {
	list_maps | awk -v btf="$1" '
		/"type":"array"/ && /"name":"[^"]*\.(data|bss)/ && index($0, "\"btf_id\":" btf "}") + index($0, "\"btf_id\":" btf ",") {
			if (match($0, /"bytes_value":[0-9]+/) && substr($0, RSTART + 14, RLENGTH - 14) + 0 <= 262144) print $0 + 0
		}'
}
# What the scheduler wrote into its own maps at its end (UEI_RECORD): "uei LINE" of the newest that has a kind, and
# of the newest with a dump.
say_exit_maps() {
	[ "$own_btf" ] || return
	for id in $(small_data_maps "$own_btf" | sort -rn); do
		[ ! "$has_exit" ] || [ ! "$has_dump" ] || break
		map=$(bpftool map dump id "$id" 2>/dev/null)
		case $map in
		*'"kind": '[1-9]*'"exit_code"'*)
			[ ! "$has_exit" ] || continue
			has_exit=yes
			;;
		*_dump\"*)
			[ ! "$has_dump" ] || continue
			has_dump=yes
			;;
		*) continue ;;
		esac
		printf '%s\n' "$map" | awk '{ print "uei " $0 }'
		echo uei
	done
	has_exit='' has_dump=''
}
# "dumped LINE" for each line of all dumps.
say_dump() {
	trace=$(dump_trace "$1")
	[ -d "$trace" ] || return
	awk '/sched_ext_dump: / { sub(/^.*: sched_ext_dump: /, ""); print "dumped " $0; next }
		/sched_ext_dump:$/ { print "dumped " }' "$trace/trace" 2>/dev/null
}

# The kernel log since $marker was written into it.
kernel_log() {
	# The reason is written after the state has changed: the log gets a moment to say it.
	sleep 0.3
	dmesg | awk -v marker="$marker" 'index($0, marker) { on = 1; next } on { print "log " $0 }'
}
# All that is known of the end of the run $1; $2 is the table of lines, when it was made while it ran.
post_mortem() {
	log=$(kernel_log)
	[ ! "$log" ] || printf '%s\n' "$log"
	case $log in *bpf_prog_*) printf '%s\n' "$log" | say_frames "${2:-$(line_table)}" ;; esac
	say_exit_maps
	say_dump "$1"
}
