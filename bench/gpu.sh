#!/bin/sh
# Everything to measure on a GPU, in one run: the op kit, the comparison with Coqui TTS, the training step at full size with a
# profile by kernel, and the same step in PyTorch.
#
#   sh hangolo-gpu/gpu.sh [RESULTS] [STEPS]
#
# Part of a bundle made by bench/gpu-bundle.sh. Needs an NVIDIA driver and CUDA's cudart and cuBLAS (versions: docs/cuda.md) and,
# unless the bundle was made with nvcc, NVRTC, from the system or from Python packages; no Java, no Maven, no network. Results
# are JSON files in the folder RESULTS.
set -u
here=$(cd "$(dirname -- "$0")" && pwd)
results=${1:-gpu-results}
steps=${2:-20}
size=${HANGOLO_GPU_SIZE:-full}
mkdir -p "$results" || exit 1

if [ ! -x "$here/runtime/bin/java" ]; then
    echo "gpu.sh: no runtime beside this script; make a bundle with bench/gpu-bundle.sh and run the gpu.sh in it" >&2
    exit 1
fi
if ! command -v nvidia-smi >/dev/null 2>&1; then
    echo "gpu.sh: not run: no NVIDIA driver here (nvidia-smi not found); this is for a machine with a GPU" >&2
    exit 1
fi
nvidia-smi -L | tee "$results/nvidia-smi.txt"

# CUDA libraries from Python packages, after those that are already set.
python=$(command -v python3 || true)
if [ -n "$python" ]; then
    libraries=$("$python" -c '
import glob, site, sys
folders = site.getsitepackages() + [site.getusersitepackages()] + sys.path
print(":".join(sorted({f for s in folders if s for f in glob.glob(s + "/nvidia/*/lib")})))' 2>/dev/null)
    LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$libraries
    export LD_LIBRARY_PATH
fi

"$here/runtime/bin/java" -cp "$here/lib/*" hangolo.bench.GpuBench \
    "$results" "$here/oracle.tsv" "$here/goldens" "$steps" "$size" | tee "$results/hangolo.txt"
[ -f "$results/hangolo.json" ] || { echo "gpu.sh: the program did not finish" >&2; exit 1; }

if [ -n "$python" ] && [ -f "$here/torch_xtts_step.py" ] && "$python" -c 'import torch' 2>/dev/null; then
    for variant in eager-fp32 eager-tf32 amp-bf16 compile-bf16; do
        "$python" "$here/torch_xtts_step.py" --variant "$variant" --steps "$steps" |
            tee "$results/torch-$variant.json"
    done
else
    echo "PyTorch: not run: no torch_xtts_step.py in the bundle, or no python3 with torch"
fi
grep -q '"passed" : true' "$results/hangolo.json"
