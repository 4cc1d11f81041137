"""Features of mote and of pymicro-features on the same clips, in one run.

usage: features.py BENCH_FEATURES FOLDER_OF_WAV [COUNT]

Both compute the same numbers: TFLM's micro frontend, 30 ms windows every
10 ms, 40 channels, 98 rows a second. One thread each; rounds alternate and
the fastest counts, so that a busy machine slows both alike.
Needs: pip install pymicro-features
"""

import glob
import subprocess
import sys
import time
import wave

from pymicro_features import MicroFrontend

ROUNDS = 5
CLIP_BYTES = 2 * 16000
BLOCK_BYTES = 2 * 160


def read(path):
    with wave.open(path) as file:
        data = file.readframes(16000)
    return data + bytes(CLIP_BYTES - len(data))


def rows(clip):
    frontend = MicroFrontend()
    result, position = [], 0
    while position + BLOCK_BYTES <= len(clip):
        step = frontend.process_samples(clip[position:position + BLOCK_BYTES])
        position += 2 * step.samples_read
        if step.features:
            result.append(step.features)
        if step.samples_read == 0:
            break
    return result


def rival(clips):
    start = time.perf_counter()
    for clip in clips:
        rows(clip)
    return len(clips) / (time.perf_counter() - start)


def mote(program, folder, count):
    lines = subprocess.run([program, folder, str(count)], check=True,
                           capture_output=True, text=True).stdout
    return {name: float(rate) for name, rate in
            (line.split("\t") for line in lines.splitlines())}


def main():
    program, folder = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 300
    files = sorted(glob.glob(folder + "/**/*.wav", recursive=True))[:count]
    clips = [read(path) for path in files]
    theirs, ours = 0, {}
    for _ in range(ROUNDS):
        theirs = max(theirs, rival(clips))
        for name, rate in mote(program, folder, count).items():
            ours[name] = max(ours.get(name, 0), rate)
    print(f"pymicro-features, 30/10 ms, {len(rows(clips[0]))} rows: "
          f"{theirs:.0f} clips/s")
    for name, rate in ours.items():
        print(f"mote, {name}: {rate:.0f} clips/s, {rate / theirs:.1f} times")


main()
