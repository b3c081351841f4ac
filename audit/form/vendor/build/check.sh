#!/usr/bin/env bash
# Rebuild ../cfworker-json-schema.min.js from the locked package and compare the bytes.
set -euo pipefail
cd "$(dirname "$0")"

# esbuild's install script only makes its start faster.
npm ci --ignore-scripts --silent --no-audit --no-fund
built=$(mktemp)
trap 'rm -f "$built"' EXIT
npx --no-install esbuild entry.js --bundle --minify --format=iife \
  --global-name=CfworkerJsonSchema --target=es2022 --legal-comments=none \
  --log-level=warning --outfile="$built" --allow-overwrite
cmp "$built" ../cfworker-json-schema.min.js
echo "the vendored script is what the locked package gives"
