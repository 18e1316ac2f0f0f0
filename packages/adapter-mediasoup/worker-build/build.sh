#!/usr/bin/env bash
# Gets a mediasoup-worker without downloading one: builds it from the sources inside the mediasoup
# npm package against Debian's libraries, checks it with a real DTLS handshake, and keeps it.
# Prints the program's path; says nothing else when it is there already.
#   MEDIASOUP_WORKER_BIN=$(packages/adapter-mediasoup/worker-build/build.sh)
# Needs Node with npm, the npm registry, and a Debian whose packages may be installed (see below).
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

pinned() { node -p "require('$here/../package.json').devDependencies['$1']"; }
version="$(pinned mediasoup)"
worker="${XDG_CACHE_HOME:-$HOME/.cache}/whipway/mediasoup-worker-$version"

build_packages=(
  g++ pkg-config meson ninja-build libuv1-dev libssl-dev libsrtp2-dev
  libabsl-dev libflatbuffers-dev flatbuffers-compiler
)
run_packages=(libssl3 libsrtp2-1)

say() { printf 'mediasoup-worker %s: %s\n' "$version" "$*" >&2; }

# 41: it runs, and misses the variable that the mediasoup package sets for it.
runs() {
  local code=0
  [[ -x $worker ]] || return 1
  env -i "$worker" >/dev/null 2>&1 || code=$?
  ((code == 41))
}

installed() { [[ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" == *"ok installed"* ]]; }

install_packages() {
  local absent=() root=()
  for package in "$@"; do installed "$package" || absent+=("$package"); done
  ((${#absent[@]} > 0)) || return 0
  say "installing ${absent[*]}"
  if ((EUID != 0)); then root=(sudo -n); fi
  export DEBIAN_FRONTEND=noninteractive
  "${root[@]}" apt-get -qq -o Acquire::Retries=3 update >&2
  "${root[@]}" apt-get -qq -o Acquire::Retries=3 install --yes --no-install-recommends "${absent[@]}" >&2
}

# Meson takes folders with the names of the .wrap files instead of downloading what these name.
lay_out_subprojects() {
  local sources="$1" name folder
  for path in "$here"/subprojects/*/; do
    name="$(basename "$path")"
    folder="$sources/subprojects/$(sed -n 's/^directory *= *//p' "$sources/subprojects/$name.wrap")"
    cp -R "$path" "$folder"
    echo 'typedef int placeholder;' | tee "$folder/placeholder.c" >"$folder/placeholder.cpp"
  done
}

patch_sources() {
  local sources="$1"
  # Debian's meson 1.0.1 is enough.
  sed -i "s/meson_version: '>= 1.1.0'/meson_version: '>= 1.0.0'/" "$sources/meson.build"
  # Debian's OpenSSL has kernel TLS: the BIO callback has to hand back BIO_ctrl()'s own value, or
  # libssl takes kernel TLS for active and crashes at the first DTLS ClientHello.
  sed -i 's/(operationType == BIO_CB_RETURN)/((operationType \& BIO_CB_RETURN) != 0)/' \
    "$sources/src/RTC/DtlsTransport.cpp"
  grep -q '(operationType & BIO_CB_RETURN) != 0' "$sources/src/RTC/DtlsTransport.cpp"
}

# Most of the time goes into reading the same headers some 190 times.
precompile_headers() {
  local sources="$1" header="precompiled/precompiled.hpp" name
  mkdir "$sources/precompiled"
  {
    for name in string vector map set deque list memory functional optional variant span array \
      algorithm chrono ostream sstream iomanip stdexcept mutex atomic limits unordered_map \
      unordered_set; do echo "#include <$name>"; done
    echo '#include "common.hpp"'
    for name in "$sources"/fbs/*.fbs; do echo "#include \"FBS/$(basename "$name" .fbs).h\""; done
    for name in ankerl/unordered_dense.h uv.h srtp.h openssl/ssl.h; do echo "#include <$name>"; done
  } >"$sources/$header"
  sed -i "/^executable(/,/^)/ s#^  'mediasoup-worker',\$#&\n  cpp_pch: '$header',#" "$sources/meson.build"
  [[ "$(grep -c cpp_pch "$sources/meson.build")" == 1 ]]
}

quietly() {
  local log="$1"
  shift
  "$@" >"$log" 2>&1 || { tail -n 40 "$log" >&2 && return 1; }
}

compile() {
  local sources="$1" output="$2"
  quietly "$work/setup.log" meson setup --wrap-mode=nodownload --buildtype release \
    -Db_ndebug=true --strip "$output" "$sources"
  quietly "$work/schemas.log" meson compile -C "$output" flatbuffers-generator
  quietly "$work/compile.log" ninja -C "$output" mediasoup-worker
}

build() {
  install_packages "${build_packages[@]}"
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  # Any value of MEDIASOUP_WORKER_BIN keeps the package from downloading or building by itself.
  MEDIASOUP_WORKER_BIN=none npm install --silent --no-save --ignore-scripts --no-audit --no-fund \
    --prefix "$work" "mediasoup@$version" "werift@$(pinned werift)" >&2
  cp -R "$work/node_modules/mediasoup/worker" "$work/sources"
  lay_out_subprojects "$work/sources"
  patch_sources "$work/sources"
  precompile_headers "$work/sources"
  say 'building, some minutes'
  compile "$work/sources" "$work/output"
  cp "$here/verify.mjs" "$work/"
  say 'checking it with a DTLS handshake'
  node "$work/verify.mjs" "$work/output/mediasoup-worker" >&2
  mkdir -p "$(dirname "$worker")"
  install -m 755 "$work/output/mediasoup-worker" "$worker.$$"
  mv "$worker.$$" "$worker"
}

# A kept worker on a machine that has not its libraries yet needs them only.
if [[ -x $worker ]] && ! runs; then install_packages "${run_packages[@]}"; fi
runs || build
runs
echo "$worker"
