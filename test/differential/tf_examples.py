"""TFRecord files through the real TensorFlow.

usage: tf_examples.py read FILE     prints what mote wrote
       tf_examples.py write FILE    writes what mote is to read
"""
import sys

import tensorflow as tf

BYTES = tf.io.FixedLenFeature([], tf.string)
SPEC = {
    "label": BYTES, "name": BYTES, "group": BYTES, "type": BYTES,
    "rate_hz": tf.io.FixedLenFeature([], tf.float32),
    "shape": tf.io.VarLenFeature(tf.int64),
    "axes": tf.io.VarLenFeature(tf.string),
    "units": tf.io.VarLenFeature(tf.string),
}


def read(path):
    for record in tf.data.TFRecordDataset(path):
        parsed = tf.io.parse_single_example(record, SPEC)
        number = tf.float32 if parsed["type"] == b"float32" else tf.int64
        values = tf.io.parse_single_example(
            record, {"values": tf.io.VarLenFeature(number)})["values"]
        shape = tf.sparse.to_dense(parsed["shape"])
        values = tf.reshape(tf.sparse.to_dense(values), shape)
        print(parsed["label"].numpy().decode(),
              parsed["name"].numpy().decode(), parsed["group"].numpy().decode(),
              float(parsed["rate_hz"]),
              [b.decode() for b in tf.sparse.to_dense(
                  parsed["axes"], default_value=b"").numpy()],
              [b.decode() for b in tf.sparse.to_dense(
                  parsed["units"], default_value=b"").numpy()],
              values.numpy().tolist())


def feature(value):
    if isinstance(value[0], bytes):
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=value))
    if isinstance(value[0], float):
        return tf.train.Feature(float_list=tf.train.FloatList(value=value))
    return tf.train.Feature(int64_list=tf.train.Int64List(value=value))


def write(path):
    picture = tf.io.encode_png(tf.zeros([2, 3, 3], tf.uint8)).numpy()
    wav = tf.audio.encode_wav(tf.zeros([40, 1]), 8000).numpy()
    examples = [
        # As TensorFlow Datasets has Speech Commands.
        {"audio": [1, -2, 300], "label": [7], "sample_rate": [16000]},
        {"image/encoded": [picture], "image/class/text": [b"cup"]},
        {"wav": [wav], "label": [b"hiss"], "speaker": [b"anna"]},
        {"readings": [0.5, 1.5, 2.5, 3.5], "shape": [2, 2],
         "class": [b"walk"], "device": [b"watch"]},
    ]
    with tf.io.TFRecordWriter(path) as writer:
        for example in examples:
            writer.write(tf.train.Example(features=tf.train.Features(
                feature={k: feature(v) for k, v in example.items()}
            )).SerializeToString())


{"read": read, "write": write}[sys.argv[1]](sys.argv[2])
