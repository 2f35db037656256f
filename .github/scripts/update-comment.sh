#!/usr/bin/env bash
# update-comment.sh REPORT KIND: writes a report as a comment of the pull request, over the one of the same environment and kind.
# Needs GH_TOKEN, GITHUB_REPOSITORY and PULL_REQUEST.
set -euo pipefail
report=$1
kind=$2

marker="$(tail -n 1 "$report") <!-- $kind -->"
body=$(mktemp)
trap 'rm -f "$body"' EXIT
{ cat "$report"; echo "$marker"; } > "$body"

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"
found=$(gh api --paginate "$comments" --jq ".[] | select(.body | contains(\"$marker\")) | .id" | head -n 1)
if [ -n "$found" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$found" --field "body=@$body" --silent
elif [[ $(head -n 1 "$report") != *": nothing to do." ]]; then
  gh api --method POST "$comments" --field "body=@$body" --silent
fi
