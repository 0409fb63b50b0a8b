# Where run-loader.sh puts its program. Stands before it, and runs nothing. Sets folder; reads size, program
# and descriptor 3, from which the program comes.

# The first folder that takes the program and lets programs run: /tmp may be mounted noexec.
find_folder() {
	causes=
	for parent in "${TMPDIR:-/tmp}" /var/tmp /dev/shm /run; do
		[ -d "$parent" ] || continue
		cause='it cannot be written'
		if folder=$(mktemp -d "$parent/scx-studio.XXXXXX"); then
			cause='programs may not run there'
			if printf '#!/bin/sh\n' >"$folder/$program" && chmod 700 "$folder/$program" && "$folder/$program"; then
				free=$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')
				[ $((${free:-0} * 1024)) -lt "$size" ] || return 0
				cause="${free:-0} KiB are free"
			fi
			rm -rf "$folder"
		fi
		causes="$causes${causes:+; }$parent: $cause"
	done 2>/dev/null
	return 1
}
store() {
	if ! find_folder; then
		echo "storage $causes"
		exit 74
	fi
	head -c "$size" <&3 >"$folder/$program" 2>/dev/null
	if [ "$(wc -c <"$folder/$program")" -ne "$size" ]; then
		echo "storage no space left for $size bytes in $folder, or the connection ended"
		exit 74
	fi
}
