#!/usr/bin/env bash
# What ./local-runner/demo, ./local-runner/test and .ci/run share: makes sure that Swift and the system packages are
# there, and builds with progress. Sourced by them; run by itself it only sets up.

minimum_swift="6.2"

say() { printf '%s\n' "$*" >&2; }

# --- Swift

swift_help() {
    say ""
    say "DeskRelay needs Swift $minimum_swift or newer. The official ways to install it:"
    say "  https://www.swift.org/install/linux/ (or /macos/): the toolchain manager swiftly, packages and archives"
    say "  https://www.swift.org/install/linux/swiftly/: swiftly alone; after it: swiftly install latest"
    say "  container: https://hub.docker.com/_/swift"
    say "Then open a new shell, so that swift is on the PATH, and run this again."
}

require_swift() {
    local text version
    if ! command -v swift >/dev/null 2>&1; then
        say "Swift is not installed, or not on the PATH."
        swift_help
        return 1
    fi
    if ! text=$(swift --version 2>&1); then
        say "swift is on the PATH but does not run:"
        say "$text"
        swift_help
        return 1
    fi
    version=$(printf '%s\n' "$text" | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p' | head -n 1)
    # OpenStack's client is called swift too.
    if [ -z "$version" ]; then
        say "The swift on the PATH ($(command -v swift)) is not the Swift compiler."
        swift_help
        return 1
    fi
    if [ "${version%%.*}" -lt "${minimum_swift%%.*}" ] \
        || { [ "${version%%.*}" -eq "${minimum_swift%%.*}" ] && [ "${version#*.}" -lt "${minimum_swift#*.}" ]; }; then
        say "Swift $version is too old."
        swift_help
        return 1
    fi
}

# --- System packages

# Asks for what a package gives, not for the package: another package may give it (libcurl4-gnutls-dev, say), and the same
# question works on every system.
is_there() {
    case "$1" in
        ca-certificates) [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] || [ -e /etc/ssl/cert.pem ] ;;
        git) command -v git >/dev/null 2>&1 ;;
        binutils) command -v readelf >/dev/null 2>&1 && command -v nm >/dev/null 2>&1 ;;
        pkg-config) command -v pkg-config >/dev/null 2>&1 ;;
        libcurl4-openssl-dev) pkg-config --exists libcurl 2>/dev/null ;;
        libcmark-dev) pkg-config --exists libcmark 2>/dev/null ;;
        libgumbo-dev) pkg-config --exists gumbo 2>/dev/null ;;
        libsqlite3-dev) pkg-config --exists sqlite3 2>/dev/null ;;
        python3-venv) python3 -c 'import ensurepip, venv' >/dev/null 2>&1 ;;
        *) say "setup.sh does not know how to look for $1"; return 1 ;;
    esac
}

missing_packages() {
    local package
    for package in "$@"; do
        is_there "$package" || printf '%s ' "$package"
    done
}

# As root: directly. Else through sudo, which may ask for a password only where a person can give it.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif [ -t 0 ] && [ -z "${CI:-}" ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# Waits for another package manager's lock, and never removes a package to make room for one of ours.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 "$@" >&2
}

require_packages() {
    local missing attempt
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        say "These are missing; install them with your system's package manager (their names are Debian's): $missing"
        return 1
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        say "System packages are missing, and there is no sudo. As root: apt-get install $missing"
        return 1
    fi
    say "Installing system packages: $missing"
    for attempt in 1 2; do
        apt_get update || say "The package lists could not be updated; going on with those that are there."
        # The names are words of our own list.
        # shellcheck disable=SC2086
        if apt_get install --no-install-recommends --no-remove $missing; then break; fi
        [ "$attempt" -eq 2 ] || { say "That failed; once more in 10 seconds."; sleep 10; }
    done
    missing=$(missing_packages "$@")
    if [ -n "$missing" ]; then
        say "Still missing: $missing"
        say "Install them by hand: apt-get install $missing"
        return 1
    fi
}

# Everything that a build needs, and the packages named besides.
set_up() {
    require_swift || return 1
    # pkg-config first: the libraries are asked for through it.
    require_packages pkg-config git ca-certificates libcurl4-openssl-dev libcmark-dev libgumbo-dev libsqlite3-dev "$@"
}

# --- Building

# A terminal gets SwiftPM's own line of progress; a log gets one line now and then, and everything that is not progress.
thinned() {
    local line next=0
    while IFS= read -r line; do
        if [[ $line =~ ^\[[0-9]+/[0-9]+\] ]]; then
            if ((SECONDS < next)); then continue; fi
            next=$((SECONDS + 15))
        fi
        printf '%s\n' "$line"
    done
}

swift_build() {
    if [ -t 2 ]; then
        swift build "$@" >&2
    else
        swift build "$@" 2>&1 | thinned >&2
        return "${PIPESTATUS[0]}"
    fi
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set_up "$@" && say "Swift and the system packages are there."
fi
