#!/bin/sh
# Runs one task of build.mjs (bundle, check or browser) with a Node that is new enough: the one on PATH, or, where there
# is none, one that Maven's frontend plugin fetches into target/node. Maven calls this; it works by hand too.
set -eu
cd "$(dirname "$0")"

# Fetched only where PATH offers none: the version this module is tested with.
NODE_VERSION=v20.20.2

new_enough() {
    command -v "$1" >/dev/null 2>&1 && "$1" -e '
        const [major, minor] = process.versions.node.split(".").map(Number);
        const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
        process.exit(fits ? 0 : 1)'
}

if ! new_enough node; then
    if ! new_enough target/node/node; then
        echo "web-ui: no Node 20.19+ or 22.12+ on PATH; Maven fetches Node $NODE_VERSION into web-ui/target/node"
        "${MAVEN:-mvn}" -B -q com.github.eirslett:frontend-maven-plugin:2.0.1:install-node-and-npm \
            -DnodeVersion="$NODE_VERSION" -DinstallDirectory=target || {
            echo "web-ui: Node could not be fetched. Install Node 20.19 or later and build again." >&2
            exit 1
        }
    fi
    PATH="$PWD/target/node:$PATH"
    export PATH
fi

exec node build.mjs "$@"
