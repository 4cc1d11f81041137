#!/usr/bin/env python3
"""Imports one-second clips with mote and as a user would in Python.

    bench/imports.py build/release/mote [CLIPS]

Needs the package soundfile. Both read a folder a label of warm WAV files, check
them, and keep them under their hashes with a table of what they are; mote also
syncs them to the disk. In turn, three times; the shortest times are printed.
"""

import csv
import hashlib
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile
import time

import soundfile


def write_clips(folder, count):
    noise = os.urandom(32000)
    for i in range(count):
        data = struct.pack("<Q", i) + noise[8:]
        header = b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt "
        header += struct.pack("<IHHIIHH", 16, 1, 1, 16000, 32000, 2, 16)
        header += b"data" + struct.pack("<I", len(data))
        file = folder / f"word{i % 8}" / f"speaker{i % 100}_nohash_{i}.wav"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(header + data)


def import_by_hand(source, target):
    rows = []
    target.mkdir()
    for file in sorted(source.glob("*/*.wav")):
        samples, rate = soundfile.read(file, dtype="int16")
        name = hashlib.sha256(file.read_bytes()).hexdigest()
        shutil.copy(file, target / (name + ".wav"))
        rows.append((name, file.parent.name, rate, len(samples)))
    with open(target / "table.csv", "w", newline="") as table:
        csv.writer(table).writerows(rows)


def main():
    mote = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
    by_hand, by_mote = [], []
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        clips = place / "clips"
        clips.mkdir()
        write_clips(clips, count)
        for trial in range(3):
            start = time.monotonic()
            import_by_hand(clips, place / f"by_hand{trial}")
            by_hand.append(time.monotonic() - start)
            project = place / f"project{trial}"
            seed = clips / "word0"
            one = place / "one"
            one.mkdir(exist_ok=True)
            shutil.copy(next(seed.iterdir()), one / "yes_0.wav")
            subprocess.run([mote, "new", project, "--dataset", one, "--words",
                            "yes"], check=True, capture_output=True)
            start = time.monotonic()
            subprocess.run([mote, "collect", "import", clips, "--project",
                            project], check=True, capture_output=True)
            by_mote.append(time.monotonic() - start)
    for name, seconds in (("Python, soundfile", by_hand), ("mote", by_mote)):
        print(f"{name}: {min(seconds):.2f} s, {count / min(seconds):.0f} clips/s")


if __name__ == "__main__":
    main()
