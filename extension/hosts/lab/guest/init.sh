#!/bin/sh
# First process of a lab. It mounts what schedulers and bpftool need, brings up the network that
# QEMU's user-mode stack offers (always 10.0.2.0/24), and becomes sshd.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin

mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /tmp
mount -t tmpfs -o mode=0755 tmpfs /run
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
mkdir -p /run/sshd
ln -s /proc/self/fd /dev/fd

# What a small kernel of the user's lacks must not keep the lab from starting.
{
  mount -t bpf bpf /sys/fs/bpf
  mount -t debugfs debugfs /sys/kernel/debug
  mount -t tracefs tracefs /sys/kernel/tracing
  mount -t cgroup2 cgroup2 /sys/fs/cgroup
  echo 1 >/proc/sys/kernel/sysrq
} 2>/dev/null

# In the order in which they need each other; absent ones are built in.
for module in virtio virtio_ring virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci \
  failover net_failover virtio_net; do
  [ -e "/lib/modules/$module.ko" ] && insmod "/lib/modules/$module.ko"
done

hostname scx-lab
ip link set lo up
if [ ! -e /sys/class/net/eth0 ]; then
  # The owner reads this line and says what it means.
  echo 'scx-lab: no network device' >/dev/console
  sleep 1
  poweroff -f
fi
ip addr add 10.0.2.15/24 dev eth0
ip link set eth0 up
ip route add default via 10.0.2.2

# Without keys this is a machine to be saved (saved-state.ts). Each lab that goes on from what was saved
# gets keys, time and randomness of its own: "SECONDS AUTHORIZED_KEYS HOST_KEY", keys as base64.
if [ ! -e /etc/ssh/host_key ]; then
  if ! stty -F /dev/ttyS1 raw -echo 2>/dev/null; then
    echo 'scx-lab: no second serial port' >/dev/console
    poweroff -f
  fi
  while :; do
    echo 'scx-lab: waiting for keys' >/dev/console
    sleep 0.1
  done &
  read -r now user host </dev/ttyS1
  kill $!
  date -s "@$now" >/dev/null
  umask 077
  mkdir -p /root/.ssh
  echo "$user" | base64 -d >/root/.ssh/authorized_keys
  echo "$host" | base64 -d >/etc/ssh/host_key
  umask 022
  # RNDRESEEDCRNG (include/uapi/linux/random.h, Linux 6.12): labs of one state would draw the same numbers.
  perl -e 'open R, ">", "/dev/urandom"; syswrite R, $ARGV[0]; ioctl R, 0x5207, 0' "$host"
fi

# The owner starts to knock when it sees this line.
echo 'scx-lab: starting sshd' >/dev/console
exec /usr/sbin/sshd -D -e
