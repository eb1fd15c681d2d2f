# Runs PostgreSQL for as long as the parent lives, on a cluster that it makes at the first start.
# Arguments: "temporary" or "kept", the folder of the cluster, the folder of the programs, options of the server.
# Standard input: the superuser's password; then the line "stop" asks for an orderly end. Its end means that the parent
# is gone.
# Standard output: "pid N", then "ready".
mode=$1
folder=$2
bin=$3
shift 3
data=$folder/data
trap '' INT HUP PIPE
parent_gone=no
trap 'parent_gone=yes' USR1
exec 3<&0 </dev/null

# Away from the terminal's process group, so that Ctrl-C reaches the supervisor alone.
away=
if command -v setsid >/dev/null 2>&1; then
    away=setsid
fi

# The cluster gets its name when it is complete.
make_cluster() {
    rm -rf "$folder/half" "$folder/password" || return
    (umask 077 && printf '%s\n' "$password" >"$folder/password") || return
    set -- -D "$folder/half" -U postgres --pwfile="$folder/password"
    set -- "$@" --auth=scram-sha-256 --encoding=UTF8 --text-search-config=english
    set -- "$@" --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8
    if [ "$mode" = temporary ]; then
        set -- "$@" --no-sync
    fi
    $away "$bin/initdb" "$@" >&2 3<&- || return
    rm -f "$folder/password"
    mv "$folder/half" "$data"
}

# Without the password the parent is gone before it wrote down that we live.
IFS= read -r password <&3 || exit 1
[ -d "$data" ] || make_cluster || exit

$away "$bin/postgres" -D "$data" "$@" >&2 3<&- &
server=$!
echo "pid $server"

(
    trap - USR1
    order=gone
    while IFS= read -r line <&3; do
        if [ "$line" = stop ]; then
            order=stop
            break
        fi
    done
    exec 3<&- >/dev/null
    kill -CONT "$server"
    end=INT
    if [ "$order" = gone ] && [ "$mode" = temporary ]; then
        kill -USR1 $$
        end=QUIT
    fi
    # More than once: a server that is just starting does not hear it. A client that does not listen can hold up an
    # orderly end.
    tries=0
    while [ "$tries" -lt 50 ]; do
        kill "-$end" "$server"
        sleep 0.2
        tries=$((tries + 1))
    done
    kill -QUIT "$server"
    sleep 5
    kill -KILL "$server"
) 2>/dev/null &
watcher=$!

ready=no
while [ "$ready" = no ] && kill -0 "$server" 2>/dev/null; do
    # Line 1 is the server's process, line 8 its state.
    if [ -r "$data/postmaster.pid" ]; then
        {
            read -r first
            read -r _; read -r _; read -r _; read -r _; read -r _; read -r _
            read -r state
        } <"$data/postmaster.pid"
        if [ "$first" = "$server" ]; then
            case $state in
                ready*)
                    ready=yes
                    echo ready
                    ;;
            esac
        fi
    fi
    [ "$ready" = yes ] || sleep 0.05 3<&-
done 2>/dev/null

wait "$server"
code=$?
while kill -0 "$server" 2>/dev/null; do
    wait "$server"
    code=$?
done
kill "$watcher" 2>/dev/null
if [ "$parent_gone" = yes ]; then
    rm -rf "$data"
fi
exit "$code"
