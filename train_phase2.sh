#!/bin/sh
# Runs phase 2 as phase2.yaml beside this file says. Further options are passed on, for example: --steps 200
home=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
exec "$home/hangolo" train --config "$home/phase2.yaml" "$@"
