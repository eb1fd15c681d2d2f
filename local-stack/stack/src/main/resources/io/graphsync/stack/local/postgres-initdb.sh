# Makes a database cluster. Arguments: the initdb program, the folder, options of initdb.
# The superuser's password comes by standard input. The cluster gets its name when it is complete.
set -eu
initdb=$1
folder=$2
shift 2
umask 077
rm -rf "$folder/half" "$folder/password"
cat >"$folder/password"
"$initdb" -D "$folder/half" -U postgres --pwfile="$folder/password" "$@" >&2
rm -f "$folder/password"
mv "$folder/half" "$folder/data"
