#!/bin/sh
# Draws every secret that docker-compose.yml needs, each in a file of its own for its owner alone; what is there stays.
#
#   sh deploy/make-secrets.sh [folder]
#
# Programs in the containers run as user 1000, who has to own the files: as root, they are given to that user; as anybody
# else than 1000, run it as root (Docker Desktop maps owners by itself).
set -eu
umask 077
folder="${1:-secrets}"
mkdir -p "$folder"

# 256 random bits, as hexadecimal digits: nothing in them means anything in a URL or a shell.
draw() {
  openssl rand -hex 32
}

# keep <name> <text>: writes the file, unless it is there.
keep() {
  if [ ! -e "$folder/$1" ]; then
    printf '%s\n' "$2" > "$folder/$1"
    echo "made $folder/$1"
  fi
}

# connection <hosts>: how Demarche, in a container, reaches EventStoreDB under an account of its own.
connection() {
  echo "esdb://demarche:$(draw)@$1?tls=true&tlsCAFile=/authority/ca.crt"
}

keep bootstrap-token "$(draw)"
keep eventstoredb-admin-password "$(draw)"
keep eventstoredb-ops-password "$(draw)"
keep event-store "$(connection eventstoredb:2113)"
keep event-store-cluster "$(connection eventstoredb-1:2113,eventstoredb-2:2113,eventstoredb-3:2113)"
keep grafana-admin-password "$(draw)"

if [ "$(id -u)" = 0 ]; then
  chown -R 1000:1000 "$folder"
elif [ "$(id -u)" != 1000 ]; then
  echo "Only user 1000 can read $folder in a container, and you are $(id -u): run this as root." >&2
fi
