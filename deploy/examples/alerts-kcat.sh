#!/usr/bin/env bash
# Alerts with kcat (Debian: apt-get install kcat), one JSON object a line.
#   alerts-kcat.sh current BROKERS          the current form of each alert, then ends
#   alerts-kcat.sh follow BROKERS [GROUP]   every transition, as a member of a consumer group that
#                                           goes on where it was when it is started again
# A transition may come twice, with the same id and revision: keep the highest revision of an id.
set -euo pipefail

mode=${1:-}
brokers=${2:-localhost:9092}

case $mode in
  current)
    # Until the topic is compacted it has several forms of an alert: the last one counts. A value
    # of length -1 says that the alert is forgotten.
    kcat -b "$brokers" -C -t socketfleet.alerts -o beginning -e -q -f '%k\t%S\t%s\n' |
      awk -F '\t' '{ last[$1] = $0; size[$1] = $2 }
        END { for (id in last) if (size[id] > 0) { sub(/^[^\t]*\t[^\t]*\t/, "", last[id]); print last[id] } }'
    ;;
  follow)
    exec kcat -b "$brokers" -G "${3:-alerts-kcat}" -X auto.offset.reset=earliest -q -u -f '%s\n' \
      socketfleet.alert-events
    ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
