"""Features of Edge Impulse's blocks for lib/features/{statistics,spectral}.

  git clone https://github.com/edgeimpulse/processing-blocks
  pip install numpy scipy matplotlib pywavelets peakutils
  python make_golden.py processing-blocks

Writes a CSV file a case. The readings (three axes, in steps of 1/256) are made
of integers by readings() here and in statistics_test.cc and spectral_test.cc.
"""
import importlib
import os
import sys

import numpy as np

RATE = 100


def readings():
    i = np.arange(200, dtype=np.int64)
    x = (i * i * 7919 + i * 104729) % 2003 - 1001
    y = (i * 37) % 512 - 256 + 2000
    z = ((i * 11) % 64 - 32) * (i // 20)
    return np.stack([x, y, z], axis=1) / 256.0


def edge_impulse(root, block, version, **options):
    sys.path[:0] = [root, os.path.join(root, block)]
    for name in [m for m in sys.modules
                 if m.split(".")[0] in ("dsp", "common", "third_party")]:
        del sys.modules[name]
    dsp = importlib.import_module("dsp")
    out = dsp.generate_features(
        implementation_version=version, draw_graphs=False,
        raw_data=readings().flatten(), axes=["x", "y", "z"],
        sampling_freq=RATE, scale_axes=1, **options)
    del sys.path[:2]
    return np.array(out["features"], dtype=float).reshape(3, -1)


def spectral(root, **changes):
    options = dict(
        input_decimation_ratio=1, filter_type="none", filter_cutoff=3,
        filter_order=6, analysis_type="FFT", fft_length=16,
        spectral_peaks_count=3, spectral_peaks_threshold=0.1,
        spectral_power_edges="0.1, 0.5", do_log=True, do_fft_overlap=True,
        wavelet_level=1, wavelet="db4", extra_low_freq=False)
    options.update(changes)
    return edge_impulse(root, "spectral_analysis", 4, **options)


def main(root):
    tables = {
        "statistics": edge_impulse(
            root, "flatten", 1, average=True, minimum=True, maximum=True,
            rms=True, stdev=True, skewness=True, kurtosis=True),
        "spectral": spectral(root),
        "spectral_low": spectral(root, filter_type="low", filter_cutoff=20,
                                 filter_order=4, fft_length=64),
        "spectral_high": spectral(root, filter_type="high", filter_cutoff=10,
                                  fft_length=32, do_log=False,
                                  do_fft_overlap=False),
    }
    for name, rows in tables.items():
        np.savetxt(os.path.join(os.path.dirname(__file__), name + ".csv"),
                   rows, fmt="%.7g", delimiter=",")
        print(name, rows.shape)


if __name__ == "__main__":
    main(sys.argv[1])
