// The Detector on this computer: the device class of device/detect around a
// feature block and a compiled model.
#pragma once

#include <memory>

#include "lib/package/package.h"
#include "lib/runner/detector.h"

namespace mote {

// An int8 model scores as its firmware does, bit for bit. A float model (a
// package whose `model` is the float .tflite) sees the same features,
// dequantized, and scores in double precision.
//
// Throws Error when the model does not fit the package's features or labels.
std::unique_ptr<Detector> make_host_detector(const Package& package);

}  // namespace mote
