# Finds a JDK 25 or newer and prints its home. Shared by ./rimrep and ./mvnw; POSIX sh, sourced or run.
# Looks at JAVA_HOME, at java on the PATH, then at the usual places. Prints what to do and returns 1 if there is none.

rimrep_jdk_major() {
  # $1: a candidate home; prints its major version, or nothing if it is no full JDK
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'
  fi
}

rimrep_find_jdk() {
  _path_java=$(command -v java 2>/dev/null || true)
  _path_home=
  if [ -n "$_path_java" ]; then
    _real=$(readlink -f "$_path_java" 2>/dev/null || echo "$_path_java")
    _path_home=$(dirname "$(dirname "$_real")")
  fi
  for _home in "${JAVA_HOME:-}" "$_path_home" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -n "$_home" ] || continue
    _major=$(rimrep_jdk_major "$_home")
    if [ -n "$_major" ] && [ "$_major" -ge 25 ]; then
      printf '%s\n' "$_home"
      return 0
    fi
  done
  cat >&2 <<'TXT'
rimrep: no JDK 25 found. Looked at JAVA_HOME, at java on the PATH and under /usr/lib/jvm, /usr/java, /opt, ~/.sdkman, ~/.jdks.
Install one (a full JDK: java and javac), for instance Temurin 25 from https://adoptium.net, or the package
temurin-25-jdk or openjdk-25-jdk of your distribution, then set JAVA_HOME to its folder or put its bin first on the PATH.
TXT
  return 1
}
