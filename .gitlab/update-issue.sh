#!/usr/bin/env bash
# update-issue.sh TITLE REPORT CODE: opens an issue with a report, or updates the one of this title; closes it when CODE is 0.
# Needs GITLAB_TOKEN and the variables of a pipeline; without the token it prints the report, and fails when CODE is not 0.
set -euo pipefail
title=$1
report=$2
code=$3
if [ -z "${GITLAB_TOKEN:-}" ]; then cat "$report"; exit "$code"; fi

issues="$CI_API_V4_URL/projects/$CI_PROJECT_ID/issues"
# The token goes to curl through a file, not through its arguments.
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
printf 'PRIVATE-TOKEN: %s\n' "$GITLAB_TOKEN" > "$headers"
call() { curl --fail --silent --show-error --header "@$headers" "$@"; }

found=$(call --get --data-urlencode "search=$title" --data "state=opened&in=title&per_page=100" "$issues" |
  TITLE=$title node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>console.log(JSON.parse(s).find(({title})=>title===process.env.TITLE)?.iid??""))')
if [ "$code" -eq 0 ]; then
  if [ -n "$found" ]; then call --request PUT --data "state_event=close" "$issues/$found" > /dev/null; fi
elif [ -n "$found" ]; then
  call --request PUT --data-urlencode "description@$report" "$issues/$found" > /dev/null
else
  call --request POST --data-urlencode "title=$title" --data-urlencode "description@$report" "$issues" > /dev/null
fi
