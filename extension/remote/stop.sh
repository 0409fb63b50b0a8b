# The emergency stop: takes out whatever scheduler runs. Runs as root.
#   stdout  "stopped HOW" (lib/scheduler.sh)
unstarved real-time
emergency_stop
