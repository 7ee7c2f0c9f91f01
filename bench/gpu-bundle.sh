#!/bin/sh
# Packs everything that bench/gpu.sh needs on a machine with a GPU but no Java, no Maven and no network.
#
#   bench/gpu-bundle.sh [TARGET.tar.gz] [GOLDENS] [torch_xtts_step.py]
#
# Needs a JDK 17 with jlink, on Linux x86-64; with nvcc on the PATH the kernels are also packed as PTX. GOLDENS (for the
# comparison with Coqui TTS) and the PyTorch script are packed if named; without them the bundle is below 60 MB.
# CUDA=12 in the environment makes a bundle for machines with CUDA 12, without PTX.
set -eu
root=$(cd "$(dirname -- "$0")/.." && pwd)
target=${1:-hangolo-gpu.tar.gz}
case $target in /*) ;; *) target=$PWD/$target ;; esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/hangolo-gpu
mkdir -p "$bundle/lib"
cd "$root"

# The jars that the cuda backend and the networks need, without ND4J and its native libraries. The same build writes the op
# kit's values.
profiles=bench
if [ "${CUDA:-13}" = 12 ]; then
    profiles=$profiles,cuda12
elif command -v nvcc >/dev/null 2>&1; then
    profiles=$profiles,ptx
fi
./mvnw -q "-P$profiles" package dependency:build-classpath -pl bench -am -Dtest=OpOracleTest \
    -Dsurefire.failIfNoSpecifiedTests=false -Dhangolo.oracle="$bundle/oracle.tsv" \
    -Dmdep.outputFile="$work/classpath" -Dmdep.includeScope=runtime
tr ':' '\n' <"$work/classpath" | while read -r jar; do
    case $(basename "$jar") in
    TarsosDSP-* | jflac-* | jlayer-* | slf4j-api-* | jackson-databind-* | jackson-annotations-* | jackson-core-* | \
        javacpp-*[0-9].jar | javacpp-*-linux-x86_64.jar | cuda-*) cp "$jar" "$bundle/lib/" ;;
    esac
done
for module in base engine audio models verify bench; do
    cp "$module"/target/hangolo-$module-*.jar "$bundle/lib/"
done

jlink --add-modules java.base,java.desktop,java.logging,java.management,java.xml,jdk.unsupported \
    --strip-debug --no-header-files --no-man-pages --compress=0 --output "$bundle/runtime"
cp bench/gpu.sh "$bundle/gpu.sh"
if [ $# -ge 2 ] && [ -d "$2" ]; then cp -R "$2" "$bundle/goldens"; fi
if [ $# -ge 3 ] && [ -f "$3" ]; then cp "$3" "$bundle/torch_xtts_step.py"; fi
tar -czf "$target" -C "$work" hangolo-gpu
du -h "$target"
