#!/bin/bash
# image.sh [OUT]: builds the pipeline's OCI image into OUT/rimrep.tar (default: target/image), its
# digest into OUT/rimrep.digest and its bill of materials into OUT/rimrep.cdx.json. Needs no network
# (once Maven has its libraries), no Docker and no base image: the Java runtime is cut out of the JDK
# that builds, glibc and libstdc++ (for DuckDB's native library) are this machine's Debian packages.
# The same source on the same JDK and packages gives the same digest. amd64 only.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(mkdir -p "${1:-target/image}" && cd "${1:-target/image}" && pwd)
[ "$(uname -m)" = x86_64 ] || { echo "image.sh: builds on x86_64 only, this is $(uname -m)" >&2; exit 78; }
. scripts/find-jdk.sh
JAVA_HOME=$(rimrep_find_jdk) || exit 78
export JAVA_HOME
modules=java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.httpserver,jdk.naming.dns,jdk.localedata
arch=/lib/x86_64-linux-gnu
libraries="/lib64/ld-linux-x86-64.so.2 $arch/libc.so.6 $arch/libm.so.6 $arch/libdl.so.2 $arch/libpthread.so.0
  $arch/librt.so.1 $arch/libresolv.so.2 $arch/libgcc_s.so.1 $arch/libz.so.1 /usr$arch/libstdc++.so.6"

stage=$out/stage
rm -rf "$stage"
mkdir -p "$stage"/1-runtime/{app,etc,lib64,opt,proc,dev,sys,tmp,scratch,usr/lib/locale} "$stage"/2-libraries/app/lib "$stage"/3-program/app

# The program and its libraries, as Maven made them.
./mvnw -B -q -Dquick -Dmaven.test.skip=true -pl cli -am package dependency:list \
  -DincludeScope=runtime -DoutputFile="$stage/all.txt" -DappendOutput=true -Dmdep.outputScope=true
sed -E 's/\x1b\[[0-9;]*m//g; s/ -- module.*//' "$stage/all.txt" | grep -E ':(compile|runtime)' | sed 's/^ *//' |
  sort -u > "$stage/reactor.txt"
for jar in cli/target/lib/*.jar; do
  case ${jar##*/} in
    rimrep-*) cp "$jar" "$stage/3-program/app/" ;;
    *) cp "$jar" "$stage/2-libraries/app/lib/" ;;
  esac
done
cp cli/target/rimrep.jar "$stage/3-program/app/"
# What Maven lists for any module, as far as it is inside.
while IFS=: read -r group name type rest; do
  version=${rest%:*}; [ "${version#*:}" = "$version" ] || version="${version#*:}-${version%%:*}"
  [ ! -e "$stage/2-libraries/app/lib/$name-$version.jar" ] || echo "$group:$name:$type:$rest"
done < "$stage/reactor.txt" > "$stage/libraries.txt"
listed=$(wc -l < "$stage/libraries.txt") inside=$(find "$stage/2-libraries" -name '*.jar' | wc -l)
[ "$(cut -d: -f2 "$stage/libraries.txt" | sort -u | wc -l)" -gt 0 ] && [ "$listed" -ge "$inside" ] ||
  { echo "image.sh: Maven lists $listed libraries, $inside are inside" >&2; exit 70; }

# The Java runtime and what it is linked with.
if [ "$(cat "$out/jdk/of" 2>/dev/null)" != "$(cat "$JAVA_HOME/release") $modules" ]; then
  rm -rf "$out/jdk"
  "$JAVA_HOME/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
    --compress zip-6 --generate-cds-archive --output "$out/jdk"
  echo "$(cat "$JAVA_HOME/release") $modules" > "$out/jdk/of"
fi
cp -rL "$out/jdk" "$stage/1-runtime/opt/java"
rm -f "$stage/1-runtime/opt/java/of"
for file in $libraries; do
  mkdir -p "$stage/1-runtime$(dirname "$file")"
  cp -L "$file" "$stage/1-runtime$file"
  chmod 755 "$stage/1-runtime$file"
done
cp -rL /usr/lib/locale/C.utf8 "$stage/1-runtime/usr/lib/locale/"
for file in $libraries; do dpkg -S "$(readlink -f "$file")" "$file" "/usr$file" 2>/dev/null || true; done |
  cut -d: -f1 | sort -u | xargs dpkg-query -W -f '${Package} ${Version}\n' | sort -u > "$stage/packages.txt"
echo 'hosts: files dns' > "$stage/1-runtime/etc/nsswitch.conf"
printf 'root:x:0:0:root:/:/none\nrimrep:x:65532:65532:rimrep:/scratch:/none\n' > "$stage/1-runtime/etc/passwd"
printf 'root:x:0:\nrimrep:x:65532:\n' > "$stage/1-runtime/etc/group"

# How the program starts: `java @/app/rimrep COMMAND…`, by the image's entry point and by the manifests.
{
  echo "-XX:+UseSerialGC -XX:-UsePerfData -Xshare:auto --enable-native-access=ALL-UNNAMED"
  echo "--sun-misc-unsafe-memory-access=allow -Drimrep.home=/app -Drimrep.terminal=false"
  printf -- '-cp /app/rimrep.jar'
  (cd "$stage/3-program/app" && find . -name 'rimrep-*.jar' | LC_ALL=C sort | sed 's|^\.|:/app|' | tr -d '\n')
  (cd "$stage/2-libraries/app/lib" && find . -name '*.jar' | LC_ALL=C sort | sed 's|^\.|:/app/lib|' | tr -d '\n')
  printf '\nrimrep.cli.Main\n'
} > "$stage/3-program/app/rimrep"

# The classes of a start, parsed and verified once (class data sharing): 40 % of its processor time. A
# first start in the image's own files says which; the lines that differ from start to start (`@cp`,
# hints) are left out, so that the archive has the same bytes each time. The JVM takes it only if the
# class path's files are those of the image, to their date.
root=$out/root
rm -rf "$root"; mkdir "$root"
for layer in 1-runtime 2-libraries 3-program; do cp -a "$stage/$layer/." "$root/"; done
cp -r catalog "$root/scratch/"
mkdir -p "$root/proc/self"; ln -s /opt/java/bin/java "$root/proc/self/exe"   # by which `java` finds its home
find "$root" -exec touch -h -d @0 {} +
inside() { if [ "$(id -u)" = 0 ]; then chroot "$root" "$@"; else unshare --user --map-root-user chroot "$root" "$@"; fi; }
inside /opt/java/bin/java -XX:DumpLoadedClassList=/scratch/loaded -Djava.io.tmpdir=/scratch @/app/rimrep step discover \
  --dataset demo-sst --run runs/2026-01/02-image --catalog /scratch/catalog --data /scratch/data > /dev/null 2>&1
grep -v '^#' "$root/scratch/loaded" | grep -v '^@cp' | sed 's/ id: .*//' | LC_ALL=C sort -u > "$root/scratch/classes"
inside /opt/java/bin/java -Xshare:dump -XX:SharedClassListFile=/scratch/classes -XX:SharedArchiveFile=/app/rimrep.jsa \
  @/app/rimrep > "$root/scratch/dump" 2>&1 || { tail -n 5 "$root/scratch/dump" >&2; exit 70; }
cp "$root/app/rimrep.jsa" "$stage/3-program/app/"
sed -i '1s|^|-XX:SharedArchiveFile=/app/rimrep.jsa |' "$stage/3-program/app/rimrep"
rm -rf "$root"

"$JAVA_HOME/bin/java" -Xmx1500m scripts/Image.java "$stage" "$out" "${RIMREP_IMAGE:-localhost/rimrep:0.1.0}"
rm -rf "$stage"
