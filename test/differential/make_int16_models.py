"""Writes models with 16-bit activations, 8-bit weights and 64-bit biases.

usage: make_int16_models.py FOLDER        (needs the PyPI package tensorflow)

They are small networks of random weights, converted by TensorFlow; the files in
models/ were made so with TensorFlow 2.21.
"""

import pathlib
import sys

import numpy as np
import tensorflow as tf
from tensorflow import keras

layers = keras.layers


def network(stack):
  keras.utils.set_random_seed(1)
  inputs = keras.Input((12, 10, 3), batch_size=1)
  x = inputs
  for layer in stack:
    x = layer(x)
  model = keras.Model(inputs, x)
  # Biases are not zero in practice.
  for weight in model.weights:
    if "bias" in weight.path:
      weight.assign(np.random.default_rng(2).normal(0, 0.3, weight.shape))
  return model


def convert(model):
  random = np.random.default_rng(3)
  converter = tf.lite.TFLiteConverter.from_keras_model(model)
  converter.optimizations = [tf.lite.Optimize.DEFAULT]
  converter.representative_dataset = lambda: (
      [random.normal(0, 1, (1, 12, 10, 3)).astype(np.float32)]
      for _ in range(50))
  converter.target_spec.supported_ops = [
      tf.lite.OpsSet
      .EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8
  ]
  converter.inference_input_type = tf.int16
  converter.inference_output_type = tf.int16
  return converter.convert()


def networks():
  yield "int16x8_conv", [
      layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
      layers.Conv2D(5, 2, dilation_rate=2, padding="valid"),
      layers.Conv2D(6, (1, 3), padding="same", activation="relu6"),
      layers.Flatten(),
      layers.Dense(4, activation="relu"),
      layers.Dense(3),
  ]
  yield "int16x8_depthwise", [
      layers.DepthwiseConv2D(3, padding="same", activation="relu"),
      layers.DepthwiseConv2D((4, 2), strides=2, depth_multiplier=2),
      layers.MaxPooling2D(2),
      layers.Conv2D(7, 1, use_bias=False),
      layers.AveragePooling2D(2, strides=1, padding="same"),
      layers.Flatten(),
      layers.Dense(5),
  ]


def main(folder):
  for name, stack in networks():
    path = pathlib.Path(folder) / f"{name}.tflite"
    path.write_bytes(convert(network(stack)))


if __name__ == "__main__":
  main(*sys.argv[1:])
