#!/usr/bin/env bash
# Installs what the tests need and this machine lacks (Debian packages), builds, runs every test project, and prints
# 'N passed, N failed, N skipped' as its last line. Exit code 0 only if tests ran and none failed.
#
# Kafka is the broker at ACTORSTREAM_TEST_KAFKA (host:port) if that is set, else the distribution in ../shared/kafka, else the one
# of docker/compose.yaml, else its tests are skipped. CONFIGURATION chooses Debug or Release (the default).
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
configuration=${CONFIGURATION:-Release}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false
temp=$(mktemp -d)
chmod 755 "$temp" # Servers that refuse to run as root run as another user.
export ACTORSTREAM_TEST_TEMP=$temp
composed=

clean_up() {
  for file in "$temp"/*/pid; do
    [ -f "$file" ] && kill -9 "$(cat "$file")" 2> /dev/null
  done
  [ -n "$composed" ] && docker compose -f docker/compose.yaml down > /dev/null 2>&1
  rm -rf "$temp"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

install_missing() {
  local packages=()
  [ -n "$(PATH=$PATH:/usr/sbin command -v mariadbd)" ] || packages+=(mariadb-server)
  { ls /usr/lib/postgresql/*/bin/postgres > /dev/null 2>&1 || command -v initdb > /dev/null; } || packages+=(postgresql)
  command -v java > /dev/null || packages+=(default-jre-headless)
  command -v xz > /dev/null || packages+=(xz-utils)
  command -v python3 > /dev/null || packages+=(python3)
  [ ${#packages[@]} = 0 ] && return
  if ! command -v apt-get > /dev/null; then
    echo "Not installed here, and there is no apt-get: ${packages[*]}. The tests that need them are skipped."
    return
  fi
  echo "Installing ${packages[*]} …"
  as_root apt-get update -q < /dev/null > "$temp/apt.log" 2>&1
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}" < /dev/null >> "$temp/apt.log" 2>&1 \
    || { tail -5 "$temp/apt.log"; echo "Could not be installed: ${packages[*]}. The tests that need them are skipped."; }
}

find_kafka() {
  [ -n "${ACTORSTREAM_TEST_KAFKA:-}" ] && return
  [ -x ../shared/kafka/kafka ] && return
  if command -v docker > /dev/null && docker info > /dev/null 2>&1; then
    echo "Starting Kafka by docker compose …"
    composed=yes
    docker compose -f docker/compose.yaml up -d --wait kafka > "$temp/compose.log" 2>&1 \
      && export ACTORSTREAM_TEST_KAFKA=127.0.0.1:9092 || tail -5 "$temp/compose.log"
  fi
}

# Whether this machine lets us mount a file system, which tests of full disks need.
can_mount() {
  mkdir "$temp/mount" && mount -t tmpfs -o size=64k tmpfs "$temp/mount" 2> /dev/null && umount -l "$temp/mount"
}

# Sums one attribute of the counters in a results file.
count() { sed -n "s/.*<Counters.* $2=\"\([0-9]*\)\".*/\1/p" "$1"; }

install_missing
find_kafka
dotnet build ActorStream.sln -c "$configuration" -v q --nologo < /dev/null || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

filter=()
if ! can_mount; then
  echo "This machine mounts no file system for us: the tests of full disks (Category=SmallDisk) are left out."
  filter=(--filter "Category!=SmallDisk")
fi
passed=0 failed=0 skipped=0
for project in tests/*/*Tests.csproj; do
  name=$(basename "$project" .csproj)
  results=$temp/$name.trx
  dotnet test "$project" -c "$configuration" --no-build --nologo -v q "${filter[@]}" --blame-hang-timeout 5m --blame-hang-dump-type none \
    --results-directory "$temp" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=normal" < /dev/null > "$temp/$name.log" 2>&1
  grep -vE '^ +Passed |^\s*$|^\[xUnit' "$temp/$name.log" | head -400
  if [ ! -f "$results" ]; then
    failed=$((failed + 1))
    continue
  fi
  total=$(count "$results" total) executed=$(count "$results" executed)
  passed=$((passed + $(count "$results" passed)))
  failed=$((failed + $(count "$results" failed) + $(count "$results" error) + $(count "$results" timeout) + $(count "$results" aborted)))
  skipped=$((skipped + total - executed))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
