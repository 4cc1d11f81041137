// Samples as tf.train.Example and back: what tf.data reads and writes.
//
// What mote writes (docs/collect.md shows how to read it):
//
//   label, name, group, split, source, kind, type   bytes, one each
//   rate_hz          float
//   axes, units      bytes, one an axis
//   shape            int64: frames, the grid of a frame if any, axes
//   values           int64 of signals of integers, else float
//   image/encoded, image/height, image/width, image/format
//                    of pictures, instead of shape and values
//   metadata/KEY     bytes
//
// What it reads is more: any example with a list of numbers, or with a picture
// or a sound file in a bytes feature.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "lib/dataset/sample.h"
#include "lib/signal/signal.h"
#include "stages/collect/importers/importer.h"

namespace mote {

// An Example, serialized. `signal` is the sample's as opened; of a picture,
// `file` is what is stored.
std::string example_of(const Sample& sample, const Signal& signal,
                       std::span<const uint8_t> file);

// Reads an Example. The signal is the feature values, else audio, data, signal,
// samples, x, else the only list of several numbers; its rows have as many
// values as there are axes (shape, axes, the options). The label is a feature
// label, class, image/class/text ..., text or number; likewise group, split and
// rate. Other single texts are metadata. Throws Error, with `name` as its
// where, for what is no Example or has no signal.
FoundSample sample_of_example(std::string_view example,
                              const ReadOptions& options,
                              const std::string& name);

}  // namespace mote
