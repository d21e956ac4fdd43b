# Sets java, flags and classpath; read by the commands beside it.

remedy="Install a Java 17 or newer (Debian, Ubuntu: apt-get install openjdk-17-jre-headless) or set JAVA_HOME to one."
fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 2
}

if [ -n "${JAVA_HOME:-}" ]; then
  java=$JAVA_HOME/bin/java
  [ -x "$java" ] || fail "JAVA_HOME is '$JAVA_HOME' but there is no bin/java in it. $remedy"
else
  java=$(command -v java) || fail "no Java was found on the PATH. $remedy"
fi

# Asking Java itself would cost a tenth of a second at each start.
release=$(dirname "$(dirname "$(readlink -f "$java")")")/release
major=17
if [ -r "$release" ]; then
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$release")
  major=${version#1.}
  major=${major%%[!0-9]*}
  [ "${major:-0}" -ge 17 ] || fail "Java $version in '$java' is too old. $remedy"
fi

# The heap stays as small as what lives in it: a few MiB, and up to 96 for the ring of a host that
# cannot reach Kafka. What it may grow to without a collection is enough for the start. The archive
# is mapped where it was made for, not moved: else each of its pages would be this process's own.
# Compiling less at the start leaves the processors to the start itself.
# JNA would run ldconfig to learn where libraries are; these are the usual places.
flags="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xss512k -Xmn3m -Xms12m -Xmx96m
  -XX:Tier3InvocationThreshold=600 -XX:Tier3MinInvocationThreshold=300
  -XX:Tier3CompileThreshold=4000 -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-UsePerfData
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
  -Djna.platform.library.path=/lib64:/usr/lib64:/lib/$(uname -m)-linux-gnu:/usr/lib/$(uname -m)-linux-gnu:/lib:/usr/lib"
[ "$major" -lt 22 ] || flags="$flags --enable-native-access=ALL-UNNAMED"
[ "$major" -lt 24 ] || flags="$flags --sun-misc-unsafe-memory-access=allow"

# In the order of the names: the archive is only good for the same class path.
classpath=
jna=
zstd=
for jar in "$home"/lib/*.jar; do
  classpath=$classpath${classpath:+:}$jar
  case $jar in
  */jna-jpms-*) jna=${jar##*/jna-jpms-} jna=${jna%.jar} ;;
  */zstd-jni-*) zstd=${jar##*/zstd-jni-} zstd=${zstd%.jar} ;;
  esac
done

# The native libraries of just these versions, when they were unpacked.
native=$home/lib/native-$jna-$zstd

# One arena for all threads: glibc's default of eight for each processor is memory that nobody uses.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
