#!/usr/bin/env bash
# update-issue.sh TITLE REPORT CODE: opens an issue with a report, or updates the one of this title; closes it when CODE is 0.
# Needs GH_TOKEN and GITHUB_REPOSITORY.
set -euo pipefail
title=$1
report=$2
code=$3

number=$(gh issue list --repo "$GITHUB_REPOSITORY" --state open --search "in:title \"$title\"" --json number,title \
  --jq "[.[] | select(.title == \"$title\")][0].number // empty")
if [ "$code" -eq 0 ]; then
  if [ -n "$number" ]; then gh issue close "$number" --repo "$GITHUB_REPOSITORY" --comment "Nothing to report any more."; fi
elif [ -n "$number" ]; then
  gh issue edit "$number" --repo "$GITHUB_REPOSITORY" --body-file "$report"
else
  gh issue create --repo "$GITHUB_REPOSITORY" --title "$title" --body-file "$report"
fi
