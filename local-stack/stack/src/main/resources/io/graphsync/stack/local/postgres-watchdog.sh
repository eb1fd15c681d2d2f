# Runs PostgreSQL for as long as the parent lives. Arguments: "temporary" or "kept", the data directory, the command.
# Standard input: the line "stop" asks for an orderly end; its end means that the parent is gone.
# Standard output: "pid N", then "ready".
mode=$1
data=$2
shift 2
trap '' INT HUP PIPE
parent_gone=no
trap 'parent_gone=yes' USR1
exec 3<&0 </dev/null

# Away from the terminal's process group, so that Ctrl-C reaches the supervisor alone.
if command -v setsid >/dev/null 2>&1; then
    setsid "$@" >&2 3<&- &
else
    "$@" >&2 3<&- &
fi
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
    if [ "$order" = gone ] && [ "$mode" = temporary ]; then
        kill -USR1 $$
        kill -QUIT "$server"
    else
        kill -INT "$server"
    fi
    # A client that does not listen can hold up an orderly end.
    waited=0
    while [ "$waited" -lt 10 ]; do
        sleep 1
        waited=$((waited + 1))
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
