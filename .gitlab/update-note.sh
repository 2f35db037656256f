#!/usr/bin/env bash
# update-note.sh REPORT: writes a report as a note of the merge request, over the one of the same environment.
# Needs GITLAB_TOKEN and the variables of a merge request pipeline; without the token it only prints the report.
set -euo pipefail
report=$1
if [ -z "${GITLAB_TOKEN:-}" ]; then cat "$report"; exit 0; fi

marker=$(tail -n 1 "$report")
notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
# The token goes to curl through a file, not through its arguments.
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT
printf 'PRIVATE-TOKEN: %s\n' "$GITLAB_TOKEN" > "$headers"
found=$(curl --fail --silent --show-error --header "@$headers" "$notes?per_page=100" |
  MARKER=$marker node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>{const n=JSON.parse(s).find(({body})=>body.includes(process.env.MARKER));console.log(n?.id??"")})')
if [ -n "$found" ]; then
  curl --fail --silent --show-error --request PUT --header "@$headers" --data-urlencode "body@$report" "$notes/$found" > /dev/null
elif [[ $(head -n 1 "$report") != *": nothing to do." ]]; then
  curl --fail --silent --show-error --request POST --header "@$headers" --data-urlencode "body@$report" "$notes" > /dev/null
fi
