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
    require_toolchain_libraries || return 1
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

# The shared libraries of the system that the toolchain's programs ask for and that are not there. `swift --version` names only
# the first one, and none of those that building needs. swiftly, which stands before its toolchains, checks for them itself.
missing_libraries() {
    local folder program
    folder=$(dirname -- "$(readlink -f -- "$(command -v swift)")")
    for program in swift-driver swift-frontend swift-build swift-format clang lld; do
        ldd "$folder/$program" 2>/dev/null || true
    done | awk '/=> not found/ { print $1 }' | sort -u
}

# The Debian package of such a library.
library_package() {
    case "$1" in
        libcurl.so.4) printf 'libcurl4' ;;
        libedit.so.2) printf 'libedit2' ;;
        libform.so.6 | libncurses.so.6 | libpanel.so.6) printf 'libncurses6' ;;
        libgcc_s.so.1) printf 'libgcc-s1' ;;
        libsqlite3.so.0) printf 'libsqlite3-0' ;;
        libstdc++.so.6) printf 'libstdc++6' ;;
        libtinfo.so.6) printf 'libtinfo6' ;;
        libuuid.so.1) printf 'libuuid1' ;;
        libxml2.so.2) printf 'libxml2' ;;
        libz.so.1) printf 'zlib1g' ;;
        *) printf '%s' "$1" ;;
    esac
}

toolchain_packages() {
    local library
    missing_libraries | while IFS= read -r library; do
        printf '%s\n' "$(library_package "$library")"
    done | sort -u
}

require_toolchain_libraries() {
    local packages
    packages=$(toolchain_packages)
    [ -n "$packages" ] || return 0
    say "Swift's toolchain needs shared libraries that are missing: $(missing_libraries | tr '\n' ' ')"
    # shellcheck disable=SC2086
    require_packages $packages
}

# --- System packages

# Asks for what a package gives, not for the package: another package may give it (libcurl4-gnutls-dev, say), and the same
# question works on every system.
is_there() {
    case "$1" in
        ca-certificates) [ -e /etc/ssl/certs/ca-certificates.crt ] || [ -e /etc/pki/tls/certs/ca-bundle.crt ] || [ -e /etc/ssl/cert.pem ] ;;
        binutils) command -v readelf >/dev/null 2>&1 && command -v nm >/dev/null 2>&1 ;;
        # Swift's linker, which newer systems have in a package of its own.
        binutils-gold) command -v ld.gold >/dev/null 2>&1 ;;
        curl | git | pkg-config) command -v "$1" >/dev/null 2>&1 ;;
        libc6-dev) [ -e /usr/include/stdio.h ] ;;
        libgcc-dev) [ -n "$(gcc_folder)" ] ;;
        libstdc++-dev) [ -e "$(gcc_folder)/libstdc++.so" ] ;;
        tzdata) [ -e /usr/share/zoneinfo/UTC ] ;;
        libcurl4-openssl-dev) pkg-config --exists libcurl 2>/dev/null ;;
        libcmark-dev) pkg-config --exists libcmark 2>/dev/null ;;
        libgumbo-dev) pkg-config --exists gumbo 2>/dev/null ;;
        libpq-dev) pkg-config --exists libpq 2>/dev/null ;;
        libsqlite3-dev) pkg-config --exists sqlite3 2>/dev/null ;;
        buildah | umoci) command -v "$1" >/dev/null 2>&1 ;;
        bubblewrap) command -v bwrap >/dev/null 2>&1 ;;
        python3-venv) python3 -c 'import ensurepip, venv' >/dev/null 2>&1 ;;
        # The server, which the tests start for themselves.
        postgresql) python3 Tests/Postgres/cluster --find >/dev/null 2>&1 ;;
        chromium) command -v chromium >/dev/null 2>&1 ;;
        # One of the toolchain's libraries.
        lib* | zlib1g) ! toolchain_packages | grep -qxF -- "$1" ;;
        *) say "setup.sh does not know how to look for $1"; return 1 ;;
    esac
}

# Where the newest GCC's part of linking is, which Swift's compiler takes; nothing where there is none.
gcc_folder() {
    local file
    for file in /usr/lib/gcc/"$(uname -m)"-*/*/crtbegin.o; do
        [ ! -e "$file" ] || printf '%s\n' "${file%/*}"
    done | sort -V | tail -n 1
}

# Debian numbers two packages by their compiler. Both must have one number: of the compiler that is there, else of the system's
# own, which the package lists know.
package_names() {
    local package number
    number=$(basename -- "$(gcc_folder)")
    [ -n "$number" ] || number=$(apt-cache depends g++ 2>/dev/null | sed -n 's/.*Depends: g++-\([0-9][0-9]*\)$/\1/p' | head -n 1)
    for package in "$@"; do
        case "$package" in
            libgcc-dev | libstdc++-dev) printf '%s-%s-dev ' "${package%-dev}" "${number:-N}" ;;
            *) printf '%s ' "$package" ;;
        esac
    done
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

# The names are words of our own lists, so they are split at spaces.
# shellcheck disable=SC2046,SC2086
require_packages() {
    local missing attempt
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        say "These are missing; install them with your system's package manager (their names are Debian's): $(package_names $missing)"
        return 1
    fi
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null 2>&1; then
        say "System packages are missing, and there is no sudo. As root: apt-get install $(package_names $missing)"
        return 1
    fi
    for attempt in 1 2; do
        apt_get update || say "The package lists could not be updated; continuing with the existing ones."
        say "Installing system packages: $(package_names $missing)"
        if apt_get install --no-install-recommends --no-remove $(package_names $missing); then break; fi
        [ "$attempt" -eq 2 ] || { say "That failed; trying again in 10 seconds."; sleep 10; }
    done
    missing=$(missing_packages "$@")
    if [ -n "$missing" ]; then
        say "Still missing. Install them by hand: apt-get install $(package_names $missing)"
        return 1
    fi
}

# Everything that a build needs, and the packages named besides.
set_up() {
    local linking="binutils binutils-gold libc6-dev libgcc-dev libstdc++-dev"
    # Elsewhere the toolchain brings its own.
    [ "$(uname -s)" = Linux ] || linking=""
    require_swift || return 1
    # pkg-config first: the libraries are asked for through it.
    # shellcheck disable=SC2086
    require_packages pkg-config git ca-certificates tzdata $linking libcurl4-openssl-dev libcmark-dev libgumbo-dev \
        libpq-dev libsqlite3-dev "$@"
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
