"""Sound features of the libraries whose formulas lib/features/sound has.

  git clone https://github.com/edgeimpulse/processing-blocks
  pip install numpy scipy librosa tensorflow matplotlib
  python make_golden.py processing-blocks

Writes a CSV file a block and formula, a row of features a line. The signal is
made of integers by signal() here and in sound_test.cc.
"""
import importlib
import os
import sys

import numpy as np

RATE = 16000


def signal():
    i = np.arange(4000, dtype=np.int64)
    noise = (i * i * 7919 + i * 104729) % 2003 - 1001
    tone = (i * (200 + i // 8)) % 16000 - 8000
    return (noise + tone * (i // 40 + 5) // 105).astype(np.int16)


def edge_impulse(root, block, **options):
    sys.path[:0] = [root, os.path.join(root, block)]
    for name in [m for m in sys.modules
                 if m.split(".")[0] in ("dsp", "common", "third_party")]:
        del sys.modules[name]
    dsp = importlib.import_module("dsp")
    out = dsp.generate_features(
        implementation_version=4, draw_graphs=False,
        raw_data=signal().astype(float), axes=["audio"], sampling_freq=RATE,
        **options)
    del sys.path[:2]
    width = int(round(out["output_config"]["shape"]["width"]))
    return np.array(out["features"]).reshape(width, -1)


def librosa_features(kind):
    import librosa
    y = signal() / 32768.0
    hop, points = 160, 512
    if kind == "spectrogram":
        power = np.abs(librosa.stft(y, n_fft=points, hop_length=hop,
                                    win_length=points, center=False)) ** 2
        return librosa.power_to_db(power, top_db=None).T
    mel = librosa.feature.melspectrogram(
        y=y, sr=RATE, n_fft=points, hop_length=hop, win_length=points,
        center=False, n_mels=40)
    decibels = librosa.power_to_db(mel, top_db=None)
    if kind == "mfe":
        return decibels.T
    return librosa.feature.mfcc(S=decibels, n_mfcc=13).T


def tensorflow_features(kind):
    import tensorflow as tf
    y = tf.constant(signal() / 32768.0, tf.float32)
    stft = tf.abs(tf.signal.stft(y, 320, 160, 512))
    if kind == "spectrogram":
        return np.log(stft.numpy() + 1e-6)
    matrix = tf.signal.linear_to_mel_weight_matrix(40, 257, RATE)
    log_mel = tf.math.log(tf.tensordot(stft, matrix, 1) + 1e-6)
    if kind == "mfe":
        return log_mel.numpy()
    return tf.signal.mfccs_from_log_mel_spectrograms(log_mel).numpy()[:, :13]


def scipy_features():
    import scipy.signal
    _, _, density = scipy.signal.spectrogram(
        signal() / 32768.0, RATE, window="hann", nperseg=256, noverlap=128,
        detrend=False)
    return 10 * np.log10(np.maximum(density, 1e-10)).T


def main(root):
    tables = {
        "spectrogram-edge-impulse": edge_impulse(
            root, "spectrogram", frame_length=0.02, frame_stride=0.01,
            fft_length=128, show_axes=False, noise_floor_db=-52),
        "mfe-edge-impulse": edge_impulse(
            root, "mfe", frame_length=0.02, frame_stride=0.01, num_filters=40,
            fft_length=256, low_frequency=0, high_frequency=0, win_size=101,
            noise_floor_db=-52),
        "mfcc-edge-impulse": edge_impulse(
            root, "mfcc", frame_length=0.02, frame_stride=0.02, num_filters=32,
            fft_length=256, num_cepstral=13, win_size=0, low_frequency=0,
            high_frequency=0, pre_cof=0.98, pre_shift=1),
        "spectrogram-scipy": scipy_features(),
    }
    for kind in ("spectrogram", "mfe", "mfcc"):
        tables[kind + "-librosa"] = librosa_features(kind)
        tables[kind + "-tensorflow"] = tensorflow_features(kind)
    for name, rows in tables.items():
        np.savetxt(os.path.join(os.path.dirname(__file__), name + ".csv"),
                   rows[:6], fmt="%.6g", delimiter=",")
        print(name, rows.shape)


if __name__ == "__main__":
    main(sys.argv[1])
