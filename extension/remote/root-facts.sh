# What only root can see, as "key value" lines. Part of doctor.sh, by sudo where the user is not root.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
[ -w /sys/fs/bpf ] && echo 'bpffsWritable yes'
rootKmsg=absent
[ -e /dev/kmsg ] && rootKmsg=refused
(exec 3</dev/kmsg) 2>/dev/null && rootKmsg=readable
echo "rootKmsg $rootKmsg"
jit=$(cat /proc/sys/net/core/bpf_jit_enable 2>/dev/null) && echo "jit $jit"
lockdown=$(cat /sys/kernel/security/lockdown 2>/dev/null) && echo "lockdown $lockdown"
