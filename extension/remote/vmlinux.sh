# The types of the running kernel as one C header, on standard output.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
exec bpftool btf dump file /sys/kernel/btf/vmlinux format c
