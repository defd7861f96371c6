# Sourced by local-runner/demo and local-runner/test: goes to the package's folder and installs what is missing.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '==> %s\n' "$*" >&2; }

need_swift() {
    if command -v swift >/dev/null 2>&1; then return; fi
    for folder in "$HOME/.local/share/swiftly/bin" /usr/share/swift/usr/bin /opt/swift/usr/bin; do
        if [ -x "$folder/swift" ]; then
            PATH="$folder:$PATH"
            return
        fi
    done
    say "Swift 6.2 or later is needed and was not found."
    say "Install it as https://www.swift.org/install/linux/ says, for example:"
    say "  curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz"
    say "  tar zxf swiftly-\$(uname -m).tar.gz && ./swiftly init"
    exit 1
}

# need_packages PACKAGE…: installs the Debian packages that are missing.
need_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1; then
        say "This is no Debian or Ubuntu: make sure that you have what these packages hold: $*"
        return
    fi
    local missing=()
    local package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "These packages are missing; install them as root: ${missing[*]}"
            exit 1
        fi
        as_root=(sudo)
    fi
    say "Installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    "${as_root[@]}" apt-get update -q >&2 || "${as_root[@]}" apt-get update -q >&2
    "${as_root[@]}" apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

need_swift
need_packages libcurl4-openssl-dev libcmark-dev libgumbo-dev libsqlite3-dev pkg-config
