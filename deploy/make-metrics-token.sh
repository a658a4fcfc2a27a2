#!/bin/sh
# In a container: makes a token that is good for metrics alone, and leaves it in /data for the group to read. Once.
set -eu
token=/data/metrics-token
if [ -s "$token" ]; then
  exit 0
fi
# Without a terminal the command line leaves the token in a file of the data folder.
node bin/cli.js token create --user prometheus --scope metrics > /dev/null
umask 027
cat "$DEMARCHE_DATA_DIR"/token-*.txt > "$token.new"
mv "$token.new" "$token"
chmod 0750 /data
